// How many years after a school joined the trust, or was put in special measures, do its leavers fare better than before? (M8)
// Each school by itself and all together, beside a comparison, legacy pupils apart from those who came later.
import type { School } from '../../domain/alumni/alumnus.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import {
  clockOf,
  gainsOf,
  pooledGains,
  yearsToBenefit,
  type Clock,
  type CohortShare,
  type TransitionRule,
  type YearsToBenefit,
} from '../../domain/insight/transition.js';
import { groupCode } from '../../domain/official/share.js';
import type { Tools } from '../tools.js';
import { askedFor } from './asked-for.js';
import {
  clockBesides,
  clockOutcomes,
  comparisonsOf,
  outcomeFacts,
  seriesOfSchools,
  type ClockBeside,
  type ClockOutcome,
} from './clock-series.js';
import { remembering } from './remembering.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

/** From which day years are counted. */
export const clockStarts = ['joining', 'special-measures'] as const;
export type ClockStart = (typeof clockStarts)[number];

/** Years to benefit: of everybody, beside the comparison, and of pupils of either kind. */
export interface Verdicts {
  readonly raw: YearsToBenefit;
  readonly adjusted: YearsToBenefit;
  readonly legacy: YearsToBenefit;
  readonly fresh: YearsToBenefit;
}

/** One school on the clock. */
export interface SchoolClock {
  readonly school: School;
  readonly event: LocalDate;
  readonly clock: Clock;
  readonly beside: readonly CohortShare[];
  readonly verdicts: Verdicts;
}

export interface ShownClock extends WhoseFigures {
  readonly outcome: ClockOutcome;
  /** Outcomes of which something is known. */
  readonly known: readonly ClockOutcome[];
  readonly from: ClockStart;
  readonly beside: ClockBeside;
  readonly chosen: string;
  /** The group of students asked for; empty for all of them. */
  readonly group: string;
  /** Groups that the files tell apart in this outcome of our schools. */
  readonly groups: readonly { readonly code: string; readonly name: string }[];
  readonly rule: TransitionRule;
  readonly asOf: LocalDate | null;
  /** Those within the viewer's, with the day and any figure. */
  readonly clocks: readonly SchoolClock[];
  /** Schools of which the day is not on record, or nothing is known. */
  readonly without: readonly School[];
  /** All schools of the trust together. */
  readonly pooled: {
    readonly schools: number;
    readonly raw: ReturnType<typeof pooledGains>;
    readonly adjusted: ReturnType<typeof pooledGains>;
    readonly verdicts: Verdicts;
  };
}

export interface AskedClock extends AskedFigures {
  readonly outcome?: string | undefined;
  readonly from?: string | undefined;
  readonly beside?: string | undefined;
  /** URNs or DfE numbers of comparison schools. */
  readonly chosen?: string | undefined;
  /** A group of students in the official files, by its code; our own figures know none here. */
  readonly group?: string | undefined;
}

const eventOf = ({ joinedTrustOn, specialMeasuresOn }: School, from: ClockStart): LocalDate | undefined =>
  from === 'joining' ? joinedTrustOn : specialMeasuresOn;

function verdictsOf(clock: Clock, rule: TransitionRule, hasBeside: boolean): Verdicts {
  const how = hasBeside ? 'adjusted' : 'raw';
  return {
    raw: yearsToBenefit(gainsOf(clock, 'raw'), rule),
    adjusted: yearsToBenefit(gainsOf(clock, 'adjusted'), rule),
    legacy: yearsToBenefit(gainsOf(clock, how, 'legacy'), rule),
    fresh: yearsToBenefit(gainsOf(clock, how, 'new'), rule),
  };
}

function pooledOf(clocks: readonly SchoolClock[], rule: TransitionRule): ShownClock['pooled'] {
  const all = clocks.map(({ clock }) => clock);
  const adjusted = pooledGains(all, 'adjusted');
  const how = adjusted.length > 0 ? 'adjusted' : 'raw';
  const raw = pooledGains(all, 'raw');
  return {
    ...{ schools: all.filter(({ before }) => before !== null).length, raw, adjusted },
    verdicts: {
      raw: yearsToBenefit(raw, rule),
      adjusted: yearsToBenefit(adjusted, rule),
      legacy: yearsToBenefit(pooledGains(all, how, 'legacy'), rule),
      fresh: yearsToBenefit(pooledGains(all, how, 'new'), rule),
    },
  };
}

