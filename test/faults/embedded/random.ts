// Repeatable chance for the property tests: the same seed gives the same values on every run.
import { Binary, BSONRegExp, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import type { Doc, Value } from '../../../src/embedded/bson/types.js';

export interface Chance {
  /** A whole number from 0 up to (not including) `below`. */
  below(below: number): number;
  pick<T>(list: readonly T[]): T;
}

/** A small generator of good enough numbers (Mulberry32). */
export const chanceFrom = (seed: number): Chance => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    below: (below) => Math.floor(next() * below),
    pick: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
  };
};

const texts = [
  '',
  '\0',
  '\0\0',
  '\x01',
  'a',
  'a\0',
  'a\0b',
  'a\x01',
  'ab',
  'aé',
  'é',
  'z',
  '\uffff',
  '\ud83d\ude00',
  '\ue000',
];
const doubles = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1e-300,
  2 ** 31,
  -(2 ** 31),
  2 ** 53,
  -(2 ** 53),
  1e300,
  Infinity,
  -Infinity,
  NaN,
];

/** Any value that an index can hold; nested only `depth` levels deep. */
export const anyValue = (chance: Chance, depth: number): Value => {
  const text = (): string => chance.pick(texts) + (chance.below(3) === 0 ? chance.pick(texts) : '');
  switch (chance.below(depth > 0 ? 16 : 13)) {
    case 0:
      return null;
    case 1:
      return chance.pick([true, false]);
    case 2:
      return chance.below(40) - 20;
    case 3:
      return new Double(chance.below(10) - 5);
    case 4:
      return chance.pick(doubles);
    case 5:
      return Long.fromBigInt(2n ** BigInt(50 + chance.below(13)) + BigInt(chance.below(7) - 3)).multiply(
        chance.pick([1, -1]),
      );
    case 6:
    case 7:
      return text();
    case 8:
      return new Date(chance.pick([0, -1, 1, 8.64e15, -8.64e15, chance.below(5)]));
    case 9:
      return new ObjectId(Buffer.alloc(12, chance.below(4)));
    case 10:
      return new Binary(Buffer.alloc(chance.below(4), chance.below(256)), chance.pick([0, 4]));
    case 11:
      return chance.pick([new MinKey(), new MaxKey()]);
    case 12:
      return chance.pick([
        new Timestamp({ t: chance.below(3), i: chance.below(3) }),
        new BSONRegExp(chance.pick(['a', 'b']), ''),
      ]);
    case 13:
      return Array.from({ length: chance.below(3) }, () => anyValue(chance, depth - 1));
    default:
      return anyDoc(chance, depth - 1);
  }
};

const anyDoc = (chance: Chance, depth: number): Doc => {
  const doc: Doc = {};
  for (let count = chance.below(3); count > 0; count -= 1)
    doc[chance.pick(['a', 'b', 'a\x01', 'ab', ''])] = anyValue(chance, depth);
  return doc;
};
