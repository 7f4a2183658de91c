// find: which documents match, what of them is given, and in which order.
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, UUID, type Document } from 'mongodb';
import { codeOf, isEmbedded, openContract, shown, type Page } from './contract.js';

const { database, things, typed, close } = openContract('find');
beforeEach(async () => {
  await things.drop().catch(() => false);
});
afterAll(close);

const long = (value: string): Long => Long.fromString(value);
const uuid = new UUID('01234567-89ab-4cde-8f01-23456789abcd');
const when = new Date('2026-03-29T01:30:00Z');
const id = new ObjectId('64b7f0f0f0f0f0f0f0f0f0f0');

/** Page, values of field `a` (undefined leaves it out), the filter, and the places of the values that match. */
const filters: readonly [Page, readonly unknown[], Document, readonly number[]][] = [
  ['reference/operator/query/eq', [1, new Double(1), long('1'), '1', [1], [[1]], { b: 1 }], { a: 1 }, [0, 1, 2, 4]],
  ['reference/operator/query/eq', [[1, 2], [2, 1], [[1, 2]], 1], { a: [1, 2] }, [0, 2]],
  ['reference/operator/query/eq', [{ b: 1, c: 2 }, { c: 2, b: 1 }, { b: 1 }], { a: { b: 1, c: 2 } }, [0]],
  [
    'reference/bson-type-comparison-order',
    [long('9007199254740993'), long('9007199254740992')],
    { a: long('9007199254740993') },
    [0],
  ],
  ['reference/bson-type-comparison-order', [long('10'), long('9'), 9.5], { a: { $gt: long('9') } }, [0, 2]],
  [
    'reference/bson-type-comparison-order',
    [Decimal128.fromString('1.0'), 1, 1.5],
    { a: Decimal128.fromString('1.00') },
    [0, 1],
  ],
  [
    'reference/bson-types',
    [new Binary(Buffer.from([0xff]), 0), new Binary(Buffer.from([0xfe]), 0), new Binary(Buffer.from([0xff]), 5)],
    { a: new Binary(Buffer.from([0xff]), 0) },
    [0],
  ],
  ['reference/bson-types', [uuid, new Binary(uuid.buffer, 4), new Binary(uuid.buffer, 0)], { a: uuid }, [0, 1]],
  ['reference/operator/query/gt', [1, 2, '2', null, undefined, [0, 3]], { a: { $gt: 1 } }, [1, 5]],
  ['reference/operator/query/gte', [1, null, undefined, 0], { a: { $gte: null } }, [1, 2]],
  ['reference/operator/query/lt', ['a', 'b', 1, new Date(0), 'B'], { a: { $lt: 'b' } }, [0, 4]],
  ['reference/operator/query/lte', [true, false, 0], { a: { $lte: false } }, [1]],
  ['reference/operator/query/gt', [1, 'x', new MaxKey(), undefined], { a: { $gt: new MinKey() } }, [0, 1, 2]],
  ['reference/operator/query/ne', [1, 2, [1, 2], undefined], { a: { $ne: 1 } }, [1, 3]],
  [
    'reference/operator/query/in',
    [1, 'x', [3, 1], null, undefined, 'abc'],
    { a: { $in: [1, null, /^ab/] } },
    [0, 2, 3, 4, 5],
  ],
  ['reference/operator/query/in', [1], { a: { $in: [] } }, []],
  ['reference/operator/query/nin', [1, 2, [1], undefined], { a: { $nin: [1] } }, [1, 3]],
  [
    'tutorial/query-for-null-fields',
    [{ b: null }, { c: 1 }, [{}], [{ b: 1 }], undefined, 5],
    { 'a.b': null },
    [0, 1, 2, 4, 5],
  ],
  ['tutorial/query-for-null-fields', [null, undefined, 0, [null]], { a: null }, [0, 1, 3]],
  ['reference/operator/query/exists', [null, undefined, 1], { a: { $exists: true } }, [0, 2]],
  ['reference/operator/query/exists', [null, undefined, 1], { a: { $exists: false } }, [1]],
  [
    'reference/operator/query/type',
    [id, 'x', [id], new Binary(Buffer.from('x'))],
    { a: { $type: 'objectId' } },
    [0, 2],
  ],
  ['reference/operator/query/type', [new Binary(Buffer.from('x')), 'x'], { a: { $type: 'binData' } }, [0]],
  ['reference/operator/query/type', [1, long('1'), 1.5, new Double(1)], { a: { $type: 'long' } }, [1]],
  ['reference/operator/query/type', [1, long('1'), 1.5, '1'], { a: { $type: 'number' } }, [0, 1, 2]],
  ['reference/operator/query/type', [[], [[]], 1, ['x']], { a: { $type: 'array' } }, [0, 1, 3]],
  ['reference/operator/query/type', [1, 'x', null], { a: { $type: ['string', 10] } }, [1, 2]],
  ['reference/operator/query/all', [['x', 'y', 'z'], ['x'], 'x'], { a: { $all: ['x', 'y'] } }, [0]],
  ['reference/operator/query/all', ['x', ['x'], 'y'], { a: { $all: ['x'] } }, [0, 1]],
  ['reference/operator/query/size', [[1, 2], [[1], 2], [1], 2], { a: { $size: 2 } }, [0, 1]],
  [
    'reference/operator/query/elemMatch',
    [[82, 85, 88], [75, 88, 89], 82],
    { a: { $elemMatch: { $gte: 80, $lt: 85 } } },
    [0],
  ],
  [
    'reference/operator/query/elemMatch',
    [[{ b: 1, c: 2 }], [{ b: 1 }, { c: 2 }]],
    { a: { $elemMatch: { b: 1, c: 2 } } },
    [0],
  ],
  ['tutorial/query-array-of-documents', [[{ b: 1 }, { c: 2 }], [{ b: 1, c: 3 }]], { 'a.b': 1, 'a.c': 2 }, [0]],
  ['tutorial/query-array-of-documents', [[{ b: 1 }, { b: 2 }], [{ b: 2 }]], { 'a.0.b': 2 }, [1]],
  ['reference/operator/query/mod', [4, 5, 6, 4.9, 5.7, '4', long('8')], { a: { $mod: [4, 0] } }, [0, 3, 6]],
  ['reference/operator/query/not', [1, 5, undefined, 'x'], { a: { $not: { $gt: 3 } } }, [0, 2, 3]],
  ['reference/operator/query/not', ['ab', 'b', undefined], { a: { $not: /^a/ } }, [1, 2]],
  [
    'reference/operator/query/regex',
    ['Onward', 'onward', 'x\nonward', 1],
    { a: { $regex: '^on', $options: 'im' } },
    [0, 1, 2],
  ],
  ['reference/operator/query/regex', ['a.b', 'axb', ['q', 'a.b']], { a: /^a\.b$/ }, [0, 2]],
  ['reference/operator/query/and', [1, 2, 3], { $and: [{ a: { $gt: 1 } }, { a: { $lt: 3 } }] }, [1]],
  ['reference/operator/query/or', [1, 2, 3], { $or: [{ a: 1 }, { a: 3 }] }, [0, 2]],
  ['reference/operator/query/nor', [1, 2, undefined], { $nor: [{ a: 1 }, { a: 2 }] }, [2]],
  ['reference/operator/query/expr', [1, 'x', undefined, null], { $expr: { $gt: ['$a', 1] } }, [1]],
  ['reference/operator/query/expr', [undefined, null], { $expr: { $eq: ['$a', null] } }, [1]],
  ['reference/operator/query/comment', [1, 2], { a: 1, $comment: 'asked by a person' }, [0]],
];

