// What does a worker do all day?
// Lease a batch, send it, again; one second's sleep when nothing is due (decision R1). Service mail has the first lane
// (R6); then each running wave in turn gets a batch, on contact days, inside contact hours and while the mail server takes more today, or each
// receiving domain where mail is paced.
// Agenda's tick only rings the bell.
import { leavesFrom } from '../../../domain/waves/contact-hours.js';
import type { WaveId } from '../../../domain/waves/wave.js';
import { faultOf } from '../../fault.js';
import type { Tools } from '../../tools.js';
import { openingsFor } from '../openings.js';
import { dayLimit, type DayLimit } from './day-limit.js';
import { relayWatch } from './relay-watch.js';
import { restoreGuard } from './restore-guard.js';
import { laneRunner, type LaneRunner } from './run-lanes.js';
import { sendBatch, type SendTools, type Watches } from './send-batch.js';
import { senderTimes, type SenderTimes } from './sender-times.js';
import { waveWatch } from './wave-watch.js';

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
  (tools: SendTools & Pick<Tools, 'newId' | 'memory' | 'machine'>, bell: Doorbell) =>
  async ({ signal, times = senderTimes }: { signal: AbortSignal; times?: SenderTimes }): Promise<void> => {
    const { log } = tools;
    const relay = relayWatch(tools, times.probeMs);
    const guard = restoreGuard(tools);
    const watches = { relay, guard, day: dayLimit(tools), waveRuns: waveWatch(tools), signal, times };
    const lanes = laneRunner(tools, watches, bell.ring);
    let pause = times.idleMs;
    while (!signal.aborted) {
      try {
        const busy = (await guard.isArmed()) && (await relay.mayTry()) && (await sendRound(tools, watches, lanes));
        pause = times.idleMs;
        if (!busy) await bell.wait(pause, signal);
      } catch (error) {
        log.error('A round of sending failed; messages stay in the outbox.', { why: faultOf(error) });
        pause = Math.min(2 * pause, longestPause);
        await bell.wait(pause, signal);
      }
    }
    await lanes.ended();
  };

/** One turn of service mail and of every wave; whether there was anything to do. */
async function sendRound(
  tools: SendTools & Pick<Tools, 'newId'>,
  watches: Watches & { readonly day: DayLimit },
  lanes: LaneRunner,
): Promise<boolean> {
  const { store, clock, settings, mailer } = tools;
  const { signal, times, day } = watches;
  let busy = false;
  const leaseAndSend = async (lane: string, waveId: WaveId | null, limit: number): Promise<number> => {
    const leaseId = tools.newId();
    const batch = await store.outbox.lease(lane, { leaseId, now: clock.now(), limit, leaseMs: times.leaseMs });
    if (batch.length === 0) return 0;
    const { tried } = await sendBatch(tools, batch, { ...watches, leaseId, waveId, lines: mailer.connections });
    busy ||= tried > 0;
    return tried;
  };
  const sendService = async (): Promise<void> => {
    await day.count(await leaseAndSend(store.outbox.serviceLane, null, times.batch));
  };
  const sendLane = async (lane: string, waveId: WaveId): Promise<void> => {
    if (!(await store.outbox.isDue(lane, clock.now()))) return;
    const today = await day.take(times.batch);
    if (today.count === 0) return;
    await today.giveBack(today.count - (await leaseAndSend(lane, waveId, today.count)));
  };
  await sendService();
  if (await day.isOver()) return busy;
  const now = clock.now();
  const waves = (await store.waves.inStates(['running']))
    .filter((wave) => leavesFrom(now, openingsFor(settings, wave)) <= now)
    .map(({ id }) => id);
  for (const wave of waves) {
    if (signal.aborted) return busy;
    await sendLane(wave, wave);
    await sendService();
  }
  if (settings.pacing !== 'off') return (await lanes.fill(waves, settings.pacing)) || busy;
  // Queued while mail was paced, and still to be sent.
  for (const wave of waves) {
    const next = await store.outbox.nextReceiver(wave, '');
    if (next !== null && next.readyAt <= clock.now()) await sendLane(store.outbox.laneIn(wave, next.receiver), wave);
  }
  return busy;
}
