// Filters against documents, row by row as the manual's "Query Predicates" and "Query for Null or Missing Fields" have
// it; the rows marked "silent" are those where lesser engines answer differently without a word.
import { describe, expect, it } from '@jest/globals';
import { BSONRegExp, Binary, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, UUID } from 'bson';
import { equalValues } from '../../../src/embedded/bson/compare.js';
import type { Doc, Value } from '../../../src/embedded/bson/types.js';
import { filterBounds, filterFields, filterImplies } from '../../../src/embedded/query/bounds.js';
import { compileFilter } from '../../../src/embedded/query/match.js';
import { positionalFor } from '../../../src/embedded/query/positional.js';
import { anyValue, fieldName, smallDoc, smallValue } from './values.js';
import fc from '../../support/properties.js';

const one = new ObjectId('65f000000000000000000001');
const binary = (...bytes: number[]) => new Binary(Buffer.from(bytes), 0);
const long = (value: number) => Long.fromNumber(value);

type Row = [filter: Doc, doc: Doc, matches: boolean];

const rows: Record<string, Row[]> = {
  equality: [
    [{}, {}, true],
    [{ a: 1 }, { a: 1 }, true],
    [{ a: 1 }, { a: '1' }, false],
    [{ a: 1 }, { a: new Double(1) }, true],
    [{ a: long(1) }, { a: 1 }, true], // silent
    [{ a: 5 }, { a: Decimal128.fromString('5.00') }, true], // silent
    [{ a: 1 }, { a: [2, 1] }, true],
    [{ a: [2, 1] }, { a: [2, 1] }, true],
    [{ a: [1, 2] }, { a: [2, 1] }, false],
    [{ a: [2, 1] }, { a: [[2, 1], 3] }, true],
    [{ a: { x: 1, y: 2 } }, { a: { x: 1, y: 2 } }, true],
    [{ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }, false], // silent: key order
    [{ a: { x: 1 } }, { a: { x: 1, y: 2 } }, false],
    [{ a: {} }, { a: {} }, true],
    [{ a: {} }, { a: { x: 1 } }, false],
    [{ 'a.x': 1 }, { a: { x: 1 } }, true],
    [{ 'a.x': 1 }, { a: [{ x: 2 }, { x: 1 }] }, true],
    [{ 'a.x.y': 1 }, { a: [{ x: [{ y: 1 }] }] }, true],
    [{ 'a.1': 5 }, { a: [4, 5] }, true],
    [{ 'a.1': 4 }, { a: [4, 5] }, false],
    [{ 'a.0.x': 1 }, { a: [{ x: 1 }] }, true],
    [{ 'a.0.0': 1 }, { a: [[1]] }, true],
    [{ 'a.0': 1 }, { a: { 0: 1 } }, true],
    [{ 'a.x': 1 }, { a: [[{ x: 1 }]] }, false], // an array right inside an array is not entered
    [{ a: one }, { a: new ObjectId(one.toHexString()) }, true],
    [{ a: one }, { a: one.toHexString() }, false],
    [{ a: binary(255) }, { a: binary(254) }, false], // silent
    [{ a: binary(1) }, { a: new Binary(Buffer.from([1]), 5) }, false], // silent
    [
      { a: new UUID('00112233-4455-6677-8899-aabbccddeeff') },
      { a: new Binary(Buffer.from('00112233445566778899aabbccddeeff', 'hex'), 4) },
      true,
    ], // silent
    [{ a: new Date(5) }, { a: new Date(5) }, true],
    [{ a: Number.NaN }, { a: Number.NaN }, true],
    [{ constructor: 1 }, {}, false],
    [{ toString: null }, {}, true],
    [{ a: { $eq: 1 } }, { a: [1] }, true],
    [{ a: { $eq: { $ref: 'x', $id: 1 } } }, { a: { $ref: 'x', $id: 1 } }, true],
    [{ 'a.$id': 1 }, { a: { $ref: 'x', $id: 1 } }, true],
    [{ a: { $ne: 1 } }, { a: [1, 2] }, false],
    [{ a: { $ne: 1 } }, {}, true],
    [{ a: { $comment: 'why', $eq: 1 } }, { a: 1 }, true],
    [{ $comment: 'why' }, {}, true],
  ],
  'null and missing': [
    [{ a: null }, {}, true],
    [{ a: null }, { a: null }, true],
    [{ a: null }, { a: 0 }, false],
    [{ a: null }, { a: [] }, false],
    [{ a: null }, { a: [null] }, true],
    [{ 'a.b': null }, { a: [{}] }, true], // silent
    [{ 'a.b': null }, { a: [{ b: 1 }] }, false],
    [{ 'a.b': null }, { a: [{ b: 1 }, {}] }, true], // silent
    [{ 'a.b': null }, { a: [] }, false],
    [{ 'a.b': null }, { a: [1] }, false],
    [{ 'a.b': null }, { a: 1 }, true],
    [{ a: { $gte: null } }, {}, true], // silent
    [{ a: { $lte: null } }, { a: null }, true],
    [{ a: { $gt: null } }, { a: 1 }, false],
    [{ a: { $ne: null } }, {}, false],
    [{ a: { $ne: null } }, { a: 0 }, true],
    [{ a: { $in: [null] } }, {}, true],
    [{ a: { $nin: [null, 1] } }, {}, false],
    [{ a: { $exists: false } }, {}, true],
    [{ a: { $exists: true } }, { a: null }, true],
    [{ a: { $exists: 0 } }, { a: null }, false],
    [{ 'a.b': { $exists: true } }, { a: [{}, { b: 1 }] }, true],
    [{ 'a.b': { $exists: false } }, { a: [{}, { b: 1 }] }, false],
    [{ a: { $not: { $exists: true } } }, {}, true],
  ],
  comparison: [
    [{ a: { $gt: 1 } }, { a: 2 }, true],
    [{ a: { $gt: 1 } }, { a: '2' }, false],
    [{ a: { $gt: 1 } }, { a: new Date() }, false],
    [{ a: { $gt: long(9) } }, { a: long(10) }, true], // silent
    [{ a: { $gte: 1, $lt: 3 } }, { a: [0, 5] }, true], // each bound by another element
    [{ a: { $lt: 5 } }, { a: Number.NaN }, false],
    [{ a: { $lte: Number.NaN } }, { a: Number.NaN }, true],
    [{ a: { $gte: Number.NaN } }, { a: 1 }, false],
    [{ a: { $lt: 'b' } }, { a: 'a' }, true],
    [{ a: { $gt: '\uFFFD' } }, { a: '\u{1F600}' }, true], // silent: UTF-8 order
    [{ a: { $gt: { x: 1 } } }, { a: { x: 2 } }, true],
    [{ a: { $gt: [1, 2] } }, { a: [1, 3] }, true],
    [{ a: { $gt: [1, 2] } }, { a: 5 }, false],
    [{ a: { $gt: one } }, { a: new ObjectId('ffffffffffffffffffffffff') }, true],
    [{ a: { $gt: new Date(1) } }, { a: new Date(2) }, true],
    [{ a: { $gt: new MinKey() } }, { a: 'x' }, true],
    [{ a: { $lt: new MaxKey() } }, { a: [{}] }, true],
    [{ a: { $gt: new MinKey() } }, {}, false],
    [{ a: { $lt: true } }, { a: false }, true],
    [{ a: { $in: [1, 'x'] } }, { a: new Double(1) }, true],
    [{ a: { $in: [] } }, { a: 1 }, false],
    [{ a: { $in: [[1]] } }, { a: [1] }, true],
    [{ a: { $in: [new BSONRegExp('^x')] } }, { a: ['y', 'xy'] }, true],
    [{ a: { $nin: [new BSONRegExp('^x')] } }, { a: ['y', 'xy'] }, false],
  ],
  logic: [
    [{ $and: [{ a: 1 }, { b: 1 }] }, { a: 1, b: 1 }, true],
    [{ $or: [{ a: 1 }, { b: 1 }] }, { b: 1 }, true],
    [{ $nor: [{ a: 1 }, { b: 1 }] }, { b: 1 }, false],
    [{ $nor: [{ a: 1 }] }, {}, true],
    [{ a: { $not: { $gt: 1 } } }, {}, true],
    [{ a: { $not: { $gt: 1 } } }, { a: '5' }, true],
    [{ a: { $not: { $gt: 1 } } }, { a: [0, 2] }, false],
    [{ a: { $not: new BSONRegExp('^x') } }, { a: 'xy' }, false],
    [{ a: { $not: { $not: { $eq: 1 } } } }, { a: 1 }, true],
    [{ a: 1, $or: [{ b: 1 }, { b: { $exists: false } }] }, { a: 1 }, true],
  ],
  'types and patterns': [
    [{ a: { $type: 'objectId' } }, { a: one }, true], // silent
    [{ a: { $type: 'binData' } }, { a: binary(1) }, true], // silent
    [{ a: { $type: 'string' } }, { a: [1, 'x'] }, true], // silent: by element
    [{ a: { $type: 'array' } }, { a: [] }, true],
    [{ a: { $type: 'long' } }, { a: 1 }, false], // silent: by stored type
    [{ a: { $type: 'long' } }, { a: long(1) }, true],
    [{ a: { $type: 'int' } }, { a: new Double(1) }, false],
    [{ a: { $type: 'number' } }, { a: new Double(1) }, true],
    [{ a: { $type: 2 } }, { a: 'x' }, true],
    [{ a: { $type: [1, 'null'] } }, { a: null }, true],
    [{ a: { $type: 10 } }, {}, false],
    [{ a: { $type: -1 } }, { a: new MinKey() }, true],
    [{ a: new BSONRegExp('B', 'i') }, { a: 'abc' }, true],
    [{ a: new BSONRegExp('^b') }, { a: ['x', 'bc'] }, true],
    [{ a: { $regex: 'B', $options: 'i' } }, { a: 'abc' }, true],
    [{ a: { $options: 'i', $regex: new BSONRegExp('B') } }, { a: 'abc' }, true],
    [{ a: { $regex: '^a.c$', $options: 's' } }, { a: 'a\nc' }, true],
    [{ a: { $regex: 'a b # spaced', $options: 'x' } }, { a: 'ab' }, true],
    [{ a: { $regex: '(?i)AB' } }, { a: 'xab' }, true],
    [{ a: { $regex: '\\-' } }, { a: 'a-b' }, true],
    [{ a: { $regex: '^.$' } }, { a: '\u{1F600}' }, true],
    [{ a: new BSONRegExp('1') }, { a: 1 }, false],
    [{ a: new BSONRegExp('x') }, { a: new BSONRegExp('x') }, true],
    [{ a: { $mod: [4, 1] } }, { a: 5 }, true],
    [{ a: { $mod: [4, 1] } }, { a: 5.7 }, true], // silent
    [{ a: { $mod: [4, -1] } }, { a: -5 }, true],
    [{ a: { $mod: [4, 0] } }, { a: 'x' }, false],
    [{ a: { $mod: [10, 3] } }, { a: Long.fromString('9007199254740993') }, true],
  ],
  arrays: [
    [{ a: { $size: 2 } }, { a: [1, 2] }, true],
    [{ a: { $size: 2 } }, { a: [[1, 2]] }, false],
    [{ a: { $size: 0 } }, {}, false],
    [{ 'a.b': { $size: 1 } }, { a: [{ b: [1] }] }, true],
    [{ a: { $all: [1, 2] } }, { a: [2, 3, 1] }, true],
    [{ a: { $all: [1] } }, { a: 1 }, true], // silent
    [{ a: { $all: [] } }, { a: [] }, false],
    [{ a: { $all: [[1, 2]] } }, { a: [1, 2] }, true],
    [{ a: { $all: [{ $elemMatch: { x: 1 } }, { $elemMatch: { x: 2 } }] } }, { a: [{ x: 1 }, { x: 2 }] }, true],
    [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 5] }, false],
    [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 2] }, true],
    [{ a: { $elemMatch: { x: 1, y: 2 } } }, { a: [{ x: 1 }, { y: 2 }] }, false],
    [{ a: { $elemMatch: { x: 1, y: 2 } } }, { a: [{ x: 1, y: 2 }] }, true],
    [{ a: { $elemMatch: { $or: [{ x: 1 }, { y: 1 }] } } }, { a: [{ y: 1 }] }, true],
    [{ a: { $elemMatch: { x: 1 } } }, { a: { x: 1 } }, false],
    [{ a: { $elemMatch: { $eq: null } } }, { a: [] }, false],
    [{ a: { $elemMatch: { $in: [2] } } }, { a: [[2]] }, false],
    [{ a: { $elemMatch: { $elemMatch: { $eq: 2 } } } }, { a: [[2]] }, true],
    [{ 'a.b': { $elemMatch: { x: 1 } } }, { a: [{ b: [{ x: 1 }] }] }, true],
    [{ a: { $not: { $elemMatch: { x: 1 } } } }, { a: [] }, true],
  ],
  expressions: [
    [{ $expr: { $gt: ['$a', '$b'] } }, { a: 2, b: 1 }, true],
    [{ $expr: { $gt: ['$a', 5] } }, { a: 'x' }, true], // silent: across types by their order
    [{ $expr: { $eq: ['$a', null] } }, {}, false], // silent: missing is not null
    [{ $expr: { $lt: ['$a', null] } }, {}, true],
    [{ $expr: '$a' }, { a: 0 }, false],
    [{ $expr: { $and: [{ $eq: ['$a', 1] }, { $lt: ['$b', '$$NOW'] }] } }, { a: 1, b: new Date(0) }, true],
  ],
};

