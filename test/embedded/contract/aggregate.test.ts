// aggregate: the stages and accumulators that are served, with the results of the manual, and what is refused.
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Double, Long, type Document } from 'mongodb';
import { codeOf, isEmbedded, openContract, shown, type Page } from './contract.js';

const { database, things, typed, close } = openContract('aggregate');
const others = database.collection('others');
beforeEach(async () => {
  await database.dropDatabase();
  await others.insertMany([
    { _id: 'a' as never, label: 'first' },
    { _id: 'b' as never, label: 'second' },
  ]);
});
afterAll(close);

const when = (text: string): Date => new Date(text);
const numbers = [
  { _id: 1, k: 'a', n: 5, tags: ['x', 'y'] },
  { _id: 2, k: 'b', n: 3, tags: [] },
  { _id: 3, k: 'a', n: 4 },
  { _id: 4, n: 2.5, tags: ['y'] },
];

/** Page, the documents, the pipeline, and what it gives. */
const pipelines: readonly [Page, readonly Document[], Document[], readonly Document[]][] = [
  [
    'reference/operator/aggregation/match',
    numbers,
    [{ $match: { n: { $gt: 3 } } }, { $sort: { _id: 1 } }, { $project: { n: 1 } }],
    [
      { _id: 1, n: 5 },
      { _id: 3, n: 4 },
    ],
  ],
  [
    'reference/operator/aggregation/project',
    numbers,
    [
      { $match: { _id: 1 } },
      { $project: { _id: 0, k: 1, twice: { $multiply: ['$n', 2] }, first: { $arrayElemAt: ['$tags', 0] } } },
    ],
    [{ k: 'a', twice: 10, first: 'x' }],
  ],
  [
    'reference/operator/aggregation/addFields',
    numbers,
    [{ $match: { _id: 3 } }, { $addFields: { 'deep.sum': { $add: ['$n', 1] } } }],
    [{ _id: 3, k: 'a', n: 4, deep: { sum: 5 } }],
  ],
  [
    'reference/operator/aggregation/unset',
    numbers,
    [{ $match: { _id: 1 } }, { $unset: ['tags', 'n'] }],
    [{ _id: 1, k: 'a' }],
  ],
  [
    'reference/operator/aggregation/replaceRoot',
    [{ _id: 1, in: { a: 1 } }],
    [{ $replaceRoot: { newRoot: '$in' } }],
    [{ a: 1 }],
  ],
  ['reference/operator/aggregation/replaceWith', [{ _id: 1, a: 2 }], [{ $replaceWith: { b: '$a' } }], [{ b: 2 }]],
  [
    'reference/operator/aggregation/group',
    numbers,
    [{ $group: { _id: '$k', n: { $sum: '$n' }, count: { $sum: 1 } } }, { $sort: { _id: 1 } }],
    [
      { _id: null, n: 2.5, count: 1 },
      { _id: 'a', n: 9, count: 2 },
      { _id: 'b', n: 3, count: 1 },
    ],
  ],
  [
    'reference/operator/aggregation/group',
    numbers,
    [
      {
        $group: {
          _id: null,
          average: { $avg: '$n' },
          least: { $min: '$n' },
          most: { $max: '$n' },
          all: { $push: '$_id' },
        },
      },
    ],
    [{ _id: null, average: 3.625, least: 2.5, most: 5, all: [1, 2, 3, 4] }],
  ],
  [
    'reference/operator/aggregation/first',
    numbers,
    [
      { $sort: { n: 1 } },
      { $group: { _id: '$k', first: { $first: '$n' }, last: { $last: '$n' } } },
      { $match: { _id: 'a' } },
    ],
    [{ _id: 'a', first: 4, last: 5 }],
  ],
  [
    'reference/operator/aggregation/addToSet',
    numbers,
    [
      { $unwind: '$tags' },
      { $group: { _id: null, tags: { $addToSet: '$tags' } } },
      { $project: { _id: 0, size: { $size: '$tags' } } },
    ],
    [{ size: 2 }],
  ],
  [
    'reference/operator/aggregation/sum',
    [
      { _id: 1, n: Long.fromString('9007199254740993') },
      { _id: 2, n: 1 },
    ],
    [{ $group: { _id: null, n: { $sum: '$n' } } }],
    [{ _id: null, n: Long.fromString('9007199254740994') }],
  ],
  [
    'reference/operator/aggregation/sum',
    [
      { _id: 1, n: new Double(2) },
      { _id: 2, n: 'x' },
    ],
    [{ $group: { _id: null, n: { $sum: '$n' } } }],
    [{ _id: null, n: new Double(2) }],
  ],
  [
    'reference/operator/aggregation/unwind',
    numbers,
    [
      { $match: { _id: { $lt: 3 } } },
      { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'at' } },
      { $project: { tags: 1, at: 1 } },
    ],
    [
      { _id: 1, tags: 'x', at: Long.ZERO },
      { _id: 1, tags: 'y', at: Long.ONE },
      { _id: 2, at: null },
    ],
  ],
  [
    'reference/operator/aggregation/sort',
    numbers,
    [{ $sort: { k: -1, n: 1 } }, { $project: { _id: 1 } }],
    [{ _id: 2 }, { _id: 3 }, { _id: 1 }, { _id: 4 }],
  ],
  [
    'reference/operator/aggregation/skip',
    numbers,
    [{ $sort: { _id: 1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } }],
    [{ _id: 2 }, { _id: 3 }],
  ],
  ['reference/operator/aggregation/count', numbers, [{ $match: { k: 'a' } }, { $count: 'n' }], [{ n: 2 }]],
  ['reference/operator/aggregation/count', [], [{ $count: 'n' }], []],
  [
    'reference/operator/aggregation/lookup',
    numbers,
    [
      { $match: { _id: { $in: [2, 4] } } },
      { $lookup: { from: 'others', localField: 'k', foreignField: '_id', as: 'found' } },
      { $project: { found: 1 } },
    ],
    [
      { _id: 2, found: [{ _id: 'b', label: 'second' }] },
      { _id: 4, found: [] },
    ],
  ],
  [
    'reference/operator/aggregation/facet',
    numbers,
    [{ $facet: { big: [{ $match: { n: { $gt: 3 } } }, { $count: 'n' }], all: [{ $count: 'n' }] } }],
    [{ big: [{ n: 2 }], all: [{ n: 4 }] }],
  ],
  [
    'reference/operator/aggregation/cond',
    numbers,
    [{ $match: { _id: { $lt: 3 } } }, { $project: { size: { $cond: [{ $gt: ['$n', 4] }, 'big', 'small'] } } }],
    [
      { _id: 1, size: 'big' },
      { _id: 2, size: 'small' },
    ],
  ],
  [
    'reference/operator/aggregation/ifNull',
    numbers,
    [{ $match: { _id: { $gt: 2 } } }, { $project: { k: { $ifNull: ['$k', 'none'] } } }],
    [
      { _id: 3, k: 'a' },
      { _id: 4, k: 'none' },
    ],
  ],
  [
    'reference/operator/aggregation/dateTrunc',
    [{ _id: 1, at: when('2026-03-29T12:00:00Z') }],
    [{ $project: { day: { $dateTrunc: { date: '$at', unit: 'day', timezone: 'Europe/London' } } } }],
    [{ _id: 1, day: when('2026-03-29T00:00:00Z') }],
  ],
  [
    'reference/operator/aggregation/dateToString',
    [{ _id: 1, at: when('2026-06-30T23:30:00Z') }],
    [{ $project: { day: { $dateToString: { date: '$at', format: '%Y-%m-%d', timezone: 'Europe/London' } } } }],
    [{ _id: 1, day: '2026-07-01' }],
  ],
  [
    'reference/operator/aggregation/filter',
    numbers,
    [
      { $match: { _id: 1 } },
      { $project: { y: { $filter: { input: '$tags', as: 't', cond: { $eq: ['$$t', 'y'] } } } } },
    ],
    [{ _id: 1, y: ['y'] }],
  ],
];

