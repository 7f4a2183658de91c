// Who is to be rung in a wave, what came of each attempt, and where does it stand?
// One document per person and wave, so that attempts and caps are one guarded write. Calls come only after the last mail
// (decision R7), or when somebody asked for one. A call is `waiting` until an outcome ends it or something else does.
import type { ContactPoint } from '../alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../alumni/ids.js';
import type { InvitationId } from './invitation.js';
import type { WaveId } from './wave.js';

/** Wave and alumnus, as the invitation's; `asked:` and the alumnus where no wave is under way. */
export type CallId = string & { readonly __callId: true };

/** The id of the call to one person in one wave. */
export const callId = (wave: WaveId | null, alumnus: AlumnusId): CallId => `${wave ?? 'asked'}:${alumnus}` as CallId;

/** What can come of picking up the telephone. `answered` and `proxy`: the questions were gone through. */
export const callOutcomes = [
  'answered',
  'proxy',
  'call-back',
  'no-answer',
  'voicemail',
  'wrong-number',
  'refused-calls',
  'refused-all',
  'has-died',
  'cannot-answer',
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** Why nobody is rung any more. */
export const callEnds = [
  'answered',
  'proxy',
  'refused-calls',
  'refused-all',
  'has-died',
  'cannot-answer',
  'attempts-used',
  'no-number',
  'stopped',
  'wave-ended',
  'merged',
] as const;
export type CallEnd = (typeof callEnds)[number];

/** One attempt; never edited. */
export interface CallAttempt {
  /** From 1. */
  readonly number: number;
  readonly at: Date;
  readonly by: StaffId;
  /** Number of the contact point that was rung. */
  readonly contactNumber: ContactPoint['number'];
  readonly outcome: CallOutcome;
  /** Sealed for `calls/<id>/notes/<number>` (requirement P5). */
  readonly note?: string;
}

/** One person to be rung. */
export interface Call {
  readonly id: CallId;
  readonly waveId?: WaveId;
  readonly invitationId?: InvitationId;
  readonly alumnusId: AlumnusId;
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  readonly state: 'waiting' | 'ended';
  readonly end?: CallEnd;
  /** 0: a time was agreed. 1: they asked for a call. 2: they have not answered the mail. */
  readonly priority: 0 | 1 | 2;
  /** From when; there while it waits. */
  readonly nextAt?: Date;
  readonly attempts: readonly CallAttempt[];
  /** Who rings now, while the lease lasts; the database's clock (decision R9). */
  readonly holder?: StaffId;
  readonly leaseUntil?: Date;
  /** Raised with every taking: the proof that an outcome comes from who holds it. */
  readonly fence: number;
}

/** For as long nobody else may take a call that nobody touches, by the database's clock: a quarter of an hour. */
export const callLeaseMs = 15 * 60_000;

/** Attempts that count towards the most: those at which nobody was reached. An agreed time does not use one up. */
export const countedAttempts = (attempts: readonly CallAttempt[]): number =>
  attempts.filter(({ outcome }) => outcome === 'no-answer' || outcome === 'voicemail').length;

/** What the outcome ends, or null when the person is rung again. */
export function endAfter(
  outcome: CallOutcome,
  attempts: readonly CallAttempt[],
  mostAttempts: number,
  hasOtherNumber: boolean,
): CallEnd | null {
  switch (outcome) {
    case 'call-back':
      return null;
    case 'no-answer':
    case 'voicemail':
      return countedAttempts(attempts) >= mostAttempts ? 'attempts-used' : null;
    case 'wrong-number':
      return hasOtherNumber ? null : 'no-number'; // the number is wrong, never the person
    default:
      return outcome;
  }
}
