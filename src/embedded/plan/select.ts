// Runs a query: scan, test again, order, skip, limit. Documents leave as the bytes they are stored in; to test and sort
// them only the fields are decoded that this reads. Long walks give way to other connections and stop when time is over.
import type { Variables } from '../aggregate/scope.js';
import { decode, decodeFields } from '../bson/codec.js';
import type { Doc } from '../bson/types.js';
import { filterFields } from '../query/bounds.js';
import { compileFilter, type Predicate } from '../query/match.js';
import { compileSort } from '../query/sort.js';
import { sorterOf } from '../query/sorter.js';
import type { Collection } from '../store/catalog.js';
import type { Environment } from '../store/environment.js';
import { breathe } from './breathe.js';
import { plan as choosePlan, type Plan } from './planner.js';
import { openScan, type Found, type Scan } from './scan.js';

export interface Query {
  readonly filter: Doc;
  readonly sort?: Doc | undefined;
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
  readonly hint?: Doc | string | undefined;
  /** Of a command's `let`, for `$expr`. */
  readonly variables?: Variables | undefined;
  /** The only top-level fields that `doc()` has to give, where its reader needs no others. */
  readonly reads?: ReadonlySet<string> | null | undefined;
}

/** A document that matched; decoded when that is needed. */
export interface Match extends Found {
  doc(): Doc;
}

export interface Selection {
  readonly plan: Plan;
  readonly examined: Scan['examined'];
  /** The next matches, at most `limit`; none means the end. Gives way to others when it takes long. */
  next(limit: number, checkTime: () => void): Promise<readonly Match[]>;
  /** The same without giving way: inside a write, where nothing may come between. Undefined: that would take long. */
  nextNow(limit: number): readonly Match[] | undefined;
}

/** Documents looked at in one step, a few milliseconds' worth. */
const MOST = 512;
/** Documents looked at without giving way. */
const MOST_NOW = 512;

/** Everything a selection gives, a few hundred at a time. */
export async function* batchesOf(selection: Selection, checkTime: () => void): AsyncGenerator<readonly Match[]> {
  for (;;) {
    const found = await selection.next(MOST, checkTime);
    if (found.length === 0) return;
    yield found;
    checkTime();
    await breathe();
  }
}

const readerOf = (fields: ReadonlySet<string> | null | undefined): ((raw: Buffer) => Doc) =>
  fields === null || fields === undefined ? decode : (raw) => decodeFields(raw, fields);

/** Makes matches of what a scan finds and the filter accepts. */
const tester = ({ filter, reads, variables }: Query): ((found: readonly Found[]) => Match[]) => {
  const fits: Predicate | undefined =
    Object.keys(filter).length === 0
      ? undefined
      : compileFilter(filter, { now: new Date(), ...(variables && { variables }) });
  const tested = fits === undefined ? new Set<string>() : filterFields(filter);
  const whole = reads === undefined || reads === null;
  // What the test reads and what is read afterwards is decoded once, where both are known.
  const readTest = readerOf(whole || tested === null ? tested : new Set([...tested, ...reads]));
  const readRest = readerOf(reads);
  return (found) => {
    const matches: Match[] = [];
    for (const each of found) {
      const { raw } = each;
      const seen = fits && readTest(raw);
      if (fits !== undefined && seen !== undefined && !fits(seen)) continue;
      let decoded = whole && tested !== null ? undefined : seen;
      matches.push({
        raw,
        get docKey() {
          return each.docKey;
        },
        doc: () => (decoded ??= readRest(raw)),
      });
    }
    return matches;
  };
};

/**
 * Opens a query; nothing is read before the first `next`. Without a collection it gives nothing, but refuses what it
 * would refuse with one.
 */
export const select = (environment: Environment, collection: Collection | undefined, query: Query): Selection => {
  const plan = choosePlan(collection, query.filter, query.sort, query.hint);
  const scan = openScan(environment, collection?.id ?? 0, plan);
  const test = tester(query);
  let toSkip = query.skip ?? 0;
  let left = query.limit === undefined || query.limit === 0 ? Infinity : query.limit;
  let sorted: Iterator<{ readonly match: Match }> | undefined;
  let ready: Match[] = [];
  let over = false;

  const step = (size: number): Match[] | undefined => {
    const found = scan.next(size);
    return found.length === 0 ? undefined : test(found);
  };
  /** Skip and limit, on matches in their final order. */
  const cut = (matches: Match[]): Match[] => {
    const skipped = Math.min(toSkip, matches.length);
    toSkip -= skipped;
    const taken = skipped === 0 && matches.length <= left ? matches : matches.slice(skipped, skipped + left);
    left -= taken.length;
    over ||= left <= 0;
    return taken;
  };

  /** Reads everything before the first can be given. */
  const sortAll = function* (sort: Doc): Generator<undefined, Iterator<{ readonly match: Match }>> {
    const order = compileSort(sort);
    const readKey = readerOf(filterFields(sort));
    const sorter = sorterOf<{ readonly key: Doc; readonly match: Match }>(
      (a, b) => order(a.key, b.key),
      left + toSkip,
      ({ match }) => match.raw.length + 400,
    );
    for (let matches = step(MOST); matches !== undefined; matches = step(MOST)) {
      for (const match of matches) sorter.add({ key: readKey(match.raw), match });
      yield;
    }
    return sorter.results()[Symbol.iterator]();
  };
  /** Fills `ready`, stopping for breath after every step. */
  const fill = function* (limit: number): Generator<undefined, undefined> {
    if (over) return;
    if (!plan.sorted) sorted ??= yield* sortAll(query.sort ?? {});
    for (let size = Math.min(MOST, limit + toSkip, left + toSkip); ; size = Math.min(MOST, size * 4)) {
      const matches = sorted === undefined ? step(size) : takeFrom(sorted, size);
      if (matches === undefined) {
        over = true;
        return;
      }
      ready = cut(matches);
      if (ready.length > 0 || left <= 0) return;
      yield;
    }
  };
  const take = (limit: number): readonly Match[] => ready.splice(0, limit);
  const nextNow = (limit: number): readonly Match[] | undefined => {
    const steps = ready.length === 0 ? fill(limit) : undefined;
    while (steps !== undefined && steps.next().done !== true) if (scan.examined.docs > MOST_NOW) return undefined;
    return take(limit);
  };
  const next = async (limit: number, checkTime: () => void): Promise<readonly Match[]> => {
    if (ready.length > 0) return take(limit);
    const steps = fill(limit);
    while (steps.next().done !== true) {
      checkTime();
      await breathe();
    }
    return take(limit);
  };

  return { plan, examined: scan.examined, next, nextNow };
};

/** The next so many; undefined when there are no more. */
const takeFrom = (sorted: Iterator<{ readonly match: Match }>, count: number): Match[] | undefined => {
  const matches: Match[] = [];
  while (matches.length < count) {
    const next = sorted.next();
    if (next.done === true) break;
    matches.push(next.value.match);
  }
  return matches.length === 0 ? undefined : matches;
};
