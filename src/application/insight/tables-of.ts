// The tables of one report for whose figures were asked for, put together, and as of when they were counted (decision R16).
import type { CohortId } from '../../domain/alumni/ids.js';
import { merged, type CountedPlace, type ReportName, type Table } from '../../domain/insight/reports.js';
import type { Tools } from '../tools.js';
import { askedFor } from './asked-for.js';
import { tableKept } from './kept-tables.js';
import type { WhoseFigures } from './whose-figures.js';

/** As of when the figures stand. */
export interface AsOf {
  /** The oldest count that they rest on; null where nothing was counted yet. */
  readonly countedAt: Date | null;
  /** A change is being counted. */
  readonly due: boolean;
}

/** As of when figures stand that rest on these tables. */
export const asOfTables = (rollups: readonly { readonly countedAt: Date | null; readonly due: boolean }[]): AsOf => ({
  countedAt: rollups.reduce<Date | null>(
    (first, { countedAt }) => (countedAt !== null && (first === null || countedAt < first) ? countedAt : first),
    null,
  ),
  due: rollups.some(({ due }) => due),
});

/** One table of the school or the trust over these cohorts. */
export async function tableOf(
  { store }: Pick<Tools, 'store'>,
  report: ReportName,
  { school }: WhoseFigures,
  cohorts: readonly CohortId[],
): Promise<AsOf & { readonly table: Table }> {
  const rollups = (await store.rollups.ofCohorts(report, cohorts)).filter(
    ({ schoolId }) => school === null || schoolId === school.id,
  );
  return { table: merged(rollups.map(({ table }) => table)), ...asOfTables(rollups) };
}

/** The tables of one report that may be sealed, by place, and as of when they were counted. */
export async function keptTablesOf(
  { store, vault }: Pick<Tools, 'store' | 'vault'>,
  report: ReportName,
  { school }: Pick<WhoseFigures, 'school'>,
  cohorts: readonly CohortId[],
): Promise<AsOf & { readonly tables: readonly (CountedPlace & { readonly table: Table })[] }> {
  const rollups = (await store.rollups.ofCohorts(report, cohorts)).filter(
    ({ schoolId }) => school === null || schoolId === school.id,
  );
  return {
    tables: rollups.map((each) => ({
      ...{ schoolId: each.schoolId, cohortId: each.cohortId },
      table: tableKept({ vault }, each),
    })),
    ...asOfTables(rollups),
  };
}

/** The cohort that was asked for, or the last few together. Throws CannotAsk. */
export const cohortsAsked = (
  { cohorts }: Pick<WhoseFigures, 'cohorts'>,
  asked: string | undefined,
): readonly CohortId[] => {
  const one = askedFor('cohort', asked, cohorts, null);
  return one === null ? cohorts.slice(-3) : [one];
};
