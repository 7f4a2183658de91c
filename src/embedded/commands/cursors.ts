// Open cursors: where a client that reads in batches has got to. An idle one is forgotten after ten minutes, as in
// MongoDB; its id is only known to this run of the server.
import { Long } from 'bson';
import { cursorNotFound } from '../errors.js';

/** Gives documents in batches until there are none. */
export interface Source {
  /** At most `count` documents and about 16 MB; `done` when nothing follows. */
  next(
    count: number | undefined,
    checkTime: () => void,
  ): Promise<{ readonly batch: readonly Uint8Array[]; readonly done: boolean }>;
}

export interface Cursors {
  /** Keeps a source and gives its id. */
  keep(namespace: string, source: Source): Long;
  /** @throws DatabaseError 43 */
  take(id: Long, namespace: string): Source;
  kill(id: Long): boolean;
  closeAll(): void;
  readonly count: () => number;
}

const IDLE_MS = 10 * 60_000;

export const openCursors = (seed: number): Cursors => {
  const open = new Map<string, { readonly namespace: string; readonly source: Source; usedAt: number }>();
  let last = 0;
  const forgetIdle = (): void => {
    const limit = Date.now() - IDLE_MS;
    for (const [id, cursor] of open) if (cursor.usedAt < limit) open.delete(id);
  };
  const timer = setInterval(forgetIdle, 60_000);
  timer.unref();
  return {
    keep: (namespace, source) => {
      last += 1;
      const id = new Long(last, seed);
      open.set(id.toString(), { namespace, source, usedAt: Date.now() });
      return id;
    },
    take: (id, namespace) => {
      const cursor = open.get(id.toString());
      if (cursor?.namespace !== namespace) throw cursorNotFound(id.toString());
      cursor.usedAt = Date.now();
      return cursor.source;
    },
    kill: (id) => open.delete(id.toString()),
    closeAll: () => {
      clearInterval(timer);
      open.clear();
    },
    count: () => open.size,
  };
};
