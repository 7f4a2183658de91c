// Runs a query: scan, test again, order, skip, limit. Documents leave as the bytes they are stored in. Long walks give
// way to other connections every few milliseconds and stop when the command's time is over.
import { decode } from '../bson/codec.js';
import type { Doc } from '../bson/types.js';
import { compileFilter, type Predicate } from '../query/match.js';
import { compileSort, topOf } from '../query/sort.js';
import type { Collection } from '../store/catalog.js';
import type { Environment } from '../store/environment.js';
import { plan as choosePlan, type Plan } from './planner.js';
import { openScan, type Found, type Scan } from './scan.js';

export interface Query {
  readonly filter: Doc;
  readonly sort?: Doc | undefined;
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
  readonly hint?: Doc | string | undefined;
}

/** A document that matched; decoded when testing it needed that. */
export interface Match extends Found {
  doc(): Doc;
}

export interface Selection {
  readonly plan: Plan;
  readonly examined: Scan['examined'];
  /** The next matches, at most `limit`; none means the end. Gives way to others when it takes long. */
  next(limit: number, checkTime: () => void): Promise<readonly Match[]>;
  /** The same without giving way: inside a write, where nothing may come between. */
  nextNow(limit: number): readonly Match[];
}

const SLICE_MS = 4;
/** Documents looked at in one step. */
const MOST = 128;

const lazily = ({ docKey, raw }: Found): Match => {
  let decoded: Doc | undefined;
  return { docKey, raw, doc: () => (decoded ??= decode(raw)) };
};

/** Lets other connections in when this one has worked for a few milliseconds. */
export const politely = (): (() => Promise<void>) => {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await new Promise(setImmediate);
    since = performance.now();
  };
};

/** Opens a query on a collection; nothing is read before the first `next`. */
export const select = (environment: Environment, collection: Collection, query: Query): Selection => {
  const plan = choosePlan(collection, query.filter, query.sort, query.hint);
  const scan = openScan(environment, collection, plan);
  const fits: Predicate | undefined = Object.keys(query.filter).length === 0 ? undefined : compileFilter(query.filter);
  let toSkip = query.skip ?? 0;
  let left = query.limit === undefined || query.limit === 0 ? Infinity : query.limit;
  let ready: Match[] = [];
  let over = false;

  const step = (size: number): Match[] | undefined => {
    const found = scan.next(size);
    if (found.length === 0) return undefined;
    const matches = found.map(lazily);
    return fits === undefined ? matches : matches.filter((match) => fits(match.doc()));
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
  const sorter = (): { take: (matches: readonly Match[]) => void; done: () => Match[] } => {
    const order = compileSort(query.sort ?? {});
    if (left === Infinity) {
      const all: Match[] = [];
      return {
        take: (matches) => {
          for (const match of matches) all.push(match);
        },
        done: () => all.sort((a, b) => order(a.doc(), b.doc())),
      };
    }
    const top = topOf(order, left + toSkip);
    const byDoc = new WeakMap<Doc, Match>();
    return {
      take: (matches) => {
        for (const match of matches) {
          byDoc.set(match.doc(), match);
          top.add(match.doc());
        }
      },
      done: () => top.take().flatMap((doc) => byDoc.get(doc) ?? []),
    };
  };

  /** Fills `ready`, stopping for breath after every step. */
  const fill = function* (limit: number): Generator<undefined, undefined> {
    if (over) return;
    if (!plan.sorted) {
      const { take, done } = sorter();
      for (let matches = step(MOST); matches !== undefined; matches = step(MOST)) {
        take(matches);
        yield;
      }
      ready = cut(done());
      over = true;
      return;
    }
    for (let size = Math.min(MOST, limit + toSkip, left + toSkip); ; size = Math.min(MOST, size * 4)) {
      const matches = step(size);
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
  const nextNow = (limit: number): readonly Match[] => {
    const steps = ready.length === 0 ? fill(limit) : undefined;
    while (steps !== undefined && steps.next().done !== true);
    return take(limit);
  };
  const next = async (limit: number, checkTime: () => void): Promise<readonly Match[]> => {
    if (ready.length > 0) return take(limit);
    const pause = politely();
    const steps = fill(limit);
    while (steps.next().done !== true) {
      checkTime();
      await pause();
    }
    return take(limit);
  };

  return { plan, examined: scan.examined, next, nextNow };
};
