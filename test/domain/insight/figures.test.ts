// What Insight says of counts: quality with its changes, ways and what melts, who answered, who stays; and what leaders cannot learn.
import { describe, expect, it } from '@jest/globals';
import { flowSeen, linksIn, meltIn, meltSeen, stations } from '../../../src/domain/insight/flow.js';
import {
  figuresBeside,
  improvementOf,
  qualityCounts,
  qualityFigure,
  type QualityCounts,
} from '../../../src/domain/insight/quality.js';
import { differingNames, merged } from '../../../src/domain/insight/reports.js';
import {
  openShare,
  representativityOf,
  responseBy,
  responseSeen,
  type Stratum,
} from '../../../src/domain/insight/response-quality.js';
import { weightedShare } from '../../../src/domain/insight/weighted.js';
import { stayingBy, stayingOf, staysIn } from '../../../src/domain/insight/retention.js';
import { curveBeside, staysHidden, type Some } from '../../../src/domain/insight/stays-beside.js';
import { wilson } from '../../../src/domain/statistics/proportion.js';
import fc from '../../support/properties.js';

const counts = (people: number, yes: number, no: number, open = 0): QualityCounts => ({ people, yes, no, open });

describe('a measure of quality', () => {
  const table = {
    'university|people': 80,
    'university|sustained|yes': 50,
    'university|sustained|no': 10,
    'employment|people': 20,
    'employment|sustained|yes': 10,
    'employment|sustained|no': 10,
  };

  it('is counted over all groups or one, and gives share, interval and bounds', () => {
    expect(qualityCounts(table, 'sustained')).toEqual(counts(100, 60, 20));
    expect(qualityCounts(table, 'sustained', 'employment')).toEqual(counts(20, 10, 10));
    expect(qualityFigure(counts(100, 60, 20), 'leaders')).toMatchObject({
      ...{ people: 100, heard: 0.8, share: 0.75, bounds: { low: 0.6, high: 0.8 }, why: null },
    });
  });

  it('says why it is not shown, and how many people there are only where that is safe', () => {
    expect(qualityFigure(counts(5, 3, 1), 'leaders')).toMatchObject({ people: null, share: null, why: 'too-few' });
    expect(qualityFigure(counts(90, 60, 4), 'leaders')).toMatchObject({ people: 90, share: null, why: 'small-side' });
    expect(qualityFigure(counts(90, 60, 4), 'team').share).toBeCloseTo(60 / 64, 12);
    expect(qualityFigure(counts(90, 2, 3, 40), 'team').why).toBe('running');
    expect(qualityFigure(counts(0, 0, 0), 'team').why).toBe('nobody');
  });

  it('of schools side by side never leaves one alone hidden, whatever their sizes', () => {
    const school = fc.record({ yes: fc.integer({ min: 0, max: 60 }), no: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(fc.array(school, { minLength: 2, maxLength: 6 }), (schools) => {
        const parts = schools.map(({ yes, no }, place) => ({ name: String(place), counts: counts(yes + no, yes, no) }));
        const all = parts.reduce(
          (sum, { counts: { yes, no } }) => counts(0, sum.yes + yes, sum.no + no),
          counts(0, 0, 0),
        );
        const whole = ['whole', { ...all, people: all.yes + all.no }] as const;
        const cells = new Map([whole, ...parts.map((part) => [part.name, part.counts] as const)]);
        const figures = figuresBeside(cells, [['whole', ...parts.map(({ name }) => name)]], 'leaders');
        if (figures.get('whole')?.share === null) return;
        const hidden = parts.filter((part) => part.counts.people > 0 && figures.get(part.name)?.share === null);
        const known = parts.filter((part) => part.counts.people > 0);
        expect(hidden.length === 1 && known.length > 1).toBe(false);
      }),
    );
  });

  it('is better or worse only where the interval says so, by difference of two years and by slope of more', () => {
    const year = (at: number, yes: number) => ({ year: at, ...counts(100, yes, 100 - yes) });
    expect(improvementOf([year(2024, 60), year(2025, 80)], 'team')).toMatchObject({
      ...{ verdict: 'better', from: 2024, to: 2025, trend: null, certain: true },
    });
    expect(improvementOf([year(2024, 70), year(2025, 72)], 'team')).toMatchObject({ verdict: 'cannot-tell' });
    const slope = improvementOf([year(2025, 60), year(2023, 80), year(2024, 70)], 'team');
    expect(slope).toMatchObject({ verdict: 'worse', from: 2023, to: 2025 });
    expect(slope?.trend?.slope).toBeCloseTo(-0.1, 12);
    expect(improvementOf([year(2025, 60)], 'team')).toBeNull();
    const unheard = { year: 2024, ...counts(300, 60, 40) };
    expect(improvementOf([unheard, { ...unheard, ...counts(300, 90, 10), year: 2025 }], 'team')).toMatchObject({
      ...{ verdict: 'better', certain: false },
    });
  });

  it('is merged by adding, and differs by name', () => {
    expect(merged([{ a: 1, b: 2 }, { b: 3 }])).toEqual({ a: 1, b: 5 });
    expect(differingNames({ a: 1, b: 2 }, { b: 2, c: 1 })).toEqual(['a', 'c']);
  });
});

describe('a share weighted to everybody', () => {
  const part = (school: string, group: string, people: number, yes: number, no: number) => ({
    ...{ school, group, counts: counts(people, yes, no) },
  });

  it('is what the whole would give where silence has nothing to do with the answer', () => {
    // 80 % yes among the ones, 20 % among the others; of the ones all answered, of the others one in five.
    const found = weightedShare([part('a', 'u', 100, 80, 20), part('a', 'e', 100, 4, 16)]);
    expect(found?.share).toBeCloseTo(0.5, 2);
    // By hand: 100 of weight 0.6 and 20 of weight 3 make 120 squared over 36 + 180.
    expect(found?.effective).toBeCloseTo(120 ** 2 / (100 * 0.36 + 20 * 9), 6);
  });

  it('is the plain share where all were heard of alike, and none where too few were', () => {
    expect(weightedShare([part('a', 'u', 100, 30, 20), part('b', 'e', 60, 20, 10)])?.share).toBeCloseTo(50 / 80, 2);
    expect(weightedShare([part('a', 'u', 100, 10, 10)])).toBeNull();
    expect(weightedShare([])).toBeNull();
  });
});

describe('the way from plan to what lasted', () => {
  // Meant, place, autumn, rule, lost.
  const table = { 'uuuh-': 40, uuunq: 12, 'uu--x': 9, 'uaaa-': 10, '-----': 5, 'eee-q': 1, uuxnx: 8 };

  it('counts each person once between every two stations', () => {
    const links = linksIn(table);
    for (const station of stations.slice(0, -1)) {
      const sum = links.filter((link) => link.station === station).reduce((total, { count }) => total + count, 0);
      expect([station, sum]).toEqual([station, 85]);
    }
    expect(links).toContainEqual({ station: 'started', from: 'university', to: 'all_notsust', count: 12 });
    expect(links).toContainEqual({ station: 'final', from: 'university', to: 'did-not-start', count: 8 });
  });

  it('keeps changed before, did not start and left early apart', () => {
    expect(meltIn(table)).toEqual({
      changedBefore: { yes: 10, of: 80, people: 80 },
      didNotStart: { yes: 17, of: 80, people: 80 },
      leftEarly: { yes: 13, of: 63, people: 63 },
    });
  });

  it('takes nobody who keeps silent for having begun or stayed, and bounds each share by those whom it asks about', () => {
    // A hundred have a place; of forty the autumn is known, four of them did not start. Fifty more have no place.
    const silent = { 'uuuh-': 26, 'uuu--': 10, 'uu--x': 4, 'uu---': 60, 'u----': 50 };
    const melt = meltIn(silent);
    expect(melt.didNotStart).toEqual({ yes: 4, of: 40, people: 100 });
    expect(melt.leftEarly).toEqual({ yes: 0, of: 26, people: 36 });
    expect(melt.changedBefore).toEqual({ yes: 0, of: 100, people: 150 });
    const { didNotStart } = meltSeen(melt, 'team', new Set());
    expect(didNotStart).toMatchObject({ share: 0.1, bounds: { low: 0.04, high: 0.64 } });
    expect(didNotStart.interval).toEqual(wilson({ yes: 4, of: 40 }));
  });

  it('shows leaders no link under eight and whole fives alone, and the team everything', () => {
    const links = linksIn(table);
    const { links: seen, leftOut } = flowSeen(links, 'leaders');
    expect(seen.every(({ count }) => count >= 10 && count % 5 === 0)).toBe(true);
    expect(seen).toContainEqual({ station: 'started', from: 'university', to: 'all_notsust', count: 10 });
    expect(seen.filter(({ from }) => from === 'employment')).toEqual([]);
    expect(leftOut).toEqual(['intended', 'final', 'started']);
    expect(flowSeen(links, 'team')).toEqual({ links, leftOut: [] });
  });
});

describe('who has answered', () => {
  const stratum = (school: string, group: string, invited: number, complete: number, partial = 0): Stratum => ({
    ...{ school, group, invited, complete, partial },
  });

  it('is alike when all groups answer alike, and tells whom to ask next where they do not', () => {
    const alike = [stratum('a', 'u', 50, 30), stratum('b', 'e', 10, 6)];
    expect(representativityOf(alike)?.indicator).toBeCloseTo(1, 12);
    // By hand: rates 0.8 and 0.2 of halves, mean 0.5, standard deviation 0.3, so 1 − 0.6.
    const apart = [stratum('a', 'u', 50, 40), stratum('a', 'e', 50, 10)];
    const found = representativityOf(apart);
    expect(found?.indicator).toBeCloseTo(0.4, 12);
    expect(found?.byGroup.map(({ group }) => group)).toEqual(['e', 'u']);
    expect(found?.byGroup[0]?.partial).toBeCloseTo(-Math.sqrt(0.5) * 0.3, 12);
    expect(representativityOf([])).toBeNull();
  });

  it('adds up by school and group, and leaves open what nobody answered', () => {
    const strata = [stratum('a', 'u', 50, 40, 5), stratum('b', 'u', 30, 10, 1), stratum('a', 'e', 20, 10)];
    expect(responseBy(strata, 'school')).toEqual([
      { name: 'a', counts: { invited: 70, complete: 50, partial: 5 } },
      { name: 'b', counts: { invited: 30, complete: 10, partial: 1 } },
    ]);
    expect(openShare({ invited: 100, complete: 60, partial: 20 })).toBeCloseTo(0.4, 12);
    expect(openShare({ invited: 0, complete: 0, partial: 0 })).toBe(1);
  });

  it('is a share before anything is rounded, and none to leaders where it would tell of few', () => {
    const strata = [
      stratum('a', 'u', 24, 12),
      stratum('b', 'u', 60, 30),
      stratum('c', 'u', 12, 9),
      stratum('d', 'u', 9, 2),
    ];
    const seen = responseSeen(strata, null, 'leaders');
    expect(seen('a', null)).toMatchObject({ invited: 25, complete: 10, shares: { complete: { share: 0.5 } } });
    // Of twelve and of nine no share, whatever their counts say.
    for (const few of ['c', 'd']) expect(seen(few, null).shares.complete.share).toBeNull();
    expect(responseSeen(strata, null, 'team')('d', null).shares.complete.share).toBeCloseTo(2 / 9, 12);
  });
});

describe('who stays', () => {
  const table = {
    '320/2/ul/10007795/11': 10,
    '320/12/ut/10007795/11': 60,
    '320/12/ut/10007790/07': 20,
    '320/3/ul/10007790/07': 5,
    '320/5/et//': 30,
  };

  it('reads the stays of one kind out of the table', () => {
    const stays = staysIn(table, 'university');
    expect(stays).toHaveLength(4);
    const { people, left, curve } = stayingOf(stays, 'team');
    expect([people, left, curve.length]).toEqual([95, 15, 12]);
    // By hand: 85 of 95 after two months, then 80 of 85 of those.
    expect(curve[1]?.staying).toBeCloseTo(85 / 95, 12);
    expect(curve[11]?.staying).toBeCloseTo(80 / 95, 12);
  });

  const leeds = '10007795';
  const [hull, york] = ['10007149', '10007167'];
  const at = (place: string, stayed: number, left: number, subject = '11') => ({
    [`320/14/ut/${place}/${subject}`]: stayed,
    [`320/3/ul/${place}/${subject}`]: left,
  });
  const placed = (school: string, table: Readonly<Record<string, number>>, cohort = 'y13-2025') => ({
    ...{ school, cohort, stays: staysIn(table, 'university') },
  });

  it('tells leaders of no place that few left, and hides another beside one alone', () => {
    const { share } = staysHidden([placed('a', table)], 'university');
    expect([leeds, '10007790'].map((provider) => share({ provider }))).toEqual([true, true]);
    expect(stayingBy(staysIn(table, 'university'), 'provider').map(({ name, staying }) => [name, staying.why])).toEqual(
      [
        [leeds, null],
        ['10007790', null],
      ],
    );
  });

  it('of one school’s places hides from leaders what the trust less the others would tell', () => {
    const school = (name: string, few: number) =>
      placed(name, { ...at(leeds, 40, few), ...at(hull, 40, 12), ...at(york, 50, 14) });
    const { share } = staysHidden([school('a', 3), school('b', 20), school('c', 30)], 'university');
    const shown = (of: string | null): readonly boolean[] =>
      [leeds, hull, york].map((provider) => !share({ school: of, provider }));
    expect(shown(null)).toEqual([true, true, true]);
    expect(shown('a')).toEqual([false, false, true]);
    // Leeds of another school too, or the trust less both of them would be A's three; and then its next place.
    const beside = [shown('b'), shown('c')];
    expect(beside.filter(([first]) => first === false)).toEqual([[false, false, true]]);
  });

  it('hides a course with one that is small, since places and subjects are told of all', () => {
    const trust = { ...at(leeds, 40, 3), ...at(leeds, 40, 20, '07'), ...at(hull, 40, 20), ...at(hull, 40, 20, '07') };
    const { share } = staysHidden([placed('a', trust), placed('b', trust), placed('c', trust)], 'university');
    const course = (provider: string, subject: string): boolean => share({ provider, subject });
    expect([share({ provider: leeds }), share({ subject: '11' })]).toEqual([false, false]);
    expect([course(leeds, '11'), course(hull, '07')]).toEqual([false, false]); // nine left, of three schools
    const one = staysHidden([placed('a', trust)], 'university').share;
    // Leeds less one course, computing less one place, and what is left of those two: each would be the three who left.
    expect([leeds, hull].flatMap((provider) => ['11', '07'].map((subject) => one({ provider, subject })))).toEqual([
      ...[true, true, true, true],
    ]);
    expect([one({ provider: leeds }), one({ subject: '11' })]).toEqual([false, false]);
  });

  it('tells leaders of a school’s curve no month in which another’s few would be the rest of the trust', () => {
    const school = (name: string, third: number, tenth: number) =>
      placed(name, { ...at(leeds, 60, third), [`320/10/ul/${leeds}/11`]: tenth });
    const all = [school('a', 3, 9), school('b', 10, 8), school('c', 20, 9), school('d', 30, 10)];
    const months = (some: Some) => curveBeside(all, 'university', some).curve.map(({ month }) => month);
    // A tells nothing from its third month to its ninth; so of these the next smallest says nothing either.
    expect(months({ school: 'a' })).toEqual([1, 2, 10, 11, 12, 13, 14]);
    expect(months({ school: 'b' }).slice(0, 3)).toEqual([1, 2, 10]);
    expect(months({}).slice(0, 4)).toEqual([1, 2, 3, 4]);
  });

  it('ends a step at the month that is told everywhere, however few left in the last of it', () => {
    const spent = [
      { months: 8, left: true, count: 9 },
      { months: 11, left: true, count: 2 },
      { months: 16, left: false, count: 80 },
    ];
    const steps = (told: number | null) =>
      stayingOf(spent, 'leaders', told).curve.map(({ from, month, left }) => [from ?? month, month, left]);
    expect(steps(null).slice(7)).toEqual([
      [8, 8, 9],
      [9, 9, 0],
      [10, 10, 0],
    ]);
    expect(steps(12).slice(7, 10)).toEqual([
      [8, 12, 11],
      [13, 13, 0],
      [14, 14, 0],
    ]);
  });

  it('puts months of few leavers together for leaders, and says from which month a step goes', () => {
    const slow = [1, 2, 3, 4].map((months) => ({ months, left: true, count: 4 }));
    const { curve } = stayingOf([...slow, { months: 6, left: false, count: 84 }], 'leaders');
    expect(curve.map(({ from, month, left: gone, hazard }) => [from, month, gone, hazard])).toEqual([
      [1, 2, 8, 0.08],
      [3, 4, 8, 8 / 92],
      [undefined, 5, 0, 0],
      [undefined, 6, 0, 0],
    ]);
  });

  it('goes on where many left, stops where many were lost sight of, and says nothing of fewer than ten', () => {
    const few = [{ months: 3, left: false, count: 9 }];
    expect(stayingOf(few, 'team')).toMatchObject({ curve: [], why: 'too-few' });
    const thinning = (left: boolean) => [
      { months: 2, left: true, count: 10 },
      { months: 3, left, count: 9 },
      { months: 5, left: false, count: 9 },
    ];
    const monthsOf = (audience: 'team' | 'leaders', left: boolean) =>
      stayingOf(thinning(left), audience).curve.map(({ month }) => month);
    // 28 began. Nineteen left and nobody was lost sight of; or ten left, and then nine of 18 were lost: nine of a share of 9 in 14.
    expect([monthsOf('team', true), monthsOf('leaders', true)]).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]);
    expect(monthsOf('leaders', false)).toEqual([1, 2, 3]);
    const lost = [
      { months: 3, left: false, count: 15 },
      { months: 6, left: false, count: 9 },
    ];
    expect(stayingOf(lost, 'team').curve.map(({ month }) => month)).toEqual([1, 2, 3]);
  });
});
