// The transition clock (moonshot M8): event time, legacy pupils, gains over the years before and beside a comparison, years to benefit; a
// planted lag is recovered within one cohort in worlds of schools that join in different years, with fixed seeds. And the long term.
import { describe, expect, it } from '@jest/globals';
import { ofstedEraOf } from '../../../src/domain/alumni/ofsted-era.js';
import type { FormerNumber } from '../../../src/domain/alumni/former-number.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { milestones, readLater } from '../../../src/domain/destinations/later.js';
import { isOver, laterCounts, payBand } from '../../../src/domain/insight/later.js';
import {
  clockOf,
  gainsOf,
  pooledGains,
  pupilsOf,
  usualTransition,
  yearsToBenefit,
  type Clock,
  type CohortShare,
} from '../../../src/domain/insight/transition.js';
import { sameSchoolCodes } from '../../../src/domain/official/place.js';
import { officialPoint, shareInContext, yearsAfter } from '../../../src/domain/official/share.js';
import { randomFrom } from '../../../src/main/sample/random.js';

const rule = usualTransition;
const joined = localDate('2015-09-01');
const cohort = (leavers: number, yes: number, of = 100): CohortShare => ({ leavers, yes, of });
const about = { event: joined, stage: 'y13', rule } as const;

describe('a school on the clock', () => {
  it('tells leavers from before, pupils enrolled already, and those who came later', () => {
    expect([2015, 2016, 2021, 2022].map((leavers) => pupilsOf(leavers, joined, 'y13', rule))).toEqual([
      ...['before', 'legacy', 'legacy', 'new'],
    ]);
    expect([2019, 2020].map((leavers) => pupilsOf(leavers, joined, 'y11', rule))).toEqual(['legacy', 'new']);
    // Joined in January: who came in the September before was enrolled already.
    const january = localDate('2016-01-01');
    expect([2022, 2023].map((leavers) => pupilsOf(leavers, january, 'y13', rule))).toEqual(['legacy', 'new']);
  });

  it('gains over the mean of the cohorts before, with an interval for both', () => {
    const { before, points } = clockOf([cohort(2014, 60), cohort(2015, 70), cohort(2016, 80)], about);
    expect(before).toBeCloseTo(0.65, 12);
    expect(points.map(({ k, raw }) => [k, raw === null])).toEqual([
      ...[
        [-2, true],
        [-1, true],
        [0, false],
      ],
    ]);
    // 0.80 − 0.65; variance 81/102 · 21/102 / 100 + 131/202 · 71/202 / 200.
    expect(points[2]?.raw?.gain).toBeCloseTo(0.15, 12);
    expect(points[2]?.raw?.low).toBeCloseTo(0.15 - 1.959964 * Math.sqrt(0.00163495 + 0.0011397), 5);
    expect(points[2]?.adjusted).toBeNull();
  });

  it('loses beside a comparison what that gained over the same years, and nothing where a year of it is missing', () => {
    const cohorts = [cohort(2014, 60), cohort(2015, 70), cohort(2016, 80)];
    const beside = [cohort(2014, 700, 1_000), cohort(2015, 700, 1_000), cohort(2016, 800, 1_000)];
    const { points } = clockOf(cohorts, { ...about, beside });
    expect(points[2]?.adjusted?.gain).toBeCloseTo(0.05, 12);
    expect(points[2]?.adjusted?.low).toBeLessThan(0);
    expect(clockOf(cohorts, { ...about, beside: beside.slice(1) }).points[2]?.adjusted).toBeNull();
  });

  it('says nothing where there are no leavers from before, or fewer cohorts than asked', () => {
    const late = clockOf([cohort(2016, 80), cohort(2017, 80)], about);
    expect(late.before).toBeNull();
    expect(yearsToBenefit(gainsOf(late, 'raw'), rule)).toEqual({ kind: 'cannot-tell' });
    const strict = { ...about, rule: { ...rule, cohortsBefore: 3 } };
    expect(clockOf([cohort(2014, 60), cohort(2015, 60), cohort(2016, 90)], strict).before).toBeNull();
  });

  it('is reached by the first cohort that gains and is followed by another, without a gap', () => {
    const at = (k: number, gain: number) => ({
      k,
      gain: { gain, low: gain - 0.05, high: gain + 0.05, ownVariance: 0, besideError: 0 },
    });
    expect(yearsToBenefit([at(0, 0), at(1, 0.1), at(2, 0), at(3, 0.1), at(4, 0.1)], rule)).toEqual({
      ...{ kind: 'reached', years: 3 },
    });
    expect(yearsToBenefit([at(0, 0), at(1, 0.1)], rule)).toEqual({ kind: 'open', since: 1 });
    expect(yearsToBenefit([at(1, 0.1), at(3, 0.1)], rule)).toEqual({ kind: 'open', since: 3 });
    expect(yearsToBenefit([at(0, 0.1), at(1, 0)], rule)).toEqual({ kind: 'not-yet', after: 1 });
    expect(yearsToBenefit([at(0, 0.1)], { inARow: 1 })).toEqual({ kind: 'reached', years: 0 });
  });

  it('keeps gains of pupils enrolled already apart from those of who came later', () => {
    const clock = clockOf([cohort(2015, 60), ...[2016, 2021, 2022, 2023].map((year) => cohort(year, 90))], about);
    expect(gainsOf(clock, 'raw', 'legacy').map(({ k }) => k)).toEqual([0, 5]);
    expect(gainsOf(clock, 'raw', 'new').map(({ k }) => k)).toEqual([6, 7]);
    expect(yearsToBenefit(gainsOf(clock, 'raw', 'new'), rule)).toEqual({ kind: 'reached', years: 6 });
  });
});

