// Raking against a table fitted apart from it, and by what must hold of any weights.
import { describe, expect, it } from '@jest/globals';
import { effectiveSize, rake, trimmedWeights, type WeighedCell } from '../../../src/domain/statistics/weighting.js';
import fc from '../../support/properties.js';

// Rows to 150, 300, 400, 150, columns to 200, 300, 400, 100; fitted apart from this by scaling rows and columns in turn until
// nothing moved, to a hundredth.
const seed = [
  [40, 30, 20, 10],
  [35, 50, 100, 75],
  [30, 80, 70, 120],
  [20, 30, 40, 50],
];
const fitted = [
  [64.56, 46.23, 35.38, 3.82],
  [49.97, 68.16, 156.5, 25.37],
  [56.72, 144.43, 145.08, 53.77],
  [28.75, 41.18, 63.03, 17.03],
];
const cells = seed.flatMap((row, r) => row.map((count, c): WeighedCell => ({ at: [`r${r}`, `c${c}`], count })));
const targets = [
  { r0: 150, r1: 300, r2: 400, r3: 150 },
  { c0: 200, c1: 300, c2: 400, c3: 100 },
];

describe('raking', () => {
  it('gives the table that was fitted apart', () => {
    const { weights, met } = rake(cells, targets);
    expect(met).toBe(true);
    weights.forEach((weight, place) => {
      expect(Math.abs(weight * (cells[place]?.count ?? 0) - (fitted.flat()[place] ?? 0))).toBeLessThan(0.01);
    });
  });

  it('meets the targets of every world in which somebody of each category answered', () => {
    const count = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(fc.tuple(count, count, count, count), fc.tuple(count, count), (some, [more, rest]) => {
        const four = some.map((each, n): WeighedCell => ({ at: [`a${n % 2}`, `b${n < 2 ? 0 : 1}`], count: each }));
        const to = [
          { a0: more, a1: rest },
          { b0: rest, b1: more },
        ];
        const { weights, met } = rake(four, to);
        if (!met) return; // slow to meet at the edge of what can be met
        for (const [category, people] of Object.entries({ ...to[0], ...to[1] })) {
          const sum = four.reduce(
            (total, cell, place) => (cell.at.includes(category) ? total + cell.count * (weights[place] ?? 0) : total),
            0,
          );
          expect(Math.abs(sum / people - 1)).toBeLessThan(1e-5);
        }
      }),
    );
  });

  it('leaves weights alike where all answered alike, and trims who would stand for too many', () => {
    const alike = [
      { at: ['x'], count: 30 },
      { at: ['y'], count: 10 },
    ];
    expect(trimmedWeights(alike, [{ x: 60, y: 20 }])).toEqual([2, 2]);
    // Raked they would weigh 100/99 and 100, on average 2: nobody stands for more than three times that.
    const [common = 0, rare = 0] = trimmedWeights(
      [
        { at: ['x'], count: 99 },
        { at: ['y'], count: 1 },
      ],
      [{ x: 100, y: 100 }],
    );
    expect([common, rare]).toEqual([expect.closeTo(100 / 99, 9), expect.closeTo(6, 9)]);
  });
});

describe('the effective size', () => {
  it('is the number of people where all weigh the same, and less where they do not', () => {
    expect(
      effectiveSize(
        cells,
        cells.map(() => 3),
      ),
    ).toBeCloseTo(800, 9);
    // By hand: two people of weight 1 and 3 stand for 16 / 10 of one weight.
    const two = [
      { at: [], count: 1 },
      { at: [], count: 1 },
    ];
    expect(effectiveSize(two, [1, 3])).toBeCloseTo(1.6, 12);
    expect(effectiveSize([], [])).toBe(0);
  });
});
