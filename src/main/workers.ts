// Keeps the processes that send mail running: as many as the settings say, each started again when it dies.
import { fork, type ChildProcess } from 'node:child_process';
import type { Log } from '../application/index.js';
import type { Config } from './config.js';
import { builtFile } from './package-root.js';

/** What a worker is told, once, over its channel; never by arguments, which every user of the machine can read. */
export interface WorkerOrder {
  readonly config: Config;
  readonly databaseUri: string;
  readonly logFile?: string;
  readonly clockMovedByMs: number;
}

export interface Workers {
  readonly pids: () => readonly number[];
  /** Lets each finish what is on its way; kills what has not ended after `withinMs`. */
  readonly stop: (withinMs: number) => Promise<void>;
}

const restartAfterMs = 1_000;

/**
 * Of a process that sends: with room for what it holds at a time, it stays under the 180 MB of goal (b2), measured at 150 to
 * 173; with all the room that Node takes by itself it grew to 250 MB and was no quicker.
 */
export const workerNodeOptions = ['--enable-source-maps', '--max-semi-space-size=8', '--max-old-space-size=112'];

/** Starts them and watches them. */
export function startWorkers(count: number, order: WorkerOrder, log: Log): Workers {
  const running = new Set<ChildProcess>();
  const timers = new Set<NodeJS.Timeout>();
  let stopping = false;

  const start = (): void => {
    const child = fork(builtFile('main/worker.js'), [], {
      execArgv: workerNodeOptions,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    running.add(child);
    child.send(order);
    child.once('exit', (code, signal) => {
      running.delete(child);
      if (stopping) return;
      log.warn('a worker ended by itself and is started again', { code, signal });
      const timer = setTimeout(() => {
        timers.delete(timer);
        start();
      }, restartAfterMs);
      timers.add(timer);
    });
  };
  for (let one = 0; one < count; one += 1) start();

  return {
    pids: () => [...running].flatMap((child) => child.pid ?? []),
    stop: async (withinMs) => {
      stopping = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(
        [...running].map(
          (child) =>
            new Promise<void>((resolve) => {
              const late = setTimeout(() => child.kill('SIGKILL'), withinMs);
              child.once('exit', () => {
                clearTimeout(late);
                resolve();
              });
              if (child.connected) child.send('stop');
            }),
        ),
      );
    },
  };
}
