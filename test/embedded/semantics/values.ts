// Random BSON values for property tests, in the forms the engine holds them in.
import { Binary, Double, Long, MaxKey, MinKey, ObjectId } from 'bson';
import type { Doc, Value } from '../../../src/embedded/bson/types.js';
import { isInt32 } from '../../../src/embedded/bson/types.js';
import fc from '../../support/properties.js';

const inForm = (value: number): Value => (isInt32(value) ? new Double(value) : value);

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, true, false, '', 'a', 'b', 'ab', '\u{1F600}', '\uFFFD', 0, 1, -1, 2),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.double().map(inForm),
  fc.constantFrom(0, 1, 2, -1).map((value) => new Double(value)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => Long.fromBigInt(value)),
  fc.constantFrom(0n, 1n, 2n).map((value) => Long.fromBigInt(value)),
  fc.string({ maxLength: 4, unit: 'binary' }),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc.uint8Array({ maxLength: 3 }).map((bytes) => new Binary(bytes, 0)),
  fc.constantFrom<Value>(new MinKey(), new MaxKey()),
);

/** Field names that no object reorders. */
export const fieldName = fc.constantFrom('a', 'b', 'c');

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fieldName, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

export const anyValue: fc.Arbitrary<Value> = value;

export const anyDoc: fc.Arbitrary<Doc> = fc.dictionary(fieldName, anyValue, { maxKeys: 3, noNullPrototype: true });

/** Few distinct values, so that random documents and filters often meet. */
export const smallValue: fc.Arbitrary<Value> = fc.oneof(
  { maxDepth: 1 },
  fc.constantFrom<Value>(null, 0, 1, 2, 3, 'a', 'b', true, new Double(1), Long.fromNumber(2)),
  fc.array(fc.constantFrom<Value>(null, 0, 1, 2, 'a'), { maxLength: 3 }),
  fc.dictionary(fieldName, fc.constantFrom<Value>(null, 0, 1, 'a'), { maxKeys: 2, noNullPrototype: true }),
  fc.array(fc.dictionary(fieldName, fc.constantFrom<Value>(null, 0, 1, 'a'), { maxKeys: 2, noNullPrototype: true }), {
    maxLength: 2,
  }),
);

export const smallDoc: fc.Arbitrary<Doc> = fc.dictionary(fieldName, smallValue, { maxKeys: 3, noNullPrototype: true });
