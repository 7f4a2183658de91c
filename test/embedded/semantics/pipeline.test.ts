// Aggregation: expressions and stages, as the manual's "Aggregation Expressions" and "Aggregation Stages" have them.
import { describe, expect, it } from '@jest/globals';
import { Double, Long, ObjectId } from 'bson';
import { compileExpression } from '../../../src/embedded/aggregate/expression.js';
import { fieldsRead, leadingMatch } from '../../../src/embedded/aggregate/leading.js';
import { runPipeline } from '../../../src/embedded/aggregate/pipeline.js';
import { identicalValues } from '../../../src/embedded/bson/compare.js';
import type { Doc, Value } from '../../../src/embedded/bson/types.js';
import { compileFilter } from '../../../src/embedded/query/match.js';
import { smallDoc } from './values.js';
import fc from '../../support/properties.js';

const now = new Date('2026-03-29T12:34:56.789Z');
const long = (value: number) => Long.fromNumber(value);

describe('expressions', () => {
  const root: Doc = {
    i: 7,
    d: 2.5,
    l: long(4),
    s: 'Text',
    n: null,
    at: now,
    list: [3, 1, 2],
    docs: [{ x: 1 }, { x: 2 }, {}],
    doc: { x: 1, y: { z: 2 } },
    id: new ObjectId('65f000000000000000000001'),
  };
  const cases: [Value, Value | undefined][] = [
    ['$doc.y.z', 2],
    ['$docs.x', [1, 2]],
    ['$missing', undefined],
    ['$list.0', []],
    ['$$ROOT.i', 7],
    ['$$NOW', now],
    ['text', 'text'],
    [
      ['$i', '$missing'],
      [7, null],
    ],
    [{ a: '$i', b: '$missing' }, { a: 7 }],
    [{ $add: ['$i', 1] }, 8],
    [{ $add: ['$i', new Double(1)] }, new Double(8)],
    [{ $add: ['$l', 1] }, long(5)],
    [{ $add: [2147483647, 1] }, long(2147483648)],
    [{ $add: ['$i', '$n'] }, null],
    [{ $add: ['$at', 1000] }, new Date(now.getTime() + 1000)],
    [{ $subtract: ['$at', new Date(now.getTime() - 5)] }, long(5)],
    [{ $subtract: ['$at', 5] }, new Date(now.getTime() - 5)],
    [{ $multiply: ['$i', '$d'] }, 17.5],
    [{ $divide: [6, 3] }, new Double(2)],
    [{ $divide: ['$i', '$n'] }, null],
    [{ $mod: [-7, 3] }, -1],
    [{ $mod: ['$l', 3] }, long(1)],
    [{ $abs: -3 }, 3],
    [{ $floor: 2.7 }, new Double(2)],
    [{ $ceil: 2.2 }, new Double(3)],
    [{ $round: 2.5 }, new Double(2)],
    [{ $round: [2.675, 2] }, 2.68],
    [{ $round: [1234, -2] }, 1200],
    [{ $trunc: [-2.79, 1] }, -2.7],
    [{ $sum: '$list' }, 6],
    [{ $avg: ['$i', 8] }, 7.5],
    [{ $min: '$list' }, 1],
    [{ $max: ['$i', '$d', '$n'] }, 7],
    [{ $eq: ['$missing', null] }, false],
    [{ $gt: ['$s', 5] }, true],
    [{ $lt: ['$missing', null] }, true],
    [{ $cmp: [1, long(1)] }, 0],
    [{ $and: [1, '$s'] }, true],
    [{ $and: [] }, true],
    [{ $or: [0, '$n', '$missing'] }, false],
    [{ $not: ['$n'] }, true],
    [{ $cond: [{ $gt: ['$i', 5] }, 'big', 'small'] }, 'big'],
    [{ $cond: { if: '$n', then: 1, else: '$$REMOVE' } }, undefined],
    [{ $ifNull: ['$n', '$missing', 'x'] }, 'x'],
    [
      {
        $switch: {
          branches: [
            { case: false, then: 1 },
            { case: '$i', then: 2 },
          ],
          default: 3,
        },
      },
      2,
    ],
    [{ $let: { vars: { a: '$i' }, in: { $add: ['$$a', '$$ROOT.i'] } } }, 14],
    [{ $literal: { $add: [1, 2] } }, { $add: [1, 2] }],
    [{ $concat: ['$s', '!'] }, 'Text!'],
    [{ $concat: ['$s', '$n'] }, null],
    [{ $toLower: '$s' }, 'text'],
    [{ $toUpper: '$n' }, ''],
    [{ $size: '$list' }, 3],
    [{ $in: [long(2), '$list'] }, true],
    [{ $arrayElemAt: ['$list', -1] }, 2],
    [{ $arrayElemAt: ['$list', 9] }, undefined],
    [{ $first: '$list' }, 3],
    [{ $slice: ['$list', -2] }, [1, 2]],
    [{ $slice: ['$list', 1, 1] }, [1]],
    [{ $concatArrays: ['$list', [9]] }, [3, 1, 2, 9]],
    [{ $concatArrays: ['$list', '$n'] }, null],
    [{ $filter: { input: '$list', as: 'v', cond: { $gte: ['$$v', 2] } } }, [3, 2]],
    [{ $filter: { input: '$list', cond: { $gte: ['$$this', 1] }, limit: 2 } }, [3, 1]],
    [{ $map: { input: '$docs', as: 'd', in: '$$d.x' } }, [1, 2, null]],
    [{ $type: '$missing' }, 'missing'],
    [{ $type: '$l' }, 'long'],
    [{ $isArray: ['$list'] }, true],
    // Through mingo: calendar in a time zone. British summer time began on this day at 01:00 UTC.
    [{ $dateToString: { date: '$at', format: '%Y-%m-%d %H:%M', timezone: 'Europe/London' } }, '2026-03-29 13:34'],
    [{ $dateTrunc: { date: '$at', unit: 'day', timezone: 'Europe/London' } }, new Date('2026-03-29T00:00:00Z')],
    [{ $dateDiff: { startDate: '$at', endDate: { $add: ['$at', 86_400_000] }, unit: 'day' } }, 1],
    [{ $year: '$at' }, 2026],
    [{ $isoWeek: '$at' }, 13],
    [{ $hour: { date: '$at', timezone: 'Europe/London' } }, 13],
  ];
  it.each(cases.map(([spec, expected]) => ({ spec, expected })))('$spec is $expected', ({ spec, expected }) => {
    const result = compileExpression(spec)({ root, now, variables: {} });
    expect(result).toEqual(expected);
    expect(expected === undefined || identicalValues(result, expected)).toBe(true);
  });

  it('never lets text from a document be read as an expression', () => {
    const hostile = { root: { s: '$secret', secret: '%Y', at: now }, now, variables: {} };
    expect(compileExpression({ $dateToString: { date: '$at', format: '$s' } })(hostile)).toBe('$secret');
  });

  const refused: [Value, number][] = [
    [{ $frob: 1 }, 168],
    [{ $function: { body: 'x', args: [], lang: 'js' } }, 168],
    [{ $add: 1, $subtract: 1 }, 15983],
    [{ $add: ['x', 1] }, 16554],
    [{ $subtract: ['x', 1] }, 16556],
    [{ $divide: [1, 0] }, 2],
    [{ $size: 1 }, 17124],
    [{ $in: [1, 1] }, 40081],
    [{ $cond: [1, 2] }, 16020],
    [{ $cond: { if: 1, then: 1 } }, 9],
    [{ $cond: { if: 1, then: 1, else: 1, also: 1 } }, 9],
    [{ $eq: [1] }, 16020],
    [{ $concat: [1] }, 16702],
    ['$$unknown', 17276],
    ['$a..b', 15998],
    ['$', 15998],
    [{ $switch: { branches: [{ case: false, then: 1 }] } }, 40066],
  ];
  it.each(refused)('%j is refused with code %i', (spec, code) => {
    expect(() => compileExpression(spec)({ root: {}, now, variables: {} })).toThrow(expect.objectContaining({ code }));
  });
});

