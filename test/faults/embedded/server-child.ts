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
  /** The most that any file it writes may grow to, in KiB: a portable full disk. */
  readonly fileLimitKiB?: number;
  readonly sweepEveryMs?: number;
}

const childFile = path.join(process.cwd(), 'dist/src/embedded/child.js');

/** Starts the server of a folder; settles when it answers. @throws when it ends before that */
export const startServerChild = async (dataFolder: string, options: ChildOptions = {}): Promise<ServerChild> => {
  const { preload, fileLimitKiB, sweepEveryMs = 30_000 } = options;
  const socketPath = path.join(dataFolder, 'onward.sock');
  const node = [
    process.execPath,
    ...(preload === undefined ? [] : ['--import', preload]),
    childFile,
    JSON.stringify({ dataFolder, addresses: [{ socketPath }], sweepEveryMs }),
  ];
  // A limited process would be ended by SIGXFSZ at its first write too many; ignored, that write fails instead.
  const limited = `trap '' XFSZ; ulimit -f ${(fileLimitKiB ?? 0) * 2}; exec "$@"`; // counted in blocks of 512 bytes
  const [command = '', ...args] = fileLimitKiB === undefined ? node : ['/bin/sh', '-c', limited, 'sh', ...node];
  const child: ChildProcess = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
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
