// How do texts leave the outbox?
// By the same batches, leases, checks and intents as mail, in lanes of their own, so that a slow provider holds up no mail
// (decision R5). Where the provider cannot be reached the loop rests, longer each time; no message loses an attempt.
import { leavesFrom } from '../../../domain/waves/contact-hours.js';
import type { TextCarrier } from '../../../texts/index.js';
import { faultOf } from '../../fault.js';
import type { Tools } from '../../tools.js';
import { openingsFor } from '../openings.js';
import type { RelayWatch } from './relay-watch.js';
import type { Doorbell } from './run-sender.js';
import { restoreGuard } from './restore-guard.js';
import { sendBatch, type SendTools, type Watches } from './send-batch.js';
import { senderTimes, type SenderTimes } from './sender-times.js';
import { waveWatch } from './wave-watch.js';

const longestPause = 60_000;
const most = 20; // few at once: a pause of the wave is then honoured soon

type TextTools = SendTools & Pick<Tools, 'newId' | 'memory' | 'machine'>;

/** Sends texts until the signal comes; returns at once where no provider is set. Never throws for database or network. */
export const runTextSender =
  (tools: TextTools, bell: Doorbell) =>
  async ({ signal, times = senderTimes }: { signal: AbortSignal; times?: SenderTimes }): Promise<void> => {
    const { texts, log } = tools;
    if (texts === undefined) return;
    const provider = { unreachable: false };
    const watch: RelayWatch = {
      mayTry: () => Promise.resolve(true),
      failed: (why) => {
        if (!provider.unreachable) log.warn('The provider of texts cannot be reached.', { why });
        provider.unreachable = true;
        return Promise.resolve(false);
      },
      answered: () => {
        provider.unreachable = false;
        return Promise.resolve();
      },
    };
    const guard = restoreGuard(tools);
    const watches: Watches = { relay: watch, guard, waveRuns: waveWatch(tools), signal, times };
    let pause = times.idleMs;
    while (!signal.aborted) {
      try {
        const busy = (await guard.isArmed()) && (await textRound(tools, texts, watches));
        pause = provider.unreachable ? Math.min(2 * pause, longestPause) : times.idleMs;
        if (!busy || provider.unreachable) await bell.wait(pause, signal);
      } catch (error) {
        log.error('A round of texts failed; they stay in the outbox.', { why: faultOf(error) });
        pause = Math.min(2 * pause, longestPause);
        await bell.wait(pause, signal);
      }
    }
  };

/** One turn of every wave's texts; whether there was anything to do. */
async function textRound(tools: TextTools, texts: TextCarrier, watches: Watches): Promise<boolean> {
  const { store, clock, settings } = tools;
  let busy = false;
  for (const wave of await store.waves.inStates(['running'])) {
    if (watches.signal.aborted) break;
    const waveId = wave.id;
    const now = clock.now();
    if (leavesFrom(now, openingsFor(settings, wave)) > now) continue;
    const leaseId = tools.newId();
    const batch = await store.outbox.lease(store.outbox.textLaneOf(waveId), {
      ...{ leaseId, now, limit: most, leaseMs: watches.times.leaseMs },
    });
    if (batch.length === 0) continue;
    const { tried } = await sendBatch(tools, batch, { ...watches, leaseId, waveId, lines: texts.connections });
    busy ||= tried > 0;
  }
  return busy;
}
