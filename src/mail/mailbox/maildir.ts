// Where do the built-in mailbox's messages lie, so that it is a fair witness after a kill?
// One file each, written aside, flushed and only then renamed into `new`, before the sender hears 250 (decision R25):
// a message is there whole or not at all, and what was acknowledged is there.
import { mkdirSync, readdirSync } from 'node:fs';
import { open, readFile, readdir, rename } from 'node:fs/promises';
import path from 'node:path';

export interface Maildir {
  /** How many it holds. */
  readonly count: () => number;
  readonly isFull: () => boolean;
  /** Keeps a message; when this resolves it is on disk. */
  readonly keep: (message: Buffer) => Promise<void>;
  /** Names in order of arrival, the newest first. */
  readonly names: () => Promise<readonly string[]>;
  /** A message by its name, or null when there is none. */
  readonly read: (name: string) => Promise<Buffer | null>;
}

/** When a message arrived: its name begins with the millisecond. */
export const arrivedAt = (name: string): Date => new Date(Number(name.slice(0, name.indexOf('.'))));

async function flush(target: string, bytes?: Buffer): Promise<void> {
  const file = await open(target, bytes === undefined ? 'r' : 'wx', 0o600);
  try {
    if (bytes !== undefined) await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The maildir in a folder, made if need be, with room for `most` messages. */
export function openMaildir(folder: string, most: number): Maildir {
  const [aside, kept] = [path.join(folder, 'tmp'), path.join(folder, 'new')];
  for (const each of [aside, kept]) mkdirSync(each, { recursive: true, mode: 0o700 });
  let count = readdirSync(kept).length;
  let serial = 0;
  return {
    count: () => count,
    isFull: () => count >= most,
    keep: async (message) => {
      count += 1; // before the first wait, so that two at once do not pass the cap together
      const name = `${Date.now()}.${process.pid}_${String(++serial).padStart(6, '0')}.mailbox`;
      try {
        await flush(path.join(aside, name), message);
        await rename(path.join(aside, name), path.join(kept, name));
        await flush(kept);
      } catch (error) {
        count -= 1;
        throw error;
      }
    },
    names: async () => (await readdir(kept)).sort().reverse(),
    read: async (name) => {
      if (!/^[0-9]+\.[0-9_]+\.mailbox$/.test(name)) return null;
      return readFile(path.join(kept, name)).catch(() => null);
    },
  };
}
