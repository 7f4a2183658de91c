// Kaplan–Meier against the published analysis of Freireich's leukaemia trial, against an independent count without censoring, and
// by simulation.
import { describe, expect, it } from '@jest/globals';
import { pointAt, survivalOf, type Spent } from '../../../src/domain/statistics/survival.js';
import { randomFrom } from '../../../src/main/sample/random.js';

const places = (value: number, digits: number): number => Number(value.toFixed(digits));
const one = (months: number, left: boolean): Spent => ({ months, left, count: 1 });

// Freireich et al., Blood 21 (1963); the 6-mercaptopurine arm as printed in Kalbfleisch and Prentice and in Kleinbaum and Klein,
// Survival Analysis, chapter 2.
const left = [6, 6, 6, 7, 10, 13, 16, 22, 23];
const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
const trial = [...left.map((months) => one(months, true)), ...censored.map((months) => one(months, false))];

describe('the curve', () => {
  const curve = survivalOf(trial);

  it.each([
    [6, 21, 0.857, 0.0764, 0.62, 0.952],
    [7, 17, 0.807, 0.0869, 0.563, 0.923],
    [10, 15, 0.753, 0.0963, 0.503, 0.889],
    [13, 12, 0.69, 0.1068, 0.432, 0.849],
    [16, 11, 0.627, 0.1141, 0.368, 0.805],
    [22, 7, 0.538, 0.1282, 0.268, 0.747],
    [23, 6, 0.448, 0.1346, 0.188, 0.68],
  ])('of the published trial: week %d, %d at risk, %d still there', (week, atRisk, staying, error, low, high) => {
    const point = pointAt(curve, week);
    if (point === null) throw new Error('No point.');
    expect([point.atRisk, places(point.staying, 3), places(point.error, 4)]).toEqual([atRisk, staying, error]);
    expect([places(point.low, 3), places(point.high, 3)]).toEqual([low, high]);
  });

  it('ends with the last who was seen, and has nothing before the first month', () => {
    expect([curve.length, curve.at(-1)?.month, pointAt(curve, 0), pointAt(curve, 99)?.month]).toEqual([
      35,
      35,
      null,
      35,
    ]);
    expect(survivalOf([])).toEqual([]);
  });

  it('without anybody lost sight of is the plain share still there, and its hazard the plain share of leavers', () => {
    const random = randomFrom(11);
    const months = Array.from({ length: 200 }, () => 1 + random.below(12));
    for (const { month, staying, hazard, atRisk } of survivalOf(months.map((each) => one(each, true)))) {
      expect(staying).toBeCloseTo(months.filter((each) => each > month).length / months.length, 12);
      expect(atRisk).toBe(months.filter((each) => each >= month).length);
      expect(hazard).toBeCloseTo(months.filter((each) => each === month).length / atRisk, 12);
    }
  });

  it('does not depend on whether people are given one by one or as counts, nor on their order', () => {
    const counted = [...new Set(trial.map((each) => `${each.months}/${each.left}`))].map((key): Spent => {
      const same = trial.filter((each) => `${each.months}/${each.left}` === key);
      return { ...(same[0] as Spent), count: same.length };
    });
    expect(survivalOf(counted.toReversed())).toEqual(survivalOf(trial));
  });

  it('covers the truth about 95 times in 100 where people are lost sight of at random', () => {
    const random = randomFrom(20_261_126);
    const hazard = 0.04;
    const truth = (1 - hazard) ** 9;
    const [worlds, people] = [400, 80];
    let covered = 0;
    for (let world = 0; world < worlds; world += 1) {
      const spent = Array.from({ length: people }, (): Spent => {
        let leaves = 1;
        while (leaves < 40 && !random.chance(hazard)) leaves += 1;
        const seen = 3 + random.below(18);
        return one(Math.min(leaves, seen), leaves <= seen && leaves < 40);
      });
      const point = pointAt(survivalOf(spent), 9);
      if (point !== null && point.low <= truth && truth <= point.high) covered += 1;
    }
    expect(covered / worlds).toBeGreaterThan(0.92);
    expect(covered / worlds).toBeLessThan(0.98);
  });
});
