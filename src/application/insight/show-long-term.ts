// How is it going one, three, five and ten years after school, by our own records and by official and linked files?
// Our own figures count a milestone once its academic year is over; official ones stand beside their authority, England, and what
// their groups of students would give (domain reference, sections 2.6 to 2.8). Earnings and benefits are aggregates of files, never ours.
import { parseCohortId } from '../../domain/alumni/cohort.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { milestones, type Milestone } from '../../domain/destinations/later.js';
import { isOver, laterCounts } from '../../domain/insight/later.js';
import type { QualityFigure } from '../../domain/insight/quality.js';
import { staysIn } from '../../domain/insight/retention.js';
import { countSeen, leastForShare } from '../../domain/statistics/disclosure.js';
import type { Tools } from '../tools.js';
import {
  aggregateRows,
  graduateRows,
  longTermRows,
  type AggregateRow,
  type GraduateRow,
  type LongTermRow,
} from './long-term-official.js';
import { remembering } from './remembering.js';
import { seenFigures, tablesBySchool } from './seen-figures.js';
import { cohortsAsked, tableOf, type AsOf } from './tables-of.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

const mostPlaces = 10;

/** Our own figures so many years on. */
export interface OwnMilestone {
  readonly milestone: Milestone;
  /** The cohorts whose time has come, together. */
  readonly together: QualityFigure;
  readonly byCohort: readonly {
    readonly cohortId: CohortId;
    readonly own: QualityFigure;
    readonly trust: QualityFigure | null;
  }[];
}

export interface ShownLongTerm extends WhoseFigures, AsOf {
  readonly own: readonly OwnMilestone[];
  readonly official: readonly LongTermRow[];
  readonly aggregates: readonly AggregateRow[];
  readonly graduates: readonly GraduateRow[];
}

/** The places where most of ours study, as far as their number may be told. */
async function placesOfOurs(tools: Pick<Tools, 'store'>, whose: WhoseFigures): Promise<readonly string[]> {
  const { table } = await tableOf(tools, 'stays', whose, cohortsAsked(whose, undefined));
  const counts = new Map<string, number>();
  for (const { provider, count } of staysIn(table, 'university')) {
    if (provider !== '') counts.set(provider, (counts.get(provider) ?? 0) + count);
  }
  return [...counts]
    .filter(([, count]) => whose.audience === 'team' || (countSeen(count, whose.audience) ?? 0) >= leastForShare)
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, mostPlaces)
    .map(([provider]) => provider);
}

interface OwnFigures extends AsOf {
  readonly own: readonly OwnMilestone[];
}

/** Our own figures of everybody whose time has come by the day. */
async function ownFigures({ store }: Pick<Tools, 'store'>, whose: WhoseFigures, today: LocalDate): Promise<OwnFigures> {
  const { school, allCohorts, trustShown } = whose;
  const { countedAt, due: waiting, ...tables } = await tablesBySchool({ store }, 'later', whose, allCohorts);
  const own = milestones.map((milestone): OwnMilestone => {
    const due = allCohorts.filter((id) => isOver(parseCohortId(id)?.leavingYear ?? 0, milestone, today));
    const standing = { cohorts: due, pooled: due, groups: [] };
    const seen = seenFigures(whose, tables, (one) => laterCounts(one, milestone), standing);
    return {
      milestone,
      together: seen.own(due),
      byCohort: due.map((cohortId) => ({
        cohortId,
        own: seen.own([cohortId]),
        trust: school === null || !trustShown ? null : seen.ofTrust([cohortId]),
      })),
    };
  });
  return { own, countedAt, due: waiting };
}

/** The long term of a school or the trust. Throws NotFound for a school outside the viewer's. */
export const showLongTerm = ({ store, clock }: Pick<Tools, 'store' | 'clock'>) => {
  const remember = remembering<OwnFigures>({ store }, 'later');
  const rememberPlaces = remembering<readonly string[]>({ store }, 'stays');
  return async (viewer: Viewer, asked: AskedFigures): Promise<ShownLongTerm> => {
    const whose = await whoseFigures({ store }, viewer, asked);
    const { school, schools, allCohorts, audience, trustShown, every } = whose;
    const today = londonDate(clock.now());
    const of = school === null ? schools : [school];
    const about = [audience, school?.id ?? '', trustShown, every.map(({ id }) => id)];
    const [own, official, aggregates, places] = await Promise.all([
      remember(JSON.stringify(['long term', about, today]), allCohorts, () => ownFigures({ store }, whose, today)),
      longTermRows({ store }, of, school !== null),
      aggregateRows({ store }, of, audience),
      rememberPlaces(JSON.stringify(['most places', about]), whose.cohorts, () => placesOfOurs({ store }, whose)),
    ]);
    return { ...whose, ...own, official, aggregates, graduates: await graduateRows({ store }, places) };
  };
};