describe('filters', () => {
  it.each(filters.map(([page, values, filter, places]) => ({ page, values, filter, places, text: shown(filter) })))(
    'manual: $page: $text',
    async ({ values, filter, places }) => {
      await things.insertMany(values.map((a, _id) => ({ _id: _id as never, ...(a !== undefined && { a }) })));
      const found = await things.find(filter).sort({ _id: 1 }).toArray();
      expect(found.map(({ _id }) => Number(_id))).toEqual(places);
      await things.createIndex({ a: 1 }, {}, {}).catch((error: unknown) => {
        if (!values.some((value) => value instanceof Decimal128)) throw error; // the embedded server keeps none as a key
      });
      expect((await things.find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => Number(_id))).toEqual(places);
    },
  );

  it.each<[Page, Document, number]>([
    ['reference/operator/query/or', { $or: [] }, 2],
    ['reference/operator/query/in', { a: { $in: 1 } }, 2],
    ['reference/operator/query/in', { a: { $in: [{ $gt: 1 }] } }, 2],
    ['reference/operator/query/mod', { a: { $mod: [0, 1] } }, 2],
    ['reference/operator/query/size', { a: { $size: -1 } }, 2],
    ['reference/operator/query/type', { a: { $type: 'invented' } }, 2],
    ['reference/operator/query/not', { a: { $not: 5 } }, 2],
    ['reference/operator/query', { a: { $invented: 1 } }, 2],
    ['reference/operator/query', { $invented: 1 }, 2],
  ])('manual: %s: %j is refused with code %i', async (_page, filter, code) => {
    expect(await codeOf(things.find(filter).toArray())).toBe(code);
  });
});