const collections: Record<string, Doc[]> = {
  schools: [
    { _id: 's1', name: 'Ashby Example School', trust: 't1' },
    { _id: 's2', name: 'Borrowdale Example School', trust: 't1' },
  ],
};

// eslint-disable-next-line @typescript-eslint/require-await -- lists stand for the server's streams
async function* stream(docs: readonly Doc[]): AsyncIterable<readonly Doc[]> {
  for (let from = 0; from < docs.length; from += 3) yield docs.slice(from, from + 3);
}

async function run(stages: Value[], docs: readonly Doc[]): Promise<Doc[]> {
  const result: Doc[] = [];
  const context = {
    now,
    checkTime: () => undefined,
    lookup: (name: string, filter: Doc) => stream((collections[name] ?? []).filter(compileFilter(filter))),
  };
  for await (const batch of runPipeline(stages, stream(docs), context)) result.push(...batch);
  return result;
}

describe('stages', () => {
  const docs: Doc[] = [
    { _id: 1, school: 's1', year: 2024, n: 3, tags: ['a', 'b'] },
    { _id: 2, school: 's2', year: 2024, n: long(4), tags: [] },
    { _id: 3, school: 's1', year: 2025, n: 0.5 },
    { _id: 4, school: null, year: 2025, n: 'x', tags: ['b'] },
    { _id: 5, year: 2025, tags: 'c' },
  ];
  const cases: [string, Value[], Doc[]][] = [
    ['nothing', [{ $match: { _id: 9 } }], []],
    ['countDocuments', [{ $match: { year: 2025 } }, { $group: { _id: 1, n: { $sum: 1 } } }], [{ _id: 1, n: 3 }]],
    [
      'groups, null and missing together',
      [{ $group: { _id: '$school', n: { $sum: '$n' }, all: { $push: '$_id' } } }, { $sort: { _id: 1 } }],
      [
        { _id: null, n: 0, all: [4, 5] },
        { _id: 's1', n: 3.5, all: [1, 3] },
        { _id: 's2', n: long(4), all: [2] },
      ],
    ],
    [
      'groups by two fields and all accumulators',
      [
        {
          $group: {
            _id: { y: '$year' },
            first: { $first: '$_id' },
            last: { $last: '$_id' },
            least: { $min: '$n' },
            most: { $max: '$n' },
            mean: { $avg: '$n' },
            count: { $count: {} },
            set: { $addToSet: '$year' },
          },
        },
        { $sort: { _id: -1 } },
      ],
      [
        { _id: { y: 2025 }, first: 3, last: 5, least: 0.5, most: 'x', mean: 0.5, count: 3, set: [2025] },
        { _id: { y: 2024 }, first: 1, last: 2, least: 3, most: long(4), mean: 3.5, count: 2, set: [2024] },
      ],
    ],
    [
      'sorts, skips, limits',
      [{ $sort: { _id: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } }],
      [{ _id: 4 }, { _id: 3 }],
    ],
    ['counts', [{ $match: { year: 2024 } }, { $count: 'n' }], [{ n: 2 }]],
    ['counts nothing as nothing', [{ $match: { year: 1 } }, { $count: 'n' }], []],
    [
      'unwinds',
      [{ $unwind: '$tags' }, { $project: { tags: 1 } }],
      [
        { _id: 1, tags: 'a' },
        { _id: 1, tags: 'b' },
        { _id: 4, tags: 'b' },
        { _id: 5, tags: 'c' },
      ],
    ],
    [
      'unwinds and keeps the empty',
      [
        { $match: { _id: { $lte: 3 } } },
        { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'at' } },
        { $project: { tags: 1, at: 1 } },
      ],
      [
        { _id: 1, tags: 'a', at: Long.ZERO },
        { _id: 1, tags: 'b', at: Long.ONE },
        { _id: 2, at: null },
        { _id: 3, at: null },
      ],
    ],
    [
      'looks up by field, null meeting missing',
      [
        { $match: { _id: { $in: [1, 5] } } },
        { $lookup: { from: 'schools', localField: 'school', foreignField: '_id', as: 'found' } },
        { $project: { 'found.name': 1 } },
      ],
      [
        { _id: 1, found: [{ name: 'Ashby Example School' }] },
        { _id: 5, found: [] },
      ],
    ],
    [
      'looks up by pipeline',
      [
        { $match: { _id: 1 } },
        {
          $lookup: {
            from: 'schools',
            let: { own: '$school' },
            pipeline: [
              { $match: { trust: 't1' } },
              { $match: { $expr: { $ne: ['$_id', '$$own'] } } },
              { $project: { name: 1 } },
            ],
            as: 'others',
          },
        },
        { $project: { others: 1 } },
      ],
      [{ _id: 1, others: [{ _id: 's2', name: 'Borrowdale Example School' }] }],
    ],
    [
      'facets',
      [
        {
          $facet: {
            total: [{ $count: 'n' }],
            last: [{ $sort: { _id: -1 } }, { $limit: 1 }, { $unset: ['tags', 'year'] }],
          },
        },
      ],
      [{ total: [{ n: 5 }], last: [{ _id: 5 }] }],
    ],
    ['replaces the root', [{ $match: { _id: 1 } }, { $replaceRoot: { newRoot: { a: '$n' } } }], [{ a: 3 }]],
    [
      'projects computed fields',
      [{ $match: { _id: 1 } }, { $project: { _id: 0, n: 1, y: { $add: ['$year', 1] } } }],
      [{ n: 3, y: 2025 }],
    ],
    [
      'sets and unsets',
      [{ $match: { _id: 3 } }, { $set: { x: '$n' } }, { $unset: ['n', 'school'] }],
      [{ _id: 3, year: 2025, x: 0.5 }],
    ],
  ];
  it.each(cases)('%s', async (_name, stages, expected) => {
    const before = structuredClone(docs.map((doc) => Object.keys(doc)));
    const result = await run(stages, docs);
    expect(result).toEqual(expected);
    expect(result.map((doc) => Object.keys(doc))).toEqual(expected.map((doc) => Object.keys(doc)));
    expect(docs.map((doc) => Object.keys(doc))).toEqual(before);
  });

  const refused: [Value[], number][] = [
    [[{ $frob: {} }], 40324],
    [[{ $graphLookup: {} }], 40324],
    [[{ $changeStream: {} }], 40573],
    [[{ $match: {}, $limit: 1 }], 40323],
    [[{ $group: { n: { $sum: 1 } } }], 15955],
    [[{ $group: { _id: 1, n: { $frob: 1 } } }], 15952],
    [[{ $limit: 0 }], 15958],
    [[{ $limit: 'x' }], 5107201],
    [[{ $skip: -1 }], 5107200],
    [[{ $project: {} }], 51272],
    [[{ $unwind: 'tags' }], 28818],
    [[{ $count: '$n' }], 40158],
    [[{ $lookup: { from: 'x', as: 'y' } }], 9],
    [[{ $facet: { a: [{ $frob: 1 }] } }], 40324],
    [[{ $sort: {} }], 15976],
    [[{ $match: { $where: 'x' } }], 2],
  ];
  it.each(refused)('%j is refused with code %i before anything is read', (stages, code) => {
    const unread: AsyncIterable<readonly Doc[]> = {
      [Symbol.asyncIterator]: () => {
        throw new Error('was read');
      },
    };
    const context = { now, checkTime: () => undefined, lookup: () => unread };
    expect(() => runPipeline(stages, unread, context)).toThrow(expect.objectContaining({ code }));
  });

  it('stops reading at the limit and when time is up', async () => {
    let read = 0;
    // eslint-disable-next-line @typescript-eslint/require-await -- stands for the server's endless stream
    async function* endless(): AsyncIterable<readonly Doc[]> {
      for (;;) yield [{ _id: (read += 1) }];
    }
    const context = { now, lookup: endless, checkTime: () => undefined };
    const found: Doc[] = [];
    for await (const docs of runPipeline([{ $match: { _id: { $gt: 2 } } }, { $limit: 3 }], endless(), context))
      found.push(...docs);
    expect(found).toEqual([{ _id: 3 }, { _id: 4 }, { _id: 5 }]);
    expect(read).toBe(5);
    const late = () => {
      throw new Error('late');
    };
    const never = async () => {
      for await (const docs of runPipeline([{ $count: 'n' }], endless(), { ...context, checkTime: late }))
        found.push(...docs);
    };
    await expect(never()).rejects.toThrow('late');
  });

  it('groups like a plain sum over random documents', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(smallDoc, { maxLength: 30 }), async (random) => {
        const groups = await run([{ $group: { _id: '$a', n: { $sum: 1 } } }], random);
        expect(groups.reduce((sum, { n }) => sum + Number(n), 0)).toBe(random.length);
        for (const { _id, n } of groups) {
          const same = random.filter((doc) =>
            compileFilter({ $expr: { $eq: [{ $ifNull: ['$a', null] }, { $literal: _id ?? null }] } })(doc),
          );
          expect(same.length).toBe(n);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('what can be pushed into an index', () => {
  it('takes filters, one sort and one window off the front', () => {
    expect(
      leadingMatch([
        { $match: { a: 1 } },
        { $match: { b: 1 } },
        { $sort: { a: 1 } },
        { $skip: 2 },
        { $limit: 3 },
        { $count: 'n' },
      ]),
    ).toEqual({
      filter: { $and: [{ a: 1 }, { b: 1 }] },
      sort: { a: 1 },
      skip: 2,
      limit: 3,
      rest: [{ $count: 'n' }],
    });
    expect(leadingMatch([{ $limit: 3 }, { $match: { a: 1 } }])).toEqual({
      filter: {},
      limit: 3,
      rest: [{ $match: { a: 1 } }],
    });
    expect(leadingMatch([{ $limit: 3 }, { $sort: { a: 1 } }])).toEqual({
      filter: {},
      limit: 3,
      rest: [{ $sort: { a: 1 } }],
    });
    expect(leadingMatch([])).toEqual({ filter: {}, rest: [] });
  });

  it('names the fields that a first grouping reads', () => {
    expect(fieldsRead([{ $group: { _id: 1, n: { $sum: 1 } } }])).toEqual(new Set());
    expect(fieldsRead([{ $group: { _id: { y: '$at.year' }, n: { $sum: { $add: ['$n', 1] } } } }])).toEqual(
      new Set(['at', 'n']),
    );
    expect(fieldsRead([{ $group: { _id: 1, all: { $push: '$$ROOT' } } }])).toBeNull();
    expect(fieldsRead([{ $project: { a: 1 } }])).toBeNull();
    expect(fieldsRead([])).toBeNull();
  });
});
