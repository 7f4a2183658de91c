// What is written about an attempt, and what does it say to the lane and the breakers?
// Requirement E5 decides the state, E17 the next attempt. A mail server that could not be reached, or that turned us away
// before a message was named, says nothing about the message: no attempt is counted and it is tried again soon.
import { judgeRefusal } from '../../../domain/waves/bounce.js';
import type { BreakerMark } from '../../../domain/waves/breakers.js';
import { nextDaysOpening } from '../../../domain/waves/contact-hours.js';
import { namedMessage } from '../../../domain/waves/return-address.js';
import { saysDayIsOver } from '../../../domain/waves/relay-limits.js';
import { classOfReply, nextAttempt, outcomeState, type ReplyClass } from '../../../domain/waves/reply-class.js';
import type { SendOutcome } from '../../../mail/index.js';
import type { LeasedMessage, Settlement } from '../../../store/index.js';
import type { Tools } from '../../tools.js';
import type { SenderTimes } from './sender-times.js';

/** Replies at these steps were given before anybody was named. */
const beforeAddress: ReadonlySet<string> = new Set(['greeting', 'EHLO', 'MAIL']);

/** `refused`: the lease was lost or somebody said stop; `failed`: the database did not answer. */
export type IntentEnd = 'none' | 'written' | 'refused' | 'failed';

/** Whether the mail server let us as far as naming a message; `why` it did not. */
export function reached(
  outcome: SendOutcome,
): { readonly kind: 'yes' } | { readonly kind: 'no'; readonly why: string } {
  if (outcome.kind === 'not-sent') return { kind: 'no', why: outcome.why };
  const early =
    (outcome.kind === 'deferred' || outcome.kind === 'rejected') && ['greeting', 'EHLO'].includes(outcome.step);
  return early ? { kind: 'no', why: `${outcome.code} ${outcome.text}` } : { kind: 'yes' };
}

/** What the mail server said where it takes no more mail today; null where it said nothing of the kind. */
export function dayOver({ channel }: Pick<LeasedMessage, 'channel'>, outcome: SendOutcome): string | null {
  if (channel === 'text' || (outcome.kind !== 'deferred' && outcome.kind !== 'rejected')) return null;
  if (reached(outcome).kind === 'no') return null;
  return saysDayIsOver(outcome.text) ? `${outcome.code} ${outcome.text}` : null;
}

/** Why the address is not to be written to any more: it was refused for good, as one that is not there (requirement D5). */
export function refusedAddress(outcome: SendOutcome): string | null {
  if (outcome.kind !== 'rejected' || beforeAddress.has(outcome.step)) return null;
  const found = judgeRefusal(outcome.code, outcome.text, outcome.step === 'RCPT');
  return found.class === 'hard' ? found.reason : null;
}

/** Whose fault a refusal was; null where nothing was refused, or not because of this message. */
export function refusalClass(outcome: SendOutcome): ReplyClass | null {
  if ((outcome.kind !== 'deferred' && outcome.kind !== 'rejected') || reached(outcome).kind === 'no') return null;
  if (saysDayIsOver(outcome.text)) return null;
  if (refusedAddress(outcome) !== null) return 'hard';
  const found = classOfReply(outcome.code, outcome.text);
  return found === 'hard' ? 'soft' : found; // the code alone says so, the words or the moment something else
}

/** Mail to one of a person's addresses; a text's number and staff's addresses have rules of their own. */
const isToPerson = ({ channel, alumnusId, addressNumber }: LeasedMessage): boolean =>
  channel !== 'text' && alumnusId !== undefined && addressNumber !== undefined;

/** What the breakers are told; null for what is no outcome yet. */
export function markOf(outcome: SendOutcome): BreakerMark | null {
  if (outcome.kind === 'withheld' || outcome.kind === 'not-sent') return null;
  if (outcome.kind === 'accepted') return 'ok';
  const found = refusalClass(outcome);
  return found === 'hard' || found === 'policy' || found === 'content' ? found : 'other';
}

/** What is written about an attempt; null when the message is not this worker's any more, or was stopped. */
export function settlementOf(
  { clock, settings }: Pick<Tools, 'clock' | 'settings'>,
  message: LeasedMessage,
  outcome: SendOutcome,
  intent: IntentEnd,
  times: SenderTimes,
): Settlement | null {
  const now = clock.now();
  const held = { id: message._id, leaseId: message.leaseId };
  if (intent === 'failed') {
    // The write may have been taken although its answer was lost; but no byte left, and this undoes it (requirement F2).
    return { ...held, attempts: message.attempts, to: 'planned', readyAt: new Date(now.getTime() + times.idleMs) };
  }
  const noMoreToday = dayOver(message, outcome) !== null;
  const state = noMoreToday ? 'deferred' : outcomeState(outcome, intent === 'written');
  if (state === null) return null;
  const counted = { ...held, attempts: message.attempts + 1 };
  const reply = {
    code: 'code' in outcome ? outcome.code : null,
    text: 'text' in outcome ? outcome.text : 'why' in outcome ? outcome.why : '',
    at: now,
  };
  if (outcome.kind === 'accepted') {
    const { queueId, serverMessageId } = outcome;
    const named = serverMessageId === undefined || namedMessage(serverMessageId) !== null ? {} : { serverMessageId };
    return { ...counted, to: 'accepted', at: now, reply, queueId, ...named };
  }
  if (state === 'rejected') {
    const refused = isToPerson(message) ? refusedAddress(outcome) : null;
    return { ...counted, to: 'rejected', reply, ...(refused === null ? {} : { refusedAddress: refused }) };
  }
  if (state === 'unknown') return { ...counted, to: 'unknown', reply };

  // The day's limit says nothing about the message either: no attempt of a survey mail, which waits for the next day.
  if (noMoreToday && message.kind !== 'service') {
    const readyAt = nextDaysOpening(now, settings.contactHours);
    if (readyAt >= message.expiresAt) return { ...held, attempts: message.attempts, to: 'expired', reply };
    return { ...held, attempts: message.attempts, to: 'deferred', readyAt, reply };
  }
  const wasAsked = noMoreToday || (outcome.kind === 'deferred' && reached(outcome).kind === 'yes');
  const firstAttemptAt = message.firstAttemptAt ?? (wasAsked ? now : undefined);
  const attempts = wasAsked ? counted.attempts : message.attempts;
  const next = wasAsked
    ? nextAttempt(firstAttemptAt ?? now, attempts, { now, closesAt: message.expiresAt })
    : new Date(now.getTime() + times.unreachableMs);
  if (next === null || next >= message.expiresAt) return { ...held, attempts, to: 'expired', reply };
  return {
    ...{ ...held, attempts, to: 'deferred', readyAt: next, reply },
    ...(firstAttemptAt === undefined ? {} : { firstAttemptAt }),
  };
}
