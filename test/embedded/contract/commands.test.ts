// The server's commands over the real driver: results and errors as MongoDB's manual states them. Runs unchanged
// against the server that MONGODB_URI names, but for what is said to be the embedded server's own.
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Long, MongoClient, type Document } from 'mongodb';

interface Thing {
  _id: number | string | number[];
  n?: number;
  kind?: string;
  once?: number;
  state?: string;
  text?: string;
  l?: Long;
  list?: { x: number }[];
}

const client = new MongoClient(process.env['ONWARD_TEST_MONGODB_URI'] ?? '');
const database = client.db('server_commands');
const things = database.collection<Thing>('things');

const isEmbedded = process.env['MONGODB_URI'] === undefined || process.env['MONGODB_URI'] === '';

beforeEach(async () => {
  await database.dropDatabase();
});
afterAll(async () => {
  await database.dropDatabase();
  await client.close();
});

/** What a refused command answers. */
const refusal = async (command: Promise<unknown>): Promise<unknown> =>
  command.then(
    () => 'not refused',
    (error: unknown) => {
      const { code, codeName, message } = error as Document;
      return { code: code as unknown, codeName: codeName as unknown, message: message as unknown };
    },
  );
const codeOf = async (command: Promise<unknown>): Promise<unknown> => {
  const answer = await refusal(command);
  return typeof answer === 'string' ? answer : (answer as Document)['code'];
};

describe('hello (manual: hello)', () => {
  it('says honestly that it is one server alone', async () => {
    const hello = await database.admin().command({ hello: 1 });
    expect(hello).toMatchObject({ isWritablePrimary: true, maxBsonObjectSize: 16_777_216, readOnly: false, ok: 1 });
    if (isEmbedded) {
      expect(hello).toMatchObject({ maxWireVersion: 21, minWireVersion: 0, logicalSessionTimeoutMinutes: 30 });
      expect(
        Object.keys(hello).filter((field) => ['setName', 'hosts', 'topologyVersion', 'msg'].includes(field)),
      ).toEqual([]);
    }
  });

  it('refuses transactions and retryable writes, so that nobody counts on them', async () => {
    const insert = { insert: 'things', documents: [{ _id: 1 }], txnNumber: Long.fromInt(1) };
    expect(await codeOf(database.command(insert))).toBe(20);
    expect(await things.countDocuments()).toBe(0);
  });
});

describe('what is not served', () => {
  it('is refused by code, never ignored', async () => {
    expect(await refusal(database.command({ frobnicate: 1 }))).toEqual({
      code: 59,
      codeName: 'CommandNotFound',
      message: "no such command: 'frobnicate'",
    });
    expect(await codeOf(database.command({ find: 'things', frobnicate: 1 }))).toBe(40415);
    expect(
      await codeOf(database.command({ update: 'things', updates: [{ q: {}, u: { $set: { a: 1 } }, sort: { a: 1 } }] })),
    ).toBe(40415);
    expect(await codeOf(database.command({ create: 'log', capped: true }))).toBe(isEmbedded ? 72 : 'not refused');
    expect(await codeOf(things.find({}, { collation: { locale: 'de' } }).toArray())).toBe(
      isEmbedded ? 40415 : 'not refused',
    );
    expect(await codeOf(things.find({ $where: 'true' }).toArray())).toBe(isEmbedded ? 2 : 'not refused');
    if (!isEmbedded) return;
    expect(await codeOf(things.createIndex({ text: 'text' }, {}, {}))).toBe(67);
    expect(await codeOf(things.aggregate([{ $changeStream: {} }]).toArray())).toBe(40573);
    expect(await codeOf(things.aggregate([{ $geoNear: {} }]).toArray())).toBe(40324);
    expect(await codeOf(things.insertOne({ _id: 1 }, { writeConcern: { w: 2 } }))).toBe(2);
  });

  it('includes names that no collection or database may have', async () => {
    expect(await codeOf(database.command({ insert: 'a$b', documents: [{}] }))).toBe(73);
    expect(await codeOf(database.command({ find: '' }))).toBe(73);
  });
});

