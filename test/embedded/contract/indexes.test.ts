// Indexes: what can be made, what they refuse, which one a query uses (explain), and documents that expire.
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MongoClient, ObjectId, type Document, type Filter } from 'mongodb';

const client = new MongoClient(process.env['ONWARD_TEST_MONGODB_URI'] ?? '');
const database = client.db('server_indexes');
const things = database.collection('things');

beforeEach(async () => {
  await database.dropDatabase();
});
afterAll(async () => {
  await database.dropDatabase();
  await client.close();
});

const codeOf = async (command: Promise<unknown>): Promise<unknown> =>
  command.then(
    () => 'not refused',
    (error: unknown) => (error as Document)['code'] as unknown,
  );

/** The plan's stages from the top, FETCH left out: a real MongoDB shows it as a stage of its own. */
const stagesOf = (plan: Document): string[] => {
  const own = plan['stage'] as string;
  return [...(own === 'FETCH' ? [] : [own]), ...below(plan).flatMap(stagesOf)];
};
const below = ({ inputStage, inputStages }: Document): Document[] =>
  (inputStages as Document[] | undefined) ?? (inputStage === undefined ? [] : [inputStage as Document]);
const indexOf = (plan: Document): unknown =>
  plan['indexName'] ??
  below(plan)
    .map(indexOf)
    .find((name) => name !== undefined);

const explained = async (filter: Filter<Document>, sort?: Record<string, 1 | -1>): Promise<Document> => {
  const cursor = things.find(filter);
  if (sort) cursor.sort(sort);
  const { queryPlanner, executionStats } = await cursor.explain('executionStats');
  const plan = (queryPlanner as Document)['winningPlan'] as Document;
  const stats = executionStats as Document;
  return {
    stages: stagesOf(plan),
    index: indexOf(plan),
    docs: stats['totalDocsExamined'] as unknown,
    found: stats['nReturned'] as unknown,
  };
};

describe('which index a query uses (manual: reference/explain-results, core/query-plans, core/index-partial)', () => {
  beforeEach(async () => {
    await things.createIndexes([
      { key: { email: 1 }, unique: true, name: 'email' },
      { key: { state: 1, due: -1 }, name: 'state-due' },
      { key: { tags: 1 }, name: 'tags' },
      { key: { lease: 1 }, name: 'lease', partialFilterExpression: { state: 'open' } },
      { key: { seen: 1 }, name: 'seen', sparse: true },
    ]);
    await things.insertMany(
      Array.from({ length: 100 }, (_, _id) => ({
        _id: _id as never,
        email: `person${_id}@example.org`,
        state: _id % 2 === 0 ? 'open' : 'shut',
        due: new Date(_id),
        tags: [`t${_id % 5}`, `u${_id}`],
        lease: _id,
        ...(_id < 3 && { seen: _id }),
      })),
    );
  });

  it.each<[string, Filter<Document>, Record<string, 1 | -1> | undefined, string[], string | undefined, number]>([
    ['one document by its unique value', { email: 'person7@example.org' }, undefined, ['IXSCAN'], 'email', 1],
    [
      'equality, then range, in order',
      { state: 'open', due: { $lt: new Date(50) } },
      { due: -1 },
      ['IXSCAN'],
      'state-due',
      25,
    ],
    [
      'the same against the order of the index',
      { state: 'open', due: { $lt: new Date(50) } },
      { due: 1 },
      ['IXSCAN'],
      'state-due',
      25,
    ],
    [
      'several points, merged in order',
      { state: { $in: ['open', 'shut'] } },
      { due: 1 },
      ['SORT_MERGE', 'IXSCAN'],
      'state-due',
      100,
    ],
    ['texts by their beginning', { email: /^person1/ }, undefined, ['IXSCAN'], 'email', 11],
    ['a whole array by its first element', { tags: ['t3', 'u8'] }, undefined, ['IXSCAN'], 'tags', 20],
    [
      'alternatives that each have an index',
      { $or: [{ email: 'person7@example.org' }, { _id: 9 as never }] },
      undefined,
      ['OR', 'IXSCAN', 'IDHACK'],
      'email',
      2,
    ],
    ['an element of an array', { tags: 'u8' }, undefined, ['IXSCAN'], 'tags', 1],
    ['a partial index when the filter implies it', { state: 'open', lease: 8 }, undefined, ['IXSCAN'], 'lease', 1],
    ['no partial index when it does not', { lease: 8 }, undefined, ['COLLSCAN'], undefined, 100],
    ['a sparse index for what exists', { seen: { $gte: 1 } }, undefined, ['IXSCAN'], 'seen', 2],
    ['no sparse index for what may be missing', { seen: null }, undefined, ['COLLSCAN'], undefined, 100],
    ['order alone', {}, { email: 1 }, ['IXSCAN'], 'email', 100],
    ['nothing that helps', { other: 1 }, undefined, ['COLLSCAN'], undefined, 100],
  ])('%s', async (_what, filter, sort, stages, index, docs) => {
    if (stages[0] === 'SORT') {
      const seen = await explained(filter, sort);
      expect({ stages: seen['stages'] as unknown, index: seen['index'] as unknown }).toEqual({ stages, index });
      return;
    }
    expect(await explained(filter, sort)).toMatchObject({ stages, index, docs });
  });

  it('is _id itself when that is given', async () => {
    expect(await explained({ _id: 5 as never })).toMatchObject({ stages: ['IDHACK'], docs: 1, found: 1 });
  });

  it('is the one that is hinted at, and a hint at none is refused', async () => {
    const { queryPlanner } = await things.find({ email: 'x' }).hint('state-due').explain();
    expect(indexOf((queryPlanner as Document)['winningPlan'] as Document)).toBe('state-due');
    expect(await things.find({ email: 'person7@example.org' }).hint({ state: 1, due: -1 }).toArray()).toHaveLength(1);
    expect(await codeOf(things.find({}).hint('none').toArray())).toBe(2);
  });

  it('is shown for changes and pipelines too', async () => {
    const commands = [
      { update: 'things', updates: [{ q: { email: 'a' }, u: { $set: { x: 1 } } }] },
      { delete: 'things', deletes: [{ q: { email: 'a' }, limit: 1 }] },
      { aggregate: 'things', pipeline: [{ $match: { email: 'a' } }, { $group: { _id: '$state' } }], cursor: {} },
      { count: 'things', query: { email: 'a' } },
    ];
    for (const explain of commands) {
      expect(JSON.stringify(await database.command({ explain }))).toContain('"indexName":"email"');
    }
  });
});