it('manual: reference/operator/query/in: of hundreds of values in an index each document comes once, in batches of any size', async () => {
  const idsOf = (found: readonly Document[]) => found.map(({ _id }) => Number(_id)).sort((a, b) => a - b);
  await things.createIndex({ a: 1 }, {}, {});
  await things.createIndex({ list: 1 }, {}, {});
  await things.insertMany(Array.from({ length: 200 }, (_, n) => ({ _id: n as never, a: n * 3, list: [n, n + 1_000] })));
  const asked = Array.from({ length: 400 }, (_, n) => n - 20); // before the first, between them, and not up to the last
  const wanted = Array.from({ length: 127 }, (_, n) => n);
  for (const size of [2, 7, 1_000]) {
    expect(idsOf(await things.find({ a: { $in: asked } }, { batchSize: size }).toArray())).toEqual(wanted);
  }
  expect(idsOf(await things.find({ a: { $in: [-2, -1, 598, 900] } }).toArray())).toEqual([]);
  expect(idsOf(await things.find({ list: { $in: [5, 1_004, 1_005, 5_000] } }).toArray())).toEqual([4, 5]);

  const cursor = things.find({ a: { $in: asked } }, { batchSize: 2 });
  const first = await cursor.next();
  await things.insertOne({ _id: 900 as never, a: 371 }); // ahead of the reader, where there was nothing
  const rest = await cursor.toArray();
  expect(idsOf([...(first === null ? [] : [first]), ...rest])).toEqual([...wanted, 900]);
});

describe('projections (manual: tutorial/project-fields-from-query-results)', () => {
  const person = {
    _id: 1,
    name: { first: 'Avery', last: 'Testperson' },
    tags: ['a', 'b', 'c'],
    list: [
      { x: 1, y: 1 },
      { x: 2, y: 2 },
    ],
    n: 5,
  };
  it.each<[Page, Document, Document, Document]>([
    [
      'tutorial/project-fields-from-query-results',
      {},
      { n: 1, 'name.first': 1 },
      { _id: 1, name: { first: 'Avery' }, n: 5 },
    ],
    ['tutorial/project-fields-from-query-results', {}, { _id: 0, tags: 1 }, { tags: ['a', 'b', 'c'] }],
    ['tutorial/project-fields-from-query-results', {}, { name: 0, list: 0, tags: 0 }, { _id: 1, n: 5 }],
    ['tutorial/project-fields-from-query-results', {}, { list: { x: 1 }, _id: 0 }, { list: [{ x: 1 }, { x: 2 }] }],
    [
      'reference/operator/projection/slice',
      {},
      { _id: 0, name: 0, list: 0, n: 0, tags: { $slice: -2 } },
      { tags: ['b', 'c'] },
    ],
    ['reference/operator/projection/slice', {}, { tags: { $slice: [1, 1] }, n: 1 }, { _id: 1, tags: ['b'], n: 5 }],
    [
      'reference/operator/projection/elemMatch',
      {},
      { list: { $elemMatch: { x: 2 } } },
      { _id: 1, list: [{ x: 2, y: 2 }] },
    ],
    ['reference/operator/projection/positional', { 'list.x': 2 }, { 'list.$': 1 }, { _id: 1, list: [{ x: 2, y: 2 }] }],
    ['reference/operator/aggregation', {}, { _id: 0, twice: { $multiply: ['$n', 2] } }, { twice: 10 }],
  ])('manual: %s: %j %j', async (_page, filter, projection, expected) => {
    await things.insertOne(person as Document);
    expect(shown(await typed.find(filter, { projection }).next())).toBe(shown(expected));
  });

  it('manual: reference/method/db.collection.find: mixing inclusion and exclusion is refused', async () => {
    expect(await codeOf(things.find({}, { projection: { a: 1, b: 0 } }).toArray())).toBe(31254);
    expect(await codeOf(things.find({}, { projection: { a: 0, b: 1 } }).toArray())).toBe(31253);
  });
});

