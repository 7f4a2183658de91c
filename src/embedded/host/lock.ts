// One owner for each data folder. The lock is a file that names a living process; whoever finds it naming a dead one
// may take it over, under a second, short-lived lock, so that two never take it over at once (decision R21).
import { mkdirSync, readFileSync, rmSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The exit code of a child that found the folder owned by another. */
export const OWNED_ELSEWHERE = 3;

/** A takeover takes milliseconds; a guard older than this was left by a crash. */
const GUARD_STALE_MS = 5_000;

export interface Lock {
  release(): void;
}

/** When the process began, where the system tells: process numbers are used again, this moment is not. */
const startOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? 'ended' : (fields[18] ?? ''); // a dead one whose parent has not asked for it yet
  } catch {
    return '';
  }
};

const isAlive = (owner: string): boolean => {
  const [pid = '', started = ''] = owner.trim().split(' ');
  if (!/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return started === '' || started === startOf(Number(pid));
};

const isOldGuard = (guard: string): boolean => {
  try {
    return Date.now() - statSync(guard).mtimeMs > GUARD_STALE_MS;
  } catch {
    return false;
  }
};

/** Takes the folder, or gives undefined when a living process owns it (or is just taking it). */
export const takeLock = (dataFolder: string): Lock | undefined => {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const file = path.join(dataFolder, 'owner.lock');
  const guard = path.join(dataFolder, 'owner.lock.guard');
  if (isOldGuard(guard)) rmSync(guard, { recursive: true, force: true });
  try {
    mkdirSync(guard);
  } catch {
    return undefined;
  }
  try {
    let owner = '';
    try {
      owner = readFileSync(file, 'utf8');
    } catch {
      // no owner yet
    }
    if (isAlive(owner)) return undefined;
    writeFileSync(file, `${process.pid} ${startOf(process.pid)}`, { mode: 0o600 });
    return { release: () => rmSync(file, { force: true }) };
  } finally {
    rmdirSync(guard);
  }
};
