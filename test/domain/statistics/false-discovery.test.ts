// Lists of differences against published examples, and by simulation: of what is listed at most one in ten is chance.
import { describe, expect, it } from '@jest/globals';
import {
  adjustedForMany,
  chanceOfDifference,
  falseDiscoveryLevel,
  twoSided,
} from '../../../src/domain/statistics/false-discovery.js';
import { ratioOf } from '../../../src/domain/statistics/proportion.js';
import { weighedProportion } from '../../../src/domain/statistics/weighting.js';
import { randomFrom } from '../../../src/main/sample/random.js';

// Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995), section 3.2: fifteen ordered p-values of a trial of
// thrombolysis; at 0.05 the first four are listed, where Bonferroni lists three.
const thrombolysis = [
  ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459],
  ...[0.324, 0.4262, 0.5719, 0.6528, 0.759, 1],
];
// The Physicians’ Health Study as in Agresti, An Introduction to Categorical Data Analysis, section 2.2: heart attacks with placebo
// and aspirin; relative risk 1.82, 95 per cent interval 1.43 to 2.31.
const [placebo, aspirin] = [
  { yes: 189, of: 11_034 },
  { yes: 104, of: 11_037 },
];

describe('what is more than chance', () => {
  it('is what the published example lists, in whatever order it is given', () => {
    const adjusted = adjustedForMany(thrombolysis);
    expect(adjusted.filter((each) => each <= 0.05)).toHaveLength(4);
    expect(adjusted[3]).toBeCloseTo((0.0095 * 15) / 4, 12);
    expect(adjustedForMany(thrombolysis.toReversed())).toEqual(adjusted.toReversed());
    expect(adjustedForMany([])).toEqual([]);
  });

  it('rests on the normal tail and the corrected chi-squared test', () => {
    expect(twoSided(1.959963985)).toBeCloseTo(0.05, 7);
    expect(twoSided(-2.575829304)).toBeCloseTo(0.01, 7);
    expect(twoSided(0)).toBeCloseTo(1, 6);
    // R's chisq.test of the same table: X-squared = 24.429, p-value = 7.71e-07.
    expect(chanceOfDifference(placebo, aspirin)).toBeCloseTo(7.71e-7, 8);
    expect(chanceOfDifference(aspirin, placebo)).toBe(chanceOfDifference(placebo, aspirin));
    // By hand: 15 and 25 of 50 where 20 are expected give (5 − ½)² × (2⁄20 + 2⁄30) = 3.375.
    expect(chanceOfDifference({ yes: 15, of: 50 }, { yes: 25, of: 50 })).toBeCloseTo(twoSided(Math.sqrt(3.375)), 12);
    expect([
      chanceOfDifference({ yes: 0, of: 0 }, placebo),
      chanceOfDifference({ yes: 5, of: 5 }, { yes: 9, of: 9 }),
    ]).toEqual([1, 1]);
  });

  it('gives relative risks with the published interval', () => {
    const found = ratioOf(placebo, aspirin);
    expect([found?.ratio, found?.low, found?.high].map((each) => each?.toFixed(2))).toEqual(['1.82', '1.43', '2.31']);
    expect(ratioOf({ yes: 0, of: 10 }, aspirin)).toBeNull();
  });

  const random = randomFrom(1995);
  const sample = (of: number, share: number) => {
    let yes = 0;
    for (let each = 0; each < of; each += 1) if (random.chance(share)) yes += 1;
    return { yes, of };
  };
  /** Share of false ones among the listed, in the mean over rounds of twelve questions of which some differ. */
  const falseShare = (rounds: number, real: number) => {
    let [sum, found] = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const chances = Array.from({ length: 12 }, (_, place) =>
        chanceOfDifference(sample(40, place < real ? 0.6 : 0.25), sample(140, 0.25)),
      );
      const listed = adjustedForMany(chances).flatMap((each, place) => (each <= falseDiscoveryLevel ? [place] : []));
      sum += listed.length === 0 ? 0 : listed.filter((place) => place >= real).length / listed.length;
      found += listed.filter((place) => place < real).length;
    }
    return { falsely: sum / rounds, found: real === 0 ? 0 : found / (rounds * real) };
  };

  it('lists nothing in nine of ten worlds without differences', () => {
    expect(falseShare(300, 0).falsely).toBeLessThanOrEqual(0.1);
  });

  it('finds most real differences among many that are none, and few that are none', () => {
    const { falsely, found } = falseShare(100, 3);
    expect(falsely).toBeLessThanOrEqual(0.1);
    expect(found).toBeGreaterThan(0.9);
  });
});

describe('answers of people who were not equally likely to be asked', () => {
  it('give the share of all, where the plain share would lean to those asked twice', () => {
    const random = randomFrom(7);
    let [weighed, plain] = [0, 0];
    const rounds = 60;
    for (let round = 0; round < rounds; round += 1) {
      // Half answered one wave, half two; whoever answered twice says yes more often, and was likelier to be asked.
      const groups = [
        { asked: 1 / 3, share: 0.2 },
        { asked: 5 / 9, share: 0.5 },
      ].map(({ asked, share }) => {
        let [yes, of] = [0, 0];
        for (let person = 0; person < 300; person += 1) {
          if (!random.chance(asked)) continue;
          of += 1;
          if (random.chance(share)) yes += 1;
        }
        return { yes, of, weight: 1 / asked };
      });
      const all = weighedProportion(groups);
      weighed += all.yes / all.of / rounds;
      plain += groups.reduce((sum, { yes }) => sum + yes, 0) / groups.reduce((sum, { of }) => sum + of, 0) / rounds;
    }
    expect(Math.abs(weighed - 0.35)).toBeLessThan(0.01);
    expect(plain).toBeGreaterThan(0.375);
  });

  it('are worth as many as Kish says, and are plain where all were asked alike', () => {
    expect(weighedProportion([{ yes: 3, of: 10, weight: 3 }])).toEqual({
      yes: expect.closeTo(3, 12),
      of: expect.closeTo(10, 12),
    });
    // By hand: 10 of weight 1 and 10 of weight 3 make 40² ⁄ 100 = 16 people; 10 of 40 weighted say yes.
    const found = weighedProportion([
      { yes: 10, of: 10, weight: 1 },
      { yes: 0, of: 10, weight: 3 },
    ]);
    expect([found.of, found.yes]).toEqual([16, 4]);
    expect(weighedProportion([])).toEqual({ yes: 0, of: 0 });
  });
});
