// A folder into which other systems put files (Y22). Below it stands one folder for each place, such as `north/leavers`, with
// `taken`, `done` and `refused` inside. Moves are single renames; moving what is not there any more is no error, so that each
// step may be repeated. Links and half-written files are never taken. The files hold personal data: the folders are the owner's.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Where a file lies below its place. */
export const shelves = ['taken', 'done', 'refused'] as const;
export type Shelf = (typeof shelves)[number];

/** A file that somebody put there and nobody is writing any more. */
export interface DroppedFile {
  readonly place: string;
  readonly name: string;
  readonly bytes: number;
  readonly changedAt: Date;
}

export interface WatchedFolder {
  readonly path: string;
  /** Makes the folders of the places. Rejects where the folder itself is missing: it may be a drive that is not there. */
  readonly prepare: (places: readonly string[]) => Promise<void>;
  readonly list: (place: string, most: number) => Promise<readonly DroppedFile[]>;
  /** The SHA-256 of its bytes; null where it is gone. */
  readonly fingerprint: (file: Pick<DroppedFile, 'place' | 'name'>) => Promise<string | null>;
  /** From the place itself to `taken`, under another name. */
  readonly take: (file: Pick<DroppedFile, 'place' | 'name'>, as: string) => Promise<void>;
  readonly open: (place: string, as: string) => Readable;
  /** From `taken` to another shelf, with a report beside it. */
  readonly putAside: (place: string, as: string, shelf: Exclude<Shelf, 'taken'>, report: string) => Promise<void>;
  /** Takes away what was put aside before the moment. */
  readonly clear: (place: string, before: Date) => Promise<void>;
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
/** What programs name files that they are still writing, and what nobody meant to bring. */
const notMeant = /^[.~]|\.(part|tmp|crdownload|filepart)$/i;

async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** The folder; a file counts as written whole when it has not changed for so long. */
export function watchedFolder(root: string, settledAfterMs = 10_000): WatchedFolder {
  const at = (...parts: readonly string[]): string => path.join(root, ...parts);
  return {
    path: root,
    prepare: async (places) => {
      await lstat(root);
      for (const place of places) {
        for (const shelf of shelves) await mkdir(at(place, shelf), { recursive: true, mode: 0o700 });
      }
    },
    list: async (place, most) => {
      const found: DroppedFile[] = [];
      for (const name of (await readdir(at(place))).sort()) {
        if (found.length === most) break;
        if (notMeant.test(name)) continue;
        const facts = await lstat(at(place, name)).catch(() => null);
        if (facts === null || !facts.isFile() || Date.now() - facts.mtimeMs < settledAfterMs) continue;
        found.push({ place, name, bytes: facts.size, changedAt: facts.mtime });
      }
      return found;
    },
    fingerprint: async ({ place, name }) => {
      const digest = createHash('sha256');
      try {
        await pipeline(createReadStream(at(place, name)), digest);
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
      return digest.digest('hex');
    },
    take: ({ place, name }, as) => move(at(place, name), at(place, 'taken', as)),
    open: (place, as) => createReadStream(at(place, 'taken', as)),
    putAside: async (place, as, shelf, report) => {
      const to = at(place, shelf, as);
      await writeFile(`${to}.report.txt`, report, { mode: 0o600 });
      await move(at(place, 'taken', as), to);
      const now = new Date();
      await utimes(to, now, now).catch(() => undefined); // it counts from now how long it is kept
    },
    clear: async (place, before) => {
      for (const shelf of ['done', 'refused'] as const) {
        for (const name of await readdir(at(place, shelf))) {
          const facts = await lstat(at(place, shelf, name)).catch(() => null);
          if (facts?.isFile() === true && facts.mtime < before) await rm(at(place, shelf, name), { force: true });
        }
      }
    },
  };
}
