// How does mail leave for many receiving domains at once, each at its own pace?
// A worker takes a lane for a portion of some ten seconds, sends from the waves that have mail for it, and gives the lane
// back; so any number of workers share each lane, and a slow or resting domain holds up no other (requirement D7).
import { connectionsPerDomain, limitsOf, restAfter, type PacingRules } from '../../../domain/waves/pacing.js';
import { londonDate } from '../../../domain/calendar/london-time.js';
import type { WaveId } from '../../../domain/waves/wave.js';
import type { Lane, LaneReturn } from '../../../store/index.js';
import { faultOf } from '../../fault.js';
import type { Tools } from '../../tools.js';
import type { DayLimit } from './day-limit.js';
import { lanePace } from './lane-pace.js';
import { sendBatch, slowMs, type BatchSummary, type SendTools, type Watches } from './send-batch.js';

type LaneTools = SendTools & Pick<Tools, 'newId'>;

/** The lanes that one worker serves. */
export interface LaneRunner {
  /** Begins as many lanes as there is room for; gives whether it began one. */
  readonly fill: (waves: readonly WaveId[], rules: PacingRules) => Promise<boolean>;
  /** Resolves when none is under way. */
  readonly ended: () => Promise<void>;
}

const portionSeconds = 10;
const leaseMs = 30_000;
const renewMs = 10_000;

/** @param wake called when a lane has come to its end, so that the next is looked for at once */
export function laneRunner(
  tools: LaneTools,
  watches: Watches & { readonly day: DayLimit },
  wake: () => void,
): LaneRunner {
  const { store, clock, log, mailer } = tools;
  const running = new Map<string, Promise<void>>();
  /** How long a message took at the last portion of a domain. */
  const took = new Map<string, number>();
  const room = Math.max(8, 4 * mailer.connections);
  const isSlow = (receiver: string): boolean => (took.get(receiver) ?? 0) > slowMs;
  let place = { wave: 0, after: '' };

  const serve = async (
    receiver: string,
    { lane, portion }: { readonly lane: Lane; readonly portion: number },
    {
      perSecond,
      holder,
      waves,
    }: { readonly perSecond: number; readonly holder: string; readonly waves: readonly WaveId[] },
  ): Promise<void> => {
    const lost = new AbortController();
    const signal = AbortSignal.any([watches.signal, lost.signal]);
    const renewal = setInterval(() => {
      store.lanes.renew(receiver, holder, leaseMs).then(
        (mine) => mine || lost.abort(),
        () => lost.abort(), // better a pause than two who send to one domain
      );
    }, renewMs);
    const pace = lanePace(perSecond, lastAnswers(lane, perSecond));
    let tried = 0;
    let told: BatchSummary['lane'] = null;
    let accepted = 0;
    try {
      const today = await watches.day.take(portion);
      for (const waveId of today.count === 0 ? [] : waves) {
        const leaseId = tools.newId();
        const batch = await store.outbox.lease(store.outbox.laneIn(waveId, receiver), {
          ...{ leaseId, now: clock.now(), limit: today.count - tried, leaseMs: watches.times.leaseMs },
        });
        if (batch.length === 0) continue;
        const sum = await sendBatch(tools, batch, {
          ...{ ...watches, signal, leaseId, waveId, pace },
          lines: isSlow(receiver) ? 1 : connectionsPerDomain,
          carefully: !took.has(receiver),
        });
        took.set(receiver, sum.slowestMs);
        accepted += sum.accepted;
        tried += sum.tried;
        told = sum.lane ?? told;
        if (told !== null || sum.dayIsOver || tried >= today.count || signal.aborted) break;
      }
      await today.giveBack(today.count - tried);
    } finally {
      clearInterval(renewal);
      await store.lanes.giveBack(receiver, holder, {
        answeredAgo: pace.answeredAgo(),
        unused: portion - tried,
        then: nextOf(lane, told, accepted, clock.now()),
      });
      if (told !== null) log.warn('A receiving domain does not want more mail.', { domain: receiver, ...told });
    }
  };

  const begin = async (receiver: string, waves: readonly WaveId[], rules: PacingRules): Promise<boolean> => {
    const slow = [...running.keys()].filter(isSlow).length;
    if (running.has(receiver) || (isSlow(receiver) && slow >= Math.max(1, mailer.connections - 3))) return false;
    const { perSecond, perDay } = limitsOf(receiver, rules);
    const holder = tools.newId();
    const now = clock.now();
    const most = perSecond * portionSeconds;
    const taken = await store.lanes.take(receiver, { holder, leaseMs, now, day: londonDate(now), most, perDay });
    if (taken === null) return false;
    const task = serve(receiver, taken, { perSecond, holder, waves })
      .catch((error: unknown) =>
        log.error('A lane ended early; its messages stay in the outbox.', { why: faultOf(error) }),
      )
      .finally(() => {
        running.delete(receiver);
        wake();
      });
    running.set(receiver, task);
    return true;
  };

  return {
    fill: async (waves, rules) => {
      let began = false;
      // From where the last look ended, and once round: so every domain of every wave has its turn.
      for (let rounds = 0; rounds <= waves.length && waves.length > 0 && running.size < room;) {
        const index = place.wave % waves.length;
        const waveId = waves[index];
        const next = waveId === undefined ? null : await store.outbox.nextReceiver(waveId, place.after);
        if (next === null) {
          place = { wave: index + 1, after: '' };
          rounds += 1;
          continue;
        }
        place = { wave: index, after: next.receiver };
        if (next.readyAt > clock.now()) continue;
        const fromHere = [...waves.slice(index), ...waves.slice(0, index)];
        if (await begin(next.receiver, fromHere, rules)) began = true;
      }
      return began;
    },
    ended: async () => {
      await Promise.all(running.values());
    },
  };
}

/** When the lane's last messages were answered, by this process's own clock; never earlier than they were. */
function lastAnswers({ recent, takenAt, lapsed }: Lane, perSecond: number): readonly number[] {
  const now = performance.now();
  // Whoever held it before is gone without a word: as if a whole second's worth had left just now.
  if (lapsed === true || takenAt === undefined) return new Array<number>(perSecond).fill(now);
  return recent.map((at) => now - Math.max(0, takenAt.getTime() - at.getTime()));
}

function nextOf(lane: Lane, told: BatchSummary['lane'], accepted: number, now: Date): LaneReturn['then'] {
  if (told?.kind === 'stop') return { kind: 'stop', text: told.text, at: now };
  if (told?.kind === 'slow-down') {
    return { kind: 'rest', until: new Date(now.getTime() + restAfter(lane.slowdowns)) };
  }
  return { kind: accepted > 0 ? 'go-on' : 'same' };
}