/** Outcomes of which a file is shown, or anything is counted. */
async function knownOutcomes(
  { store }: Pick<Tools, 'store'>,
  { allCohorts }: WhoseFigures,
): Promise<readonly ClockOutcome[]> {
  const isKnown = await Promise.all(
    clockOutcomes.map(async (outcome) => {
      const facts = outcomeFacts[outcome];
      if (facts === null) return allCohorts.length > 0;
      return (await store.officialImports.versions(facts.measure)).shown.length > 0;
    }),
  );
  return clockOutcomes.filter((_, place) => isKnown[place]);
}

type OwnSeries = Awaited<ReturnType<typeof seriesOfSchools>>;

/** The outcome that was asked for, or the first of which our schools have a figure. */
async function seriesAsked(
  seriesOf: (outcome: ClockOutcome, group: string) => Promise<OwnSeries>,
  known: readonly ClockOutcome[],
  { outcome: asked, group = '' }: AskedClock,
): Promise<{ readonly outcome: ClockOutcome; readonly own: OwnSeries }> {
  const wanted = askedFor('outcome', asked, clockOutcomes, null);
  for (const outcome of wanted === null ? known : [wanted]) {
    const own = await seriesOf(outcome, group);
    if (wanted !== null || [...own.values()].some(({ cohorts }) => cohorts.length > 0)) return { outcome, own };
  }
  return { outcome: 'sustained', own: new Map() };
}

/** Groups of any school, in order of their names. */
const groupsOf = (own: OwnSeries): ShownClock['groups'] =>
  [...new Set([...own.values()].flatMap(({ groups }) => groups))]
    .sort()
    .map((name) => ({ code: groupCode(name), name }));

/** The clock of a school or the trust. Throws NotFound for a school outside the viewer's. */
export const showClock = ({ store, settings }: Pick<Tools, 'store' | 'settings'>) => {
  const remember = remembering<OwnSeries>({ store }, 'quality');
  return async (viewer: Viewer, asked: AskedClock): Promise<ShownClock> => {
    const whose = await whoseFigures({ store }, viewer, asked);
    const read = (outcome: ClockOutcome, group: string) => seriesOfSchools({ store }, whose, { outcome, group });
    const { audience, school, schools, every, trustShown } = whose;
    const about = [
      audience,
      whose.stage,
      school?.id,
      schools.map(({ id }) => id),
      every.map(({ id }) => id),
      trustShown,
    ];
    const seriesOf = (of: ClockOutcome, group: string): Promise<OwnSeries> =>
      of === 'own'
        ? remember(JSON.stringify(['clock', about]), whose.allCohorts, () => read(of, group))
        : read(of, group);
    const rule = settings.transition;
    const from = askedFor('from', asked.from, clockStarts, 'joining');
    const beside = askedFor('beside', asked.beside, clockBesides, 'england');
    const chosen = asked.chosen ?? '';
    const known = await knownOutcomes({ store }, whose);
    const { outcome, own } = await seriesAsked(seriesOf, known, asked);
    // Our own figures know no groups here; one that the files do not have is shown as one of which nothing is known.
    const group = outcome === 'own' ? askedFor('group', asked.group, [], '') : (asked.group ?? '');
    const stage = outcomeFacts[outcome]?.stage ?? whose.stage;
    const comparisons = await comparisonsOf({ store }, whose, { outcome, group, beside, chosen }, own);
    const all = whose.every.flatMap((school): readonly SchoolClock[] => {
      const event = eventOf(school, from);
      const cohorts = own.get(school.id)?.cohorts ?? [];
      if (event === undefined || cohorts.length === 0) return [];
      const others = comparisons.get(school.id) ?? [];
      const clock = clockOf(cohorts, { event, stage, rule, beside: others });
      return [{ school, event, clock, beside: others, verdicts: verdictsOf(clock, rule, others.length > 0) }];
    });
    const within = whose.school === null ? whose.schools : [whose.school];
    const clocks = all.filter(({ school }) => within.some(({ id }) => id === school.id));
    return {
      ...whose,
      ...{ outcome, known, from, beside, chosen, group, rule, clocks },
      groups: groupsOf(own),
      asOf: [...own.values()].reduce<LocalDate | null>(
        (last, { asOf }) => (asOf !== null && (last === null || asOf > last) ? asOf : last),
        null,
      ),
      without: within.filter(({ id }) => !clocks.some(({ school }) => school.id === id)),
      // Our own figures of all schools would tell a leader those of the one school that is left.
      pooled: pooledOf(outcome === 'own' && !whose.trustShown ? clocks : all, rule),
    };
  };
};
