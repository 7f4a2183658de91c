// The program itself, as people start it: the built command line in a process of its own, with no settings but those given.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { eventually } from './a-trust.js';

/** Where the built command line lies. */
export const program = path.join(process.cwd(), 'dist/src/main/cli.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly pid: number;
  /** Resolves with everything printed so far once the words are among it; rejects when the program ends before. */
  readonly says: (words: string | RegExp, withinMs?: number) => Promise<string>;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly ended: Promise<Ended>;
}

interface Surroundings {
  /** The folder in which the command is typed; `.env` is looked for there. */
  readonly folder: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts `onward` with these words. */
export function startOnward(words: readonly string[], { folder, settings = {} }: Surroundings): Program {
  const child: ChildProcess = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  let over = false;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    child.once('exit', () => (over = true));
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  const hasSaid = (words: string | RegExp): boolean =>
    typeof words === 'string' ? stdout.includes(words) : words.test(stdout);
  return {
    pid: child.pid ?? 0,
    says: async (words, withinMs = 50_000) => {
      await eventually(
        () => over || hasSaid(words),
        (done) => done,
        withinMs,
      );
      if (!hasSaid(words)) throw new Error(`onward ${words.toString()} ended: ${stdout}${stderr}`);
      return stdout;
    },
    signal: (name) => child.kill(name),
    ended,
  };
}

/** Runs `onward` with these words to its end. */
export const runOnward = (words: readonly string[], surroundings: Surroundings): Promise<Ended> =>
  startOnward(words, surroundings).ended;

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Every process of this machine whose command line has the words. */
export function processesWith(...words: readonly string[]): readonly RunningProcess[] {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command !== undefined && words.every((word) => command.includes(word))
      ? [{ pid: Number(pid), parent: Number(parent), command }]
      : [];
  });
}
