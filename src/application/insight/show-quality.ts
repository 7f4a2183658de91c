// How good are the destinations of the trust or of a school, year by year, beside official figures, and is it getting better?
// Read from the tables of counts alone (decision R16); what somebody may not see is left out last, and so that schools beside
// the trust's total do not give each other away (Y15, Y18, requirement Q13).
import type { School } from '../../domain/alumni/alumnus.js';
import { parseCohortId } from '../../domain/alumni/cohort.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import {
  groupsIn,
  improvementOf,
  qualityCounts,
  qualityFacts,
  type Improvement,
  type QualityFigure,
} from '../../domain/insight/quality.js';
import type { QualitySet } from '../../domain/insight/quality-set.js';
import type { QualityMeasure, Table } from '../../domain/insight/reports.js';
import { weightedShare, type WeightedShare } from '../../domain/insight/weighted.js';
import type { Tools } from '../tools.js';
import { qualitySets } from './choose-measures.js';
import { officialShares, type OfficialShare } from './official-shares.js';
import { remembering } from './remembering.js';
import { qualityStanding, seenFigures, tablesBySchool, type TablesBySchool } from './seen-figures.js';
import type { AsOf } from './tables-of.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

export interface YearOfMeasure {
  readonly cohortId: CohortId;
  /** Of the school or trust asked for. */
  readonly own: QualityFigure;
  /** As if every school and plan had been heard of alike; null where that is too thin, or the plain share is withheld. */
  readonly weighted: WeightedShare | null;
  /** Of the trust, where a school was asked for and the two may stand side by side. */
  readonly trust: QualityFigure | null;
  readonly official: readonly OfficialShare[];
}

export interface MeasureOverTime {
  readonly measure: QualityMeasure;
  readonly years: readonly YearOfMeasure[];
  /** The last three whole cohorts together. */
  readonly pooled: { readonly years: number; readonly own: QualityFigure; readonly trust: QualityFigure | null };
  readonly improvement: Improvement | null;
  /** By what they planned, the last three whole cohorts together; those who see nothing safe are left out. */
  readonly groups: readonly { readonly group: string; readonly figure: QualityFigure }[];
  /** By school, the same cohorts; empty where one school was asked for. */
  readonly bySchool: readonly { readonly school: School; readonly figure: QualityFigure }[];
}

export interface QualityOverTime extends WhoseFigures, AsOf {
  /** The version of the trust’s set of measures that is shown. */
  readonly set: QualitySet;
  readonly measures: readonly MeasureOverTime[];
}

const yearOf = (cohort: CohortId): number => parseCohortId(cohort)?.leavingYear ?? 0;

function overTime(
  measure: QualityMeasure,
  whose: WhoseFigures,
  official: readonly OfficialShare[],
  tables: TablesBySchool,
): MeasureOverTime {
  const { every, school, cohorts, audience, schools, trustShown } = whose;
  const beside = school !== null && trustShown;
  const { tableOf, trustTable } = tables;
  const counts = (table: Table, group?: string) => qualityCounts(table, measure, group);
  const standing = qualityStanding(cohorts, tables, measure);
  const { ofTrust, ofSchool, own, ownGroup } = seenFigures(whose, tables, counts, standing);
  const { pooled, groups } = standing;
  const countsOf = (cohort: CohortId) => ({
    year: yearOf(cohort),
    ...qualityCounts(school === null ? trustTable([cohort]) : tableOf(school.id, [cohort]), measure),
  });
  const weighted = (cohort: CohortId): WeightedShare | null =>
    weightedShare(
      (school === null ? every : [school]).flatMap(({ id }) => {
        const one = tableOf(id, [cohort]);
        return groupsIn(one).map((group) => ({ school: id, group, counts: qualityCounts(one, measure, group) }));
      }),
    );
  const cell = qualityFacts[measure].official?.cell;
  const safe = cohorts.filter((cohort) => own([cohort]).share !== null);
  return {
    measure,
    years: cohorts.map((cohort) => ({
      cohortId: cohort,
      own: own([cohort]),
      weighted: own([cohort]).share === null ? null : weighted(cohort),
      trust: beside ? ofTrust([cohort]) : null,
      official: official.filter((one) => one.cell === cell && one.leavers === yearOf(cohort)),
    })),
    pooled: { years: pooled.length, own: own(pooled), trust: beside ? ofTrust(pooled) : null },
    improvement: improvementOf(safe.map(countsOf), audience),
    groups: groups.flatMap((group) => {
      const figure = ownGroup(group);
      return figure.why === 'nobody' ? [] : [{ group, figure }];
    }),
    bySchool:
      school === null
        ? schools.flatMap((one) => {
            const figure = ofSchool(one.id, pooled);
            return figure.why === 'nobody' ? [] : [{ school: one, figure }];
          })
        : [],
  };
}

type WorkedOut = Pick<QualityOverTime, 'measures' | 'countedAt' | 'due'>;

async function workOut(
  { store }: Pick<Tools, 'store'>,
  whose: WhoseFigures,
  set: QualitySet,
  official: readonly OfficialShare[],
): Promise<WorkedOut> {
  const { countedAt, due, ...tables } = await tablesBySchool({ store }, 'quality', whose, whose.cohorts);
  return { measures: set.measures.map((measure) => overTime(measure, whose, official, tables)), countedAt, due };
}

/** The measures over the last years. Throws NotFound for a school outside the viewer's. */
export const showQuality = ({ store }: Pick<Tools, 'store'>) => {
  const remember = remembering<WorkedOut>({ store }, 'quality');
  return async (viewer: Viewer, asked: AskedFigures): Promise<QualityOverTime> => {
    const whose = await whoseFigures({ store }, viewer, asked);
    const official = await officialShares({ store }, whose);
    const [set] = await qualitySets({ store })();
    // Everything beside the tables that it is worked out from, schools with their names.
    const about = JSON.stringify([whose, set, official]);
    const worked = await remember(about, whose.cohorts, () => workOut({ store }, whose, set, official));
    return { ...whose, set, ...worked };
  };
};
