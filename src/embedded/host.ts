// Finds or starts the embedded server of a data folder (decision R21). If the folder's socket answers, we attach to it;
// otherwise a child process is started, which takes the folder's lock. A server that is just dying is waited for. When the
// server ends, ours or the one we are attached to, it is started again on the same folder and socket by whoever is left,
// so that clients simply connect anew.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { lineTo, type Line } from './host/line.js';
import { OWNED_ELSEWHERE } from './host/lock.js';
import { locate } from './host/socket-path.js';
import type { ServerOptions } from './server.js';
import type { Address } from './wire/listener.js';

export interface OpenOptions {
  readonly dataFolder: string;
  /** Told each time our child ends by itself. It is started again, unless it keeps dying. */
  readonly onExit?: (code: number | null) => void;
  /** How often documents past their time are removed; MongoDB itself does it once a minute. */
  readonly sweepEveryMs?: number;
}

export interface EmbeddedServer {
  /** `mongodb://<place>/`; the caller appends the database's name. */
  readonly uri: string;
  readonly socketPath: string;
  /** Whether this process started it; only then does `stop` stop it. An attached process may come to own it later. */
  readonly owned: boolean;
  /** The child's process number; null while attached. It changes when the child had to be started again. */
  readonly pid: number | null;
  /** Stops our child after it has flushed, or just lets go of somebody else's server. */
  stop(): Promise<void>;
}

const WAIT_FOR_OWNER_MS = 10_000;
const WAIT_FOR_STOP_MS = 15_000;
/** So long an attached process lets the owner start its own server again before it takes the folder itself. */
const OWNER_FIRST_MS = 300;
/** A larger nursery: what a command makes is gone with its answer, and is collected less often. */
const NODE_OPTIONS = ['--enable-source-maps', '--min-semi-space-size=16', '--max-semi-space-size=16'];
/** A child that keeps dying is not started for ever: more deaths than this in a minute, and we give up. */
const MAX_DEATHS_A_MINUTE = 10;

const uriOf = (place: string): string => `mongodb://${place.includes('/') ? encodeURIComponent(place) : place}/`;
const pause = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The built program: children always run from dist, also when this file is a test's in-memory copy. */
const childFile = (): string => {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return path.join(folder, 'dist/src/embedded/child.js');
};

interface Started {
  readonly child: ChildProcess;
  readonly addresses: readonly string[];
}

/** Starts a child; `owned` when another process has the folder. @throws when it dies before it is ready */
const startChild = async (options: ServerOptions): Promise<Started | 'owned'> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...NODE_OPTIONS, childFile(), JSON.stringify(options)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let said = '';
    const gone = (code: number | null): void => {
      if (code === OWNED_ELSEWHERE) resolve('owned');
      else reject(new Error(`the embedded database did not start (exit code ${code ?? 'none'})`));
    };
    child.once('error', reject);
    child.once('exit', gone);
    child.stdin.on('error', () => undefined); // the pipe of a child that died; its exit is what counts
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const ready = /^ready (.*)\n/.exec(said);
      if (ready?.[1] === undefined) return;
      child.off('exit', gone);
      resolve({ child, addresses: JSON.parse(ready[1]) as string[] });
    });
  });

/** What this process has of the folder's server: a child of its own, or a line to somebody else's. */
type Hold =
  | { readonly child: ChildProcess; readonly addresses: readonly string[]; readonly over: Promise<number | null> }
  | { readonly line: Line; readonly over: Promise<void> };

/** Attaches or starts, whichever is possible now; undefined while a server is coming up or going down. */
const tryToHold = async (options: ServerOptions, socketPath: string): Promise<Hold | 'elsewhere' | undefined> => {
  const line = await lineTo(socketPath);
  if (line !== undefined) {
    if (options.addresses.length === 1) return { line, over: line.closed };
    line.hangUp(); // an address of its own can only be served by a child of its own
    return 'elsewhere';
  }
  const started = await startChild(options);
  if (started === 'owned') return undefined;
  const over = new Promise<number | null>((resolve) => started.child.once('exit', resolve));
  return { ...started, over };
};

