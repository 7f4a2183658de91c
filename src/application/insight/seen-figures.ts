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

/** Figures by whose they are and over which cohorts. */
export interface SeenFigures {
  /** Of one school over one cohort or several. */
  readonly ofSchool: (id: SchoolId, over: readonly CohortId[]) => QualityFigure;
  readonly ofTrust: (over: readonly CohortId[]) => QualityFigure;
  /** Of the school or trust that was asked for; hidden too where it would give one of its cohorts away. */
  readonly together: (over: readonly CohortId[]) => QualityFigure;
}

/** The tables of one report over these cohorts, by school and cohort. */
export async function tablesBySchool(
  { store }: Pick<Tools, 'store'>,
  report: ReportName,
  cohorts: readonly CohortId[],
): Promise<AsOf & { readonly tableOf: (id: SchoolId, over: readonly CohortId[]) => Table }> {
  const rollups = await store.rollups.ofCohorts(report, cohorts);
  const tables = new Map(rollups.map(({ schoolId, cohortId, table }) => [`${schoolId}~${cohortId}`, table]));
  return {
    tableOf: (id, over) => merged(over.map((cohort) => tables.get(`${id}~${cohort}`) ?? {})),
    ...asOfTables(rollups),
  };
}

/** The figures of what `countsIn` counts in a table. */
export function seenFigures(
  { every, school, audience }: WhoseFigures,
  tableOf: (id: SchoolId, over: readonly CohortId[]) => Table,
  countsIn: (table: Table) => QualityCounts,
): SeenFigures {
  const known = new Map<string, ReadonlyMap<string, QualityFigure>>();
  const beside = (over: readonly CohortId[]): ReadonlyMap<string, QualityFigure> => {
    const made =
      known.get(over.join()) ??
      besideEachOther(
        every.map(({ id }) => ({ name: id, counts: countsIn(tableOf(id, over)) })),
        audience,
      );
    known.set(over.join(), made);
    return made;
  };
  const ofTrust = (over: readonly CohortId[]): QualityFigure =>
    qualityFigure(countsIn(merged(every.map(({ id }) => tableOf(id, over)))), audience);
  const ofSchool = (id: SchoolId, over: readonly CohortId[]): QualityFigure => beside(over).get(id) ?? ofTrust([]);
  const own = (over: readonly CohortId[]): QualityFigure =>
    school === null ? ofTrust(over) : ofSchool(school.id, over);
  return {
    ofSchool,
    ofTrust,
    together: (over) => {
      const hidden = over.filter((cohort) => own([cohort]).share === null && own([cohort]).why !== 'nobody');
      return audience === 'leaders' && over.length > 1 && hidden.length === 1 ? withheldBeside(own(over)) : own(over);
    },
  };
}
