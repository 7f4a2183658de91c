// Updates of single documents, row by row as the manual's "Update Operators" and "Updates with Aggregation Pipeline"
// have it, with MongoDB's codes for what cannot be done.
import { describe, expect, it } from '@jest/globals';
import { BSONRegExp, Double, Long, ObjectId, Timestamp } from 'bson';
import { compareValues, identicalValues } from '../../../src/embedded/bson/compare.js';
import { decode } from '../../../src/embedded/bson/codec.js';
import { encode } from '../../../src/embedded/bson/encode.js';
import type { Doc, Value } from '../../../src/embedded/bson/types.js';
import { type UpdateOptions, compileUpdate, isReplacement } from '../../../src/embedded/update/update.js';
import { seedFromFilter, upsertDocument } from '../../../src/embedded/update/upsert.js';
import { anyDoc, anyValue } from './values.js';
import fc from '../../support/properties.js';

const now = new Date('2026-03-01T12:00:00Z');
type Update = Doc | Value[];
type Options = Omit<UpdateOptions, 'now'>;
const apply = (doc: Doc, update: Update, options: Options = {}) => compileUpdate(update, { now, ...options })(doc);
const long = (value: number) => Long.fromNumber(value);

type Row = [doc: Doc, update: Update, after: Doc, options?: Options];

