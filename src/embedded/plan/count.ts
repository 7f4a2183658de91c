// Counting. Where the keys alone have the answer no document is fetched: all documents of a collection, or all keys
// between bounds that say everything the filter asks for. Otherwise the matches are counted one by one.
import type { Collection } from '../store/catalog.js';
import type { Environment, Store } from '../store/environment.js';
import { breathe } from './breathe.js';
import { batchesOf, select, type Query } from './select.js';
import type { Span } from './spans.js';

/** Keys counted in one go, a few milliseconds' worth. */
const STEP = 20_000;

const countKeys = async (store: Store, { start, end }: Span, checkTime: () => void): Promise<number> => {
  let count = 0;
  for (let from: Buffer | undefined = start; from !== undefined;) {
    const [next]: Buffer[] = [...store.getKeys({ start: from, end, offset: STEP, limit: 1 })];
    count += next === undefined ? store.getKeysCount({ start: from, end }) : STEP;
    from = next;
    checkTime();
    await breathe();
  }
  return count;
};

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
    for (const span of plan.spans) count += await countKeys(store, span, checkTime);
    return Math.min(Math.max(0, count - (query.skip ?? 0)), query.limit ?? Infinity);
  }
  for await (const found of batchesOf(selection, checkTime)) count += found.length;
  return count;
};
