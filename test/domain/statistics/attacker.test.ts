// The attacker finds what sums give away, in textbook tables, in a published official file, and nothing in what we hide ourselves.
import { describe, expect, it } from '@jest/globals';
import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { narrowed, pinnedDown, rangeOfShown, type Range, type Sum } from '../../../src/domain/statistics/attacker.js';
import { disclosed, isSmall, leastShown, withheld } from '../../../src/domain/statistics/disclosure.js';
import { hiddenBeside, hiddenSharesBeside } from '../../../src/domain/statistics/hidden-beside.js';
import { readCsv } from '../../../src/files/index.js';
import fc from '../../support/properties.js';

const exactly = (count: number): Range => ({ low: count, high: count });
const hidden: Range = { low: 0, high: Infinity };

describe('the attacker', () => {
  it('takes one hidden part from its whole', () => {
    const known = new Map([
      ['all', exactly(20)],
      ['a', exactly(17)],
      ['b', hidden],
    ]);
    expect(pinnedDown(known, [{ whole: 'all', parts: ['a', 'b'] }])).toEqual([{ name: 'b', low: 3, high: 3 }]);
  });

  it('solves hidden cells of which no sum holds one alone', () => {
    // Of a and b, b and c, a and c the sums are known: each follows by elimination alone.
    const known = new Map([
      ...(['a', 'b', 'c'] as const).map((name) => [name, hidden] as const),
      ...(
        [
          ['ab', 5],
          ['bc', 7],
          ['ac', 6],
        ] as const
      ).map(([name, sum]) => [name, exactly(sum)] as const),
    ]);
    const sums = [
      { whole: 'ab', parts: ['a', 'b'] },
      { whole: 'bc', parts: ['b', 'c'] },
      { whole: 'ac', parts: ['a', 'c'] },
    ];
    const found = narrowed(known, sums);
    expect(['a', 'b', 'c'].map((name) => found.get(name))).toEqual([exactly(2), exactly(3), exactly(4)]);
  });

  it('takes rounding and earlier days into account', () => {
    // 20 of which 10: from 18 to 22 without from 8 to 12, so at least six; hidden under eight, so six or seven.
    const known = new Map([
      ['all', rangeOfShown(20)],
      ['a', rangeOfShown(10)],
      ['b', { low: 0, high: Infinity }],
      ['b later', { low: 0, high: 7 }],
    ]);
    const sums = [
      { whole: 'all', parts: ['a', 'b'] },
      { whole: 'b later', parts: ['b', 'came'] },
    ];
    expect(pinnedDown(known, sums)).toEqual([{ name: 'b', low: 6, high: 7 }]);
  });
});

/** Counts of schools over years with their wholes, as leaders would see them, and the sums that hold. */
function shownGrid(counts: readonly (readonly number[])[]) {
  const cells = new Map<string, number>();
  const add = (name: string, count: number): void => void cells.set(name, (cells.get(name) ?? 0) + count);
  counts.forEach((row, r) =>
    row.forEach((count, c) => {
      for (const name of [`${r}~${c}`, `${r}~all`, `all~${c}`, 'all~all']) add(name, count);
    }),
  );
  const [rows, columns] = [
    [...counts.keys(), 'all'],
    [...(counts[0] ?? []).keys(), 'all'],
  ];
  const lines: readonly (readonly [string, ...string[]])[] = [
    ...columns.map((c) => [`all~${c}`, ...counts.map((_, r) => `${r}~${c}`)] as const),
    ...rows.map((r) => [`${r}~all`, ...(counts[0] ?? []).map((_, c) => `${r}~${c}`)] as const),
  ];
  const small = new Set([...cells].flatMap(([name, count]) => (count < leastShown ? [name] : [])));
  const gone = hiddenBeside(small, cells, lines, true);
  const known = new Map(
    [...cells].map(([name, count]) => [name, rangeOfShown(gone.has(name) ? null : disclosed(count))] as const),
  );
  const sums = lines.map(([whole, ...parts]): Sum => ({ whole, parts }));
  const told = pinnedDown(known, sums).filter(({ name }) => {
    const count = cells.get(name) ?? 0;
    return count > 0 && count < leastShown;
  });
  return { told, known, sums };
}

