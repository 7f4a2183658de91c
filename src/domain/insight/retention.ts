// How long do people stay at university, in an apprenticeship, in a job, and in which months do they leave?
// One curve of the first place that each began (src/domain/destinations/stay.ts): leaving early is the event; a move to another
// place of the same kind, the end, and being lost sight of end what can be seen (domain reference, section 7.6, where the choice
// of the estimator is unverified). The curve stops where it rests on too few: on so many as Peto counts, so that it goes on where many
// left and ends where many were lost sight of.
import type { StayKind } from '../destinations/stay.js';
import { readStay } from '../destinations/stay.js';
import { isSmall, leastForShare, withheld, type Audience, type Withheld } from '../statistics/disclosure.js';
import { isWorth, survivalOf, type Spent, type SurvivalPoint } from '../statistics/survival.js';
import type { Table } from './reports.js';

/** The fewest people that a curve or a month of it may be worth, whoever is looking. */
const leastAtRisk = 10;

/** Stays of one kind that are counted alike. */
export interface CountedStay extends Spent {
  /** UKPRN or empty. */
  readonly provider: string;
  /** Two digits of CAH level 1, or empty. */
  readonly subject: string;
}

/** The stays of a kind in a table. */
export const staysIn = (table: Table, kind: StayKind): readonly CountedStay[] =>
  Object.entries(table).flatMap(([name, count]) => {
    const stay = readStay(name);
    if (stay?.kind !== kind) return [];
    const { months, end, provider, subject } = stay;
    return [{ months, left: end === 'left', count, provider, subject }];
  });

/** How some people stayed, as somebody may see it. */
export interface Staying {
  readonly people: number;
  readonly left: number;
  /** Empty where it is withheld; to leaders without months in which so few left that a step would tell of them. */
  readonly curve: readonly SurvivalPoint[];
  readonly why: Withheld | null;
}

const peopleIn = (stays: readonly Spent[]): number => stays.reduce((sum, { count }) => sum + count, 0);
const leaversIn = (stays: readonly Spent[]): number => peopleIn(stays.filter(({ left }) => left));

/** One step of several: from the first month of the one to the last of the other. */
const together = (one: SurvivalPoint, other: SurvivalPoint): SurvivalPoint => {
  const left = one.left + other.left;
  return { ...other, from: one.from ?? one.month, atRisk: one.atRisk, left, hazard: left / one.atRisk };
};

/**
 * Months in which from one to seven left are put together with those after them, as far as that makes eight; at the month that is told
 * everywhere a step ends, which goes back as far as that needs.
 */
function coarsened(curve: readonly SurvivalPoint[], told: number | null): readonly SurvivalPoint[] {
  const steps: SurvivalPoint[] = [];
  let open: SurvivalPoint | null = null;
  for (const point of curve) {
    open = open === null ? point : together(open, point);
    while (point.month === told && isSmall(open.left)) {
      const before = steps.pop();
      if (before === undefined) break;
      open = together(before, open);
    }
    if (isSmall(open.left)) continue;
    steps.push(open);
    open = null;
  }
  return steps;
}

/** The curve of those months alone; the months of a step that is not among them go to the one after it. */
export function ofMonths(
  curve: readonly SurvivalPoint[],
  isTold: (month: number) => boolean,
): readonly SurvivalPoint[] {
  const steps: SurvivalPoint[] = [];
  let open: SurvivalPoint | null = null;
  for (const point of curve) {
    open = open === null ? point : together(open, point);
    if (!isTold(point.month)) continue;
    steps.push(open);
    open = null;
  }
  return steps;
}

/** The curve as one step from its beginning to the month; to its last, where nobody is left before. */
export const monthAlone = (curve: readonly SurvivalPoint[], month: number): readonly SurvivalPoint[] => {
  const last = Math.min(month, curve.at(-1)?.month ?? 0);
  return ofMonths(curve, (each) => each === last).map((point) => ({ ...point, month }));
};

/** The stay without what it tells, where another beside it would be given away by it. */
export const stayingWithheld = (staying: Staying): Staying => ({
  ...staying,
  ...{ curve: [], why: staying.why ?? 'small-side' },
});

/** The curve for the audience; `told` is the month that leaders are told of everybody, where there is one. */
export function stayingOf(stays: readonly Spent[], audience: Audience, told: number | null = null): Staying {
  const [people, left] = [peopleIn(stays), leaversIn(stays)];
  const why = people < leastAtRisk ? 'too-few' : withheld({ yes: left, of: people }, audience);
  const whole = why === null ? survivalOf(stays) : [];
  const ends = whole.findIndex((point, at) =>
    audience === 'team'
      ? !isWorth(whole, at, leastAtRisk)
      : // For leaders it ends too before what remains would tell of the few who are still there.
        !isWorth(whole, at, leastForShare) || isSmall(point.atRisk - point.left),
  );
  const curve = ends === -1 ? whole : whole.slice(0, ends);
  return { people, left, curve: audience === 'team' ? curve : coarsened(curve, told), why };
}

/** Their stays by provider or subject, the largest first, as those who see names see them. */
export function stayingBy(
  stays: readonly CountedStay[],
  by: 'provider' | 'subject',
): readonly { readonly name: string; readonly stays: readonly CountedStay[]; readonly staying: Staying }[] {
  const parts = new Map<string, CountedStay[]>();
  for (const stay of stays) {
    const part = parts.get(stay[by]);
    if (part === undefined) parts.set(stay[by], [stay]);
    else part.push(stay);
  }
  return [...parts]
    .map(([name, part]) => ({ name, stays: part, staying: stayingOf(part, 'team') }))
    .sort((one, other) => other.staying.people - one.staying.people || (one.name < other.name ? -1 : 1));
}
