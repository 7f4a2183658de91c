// How does one leased batch get from the outbox to the relay?
// As many messages are under way as the batch may have lines (requirement E8). The intent is on disk before the first
// byte of a message leaves (E4); every end is written by rule E5, and is tried again until the database takes it. The batch
// stops early when its wave is paused, the mail server cannot be reached, or the receiving domain does not want more.
import { breakerWindow, type BreakerMark } from '../../../domain/waves/breakers.js';
import type { MessageId } from '../../../domain/waves/message.js';
import type { WaveId } from '../../../domain/waves/wave.js';
import type { SendOutcome } from '../../../mail/index.js';
import type { LeasedMessage, Settlement } from '../../../store/index.js';
import { faultOf } from '../../fault.js';
import type { Tools } from '../../tools.js';
import { noteOutcomes } from '../breakers.js';
import { giveUpRefused } from '../give-up-address.js';
import { dayOver, markOf, reached, refusalClass, settlementOf, type IntentEnd } from './attempt-end.js';
import type { DayLimit } from './day-limit.js';
import type { LetterBook } from '../letters/letter-book.js';
import { checkBatch, type ReadyMessage } from './check-batch.js';
import { grouped } from './grouped.js';
import { lastEnd, type LastEnd } from './last-end.js';
import type { Pace } from './lane-pace.js';
import type { RelayWatch } from './relay-watch.js';
import type { RestoreGuard } from './restore-guard.js';
import type { SenderTimes } from './sender-times.js';
import { untilWritten } from './until-written.js';

export type SendTools = Pick<
  Tools,
  'store' | 'clock' | 'signer' | 'settings' | 'vault' | 'log' | 'mailer' | 'texts'
> & {
  readonly book: LetterBook;
};

/** What one worker's batches share. */
export interface Watches {
  readonly relay: RelayWatch;
  readonly guard: RestoreGuard;
  /** What may still leave today; texts have no such limit. */
  readonly day?: DayLimit;
  readonly waveRuns: (wave: WaveId) => Promise<boolean>;
  /** The recurring end of the process; batches under way finish what is on its way. */
  readonly signal: AbortSignal;
  readonly times: SenderTimes;
}

export interface BatchOrder extends Watches {
  readonly leaseId: string;
  /** The wave whose messages they are; null for service mail. */
  readonly waveId: WaveId | null;
  /** Messages under way at once. */
  readonly lines: number;
  /** The second line begins only when the first message was quick; so a slow domain holds one connection. */
  readonly carefully?: boolean;
  /** Where mail to this receiving domain is paced. */
  readonly pace?: Pace;
}

/** A domain that takes so long for a message gets one line (requirement D7). */
export const slowMs = 5_000;

export interface BatchSummary {
  readonly accepted: number;
  /** Messages that were handed to the mail server, whatever it said. */
  readonly tried: number;
  /** How long the slowest of them took, in milliseconds. */
  readonly slowestMs: number;
  /** What the receiving domain wants: less for a while, nothing until somebody looked, or nothing special. */
  readonly lane: { readonly kind: 'slow-down' | 'stop'; readonly text: string } | null;
  /** The mail server takes no more mail today. */
  readonly dayIsOver: boolean;
}

/** That a message's bytes may leave, and what its connection has still to say of the one before. */
interface Intent {
  readonly id: MessageId;
  readonly after: readonly Settlement[];
}

const nothing: BatchSummary = { accepted: 0, tried: 0, slowestMs: 0, lane: null, dayIsOver: false };

/** What the batch is handed to; texts and mail come in batches of their own. */
const relayOf = ({ mailer, texts }: Pick<SendTools, 'mailer' | 'texts'>, [first]: readonly LeasedMessage[]): string =>
  (first?.channel === 'text' ? texts : mailer)?.relay ?? '';

/** Hands the message to what carries it. */
function carry(
  { mailer, texts }: Pick<SendTools, 'mailer' | 'texts'>,
  ready: ReadyMessage,
  beforeFirstByte: () => Promise<boolean>,
): Promise<SendOutcome> {
  if ('mail' in ready) return mailer.send(ready.mail, beforeFirstByte);
  return (
    texts?.send(ready.text, beforeFirstByte) ??
    Promise.resolve({ kind: 'not-sent', why: 'No provider of texts is set.' })
  );
}

