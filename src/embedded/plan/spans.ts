// From bounds to stretches of keys: the bytes between which an index holds everything the bounds allow, and perhaps
// a little more (the matcher tests again).
import { AFTER_ALL, encodeValue, fitFields, KEPT_BYTES } from '../index-keys/encode.js';
import type { Bound } from '../query/bounds.js';
import { prefixed } from '../store/records.js';

/** Keys from `start` (itself included) up to `end` (itself left out). */
export interface Span {
  readonly start: Buffer;
  readonly end: Buffer;
}

const END = Buffer.from([AFTER_ALL]);
/** Behind bytes that were cut off in the middle anything may follow. */
const FAR_END = Buffer.alloc(40, AFTER_ALL);

/** Keys that begin with these field bytes. `whole`: they are all of the index's fields. */
export const spanOfPrefix = (id: number, fields: Buffer, whole: boolean): Span => {
  const kept = whole ? fitFields(fields).bytes : fields.subarray(0, KEPT_BYTES);
  const end = prefixed(id, kept, !whole && fields.length >= KEPT_BYTES ? FAR_END : END);
  return { start: end.subarray(0, 4 + kept.length), end };
};

/** Keys that begin with these field bytes and then hold a value between the bound's ends, or beyond its only end. */
export const spanOfRange = (id: number, fields: Buffer, bound: Bound, descending: boolean): Span => {
  const [from, to] = descending ? [bound.high, bound.low] : [bound.low, bound.high];
  const [first, last] = [from, to].map((end) => end && Buffer.concat([fields, encodeValue(end.value, descending)]));
  // An open side ends with the type: comparisons never leave it.
  const type = (first ?? last)?.[fields.length] ?? 0;
  const start =
    first === undefined
      ? Buffer.concat([fields, Buffer.from([type])])
      : from?.inclusive === true
        ? first
        : Buffer.concat([first, END]);
  const end =
    last === undefined
      ? Buffer.concat([fields, Buffer.from([type + 1])])
      : to?.inclusive === true
        ? Buffer.concat([last, END])
        : last;
  if (start.length < KEPT_BYTES && end.length < KEPT_BYTES)
    return { start: prefixed(id, start), end: prefixed(id, end) };
  return {
    start: prefixed(id, start.subarray(0, KEPT_BYTES)),
    end: prefixed(id, end.subarray(0, KEPT_BYTES), FAR_END),
  };
};