describe('uniqueness (manual: core/index-unique)', () => {
  it('counts missing as null, each element of an array, and a whole compound key', async () => {
    await things.createIndex({ a: 1 }, { unique: true }, {});
    await things.insertMany([{ a: [1, 2] }, {}]);
    expect(await codeOf(things.insertOne({ a: 2 }))).toBe(11000);
    expect(await codeOf(things.insertOne({ a: null }))).toBe(11000);
    await things.updateOne({ a: 1 }, { $set: { a: [1, 3] } });
    await things.insertOne({ a: 2 });
    expect(await codeOf(things.updateOne({ a: 2 }, { $set: { a: 3 } }))).toBe(11000);
  });

  it('holds for values longer than a key, and tells numbers apart by worth and not by type', async () => {
    await things.createIndex({ a: 1 }, { unique: true }, {});
    await things.insertMany([{ a: 'x'.repeat(3_000) }, { a: `${'x'.repeat(2_999)}y` }]);
    expect(await codeOf(things.insertOne({ a: 'x'.repeat(3_000) }))).toBe(11000);
    expect(await things.find({ a: `${'x'.repeat(2_999)}y` }).toArray()).toHaveLength(1);
  });

  it('lets documents outside a partial or sparse index alone', async () => {
    await things.createIndex({ a: 1 }, { unique: true, partialFilterExpression: { live: true } }, {});
    await things.createIndex({ b: 1 }, { unique: true, sparse: true }, {});
    await things.insertMany([{ a: 1, live: true }, { a: 1 }, { a: 1, live: false }]);
    expect(await codeOf(things.insertOne({ a: 1, live: true }))).toBe(11000);
    expect(await codeOf(things.updateOne({ live: false }, { $set: { live: true } }))).toBe(11000);
    expect(await things.countDocuments()).toBe(3);
  });
});

