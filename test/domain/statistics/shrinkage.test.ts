// Partial pooling, the exact binomial test and surprises found by it: known answers from textbooks, and simulations with fixed seeds.
import { describe, expect, it } from '@jest/globals';
import { binomialTest } from '../../../src/domain/statistics/exact.js';
import { adjustedForMany, falseDiscoveryLevel } from '../../../src/domain/statistics/false-discovery.js';
import { logGamma } from '../../../src/domain/statistics/log-gamma.js';
import type { Proportion } from '../../../src/domain/statistics/proportion.js';
import { partiallyPooled } from '../../../src/domain/statistics/shrinkage.js';
import { randomFrom } from '../../../src/main/sample/random.js';

const drawn = (random: () => number, of: number, share: number): Proportion => ({
  of,
  yes: Array.from({ length: of }, random).filter((at) => at < share).length,
});

/** Tumours in 71 groups of rats (Tarone 1982, as in Gelman and others, Bayesian Data Analysis, 3rd edition, table 5.1). */
const rats: readonly Proportion[] = (
  '0/20 0/20 0/20 0/20 0/20 0/20 0/20 0/19 0/19 0/19 0/19 0/18 0/18 0/17 1/20 1/20 1/20 1/20 1/19 1/19 1/18 1/18 2/25 2/24 ' +
  '2/23 2/20 2/20 2/20 2/20 2/20 2/20 1/10 5/49 2/19 5/46 3/27 2/17 7/49 7/47 3/20 3/20 2/13 9/48 10/50 4/20 4/20 4/20 4/20 ' +
  '4/20 4/20 4/20 10/48 4/19 4/19 4/19 5/22 11/46 12/49 5/20 5/20 6/23 5/19 6/22 6/20 6/20 6/20 16/52 15/47 15/46 9/24 4/14'
)
  .split(' ')
  .map((text) => text.split('/').map(Number))
  .map(([yes = 0, of = 0]) => ({ yes, of }));

describe('partial pooling', () => {
  const pooled = partiallyPooled(rats);

  it('gives what the textbook gives for the rats: α 2.4 and β 14.3', () => {
    expect(rats).toHaveLength(71);
    expect(pooled?.alpha).toBeCloseTo(2.4, 0);
    expect(Math.abs((pooled?.beta ?? 0) - 14.3)).toBeLessThan(0.6);
  });

  it('draws few far and many little, and keeps every share inside its interval', () => {
    const shares = pooled?.shares ?? [];
    const [none, few, many] = [shares[0], shares[70], shares[66]];
    expect(none?.share).toBeGreaterThan(0.03); // 0 of 20
    expect(few?.share).toBeCloseTo(0.2, 1); // 4 of 14, 0.29 by itself
    expect(few?.weight ?? 1).toBeLessThan(many?.weight ?? 0);
    expect(shares.every(({ low, share, high }) => low < share && share < high)).toBe(true);
  });

  it('says nothing of fewer than three groups, and holds where everybody or nobody is a yes', () => {
    expect(
      partiallyPooled([
        { yes: 3, of: 9 },
        { yes: 5, of: 9 },
        { yes: 0, of: 0 },
      ]),
    ).toBeNull();
    const all = partiallyPooled([30, 25, 12].map((of) => ({ yes: of, of })));
    expect(all?.shares.every(({ share, high }) => share > 0.9 && high <= 1)).toBe(true);
  });

  it('is nearer to the truth than the plain shares are, and its intervals cover', () => {
    const random = randomFrom(2026).next;
    let [plain, drawnTo, inside, all] = [0, 0, 0, 0];
    for (let world = 0; world < 6; world += 1) {
      const truths = Array.from({ length: 20 }, () => 0.75 + 0.2 * random());
      const groups = truths.map((share) => drawn(random, 10 + Math.floor(30 * random()), share));
      const shares = partiallyPooled(groups)?.shares ?? [];
      for (const [place, truth] of truths.entries()) {
        const { yes = 0, of = 1 } = groups[place] ?? {};
        const one = shares[place] ?? { share: 0, low: 0, high: 0 };
        plain += (yes / of - truth) ** 2;
        drawnTo += (one.share - truth) ** 2;
        inside += one.low <= truth && truth <= one.high ? 1 : 0;
        all += 1;
      }
    }
    expect(drawnTo).toBeLessThan(0.7 * plain);
    expect(inside / all).toBeGreaterThan(0.92);
  });
});

describe('the exact binomial test', () => {
  it('knows the gamma function', () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 12);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logGamma(101)).toBeCloseTo(363.739_375_555_563_5, 9);
  });

  it('gives 0.3825 for 682 of 925 where three quarters were thought (Conover 1971, page 97; binom.test of R)', () => {
    expect(binomialTest({ yes: 682, of: 925 }, 0.75)).toBeCloseTo(0.3825, 4);
    expect(binomialTest({ yes: 3, of: 9 }, 0)).toBe(0);
    expect(binomialTest({ yes: 9, of: 9 }, 1)).toBe(1);
    expect(binomialTest({ yes: 0, of: 0 }, 0.5)).toBeNull();
  });
});

describe('surprises under false-discovery control', () => {
  const found = (pValues: readonly (number | null)[]): readonly boolean[] =>
    adjustedForMany(pValues.map((p) => p ?? 1)).map((p) => p <= falseDiscoveryLevel);

  it('are at most one in ten by chance where half of the shares are as thought, and the others are found', () => {
    const random = randomFrom(8).next;
    let [falsely, truly, planted] = [0, 0, 0];
    const rounds = 40;
    for (let round = 0; round < rounds; round += 1) {
      const isNull = Array.from({ length: 20 }, (_, place) => place < 10);
      const told = found(isNull.map((same) => binomialTest(drawn(random, 150, same ? 0.8 : 0.62), 0.8)));
      const wrong = told.filter((each, place) => each && isNull[place] === true).length;
      const all = told.filter(Boolean).length;
      falsely += all === 0 ? 0 : wrong / all;
      truly += all - wrong;
      planted += 10;
    }
    expect(falsely / rounds).toBeLessThanOrEqual(0.1);
    expect(truly / planted).toBeGreaterThan(0.9);
  });

  it('are none in at least nine of ten worlds in which everything is as thought', () => {
    const random = randomFrom(99).next;
    const worlds = Array.from({ length: 200 }, () =>
      found(Array.from({ length: 12 }, () => binomialTest(drawn(random, 80, 0.7), 0.7))).some(Boolean),
    );
    expect(worlds.filter(Boolean).length / worlds.length).toBeLessThanOrEqual(0.1);
  });
});
