// Whatever index serves a query, the answer is that of looking at every document: random documents, filters, sorts and
// changes, with several indexes and without, against a model that knows no index at all.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient, type Collection, type Document } from 'mongodb';
import { chanceFrom, type Chance } from '../../faults/embedded/random.js';

const client = new MongoClient(process.env['ONWARD_TEST_MONGODB_URI'] ?? '');
const database = client.db('server_planner');

beforeAll(async () => {
  await database.dropDatabase();
});
afterAll(async () => {
  await database.dropDatabase();
  await client.close();
});

const scalar = (chance: Chance): unknown =>
  chance.pick([
    () => chance.below(6),
    () => chance.below(6) + 0.5,
    () => chance.pick(['a', 'ab', 'b', '', 'a\0']),
    () => null,
    () => chance.pick([true, false]),
    () => new Date(chance.below(4)),
    () => 'long'.repeat(400) + String(chance.below(3)),
  ])();

const value = (chance: Chance, arrays: boolean): unknown => {
  if (arrays && chance.below(4) === 0) return Array.from({ length: chance.below(4) }, () => scalar(chance));
  if (chance.below(10) === 0) return { b: scalar(chance), c: scalar(chance) };
  return scalar(chance);
};

const someDocument = (chance: Chance, arrays: boolean, _id: number): Document => {
  const document: Document = { _id };
  if (chance.below(5) > 0) document['a'] = value(chance, arrays);
  if (chance.below(5) > 0) document['b'] = value(chance, false);
  if (chance.below(5) > 0) document['n'] = chance.below(10);
  if (arrays && chance.below(2) > 0) {
    document['list'] = Array.from({ length: chance.below(3) }, () => ({ x: chance.below(4), y: chance.below(4) }));
  }
  return document;
};

const condition = (chance: Chance): unknown =>
  chance.pick([
    () => scalar(chance),
    () => ({ $eq: scalar(chance) }),
    () => ({ $in: [scalar(chance), scalar(chance), scalar(chance)] }),
    () => ({ $gt: scalar(chance) }),
    () => ({ $gte: scalar(chance), $lt: scalar(chance) }),
    () => ({ $lte: scalar(chance) }),
    () => ({ $ne: scalar(chance) }),
    () => ({ $exists: chance.pick([true, false]) }),
    () => [scalar(chance), scalar(chance)],
  ])();

const someFilter = (chance: Chance): Document => {
  const filter: Document = {};
  const paths = ['a', 'b', 'n', 'a.b', 'list.x', 'list.y', '_id'];
  for (let count = chance.below(4); count > 0; count -= 1) filter[chance.pick(paths)] = condition(chance);
  if (chance.below(6) === 0) filter['$and'] = [{ a: condition(chance) }, { a: condition(chance) }];
  if (chance.below(6) === 0) filter['$or'] = [{ a: condition(chance) }, { b: condition(chance) }];
  if (chance.below(8) === 0) filter['list'] = { $elemMatch: { x: chance.below(4), y: { $gte: chance.below(4) } } };
  return filter;
};

const someSort = (chance: Chance): Document | undefined => {
  if (chance.below(3) === 0) return undefined;
  const sort: Document = {};
  for (let count = 1 + chance.below(2); count > 0; count -= 1)
    sort[chance.pick(['a', 'b', 'n', 'a.b', 'list.x'])] = chance.pick([1, -1]);
  return { ...sort, _id: chance.pick([1, -1]) };
};

const INDEXES: readonly [Record<string, 1 | -1>, Document][] = [
  [{ a: 1 }, {}],
  [{ b: -1, n: 1 }, {}],
  [{ n: 1, a: -1, _id: 1 }, {}],
  [{ 'list.x': 1, 'list.y': 1 }, {}],
  [{ 'a.b': 1 }, { sparse: true }],
  [{ n: -1 }, { partialFilterExpression: { n: { $gt: 4 } } }],
];

const inOrder = async (
  collection: Collection,
  filter: Document,
  sort: Document | undefined,
  natural: boolean,
): Promise<unknown[]> => {
  const cursor = collection.find(filter, { projection: { _id: 1 } });
  if (sort) cursor.sort(sort);
  if (natural) cursor.hint({ $natural: 1 });
  const ids = (await cursor.toArray()).map(({ _id }) => _id as unknown);
  return sort ? ids : ids.sort((x, y) => Number(x) - Number(y));
};

describe.each([
  ['without arrays', false, 11],
  ['with arrays', true, 12],
])('queries over documents %s', (_name, arrays, seed) => {
  it('give the same with an index as without', async () => {
    const chance = chanceFrom(seed);
    const indexed = database.collection(`indexed_${seed}`);
    const plain = database.collection(`plain_${seed}`);
    const documents = Array.from({ length: 250 }, (_, _id) => someDocument(chance, arrays, _id));
    for (const [key, options] of INDEXES) await indexed.createIndex(key, options, {});
    await indexed.insertMany(documents);
    await plain.insertMany(documents);

    const used = new Set<string>();
    for (let round = 0; round < 300; round += 1) {
      if (round % 3 === 0) {
        const filter = { _id: chance.below(260) } as Document;
        const next = someDocument(chance, arrays, 0);
        delete next['_id'];
        for (const collection of [indexed, plain]) {
          if (round % 9 === 0) await collection.deleteOne(filter);
          else await collection.replaceOne(filter, next, { upsert: true });
        }
      }
      const [filter, sort] = [someFilter(chance), someSort(chance)];
      const explained = await indexed.find(filter, sort ? { sort } : {}).explain('queryPlanner');
      used.add(JSON.stringify(explained).match(/"indexName":"([^"]+)"/)?.[1] ?? 'none');
      const answers = await Promise.all([
        inOrder(indexed, filter, sort, false),
        inOrder(indexed, filter, sort, true),
        inOrder(plain, filter, sort, false),
      ]);
      expect({ filter, sort, found: answers[0] }).toEqual({ filter, sort, found: answers[2] });
      expect({ filter, sort, found: answers[1] }).toEqual({ filter, sort, found: answers[2] });
      expect(await indexed.countDocuments(filter)).toBe(answers[2].length);
    }
    // Every index took part, or the comparison proved nothing about it.
    expect([...used].sort()).toEqual(
      ['_id_', 'a.b_1', 'a_1', 'b_-1_n_1', 'list.x_1_list.y_1', 'n_-1', 'n_1_a_-1__id_1', 'none'].filter(
        (each) => arrays || !each.startsWith('list') || used.has(each),
      ),
    );
    expect(await database.command({ validate: `indexed_${seed}` })).toMatchObject({ valid: true, errors: [] });
  });
});
