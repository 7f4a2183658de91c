// Whatever serves a query, the answer is that of looking at every document: random documents of all types, filters, sorts
// and updates, with indexes and without, through find, aggregate and count, agree with each other and with a model that
// knows no index (model.ts). Runs against the server that MONGODB_URI names too.
import { Binary, Double, EJSON, Int32, Long, MaxKey, MinKey, ObjectId } from 'bson';
import { MongoClient, type Collection, type Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { counted } from './counts.js';
import { fits, sorted, updated, type Doc, type Value } from './model.js';
import fc from '../../support/properties.js';

const RUNS = counted(400, 20);

const client = new MongoClient(process.env['ONWARD_TEST_MONGODB_URI'] ?? '', { promoteValues: false });
const database = client.db('faults_properties');
beforeAll(async () => {
  await database.dropDatabase();
});
afterAll(async () => {
  await database.dropDatabase();
  await client.close();
});

/** Few distinct values of every type, near each other, so that documents and filters meet. */
const scalar: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -2, max: 4 }).map((n) => new Int32(n)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(0, -0, 1, 2.5, -1.5, 1e300, Infinity, -Infinity, NaN).map((n) => new Double(n)),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(0n, 1n, 3n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 62n, -(2n ** 63n))
      .map((n) => Long.fromBigInt(n)),
  },
  { weight: 4, arbitrary: fc.constantFrom('', 'a', 'ab', 'b', 'a\0', 'é', '\u{1F600}', '\uFFFD', 'long'.repeat(400)) },
  { weight: 1, arbitrary: fc.string({ maxLength: 3, unit: 'binary' }) },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.boolean() },
  { weight: 2, arbitrary: fc.constantFrom(-1, 0, 1, 1_800_000_000_000).map((ms) => new Date(ms)) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 255).map((byte) => new ObjectId(Buffer.alloc(12, byte))) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.uint8Array({ maxLength: 2 }), fc.constantFrom(0, 4)).map(([b, t]) => new Binary(b, t)),
  },
  { weight: 1, arbitrary: fc.constantFrom<Value>(new MinKey(), new MaxKey()) },
);
const small = fc.dictionary(fc.constantFrom('b', 'c'), scalar, { maxKeys: 2, noNullPrototype: true });
const flat: fc.Arbitrary<Value> = fc.oneof({ weight: 6, arbitrary: scalar }, { weight: 1, arbitrary: small });
const anything: fc.Arbitrary<Value> = fc.oneof(
  { weight: 5, arbitrary: flat },
  { weight: 2, arbitrary: fc.array(flat, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }) },
);

const someDocument = (arrays: boolean): fc.Arbitrary<Doc> =>
  fc
    .record(
      {
        a: arrays ? anything : flat,
        b: flat,
        n: fc.integer({ min: 0, max: 9 }).map((n) => new Int32(n)),
        ...(arrays && {
          list: fc.array(fc.record({ x: scalar, y: scalar }, { requiredKeys: [], noNullPrototype: true }), {
            maxLength: 3,
          }),
        }),
      },
      { requiredKeys: [], noNullPrototype: true },
    )
    .map((doc) => doc as unknown as Doc);

const operators: fc.Arbitrary<Value> = fc.oneof(
  fc
    .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), flat)
    .map(([operator, value]) => ({ [operator]: value })),
  fc
    .tuple(fc.constantFrom('$gt', '$gte'), scalar, fc.constantFrom('$lt', '$lte'), scalar)
    .map(([low, from, high, to]) => ({ [low]: from, [high]: to })),
  fc
    .tuple(fc.constantFrom('$in', '$nin'), fc.array(flat, { maxLength: 4 }))
    .map(([operator, list]) => ({ [operator]: list })),
  fc.boolean().map((exists) => ({ $exists: exists })),
  fc.integer({ min: 0, max: 3 }).map((n) => ({ $size: new Int32(n) })),
  fc.array(scalar, { minLength: 1, maxLength: 2 }).map((list) => ({ $all: list })),
  fc
    .tuple(fc.constantFrom('$gt', '$lte', '$eq', '$ne'), scalar)
    .map(([operator, value]) => ({ $not: { [operator]: value } })),
);
const condition: fc.Arbitrary<Value> = fc.oneof(
  { weight: 2, arbitrary: anything.filter((value) => JSON.stringify(value) !== '{}') },
  { weight: 5, arbitrary: operators },
);
const paths = ['a', 'b', 'n', 'a.b', 'list.x', 'list.y', '_id', 'list'];
const clauses = (most: number): fc.Arbitrary<Doc> =>
  fc.dictionary(fc.constantFrom(...paths), condition, { maxKeys: most, noNullPrototype: true });
