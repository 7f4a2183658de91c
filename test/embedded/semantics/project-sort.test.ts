// Projections and sort orders, as the manual's "Project Fields to Return" and "cursor.sort()" have them.
import { describe, expect, it } from '@jest/globals';
import { Double, Long, ObjectId } from 'bson';
import { cutFields, decode } from '../../../src/embedded/bson/codec.js';
import { encode } from '../../../src/embedded/bson/encode.js';
import type { Doc } from '../../../src/embedded/bson/types.js';
import { compileProjection, inclusionOf } from '../../../src/embedded/query/project.js';
import { compileSort } from '../../../src/embedded/query/sort.js';
import { sorterOf } from '../../../src/embedded/query/sorter.js';
import { smallDoc } from './values.js';
import fc from '../../support/properties.js';

describe('projections', () => {
  const doc: Doc = { _id: 1, a: 1, b: { x: 1, y: 2 }, c: [{ x: 1, y: 1 }, { x: 2 }, 5], d: [1, 2, 3, 4] };
  const cases: [spec: Doc, expected: Doc, filter?: Doc][] = [
    [{}, doc],
    [
      { d: 1, a: 1 },
      { _id: 1, a: 1, d: [1, 2, 3, 4] },
    ], // the document's order, not the projection's
    [{ a: true, _id: 0 }, { a: 1 }],
    [{ _id: 1 }, { _id: 1 }],
    [{ _id: 0 }, { a: 1, b: { x: 1, y: 2 }, c: [{ x: 1, y: 1 }, { x: 2 }, 5], d: [1, 2, 3, 4] }],
    [
      { c: 0, d: 0, b: 0 },
      { _id: 1, a: 1 },
    ],
    [{ 'b.x': 1 }, { _id: 1, b: { x: 1 } }],
    [{ b: { x: 1 } }, { _id: 1, b: { x: 1 } }],
    [{ 'c.x': 1 }, { _id: 1, c: [{ x: 1 }, { x: 2 }] }],
    [
      { 'c.x': 0, d: 0, b: 0, a: 0 },
      { _id: 1, c: [{ y: 1 }, {}, 5] },
    ],
    [{ 'a.z': 1 }, { _id: 1 }],
    [
      { d: { $slice: 2 }, b: 0, c: 0 },
      { _id: 1, a: 1, d: [1, 2] },
    ],
    [
      { d: { $slice: -2 }, a: 1 },
      { _id: 1, a: 1, d: [3, 4] },
    ],
    [
      { d: { $slice: [1, 2] }, a: 0, b: 0, c: 0 },
      { _id: 1, d: [2, 3] },
    ],
    [
      { d: { $slice: [-3, 2] }, a: 0, b: 0, c: 0 },
      { _id: 1, d: [2, 3] },
    ],
    [{ c: { $elemMatch: { x: 2 } } }, { _id: 1, c: [{ x: 2 }] }],
    [
      { c: { $elemMatch: { x: 9 } }, a: 1 },
      { _id: 1, a: 1 },
    ],
    [{ 'd.$': 1 }, { _id: 1, d: [3] }, { d: { $gt: 2 } }],
    [{ 'c.$': 1, a: 1 }, { _id: 1, a: 1, c: [{ x: 2 }] }, { 'c.x': 2 }],
    [
      { a: 1, sum: { $add: ['$a', 1] } },
      { _id: 1, a: 1, sum: 2 },
    ],
    [{ a: '$b.y' }, { _id: 1, a: 2 }],
    [
      { a: 1, n: { m: '$a' } },
      { _id: 1, a: 1, n: { m: 1 } },
    ],
  ];
  it.each(cases.map(([spec, expected, filter = {}]) => ({ spec, expected, filter })))(
    '$spec',
    ({ spec, expected, filter }) => {
      const result = compileProjection(spec, { filter })(doc);
      expect(result).toEqual(expected);
      expect(Object.keys(result)).toEqual(Object.keys(expected));
    },
  );

  const refused: [Doc, number][] = [
    [{ a: 1, b: 0 }, 31254],
    [{ a: 0, b: 1 }, 31253],
    [{ a: 1, 'a.b': 1 }, 31249],
    [{ 'a.b': 1, a: 1 }, 31250],
    [{ a: { $frob: 1 } }, 168],
    [{ a: { $slice: 'x' } }, 2],
    [{ 'a..b': 1 }, 40352],
  ];
  it.each(refused)('%j is refused with code %i', (spec, code) => {
    expect(() => compileProjection(spec)).toThrow(expect.objectContaining({ code }));
  });

  const inclusions: [Doc, readonly string[] | null, boolean?][] = [
    [{ a: 1 }, ['a', '_id'], true],
    [{ a: true, b: 2, _id: 0 }, ['a', 'b'], true],
    [{ _id: 1 }, ['_id'], true],
    [{ _id: 1, 'a.b': 1 }, ['_id', 'a'], false],
    ...[{ _id: 0 }, { a: 0 }, { a: 1, b: 0 }, { a: '$b' }, { 'a.$': 1 }, { a: { $slice: 1 } }, { '': 1 }].map(
      (spec): [Doc, null] => [spec, null],
    ),
  ];
  it.each(inclusions)('%j reads %j', (spec, fields, whole = false) => {
    expect(inclusionOf(spec)).toEqual(fields === null ? null : { fields: new Set(fields), whole });
  });

  it('cuts the bytes of whole fields that the projection would keep, and of no others', () => {
    fc.assert(
      fc.property(
        smallDoc,
        fc.subarray(['a', 'b', 'c', 'zz', '_id'], { minLength: 1 }),
        fc.boolean(),
        (random, names, id) => {
          const spec = { ...Object.fromEntries(names.map((name) => [name, 1])), ...(id ? {} : { _id: 0 }) };
          const inclusion = inclusionOf(spec);
          const raw = encode({ _id: 7, ...random });
          if (inclusion !== null) {
            expect(cutFields(raw, inclusion.fields)).toEqual(Buffer.from(encode(compileProjection(spec)(decode(raw)))));
          }
          expect(inclusion === null).toBe(!id && names.join() === '_id');
        },
      ),
    );
  });

  it('keeps and leaves out what the other would', () => {
    fc.assert(
      fc.property(smallDoc, fc.constantFrom('a', 'b', 'a.b', 'c.a'), (random, path) => {
        const [top = ''] = path.split('.');
        const kept = compileProjection({ [path]: 1 })(random);
        const rest = compileProjection({ [path]: 0 })(random);
        expect(Object.keys(kept).every((name) => name === top)).toBe(true);
        expect(Object.keys(rest)).toEqual(Object.keys(random).filter((name) => name !== path));
      }),
    );
  });
});