describe('pipelines', () => {
  it.each(
    pipelines.map(([page, documents, pipeline, given]) => ({
      page,
      documents,
      pipeline,
      given,
      text: shown(pipeline),
    })),
  )('manual: $page: $text', async ({ documents, pipeline, given }) => {
    if (documents.length > 0) await things.insertMany([...documents]);
    const found = await typed.aggregate([...pipeline]).toArray();
    expect(found.map(shown)).toEqual(given.map(shown));
    await things.createIndexes([{ key: { k: 1 } }, { key: { n: 1 } }]);
    expect((await typed.aggregate([...pipeline]).toArray()).map(shown)).toEqual(given.map(shown));
  });

  it('manual: reference/command/aggregate: results come in batches and end', async () => {
    await things.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
    const seen = await things
      .aggregate([{ $sort: { n: -1 } }, { $project: { _id: 0, n: 1 } }], { batchSize: 7 })
      .toArray();
    expect(seen).toEqual(Array.from({ length: 500 }, (_, n) => ({ n: 499 - n })));
    expect(await codeOf(database.command({ aggregate: 'things', pipeline: [] }))).toBe(isEmbedded ? 'not refused' : 9);
  });

  it.each<[Page, Document[], number]>([
    ['reference/operator/aggregation-pipeline', [{ $invented: {} }], 40324],
    ['reference/operator/aggregation-pipeline', [{ $match: {}, $limit: 1 }], 40323],
    ['reference/operator/aggregation/limit', [{ $limit: 0 }], 15958],
    ['reference/operator/aggregation/match', [{ $match: 1 }], 15959],
    ['reference/operator/aggregation/group', [{ $group: { n: { $sum: 1 } } }], 15955],
    ['reference/operator/aggregation/project', [{ $project: {} }], 51272],
    ['reference/operator/aggregation/count', [{ $count: '$x' }], 40158],
    ['reference/operator/aggregation/add', [{ $addFields: { a: { $invented: 1 } } }], 168],
    ['changeStreams', [{ $changeStream: {} }], 40573],
  ])('manual: %s: %j is refused with code %i', async (_page, pipeline, code) => {
    await things.insertOne({ a: 1 });
    expect(await codeOf(things.aggregate(pipeline).toArray())).toBe(code);
  });
});
