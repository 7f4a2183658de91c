// Counting without fetching: all documents of a collection, or all that one stretch of an index holds when the filter
// asks for nothing that the index has not already answered.
import type { Collection } from '../store/catalog.js';
import type { Environment } from '../store/environment.js';
import { prefixed } from '../store/records.js';
import { select, type Query } from './select.js';

/** How many documents match; skip and limit are applied as `count` applies them. */
export const countMatches = async (
  environment: Environment,
  collection: Collection,
  query: Query,
  checkTime: () => void,
): Promise<number> => {
  const everything = Object.keys(query.filter).length === 0;
  if (everything) {
    const start = prefixed(collection.id);
    const all = environment.documents.getKeysCount({ start, end: prefixed(collection.id, Buffer.from([0xff])) });
    return Math.min(Math.max(0, all - (query.skip ?? 0)), query.limit ?? Infinity);
  }
  const selection = select(environment, collection, { ...query, sort: undefined });
  let count = 0;
  for (
    let found = await selection.next(256, checkTime);
    found.length > 0;
    found = await selection.next(256, checkTime)
  ) {
    count += found.length;
  }
  return count;
};
