// Counting. Where the keys alone have the answer no document is fetched: all documents of a collection, or all keys
// between bounds that say everything the filter asks for. Otherwise the matches are counted one by one.
import type { Collection } from '../store/catalog.js';
import type { Environment } from '../store/environment.js';
import { batchesOf, select, type Query } from './select.js';

/** How many documents match; skip and limit are applied as `count` applies them. */
export const countMatches = async (
  environment: Environment,
  collection: Collection | undefined,
  query: Query,
  checkTime: () => void,
): Promise<number> => {
  const selection = select(environment, collection, { ...query, sort: undefined });
  const { plan } = selection;
  let count = 0;
  if (plan.exact) {
    const store = plan.index === undefined ? environment.documents : environment.entries;
    for (const span of plan.spans) count += store.getKeysCount(span);
    return Math.min(Math.max(0, count - (query.skip ?? 0)), query.limit ?? Infinity);
  }
  for await (const found of batchesOf(selection, checkTime)) count += found.length;
  return count;
};
