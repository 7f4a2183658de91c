// Index keys sort byte by byte as MongoDB sorts the values: checked on random pairs (300,000 single and as many
// compound in full), ascending and descending, against the one comparison that sorting and filters use.
import { describe, expect, it } from '@jest/globals';
import { Long } from 'bson';
import { compareValues } from '../../../src/embedded/bson/compare.js';
import type { Value } from '../../../src/embedded/bson/types.js';
import { encodeValue, fitFields, MAX_FIELD_BYTES } from '../../../src/embedded/index-keys/encode.js';
import { counted } from './counts.js';
import { anyValue, chanceFrom } from './random.js';

const PAIRS = counted(300_000, 40_000);

const sign = (order: number): number => Math.sign(order);

describe('the order of index keys', () => {
  it('is the order of the values, ascending and descending', () => {
    const chance = chanceFrom(20_261_124);
    const wrong: unknown[] = [];
    let different = 0;
    for (let round = 0; round < PAIRS; round += 1) {
      const [a, b] = [anyValue(chance, 2), anyValue(chance, 2)];
      const wanted = sign(compareValues(a, b));
      if (wanted !== 0) different += 1;
      const up = sign(Buffer.compare(encodeValue(a), encodeValue(b)));
      const down = sign(Buffer.compare(encodeValue(a, true), encodeValue(b, true)));
      if (up !== wanted || down !== -wanted + 0) wrong.push({ a, b, wanted, up, down });
    }
    expect(wrong).toEqual([]);
    expect(different).toBeGreaterThan(PAIRS * 0.75);
  }, 120_000);

  it('is the order of the first field that differs, each in its own direction', () => {
    const chance = chanceFrom(7);
    const wrong: unknown[] = [];
    for (let round = 0; round < PAIRS; round += 1) {
      const directions = [chance.pick([true, false]), chance.pick([true, false]), chance.pick([true, false])];
      const left = directions.map(() => anyValue(chance, 1));
      // Neighbours often share the first fields: that is where a bad end of a field would show.
      const right = left.map((value, place) => (chance.below(place + 2) > 0 ? value : anyValue(chance, 1)));
      const key = (values: readonly Value[]): Buffer =>
        Buffer.concat(values.map((value, place) => encodeValue(value, directions[place])));
      const orders = left.map(
        (value, place) => compareValues(value, right[place]) * (directions[place] === true ? -1 : 1),
      );
      const wanted = sign(orders.find((order) => order !== 0) ?? 0);
      if (sign(Buffer.compare(key(left), key(right))) !== wanted) wrong.push({ left, right, directions });
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('keeps apart 64-bit integers that no double tells apart', () => {
    const [a, b] = [Long.fromBigInt(2n ** 62n), Long.fromBigInt(2n ** 62n + 1n)];
    expect(Buffer.compare(encodeValue(a), encodeValue(b))).toBe(-1);
    expect(encodeValue(Long.fromNumber(5)).equals(encodeValue(5))).toBe(true);
  });

  it('gives no key that is the beginning of another', () => {
    const chance = chanceFrom(99);
    const keys = Array.from({ length: 3_000 }, () => encodeValue(anyValue(chance, 2), chance.pick([true, false])));
    const sorted = keys.sort((x, y) => Buffer.compare(x, y));
    const prefixes = sorted.filter((key, place) => {
      const next = sorted[place + 1];
      return next !== undefined && next.length > key.length && next.subarray(0, key.length).equals(key);
    });
    expect(prefixes).toEqual([]);
  });

  it('cuts long fields to a fixed size that still tells them apart', () => {
    const long = encodeValue('x'.repeat(5_000));
    const other = encodeValue(`${'x'.repeat(4_999)}y`);
    expect(fitFields(long)).toMatchObject({ cut: true });
    expect(fitFields(long).bytes).toHaveLength(MAX_FIELD_BYTES);
    expect(fitFields(long).bytes.equals(fitFields(other).bytes)).toBe(false);
    expect(fitFields(encodeValue('x'))).toMatchObject({ cut: false });
  });
});
