// Who is told when a wave's counts change? Everybody who watches its page, over one event stream each and one look at the
// database for all of them every two seconds (decision R8). Streams carry no stored session, end after ten minutes so that
// the browser has to prove again who asks, and are the first to end when the process stops.
import type { Response } from 'express';
import { faultOf } from '../application/fault.js';
import type { Application, Log } from '../application/index.js';
import type { Viewer } from '../domain/alumni/viewer.js';

type Counts = NonNullable<ReturnType<Awaited<ReturnType<Application['waves']['watchWaves']>>>>;

interface Watcher {
  readonly waveId: string;
  readonly viewer: Viewer;
  readonly res: Response;
  readonly render: (counts: Counts) => Promise<string>;
  readonly until: number;
  /** What was sent last, so that nothing is sent twice. */
  seen: string;
}

/** The open streams of this process. */
export interface LiveWaves {
  readonly watch: (watcher: Pick<Watcher, 'waveId' | 'viewer' | 'res' | 'render'>) => void;
  /** Ends every stream and takes no more; the browser asks again, and finds whoever answers then. */
  readonly close: () => void;
}

const lookEveryMs = 2_000;
const longestMs = 10 * 60_000;
const sayAliveMs = 15_000;

/** Streams over the application; nothing is read while nobody watches. */
export function liveWaves({ waves }: Pick<Application, 'waves'>, log: Log): LiveWaves {
  const watchers = new Set<Watcher>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let aliveAt = 0;

  const couldNot = (error: unknown): void =>
    log.warn('The counts of waves could not be shown as they change.', { why: faultOf(error) });

  const end = (watcher: Watcher): void => {
    watchers.delete(watcher);
    watcher.res.end();
  };

  async function look(): Promise<void> {
    const now = performance.now();
    for (const watcher of watchers) if (watcher.until <= now) end(watcher);
    const countsFor = await waves.watchWaves([...new Set([...watchers].map(({ waveId }) => waveId))]);
    const isQuiet = now - aliveAt < sayAliveMs;
    if (!isQuiet) aliveAt = now;
    for (const watcher of watchers) {
      const counts = countsFor(watcher.viewer, watcher.waveId);
      try {
        await tell(watcher, counts, isQuiet);
      } catch (error) {
        couldNot(error);
        end(watcher); // the others are told all the same
      }
    }
  }

  async function tell(watcher: Watcher, counts: Counts | null, isQuiet: boolean): Promise<void> {
    const { res } = watcher;
    if (res.writableNeedDrain) return; // slow to read: the next look has newer counts
    if (counts === null) {
      end(watcher);
      return;
    }
    const stands = `${counts.wave.revision} ${counts.asOf?.getTime() ?? 0}`;
    if (stands !== watcher.seen) {
      const html = await watcher.render(counts);
      watcher.seen = stands;
      if (watchers.has(watcher)) res.write(`event: counts\ndata: ${JSON.stringify(html)}\n\n`);
    } else if (!isQuiet) {
      res.write(': still here\n\n');
    }
  }

  const lookAgain = (): void => {
    if (watchers.size === 0 || closed) {
      timer = undefined;
      return;
    }
    look()
      .catch(couldNot)
      .finally(() => {
        timer = setTimeout(lookAgain, lookEveryMs).unref();
      });
  };

  return {
    watch: (given) => {
      const watcher: Watcher = { ...given, until: performance.now() + longestMs, seen: '' };
      const { res } = watcher;
      res.status(200).set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
      res.flushHeaders();
      if (closed) {
        res.end();
        return;
      }
      res.write('retry: 5000\n\n');
      watchers.add(watcher);
      res.on('close', () => watchers.delete(watcher));
      if (timer === undefined) timer = setTimeout(lookAgain, 0).unref();
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      for (const watcher of watchers) end(watcher);
    },
  };
}
