// A change of every document that matches. Which ones is settled first, reading; then they are changed in chunks, each
// document tested again in the write that changes it, so that what was moved or changed meanwhile is left alone.
// Settling first also keeps an update from meeting again a document that it has just moved forward in the index.
import { decode } from '../bson/codec.js';
import type { Doc, Value } from '../bson/types.js';
import { batchesOf, select, type Query } from '../plan/select.js';
import { compileFilter } from '../query/match.js';
import { compileUpdate } from '../update/update.js';
import { changeFirst, findCollection, optionsOf, updateFirst, type Target, type UpdateSpec } from './modify.js';

/** Documents changed in one write. */
const CHUNK = 250;

/** The keys of every match, so many in one piece, for there may be a million. */
const settle = async (target: Target, query: Query, checkTime: () => void) => {
  const selection = select(target.engine.environment, findCollection(target), query);
  const pieces: { readonly bytes: Buffer; readonly ends: Uint32Array }[] = [];
  for await (const found of batchesOf(selection, checkTime)) {
    for (let from = 0; from < found.length; from += CHUNK) {
      const keys = found.slice(from, from + CHUNK).map(({ docKey }) => docKey);
      let end = 0;
      pieces.push({ bytes: Buffer.concat(keys), ends: Uint32Array.from(keys, (key) => (end += key.length)) });
    }
  }
  return pieces;
};

const keysOf = ({ bytes, ends }: { readonly bytes: Buffer; readonly ends: Uint32Array }): Buffer[] =>
  Array.from(ends, (end, place) => bytes.subarray(place === 0 ? 0 : ends[place - 1], end));

/** Does `change` to every matching document; gives how many matched. */
const forEachMatch = async (
  target: Target,
  query: Query,
  checkTime: () => void,
  change: (docKey: Buffer, before: Doc, collection: NonNullable<ReturnType<typeof findCollection>>) => void,
): Promise<number> => {
  const { engine } = target;
  const id = findCollection(target)?.id;
  const fits = compileFilter(query.filter, { now: new Date(), ...(query.variables && { variables: query.variables }) });
  let matched = 0;
  for (const piece of await settle(target, query, checkTime)) {
    checkTime();
    const { count, error } = await engine.environment.write(() => {
      const collection = findCollection(target);
      if (collection === undefined || collection.id !== id) return { count: 0 }; // dropped meanwhile
      let done = 0;
      for (const docKey of keysOf(piece)) {
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
  const updater = compileUpdate(spec.update, optionsOf(query.filter, spec));
  let modified = 0;
  const matched = await forEachMatch(target, query, checkTime, (docKey, before, collection) => {
    const after = updater(before);
    if (after === before) return;
    target.engine.records.replace(collection, docKey, before, after);
    modified += 1;
  });
  if (matched > 0 || !spec.upsert) return { n: matched, modified };
  const { upserted, changed } = await changeFirst(target, updateFirst(target, query, spec), checkTime);
  return upserted === undefined ? { n: 1, modified: changed ? 1 : 0 } : { n: 1, modified: 0, upserted };
};

/** Removes every match; gives how many there were. */
export const removeMany = async (target: Target, query: Query, checkTime: () => void): Promise<number> =>
  forEachMatch(target, query, checkTime, (docKey, before, collection) => {
    target.engine.records.remove(collection, docKey, before);
  });
