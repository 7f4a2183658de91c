// Collections and databases, and the one loud no for whatever a standalone server of this kind does not do.
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Long, type Document } from 'mongodb';
import { codeOf, isEmbedded, openContract, refusal, type Page } from './contract.js';

const { database, things, close } = openContract('collections');
beforeEach(async () => {
  await database.dropDatabase();
});
afterAll(close);

describe('collections', () => {
  it('manual: reference/command/create, listCollections, drop', async () => {
    await database.createCollection('made');
    expect(await refusal(database.command({ create: 'made', capped: false }))).toEqual(
      isEmbedded ? [48, 'NamespaceExists'] : 'not refused',
    );
    await things.insertOne({ a: 1 });
    const listed = await database.listCollections().toArray();
    expect(listed.map(({ name, type }) => [name, type]).sort()).toEqual([
      ['made', 'collection'],
      ['things', 'collection'],
    ]);
    expect(await database.listCollections({ name: 'made' }, { nameOnly: true }).toArray()).toEqual([
      { name: 'made', type: 'collection' },
    ]);
    expect(await things.drop()).toBe(true);
    expect(await database.listCollections({}, { nameOnly: true }).toArray()).toEqual([
      { name: 'made', type: 'collection' },
    ]);
    expect(await things.countDocuments()).toBe(0);
  });

  it('manual: reference/command/dropDatabase, listDatabases', async () => {
    await things.insertOne({ a: 1 });
    const names = async (): Promise<string[]> =>
      (await database.admin().listDatabases({ nameOnly: true })).databases.map(({ name }) => name);
    expect(await names()).toContain(database.databaseName);
    await database.dropDatabase();
    expect(await names()).not.toContain(database.databaseName);
  });

  it('manual: reference/command/validate: counts documents and the keys of each index', async () => {
    await things.createIndex({ tags: 1 }, {}, {});
    await things.insertMany([{ tags: ['a', 'b', 'a'] }, { tags: [] }, {}]);
    expect(await database.command({ validate: 'things' })).toMatchObject({
      ...{ ns: `${database.databaseName}.things`, valid: true, nrecords: 3, nIndexes: 2, errors: [] },
      keysPerIndex: { _id_: 3, tags_1: 4 },
    });
    expect(await codeOf(database.command({ validate: 'none' }))).toBe(26);
  });

  it('manual: reference/command/explain: shape of what find, update and delete would do', async () => {
    await things.insertMany([{ a: 1 }, { a: 2 }]);
    const commands: Document[] = [
      { find: 'things', filter: { a: 1 } },
      { update: 'things', updates: [{ q: { a: 1 }, u: { $set: { a: 9 } } }] },
      { delete: 'things', deletes: [{ q: { a: 1 }, limit: 0 }] },
      { findAndModify: 'things', query: { a: 1 }, remove: true },
      { distinct: 'things', key: 'a', query: { a: 1 } },
    ];
    for (const explain of commands) {
      expect(await database.command({ explain, verbosity: 'executionStats' })).toMatchObject({
        ok: 1,
        queryPlanner: { namespace: `${database.databaseName}.things`, winningPlan: { stage: expect.any(String) } },
        executionStats: { totalKeysExamined: 0 },
      });
    }
    expect(
      await things
        .find()
        .sort({ a: 1 })
        .map(({ a }) => a as number)
        .toArray(),
    ).toEqual([1, 2]); // nothing was done
  });
});

describe('what a standalone server refuses', () => {
  it.each<[Page, Document, [number, string]]>([
    [
      'core/transactions',
      { insert: 'things', documents: [{}], txnNumber: Long.ONE, startTransaction: true, autocommit: false },
      [20, 'IllegalOperation'],
    ],
    [
      'core/retryable-writes',
      { update: 'things', updates: [{ q: {}, u: { $set: { a: 1 } } }], txnNumber: Long.ONE },
      [20, 'IllegalOperation'],
    ],
    ['reference/command', { invented: 1 }, [59, 'CommandNotFound']],
    ['reference/command/find', { find: 'things', invented: 1 }, [40415, 'Location40415']],
    [
      'reference/command/update',
      { update: 'things', updates: [{ q: {}, u: {}, invented: 1 }] },
      [40415, 'Location40415'],
    ],
    ['reference/command/getMore', { getMore: Long.fromNumber(123_456), collection: 'things' }, [43, 'CursorNotFound']],
    ['reference/limits', { insert: 'sys$tem', documents: [{}] }, [73, 'InvalidNamespace']],
    ['reference/command/insert', { insert: 'things', documents: [] }, [16, 'InvalidLength']],
    [
      'reference/command/collMod',
      { collMod: 'none', index: { name: 'x', expireAfterSeconds: 5 } },
      [26, 'NamespaceNotFound'],
    ],
    ['reference/command/dropIndexes', { dropIndexes: 'none', index: 'x' }, [26, 'NamespaceNotFound']],
    ['reference/command/listIndexes', { listIndexes: 'none' }, [26, 'NamespaceNotFound']],
    ['reference/write-concern', { insert: 'things', documents: [{}], writeConcern: { w: 3 } }, [2, 'BadValue']],
  ])('manual: %s: %j', async (_page, command, refused) => {
    expect(await refusal(database.command(command))).toEqual(refused);
  });

  it('manual: changeStreams, core/transactions: as the driver meets it', async () => {
    const watched = things.watch();
    await expect(watched.next()).rejects.toMatchObject({ code: 40573 });
    await watched.close();
  });

  it.each<[Page, Document]>([
    ['core/capped-collections', { create: 'x', capped: true, size: 100 }],
    ['core/timeseries-collections', { create: 'x', timeseries: { timeField: 'at' } }],
    ['core/schema-validation', { create: 'x', validator: { a: 1 } }],
    ['core/views', { create: 'x', viewOn: 'things', pipeline: [] }],
    ['reference/collation', { find: 'things', collation: { locale: 'de' } }],
    ['core/index-text', { createIndexes: 'things', indexes: [{ key: { a: 'text' }, name: 'a' }] }],
    [
      'core/indexes/index-types/index-geospatial',
      { createIndexes: 'things', indexes: [{ key: { a: '2dsphere' }, name: 'a' }] },
    ],
    [
      'core/indexes/index-types/index-hashed',
      { createIndexes: 'things', indexes: [{ key: { a: 'hashed' }, name: 'a' }] },
    ],
    [
      'core/indexes/index-types/index-wildcard',
      { createIndexes: 'things', indexes: [{ key: { '$**': 1 }, name: 'a' }] },
    ],
    ['reference/command/mapReduce', { mapReduce: 'things', map: 'x', reduce: 'x', out: { inline: 1 } }],
    ['reference/command/bulkWrite', { bulkWrite: 1, ops: [], nsInfo: [] }],
  ])('of the embedded server alone, manual: %s: %j', async (_page, command) => {
    if (!isEmbedded) return; // a MongoDB does these
    expect(await codeOf(database.command(command))).toEqual(expect.any(Number));
    expect(await database.listCollections().toArray()).toEqual([]);
  });
});