describe('what leaders see of schools and years', () => {
  it('lets nobody work out a small count, whatever the table (row 54)', () => {
    const count = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 60 }));
    const grid = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 3 }))
      .chain(([schools, years]) =>
        fc.array(fc.array(count, { minLength: years, maxLength: years }), { minLength: schools, maxLength: schools }),
      );
    const numRuns = Number(process.env['ONWARD_RANDOM_TABLES'] ?? 500);
    fc.assert(
      fc.property(grid, (counts) => {
        expect(shownGrid(counts).told).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('would let them without the cells that are hidden beside', () => {
    const known = new Map([
      ['all', rangeOfShown(20)],
      ['a', rangeOfShown(10)],
      ['b', { low: 1, high: 7 }],
    ]);
    expect(narrowed(known, [{ whole: 'all', parts: ['a', 'b'] }]).get('b')).toEqual({ low: 6, high: 7 });
    expect(
      shownGrid([
        [12, 12],
        [6, 40],
      ]).known.get('0~0'),
    ).toEqual(rangeOfShown(null));
  });
});

describe('shares that are hidden with a small one', () => {
  const yes = (count: number) => ({ yes: count, of: 60 });
  const line = ['all', 'a', 'b', 'c'] as const;
  const shares = (a: number, b: number, c: number) =>
    new Map([
      ['all', { yes: a + b + c, of: 180 }] as const,
      ...[a, b, c].map((n, place) => [line[place + 1] ?? '', yes(n)] as const),
    ]);

  it('hold six people together on either side, and of sensitive reasons ten', () => {
    const hidden = (counts: ReturnType<typeof shares>, alone: readonly string[], least?: number) =>
      [...hiddenSharesBeside(new Set(alone), counts, [line], least === undefined ? {} : { least })].sort();
    expect(hidden(shares(2, 30, 31), ['a'])).toEqual(['a', 'b']);
    expect(hidden(shares(2, 3, 31), ['a', 'b'])).toEqual(['a', 'b', 'c']);
    expect(hidden(shares(57, 57, 31), ['a', 'b'])).toEqual(['a', 'b']); // three of sixty do not, and three
    expect(hidden(shares(58, 58, 31), ['a', 'b'])).toEqual(['a', 'b', 'c']);
    expect(hidden(shares(3, 5, 31), ['a', 'b'])).toEqual(['a', 'b']);
    expect(hidden(shares(3, 5, 31), ['a', 'b'], 10)).toEqual(['a', 'b', 'c']);
  });

  it('tell nobody a small side, whatever the table', () => {
    const side = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 60 }));
    const cell = fc.tuple(side, side);
    const grid = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 3 });
    fc.assert(
      fc.property(grid, fc.constantFrom('', '~0', '~1'), (counts, missed) => {
        const cells = new Map<string, { yes: number; of: number }>();
        counts.forEach((row, r) =>
          row.forEach(([yes, no], c) => {
            for (const name of [`${r}~${c}`, `${r}~all`, `all~${c}`, 'all~all']) {
              const sum = cells.get(name) ?? { yes: 0, of: 0 };
              cells.set(name, { yes: sum.yes + yes, of: sum.of + yes + no });
            }
          }),
        );
        const rows = [...counts.keys(), 'all'];
        const lines: readonly (readonly [string, ...string[]])[] = [
          ...[0, 1, 2, 'all'].map((c) => [`all~${c}`, ...counts.map((_, r) => `${r}~${c}`)] as const),
          ...rows.map((r) => [`${r}~all`, ...[0, 1, 2].map((c) => `${r}~${c}`)] as const),
        ];
        const alone = [...cells].filter(([, share]) => share.of > 0 && withheld(share, 'leaders') !== null);
        const missedLeast = (name: string): boolean => missed !== '' && name.endsWith(missed);
        const gone = hiddenSharesBeside(new Set(alone.map(([name]) => name)), cells, lines, { missedLeast });
        for (const sideOf of [(s: { yes: number }) => s.yes, (s: { yes: number; of: number }) => s.of - s.yes]) {
          const known = new Map(
            [...cells].map(([name, share]) => [name, gone.has(name) ? hidden : exactly(sideOf(share))] as const),
          );
          const told = pinnedDown(
            known,
            lines.map(([whole, ...parts]): Sum => ({ whole, parts })),
          );
          expect(told.filter(({ name }) => isSmall(sideOf(cells.get(name) ?? { yes: 0, of: 0 })))).toEqual([]);
        }
      }),
      {
        numRuns: Number(process.env['ONWARD_RANDOM_TABLES'] ?? 300),
        // Nothing is left to hide in the lines of what is told; something elsewhere has to go.
        examples: [
          [
            [
              [
                [0, 0],
                [0, 0],
                [0, 1],
              ],
              [
                [0, 0],
                [0, 1],
                [0, 5],
              ],
              [
                [3, 0],
                [3, 6],
                [8, 15],
              ],
            ],
            '',
          ],
        ],
      },
    );
  });
});

const official = path.join(process.cwd(), '..', 'shared/data/dfe/england_ks5-studest.csv');
const withOfficialFile = existsSync(official) ? describe : describe.skip; // needs the official sample
withOfficialFile('the official sample beside the project (shared/data/dfe)', () => {
  it('gives away nineteen counts of disadvantaged students that its publisher hid', async () => {
    let headings: readonly string[] = [];
    const [told, none]: [string[], string[]] = [[], []];
    let bothHidden = 0;
    for await (const { line, cells } of readCsv(() => createReadStream(official), {
      ...{ rows: 1_000, columns: 400, field: 4_000 },
    })) {
      if (line === 1) {
        headings = cells;
        continue;
      }
      const value = (heading: string): string => cells[headings.indexOf(heading)] ?? '';
      const range = (heading: string): Range =>
        /^\d+$/.test(value(heading)) ? exactly(Number(value(heading))) : hidden;
      for (const whole of headings.filter((name) => headings.includes(`${name}_DIS`) && !name.endsWith('PER'))) {
        const parts = [`${whole}_DIS`, `${whole}_NONDIS`];
        if (parts.every((part) => value(part) === 'SUPP')) bothHidden += 1;
        const known = new Map([whole, ...parts].map((name) => [name, range(name)] as const));
        const after = narrowed(known, [{ whole, parts }]);
        for (const part of parts.filter((name) => value(name) === 'SUPP')) {
          const { low, high } = after.get(part) ?? hidden;
          if (low !== high) continue;
          if (value(whole) === '0') none.push(part);
          else told.push(part);
        }
      }
    }
    expect([bothHidden, told.length, told.filter((name) => !name.endsWith('_DIS'))]).toEqual([1_840, 19, []]);
    expect(none).toHaveLength(122); // of nobody both sides are nobody, and nobody is told of
  });
});
