// A share of a school beside the trust's, cohort by cohort and over several together, as somebody may see it.
// Of the schools of one cohort beside the trust's total, and of the cohorts of one sum, never one alone is hidden (requirement Q13).
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import {
  besideEachOther,
  qualityFigure,
  withheldBeside,
  type QualityCounts,
  type QualityFigure,
} from '../../domain/insight/quality.js';
import { merged, type ReportName, type Table } from '../../domain/insight/reports.js';
import type { Tools } from '../tools.js';
import { asOfTables, type AsOf } from './tables-of.js';
import type { WhoseFigures } from './whose-figures.js';

/** Tables of one report, by whose they are and over which cohorts. */
export interface TablesBySchool {
  readonly tableOf: (id: SchoolId, over: readonly CohortId[]) => Table;
  readonly trustTable: (over: readonly CohortId[]) => Table;
}

/** Figures by whose they are and over which cohorts. */
export interface SeenFigures {
  /** Of one school over one cohort or several. */
  readonly ofSchool: (id: SchoolId, over: readonly CohortId[]) => QualityFigure;
  readonly ofTrust: (over: readonly CohortId[]) => QualityFigure;
  /** Of the school or trust that was asked for. */
  readonly own: (over: readonly CohortId[]) => QualityFigure;
  /** Over several cohorts; hidden too where it would give away the one of them that is hidden alone. */
  readonly together: (of: (over: readonly CohortId[]) => QualityFigure, over: readonly CohortId[]) => QualityFigure;
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

/** The figures of what `countsIn` counts in a table. */
export function seenFigures(
  { every, school, audience }: Pick<WhoseFigures, 'every' | 'school' | 'audience'>,
  { tableOf, trustTable }: TablesBySchool,
  countsIn: (table: Table) => QualityCounts,
): SeenFigures {
  const ofTrust = (over: readonly CohortId[]): QualityFigure => qualityFigure(countsIn(trustTable(over)), audience);
  const beside = once((over) =>
    besideEachOther(
      every.map(({ id }) => ({ name: id, counts: countsIn(tableOf(id, over)) })),
      audience,
    ),
  );
  const ofSchool = (id: SchoolId, over: readonly CohortId[]): QualityFigure => beside(over).get(id) ?? ofTrust([]);
  return {
    ofSchool,
    ofTrust,
    own: (over) => (school === null ? ofTrust(over) : ofSchool(school.id, over)),
    together: (of, over) => {
      const alone = (hidden: (figure: QualityFigure) => boolean): boolean =>
        audience === 'leaders' && over.length > 1 && over.filter((cohort) => hidden(of([cohort]))).length === 1;
      const figure = alone(({ share, why }) => share === null && why !== 'nobody')
        ? withheldBeside(of(over))
        : of(over);
      return alone(({ people }) => people === null) ? { ...figure, people: null } : figure;
    },
  };
}
