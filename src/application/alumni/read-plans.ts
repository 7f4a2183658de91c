// How do rows of a file of plans find their people, and what would they change (Y5)?
// By UCAS id, pupil number or learner number, else by name and birth date for a person to confirm. Several rows may speak of one
// person, one a choice: they follow each other and are written together by the last of them.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { RowPlan } from '../../domain/alumni/import-plan.js';
import { planFileRow } from '../../domain/alumni/plan-file-plan.js';
import { readPlanFileRow, type PlanFacts } from '../../domain/alumni/plan-file-row.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { openPlans } from '../../files/index.js';
import { usualProviderName } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { matchRows, type MatchedRow } from './match-rows.js';
import {
  openRowBatches,
  type GoodRowOf,
  type PlannedRow,
  type PlannedRows,
  type Reading,
  type RowsOf,
} from './row-batches.js';

type GoodRow = GoodRowOf<PlanFacts>;
type PlansReading = Reading & { readonly kind: Extract<Reading['kind'], { of: 'plans' }> };

/** Opens the kept file and reads it in batches. Throws FileRefused, also half way. */
export const planBatches = (tools: Pick<Tools, 'files'>, reading: PlansReading): Promise<RowsOf<PlanFacts>> =>
  openRowBatches(tools, reading, openPlans, ({ texts }) =>
    readPlanFileRow(texts, reading.kind.source, londonDate(reading.now)),
  );

/** Plans good rows against what is known now. */
export async function planPlanRows(
  { store }: Pick<Tools, 'store'>,
  rows: readonly GoodRow[],
  reading: PlansReading,
): Promise<PlannedRows> {
  const { now, kind } = reading;
  const { matched, toConfirm, lastRows, ...found } = await matchRows({ store }, rows, reading);
  const problems = [...found.problems];
  const stands = new Map<AlumnusId, Alumnus>();
  const changedBy = new Map<AlumnusId, AlumnusId>();
  const rowsOf = new Map<AlumnusId, readonly string[]>();
  const read: { readonly good: MatchedRow<PlanFacts>; readonly plan: RowPlan }[] = [];
  for (const good of matched) {
    const { line, row, facts, alumnus: known } = good;
    rowsOf.set(known.id, [...(rowsOf.get(known.id) ?? []), row]);
    const file = { at: now, importRow: row, source: kind.source, asOf: kind.asOf, providerName: usualProviderName };
    const said = planFileRow(facts, stands.get(known.id) ?? known, file);
    if (!said.ok) {
      problems.push(...said.problems.map((problem) => ({ line, ...problem })));
    } else if (said.plan.kind === 'changed') {
      // The rows before it in the batch are in it, as one change of the person.
      const alumnus = { ...said.plan.alumnus, revision: known.revision + 1 };
      stands.set(known.id, alumnus);
      changedBy.set(known.id, row);
      read.push({ good, plan: { ...said.plan, alumnus } });
    } else read.push({ good, plan: said.plan });
  }
  const planned = read.map(({ good: { line, row, alumnus }, plan }): PlannedRow => ({
    ...{ line, row, plan, cohortId: alumnus.cohortId },
    writtenBy: changedBy.get(alumnus.id) ?? row,
    again: rowsOf.get(alumnus.id)?.includes(lastRows.get(alumnus.id) ?? '') === true ? 'changed' : null,
  }));
  return { planned, problems, toConfirm };
}
