// A change of every document that matches. Which ones is settled first, reading; then they are changed in chunks, each
// document tested again in the write that changes it, so that what was moved or changed meanwhile is left alone.
// Settling first also keeps an update from meeting again a document that it has just moved forward in the index.
import { decode } from '../bson/codec.js';
import type { Doc, Value } from '../bson/types.js';
import { compileFilter } from '../query/match.js';
import { batchesOf, select, type Query } from '../plan/select.js';
import { compileUpdate } from '../update/update.js';
import { findCollection, updateFirst, type Target, type UpdateSpec } from './modify.js';

const CHUNK = 200;

const settle = async (target: Target, query: Query, checkTime: () => void): Promise<Buffer[]> => {
  const collection = findCollection(target);
  const selection = select(target.engine.environment, collection, query);
  const keys: Buffer[] = [];
  for await (const found of batchesOf(selection, checkTime)) {
    for (const { docKey } of found) keys.push(docKey);
  }
  return keys;
};

/** Does `change` to every matching document; gives how many matched. */
const forEachMatch = async (
  target: Target,
  query: Query,
  checkTime: () => void,
  change: (docKey: Buffer, before: Doc, collection: NonNullable<ReturnType<typeof findCollection>>) => void,
): Promise<number> => {
  const { engine } = target;
  const id = findCollection(target)?.id;
  const keys = await settle(target, query, checkTime);
  const fits = compileFilter(query.filter);
  let matched = 0;
  for (let from = 0; from < keys.length; from += CHUNK) {
    checkTime();
    const { count, error } = await engine.environment.write(() => {
      const collection = findCollection(target);
      if (collection === undefined || collection.id !== id) return { count: 0 }; // dropped meanwhile
      let done = 0;
      for (const docKey of keys.slice(from, from + CHUNK)) {
        const raw = engine.records.get(collection, docKey);
        const before = raw && decode(raw);
        if (before === undefined || !fits(before)) continue;
        const result = engine.environment.attempt(() => change(docKey, before, collection));
        if ('error' in result) return { count: done, error: result.error };
        done += 1;
      }
      return { count: done };
    });
    matched += count;
    if (error !== undefined) throw error; // what was changed before it stays changed, as in MongoDB
  }
  return matched;
};

/** Updates every match; inserts one document when there is none and the update is an upsert. */
export const updateMany = async (
  target: Target,
  query: Query,
  spec: UpdateSpec,
  checkTime: () => void,
): Promise<{ readonly n: number; readonly modified: number; readonly upserted?: Value }> => {
  const { engine } = target;
  const { update, arrayFilters } = spec;
  const updater = compileUpdate(update, {
    filter: query.filter,
    now: new Date(),
    ...(arrayFilters && { arrayFilters }),
  });
  let modified = 0;
  const matched = await forEachMatch(target, query, checkTime, (docKey, before, collection) => {
    const after = updater(before);
    if (after === before) return;
    engine.records.replace(collection, docKey, before, after);
    modified += 1;
  });
  if (matched > 0 || !spec.upsert) return { n: matched, modified };
  const { upserted, changed } = await engine.environment.write(() => updateFirst(target, query, spec));
  return upserted === undefined ? { n: 1, modified: changed ? 1 : 0 } : { n: 1, modified: 0, upserted };
};

/** Removes every match; gives how many there were. */
export const removeMany = async (target: Target, query: Query, checkTime: () => void): Promise<number> =>
  forEachMatch(target, query, checkTime, (docKey, before, collection) => {
    target.engine.records.remove(collection, docKey, before);
  });
