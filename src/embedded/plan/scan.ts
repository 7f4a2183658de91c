// Walks the keys a plan names, a few at a time, and remembers only where it is: between two pulls nothing of the
// database is held, so a slow reader never keeps old pages alive. What was deleted meanwhile is passed over.
import type { Environment } from '../store/environment.js';
import { prefixed } from '../store/records.js';
import type { Plan } from './planner.js';

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

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

export const openScan = (environment: Environment, collectionId: number, plan: Plan): Scan => {
  const { documents, entries } = environment;
  const store = plan.index === undefined ? documents : entries;
  const seen = plan.repeats ? new Set<string>() : undefined;
  const examined = { keys: 0, docs: 0 };
  let spanAt = 0;
  let last: Buffer | undefined;

  const pull = (limit: number): { key: Buffer; value: Buffer }[] => {
    const span = plan.spans[spanAt];
    if (span === undefined) return [];
    const range = plan.reverse
      ? { start: last ?? span.end, end: span.start, reverse: true, exclusiveStart: true, inclusiveEnd: true }
      : { start: last ?? span.start, end: span.end, exclusiveStart: last !== undefined };
    const rows: { key: Buffer; value: Buffer }[] = [];
    for (const { key, value } of store.getRange({ ...range, limit })) rows.push({ key: asBuffer(key), value });
    last = rows.at(-1)?.key;
    if (rows.length < limit) {
      spanAt += 1;
      last = undefined;
    }
    return rows;
  };

  return {
    examined,
    next: (limit) => {
      const found: Found[] = [];
      while (found.length === 0 && spanAt < plan.spans.length) {
        for (const { key, value } of pull(limit)) {
          examined.keys += plan.index === undefined && plan.stage === 'COLLSCAN' ? 0 : 1;
          if (plan.index === undefined) {
            examined.docs += 1;
            found.push({ docKey: key.subarray(4), raw: value });
            continue;
          }
          if (seen !== undefined) {
            const mark = value.toString('latin1');
            if (seen.has(mark)) continue;
            seen.add(mark);
          }
          const raw = documents.get(prefixed(collectionId, value));
          if (raw === undefined) continue;
          examined.docs += 1;
          found.push({ docKey: value, raw });
        }
      }
      return found;
    },
  };
};
