// Which tables must be counted anew?
// Those that were marked since they were counted: the rows of each place are read once, in batches, and each table is put in
// place under the mark that was read before (decision R16). What was marked meanwhile stays due. Repeating it does no harm.
import { tallyReports, type CountedPlace, type Tables } from '../../domain/insight/reports.js';
import type { Tools } from '../tools.js';

/** The tables of one place, counted from its rows. */
export async function countPlace(
  { store }: Pick<Tools, 'store'>,
  { cohortId, schoolId }: CountedPlace,
): Promise<Tables> {
  const tally = tallyReports();
  for await (const row of store.outcomes.each(cohortId, schoolId)) tally.add(row);
  return tally.tables();
}

/** Counts up to `limit` tables anew; gives how many were put in place and how many were due. */
export const recountDue =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (limit: number): Promise<{ readonly due: number; readonly counted: number }> => {
    const due = await store.rollups.due(limit);
    const places = new Map<string, typeof due>();
    for (const rollup of due) {
      const key = `${rollup.schoolId}~${rollup.cohortId}`;
      places.set(key, [...(places.get(key) ?? []), rollup]);
    }
    let counted = 0;
    for (const rollups of places.values()) {
      const [first] = rollups;
      if (first === undefined) continue;
      const countedAt = clock.now();
      const tables = await countPlace({ store }, first);
      for (const rollup of rollups) {
        if (await store.rollups.replace(rollup, tables[rollup.report], countedAt)) counted += 1;
      }
    }
    return { due: due.length, counted };
  };
