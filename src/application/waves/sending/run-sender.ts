// What does a worker do all day?
// Lease a batch, send it, again; one second's sleep when nothing is due (decision R1). Service mail has the first lane
// (R6); then each running wave in turn gets a batch, inside contact hours. Agenda's tick only rings the bell.
import { mayLeaveAt } from '../../../domain/waves/contact-hours.js';
import type { Tools } from '../../tools.js';
import { sendBatch, type SendTools } from './send-batch.js';
import { senderTimes, type SenderTimes } from './sender-times.js';

/** Wakes a sender of this process before its second is over. */
export interface Doorbell {
  readonly ring: () => void;
  /** Resolves at the next ring, when the time is over, or when the signal comes. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** One bell for one process. */
export function doorbell(): Doorbell {
  const sleepers = new Set<() => void>();
  return {
    ring: () => {
      for (const wake of sleepers) wake();
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          sleepers.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        sleepers.add(wake);
        signal.addEventListener('abort', wake, { once: true });
        if (signal.aborted) wake();
      }),
  };
}

const longestPause = 30_000;

/** Sends until the signal comes, then lets what is under way end. Never throws for the database or the relay. */
export const runSender =
  (tools: SendTools & Pick<Tools, 'newId'>, bell: Doorbell) =>
  async ({ signal, times = senderTimes }: { signal: AbortSignal; times?: SenderTimes }): Promise<void> => {
    const { log } = tools;
    let pause = times.idleMs;
    while (!signal.aborted) {
      try {
        const { leased, accepted, notSent } = await sendRound(tools, signal, times);
        const unreachable = notSent > 0 && accepted === 0;
        pause = unreachable ? Math.min(2 * pause, longestPause) : times.idleMs;
        if (unreachable) log.warn('The mail server cannot be reached.', { pauseMs: pause });
        if (leased === 0 || unreachable) await bell.wait(pause, signal);
      } catch (error) {
        log.error('A round of sending failed; messages stay in the outbox.', { why: String(error) });
        pause = Math.min(2 * pause, longestPause);
        await bell.wait(pause, signal);
      }
    }
  };

async function sendRound(
  tools: SendTools & Pick<Tools, 'newId'>,
  signal: AbortSignal,
  times: SenderTimes,
): Promise<{ leased: number; accepted: number; notSent: number }> {
  const { store, clock, settings } = tools;
  const sum = { leased: 0, accepted: 0, notSent: 0 };
  const sendLane = async (lane: string): Promise<void> => {
    const leaseId = tools.newId();
    const batch = await store.outbox.lease(lane, {
      leaseId,
      now: clock.now(),
      limit: times.batch,
      leaseMs: times.leaseMs,
    });
    if (batch.length === 0) return;
    const { accepted, notSent } = await sendBatch(tools, batch, { leaseId, signal, times });
    sum.leased += batch.length;
    sum.accepted += accepted;
    sum.notSent += notSent;
  };
  await sendLane(store.outbox.serviceLane);
  if (!mayLeaveAt(clock.now(), settings.contactHours)) return sum;
  for (const wave of await store.waves.inStates(['running'])) {
    if (signal.aborted) break;
    await sendLane(wave.id);
    await sendLane(store.outbox.serviceLane);
  }
  return sum;
}
