// Long work: it gives way to short answers, keeps its promises while it does, and stops when its time is over.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient, type Document } from 'mongodb';

const client = new MongoClient(process.env['ONWARD_TEST_MONGODB_URI'] ?? '');
const database = client.db('server_long_work');
const many = database.collection<{ _id: number; n: number; text?: string; claimedBy?: string }>('many');
const DOCUMENTS = 60_000;
const FAR = 20_000; // a place that is found only after a while

beforeAll(async () => {
  await database.dropDatabase();
  const text = 'x'.repeat(300);
  for (let from = 0; from < DOCUMENTS; from += 5_000)
    await many.insertMany(
      Array.from({ length: 5_000 }, (_, place) => ({ _id: from + place, n: (from + place) % 97, text })),
    );
}, 60_000);
afterAll(async () => {
  await database.dropDatabase();
  await client.close();
});

/** How many pings were answered while the work went on. */
const pingsDuring = async (work: () => Promise<unknown>): Promise<number> => {
  let over = false;
  let pings = 0;
  const pinging = async (): Promise<void> => {
    await client.db('admin').command({ ping: 1 });
    for (; !over; pings += 1) await client.db('admin').command({ ping: 1 });
  };
  const done = work().finally(() => {
    over = true;
  });
  await Promise.all([done, pinging()]);
  return pings;
};

describe('work that takes long', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a group', () => many.aggregate([{ $group: { _id: '$n', all: { $sum: '$n' } } }]).toArray()],
    ['a sort without an index', () => many.find({}, { sort: { n: -1, text: 1 } }).toArray()],
    ['a sort behind a group', () => many.aggregate([{ $group: { _id: '$_id' } }, { $sort: { _id: -1 } }]).toArray()],
    ['an update of one that is not there', () => many.updateOne({ n: -1 }, { $set: { text: '' } })],
    ['a change of many', () => many.updateMany({ n: { $gt: 50 } }, { $inc: { n: 100 } })],
    ['a count without an index', () => many.countDocuments({ n: { $lt: 20 } })],
  ])('%s lets others in', async (_what, work) => {
    expect(await pingsDuring(work)).toBeGreaterThan(2);
  });

  it('ends with its time, wherever it is', async () => {
    const limit = { maxTimeMS: 1 };
    const late = [
      many.updateOne({ n: -1 }, { $set: { text: '' } }, limit),
      many.findOneAndUpdate({ n: -1 }, { $set: { text: '' } }, limit),
      many.find({ n: -1 }, limit).toArray(),
      many.find({}, { ...limit, sort: { text: 1 } }).toArray(),
      many.aggregate([{ $group: { _id: '$n' } }], limit).toArray(),
      many.countDocuments({ n: { $ne: 1 } }, limit),
      many.distinct('n', {}, limit),
    ];
    const codes = await Promise.all(
      late.map((each) => each.then(() => 'in time').catch((error: unknown) => (error as Document)['code'] as unknown)),
    );
    expect(codes).toEqual(late.map(() => 50));
  });

  it('never gives one document to two, though finding it takes long', async () => {
    const filter = { _id: { $gte: FAR - 40, $lt: FAR }, claimedBy: { $exists: false } };
    const claim = async (worker: string): Promise<number[]> => {
      const mine: number[] = [];
      for (;;) {
        const found = await many.findOneAndUpdate(
          filter,
          { $set: { claimedBy: worker } },
          { hint: { $natural: 1 }, projection: { _id: 1 } },
        );
        if (found === null) return mine;
        mine.push(found._id);
      }
    };
    const claims = (await Promise.all(['a', 'b', 'c', 'd'].map(claim))).flat();
    expect(claims.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, place) => FAR - 40 + place));
  });

  it('takes the variables of let in updates, findAndModify and deletes', async () => {
    const things = database.collection<{ _id: number; a: number }>('things');
    await things.insertMany([
      { _id: 1, a: 1 },
      { _id: 2, a: 2 },
    ]);
    const q = { $expr: { $eq: ['$a', '$$wanted'] } };
    const variables = { wanted: { $add: [1, 1] }, next: 7 };
    await things.updateOne(q, [{ $set: { a: '$$next' } }], { let: variables });
    expect(
      await things.findOneAndUpdate(q, [{ $set: { a: 9 } }], { let: { wanted: 1 }, returnDocument: 'after' }),
    ).toEqual({
      _id: 1,
      a: 9,
    });
    await things.deleteOne(q, { let: { wanted: 9 } });
    expect(await things.find().toArray()).toEqual([{ _id: 2, a: 7 }]);
  });
});
