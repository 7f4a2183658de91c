// Walks the keys a plan names, a few at a time, and remembers only where it is: between two pulls nothing of the
// database is held, so a slow reader never keeps old pages alive. What was deleted meanwhile is passed over.
import type { Environment, Store } from '../store/environment.js';
import { prefixed } from '../store/records.js';
import type { Plan } from './planner.js';
import type { Span } from './spans.js';

/** A document on its way to the matcher. */
export interface Found {
  readonly docKey: Buffer;
  readonly raw: Buffer;
}

export interface Scan {
  /** The next documents, at most `limit`; fewer does not mean the end, none does. */
  next(limit: number): Found[];
  readonly examined: { keys: number; docs: number };
}

interface Row {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** Rows read ahead on each of several merged stretches. */
const AHEAD = 16;

/** Made for every document of a long scan: the key is only cut out where it is asked for. */
class StoredRow implements Found {
  constructor(
    private readonly key: Buffer,
    readonly raw: Buffer,
  ) {}

  get docKey(): Buffer {
    return this.key.subarray(4);
  }
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** Reads one stretch, in pieces; none means its end. */
const readSpan = (store: Store, span: Span, reverse: boolean): ((limit: number) => Row[]) => {
  let last: Buffer | undefined;
  let over = false;
  return (limit) => {
    if (over) return [];
    const range = reverse
      ? { start: last ?? span.end, end: span.start, reverse: true, exclusiveStart: true, inclusiveEnd: true }
      : { start: last ?? span.start, end: span.end, exclusiveStart: last !== undefined };
    const rows: Row[] = [];
    for (const { key, value } of store.getRange({ ...range, limit })) rows.push({ key: asBuffer(key), value });
    last = rows.at(-1)?.key;
    over = rows.length < limit;
    return rows;
  };
};

/** A stretch that is one document's own key. */
const readPoint = (store: Store, { start }: Span): ((limit: number) => Row[]) => {
  return () => {
    const value = store.get(start);
    return value === undefined ? [] : [{ key: start, value }];
  };
};

/** Stretches in a row that hold nothing before it is asked where the next key stands; more where asking gained little. */
const MISSES = 4;
const MOST_MISSES = 64;

/** One stretch after the other, in order of their keys; where many hold nothing, past those before the next key there is. */
const oneByOne = (store: Store, { spans, reverse, stage }: Plan): ((limit: number) => Row[]) => {
  let at = 0;
  let read: ((limit: number) => Row[]) | undefined;
  let misses = 0;
  let patience = MISSES;
  const leap = (): void => {
    const [from, last] = [spans[at], spans.at(-1)];
    misses = 0;
    if (from === undefined || last === undefined) return;
    const before = at;
    const [next] = store.getKeys({ start: from.start, end: last.end, limit: 1 });
    if (next === undefined) at = spans.length;
    else while ((spans[at]?.end.compare(next) ?? 1) <= 0) at += 1;
    patience = at - before > patience ? MISSES : Math.min(2 * patience, MOST_MISSES);
  };
  return (limit) => {
    const rows: Row[] = [];
    while (rows.length < limit) {
      if (read === undefined && misses >= patience && !reverse) leap();
      const span = spans[at];
      if (span === undefined) break;
      read ??= stage === 'IDHACK' ? readPoint(store, span) : readSpan(store, span, reverse);
      const more = read(limit - rows.length);
      rows.push(...more);
      if (rows.length >= limit && stage !== 'IDHACK') break;
      misses = more.length === 0 ? misses + 1 : 0;
      read = undefined;
      at += 1;
    }
    return rows;
  };
};

/** All stretches at once, by what stands behind the beginning of each. */
const merged = (store: Store, { spans, reverse, merge = [] }: Plan): ((limit: number) => Row[]) => {
  const streams = spans.map((span, place) => ({
    read: readSpan(store, span, reverse),
    from: merge[place] ?? 4,
    rows: [] as Row[],
    over: false,
  }));
  const first = () => {
    let best: (typeof streams)[number] | undefined;
    for (const stream of streams) {
      if (stream.rows.length === 0 && !stream.over) {
        stream.rows = stream.read(AHEAD);
        stream.over = stream.rows.length === 0;
      }
      const [row] = stream.rows;
      const [least] = best?.rows ?? [];
      if (row === undefined) continue;
      if (best === undefined || least === undefined) best = stream;
      else {
        const order = row.key.compare(least.key, best.from, least.key.length, stream.from, row.key.length);
        if (reverse ? order > 0 : order < 0) best = stream;
      }
    }
    return best?.rows.shift();
  };
  return (limit) => {
    const rows: Row[] = [];
    for (let row = first(); row !== undefined; row = first()) {
      rows.push(row);
      if (rows.length >= limit) break;
    }
    return rows;
  };
};

export const openScan = (environment: Environment, collectionId: number, plan: Plan): Scan => {
  const { documents, entries } = environment;
  const examined = { keys: 0, docs: 0 };
  const seen = plan.repeats ? new Set<string>() : undefined;
  const isNew = (docKey: Buffer): boolean => {
    if (seen === undefined) return true;
    const before = seen.size;
    return seen.add(docKey.toString('latin1')).size > before;
  };

  if (plan.branches !== undefined) {
    const scans = plan.branches.map((branch) => openScan(environment, collectionId, branch));
    const next = (limit: number): Found[] => {
      for (const scan of scans) {
        for (let found = scan.next(limit); found.length > 0; found = scan.next(limit)) {
          const fresh = found.filter(({ docKey }) => isNew(docKey));
          examined.keys = scans.reduce((sum, each) => sum + each.examined.keys, 0);
          examined.docs = scans.reduce((sum, each) => sum + each.examined.docs, 0);
          if (fresh.length > 0) return fresh;
        }
      }
      return [];
    };
    return { examined, next };
  }

  const store = plan.index === undefined ? documents : entries;
  const pull = plan.merge === undefined ? oneByOne(store, plan) : merged(store, plan);
  return {
    examined,
    next: (limit) => {
      for (;;) {
        const rows = pull(limit);
        if (rows.length === 0) return [];
        if (plan.stage !== 'COLLSCAN') examined.keys += rows.length;
        const found: Found[] = [];
        for (const { key, value } of rows) {
          if (plan.index === undefined) found.push(new StoredRow(key, value));
          else if (isNew(value)) {
            const raw = documents.get(prefixed(collectionId, value));
            if (raw !== undefined) found.push({ docKey: value, raw });
          }
        }
        examined.docs += found.length;
        if (found.length > 0) return found;
      }
    },
  };
};
