// How does one leased batch get from the outbox to the relay?
// As many messages are under way as the mailer has connections (requirement E8). The intent is on disk before the first
// byte of a message leaves (E4); every end is written by rule E5, and is tried again until the database takes it.
import type { MessageId } from '../../../domain/waves/message.js';
import { nextAttempt, outcomeState } from '../../../domain/waves/reply-class.js';
import { movedIntoContactHours } from '../../../domain/waves/contact-hours.js';
import type { SendOutcome } from '../../../mail/index.js';
import type { LeasedMessage, Settlement } from '../../../store/index.js';
import type { Tools } from '../../tools.js';
import { checkBatch, type ReadyMail } from './check-batch.js';
import { grouped } from './grouped.js';
import type { SenderTimes } from './sender-times.js';
import { untilWritten } from './until-written.js';

export type SendTools = Pick<Tools, 'store' | 'clock' | 'signer' | 'settings' | 'vault' | 'log' | 'mailer'>;

/** `refused`: the lease was lost or somebody said stop; `failed`: the database did not answer. */
type IntentEnd = 'none' | 'written' | 'refused' | 'failed';

export interface BatchSummary {
  readonly accepted: number;
  /** Messages that the relay never saw: it could not be reached. */
  readonly notSent: number;
}

/** Sends the batch. When the signal comes, what is under way ends and the rest is given back. */
export async function sendBatch(
  tools: SendTools,
  batch: readonly LeasedMessage[],
  { leaseId, signal, times }: { leaseId: string; signal: AbortSignal; times: SenderTimes },
): Promise<BatchSummary> {
  const { store, mailer, log } = tools;
  const held = new Set(batch.map((message) => message._id));
  const renewal = setInterval(() => {
    store.outbox.renew(leaseId, [...held], times.leaseMs).catch((error: unknown) => {
      log.warn('A lease could not be renewed.', { why: String(error) });
    });
  }, times.renewMs);
  try {
    const { ready, settled } = await checkBatch(tools, batch);
    await untilWritten(tools, signal, () => store.outbox.settle(settled));
    for (const { id } of settled) held.delete(id);

    const intend = grouped<MessageId, ReadonlySet<MessageId>>(times.intentWaitMs, (ids) =>
      store.outbox.recordIntents(leaseId, ids, times.leaseMs),
    );
    const settle = grouped(times.settleWaitMs, (settlements: readonly Settlement[]) =>
      untilWritten(tools, signal, () => store.outbox.settle(settlements)),
    );

    const waiting = [...ready];
    const withheld: MessageId[] = [];
    let accepted = 0;
    let notSent = 0;
    const sendOne = async ({ message, mail }: ReadyMail): Promise<void> => {
      let intent: IntentEnd = 'none';
      const outcome = await mailer.send(mail, async () => {
        try {
          intent = (await intend(message._id)).has(message._id) ? 'written' : 'refused';
        } catch (error) {
          intent = 'failed';
          log.warn('An intent could not be written; nothing was sent.', { why: String(error) });
        }
        return intent === 'written';
      });
      if (outcome.kind === 'accepted') accepted += 1;
      if (outcome.kind === 'not-sent') notSent += 1;
      const settlement = settlementOf(tools, message, outcome, intent, times);
      if (settlement === null) withheld.push(message._id);
      else await settle(settlement);
      held.delete(message._id);
    };
    const line = async (): Promise<void> => {
      for (;;) {
        const next = signal.aborted ? undefined : waiting.shift();
        if (next === undefined) return;
        await sendOne(next);
      }
    };
    await Promise.all(Array.from({ length: mailer.connections }, line));
    await store.outbox.settleStopped(leaseId, withheld);
    return { accepted, notSent };
  } finally {
    clearInterval(renewal);
    if (held.size > 0) await store.outbox.release(leaseId, [...held]);
  }
}

/** What is written about an attempt; null when the message is not this worker's any more, or was stopped. */
function settlementOf(
  { clock, settings }: Pick<SendTools, 'clock' | 'settings'>,
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
  const state = outcomeState(outcome, intent === 'written');
  if (state === null) return null;
  const counted = { ...held, attempts: message.attempts + 1 };
  const reply = {
    code: 'code' in outcome ? outcome.code : null,
    text: 'text' in outcome ? outcome.text : 'why' in outcome ? outcome.why : '',
    at: now,
  };
  if (outcome.kind === 'accepted') return { ...counted, to: 'accepted', at: now, reply, queueId: outcome.queueId };
  if (state === 'rejected') return { ...counted, to: 'rejected', reply };
  if (state === 'unknown') return { ...counted, to: 'unknown', reply };

  const firstAttemptAt = message.firstAttemptAt ?? now;
  // Where the relay could not be reached nobody was asked, so it is no attempt by the plan of E17: soon again.
  const reached = outcome.kind === 'deferred';
  const attempts = reached ? counted.attempts : message.attempts;
  const next = reached
    ? nextAttempt(firstAttemptAt, attempts, message.expiresAt)
    : new Date(now.getTime() + times.unreachableMs);
  if (next === null || next >= message.expiresAt) return { ...held, attempts, to: 'expired', reply };
  const readyAt = message.kind === 'service' ? next : movedIntoContactHours(next, settings.contactHours);
  return { ...held, attempts, to: 'deferred', readyAt, firstAttemptAt, reply };
}