const someFilter: fc.Arbitrary<Doc> = fc
  .tuple(
    clauses(3),
    fc.option(fc.tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(clauses(2), { minLength: 1, maxLength: 3 })), {
      freq: 4,
    }),
    fc.option(fc.dictionary(fc.constantFrom('x', 'y'), operators, { minKeys: 1, noNullPrototype: true }), { freq: 5 }),
  )
  .map(([filter, logical, elements]) => ({
    ...filter,
    ...(logical && { [logical[0]]: logical[1] }),
    ...(elements && { list: { $elemMatch: elements } }),
  }));
const someSort = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'n', 'a.b', 'list.x'), fc.constantFrom<1 | -1>(1, -1)), {
    ...{ maxLength: 2, selector: ([path]) => path },
  })
  .chain((fields) => fc.constantFrom<1 | -1>(1, -1).map((last) => ({ ...Object.fromEntries(fields), _id: last })));

const fields = fc.constantFrom('a', 'b', 'n', 'extra');
const someUpdate: fc.Arbitrary<Record<string, Doc>> = fc
  .oneof(
    fc.tuple(
      fc.constantFrom('$set', '$min', '$max', '$push', '$addToSet', '$pull'),
      fc.dictionary(fields, scalar, { minKeys: 1, maxKeys: 1 }),
    ),
    fc.tuple(
      fc.constantFrom('$set', '$min', '$max'),
      fc.dictionary(fc.constantFrom('a', 'extra'), anything, { minKeys: 1, maxKeys: 1 }),
    ),
    fc.tuple(fc.constantFrom('$inc', '$mul'), fc.dictionary(fields, scalar, { minKeys: 1, maxKeys: 1 })),
    fc.tuple(
      fc.constantFrom('$pop'),
      fields.chain((field) => fc.constantFrom(1, -1).map((end) => ({ [field]: new Int32(end) }))),
    ),
    fc.tuple(
      fc.constantFrom('$unset'),
      fields.map((field) => ({ [field]: '' })),
    ),
  )
  .map(([operator, operand]) => ({ [operator]: { ...operand } }));

const INDEXES: readonly [Record<string, 1 | -1>, Document][] = [
  [{ a: 1 }, {}],
  [{ b: -1, n: 1 }, {}],
  [{ n: 1, a: -1, _id: 1 }, {}],
  [{ 'list.x': 1, 'list.y': 1 }, {}],
  [{ 'a.b': 1 }, { sparse: true }],
  [{ n: -1 }, { partialFilterExpression: { n: { $gt: 4 } } }],
  [{ b: 1 }, { partialFilterExpression: { b: { $exists: true } } }],
];

/** Documents as text that tells every type apart. */
const shown = (docs: readonly unknown[]): string[] => docs.map((doc) => EJSON.stringify(doc, { relaxed: false }));
const byId = { _id: 1 } as const;

