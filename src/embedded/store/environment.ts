// The LMDB file and the one way to write to it: group commit. Writes wait in a queue; all that are waiting go into one
// transaction, and each is answered only when that transaction is on disk (decision R20). Three sub-databases: documents
// by collection and _id, index entries, and the catalog that names both.
import { mkdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { open, type Database, type RootDatabase } from 'lmdb';
import { DatabaseError } from '../errors.js';

export type Store = Database<Buffer, Buffer>;

export interface Environment {
  readonly documents: Store;
  readonly entries: Store;
  readonly catalog: Store;
  /**
   * Runs a write in the next group's transaction; settles when the group is on disk. It must not wait for anything, and
   * it may throw only before its first put: a later error undoes the whole group.
   */
  write<T>(change: () => T): Promise<T>;
  /** Inside a write: one part that may fail (before its first put) without undoing the parts before it or beside it. */
  attempt<T>(part: () => T): { readonly value: T } | { readonly error: DatabaseError };
  readonly put: (store: Store, key: Buffer, value: Buffer) => void;
  readonly remove: (store: Store, key: Buffer) => void;
  /** Who takes the next group to the disk: this thread, or, while that takes long here, another one. */
  readonly mode: () => 'sync' | 'async';
  /** Writes a compact copy of one moment into a new file, while everything goes on. */
  copyTo(file: string): Promise<void>;
  close(): Promise<void>;
}

/** A put that fails (disk full, map full) undoes its whole group; this is how that passes through a step. */
class GroupUndone extends Error {}

interface Waiting {
  readonly change: () => unknown;
  readonly done: (value: unknown) => void;
  readonly failed: (reason: unknown) => void;
}

/** What every command of an undone group answers: code 14031 is MongoDB's for a disk that takes no more. */
const storageFailed = (cause: unknown): DatabaseError =>
  new DatabaseError(14031, `the write could not be stored: ${cause instanceof Error ? cause.message : String(cause)}`);

/** What waits is taken into one transaction for so long, lest the first wait too long for the last. */
const GROUP_MS = 10;
/** A flush that takes longer is left to another thread, so that readers need not wait for it. */
const SLOW_FLUSH_MS = 5;

/** So many bytes stay free on the disk: LMDB that runs out of room in the middle of a commit may break its own memory. */
const SPARE_BYTES = 4 * 1_024 * 1_024;
const needRoom = (folder: string): void => {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < SPARE_BYTES) throw new Error('less than 4 MiB are free on the disk');
};

/** How long one small durable write takes here, as the best of three, in milliseconds. */
const probeFlush = async (folder: string, root: RootDatabase<Buffer, Buffer>, catalog: Store): Promise<number> => {
  let best = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const began = performance.now();
    try {
      needRoom(folder);
      root.transactionSync(() => {
        catalog.putSync(Buffer.from('probe'), Buffer.from(String(began)));
      });
      await root.flushed;
    } catch {
      return 0; // a full disk is told to those who write; what is there can be read all the same
    }
    best = Math.min(best, performance.now() - began);
  }
  return best;
};

/** Opens (or creates) the data folder's file. `undone` is told when a group failed, so that memory can follow disk. */
export const openEnvironment = async (
  dataFolder: string,
  undone: () => void,
  slowFlushMs = SLOW_FLUSH_MS,
): Promise<Environment> => {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const root = open<Buffer, Buffer>({
    path: path.join(dataFolder, 'onward.mdb'),
    encoding: 'binary',
    keyEncoding: 'binary',
    maxDbs: 8,
    maxReaders: 64,
  });
  const sub = (name: string): Store => root.openDB<Buffer, Buffer>({ name, encoding: 'binary', keyEncoding: 'binary' });
  const stores = { documents: sub('documents'), entries: sub('entries'), catalog: sub('catalog') };
  let flushMs = await probeFlush(dataFolder, root, stores.catalog);
  const mode = () => (flushMs > slowFlushMs ? 'async' : 'sync');

  const queue: Waiting[] = [];
  let busy: Promise<void> | undefined;
  let touched = false;
  const hasPut = (): boolean => touched; // set by put and remove, while a part runs

  const step = <T>(part: () => T): T => {
    const before = touched;
    touched = false;
    try {
      return part();
    } catch (error) {
      if (hasPut() || error instanceof GroupUndone)
        throw error instanceof GroupUndone ? error : new GroupUndone('', { cause: error });
      throw error;
    } finally {
      touched ||= before;
    }
  };

  const runGroup = async (): Promise<void> => {
    const group: Waiting[] = [];
    const settle: (() => void)[] = [];
    let ran = 0;
    const all = (): void => {
      const end = performance.now() + GROUP_MS;
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { change, done, failed } = next;
        group.push(next);
        try {
          const value = step(change);
          settle.push(() => done(value));
        } catch (error) {
          if (error instanceof GroupUndone) throw error;
          settle.push(() => failed(error));
        }
        ran = performance.now();
        if (ran > end) break;
      }
    };
    try {
      needRoom(dataFolder);
      // As a child: lmdb's own asynchronous transaction would keep what was put before an error.
      if (mode() === 'sync') root.transactionSync(all);
      else await root.childTransaction(all);
      await root.flushed;
      flushMs = performance.now() - ran;
    } catch (error) {
      const reason = storageFailed(error instanceof GroupUndone ? error.cause : error);
      // One that could not even begin fails for all that wait.
      for (const { failed } of group.length > 0 ? group : queue.splice(0)) failed(reason);
      undone(); // when even reading fails, LMDB has broken down: the process ends here, and its owner starts another
      return;
    }
    for (const tell of settle) tell();
  };

  const drain = async (): Promise<void> => {
    await new Promise(setImmediate); // whatever arrived in this turn goes into the same group
    while (queue.length > 0) {
      await runGroup();
      if (queue.length > 0) await new Promise(setImmediate); // readers come in between
    }
    busy = undefined;
  };

  return {
    ...stores,
    mode,
    write: async <T>(change: () => T) =>
      new Promise<T>((resolve, reject) => {
        queue.push({ change, done: (value) => resolve(value as T), failed: reject });
        busy ??= drain();
      }),
    attempt: (part) => {
      try {
        return { value: step(part) };
      } catch (error) {
        if (error instanceof GroupUndone) throw error;
        // A fault of the engine in this part, before its first put, is no reason to undo what others asked for.
        return { error: error instanceof DatabaseError ? error : new DatabaseError(8, String(error)) };
      }
    },
    put: (store, key, value) => {
      touched = true;
      try {
        store.putSync(key, value);
      } catch (error) {
        throw new GroupUndone('', { cause: error });
      }
    },
    remove: (store, key) => {
      touched = true;
      store.removeSync(key);
    },
    copyTo: async (file) => root.backup(file, true),
    close: async () => {
      while (busy !== undefined) await busy;
      await root.flushed;
      await root.close();
    },
  };
};
