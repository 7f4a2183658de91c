// The work nobody waits for: removing documents whose time is over (TTL indexes), and the keys of dropped collections
// and indexes. Both in small writes, so that other writes are never held up for long.
import { decode } from '../bson/codec.js';
import { compileFilter } from '../query/match.js';
import { select } from '../plan/select.js';
import type { Catalog, Collection, Index } from './catalog.js';
import type { Environment } from './environment.js';
import type { Records } from './records.js';

const CHUNK = 1_000;

interface Parts {
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly records: Records;
}

/** Removes what a TTL index says is over; gives back how many documents. */
const expire = async ({ environment, records }: Parts, collection: Collection, index: Index): Promise<number> => {
  const field = index.fields[0]?.path ?? '';
  const seconds = index.options.expireAfterSeconds ?? 0;
  const filter = { [field]: { $lte: new Date(Date.now() - seconds * 1000) } };
  const fits = compileFilter(filter);
  const hint = index.options.name;
  const selection = select(environment, collection, { filter, hint });
  let removed = 0;
  for (;;) {
    const found = await selection.next(CHUNK, () => undefined);
    if (found.length === 0) return removed;
    removed += await environment.write(() => {
      let count = 0;
      for (const { docKey } of found) {
        const raw = records.get(collection, docKey);
        const doc = raw && decode(raw);
        if (doc === undefined || !fits(doc)) continue; // renewed meanwhile
        records.remove(collection, docKey, doc);
        count += 1;
      }
      return count;
    });
  }
};

/** Removes every key that was dropped. */
const sweepWaste = async ({ environment, catalog }: Parts): Promise<void> => {
  for (const { key, kind, prefix } of catalog.waste()) {
    const store = environment[kind];
    const end = Buffer.concat([prefix, Buffer.from([0xff])]);
    for (let more = true; more;) {
      more = await environment.write(() => {
        const keys = [...store.getKeys({ start: prefix, end, limit: CHUNK })];
        for (const each of keys) environment.remove(store, each);
        if (keys.length === CHUNK) return true;
        environment.remove(environment.catalog, key);
        return false;
      });
    }
  }
};

/** Starts sweeping; a sweep never overlaps the one before. */
export const startSweeper = (parts: Parts, everyMs: number): { stop: () => Promise<void> } => {
  let stopped = false;
  let running: Promise<void> | undefined;
  const sweep = async (): Promise<void> => {
    await sweepWaste(parts);
    for (const collection of parts.catalog.list()) {
      for (const index of collection.indexes.values()) {
        if (stopped) return;
        if (index.ready && index.options.expireAfterSeconds !== undefined) await expire(parts, collection, index);
      }
    }
  };
  const timer = setInterval(() => {
    running ??= sweep()
      .catch(() => undefined) // a full disk is told to those who write; the next sweep tries again
      .finally(() => {
        running = undefined;
      });
  }, everyMs);
  timer.unref();
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
};