const expectSame = async (collection: Collection, model: readonly Doc[], filter: Doc, sort: Record<string, 1 | -1>) => {
  const wanted = sorted(
    model.filter((doc) => fits(doc, filter)),
    sort,
  );
  const expected = { filter: EJSON.stringify(filter), sort, found: shown(wanted) };
  const given = (docs: readonly unknown[]) => ({ filter: EJSON.stringify(filter), sort, found: shown(docs) });
  const [found, natural, piped, n, cut, distinct] = await Promise.all([
    collection.find(filter).sort(sort).toArray(),
    collection.find(filter).sort(sort).hint({ $natural: 1 }).toArray(),
    collection.aggregate([{ $match: filter }, { $sort: sort }]).toArray(),
    collection.countDocuments(filter),
    collection.find(filter).sort(sort).skip(1).limit(3).batchSize(2).toArray(),
    collection.distinct('_id', filter),
  ]);
  expect(given(found)).toEqual(expected);
  expect(given(natural)).toEqual(expected);
  expect(given(piped)).toEqual(expected);
  expect(String(n)).toBe(String(wanted.length)); // a count comes as one of BSON's number types too
  expect(shown(cut)).toEqual(expected.found.slice(1, 4));
  expect(distinct).toHaveLength(wanted.length);
};

const refusal = async (command: Promise<unknown>): Promise<boolean> =>
  command.then(
    () => false,
    () => true,
  );
const attempted = (doc: Doc, update: Record<string, Doc>): Doc | undefined => {
  try {
    return updated(doc, update);
  } catch {
    return undefined;
  }
};

/** Two arrays in one index are refused where the index is (error 171, "Multikey Indexes"), and nowhere else. */
const inTwoArrays = (doc: Doc): boolean =>
  INDEXES.some(([key]) => Object.keys(key).filter((field) => Array.isArray(doc[field])).length > 1);

describe.each([
  ['without arrays', false],
  ['with arrays', true],
])(`queries and updates over random documents %s`, (_name, arrays) => {
  it('give the same with an index as without, through find and aggregate, and as the model says', async () => {
    const indexed = database.collection(`indexed_${String(arrays)}`);
    const bare = database.collection(`plain_${String(arrays)}`);
    for (const [key, options] of INDEXES) await indexed.createIndex(key, options, {});
    const used = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(someDocument(arrays), { minLength: 5, maxLength: 25 }),
        fc.array(fc.tuple(someFilter, someSort), { minLength: 4, maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(24), someUpdate), { maxLength: 10 }),
        async (docs, queries, updates) => {
          let model: Doc[] = docs.map((doc, place) => ({ _id: new Int32(place), ...doc }));
          for (const collection of [indexed, bare]) {
            await collection.deleteMany({});
            await collection.insertMany(model, { ignoreUndefined: true });
          }
          for (const [place, update] of updates) {
            const before = model[place];
            if (before === undefined) continue;
            const after =
              arrays || !['$push', '$addToSet'].includes(Object.keys(update)[0] ?? '')
                ? attempted(before, update)
                : 'skipped';
            if (after === 'skipped' || (after && inTwoArrays(after))) continue;
            if (!arrays && after && Object.values(after).some(Array.isArray)) continue;
            for (const collection of [indexed, bare]) {
              const refused = await refusal(collection.updateOne({ _id: before['_id'] } as Document, update));
              expect({ update: EJSON.stringify(update), doc: shown([before]), refused }).toEqual({
                ...{ update: EJSON.stringify(update), doc: shown([before]), refused: after === undefined },
              });
            }
            model = model.map((doc) => (doc === before ? (after ?? before) : doc));
          }
          expect(shown(await indexed.find().sort(byId).toArray())).toEqual(shown(model));
          for (const [filter, sort] of queries) {
            await expectSame(indexed, model, filter, sort);
            await expectSame(bare, model, filter, sort);
            const plan = JSON.stringify(await indexed.find(filter).sort(sort).explain('queryPlanner'));
            used.add(/"indexName":"([^"]+)"/.exec(plan)?.[1] ?? 'none');
          }
        },
      ),
      { numRuns: RUNS },
    );
    expect(await database.command({ validate: indexed.collectionName })).toMatchObject({ valid: true, errors: [] });
    // Indexes took part, or the comparison proved nothing about them.
    expect([...used]).toEqual(expect.arrayContaining(['none', '_id_', 'a_1']));
    expect(used.size).toBeGreaterThan(4);
  }, 600_000);
});