describe('filters', () => {
  for (const [topic, cases] of Object.entries(rows)) {
    describe(topic, () => {
      it.each(cases.map(([filter, doc, matches], at) => ({ at, filter, doc, matches })))(
        'row $at: $filter with $doc: $matches',
        ({ filter, doc, matches }) => {
          expect(compileFilter(filter)(doc)).toBe(matches);
        },
      );
    });
  }

  const refused: [Doc, number][] = [
    [{ $or: [] }, 2],
    [{ $and: {} }, 2],
    [{ $or: [1] }, 2],
    [{ $where: 'true' }, 2],
    [{ $text: { $search: 'x' } }, 2],
    [{ $jsonSchema: {} }, 2],
    [{ a: { $near: [1, 2] } }, 2],
    [{ a: { $gt: 1, b: 1 } }, 2],
    [{ a: { $bitsAllSet: 1 } }, 2],
    [{ a: { $in: 1 } }, 2],
    [{ a: { $in: [{ $gt: 1 }] } }, 2],
    [{ a: { $ne: new BSONRegExp('x') } }, 2],
    [{ a: { $gt: new BSONRegExp('x') } }, 2],
    [{ a: { $not: 1 } }, 2],
    [{ a: { $not: {} } }, 2],
    [{ a: { $all: 1 } }, 2],
    [{ a: { $size: 'x' } }, 2],
    [{ a: { $size: -1 } }, 2],
    [{ a: { $size: 1.5 } }, 2],
    [{ a: { $mod: [0, 1] } }, 2],
    [{ a: { $mod: [1] } }, 2],
    [{ a: { $elemMatch: 1 } }, 2],
    [{ a: { $options: 'i' } }, 2],
    [{ a: { $regex: 1 } }, 2],
    [{ a: { $regex: '(' } }, 51091],
    [{ a: { $regex: 'a', $options: 'g' } }, 51108],
    [{ a: { $type: 'text' } }, 2],
    [{ a: { $type: [] } }, 9],
    [{ $expr: { $frobnicate: 1 } }, 168],
  ];
  it.each(refused)('refuses %j with code %i', (filter, code) => {
    expect(() => compileFilter(filter)).toThrow(expect.objectContaining({ code }));
  });

  it('agrees with a plain comparison on random scalars and documents', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (stored, asked) => {
        fc.pre(!Array.isArray(stored) && asked !== null && !(asked instanceof BSONRegExp));
        expect(compileFilter({ v: { $eq: asked } })({ v: stored })).toBe(equalValues(stored, asked));
        expect(compileFilter({ v: { $ne: asked } })({ v: stored })).toBe(!equalValues(stored, asked));
        expect(compileFilter({ v: { $in: [asked] } })({ v: stored })).toBe(equalValues(stored, asked));
      }),
      { numRuns: 1_000 },
    );
  });
});

