// What was done for whom, and how did those whom it reached do beside others? The log, and its comparison made from the tables of
// counts alone (decision R16); small numbers are left out last, per audience (requirement Q13).
import { cohortId, parseCohortId, type Stage } from '../../domain/alumni/cohort.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import {
  comparisonOf,
  interventionAfter,
  type Comparison,
  type Intervention,
  type InterventionAct,
  type OutcomeCell,
} from '../../domain/insight/intervention.js';
import type { Place } from '../../domain/insight/kept-change.js';
import { isRunning, qualityCounts } from '../../domain/insight/quality.js';
import type { QualityMeasure, Table } from '../../domain/insight/reports.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { staffNames } from './board-of-barriers.js';
import { addKept, changeKept, type KeptDealt } from './keep-acts.js';
import { qualityStanding, seenFigures, tablesBySchool } from './seen-figures.js';
import type { AsOf } from './tables-of.js';
import { mostYears, whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

/** One of the log with its comparison. */
export interface ShownIntervention extends AsOf {
  readonly intervention: Intervention;
  /** Null for the trust. */
  readonly school: string | null;
  /** The schools by name, with the first year of leaving that it reached. */
  readonly began: readonly { readonly school: string; readonly from: number }[];
  /** Null where the viewer may not see the other schools beside their own. */
  readonly comparison: Comparison | null;
  readonly steps: readonly { readonly at: Date; readonly by: string; readonly act: string; readonly words: string }[];
}

export interface ShownInterventions extends WhoseFigures {
  readonly log: readonly ShownIntervention[];
}

type Needs = Pick<Tools, 'store'>;

/**
 * What is known of every school and year of the stage by the measure; years that are still running stand outside, and for leaders what
 * the page of quality hides.
 */
async function cellsOf(
  { store }: Needs,
  { every, audience }: Pick<WhoseFigures, 'every' | 'audience'>,
  { stage, measure }: Pick<Intervention, 'stage' | 'measure'>,
) {
  const known = (await store.rollups.places()).flatMap((place) => {
    const cohort = parseCohortId(place.cohortId);
    return cohort?.stage === stage ? [cohort.leavingYear] : [];
  });
  const years = [...new Set(known)].sort();
  const cohorts = years.map((year) => cohortId(stage, year));
  const { countedAt, due, ...tables } = await tablesBySchool({ store }, 'quality', { every }, cohorts);
  const standing = { ...qualityStanding(cohorts.slice(-mostYears), tables, measure), cohorts };
  const countsIn = (table: Table, group?: string) => qualityCounts(table, measure, group);
  const seen = seenFigures({ every, school: null, audience }, tables, countsIn, standing);
  const cells = every.flatMap(({ id }) =>
    years.flatMap((year): readonly OutcomeCell[] => {
      const over = [cohortId(stage, year)];
      const counts = countsIn(tables.tableOf(id, over));
      const isHidden = audience === 'leaders' && seen.ofSchool(id, over).share === null;
      if (isHidden || isRunning(counts)) return [];
      return [{ schoolId: id, year, yes: counts.yes, of: counts.yes + counts.no }];
    }),
  );
  return { cells, countedAt, due };
}

/** Leaders of some schools see comparisons of the trust only where it is the trust’s own log, and nobody’s but theirs otherwise. */
const mayCompare = ({ schools }: Viewer, { audience, trustShown }: WhoseFigures): boolean =>
  audience === 'team' || (trustShown && (schools === 'every-school' || schools.length === 1));

async function shownOf(
  tools: Needs,
  viewer: Viewer,
  whose: WhoseFigures,
  log: readonly Intervention[],
): Promise<readonly ShownIntervention[]> {
  const nameOf = await staffNames(tools);
  const schoolName = (id: string): string =>
    whose.every.find((school) => school.id === id)?.name ?? 'A school of before';
  const isTeam = whose.audience === 'team';
  const shown: ShownIntervention[] = [];
  const counted = new Map<string, Awaited<ReturnType<typeof cellsOf>>>();
  for (const intervention of log) {
    const about = `${intervention.stage}/${intervention.measure}`;
    const { cells, ...asOf } = counted.get(about) ?? (await cellsOf(tools, whose, intervention));
    counted.set(about, { cells, ...asOf });
    shown.push({
      ...asOf,
      intervention,
      school: intervention.place === 'trust' ? null : schoolName(intervention.place),
      began: intervention.began.map(({ schoolId, from }) => ({ school: schoolName(schoolId), from })),
      comparison: mayCompare(viewer, whose)
        ? comparisonOf(intervention, cells, whose.audience, (id) => isTeam || covers(viewer.schools, id))
        : null,
      steps: intervention.steps.map(({ at, by, act, words = '' }) => ({ at, by: nameOf(by), act, words })),
    });
  }
  return shown;
}

/** The log of the school asked for, or of all that the viewer sees, with the trust’s. */
export const showInterventions =
  (tools: Needs) =>
  async (viewer: Viewer, asked: AskedFigures): Promise<ShownInterventions> => {
    const whose = await whoseFigures(tools, viewer, asked);
    const log = await tools.store.interventions.list(whose.school === null ? viewer.schools : [whose.school.id]);
    return { ...whose, log: await shownOf(tools, viewer, whose, log) };
  };

/** One of the log. Throws NotFound outside the viewer's schools. */
export const showIntervention =
  (tools: Needs) =>
  async (viewer: Viewer, id: string): Promise<{ readonly whose: WhoseFigures; readonly shown: ShownIntervention }> => {
    const held = await tools.store.interventions.find(viewer.schools, id);
    if (held === null) throw new NotFound();
    const whose = await whoseFigures(tools, viewer, {});
    const [shown] = await shownOf(tools, viewer, whose, [held]);
    if (shown === undefined) throw new NotFound();
    return { whose, shown };
  };

/** What somebody writes down of what was done. */
export interface NewIntervention {
  readonly place: Place;
  readonly title: string;
  readonly what: string;
  readonly forWhom: string;
  readonly stage: Stage;
  readonly measure: QualityMeasure;
  /** A school, or `every` for all of the trust. */
  readonly first: string;
  readonly from: number;
  readonly drawn: boolean;
}

/** `no-such-school`: none of the trust, or not the viewer’s. */
export type InterventionDealt = KeptDealt<'there-already' | 'not-now' | 'full' | 'no-such-school'>;

/** Writes down what was done. */
export const logIntervention =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, { first, from, ...given }: NewIntervention): Promise<InterventionDealt> => {
    const { every, schools } = await whoseFigures(tools, viewer, {});
    const begins = first === 'every' ? every : schools.filter(({ id }) => id === first);
    if (begins.length === 0 || (first === 'every' && given.place !== 'trust'))
      return { kind: 'refused', why: 'no-such-school' };
    const at = tools.clock.now();
    const fresh: Intervention = {
      ...{ id: tools.newId(), ...given, openedAt: at, version: 1 },
      began: begins.map(({ id }) => ({ schoolId: id, from })),
      steps: [{ at, by: viewer.staffId, act: 'logged' }],
    };
    return addKept(tools, viewer, { kind: 'intervention', into: tools.store.interventions }, fresh);
  };

/** Adds to one of the log, over the version that was looked at. Throws NotFound outside the viewer's schools. */
export const changeIntervention =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (
    viewer: Viewer,
    { act, ...which }: { readonly id: string; readonly version: number; readonly act: InterventionAct },
  ): Promise<InterventionDealt> => {
    const { schools } = await whoseFigures(tools, viewer, {});
    if (act.kind === 'school' && !schools.some(({ id }) => id === act.began.schoolId))
      return { kind: 'refused', why: 'no-such-school' };
    return changeKept(tools, viewer, { kind: 'intervention', into: tools.store.interventions }, which, (held) =>
      interventionAfter(held, act, { at: tools.clock.now(), by: viewer.staffId }),
    );
  };