/** Sends the batch. When the signal comes, what is under way ends and the rest is given back. */
export async function sendBatch(
  tools: SendTools,
  batch: readonly LeasedMessage[],
  { leaseId, waveId, lines, carefully = false, pace, relay, guard, day, waveRuns, signal, times }: BatchOrder,
): Promise<BatchSummary> {
  const { store, log } = tools;
  const held = new Set(batch.map((message) => message._id));
  const renewal = setInterval(() => {
    store.outbox.renew(leaseId, [...held], times.leaseMs).catch((error: unknown) => {
      log.warn('A lease could not be renewed.', { why: faultOf(error) });
    });
  }, times.renewMs);
  try {
    if (!(await guard.beginToSend())) return nothing;
    const { ready, settled } = await checkBatch(tools, batch);
    await untilWritten(tools, signal, () => store.outbox.settle(settled));
    for (const { id } of settled) held.delete(id);

    const intend = grouped<Intent, ReadonlySet<MessageId>>(times.intentWaitMs, (intents) =>
      store.outbox.recordIntents(
        leaseId,
        intents.map(({ id }) => id),
        { leaseMs: times.leaseMs, relay: relayOf(tools, batch), ends: intents.flatMap(({ after }) => after) },
      ),
    );
    const settle = grouped(times.settleWaitMs, (settlements: readonly Settlement[]) =>
      untilWritten(tools, signal, () => store.outbox.settle(settlements)),
    );

    const waiting = [...ready];
    const withheld: MessageId[] = [];
    let marks: BreakerMark[] = [];
    let sum = nothing;
    let over = false;

    const note = async (mark: BreakerMark, unknown: boolean): Promise<void> => {
      marks.push(mark);
      if (waveId === null || (mark === 'ok' && marks.length < breakerWindow)) return;
      const told = marks;
      marks = [];
      if (await noteOutcomes(tools, waveId, told, unknown)) over = true;
    };

    const sendOne = async (ready: ReadyMessage, last: LastEnd): Promise<void> => {
      const { message } = ready;
      let intent: IntentEnd = 'none';
      let answered = (): void => undefined;
      const began = performance.now();
      const outcome = await carry(tools, ready, async () => {
        if (pace !== undefined) answered = await pace.depart();
        const after = await last.take();
        try {
          intent = (await intend({ id: message._id, after })).has(message._id) ? 'written' : 'refused';
        } catch (error) {
          intent = 'failed';
          for (const end of after) last.keep(end);
          log.warn('An intent could not be written; nothing was sent.', { why: faultOf(error) });
        }
        return intent === 'written';
      });
      answered();
      const tookMs = performance.now() - began;
      const settlement = settlementOf(tools, message, outcome, intent, times);
      if (settlement === null) {
        withheld.push(message._id);
        return;
      }
      if (settlement.to === 'accepted') last.keep(settlement);
      else await settle(settlement);
      held.delete(message._id);
      const contact = reached(outcome);
      if (contact.kind === 'no') {
        if (!(await relay.failed(contact.why))) over = true;
        return;
      }
      await relay.answered();
      const said = dayOver(message, outcome);
      if (said !== null && day !== undefined) {
        await day.end(said);
        over = true;
      }
      const mark = markOf(outcome);
      if (mark !== null) await note(mark, settlement.to === 'unknown');
      const refusal = refusalClass(outcome);
      const text = 'text' in outcome ? `${outcome.code} ${outcome.text}` : '';
      sum = {
        accepted: sum.accepted + (outcome.kind === 'accepted' ? 1 : 0),
        tried: sum.tried + 1,
        slowestMs: Math.max(sum.slowestMs, tookMs),
        lane:
          refusal === 'policy'
            ? { kind: 'stop', text }
            : refusal === 'throttle'
              ? { kind: 'slow-down', text }
              : sum.lane,
        dayIsOver: sum.dayIsOver || said !== null,
      };
      if (pace !== undefined && sum.lane !== null) over = true;
      if ('refusedAddress' in settlement) await giveUpRefused(tools, message._id);
    };
    const ended = (): boolean => over || signal.aborted; // asked again after each wait
    const sendAll = async (last: LastEnd): Promise<void> => {
      while (!ended() && waiting.length > 0) {
        if (waveId !== null && !(await waveRuns(waveId))) return;
        await pace?.turn(signal);
        const next = ended() ? undefined : waiting.shift();
        if (next === undefined) return;
        await sendOne(next, last);
      }
    };
    const line = async (): Promise<void> => {
      const last = lastEnd(times.endWaitMs, settle);
      try {
        await sendAll(last);
      } finally {
        await last.written();
      }
    };
    if (carefully && ready.length > 1) {
      const others = waiting.splice(1);
      await line();
      waiting.push(...others);
    }
    await Promise.all(Array.from({ length: carefully && sum.slowestMs > slowMs ? 1 : lines }, line));
    await store.outbox.settleStopped(leaseId, withheld);
    if (waveId !== null && marks.length > 0) await noteOutcomes(tools, waveId, marks);
    return sum;
  } finally {
    clearInterval(renewal);
    if (held.size > 0) await store.outbox.release(leaseId, [...held]);
  }
}
