// A share of a school beside the trust's, cohort by cohort and over several together, as somebody may see it.
// Along schools beside the trust, cohorts beside all together and groups beside their whole nothing that is hidden can be worked out from
// what is shown, on whatever page it stands (requirements P11 and Q13).
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import {
  figuresBeside,
  groupsIn,
  qualityCounts,
  qualityFigure,
  type QualityCounts,
  type QualityFigure,
} from '../../domain/insight/quality.js';
import { merged, type QualityMeasure, type ReportName, type Table } from '../../domain/insight/reports.js';
import type { Line } from '../../domain/statistics/hidden-beside.js';
import type { Tools } from '../tools.js';
import { asOfTables, type AsOf } from './tables-of.js';
import type { WhoseFigures } from './whose-figures.js';

/** Tables of one report, by whose they are and over which cohorts. */
export interface TablesBySchool {
  readonly tableOf: (id: SchoolId, over: readonly CohortId[]) => Table;
  readonly trustTable: (over: readonly CohortId[]) => Table;
}

/** Figures by whose they are, over one of the cohorts or those that stand together. */
export interface SeenFigures {
  /** Of one school. */
  readonly ofSchool: (id: SchoolId, over: readonly CohortId[]) => QualityFigure;
  readonly ofTrust: (over: readonly CohortId[]) => QualityFigure;
  /** Of the school or trust that was asked for. */
  readonly own: (over: readonly CohortId[]) => QualityFigure;
  /** The same of those of one group, over the cohorts that stand together. */
  readonly ownGroup: (group: string) => QualityFigure;
}

/** What stands beside each other. */
interface Standing {
  readonly cohorts: readonly CohortId[];
  /** Those of them that also stand together. */
  readonly pooled: readonly CohortId[];
  /** Into which people stand apart, over those that stand together. */
  readonly groups: readonly string[];
}

/** Works out once for each choice of cohorts. */
function once<T>(make: (over: readonly CohortId[]) => T): (over: readonly CohortId[]) => T {
  const made = new Map<string, T>();
  return (over) => {
    const known = made.get(over.join());
    if (known !== undefined) return known;
    const fresh = make(over);
    made.set(over.join(), fresh);
    return fresh;
  };
}

/** The tables of one report over these cohorts. */
export async function tablesBySchool(
  { store }: Pick<Tools, 'store'>,
  report: ReportName,
  { every }: Pick<WhoseFigures, 'every'>,
  cohorts: readonly CohortId[],
): Promise<AsOf & TablesBySchool> {
  const rollups = await store.rollups.ofCohorts(report, cohorts);
  const tables = new Map(rollups.map(({ schoolId, cohortId, table }) => [`${schoolId}~${cohortId}`, table]));
  const tableOf = (id: SchoolId, over: readonly CohortId[]): Table =>
    merged(over.map((cohort) => tables.get(`${id}~${cohort}`) ?? {}));
  return {
    tableOf,
    trustTable: once((over) => merged(every.map(({ id }) => tableOf(id, over)))),
    ...asOfTables(rollups),
  };
}

/** Over how many of the last whole cohorts small numbers are put together (Y18). */
const pooledYears = 3;

/** What of a measure of quality stands beside each other: the cohorts, the last whole ones together, and these by plan. */
export function qualityStanding(
  cohorts: readonly CohortId[],
  { trustTable }: Pick<TablesBySchool, 'trustTable'>,
  measure: QualityMeasure,
): Standing {
  const isWhole = (cohort: CohortId): boolean =>
    qualityFigure(qualityCounts(trustTable([cohort]), measure), 'team').why === null;
  const pooled = cohorts.filter(isWhole).slice(-pooledYears);
  return { cohorts, pooled, groups: groupsIn(trustTable(pooled)) };
}

const trust = '*';
const nobody: QualityCounts = { people: 0, yes: 0, no: 0, open: 0 };
const cellName = (row: string, over: readonly CohortId[], group = ''): string => [row, over.join('+'), group].join('~');

/** The figures of what `countsIn` counts in a table, with every school, cohort and group in view, whichever of them is asked for. */
export function seenFigures(
  { every, school, audience }: Pick<WhoseFigures, 'every' | 'school' | 'audience'>,
  { tableOf, trustTable }: TablesBySchool,
  countsIn: (table: Table, group?: string) => QualityCounts,
  { cohorts, pooled, groups }: Standing,
): SeenFigures {
  const schools = every.map(({ id }) => id);
  const columns = [...cohorts.map((cohort) => [cohort]), ...(pooled.length > 1 ? [pooled] : [])];
  const cells = new Map<string, QualityCounts>();
  for (const row of [trust, ...schools] as const) {
    const tableIn = (over: readonly CohortId[]): Table => (row === trust ? trustTable(over) : tableOf(row, over));
    for (const over of columns) cells.set(cellName(row, over), countsIn(tableIn(over)));
    const together = tableIn(pooled);
    for (const group of groups) cells.set(cellName(row, pooled, group), countsIn(together, group));
  }
  const overSchools = (over: readonly CohortId[], group?: string): Line => [
    cellName(trust, over, group),
    ...schools.map((id) => cellName(id, over, group)),
  ];
  const lines = [
    ...columns.map((over) => overSchools(over)),
    ...groups.map((group) => overSchools(pooled, group)),
    ...[trust, ...schools].flatMap((row): readonly Line[] => [
      ...(pooled.length > 1 ? [[cellName(row, pooled), ...pooled.map((one) => cellName(row, [one]))] as const] : []),
      [cellName(row, pooled), ...groups.map((group) => cellName(row, pooled, group))],
    ]),
  ];
  const figures = figuresBeside(cells, lines, audience);
  const figure = (row: string, over: readonly CohortId[], group?: string): QualityFigure =>
    figures.get(cellName(row, over, group)) ?? qualityFigure(nobody, audience);
  const own = school?.id ?? trust;
  return {
    ofSchool: (id, over) => figure(id, over),
    ofTrust: (over) => figure(trust, over),
    own: (over) => figure(own, over),
    ownGroup: (group) => figure(own, pooled, group),
  };
}
