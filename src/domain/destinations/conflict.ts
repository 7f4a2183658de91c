// Which two claims cannot both be true?
// Three kinds: two full-time places at once; dates that disagree about one place; a present that disagrees with an
// earlier statement. Life allows study beside work, two jobs, and leaving one place in the month in which the next
// begins. A place that was entered is settled, without a reviewer, when the person says that they did not start there or
// left it, or when anybody saw them there. Months are calendar months, both ends included. The tolerances are ours.
import { addMonths, type LocalDate, type LocalMonth } from '../calendar/local-date.js';
import { activityFacts, type Company } from './activity.js';
import { byTimeKnown, firstSaidAs, lastVouchedMonth, standingClaims, type Claim, type ClaimId } from './claim.js';
import { samePlace } from './place.js';
import { overlap, spellOf } from './spell.js';

/** In what two claims can contradict each other. */
export const conflictKinds = ['two-places-at-once', 'dates-disagree', 'present-disagrees'] as const;
export type ConflictKind = (typeof conflictKinds)[number];

export type ConflictId = string & { readonly __conflictId: true };

/** Two claims that disagree, the earlier known first. */
export interface Disagreement {
  /** Made of the kind and the claims' lasting ids, so that rebuilding finds the same conflict again. */
  readonly id: ConflictId;
  readonly kind: ConflictKind;
  readonly claimIds: readonly [ClaimId, ClaimId];
  /** The day on which the second of the two was known. */
  readonly since: LocalDate;
}

/** Months by which two statements about one beginning or end may differ: remembered as sure, or as about. */
const TOLERANCE = { stated: 1, about: 2 } as const;
/** A place speaks for the month it was to begin in, and a situation begun up to this many months later contradicts it. */
const MONTHS_AFTER_PLACE = 1;

const company = (claim: Claim): Company => activityFacts[claim.activity].company;

function cannotGoTogether(one: Claim, other: Claim): ConflictKind | null {
  const [first, second] = [company(one), company(other)];
  if (first === 'open' || second === 'open') return null;
  if (first === 'full-time-place' && second === 'full-time-place') {
    if (samePlace(one, other) === true) return null;
    if (one.activity === other.activity && samePlace(one, other) === null) return null;
    return 'two-places-at-once';
  }
  const pair = [first, second];
  const clash =
    (pair.includes('full-time-place') && (pair.includes('nothing') || pair.includes('year-out'))) ||
    (pair.includes('work') && pair.includes('nothing'));
  return clash ? 'present-disagrees' : null;
}

const apart = (one: LocalMonth, other: LocalMonth, months: number): boolean =>
  addMonths(one, months) < other || addMonths(other, months) < one;

function datesDisagree(earlier: Claim, later: Claim): boolean {
  const [firstEnd, secondEnd] = [lastVouchedMonth(earlier), lastVouchedMonth(later)];
  if (earlier.from === null || later.from === null || firstEnd === null || secondEnd === null) return false;
  if (earlier.to !== null && later.from >= earlier.to) return false; // came back
  if (later.to !== null && earlier.from >= later.to) return false;
  const about = earlier.fromCertainty === 'about' || later.fromCertainty === 'about';
  const tolerance = about ? TOLERANCE.about : TOLERANCE.stated;
  const assumed = earlier.fromCertainty === 'assumed' || later.fromCertainty === 'assumed';
  if (!assumed && apart(earlier.from, later.from, tolerance)) return true;
  if (earlier.to !== null && later.to !== null) return apart(earlier.to, later.to, tolerance);
  if (earlier.to !== null) return secondEnd > addMonths(earlier.to, tolerance);
  return later.to !== null && later.to < firstEnd;
}

function betweenBegun(earlier: Claim, later: Claim): ConflictKind | null {
  if (earlier.activity === later.activity && samePlace(earlier, later) !== false && company(earlier) !== 'open') {
    return datesDisagree(earlier, later) ? 'dates-disagree' : null;
  }
  const [one, other] = [spellOf(earlier), spellOf(later)];
  if (one === null || other === null) return null;
  const months = overlap(one, other);
  const handOver = months.length === 1 && (one.lastKnown === other.from || other.lastKnown === one.from);
  return months.length === 0 || handOver ? null : cannotGoTogether(earlier, later);
}

/** Whether anybody's statement says what became of the place, so that nothing is left to decide. */
export function isSettled(placed: Claim, claims: readonly Claim[]): boolean {
  return claims.some((claim) => {
    if (claim.standing === 'placed' || claim.standing === 'planned') return false;
    const same = samePlace(claim, placed);
    if (claim.standing === 'did-not-start') return same !== false;
    if (claim.activity !== placed.activity && same !== true) return false;
    return same === true || (same === null && placed.activity === claim.activity);
  });
}

function withPlace(placed: Claim, begun: Claim, claims: readonly Claim[]): ConflictKind | null {
  const lastMonth = lastVouchedMonth(begun);
  if (placed.from === null || begun.from === null || lastMonth === null || isSettled(placed, claims)) return null;
  if (lastMonth < placed.from || begun.from > addMonths(placed.from, MONTHS_AFTER_PLACE)) return null;
  const mainThing = company(placed) === 'full-time-place' || company(begun) === 'full-time-place';
  const workInstead = company(placed) === 'work' || company(begun) === 'work';
  return cannotGoTogether(placed, begun) ?? (mainThing && workInstead ? 'present-disagrees' : null);
}

function disagreement(earlier: Claim, later: Claim, claims: readonly Claim[]): ConflictKind | null {
  if (earlier.saidIn === later.saidIn) return null;
  const standings = [earlier.standing, later.standing];
  if (standings.includes('planned')) return null; // a plan may change
  if (standings.includes('did-not-start')) {
    const sawThem = standings.includes('began') && samePlace(earlier, later) === true;
    return sawThem ? 'present-disagrees' : null;
  }
  if (!standings.includes('placed')) return betweenBegun(earlier, later);
  if (!standings.includes('began')) return null;
  return earlier.standing === 'placed' ? withPlace(earlier, later, claims) : withPlace(later, earlier, claims);
}

/**
 * Every disagreement between the claims that stand, in order of the day it arose. The order in which the claims are
 * given makes no difference.
 */
export function disagreements(claims: readonly Claim[]): readonly Disagreement[] {
  const standing = [...standingClaims(claims)].sort(byTimeKnown);
  const found = standing.flatMap((later, place) =>
    standing.slice(0, place).flatMap((earlier) => {
      const kind = disagreement(earlier, later, standing);
      if (kind === null) return [];
      const ids = [firstSaidAs(earlier, claims), firstSaidAs(later, claims)] as const;
      return [{ id: `${kind}~${ids.join('~')}` as ConflictId, kind, claimIds: ids, since: later.knownOn }];
    }),
  );
  return found.sort((one, other) => (`${one.since}${one.id}` < `${other.since}${other.id}` ? -1 : 1));
}