describe('order (manual: reference/bson-type-comparison-order, reference/method/cursor.sort)', () => {
  const ascending = [
    ...[
      new MinKey(),
      [],
      null,
      new Double(Number.NaN),
      -1.5,
      0,
      long('3'),
      3.5,
      long('9007199254740993'),
      'B',
      'a',
      'a\0',
      'ab',
      'é',
      '\uFFFD',
      '\u{1F600}',
    ],
    ...[
      {},
      { a: 1 },
      { a: 1, b: 1 },
      { b: 0 },
      new Binary(Buffer.from([9])),
      new Binary(Buffer.from([1, 1])),
      id,
      false,
      true,
      new Date(0),
      when,
      new MaxKey(),
    ],
  ];

  it('goes by type, then by value, with an index and without, forwards and backwards', async () => {
    await things.insertMany([...ascending.entries()].reverse().map(([_id, a]) => ({ _id: _id as never, a })));
    const wanted = ascending.map((_, place) => place);
    for (const indexed of [false, true]) {
      if (indexed) await things.createIndex({ a: 1 }, {}, {});
      expect((await things.find().sort({ a: 1 }).toArray()).map(({ _id }) => Number(_id))).toEqual(wanted);
      expect((await things.find().sort({ a: -1 }).toArray()).map(({ _id }) => Number(_id))).toEqual(
        [...wanted].reverse(),
      );
    }
  });

  it('takes of an array its smallest element ascending and its largest descending', async () => {
    await things.insertMany([[5, 1], [3], [4, 2]].map((a, _id) => ({ _id: _id as never, a })));
    expect((await things.find().sort({ a: 1 }).toArray()).map(({ _id }) => Number(_id))).toEqual([0, 2, 1]);
    expect((await things.find().sort({ a: -1 }).toArray()).map(({ _id }) => Number(_id))).toEqual([0, 2, 1]);
  });

  it('manual: reference/method/cursor.sort: an order other than 1 and -1 is refused', async () => {
    expect(await codeOf(database.command({ find: 'things', sort: { a: 2 } }))).toBe(15975);
  });
});

describe('distinct and count (manual: reference/command/distinct, reference/command/count)', () => {
  it('enters arrays, counts equal numbers once, and takes a filter', async () => {
    await things.insertMany([{ a: [1, 2] }, { a: new Double(2) }, { a: 'x' }, {}, { a: null }, { a: [[3]] }]);
    expect(shown(await typed.distinct('a'))).toBe(shown([1, 2, 'x', null, [3]]));
    expect(shown(await typed.distinct('a', { a: { $type: 'string' } }))).toBe(shown(['x']));
    expect(await things.countDocuments({ a: { $exists: true } })).toBe(5);
    expect(await things.estimatedDocumentCount()).toBe(6);
    expect(await things.countDocuments({ a: 2 }, { limit: 1 })).toBe(1);
  });
});

describe('the few that are there among many that are asked for (manual: reference/operator/query/in)', () => {
  const name = (n: number): string => `k${String(n).padStart(4, '0')}`;
  const asked = Array.from({ length: 900 }, (_, n) => name((n * 7) % 900)); // each once, in no order
  /** Alone, neighbours, first and last of those asked for, and beyond them on both sides. */
  const there = ['a', ...[0, 3, 4, 5, 6, 7, 250, 251, 700, 899].map(name), 'z'];

  it.each(['_id', 'of'])('by %s: all of them and nothing else, in any order', async (field) => {
    await things.createIndex({ of: 1 }, {}, {});
    await things.insertMany(there.map((of) => ({ _id: of as never, of })));
    const expected = there.slice(1, -1);
    const filter = { [field]: { $in: [...asked, ...asked.slice(0, 50)] } };
    const found = async (sort: Document, limit = 0): Promise<unknown[]> =>
      (await things.find(filter).sort(sort).limit(limit).toArray()).map(({ of }) => of as unknown);
    expect((await found({})).sort()).toEqual(expected);
    expect(await found({ [field]: 1 })).toEqual(expected);
    expect(await found({ [field]: -1 })).toEqual([...expected].reverse());
    expect(await found({ [field]: 1 }, 3)).toEqual(expected.slice(0, 3));
    expect(await things.countDocuments({ [field]: { $in: ['b', ...asked.map((each) => `${each}x`)] } })).toBe(0);
  });
});

describe('refused reads', () => {
  it.each<[Page, Document, number]>([
    ['reference/operator/query/where', { $where: 'true' }, 2],
    ['reference/operator/query/text', { $text: { $search: 'x' } }, 2],
    ['reference/operator/query/near', { a: { $near: [1, 1] } }, 2],
    ['reference/operator/query/geoWithin', { a: { $geoWithin: { $center: [[0, 0], 1] } } }, 2],
    ['reference/operator/query/jsonSchema', { $jsonSchema: {} }, 2],
  ])('manual: %s: %j', async (_page, filter, code) => {
    if (!isEmbedded) return; // a MongoDB serves these, or asks for an index
    expect(await codeOf(things.find(filter).toArray())).toBe(code);
  });

  it('keeps Int32 and Double apart on the way back (manual: reference/bson-types)', async () => {
    const stored = {
      _id: 1,
      i: new Int32(5),
      d: new Double(5),
      l: long('5'),
      when,
      id,
      uuid: new Binary(uuid.buffer, 4),
    };
    await things.insertOne(stored as Document);
    expect(shown(await typed.findOne({}))).toBe(shown(stored));
  });
});
