// May this person be written to in this wave, at which address, and if not, why not?
// Named rules in a fixed order; the first that holds is the reason that is shown (architecture, section 1, line 8).
// Nobody is written to without a basis on the day (requirement P1), nor at an address that is not their own (Y2).
// Asked three times: in the dry run, at freezing, and again at the moment of sending (requirement E13, feature 27).
import type { Alumnus, ContactPoint } from '../alumni/alumnus.js';
import { ownAddresses } from '../alumni/contact-point.js';
import { basisOn } from '../alumni/permission.js';
import { monthOf, type LocalDate } from '../calendar/local-date.js';
import type { ExclusionReason } from './invitation.js';

/** Somebody who answered within this many days is not asked again at once. */
export const answeredRecentlyDays = 14;

export interface Circumstances {
  /** The day of the message. */
  readonly on: LocalDate;
  readonly publicTaskMonths: number;
  /** Whether the address must not be mailed (requirement D6). */
  readonly isSuppressed: (address: string) => boolean;
  /** The person asked us to stop, as recorded beside their own record (requirement E13). */
  readonly stopRecorded: boolean;
  readonly inAnotherWave: boolean;
  readonly answeredRecently: boolean;
}

/** Whether somebody is invited, or the reason why not. */
export type Eligibility =
  | { readonly kind: 'eligible'; readonly address: ContactPoint }
  | { readonly kind: 'excluded'; readonly reason: ExclusionReason };

type Rule = readonly [ExclusionReason, (person: Alumnus, circumstances: Circumstances) => boolean];

const rules: readonly Rule[] = [
  ['has-died', (person) => person.state === 'has-died'],
  ['cannot-answer', (person) => person.state === 'cannot-answer'],
  ['restricted', (person) => person.state === 'restricted'],
  ['objected', (person, { stopRecorded }) => stopRecorded || person.objectedOn !== undefined],
  ['stayed-with-us', (person) => person.state === 'stayed-with-us'],
  ['deferred', (person, { on }) => person.state === 'deferred' && (person.deferredUntil ?? '9999-12') >= monthOf(on)],
  [
    'no-basis',
    (person, { on, publicTaskMonths }) => basisOn(person, 'destination-survey', on, publicTaskMonths).kind === 'none',
  ],
  ['no-own-address', (person, { on }) => ownAddresses(person.contactPoints, on).length === 0],
  ['suppressed', (person, { on, isSuppressed }) => addressFor(person, on, isSuppressed) === undefined],
  ['in-another-wave', (_person, { inAnotherWave }) => inAnotherWave],
  ['answered-recently', (_person, { answeredRecently }) => answeredRecently],
];

const addressFor = (
  person: Alumnus,
  on: LocalDate,
  isSuppressed: (address: string) => boolean,
): ContactPoint | undefined => ownAddresses(person.contactPoints, on).find(({ value }) => !isSuppressed(value));

/** The address to write to, or the first reason not to write. */
export function eligibility(person: Alumnus, circumstances: Circumstances): Eligibility {
  const broken = rules.find(([, holds]) => holds(person, circumstances));
  if (broken !== undefined) return { kind: 'excluded', reason: broken[0] };
  const address = addressFor(person, circumstances.on, circumstances.isSuppressed);
  return address === undefined ? { kind: 'excluded', reason: 'suppressed' } : { kind: 'eligible', address };
}