const rows: Record<string, Row[]> = {
  fields: [
    [{ a: 1 }, { $set: { a: 2 } }, { a: 2 }],
    [{}, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }],
    [{ z: 1 }, { $set: { b: 1, a: 1 } }, { z: 1, a: 1, b: 1 }], // new fields in the order of their names
    [{}, { $set: { 'a.10': 1, 'a.9': 1 } }, { a: { 9: 1, 10: 1 } }],
    [{ a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
    [{ a: [{ x: 1 }] }, { $set: { 'a.0.x': 2 } }, { a: [{ x: 2 }] }],
    [{ a: 1 }, { $set: { a: new Double(1) } }, { a: new Double(1) }], // another type is a change
    [{ a: 1 }, { $set: { b: { $x: 1 } } }, { a: 1, b: { $x: 1 } }],
    [{ _id: 1, a: 1 }, { $set: { _id: 1, a: 2 } }, { _id: 1, a: 2 }],
    [{ a: 1, b: 2 }, { $unset: { a: '' } }, { b: 2 }],
    [{ a: { b: 1, c: 2 } }, { $unset: { 'a.b': 1 } }, { a: { c: 2 } }],
    [{ a: [1, 2] }, { $unset: { 'a.0': 1 } }, { a: [null, 2] }],
    [{ a: 1 }, { $set: { a: 2 }, $setOnInsert: { b: 1 } }, { a: 2 }],
    [{}, { $set: { a: 2 }, $setOnInsert: { b: 1 } }, { a: 2, b: 1 }, { isUpsertInsert: true }],
    [{ a: 1, c: 2 }, { $rename: { a: 'b' } }, { c: 2, b: 1 }],
    [{ a: 1, b: 2, c: 3 }, { $rename: { a: 'b' } }, { c: 3, b: 1 }],
    [{ a: { x: 1 } }, { $rename: { 'a.x': 'y.z' } }, { a: {}, y: { z: 1 } }],
    [{}, { $currentDate: { a: true, b: { $type: 'date' } } }, { a: now, b: now }],
    [{}, { $currentDate: { a: { $type: 'timestamp' } } }, { a: new Timestamp({ t: 1772366400, i: 1 }) }],
  ],
  numbers: [
    [{ a: 1 }, { $inc: { a: 2 } }, { a: 3 }],
    [{}, { $inc: { a: 2 } }, { a: 2 }],
    [{ a: 2147483647 }, { $inc: { a: 1 } }, { a: long(2147483648) }],
    [{ a: long(5) }, { $inc: { a: 1 } }, { a: long(6) }], // silent elsewhere: arithmetic with a long
    [{ a: 1 }, { $inc: { a: 0.5 } }, { a: 1.5 }],
    [{ a: 1 }, { $inc: { a: new Double(1) } }, { a: new Double(2) }],
    [{ a: new Double(1) }, { $inc: { a: 1 } }, { a: new Double(2) }],
    [{ a: 3 }, { $mul: { a: 4 } }, { a: 12 }],
    [{}, { $mul: { a: 4 } }, { a: 0 }],
    [{}, { $mul: { a: 1.5 } }, { a: new Double(0) }],
    [{ a: 3 }, { $min: { a: 2 } }, { a: 2 }],
    [{ a: 3 }, { $min: { a: 'x' } }, { a: 3 }], // across types by their order
    [{ a: 3 }, { $max: { a: 'x' } }, { a: 'x' }],
    [{}, { $max: { a: 1 } }, { a: 1 }],
    [{ a: new Date(5) }, { $max: { a: new Date(9) } }, { a: new Date(9) }],
    [{ a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
    [{}, { $bit: { a: { or: 5 } } }, { a: 5 }],
    [{ a: 1 }, { $bit: { a: { xor: long(3) } } }, { a: long(2) }],
  ],
  arrays: [
    [{}, { $push: { a: 1 } }, { a: [1] }],
    [{ a: [1] }, { $push: { a: [2] } }, { a: [1, [2]] }],
    [{ a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: 0 } } }, { a: [9, 1, 2] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 9, 2] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }, { a: [2, 3] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [3], $slice: 0 } } }, { a: [] }],
    [{ a: [3, 1] }, { $push: { a: { $each: [2], $sort: 1, $slice: 2 } } }, { a: [1, 2] }],
    [
      { a: [{ n: 2 }] },
      { $push: { a: { $each: [{ n: 3 }, { n: 1 }], $sort: { n: -1 } } } },
      { a: [{ n: 3 }, { n: 2 }, { n: 1 }] },
    ],
    [{ a: [1] }, { $addToSet: { a: new Double(1) } }, { a: [1] }],
    [{ a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 2] }],
    [
      { a: [{ x: 1, y: 1 }] },
      { $addToSet: { a: { y: 1, x: 1 } } },
      {
        a: [
          { x: 1, y: 1 },
          { y: 1, x: 1 },
        ],
      },
    ],
    [{ a: [1, 2, 3] }, { $pop: { a: 1 } }, { a: [1, 2] }],
    [{ a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
    [{ a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
    [{ a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
    [{ a: [{ x: 1, y: 1 }, { x: 2 }] }, { $pull: { a: { x: 1 } } }, { a: [{ x: 2 }] }],
    [{ a: [{ x: [{ y: 1 }] }, { x: [] }] }, { $pull: { a: { x: { $elemMatch: { y: 1 } } } } }, { a: [{ x: [] }] }],
    [{ a: ['ab', 'cd'] }, { $pull: { a: new BSONRegExp('^a') } }, { a: ['cd'] }],
    [{ a: [1, 2, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    [{ a: [1, null] }, { $pull: { a: null } }, { a: [1] }],
  ],
  'positional signs': [
    [{ a: [1, 2, 3] }, { $set: { 'a.$': 9 } }, { a: [1, 9, 3] }, { filter: { a: 2 } }],
    [
      { a: [{ x: 1 }, { x: 2 }] },
      { $set: { 'a.$.y': 9 }, $inc: { 'a.$.x': 10 } },
      { a: [{ x: 1 }, { x: 12, y: 9 }] },
      { filter: { 'a.x': 2 } },
    ],
    [{ a: [1, 2] }, { $inc: { 'a.$[]': 10 } }, { a: [11, 12] }],
    [{ a: [{ x: [1] }, { x: [2, 3] }] }, { $inc: { 'a.$[].x.$[]': 1 } }, { a: [{ x: [2] }, { x: [3, 4] }] }],
    [{ a: [1, 8] }, { $set: { 'a.$[big]': 5 } }, { a: [1, 5] }, { arrayFilters: [{ big: { $gt: 5 } }] }],
    [
      {
        a: [
          { k: 1, n: 1 },
          { k: 2, n: 1 },
        ],
      },
      { $inc: { 'a.$[e].n': 1 } },
      {
        a: [
          { k: 1, n: 1 },
          { k: 2, n: 2 },
        ],
      },
      { arrayFilters: [{ 'e.k': 2, 'e.n': { $lt: 5 } }] },
    ],
    [
      { a: [{ k: 1 }, { k: 2 }] },
      { $set: { 'a.$[x].u': 1, 'a.$[y].v': 1 } },
      {
        a: [
          { k: 1, u: 1 },
          { k: 2, v: 1 },
        ],
      },
      { arrayFilters: [{ 'x.k': 1 }, { $or: [{ 'y.k': 2 }] }] },
    ],
  ],
  replacements: [
    [{ _id: 1, a: 1 }, { b: 2 }, { _id: 1, b: 2 }],
    [
      { _id: 1, a: 1 },
      { b: 2, _id: 1 },
      { _id: 1, b: 2 },
    ],
    [{ _id: 1, a: 1 }, {}, { _id: 1 }],
  ],
  pipelines: [
    [{ _id: 1, a: 1 }, [{ $set: { b: { $add: ['$a', 1] } } }], { _id: 1, a: 1, b: 2 }],
    [{ a: 1 }, [{ $set: { at: '$$NOW' } }, { $unset: 'a' }], { at: now }],
    [{ _id: 1, a: { x: 1 } }, [{ $replaceWith: '$a' }], { _id: 1, x: 1 }],
    [{ _id: 1, a: 1, b: 2 }, [{ $project: { b: 1 } }], { _id: 1, b: 2 }],
    [{ a: 1 }, [{ $set: { b: { $literal: '$a' } } }], { a: 1, b: '$a' }],
    [{ a: 1 }, [{ $set: { b: '$missing', a: '$$REMOVE' } }], {}],
    [
      { a: [{ x: 1 }, { x: 2 }] },
      [{ $set: { 'a.y': 1 } }],
      {
        a: [
          { x: 1, y: 1 },
          { x: 2, y: 1 },
        ],
      },
    ],
    [{ a: 5 }, [{ $set: { 'a.b': 1 } }], { a: { b: 1 } }],
    [{ a: new Double(1) }, [{ $set: { b: '$a' } }], { a: new Double(1), b: new Double(1) }],
    [{ n: 5 }, [{ $set: { n: { $add: ['$n', '$$step'] } } }], { n: 7 }, { variables: { step: 2 } }],
  ],
};

describe('updates', () => {
  for (const [topic, cases] of Object.entries(rows)) {
    describe(topic, () => {
      it.each(cases.map(([doc, update, after, options], at) => ({ at, doc, update, after, options })))(
        'row $at: $update on $doc',
        ({ doc, update, after, options }) => {
          const before = encode(doc);
          const result = apply(doc, update, options);
          expect(result).toEqual(after);
          expect(Object.keys(result)).toEqual(Object.keys(after));
          expect(identicalValues(result, after)).toBe(true); // types too
          expect(encode(doc).equals(before)).toBe(true); // the old document is left as it was
        },
      );
    });
  }

  const unchanged: Row[] = [
    [{ a: 1 }, { $set: { a: 1 } }, {}],
    [{ a: { b: [1] } }, { $set: { a: { b: [1] } } }, {}],
    [{ a: 1 }, { $unset: { b: 1, 'a.c': 1 } }, {}],
    [{ a: 1 }, { $set: {} }, {}],
    [{ a: 1 }, { $inc: { a: 0 } }, {}],
    [{ a: 1 }, { $max: { a: 0 } }, {}],
    [{ a: 1 }, { $setOnInsert: { a: 2 } }, {}],
    [{ a: [1] }, { $pull: { a: 2, b: 1 } }, {}],
    [{ a: [1] }, { $addToSet: { a: 1 } }, {}],
    [{ a: [1] }, { $push: { a: { $each: [] } } }, {}],
    [{ a: [] }, { $pop: { a: 1 } }, {}],
    [{ a: 1 }, { $rename: { b: 'c' } }, {}],
    [{ _id: 1, a: 1 }, { a: 1 }, {}],
    [{ _id: 1, a: 1 }, [{ $set: { a: 1 } }], {}],
    [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, {}, { arrayFilters: [{ x: 5 }] }],
  ];
  it.each(unchanged.map(([doc, update, , options]) => ({ doc, update, options })))(
    '$doc stays the very same document under $update',
    ({ doc, update, options }) => {
      expect(apply(doc, update, options)).toBe(doc);
    },
  );

  const refused: [Doc, Update, number, Options?][] = [
    [{ a: 'x' }, { $inc: { a: 1 } }, 14],
    [{ a: null }, { $inc: { a: 1 } }, 14],
    [{ a: 1 }, { $inc: { a: 'x' } }, 14],
    [{ a: Long.MAX_VALUE }, { $inc: { a: 1 } }, 2],
    [{ a: 'x' }, { $mul: { a: 1 } }, 14],
    [{ a: 1 }, { $set: { 'a.b': 1 } }, 28],
    [{ a: null }, { $set: { 'a.b': 1 } }, 28],
    [{ a: [1] }, { $set: { 'a.b': 1 } }, 28],
    [{ a: 1 }, { $push: { a: 1 } }, 2],
    [{ a: 1 }, { $addToSet: { a: 1 } }, 2],
    [{ a: 1 }, { $pull: { a: 1 } }, 2],
    [{ a: 1 }, { $pop: { a: 1 } }, 14],
    [{ a: [1] }, { $pop: { a: 2 } }, 9],
    [{ a: [1] }, { $push: { a: { $each: 1 } } }, 14],
    [{ a: [1] }, { $push: { a: { $each: [1], $frob: 1 } } }, 2],
    [{ a: [1] }, { $addToSet: { a: { $each: [1], $slice: 1 } } }, 2],
    [{ a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    [{ a: {} }, { $set: { a: 1, 'a.b': 1 } }, 40],
    [{ a: {} }, { $unset: { 'a.b': 1 }, $set: { a: 1 } }, 40],
    [{ a: 1 }, { $rename: { a: 'b' }, $set: { a: 1 } }, 40],
    [{ _id: 1 }, { $set: { _id: 2 } }, 66],
    [{ _id: 1 }, { $unset: { _id: 1 } }, 66],
    [{ _id: 1 }, { _id: 2, a: 1 }, 66],
    [{ _id: 1 }, [{ $set: { _id: 2 } }], 66],
    [{}, { $frob: { a: 1 } }, 9],
    [{}, { $set: { a: 1 }, b: 1 }, 9],
    [{}, { $set: 1 }, 9],
    [{}, { a: 1, $set: { b: 1 } }, 52],
    [{}, { $set: { $a: 1 } }, 52],
    [{}, { $set: { 'a.$b': 1 } }, 52],
    [{}, { $set: { '': 1 } }, 56],
    [{}, { $set: { 'a..b': 1 } }, 56],
    [{ a: [1] }, { $set: { 'a.$': 1 } }, 2, { filter: { b: 1 } }],
    [{}, { $set: { 'a.$[]': 1 } }, 2],
    [{ a: 1 }, { $set: { 'a.$[]': 1 } }, 2],
    [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, 2],
    [{ a: [1] }, { $set: { b: 1 } }, 9, { arrayFilters: [{ x: 1 }] }],
    [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, 9, { arrayFilters: [{ x: 1, y: 1 }] }],
    [{ a: [1] }, { b: 1 }, 9, { arrayFilters: [{ x: 1 }] }],
    [{}, { $currentDate: { a: { $type: 'string' } } }, 2],
    [{}, { $bit: { a: { and: 1.5 } } }, 2],
    [{}, { $rename: { a: 'a' } }, 2],
    [{}, { $rename: { a: 1 } }, 2],
    [{ a: [{ b: 1 }] }, { $rename: { 'a.0.b': 'c' } }, 2],
    [{}, [], 9],
    [{}, [{ $match: {} }], 72],
    [{}, [{ $set: { a: 1 }, $unset: 'b' }], 2],
    [{}, [{ $set: { a: { $frob: 1 } } }], 168],
    [{}, [{ $replaceWith: 1 }], 40228],
  ];
  it.each(refused.map(([doc, update, code, options]) => ({ doc, update, code, options })))(
    'on $doc, $update is refused with code $code',
    ({ doc, update, code, options }) => {
      expect(() => apply(doc, update, options)).toThrow(expect.objectContaining({ code }));
    },
  );

  it('tells replacements from operators and pipelines', () => {
    expect([isReplacement({ a: 1 }), isReplacement({}), isReplacement({ $set: {} }), isReplacement([])]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('sets a hostile name as a plain field', () => {
    const result = apply({}, { $set: { '__proto__.admin': true, 'constructor.x': 1 } });
    expect(Object.keys(result).sort()).toEqual(['__proto__', 'constructor']);
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  it('keeps the bytes of what it does not touch, and setting twice changes nothing more', () => {
    fc.assert(
      fc.property(anyDoc, anyValue, (doc, value) => {
        const stored = decode(encode(doc));
        const once = apply(stored, { $set: { new: value } });
        expect(identicalValues(once, { ...doc, new: value })).toBe(true);
        expect(apply(once, { $set: { new: value } })).toBe(once);
        const { new: _gone, ...rest } = apply(once, { $unset: { new: 1 } });
        expect(encode(rest).equals(encode(doc))).toBe(true);
      }),
    );
  });

  it('keeps $min below and $max above whatever it meets', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (stored, given) => {
        const { v: least } = apply({ v: stored }, { $min: { v: given } });
        const { v: most } = apply({ v: stored }, { $max: { v: given } });
        expect(compareValues(least, most)).toBeLessThanOrEqual(0);
        expect([compareValues(least, stored), compareValues(least, given)].every((order) => order <= 0)).toBe(true);
      }),
    );
  });
});

describe('lease and intent', () => {
  const lease = [
    {
      $set: {
        state: { $cond: [{ $lt: [{ $ifNull: ['$leaseUntil', new Date(0)] }, '$$NOW'] }, 'leased', '$state'] },
        leaseUntil: { $add: ['$$NOW', 60_000] },
        fence: { $add: [{ $ifNull: ['$fence', 0] }, 1] },
        history: { $concatArrays: [{ $ifNull: ['$history', []] }, [{ at: '$$NOW', state: 'leased' }]] },
      },
    },
  ];
  it('computes in the database’s clock and keeps integers integers', () => {
    expect(apply({ _id: 1, state: 'due' }, lease)).toEqual({
      _id: 1,
      state: 'leased',
      leaseUntil: new Date('2026-03-01T12:01:00Z'),
      fence: 1,
      history: [{ at: now, state: 'leased' }],
    });
    expect(apply({ _id: 1, state: 'leased', leaseUntil: new Date(now.getTime() + 1), fence: 4 }, lease)).toMatchObject({
      state: 'leased',
      fence: 5,
    });
  });
});

describe('upserts', () => {
  const seeds: [Doc, Doc][] = [
    [
      { a: 1, b: { $gt: 5 }, c: { $eq: 'x' } },
      { a: 1, c: 'x' },
    ],
    [{ 'a.b': 1, 'a.c': 2 }, { a: { b: 1, c: 2 } }],
    [{ $and: [{ a: 1 }, { b: 2 }] }, { a: 1, b: 2 }],
    [{ $or: [{ a: 1 }] }, { a: 1 }],
    [{ $or: [{ a: 1 }, { a: 2 }] }, {}],
    [{ a: { $in: [1] }, b: { $in: [1, 2] } }, { a: 1 }],
    [{ a: { $all: [1] } }, { a: 1 }],
    [
      { a: new BSONRegExp('x'), b: { x: 1 }, c: null },
      { b: { x: 1 }, c: null },
    ],
    [{ a: { $ne: 1 }, $nor: [{ b: 1 }] }, {}],
  ];
  it.each(seeds)('the filter %j gives the seed %j', (filter, seed) => {
    expect(seedFromFilter(filter)).toEqual(seed);
  });

  it('refuses a field fixed twice with code 54', () => {
    for (const filter of [{ $and: [{ a: 1 }, { a: 2 }] }, { a: {}, 'a.b': 1 }, { 'a.b': 1, a: {} }]) {
      expect(() => seedFromFilter(filter)).toThrow(expect.objectContaining({ code: 54 }));
    }
  });

  it('makes the document, with _id first', () => {
    expect(upsertDocument({ _id: 7, k: 'a' }, { $set: { n: 1 }, $setOnInsert: { m: 2 } }, { now })).toEqual({
      _id: 7,
      k: 'a',
      m: 2,
      n: 1,
    });
    expect(upsertDocument({ _id: 7, k: 'a' }, { n: 1 }, { now })).toEqual({ _id: 7, n: 1 });
    expect(upsertDocument({ k: 'a' }, [{ $set: { n: { $add: ['$x', 1] }, at: '$$NOW' } }], { now })).toMatchObject({
      k: 'a',
      n: null,
      at: now,
    });
    const made = upsertDocument({ k: 'a' }, { $set: { n: 1 } }, { now });
    expect(Object.keys(made)).toEqual(['_id', 'k', 'n']);
    expect(made['_id']).toBeInstanceOf(ObjectId);
    expect(upsertDocument({ k: 'a' }, { $setOnInsert: { _id: 3 } }, { now })).toEqual({ _id: 3, k: 'a' });
    expect(() => upsertDocument({ _id: 1 }, { _id: 2 }, { now })).toThrow(expect.objectContaining({ code: 66 }));
  });
});
