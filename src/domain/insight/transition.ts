// How many years after joining the trust do a school's leavers fare better than before? (moonshot M8)
// Event time k is the leavers' academic year less that of joining (or of special measures). A cohort's gain is its share less the mean
// of the cohorts before, less what the comparison gained over the same years. Years to benefit: the first k whose interval lies above
// none and stays so for a number of cohorts in a row (domain reference, section 7.11; a proposal, so its numbers are settings).
// Legacy pupils were enrolled when it joined, by the usual year of entry: a change of intake cannot be what moved them.
import type { Stage } from '../alumni/cohort.js';
import { academicYearDays, academicYearOf } from '../calendar/academic-year.js';
import type { LocalDate } from '../calendar/local-date.js';
import { wilson, z95, type Interval, type Proportion } from '../statistics/proportion.js';

/** What of the definition is not settled. */
export interface TransitionRule {
  /** For how many cohorts one after the other a gain must stand. */
  readonly inARow: number;
  /** How many cohorts there must be before. */
  readonly cohortsBefore: number;
  /** School years from the usual entry to leaving: six from Year 7 to Year 13, four to Year 11. */
  readonly entryYears: Readonly<Record<Stage, number>>;
}

/** What stands until the trust sets otherwise. */
export const usualTransition: TransitionRule = { inARow: 2, cohortsBefore: 1, entryYears: { y13: 6, y11: 4 } };

/** One cohort's share. */
export interface CohortShare extends Proportion {
  /** The academic year in which they left, by the year in which it ends. */
  readonly leavers: number;
}

export type Pupils = 'before' | 'legacy' | 'new';

/** Whether they left before, were enrolled already, or came after the day. */
export function pupilsOf(leavers: number, event: LocalDate, stage: Stage, { entryYears }: TransitionRule): Pupils {
  if (leavers < academicYearOf(event)) return 'before';
  const entered = academicYearDays(leavers - entryYears[stage]).first;
  return entered < event ? 'legacy' : 'new';
}

/** A gain over the mean before, with its interval, and what of its variance is the comparison's. */
export interface Gain extends Interval {
  readonly gain: number;
  readonly ownVariance: number;
  readonly besideError: number;
}

/** One cohort on the clock. */
export interface ClockPoint extends CohortShare {
  readonly k: number;
  readonly pupils: Pupils;
  readonly share: number;
  readonly interval: Interval;
  /** Over its own cohorts before; null before, and where there are too few of them. */
  readonly raw: Gain | null;
  /** The same less what the comparison gained; null where that is not known for the years. */
  readonly adjusted: Gain | null;
}

/** A school's cohorts around the day. */
export interface Clock {
  readonly points: readonly ClockPoint[];
  /** The mean of the cohorts before; null where there are too few. */
  readonly before: number | null;
}

/** The variance of a share; shares of none and all are not taken as certain. */
function varianceOf({ yes, of }: Proportion): number {
  const share = (yes + 1) / (of + 2);
  return (share * (1 - share)) / of;
}

const summed = (shares: readonly Proportion[]): Proportion =>
  shares.reduce<Proportion>((sum, { yes, of }) => ({ yes: sum.yes + yes, of: sum.of + of }), { yes: 0, of: 0 });

/** A gain with its interval from its parts. */
export function gainFrom(gain: number, ownVariance: number, besideError: number): Gain {
  const half = z95 * Math.sqrt(ownVariance + besideError ** 2);
  return { gain, ownVariance, besideError, low: gain - half, high: gain + half };
}

/** The comparison over the years of the cohorts before, each weighing as much as the school's own; null where one is missing. */
function besideBefore(before: readonly CohortShare[], beside: ReadonlyMap<number, CohortShare>) {
  const of = summed(before).of;
  const parts = before.map(({ leavers, of: own }) => ({ weight: own / of, share: beside.get(leavers) }));
  if (parts.some(({ share }) => share === undefined || share.of === 0)) return null;
  return parts.reduce(
    (sum, { weight, share = { yes: 0, of: 1 } }) => ({
      mean: sum.mean + weight * (share.yes / share.of),
      variance: sum.variance + weight ** 2 * varianceOf(share),
    }),
    { mean: 0, variance: 0 },
  );
}