/** Keeps a hold on the folder's server until told to stop: what ends is started again, here or by whoever is first. */
const keepHold = (first: Hold, options: ServerOptions, socketPath: string, onExit: OpenOptions['onExit']) => {
  let hold = first;
  let stopping = false;
  const isStopping = (): boolean => stopping; // it changes while we wait
  let deaths: number[] = [];
  const hasDiedTooOften = (): boolean => {
    deaths = [...deaths.filter((moment) => Date.now() - moment < 60_000), Date.now()];
    return deaths.length > MAX_DEATHS_A_MINUTE;
  };

  const again = async (): Promise<Hold | undefined> => {
    while (!isStopping()) {
      try {
        const next = await tryToHold(options, socketPath);
        if (next !== undefined && next !== 'elsewhere') return next;
      } catch {
        if (hasDiedTooOften()) return undefined;
      }
      await pause(100);
    }
    return undefined;
  };
  const watch = async (): Promise<void> => {
    for (;;) {
      const code = await hold.over;
      if (isStopping()) return;
      if ('child' in hold) {
        onExit?.(code ?? null);
        if (hasDiedTooOften()) break;
        await pause(20 * deaths.length);
      } else await pause(OWNER_FIRST_MS);
      const next = await again();
      if (next === undefined) break;
      hold = next;
      if (isStopping()) letGo();
    }
    if (!isStopping())
      process.stderr.write(
        `embedded database: died ${MAX_DEATHS_A_MINUTE} times within a minute and is not started again\n`,
      );
  };
  const letGo = (): void => {
    if ('line' in hold) hold.line.hangUp();
    else hold.child.stdin?.end();
  };
  const watching = watch();
  return {
    owned: () => 'child' in hold,
    pid: () => ('child' in hold ? (hold.child.pid ?? null) : null),
    stop: async () => {
      stopping = true;
      letGo();
      const impatient = setTimeout(() => {
        if ('child' in hold) hold.child.kill('SIGKILL');
      }, WAIT_FOR_STOP_MS);
      await watching;
      clearTimeout(impatient);
    },
  };
};

const open = async (options: OpenOptions, extra: readonly Address[]): Promise<EmbeddedServer> => {
  if (process.platform === 'win32')
    throw new Error('The embedded database runs on Linux and macOS; on Windows use WSL or a container.');
  const { dataFolder, socketPath } = locate(options.dataFolder);
  const serverOptions = {
    dataFolder,
    addresses: [{ socketPath }, ...extra],
    sweepEveryMs: options.sweepEveryMs ?? 30_000,
  };
  const deadline = Date.now() + WAIT_FOR_OWNER_MS;
  do {
    const hold = await tryToHold(serverOptions, socketPath);
    if (hold === 'elsewhere') throw new Error(`Another process already serves ${dataFolder}; stop it first.`);
    if (hold !== undefined) {
      const kept = keepHold(hold, serverOptions, socketPath, options.onExit);
      return {
        uri: uriOf('child' in hold ? (hold.addresses.at(-1) ?? socketPath) : socketPath),
        socketPath,
        stop: kept.stop,
        get owned() {
          return kept.owned();
        },
        get pid() {
          return kept.pid();
        },
      };
    }
    await pause(100);
  } while (Date.now() < deadline);
  throw new Error(`Another process holds ${dataFolder} but does not answer. If it hangs, end it and try again.`);
};

/** Attaches to the server that owns the folder, or starts one as a child process and waits until it answers. */
export const openEmbedded = async (options: OpenOptions): Promise<EmbeddedServer> => open(options, []);

/**
 * Serves a folder for any MongoDB client, also on an address of its own: another socket (its path ends in `.sock`) or a
 * loopback port (0 for any free one). `uri` is that address. @throws when the folder is served already
 */
export const serveDatabase = async (options: OpenOptions, address?: Address): Promise<EmbeddedServer> =>
  open(options, address === undefined ? [] : [address]);