describe('sorting', () => {
  const sorted = (docs: Doc[], spec: Doc) => [...docs].sort(compileSort(spec)).map((doc) => doc['_id']);
  const cases: [string, Doc, Doc[], unknown[]][] = [
    ['missing and null come first, together', { v: 1 }, [{ _id: 1, v: 0 }, { _id: 2 }, { _id: 3, v: null }], [2, 3, 1]],
    [
      'numbers of all types are one line',
      { v: 1 },
      [
        { _id: 1, v: Long.fromNumber(10) },
        { _id: 2, v: Long.fromNumber(9) },
        { _id: 3, v: 9.5 },
      ],
      [2, 3, 1],
    ],
    [
      'an array sorts ascending by its smallest',
      { v: 1 },
      [
        { _id: 1, v: [5, 2] },
        { _id: 2, v: 3 },
      ],
      [1, 2],
    ],
    [
      'an array sorts descending by its largest',
      { v: -1 },
      [
        { _id: 1, v: 4 },
        { _id: 2, v: [1, 5] },
      ],
      [2, 1],
    ],
    [
      'an empty array sorts before null',
      { v: 1 },
      [
        { _id: 1, v: null },
        { _id: 2, v: [] },
      ],
      [2, 1],
    ],
    [
      'types follow their order',
      { v: 1 },
      [
        { _id: 1, v: new Date(0) },
        { _id: 2, v: new ObjectId() },
        { _id: 3, v: 'x' },
        { _id: 4, v: 5 },
        { _id: 5, v: {} },
        { _id: 6, v: true },
      ],
      [4, 3, 5, 2, 6, 1],
    ],
    [
      'paths go into arrays of documents',
      { 'v.n': 1 },
      [{ _id: 1, v: [{ n: 5 }, { n: 3 }] }, { _id: 2, v: { n: 4 } }, { _id: 3 }],
      [3, 1, 2],
    ],
    [
      'later fields break ties',
      { a: 1, b: -1 },
      [
        { _id: 1, a: 1, b: 1 },
        { _id: 2, a: 1, b: 2 },
        { _id: 3, a: 0, b: 0 },
      ],
      [3, 2, 1],
    ],
    [
      'equal documents keep their order',
      { v: new Double(1) },
      [
        { _id: 2, v: 1 },
        { _id: 1, v: 1 },
      ],
      [2, 1],
    ],
  ];
  it.each(cases)('%s', (_name, spec, docs, expected) => {
    expect(sorted(docs, spec)).toEqual(expected);
  });

  it.each([[{ a: 2 }], [{ a: 'x' }], [{ a: { $meta: 'textScore' } }], [{ '': 1 }], [{ $a: 1 }]])(
    'refuses %j',
    (spec) => {
      expect(() => compileSort(spec as Doc)).toThrow(expect.objectContaining({ name: 'DatabaseError' }));
    },
  );

  it('keeps the same first ones as sorting all', () => {
    fc.assert(
      fc.property(fc.array(smallDoc, { maxLength: 400 }), fc.nat(30), (docs, limit) => {
        const order = compileSort({ a: 1, b: -1 });
        const sorter = sorterOf(order, limit, () => 1);
        for (const doc of docs) sorter.add(doc);
        expect([...sorter.results()]).toEqual([...docs].sort(order).slice(0, limit));
      }),
      { numRuns: 100 },
    );
  });

  it('merges many runs into one order, equal ones as they came, and refuses more than the memory for it', () => {
    const numbers = Array.from({ length: 9_001 }, (_, place) => ({ value: (place * 7919) % 500, place }));
    const sorter = sorterOf<(typeof numbers)[number]>(
      (a, b) => a.value - b.value,
      Infinity,
      () => 10_000,
    );
    for (const each of numbers) sorter.add(each);
    expect([...sorter.results()]).toEqual([...numbers].sort((a, b) => a.value - b.value || a.place - b.place));
    expect(() => {
      for (const each of numbers) sorter.add(each);
    }).toThrow(expect.objectContaining({ code: 292 }));
  });
});
