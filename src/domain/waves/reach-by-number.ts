// May this person be rung, or sent a text, at which number, and if not, why not?
// Named rules in a fixed order, as for mail (eligibility.ts): nobody without a basis that covers the way (requirement
// P1), nobody who asked us not to, and only a number that is their own (Y2): never a parent's, a shared one or one of
// which nobody knows whose it is. Asked when somebody is put on the list and again at the last moment.
import type { Alumnus, ContactPoint } from '../alumni/alumnus.js';
import { ownNumbers, takesTexts } from '../alumni/contact-point.js';
import { basisOn } from '../alumni/permission.js';
import { ageOn, monthOf, type LocalDate } from '../calendar/local-date.js';

export const numberRefusals = [
  'has-died',
  'cannot-answer',
  'restricted',
  'objected',
  'stayed-with-us',
  'repeating-year',
  'deferred',
  'asked-not-to',
  'school-left',
  'no-basis',
  'no-own-number',
  'suppressed',
] as const;
export type NumberRefusal = (typeof numberRefusals)[number];

export interface NumberCircumstances {
  readonly on: LocalDate;
  readonly publicTaskMonths: number;
  /** Whether the number must not be used (requirement D6). */
  readonly isSuppressed: (number: string) => boolean;
  /** The person asked us to stop, as recorded beside their own record (requirement E13). */
  readonly stopRecorded: boolean;
  /** From when on the person's school is no school of the trust any more; absent while it is one (Y21). */
  readonly leftTrustOn?: LocalDate;
}

/** The number to use, or the first reason not to. */
export type ReachByNumber =
  | { readonly kind: 'may'; readonly number: ContactPoint }
  | { readonly kind: 'may-not'; readonly reason: NumberRefusal };

/** Judges one person for one way. */
export function reachByNumber(
  person: Alumnus,
  channel: 'text' | 'phone',
  { on, publicTaskMonths, isSuppressed, stopRecorded, leftTrustOn }: NumberCircumstances,
): ReachByNumber {
  const own = ownNumbers(person.contactPoints, on).filter(({ value }) => channel === 'phone' || takesTexts(value));
  const number = own.find(({ value }) => !isSuppressed(value));
  const deferred = person.state === 'deferred' && (person.deferredUntil ?? '9999-12') >= monthOf(on);
  const no = (reason: NumberRefusal): ReachByNumber => ({ kind: 'may-not', reason });
  const { state } = person;
  if (state !== 'usual' && state !== 'left-mid-course' && state !== 'deferred') return no(state);
  if (stopRecorded || person.objectedOn !== undefined) return no('objected');
  if (deferred) return no('deferred');
  if (person.contactRules?.notBy?.includes(channel) === true) return no('asked-not-to');
  if (leftTrustOn !== undefined && on >= leftTrustOn) return no('school-left');
  if (basisOn(person, 'destination-survey', on, publicTaskMonths, channel).kind === 'none') return no('no-basis');
  if (own.length === 0) return no('no-own-number');
  return number === undefined ? no('suppressed') : { kind: 'may', number };
}

/**
 * Whether somebody else may answer for them: never where family is not to be spoken to; under 18 yes; from 18 on only
 * if the person agreed (Y2). Where the age is not known they count as adults.
 */
export function mayAnswerForThem(person: Alumnus, on: LocalDate): boolean {
  const { contactRules, dateOfBirth } = person;
  if (contactRules?.neverFamily === true) return false;
  if (contactRules?.proxyAgreedOn !== undefined && contactRules.proxyAgreedOn <= on) return true;
  return dateOfBirth !== undefined && ageOn(dateOfBirth, on) < 18;
}
