// What does the end of one attempt mean for the message, and when is the next attempt?
// Requirement E5: only a reply's code decides, never the kind of error; without a code it turns on whether the
// intent had been written. Requirement E17 with Q2: twelve attempts at most, at fixed times since the first one, of which
// those that passed meanwhile are left out; never at or past the close of the wave. Requirement D5: whose fault a refusal is, for lanes and breakers.
import { codeRules, weakWords } from './bounce-rules.js';
import type { MessageState } from './message.js';

/** How an attempt ended, as the mailer tells it (src/mail/mailer.ts, SendOutcome). */
export interface AttemptEnd {
  readonly kind: 'accepted' | 'deferred' | 'rejected' | 'not-sent' | 'withheld' | 'unknown';
}

/**
 * The state that an attempt leaves its message in, or null when the message is no longer the worker's to change
 * (withheld: somebody stopped it, or the lease was lost, before the first byte).
 *
 * @param intentWritten whether the durable mark "bytes may leave from now on" was written for this attempt (E4). With
 *   it, an end without a code is unknown and is never resent by itself (E6).
 */
export function outcomeState(end: AttemptEnd, intentWritten: boolean): MessageState | null {
  switch (end.kind) {
    case 'accepted':
    case 'deferred':
    case 'rejected':
      return end.kind;
    case 'withheld':
      return intentWritten ? 'unknown' : null;
    case 'not-sent':
    case 'unknown':
      return intentWritten ? 'unknown' : 'deferred';
  }
}

const minute = 60_000;
const hour = 60 * minute;

/** Time from the first attempt to the second, third, … twelfth (Q2), in milliseconds. */
const retryAfter: readonly number[] = [
  ...[5, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 4, 8, 16, 24, 48, 72].map((hours) => hours * hour),
];

/**
 * When a deferred message is tried again, or null when it has expired.
 *
 * @param firstAttemptAt the instant of the first attempt; every later one is counted from it
 * @param attempts attempts made so far, the first included; at least 1
 * @param now of two attempts that were due while nothing could leave only one is made, and the plan's next gap is kept
 * @param closesAt the instant at which the wave closes or the message loses its purpose; the attempt must lie before it
 * @example with a first attempt at 09:00 and three made, the fourth is due at 09:30
 */
export function nextAttempt(
  firstAttemptAt: Date,
  attempts: number,
  { now, closesAt }: { readonly now: Date; readonly closesAt: Date },
): Date | null {
  const after = retryAfter[attempts - 1];
  if (after === undefined) return null;
  const gap = after - (retryAfter[attempts - 2] ?? 0);
  const passed = now.getTime() - firstAttemptAt.getTime();
  const next = retryAfter.slice(attempts - 1).find((each) => each > passed);
  if (next === undefined) return null;
  const due = new Date(firstAttemptAt.getTime() + Math.max(next, passed + gap));
  return due < closesAt ? due : null;
}

/** Whose fault a refusal is (requirement D5). */
export type ReplyClass = 'hard' | 'soft' | 'throttle' | 'policy' | 'content';

/**
 * The class of a reply of 4xx or 5xx, by its enhanced code, then by the words of greylisting and rate limits.
 *
 * @example classOfReply(451, '4.7.1 try later') is `throttle`; classOfReply(550, '5.1.1 no such user') is `hard`
 */
export function classOfReply(code: number, text: string): ReplyClass {
  const enhanced = /(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text)?.[1];
  const found = codeRules.find(({ when }) => enhanced !== undefined && when.test(enhanced))?.class;
  // 5.2.1 is a closed mailbox: in the reply to a named address it is the person's (D5), whatever a later report means by it.
  if (enhanced === '5.2.1') return 'hard';
  if (found === 'hard' || found === 'throttle' || found === 'policy' || found === 'content') return found;
  const slowDown = weakWords.find(({ class: kind }) => kind === 'throttle');
  return code === 421 || (code < 500 && slowDown?.when.test(text) === true) ? 'throttle' : 'soft';
}
