// Runs a query: scan, test again, order, skip, limit. Documents leave as the bytes they are stored in. Long walks give
// way to other connections every few milliseconds and stop when the command's time is over.
import { decode, decodeFields } from '../bson/codec.js';
import { isDoc, type Doc } from '../bson/types.js';
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

/** The top-level fields that testing and sorting read; null when any may be read. */
const fieldsNeeded = (filter: Doc, sort: Doc): Set<string> | null => {
  const fields = new Set<string>();
  const add = (part: Doc): boolean =>
    Object.entries(part).every(([key, operand]) => {
      if (!key.startsWith('$')) fields.add(key.split('.')[0] ?? '');
      else if (key === '$comment') return true;
      else return Array.isArray(operand) && operand.every((branch) => isDoc(branch) && add(branch));
      return true;
    });
  return add(filter) && add(sort) ? fields : null;
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

/** Everything a selection gives, a few hundred at a time. */
export async function* batchesOf(selection: Selection, checkTime: () => void): AsyncGenerator<readonly Match[]> {
  for (;;) {
    const found = await selection.next(256, checkTime);
    if (found.length === 0) return;
    yield found;
  }
}

/**
 * Opens a query; nothing is read before the first `next`. Without a collection it gives nothing, but refuses what it
 * would refuse with one.
 */
export const select = (environment: Environment, collection: Collection | undefined, query: Query): Selection => {
  const plan = choosePlan(collection, query.filter, query.sort, query.hint);
  const scan = openScan(environment, collection?.id ?? 0, plan);
  const fits: Predicate | undefined = Object.keys(query.filter).length === 0 ? undefined : compileFilter(query.filter);
  const fields = fieldsNeeded(query.filter, plan.sorted ? {} : (query.sort ?? {}));
  let toSkip = query.skip ?? 0;
  let left = query.limit === undefined || query.limit === 0 ? Infinity : query.limit;
  let ready: Match[] = [];
  let over = false;

  /** What testing and sorting look at: of a large document only what they need is decoded. */
  const view = (match: Match): Doc => (fields === null ? match.doc() : decodeFields(match.raw, fields));
  const step = (size: number): Match[] | undefined => {
    const found = scan.next(size);
    if (found.length === 0) return undefined;
    const matches = found.map(lazily);
    return fits === undefined ? matches : matches.filter((match) => fits(view(match)));
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
    const byView = new WeakMap<Doc, Match>();
    const all: Doc[] = [];
    const top = left === Infinity ? undefined : topOf(order, left + toSkip);
    return {
      take: (matches) => {
        for (const match of matches) {
          const seen = view(match);
          byView.set(seen, match);
          if (top === undefined) all.push(seen);
          else top.add(seen);
        }
      },
      done: () => (top === undefined ? all.sort(order) : top.take()).flatMap((seen) => byView.get(seen) ?? []),
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
