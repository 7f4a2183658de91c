// Which tables must be counted anew?
// Those that were marked since they were counted: the rows of each place are read once, in batches, and each table is put in
// place under the mark that was read before (decision R16). What was marked meanwhile stays due. Repeating it does no harm.
import { tallyReports, type CountedPlace, type Tables } from '../../domain/insight/reports.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Telling } from '../../domain/destinations/telling.js';
import { openTelling } from '../destinations/telling-in.js';
import type { Tools } from '../tools.js';
import { tableToKeep } from './kept-tables.js';

/** The tables of one place, counted from its rows and what is told beside them. */
export async function countPlace(
  { store, vault }: Pick<Tools, 'store' | 'vault'>,
  { cohortId, schoolId }: CountedPlace,
): Promise<Tables> {
  const tellings = new Map<AlumnusId, Telling>(); // of one school's cohort: some hundred at most
  for await (const [id, sealed] of store.tellings.each(cohortId, schoolId)) {
    tellings.set(id, openTelling({ vault }, id, sealed));
  }
  const tally = tallyReports();
  for await (const row of store.outcomes.each(cohortId, schoolId)) tally.add(row, tellings.get(row.id));
  return tally.tables();
}

/** Counts up to `limit` tables anew; gives how many were put in place and how many were due. */
export const recountDue =
  ({ store, clock, vault }: Pick<Tools, 'store' | 'clock' | 'vault'>) =>
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
      const tables = await countPlace({ store, vault }, first);
      for (const rollup of rollups) {
        const kept = tableToKeep({ vault }, rollup, tables[rollup.report]);
        if (await store.rollups.replace(rollup, kept, countedAt)) counted += 1;
      }
    }
    return { due: due.length, counted };
  };
