// How many are still there at the one month that is told of every school, year, place, subject and course, and why is it not told by
// itself?
import type { StayKind } from '../destinations/stay.js';
import { isSmall, leastForShare, withheld, type Audience, type Withheld } from '../statistics/disclosure.js';
import type { Proportion } from '../statistics/proportion.js';
import { worthAt, type Spent, type SurvivalPoint } from '../statistics/survival.js';
import { stayingOf } from './retention.js';

/** After how many months it is looked whether they are still there: OfS counts a year and 15 days; a college year is nine months. */
export const stillMonths: Readonly<Record<StayKind, number>> = {
  ...{ university: 12, 'further-education': 9, apprenticeship: 12, employment: 12 },
};

/** `not-long-enough`: too few were seen for so many months. */
export type StillWhy = Withheld | 'not-long-enough';

/** So many still there of so many; null where the curve does not reach so far. Not whole where people were lost sight of. */
export function stillThere(curve: readonly SurvivalPoint[], months: number): Proportion | null {
  // Where everybody has left there is no later month.
  const place = curve.findIndex(({ month, staying }) => month === months || (month < months && staying === 0));
  const point = curve[place];
  return point === undefined ? null : { yes: point.atRisk - point.left, of: worthAt(curve, place) };
}

const count = (stays: readonly Spent[], which: (stay: Spent) => boolean): number =>
  stays.reduce((sum, stay) => (which(stay) ? sum + stay.count : sum), 0);

/** How many had left by then, of all who began. */
export const leftBy = (stays: readonly Spent[], months: number): Proportion => ({
  yes: count(stays, (stay) => stay.left && stay.months <= months),
  of: count(stays, () => true),
});

/** How many were lost sight of before. */
export const lostBefore = (stays: readonly Spent[], months: number): number =>
  count(stays, (stay) => !stay.left && stay.months < months);

/** Those still there of all, as they are. */
export const stillIn = (stays: readonly Spent[], kind: StayKind): Proportion | null =>
  stillThere(stayingOf(stays, 'team').curve, stillMonths[kind]);

/** Why a share is not told by itself. */
export function whyAlone(stays: readonly Spent[], kind: StayKind, audience: Audience): StillWhy | null {
  const { why, curve } = stayingOf(stays, 'team');
  if (why !== null) return why;
  const still = stillThere(curve, stillMonths[kind]);
  if (still === null) return 'not-long-enough';
  if (audience === 'team') return null;
  if (still.of < leastForShare - 1e-6) return 'too-few';
  return isSmall(still.yes) ? 'small-side' : withheld(leftBy(stays, stillMonths[kind]), audience);
}
