// Updates: what each operator makes of a document, which types result, what is refused, what an upsert inserts.
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Double, Long, ObjectId, type Document } from 'mongodb';
import { codeOf, openContract, shown, type Page } from './contract.js';

const { database, things, typed, close } = openContract('update');
beforeEach(async () => {
  await things.drop().catch(() => false);
});
afterAll(close);

const long = (value: string): Long => Long.fromString(value);
interface Options {
  readonly filter?: Document;
  readonly arrayFilters?: Document[];
}

/** Page, the document before (without its _id), the update, and the document after or the code of the refusal. */
const updates: readonly [Page, Document, Document | Document[], Document | number, Options?][] = [
  ['reference/operator/update/set', { a: 1 }, { $set: { b: { c: 1 }, 'd.e': 2 } }, { a: 1, b: { c: 1 }, d: { e: 2 } }],
  ['reference/operator/update/set', { a: [1, 2] }, { $set: { 'a.3': 4 } }, { a: [1, 2, null, 4] }],
  ['reference/operator/update/set', { a: 5 }, { $set: { 'a.b': 1 } }, 28],
  ['reference/operator/update/set', { z: 1 }, { $set: { b: 1, a: 2 } }, { z: 1, a: 2, b: 1 }],
  ['reference/operator/update/unset', { a: 1, b: 2 }, { $unset: { a: '' } }, { b: 2 }],
  ['reference/operator/update/unset', { a: [1, 2, 3] }, { $unset: { 'a.1': '' } }, { a: [1, null, 3] }],
  ['reference/operator/update/inc', { a: 5 }, { $inc: { a: 2, b: -1 } }, { a: 7, b: -1 }],
  ['reference/operator/update/inc', { a: 2147483647 }, { $inc: { a: 1 } }, { a: long('2147483648') }],
  ['reference/operator/update/inc', { a: long('5') }, { $inc: { a: 1 } }, { a: long('6') }],
  ['reference/operator/update/inc', { a: 5 }, { $inc: { a: new Double(1) } }, { a: new Double(6) }],
  ['reference/operator/update/inc', { a: 'x' }, { $inc: { a: 1 } }, 14],
  ['reference/operator/update/inc', { a: null }, { $inc: { a: 1 } }, 14],
  ['reference/operator/update/inc', { a: 1 }, { $inc: { a: 'x' } }, 14],
  ['reference/operator/update/mul', { a: 5 }, { $mul: { a: 1.5, b: 3 } }, { a: 7.5, b: 0 }],
  ['reference/operator/update/mul', { a: long('3') }, { $mul: { a: 3 } }, { a: long('9') }],
  ['reference/operator/update/min', { a: 5, b: 5 }, { $min: { a: 3, b: 9, c: 1 } }, { a: 3, b: 5, c: 1 }],
  ['reference/operator/update/max', { a: 5, b: 'x' }, { $max: { a: 9, b: 3 } }, { a: 9, b: 'x' }],
  ['reference/operator/update/max', { a: 5 }, { $max: { a: new Date(0) } }, { a: new Date(0) }],
  ['reference/operator/update/rename', { a: 1, b: 2 }, { $rename: { a: 'c' } }, { b: 2, c: 1 }],
  ['reference/operator/update/rename', { a: 1, b: 2 }, { $rename: { a: 'b' } }, { b: 1 }],
  ['reference/operator/update/rename', { a: 1 }, { $rename: { x: 'y' } }, { a: 1 }],
  ['reference/operator/update/bit', { a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
  ['reference/operator/update/push', { a: [1] }, { $push: { a: 2, b: 3 } }, { a: [1, 2], b: [3] }],
  ['reference/operator/update/push', { a: [1] }, { $push: { a: [2, 3] } }, { a: [1, [2, 3]] }],
  ['reference/operator/update/each', { a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
  [
    'reference/operator/update/position',
    { a: [1, 2] },
    { $push: { a: { $each: [9], $position: -1 } } },
    { a: [1, 9, 2] },
  ],
  ['reference/operator/update/slice', { a: [1, 2, 3] }, { $push: { a: { $each: [4], $slice: -2 } } }, { a: [3, 4] }],
  [
    'reference/operator/update/sort',
    { a: [{ n: 3 }, { n: 1 }] },
    { $push: { a: { $each: [{ n: 2 }], $sort: { n: 1 }, $slice: 2 } } },
    { a: [{ n: 1 }, { n: 2 }] },
  ],
  ['reference/operator/update/push', { a: 5 }, { $push: { a: 1 } }, 2],
  [
    'reference/operator/update/addToSet',
    { a: [1, 'x'] },
    { $addToSet: { a: { $each: [new Double(1), 'x', 'y'] } } },
    { a: [1, 'x', 'y'] },
  ],
  [
    'reference/operator/update/addToSet',
    { a: [{ b: 1, c: 2 }] },
    { $addToSet: { a: { c: 2, b: 1 } } },
    {
      a: [
        { b: 1, c: 2 },
        { c: 2, b: 1 },
      ],
    },
  ],
  ['reference/operator/update/pop', { a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
  ['reference/operator/update/pull', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
  [
    'reference/operator/update/pull',
    {
      a: [
        { n: 1, m: 1 },
        { n: 2, m: 2 },
      ],
    },
    { $pull: { a: { n: 1 } } },
    { a: [{ n: 2, m: 2 }] },
  ],
  ['reference/operator/update/pullAll', { a: [1, 2, 1, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
  [
    'reference/operator/update/positional',
    { a: [1, 5, 9] },
    { $set: { 'a.$': 0 } },
    { a: [1, 0, 9] },
    { filter: { a: { $gt: 4 } } },
  ],
  [
    'reference/operator/update/positional',
    {
      a: [
        { n: 1, m: 1 },
        { n: 1, m: 2 },
      ],
    },
    { $set: { 'a.$.ok': true } },
    {
      a: [
        { n: 1, m: 1 },
        { n: 1, m: 2, ok: true },
      ],
    },
    { filter: { a: { $elemMatch: { n: 1, m: 2 } } } },
  ],
  [
    'reference/operator/update/positional',
    { a: [{ n: 1 }, { n: 2 }] },
    { $set: { 'a.$.x': 1 }, $inc: { 'a.$.n': 1 } },
    { a: [{ n: 1 }, { n: 3, x: 1 }] },
    { filter: { 'a.n': 2 } },
  ],
  ['reference/operator/update/positional-all', { a: [1, 2] }, { $inc: { 'a.$[]': 10 } }, { a: [11, 12] }],
  [
    'reference/operator/update/positional-filtered',
    {
      a: [
        { n: 1, k: [1, 5] },
        { n: 2, k: [5] },
      ],
    },
    { $set: { 'a.$[e].k.$[k]': 0 } },
    {
      a: [
        { n: 1, k: [1, 5] },
        { n: 2, k: [0] },
      ],
    },
    { arrayFilters: [{ 'e.n': 2 }, { k: 5 }] },
  ],
  ['reference/operator/update/positional-filtered', { a: [1] }, { $set: { 'a.$[e]': 0 } }, 2],
  ['reference/operator/update/positional-filtered', { a: [1] }, { $set: { b: 0 } }, 9, { arrayFilters: [{ e: 1 }] }],
  ['reference/operator/update', { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
  ['reference/operator/update', { a: { b: 1 } }, { $set: { a: 1, 'a.b': 2 } }, 40],
  ['reference/operator/update', { a: 1 }, { $invented: { a: 1 } }, 9],
  ['reference/operator/update/setOnInsert', { a: 1 }, { $setOnInsert: { b: 1 }, $set: { a: 2 } }, { a: 2 }],
  [
    'tutorial/update-documents-with-aggregation-pipeline',
    { a: 2, b: 3 },
    [{ $set: { sum: { $add: ['$a', '$b'] } } }, { $unset: 'a' }],
    { b: 3, sum: 5 },
  ],
  [
    'tutorial/update-documents-with-aggregation-pipeline',
    { a: 2 },
    [{ $replaceWith: { _id: '$_id', c: '$a' } }],
    { c: 2 },
  ],
  ['reference/method/db.collection.updateOne', { _id: 7, a: 1 }, { $set: { _id: 7, a: 2 } }, { a: 2 }],
  ['reference/method/db.collection.updateOne', { a: 1 }, { $set: { _id: 9 } }, 66],
];

describe('update operators', () => {
  it.each(
    updates.map(([page, before, update, after, options = {}]) => ({
      page,
      before,
      update,
      after,
      options,
      text: shown(update),
    })),
  )('manual: $page: $text', async ({ before, update, after, options: { filter = {}, arrayFilters } }) => {
    await things.insertOne({ _id: 7, ...before } as Document);
    const change = things.updateOne(filter, update, arrayFilters ? { arrayFilters } : {});
    if (typeof after === 'number') {
      expect(await codeOf(change)).toBe(after);
      expect(shown(await typed.findOne({}))).toBe(shown({ _id: 7, ...before }));
      return;
    }
    await change;
    expect(shown(await typed.findOne({}))).toBe(shown({ _id: 7, ...after }));
  });

  it('manual: reference/operator/update/currentDate and reference/aggregation-variables: the server’s clock', async () => {
    await things.insertOne({ _id: 1 as never });
    await things.updateOne({}, { $currentDate: { at: { $type: 'date' }, stamp: { $type: 'timestamp' } } });
    await things.updateOne({}, [{ $set: { now: '$$NOW' } }]);
    const { at, now, stamp } = (await typed.findOne({})) as unknown as {
      at: Date;
      now: Date;
      stamp: { _bsontype: string };
    };
    expect([Math.abs(at.getTime() - Date.now()) < 60_000, now.getTime() >= at.getTime()]).toEqual([true, true]);
    expect(stamp._bsontype).toBe('Timestamp');
  });

  it('manual: reference/method/db.collection.updateMany: says how many matched and how many changed', async () => {
    await things.insertMany([{ a: 1 }, { a: 2 }, { a: 3 }]);
    expect(await things.updateMany({ a: { $gte: 2 } }, { $max: { a: 3 } })).toMatchObject({
      matchedCount: 2,
      modifiedCount: 1,
    });
    expect(await things.updateMany({ a: 9 }, { $set: { b: 1 } })).toMatchObject({ matchedCount: 0, modifiedCount: 0 });
  });
});

describe('replacements (manual: reference/method/db.collection.replaceOne)', () => {
  it('keep the _id and nothing else', async () => {
    await things.insertOne({ _id: 1 as never, a: 1, b: 2 });
    expect(await things.replaceOne({ a: 1 }, { c: 3 })).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    expect(shown(await typed.findOne({}))).toBe(shown({ _id: 1, c: 3 }));
    expect(await codeOf(things.replaceOne({ c: 3 }, { _id: 2 as never, c: 3 }))).toBe(66);
    const many = { update: 'things', updates: [{ q: {}, u: { c: 1 }, multi: true }] };
    expect(await database.command(many).catch((error: unknown) => error)).toMatchObject({ writeErrors: [{ code: 9 }] });
  });
});

describe('upserts (manual: reference/method/db.collection.updateOne, "Upsert behavior")', () => {
  it.each<[string, Document, Document | Document[], Document]>([
    [
      'equalities of the filter and the update',
      { a: 1, b: { $eq: 2 }, c: { $gt: 5 } },
      { $set: { d: 4 }, $setOnInsert: { e: 5 } },
      { a: 1, b: 2, d: 4, e: 5 },
    ],
    ['dotted equalities as documents', { 'a.b': 1 }, { $inc: { n: 1 } }, { a: { b: 1 }, n: 1 }],
    ['clauses inside $and', { $and: [{ a: 1 }, { b: 2 }] }, { $set: { c: 3 } }, { a: 1, b: 2, c: 3 }],
    ['one value of $in', { a: { $in: [4] } }, { $set: { c: 3 } }, { a: 4, c: 3 }],
    ['a pipeline on what the filter fixes', { a: 2 }, [{ $set: { b: { $multiply: ['$a', 10] } } }], { a: 2, b: 20 }],
  ])('insert %s', async (_what, filter, update, expected) => {
    const { upsertedId, upsertedCount, matchedCount } = await things.updateOne(filter, update, { upsert: true });
    expect([upsertedCount, matchedCount, upsertedId instanceof ObjectId]).toEqual([1, 0, true]);
    const { _id, ...rest } = (await typed.findOne({})) as Document;
    expect([shown(rest), shown(_id)]).toEqual([shown(expected), shown(upsertedId)]);
  });

  it('take the _id from the filter, and refuse another in the update', async () => {
    expect((await things.updateOne({ _id: 5 as never }, { $set: { a: 1 } }, { upsert: true })).upsertedId).toEqual(5);
    expect((await things.replaceOne({ _id: 6 as never }, { a: 2 }, { upsert: true })).upsertedId).toEqual(6);
    expect(await codeOf(things.updateOne({ _id: 8 as never }, { $set: { _id: 9 } as never }, { upsert: true }))).toBe(
      66,
    );
    expect(shown(await typed.find().sort({ _id: 1 }).toArray())).toBe(
      shown([
        { _id: 5, a: 1 },
        { _id: 6, a: 2 },
      ]),
    );
  });
});

describe('bulks (manual: reference/method/db.collection.bulkWrite)', () => {
  it('say what each did, stop at an error when ordered and go on when not', async () => {
    await things.createIndex({ k: 1 }, { unique: true, partialFilterExpression: { k: { $exists: true } } }, {});
    const operations = [
      { insertOne: { document: { _id: 1 as never, k: 1 } } },
      { updateOne: { filter: { _id: 1 as never }, update: { $set: { n: 1 } } } },
      { insertOne: { document: { _id: 2 as never, k: 1 } } },
      { replaceOne: { filter: { _id: 3 as never }, replacement: { k: 3 }, upsert: true } },
      { deleteOne: { filter: { _id: 1 as never } } },
    ];
    const failed = async (ordered: boolean): Promise<Document> =>
      (await things.bulkWrite(operations, { ordered }).catch((error: unknown) => error)) as Document;
    expect(await failed(true)).toMatchObject({
      code: 11000,
      insertedCount: 1,
      modifiedCount: 1,
      upsertedCount: 0,
      deletedCount: 0,
    });
    expect(shown(await typed.find().toArray())).toBe(shown([{ _id: 1, k: 1, n: 1 }]));
    await things.deleteMany({});
    const unordered = await failed(false);
    expect(unordered).toMatchObject({
      code: 11000,
      insertedCount: 1,
      modifiedCount: 1,
      upsertedCount: 1,
      deletedCount: 1,
    });
    expect(
      (unordered['writeErrors'] as Document[]).map(({ index, code }) => [index as unknown, code as unknown]),
    ).toEqual([[2, 11000]]);
    expect(shown(await typed.find().toArray())).toBe(shown([{ _id: 3, k: 3 }]));
  });
});