/** Twelve schools that join from 2009 to 2016, a comparison of forty, a trend and shocks for all, and a gain from the lag on. */
function world(seed: number, lag: number | null): readonly Clock[] {
  const { next } = randomFrom(seed);
  const years = Array.from({ length: 20 }, (_, place) => 2004 + place);
  const shocks = new Map(years.map((year) => [year, 0.004 * (year - 2004) + 0.03 * (next() - 0.5)]));
  /** About binomial: the sum of twelve uniform numbers is near enough to normal. */
  const drawn = (people: number, share: number): number => {
    const deviate = Array.from({ length: 12 }, next).reduce((sum, one) => sum + one, -6);
    return Math.round(people * share + deviate * Math.sqrt(people * share * (1 - share)));
  };
  const beside = years.map((leavers) => cohort(leavers, drawn(4_000, 0.7 + (shocks.get(leavers) ?? 0)), 4_000));
  return Array.from({ length: 12 }, (_, place) => {
    const event = localDate(`${2008 + (place % 8)}-09-01`);
    const level = 0.55 + 0.12 * next();
    const cohorts = years.map((leavers) => {
      const gained = lag !== null && leavers - (2009 + (place % 8)) >= lag;
      const people = 90 + Math.floor(60 * next());
      return cohort(leavers, drawn(people, level + (shocks.get(leavers) ?? 0) + (gained ? 0.1 : 0)), people);
    });
    return clockOf(cohorts, { ...about, event, beside });
  });
}

describe('worlds of schools that join in different years', () => {
  it.each([1, 2, 3, 5])('a lag of %i is recovered within one cohort', (lag) => {
    for (const seed of [11, 23, 37, 41, 59, 67]) {
      const found = yearsToBenefit(pooledGains(world(seed * 1_000 + lag, lag), 'adjusted'), rule);
      expect(found.kind).toBe('reached');
      expect(Math.abs((found.kind === 'reached' ? found.years : 99) - lag)).toBeLessThanOrEqual(1);
    }
  });

  it('without a gain is found in at most one in twenty, though everybody rises', () => {
    const worlds = Array.from({ length: 40 }, (_, seed) => world(90_000 + seed, null));
    const found = worlds.filter((one) => yearsToBenefit(pooledGains(one, 'adjusted'), rule).kind === 'reached');
    expect(found.length).toBeLessThanOrEqual(2);
    // Without the comparison the rise of everybody would be taken for a gain.
    const raw = worlds.filter((one) => yearsToBenefit(pooledGains(one, 'raw'), rule).kind === 'reached');
    expect(raw.length).toBeGreaterThan(20);
  });
});

