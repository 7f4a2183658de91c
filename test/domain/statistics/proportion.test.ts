// Shares, their intervals and differences against published examples and independent sums.
import { describe, expect, it } from '@jest/globals';
import { boundsOf, differenceOf, trendOf, wilson, z95 } from '../../../src/domain/statistics/proportion.js';

const places = (value: number, digits = 4): number => Number(value.toFixed(digits));

describe('the interval of a share', () => {
  // Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), 857–872, table I.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d of %d is what Newcombe prints', (yes, of, low, high) => {
    const interval = wilson({ yes, of });
    expect([places(interval.low), places(interval.high)]).toEqual([low, high]);
  });

  it('covers the truth about 95 times in 100 at every truth from 5 to 95 per cent, by exact sums', () => {
    const of = 60;
    const chances = (truth: number): readonly number[] => {
      let chance = (1 - truth) ** of;
      return Array.from({ length: of + 1 }, (_, yes) => {
        const now = chance;
        chance *= ((of - yes) / (yes + 1)) * (truth / (1 - truth));
        return now;
      });
    };
    const truths = Array.from({ length: 91 }, (_, n) => 0.05 + n / 100);
    const covered = truths.map((truth) =>
      chances(truth).reduce((sum, chance, yes) => {
        const { low, high } = wilson({ yes, of });
        return low <= truth && truth <= high ? sum + chance : sum;
      }, 0),
    );
    expect(Math.min(...covered)).toBeGreaterThan(0.91);
    const mean = covered.reduce((sum, each) => sum + each, 0) / covered.length;
    expect(Math.abs(mean - 0.95)).toBeLessThan(0.01);
  });

  it('of nobody says nothing', () => {
    expect(wilson({ yes: 0, of: 0 })).toEqual({ low: 0, high: 1 });
  });
});

describe('the difference of two shares', () => {
  // Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17 (1998), 873–890,
  // table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%d/%d less %d/%d is what Newcombe prints', (a, m, b, n, low, high) => {
    const found = differenceOf({ yes: a, of: m }, { yes: b, of: n });
    expect([places(found?.low ?? 9), places(found?.high ?? 9)]).toEqual([low, high]);
    expect(found?.difference).toBeCloseTo(a / m - b / n, 12);
  });

  it('does not exist where there is nobody', () => {
    expect(differenceOf({ yes: 0, of: 0 }, { yes: 1, of: 2 })).toBeNull();
  });
});

describe('the trend of a share', () => {
  it('tests as the Cochran–Armitage trend test: X² = 8.2249 for the smokers of R’s prop.trend.test', () => {
    const yes = [83, 90, 129, 70];
    const trend = trendOf([86, 93, 136, 82].map((of, place) => ({ at: place + 1, of, yes: yes[place] ?? 0 })));
    if (trend === null) throw new Error('There is no trend.');
    const error = (trend.high - trend.slope) / z95;
    expect(places((trend.slope / error) ** 2)).toBe(8.2249);
    expect([trend.slope < 0, trend.high < 0]).toEqual([true, true]);
  });

  it('needs three points, and somebody on either side', () => {
    const at = (year: number, yes: number) => ({ at: year, yes, of: 40 });
    expect(trendOf([at(1, 20), at(2, 30)])).toBeNull();
    expect(trendOf([at(1, 40), at(2, 40), at(3, 40)])).toBeNull();
    expect(trendOf([at(1, 10), at(2, 20), at(3, 30)])?.slope).toBeCloseTo(0.25, 12);
  });
});

describe('the bounds of a share', () => {
  it('are those of the worked example: 100 asked, 80 answer, 60 say yes', () => {
    expect(boundsOf({ yes: 60, of: 80 }, 100)).toEqual({ low: 0.6, high: 0.8 });
  });

  it('hold the truth in every world of twelve people, whoever keeps silent', () => {
    const people = 12;
    for (let world = 0; world < 2 ** people; world += 37) {
      for (let heard = 0; heard < 2 ** people; heard += 41) {
        const bits = (mask: number): number => mask.toString(2).replaceAll('0', '').length;
        const { low, high } = boundsOf({ yes: bits(world & heard), of: bits(heard) }, people);
        const truth = bits(world) / people;
        if (truth < low - 1e-12 || truth > high + 1e-12) throw new Error(`${world} ${heard}`);
      }
    }
    expect(boundsOf({ yes: 0, of: 0 }, 0)).toEqual({ low: 0, high: 1 });
  });
});