describe('making and dropping (manual: reference/command/createIndexes, dropIndexes, listIndexes)', () => {
  it('shows what was made, makes nothing twice, and refuses what stands in the way', async () => {
    const made = { createIndexes: 'things', indexes: [{ key: { a: 1, b: -1 }, name: 'ab', unique: true }] };
    expect(await database.command(made)).toEqual({
      numIndexesBefore: 1,
      numIndexesAfter: 2,
      createdCollectionAutomatically: true,
      ok: 1,
    });
    expect(await database.command(made)).toMatchObject({
      numIndexesBefore: 2,
      numIndexesAfter: 2,
      note: 'all indexes already exist',
    });
    expect(await things.indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1, b: -1 }, name: 'ab', unique: true },
    ]);
    expect(await codeOf(things.createIndex({ a: 1, b: -1 }, { name: 'ab' }, {}))).toBe(86);
    expect(await codeOf(things.createIndex({ c: 1 }, { name: 'ab' }, {}))).toBe(86);
    expect(await codeOf(things.createIndex({ a: 1, b: -1 }, { unique: true, name: 'other' }, {}))).toBe(85);
    expect(await codeOf(things.dropIndex('none'))).toBe(27);
    await things.dropIndex('ab');
    expect(await things.indexes()).toHaveLength(1);
  });

  it('makes no index over documents that break it', async () => {
    await things.insertMany([{ a: 1 }, { a: 1 }]);
    expect(await codeOf(things.createIndex({ a: 1 }, { unique: true }, {}))).toBe(11000);
    expect(await things.indexes()).toHaveLength(1);
    await things.insertOne({ a: [1, 2], b: [1, 2] });
    expect(await codeOf(things.createIndex({ a: 1, b: 1 }, {}, {}))).toBe(171);
  });

  it('forgets a dropped collection whole', async () => {
    await things.createIndex({ a: 1 }, { unique: true }, {});
    await things.insertOne({ a: 1 });
    await things.drop();
    expect([await things.countDocuments(), await codeOf(things.indexes())]).toEqual([0, 26]);
    await things.insertMany([{ a: 1 }, { a: 1 }]);
    expect(await things.countDocuments()).toBe(2);
    expect(await database.listCollections({}, { nameOnly: true }).toArray()).toEqual([
      { name: 'things', type: 'collection' },
    ]);
  });
});

describe('what no index may be (manual: reference/command/createIndexes, core/index-partial)', () => {
  it.each<[string, Document, number]>([
    ['an empty key', { key: {}, name: 'x' }, 67],
    ['a direction of 0', { key: { a: 0 }, name: 'x' }, 67],
    ['a field name that is empty', { key: { 'a.': 1 }, name: 'x' }, 67],
    ['a name that is missing', { key: { a: 1 } }, 9],
    ['an option that is not known', { key: { a: 1 }, name: 'x', invented: true }, 197],
    ['a TTL over two fields', { key: { a: 1, b: 1 }, name: 'x', expireAfterSeconds: 5 }, 67],
    ['a negative TTL', { key: { a: 1 }, name: 'x', expireAfterSeconds: -1 }, 67],
    ['partial and sparse at once', { key: { a: 1 }, name: 'x', sparse: true, partialFilterExpression: { a: 1 } }, 67],
    ['partial by $ne', { key: { a: 1 }, name: 'x', partialFilterExpression: { a: { $ne: 1 } } }, 67],
  ])('%s is refused', async (_what, spec, code) => {
    expect(await codeOf(database.command({ createIndexes: 'things', indexes: [spec] }))).toBe(code);
    expect(await database.listCollections().toArray()).toEqual([]);
  });

  it('the index of _id, which is never dropped', async () => {
    await things.insertOne({});
    expect(await codeOf(things.dropIndex('_id_'))).toBe(72);
    expect(await codeOf(things.dropIndex({ none: 1 } as never))).toBe(27);
  });
});

describe('documents that expire (manual: core/index-ttl, reference/command/collMod)', () => {
  it('go when their time is over, and not before', async () => {
    await things.createIndex({ at: 1 }, { expireAfterSeconds: 1 }, {});
    const [over, later, never] = [new ObjectId(), new ObjectId(), new ObjectId()];
    await things.insertMany([
      { _id: over, at: new Date(Date.now() - 5_000) },
      { _id: later, at: new Date(Date.now() + 60_000) },
      { _id: never, at: 'a text' },
    ]);
    const end = Date.now() + 90_000; // a real MongoDB sweeps once a minute
    while ((await things.countDocuments()) > 2 && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(
      await things
        .find()
        .sort({ _id: 1 })
        .map(({ _id }) => _id)
        .toArray(),
    ).toEqual([later, never]);
    expect(await database.command({ collMod: 'things', index: { name: 'at_1', expireAfterSeconds: 7 } })).toMatchObject(
      {
        expireAfterSeconds_old: 1,
        expireAfterSeconds_new: 7,
      },
    );
  }, 100_000);
});