describe('a school under several numbers', () => {
  const former = (urn: string, how: FormerNumber['how'], laestab?: string): FormerNumber => ({
    ...{ urn, how, until: localDate('2015-08-31') },
    ...(laestab === undefined ? {} : { laestab }),
  });
  const school = { urn: '900001', laestab: '999/4001' };

  it('is read under each that was its own, and not under those of a merger or a split', () => {
    expect(sameSchoolCodes(school)).toEqual(['estab:9994001', 'urn:900001']);
    const formerNumbers = [former('800001', 'conversion', '999/4000'), former('700001', 'rebrokering')];
    expect(sameSchoolCodes({ ...school, formerNumbers })).toEqual([
      ...['estab:9994001', 'urn:900001', 'estab:9994000', 'urn:800001', 'urn:700001'],
    ]);
    const others = [former('800002', 'merger', '999/4009'), former('800003', 'split')];
    expect(sameSchoolCodes({ ...school, formerNumbers: others })).toEqual(['estab:9994001', 'urn:900001']);
    // Back under a number that it had before: each once.
    expect(sameSchoolCodes({ ...school, formerNumbers: [former('900001', 'other')] })).toHaveLength(2);
  });

  it('is judged in the era of the day', () => {
    expect(
      ['2015-05-12', '2024-08-31', '2024-09-01', '2025-11-09', '2025-11-10'].map((day) => ofstedEraOf(localDate(day))),
    ).toEqual([...['graded', 'graded', 'no-overall-grade', 'no-overall-grade', 'report-card']]);
  });
});

describe('the long term', () => {
  it('is counted by milestone, once its year is over', () => {
    const table = { people: 50, '1|education': 20, '1|employment': 10, '1|neither': 5, '3|apprenticeship': 4 };
    expect(laterCounts(table, 1)).toEqual({ people: 50, yes: 30, no: 5, open: 0 });
    expect(laterCounts(table, 3)).toEqual({ people: 50, yes: 4, no: 0, open: 0 });
    expect(isOver(2023, 3, localDate('2026-07-31'))).toBe(false);
    expect(isOver(2023, 3, localDate('2026-08-01'))).toBe(true);
    expect(milestones.map((milestone) => readLater('ew-n')[milestone])).toEqual([
      ...['education', 'employment', null, 'neither'],
    ]);
    expect(readLater(undefined)[1]).toBeNull();
  });

  it('of official figures has bounds for who was not captured, and keeps signs', () => {
    const values = { cohort: 80, overall: 60, all_unknown: 8 };
    expect(officialPoint({ unit: 'count', values }, 'overall')).toEqual({
      ...{ share: 0.75, sign: null, cohort: 80, bounds: { low: 0.75, high: 0.85 } },
    });
    expect(officialPoint({ unit: 'percent', values: { cohort: 80, overall: 75 } }, 'overall')?.bounds).toEqual({
      ...{ low: 0.75, high: 0.75 },
    });
    expect(officialPoint({ unit: 'count', values: { ...values, overall: 'c' } }, 'overall')).toMatchObject({
      ...{ share: null, sign: 'c' },
    });
    expect(officialPoint({ unit: 'count', values }, 'he')).toBeNull();
    expect([yearsAfter({ after: '10 years' }), yearsAfter({})]).toEqual([10, null]);
  });

  it('in context is what the place’s groups would give at the country’s shares', () => {
    const group = (name: string, people: number, share: number) => ({
      group: `Disadvantage status: ${name}`,
      cohort: people,
      share,
    });
    const own = [group('Disadvantaged', 60, 0.7), group('Not disadvantaged', 40, 0.8)];
    const country = [group('Disadvantaged', 1_000, 0.6), group('Not disadvantaged', 3_000, 0.9)];
    // 0.6 · 0.6 + 0.4 · 0.9
    expect(shareInContext(own, country, 100)?.share).toBeCloseTo(0.72, 12);
    expect(shareInContext(own, country.slice(1), 100)).toBeNull();
    expect(shareInContext(own, country, 130)).toBeNull();
  });

  it('tells pay in bands alone', () => {
    expect([payBand(24_999), payBand(25_000)]).toEqual([
      { from: 22_500, to: 25_000 },
      { from: 25_000, to: 27_500 },
    ]);
  });
});