describe('insert (manual: insert)', () => {
  it('gives an _id where none is, puts it first, and keeps every type as it came', async () => {
    await database.command({
      insert: 'things',
      documents: [
        { b: 1, _id: 'x' },
        { n: 5.5, l: Long.fromString('9007199254740993') },
      ],
    });
    const stored = await things.find({}, { promoteLongs: false }).toArray();
    expect(stored.map((each) => Object.keys(each))).toEqual(
      [
        ['_id', 'n', 'l'],
        ['_id', 'b'],
      ].reverse(),
    );
    expect(stored[1]?.['l']).toEqual(Long.fromString('9007199254740993'));
  });

  it('stops an ordered bulk of many too, whatever of it waits in line already (manual: reference/command/insert)', async () => {
    const documents = [
      ...Array.from({ length: 300 }, (_, _id) => ({ _id })),
      { _id: 7 },
      ...Array.from({ length: 300 }, (_, n) => ({ _id: 300 + n })),
    ];
    const ordered = await database.command({ insert: 'things', documents });
    expect([ordered['n'], (ordered['writeErrors'] as Document[]).map(({ index }) => index as number)]).toEqual([
      300,
      [300],
    ]);
    expect(await things.countDocuments({})).toBe(300);
    const unordered = await database.command({ insert: 'things', documents, ordered: false });
    expect([unordered['n'], (unordered['writeErrors'] as Document[]).length]).toEqual([300, 301]);
    expect(await things.countDocuments({})).toBe(600);
  });

  it('stops an ordered bulk at the first error and goes on in an unordered one', async () => {
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    const error = {
      index: 1,
      code: 11000,
      keyPattern: { _id: 1 },
      keyValue: { _id: 1 },
      errmsg: 'E11000 duplicate key error collection: server_commands.things index: _id_ dup key: { _id: 1 }',
    };
    expect(await database.command({ insert: 'things', documents })).toEqual({ n: 1, writeErrors: [error], ok: 1 });
    await things.deleteMany({});
    const unordered = await database.command({ insert: 'things', documents, ordered: false });
    expect(unordered).toEqual({ n: 2, writeErrors: [error], ok: 1 });
  });

  it('refuses an _id that is an array, and a document over 16 MB', async () => {
    expect(await codeOf(things.insertOne({ _id: [1] }))).toBe(2);
    const large = await database.command({ insert: 'things', documents: [{ a: 'x'.repeat(16_777_216) }] });
    expect(large).toMatchObject({ n: 0, writeErrors: [{ index: 0, code: 10334 }] });
    expect(await things.countDocuments()).toBe(0);
  });
});

describe('update and delete (manual: update, delete)', () => {
  beforeEach(async () => {
    await things.insertMany([1, 2, 3].map((_id) => ({ _id, n: _id, kind: 'a' })));
  });

  it('count what matched and what changed', async () => {
    const updates = [
      { q: { _id: 1 }, u: { $set: { n: 1 } } },
      { q: { kind: 'a' }, u: { $inc: { n: 10 } }, multi: true },
      { q: { _id: 9 }, u: { $set: { n: 9 } }, upsert: true },
      { q: { _id: 8 }, u: { $set: { n: 9 } } },
    ];
    expect(await database.command({ update: 'things', updates })).toEqual({
      n: 5,
      nModified: 3,
      upserted: [{ index: 2, _id: 9 }],
      ok: 1,
    });
    expect(
      await things
        .find()
        .sort({ _id: 1 })
        .map(({ n }) => n as number)
        .toArray(),
    ).toEqual([11, 12, 13, 9]);
    const deletes = [
      { q: { kind: 'a' }, limit: 1 },
      { q: {}, limit: 0 },
    ];
    expect(await database.command({ delete: 'things', deletes })).toEqual({ n: 4, ok: 1 });
  });

  it('keep what an update of many had done when it meets a duplicate, and say so', async () => {
    await things.createIndex({ once: 1 }, { unique: true, partialFilterExpression: { once: { $exists: true } } }, {});
    expect(await codeOf(things.updateMany({}, { $set: { once: 1 } }))).toBe(11000);
    expect(await things.countDocuments({ once: 1 })).toBe(1);
    expect(await database.command({ validate: 'things' })).toMatchObject({ valid: true });
  });

  it('never change an _id', async () => {
    expect(await codeOf(things.updateOne({ _id: 1 }, { $set: { _id: 7 } }))).toBe(66);
    expect(await codeOf(things.replaceOne({ _id: 1 }, { _id: 7 } as never))).toBe(66);
  });

  it('do not meet again a document that they have just moved along the index', async () => {
    await things.createIndex({ n: 1 }, {}, {});
    expect(await things.updateMany({ n: { $gte: 1 } }, { $inc: { n: 1 } })).toMatchObject({
      matchedCount: 3,
      modifiedCount: 3,
    });
    expect(
      await things
        .find()
        .sort({ n: 1 })
        .map(({ n }) => n as number)
        .toArray(),
    ).toEqual([2, 3, 4]);
  });
});