/** The cohorts of a school around the day, the earliest first; cohorts of nobody are left out. */
export function clockOf(
  cohorts: readonly CohortShare[],
  {
    event,
    stage,
    rule,
    beside = [],
  }: {
    readonly event: LocalDate;
    readonly stage: Stage;
    readonly rule: TransitionRule;
    readonly beside?: readonly CohortShare[];
  },
): Clock {
  const year = academicYearOf(event);
  const known = cohorts.filter(({ of }) => of > 0).sort((one, other) => one.leavers - other.leavers);
  const before = known.filter(({ leavers }) => leavers < year);
  const enough = before.length >= Math.max(1, rule.cohortsBefore);
  const base = summed(before);
  const others = new Map(beside.map((one) => [one.leavers, one]));
  const othersBefore = enough ? besideBefore(before, others) : null;
  const points = known.map((cohort): ClockPoint => {
    const { leavers, yes, of } = cohort;
    const share = yes / of;
    const point = {
      ...{ leavers, yes, of, share, k: leavers - year, interval: wilson({ yes, of }) },
      pupils: pupilsOf(leavers, event, stage, rule),
    };
    if (leavers < year || !enough) return { ...point, raw: null, adjusted: null };
    const variance = varianceOf(cohort) + varianceOf(base);
    const gain = share - base.yes / base.of;
    const other = others.get(leavers);
    return {
      ...point,
      raw: gainFrom(gain, variance, 0),
      adjusted:
        othersBefore === null || other === undefined || other.of === 0
          ? null
          : gainFrom(
              gain - (other.yes / other.of - othersBefore.mean),
              variance,
              Math.sqrt(varianceOf(other) + othersBefore.variance),
            ),
    };
  });
  return { points, before: enough ? base.yes / base.of : null };
}

/** A gain at an event time. */
export interface GainAt {
  readonly k: number;
  readonly gain: Gain;
}

/**
 * `reached`: the first k from which the gain stands for as many cohorts as asked. `open`: it stands in the last cohorts, of which
 * there are not enough yet. `not-yet`: in none so far. `cannot-tell`: there is nothing to compare.
 */
export type YearsToBenefit =
  | { readonly kind: 'reached'; readonly years: number }
  | { readonly kind: 'open'; readonly since: number }
  | { readonly kind: 'not-yet'; readonly after: number }
  | { readonly kind: 'cannot-tell' };

/** The years to benefit of gains in order of k; a k that is missing breaks the row. */
export function yearsToBenefit(gains: readonly GainAt[], { inARow }: Pick<TransitionRule, 'inARow'>): YearsToBenefit {
  const last = gains.at(-1);
  if (last === undefined) return { kind: 'cannot-tell' };
  let since: number | null = null;
  let before: number | null = null;
  for (const { k, gain } of gains) {
    const stands = gain.low > 0;
    since = !stands ? null : since !== null && before === k - 1 ? since : k;
    if (since !== null && k - since + 1 >= inARow) return { kind: 'reached', years: since };
    before = k;
  }
  return since === null ? { kind: 'not-yet', after: last.k } : { kind: 'open', since };
}

/** The gains of a clock: raw or beside the comparison, of all pupils or of some. */
export const gainsOf = ({ points }: Clock, how: 'raw' | 'adjusted', pupils?: Pupils): readonly GainAt[] =>
  points.flatMap((point) => {
    const gain = point[how];
    return gain === null || (pupils !== undefined && point.pupils !== pupils) ? [] : [{ k: point.k, gain }];
  });

/**
 * The gains of several schools at the same event time, each weighing by its people. Errors of comparisons are taken to go together,
 * since schools may share one.
 */
export function pooledGains(
  clocks: readonly Clock[],
  how: 'raw' | 'adjusted',
  pupils?: Pupils,
): readonly (GainAt & { readonly schools: number; readonly people: number })[] {
  const all = clocks.flatMap(({ points }) =>
    points.flatMap((point) => {
      const gain = point[how];
      const asked = pupils === undefined || point.pupils === pupils;
      return gain === null || !asked ? [] : [{ k: point.k, of: point.of, gain }];
    }),
  );
  const times = [...new Set(all.map(({ k }) => k))].sort((one, other) => one - other);
  return times.map((k) => {
    const at = all.filter((one) => one.k === k);
    const people = at.reduce((sum, { of }) => sum + of, 0);
    const over = (value: (one: (typeof at)[number]) => number): number => at.reduce((sum, one) => sum + value(one), 0);
    return {
      ...{ k, people, schools: at.length },
      gain: gainFrom(
        over(({ of, gain }) => (of / people) * gain.gain),
        over(({ of, gain }) => (of / people) ** 2 * gain.ownVariance),
        over(({ of, gain }) => (of / people) * gain.besideError),
      ),
    };
  });
}
