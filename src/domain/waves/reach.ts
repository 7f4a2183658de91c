// How many of a cohort can be reached, in which later waves, and who is about to be lost (Y1)?
// Judged by the rules that waves go by (eligibility.ts), on the day of each wave that is to come. Lost is who could not be
// written to in the next one for want of an address or a basis; who asked us to stop, or may not be asked, is not counted as lost.
import type { Alumnus } from '../alumni/alumnus.js';
import { ownAddresses } from '../alumni/contact-point.js';
import { basisOn } from '../alumni/permission.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { Eligibility } from './eligibility.js';
import type { ExclusionReason } from './invitation.js';

/** What can be mended: an address or a basis is wanting. */
export const lostReasons = [
  'no-own-address',
  'suppressed',
  'no-basis',
  'before-joining',
  'keeping-period-over',
] as const satisfies readonly ExclusionReason[];
export type LostReason = (typeof lostReasons)[number];

/** What is known of reaching one person. */
export interface PersonReach {
  /** A usable address of their own, today. */
  readonly own: boolean;
  readonly confirmed: boolean;
  readonly basis: 'consent' | 'public-task' | 'none';
  /** The last day of the basis; null without one, or without an end. */
  readonly until: LocalDate | null;
  /** By wave, in the order given. */
  readonly waves: readonly boolean[];
  /** Why they could not be written to in the next wave; null where they can, or where nothing is to be mended. */
  readonly lost: LostReason | null;
}

/** Judges one person. @param verdictOn what the rules say of a mail on a day */
export function reachOf(
  person: Alumnus,
  { today, waves, publicTaskMonths }: { today: LocalDate; waves: readonly LocalDate[]; publicTaskMonths: number },
  verdictOn: (on: LocalDate) => Eligibility,
): PersonReach {
  const addresses = ownAddresses(person.contactPoints, today);
  const basis = basisOn(person, 'destination-survey', today, publicTaskMonths);
  const verdicts = waves.map(verdictOn);
  const [next = verdictOn(today)] = verdicts;
  return {
    own: addresses.length > 0,
    confirmed: addresses.some(({ confirmedOn }) => confirmedOn !== undefined),
    basis: basis.kind === 'has' ? basis.basis : 'none',
    until: basis.kind === 'has' ? basis.until : null,
    waves: verdicts.map(({ kind }) => kind === 'eligible'),
    lost: next.kind !== 'excluded' ? null : (lostReasons.find((reason) => reason === next.reason) ?? null),
  };
}

/** A school's, or everybody's, sums. */
export interface ReachSums {
  readonly people: number;
  readonly own: number;
  readonly confirmed: number;
  readonly consent: number;
  readonly publicTask: number;
  readonly noBasis: number;
  /** By wave, in order. */
  readonly waves: readonly number[];
  readonly lost: Readonly<Partial<Record<LostReason, number>>>;
  /** How many have a basis that ends in each year; `open` has no end. */
  readonly ends: Readonly<Record<string, number>>;
}

/** No people at all, over so many waves. */
export const noReach = (waves: number): ReachSums => ({
  ...{ people: 0, own: 0, confirmed: 0, consent: 0, publicTask: 0, noBasis: 0, lost: {}, ends: {} },
  waves: Array.from({ length: waves }, () => 0),
});

/** The sums with one person more. */
export function withReach(sums: ReachSums, one: PersonReach): ReachSums {
  const end = one.basis === 'none' ? null : (one.until?.slice(0, 4) ?? 'open');
  return {
    people: sums.people + 1,
    own: sums.own + Number(one.own),
    confirmed: sums.confirmed + Number(one.confirmed),
    consent: sums.consent + Number(one.basis === 'consent'),
    publicTask: sums.publicTask + Number(one.basis === 'public-task'),
    noBasis: sums.noBasis + Number(one.basis === 'none'),
    waves: sums.waves.map((count, at) => count + Number(one.waves[at] === true)),
    lost: one.lost === null ? sums.lost : { ...sums.lost, [one.lost]: (sums.lost[one.lost] ?? 0) + 1 },
    ends: end === null ? sums.ends : { ...sums.ends, [end]: (sums.ends[end] ?? 0) + 1 },
  };
}