describe('findAndModify (manual: findAndModify)', () => {
  beforeEach(async () => {
    await things.insertMany([3, 1, 2].map((n) => ({ _id: n, n, list: [{ x: 1 }, { x: 2 }] })));
  });

  it('takes the first in the order asked for, and gives it before or after', async () => {
    expect(
      await things.findOneAndUpdate({ n: { $gt: 0 } }, { $inc: { n: 10 } }, { sort: { n: 1 }, projection: { n: 1 } }),
    ).toEqual({ _id: 1, n: 1 });
    expect(
      await things.findOneAndUpdate(
        { n: { $gt: 0 } },
        { $inc: { n: 10 } },
        { sort: { n: -1 }, returnDocument: 'after', projection: { n: 1 } },
      ),
    ).toEqual({ _id: 1, n: 21 });
    expect(await things.findOneAndDelete({}, { sort: { n: 1 }, projection: { n: 1 } })).toEqual({ _id: 2, n: 2 });
    expect(await things.findOneAndReplace({ _id: 3 }, { n: 5 }, { returnDocument: 'after' })).toEqual({ _id: 3, n: 5 });
    expect(await things.findOneAndUpdate({ _id: 99 }, { $set: { n: 1 } })).toBe(null);
  });

  it('inserts when nothing matches and it is an upsert', async () => {
    const command = { findAndModify: 'things', query: { _id: 7 }, update: { $set: { n: 7 } }, upsert: true, new: true };
    expect(await database.command(command)).toEqual({
      lastErrorObject: { n: 1, updatedExisting: false, upserted: 7 },
      value: { _id: 7, n: 7 },
      ok: 1,
    });
    expect(await database.command(command)).toEqual({
      lastErrorObject: { n: 1, updatedExisting: true },
      value: { _id: 7, n: 7 },
      ok: 1,
    });
  });

  it('changes the elements that array filters choose', async () => {
    const changed = await things.findOneAndUpdate(
      { _id: 1 },
      { $set: { 'list.$[e].x': 9 } },
      { arrayFilters: [{ 'e.x': 2 }], returnDocument: 'after' },
    );
    expect(changed?.['list']).toEqual([{ x: 1 }, { x: 9 }]);
  });

  it('gives one document to one taker only', async () => {
    await things.deleteMany({});
    await things.insertMany(Array.from({ length: 60 }, (_, _id) => ({ _id, state: 'free' })));
    await things.createIndex({ state: 1 }, {}, {});
    const take = async (): Promise<unknown[]> => {
      const taken: unknown[] = [];
      for (;;) {
        const one = await things.findOneAndUpdate({ state: 'free' }, { $set: { state: 'taken' } });
        if (one === null) return taken;
        taken.push(one._id);
      }
    };
    const all = (await Promise.all([take(), take(), take(), take()])).flat();
    expect([all.length, new Set(all).size]).toEqual([60, 60]);
  });
});

describe('cursors (manual: find, getMore, killCursors)', () => {
  beforeEach(async () => {
    await things.insertMany(Array.from({ length: 1_000 }, (_, _id) => ({ _id, n: _id % 10 })));
  });

  it('hand out everything once, in batches of the size asked for', async () => {
    const first = await database.command({ find: 'things', batchSize: 7, sort: { _id: -1 } });
    expect((first['cursor'] as Document)['firstBatch']).toHaveLength(7);
    const ids = await things
      .find()
      .batchSize(33)
      .sort({ n: 1, _id: 1 })
      .map(({ _id }) => _id as number)
      .toArray();
    expect([ids.length, new Set(ids).size, ids[0], ids[100]]).toEqual([1_000, 1_000, 0, 1]);
    expect(await things.find().skip(990).toArray()).toHaveLength(10);
    expect(await things.countDocuments({ n: 3 }, { skip: 10, limit: 20 })).toBe(20);
    expect(await things.find().limit(5).batchSize(2).toArray()).toHaveLength(5);
  });

  it('end when they are killed or not known', async () => {
    const { cursor } = (await database.command({ find: 'things', batchSize: 2 })) as { cursor: { id: Long | number } };
    const id = Long.fromValue(cursor.id);
    expect(await database.command({ killCursors: 'things', cursors: [id] })).toMatchObject({
      cursorsKilled: [cursor.id],
    });
    expect(await codeOf(database.command({ getMore: id, collection: 'things' }))).toBe(43);
  });

  it('pass over what was deleted meanwhile', async () => {
    const cursor = things.find().batchSize(10);
    await cursor.next();
    await things.deleteMany({ _id: { $gte: 500 } });
    const rest = await cursor.toArray();
    expect(rest.length).toBeLessThan(999);
    expect(new Set(rest.map(({ _id }) => _id)).size).toBe(rest.length);
  });

  it('stop when the time given is over', async () => {
    await things.insertMany(Array.from({ length: 20_000 }, (_, n) => ({ _id: `more ${n}`, text: 'x'.repeat(50) })));
    expect(
      await codeOf(
        things
          .find({ text: /nothing like it$/ })
          .maxTimeMS(1)
          .toArray(),
      ),
    ).toBe(50);
  });
});
