// The embedded server's own process, started and ended by hand: these tests decide when it dies, with which limits it
// lives, and when it may come back. Nothing starts it again by itself.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export interface ServerChild {
  readonly uri: string;
  readonly socketPath: string;
  readonly pid: number;
  /** Ends it without warning, as a power cut of the process would; settles when it is gone. */
  readonly kill: () => Promise<void>;
  /** Asks it to stop as its owner would; gives its exit code. */
  readonly stop: () => Promise<number | null>;
  readonly isRunning: () => boolean;
}

export interface ChildOptions {
  /** A module loaded before the server, for the control. */
  readonly preload?: string;
  readonly sweepEveryMs?: number;
}

const childFile = path.join(process.cwd(), 'dist/src/embedded/child.js');

/** Starts the server of a folder; settles when it answers. @throws when it ends before that */
export const startServerChild = async (dataFolder: string, options: ChildOptions = {}): Promise<ServerChild> => {
  const { preload, sweepEveryMs = 30_000 } = options;
  const socketPath = path.join(dataFolder, 'onward.sock');
  const args = [
    ...(preload === undefined ? [] : ['--import', preload]),
    childFile,
    JSON.stringify({ dataFolder, addresses: [{ socketPath }], sweepEveryMs }),
  ];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let running = true;
  child.once('exit', () => (running = false));
  child.stdin?.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    void gone.then((code) => reject(new Error(`the server ended before it answered (exit code ${code ?? 'none'})`)));
    child.stdout?.once('data', () => resolve());
  });
  return {
    uri: `mongodb://${encodeURIComponent(socketPath)}/`,
    socketPath,
    pid: child.pid ?? 0,
    isRunning: () => running,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    stop: async () => {
      child.stdin?.end();
      return gone;
    },
  };
};