const operatorClause = (value: fc.Arbitrary<Value>): fc.Arbitrary<Doc> =>
  fc.oneof(
    value.map((v): Doc => ({ $eq: v })),
    value.map((v): Doc => ({ $gt: v })),
    value.map((v): Doc => ({ $gte: v })),
    value.map((v): Doc => ({ $lt: v })),
    value.map((v): Doc => ({ $lte: v })),
    fc.array(value, { maxLength: 3 }).map((v): Doc => ({ $in: v })),
    fc.boolean().map((v): Doc => ({ $exists: v })),
  );
const randomFilter: fc.Arbitrary<Doc> = fc.oneof(
  fc.dictionary(fieldName, fc.oneof(operatorClause(smallValue), smallValue), { maxKeys: 2, noNullPrototype: true }),
  fc.record({ $and: fc.array(fc.record({ a: operatorClause(smallValue) }), { minLength: 1, maxLength: 2 }) }),
);

describe('what a filter implies', () => {
  it('reads bounds at the top and inside $and, and nothing from other places', () => {
    const filter = {
      a: 1,
      b: { $gt: 2, $lte: 9, $gte: 1 },
      $and: [{ c: { $in: ['x', 'y'] } }, { 'd.e': { $exists: true } }],
      $or: [{ f: 1 }, { f: 2 }],
      g: { $ne: 1 },
      h: [1],
      i: null,
    };
    expect(Object.fromEntries(filterBounds(filter))).toEqual({
      a: { eq: 1, exists: true },
      b: { low: { value: 2, inclusive: false }, high: { value: 9, inclusive: true }, exists: true },
      c: { in: ['x', 'y'], exists: true },
      h: { in: [1, [1]], loose: true, exists: true },
      'd.e': { exists: true },
      i: { eq: null },
    });
  });

  it('names the fields it reads', () => {
    expect(filterFields({ 'a.b': 1, $or: [{ c: 1 }, { $nor: [{ d: 1 }] }], $comment: 'x' })).toEqual(
      new Set(['a', 'c', 'd']),
    );
    expect(filterFields({ $expr: { $gt: ['$a', 1] } })).toBeNull();
  });

  it('holds for every random document that matches', () => {
    fc.assert(
      fc.property(randomFilter, smallDoc, (filter, doc) => {
        if (!compileFilter(filter)(doc)) return;
        for (const [path, bound] of filterBounds(filter)) {
          const clauses: Doc[] = [
            ...(bound.eq === undefined ? [] : [{ $eq: bound.eq }]),
            ...(bound.in ? [{ $in: [...bound.in] }] : []),
            ...(bound.low ? [{ [bound.low.inclusive ? '$gte' : '$gt']: bound.low.value }] : []),
            ...(bound.high ? [{ [bound.high.inclusive ? '$lte' : '$lt']: bound.high.value }] : []),
            ...(bound.exists ? [{ $exists: true }] : []),
          ];
          for (const clause of clauses) expect(compileFilter({ [path]: clause })(doc)).toBe(true);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('never says that a partial index covers a filter when some matching document is outside it', () => {
    fc.assert(
      fc.property(
        randomFilter,
        randomFilter,
        fc.array(smallDoc, { minLength: 5, maxLength: 20 }),
        (filter, condition, docs) => {
          if (!filterImplies(filter, condition)) return;
          const [fits, inside] = [compileFilter(filter), compileFilter(condition)];
          for (const doc of docs) if (fits(doc)) expect(inside(doc)).toBe(true);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  const implications: [Doc, Doc, boolean][] = [
    [{ a: 5 }, { a: { $gt: 3 } }, true],
    [{ a: 5 }, { a: { $gt: 5 } }, false],
    [{ a: { $gt: 5 } }, { a: { $gte: 5 } }, true],
    [{ a: { $gte: 5 } }, { a: { $gt: 5 } }, false],
    [{ a: { $in: [1, 2] } }, { a: { $in: [1, 2, 3] } }, true],
    [{ a: { $in: [1, 4] } }, { a: { $in: [1, 2, 3] } }, false],
    [{ a: 'x' }, { a: { $exists: true } }, true],
    [{ a: null }, { a: { $exists: true } }, false],
    [{ a: 'x', b: 1 }, { a: 'x' }, true],
    [{ b: 1 }, { a: 'x' }, false],
    [{ a: { $type: 'string' } }, { a: { $type: 'string' } }, true],
    [{ a: 'x' }, { a: { $type: 'string' } }, true],
    [{ a: { $gt: 'x' } }, { a: { $type: 'string' } }, true],
    [{ a: 5 }, { a: { $type: 'string' } }, false],
    [{ a: 5 }, {}, true],
  ];
  it.each(implications)('%j implies %j: %p', (filter, condition, implied) => {
    expect(filterImplies(filter, condition)).toBe(implied);
  });
});

describe('the element a positional sign stands for', () => {
  const cases: [Doc, Doc, string, number | undefined][] = [
    [{ a: 2 }, { a: [1, 2] }, 'a', 1],
    [{ 'a.x': 2 }, { a: [{ x: 1 }, { x: 2 }] }, 'a', 1],
    [{ 'a.x': { $gte: 1 }, 'a.y': 5 }, { a: [{ x: 1 }, { x: 2, y: 5 }] }, 'a', 1],
    [{ $and: [{ 'a.x': 2 }, { b: 1 }] }, { a: [{ x: 1 }, { x: 2 }], b: 1 }, 'a', 1],
    [{ a: { $elemMatch: { x: 2, y: 1 } } }, { a: [{ x: 2 }, { x: 2, y: 1 }] }, 'a', 1],
    [{ 'a.b': 3 }, { a: { b: [1, 3] } }, 'a.b', 1],
    [{ a: { $in: [3, 2] } }, { a: [1, 2, 3] }, 'a', 1],
    [{ a: { x: 1 } }, { a: [{ x: 2 }, { x: 1 }] }, 'a', 1],
    [{ a: { $ne: 2 } }, { a: [1] }, 'a', undefined],
    [{ b: 1 }, { a: [1], b: 1 }, 'a', undefined],
  ];
  it.each(cases)('%j on %j at %s: %p', (filter, doc, path, index) => {
    expect(positionalFor(filter)(doc, path)).toBe(index);
  });
});
