// What Insight says of what people told: reasons as mentioned and as main, who is hidden from whom, curves by factor, leavers beside
// stayers, and memory. Tables are read back as they were written.
import { describe, expect, it } from '@jest/globals';
import type { AlumnusId, CohortId, SchoolId } from '../../../src/domain/alumni/ids.js';
import { bandOfMiles, milesBetween, parseOutcode, type Point } from '../../../src/domain/alumni/outcode.js';
import type { OutcomeRow } from '../../../src/domain/destinations/outcome.js';
import type { Telling } from '../../../src/domain/destinations/telling.js';
import {
  leaversBesideStayers,
  levelOf,
  stayingByFactor,
  type PlacedLine,
} from '../../../src/domain/insight/factors.js';
import {
  leafRows,
  reasonPairs,
  reasonRows,
  reasonsAcross,
  reasonsBy,
  whoTold,
} from '../../../src/domain/insight/reasons.js';
import { monthsNamed, recallAfter, seamFigures, wholeHalfYears } from '../../../src/domain/insight/recall-figures.js';
import { tallyReports } from '../../../src/domain/insight/reports.js';
import {
  readFactorLines,
  readReasonLines,
  readRecall,
  type ReasonLine,
} from '../../../src/domain/insight/told-lines.js';
import { seeingAlone, seeingOf, type Seeing } from '../../../src/domain/insight/seeing.js';
import type { Audience } from '../../../src/domain/statistics/disclosure.js';
import { randomFrom } from '../../../src/main/sample/random.js';
import { pointOfOutcode } from '../../../src/reference/index.js';

const row = (given: Partial<OutcomeRow> = {}): OutcomeRow => ({
  ...{ id: 'a' as AlumnusId, schoolId: 'northgate' as SchoolId, cohortId: 'y13-2025' as CohortId },
  ...{ rule: 'dfe-1618@1', verdict: 'missed', conflicts: 0, revision: 1, planned: 'university' },
  ...{ way: 'uuqn2h', stay: '308/4/ul/10007795/11', ...given },
});

describe('tables of what was told', () => {
  const telling: Telling = {
    reasons: [
      {
        ...{ opening: 'started-and-left', period: 'spring', provider: '10007795' },
        ...{ main: 'FIN', codes: ['BEL/B1', 'FIN/M1'] },
      },
      { opening: 'never-applied', period: 'before', provider: '', codes: ['UNK/U3'], words: 'waiting' },
    ],
    ...{ payment: 'student-loan', home: { 'lives-in': 'LS2', 'looks-after': 'no' } },
    ...{ ratings: { 'right-place': 2, belong: 1 }, asked: 0.333 },
    recall: {
      ...{ seam: { steps: 2, changes: 1 }, within: { steps: 9, changes: 0 } },
      events: [
        { kind: 'began', month: 9, delay: 7, how: 'stated' },
        { kind: 'left', month: null, delay: null, how: 'no-reason' },
      ],
    },
  };

  it('are read back as they were told, and hold a line for whoever left and said nothing', () => {
    const tally = tallyReports();
    tally.add(row(), telling);
    tally.add(row());
    tally.add(row({ uncounted: true }), telling);
    const { reasons, factors, recall } = tally.tables();
    const lines = readReasonLines(reasons);
    expect(lines).toHaveLength(3);
    expect(lines).toContainEqual({
      ...{ opening: 'started-and-left', period: 'spring', provider: '10007795', group: 'university', count: 1 },
      ...{ main: 'FIN', codes: ['BEL/B1', 'FIN/M1'] },
    });
    expect(lines).toContainEqual({
      ...{ opening: 'started-and-left', period: null, provider: '10007795', group: 'university', count: 1 },
      ...{ main: null, codes: [] },
    });
    expect(lines.find(({ opening }) => opening === 'never-applied')).toMatchObject({ words: 'waiting', main: null });
    const told = readFactorLines(factors).find(({ payment }) => payment !== '');
    expect(told).toMatchObject({
      ...{ payment: 'student-loan', livesIn: 'LS2', livesWith: '', looksAfter: 'no', asked: 0.333, count: 1 },
      ...{ ratings: { 'right-place': 2, belong: 1 }, intended: 'university' },
    });
    expect(told?.stay).toMatchObject({ kind: 'university', months: 4, end: 'left', provider: '10007795' });
    expect(readRecall(recall)).toEqual([
      { event: null, steps: 'seam|steps', count: 2 },
      { event: null, steps: 'seam|changes', count: 1 },
      { event: null, steps: 'within|steps', count: 9 },
      { event: { kind: 'began', month: 9, delay: 7, how: 'stated' }, steps: null, count: 1 },
      { event: { kind: 'left', month: null, delay: null, how: 'no-reason' }, steps: null, count: 1 },
    ]);
  });
});

const line = (count: number, codes: readonly string[], given: Partial<ReasonLine> = {}): ReasonLine => ({
  ...{ opening: 'started-and-left', period: 'spring', provider: '10007795', group: 'university' },
  ...{ count, codes, main: codes[0]?.slice(0, 3) ?? null, ...given },
});
const all = (audience: Audience, ...lines: readonly ReasonLine[]) => seeingAlone(lines, audience);

/** As whoever sees beside these lines the figures of others hidden by themselves. */
const beside = <Line>(own: readonly Line[], others: readonly Line[]): Seeing<Line> => ({
  ...seeingAlone(own, 'leaders'),
  hides: (of, byItself) => byItself(of(own)) || byItself(of(others)),
});

describe('reasons', () => {
  const lines = [
    line(20, ['FIN/M1', 'BEL/B1']),
    line(9, ['FIN/M4'], { main: 'FIN' }),
    line(14, ['TEA/T1', 'FIN/M3']),
    line(10, ['BEL']),
    line(4, ['HEA/H1']),
    line(3, ['POS/P1'], { main: 'POS' }),
    line(2, ['UNK/U3'], { main: null, words: 'waiting' }),
    line(30, [], { main: null, period: null }),
  ];

  it('are shares of those who told, with what the silent leave open; moves and the unread stand apart', () => {
    expect(whoTold(all('team', ...lines))).toEqual({ people: 89, told: 57, coded: 0, waiting: 2, moved: 3 });
    const [first, second] = reasonRows(all('team', ...lines));
    expect(first).toMatchObject({ code: 'FIN', mentioned: { count: 43, why: null }, main: { count: 29 } });
    expect(first?.mentioned.share).toBeCloseTo(43 / 57, 12);
    expect(first?.main?.share).toBeCloseTo(29 / 57, 12);
    expect(first?.bounds?.low).toBeCloseTo(43 / 89, 12);
    expect(first?.bounds?.high).toBeCloseTo((43 + 32) / 89, 12);
    expect(second).toMatchObject({ code: 'BEL', mentioned: { count: 30 } });
  });

  it('that are sensitive are hidden from everybody under ten, with another beside them', () => {
    const rows = reasonRows(all('team', ...lines));
    expect(rows.map(({ code }) => code)).toEqual(['FIN', 'BEL', 'TEA']);
    // Of the main reasons, which add up to all, the smallest other is hidden with it.
    expect(rows.filter(({ main }) => main?.share === null).map(({ code }) => code)).toEqual(['BEL']);
    const money = leafRows('FIN', all('team', ...lines));
    expect(money.map(({ code, mentioned }) => [code, mentioned.count])).toEqual([['FIN/M1', 20]]);
    const ten = all('team', line(10, ['FIN/M4']), line(15, ['FIN/M1']));
    expect(leafRows('FIN', ten).map(({ mentioned }) => mentioned.count)).toEqual([15, 10]);
  });

  it('are told leaders as shares alone, where neither side is small, nor that of others beside them', () => {
    const rows = reasonRows(all('leaders', ...lines));
    expect(rows.find(({ code }) => code === 'FIN')?.mentioned).toMatchObject({ count: null, why: null });
    expect(whoTold(all('leaders', ...lines))).toMatchObject({ people: 90, told: 55, waiting: null });
    const few = reasonRows(all('leaders', line(20, ['FIN/M1'])));
    expect(few).toEqual([]);
    const own = [line(30, ['FIN']), line(10, ['TEA'])];
    expect(reasonRows(all('leaders', ...own)).map(({ mentioned }) => mentioned.why)).toEqual([null, null]);
    const told = reasonRows(beside(own, [line(20, ['FIN']), line(3, ['TEA'])]));
    expect(told).toEqual([]);
  });

  it('over parts of a whole never leave one part alone hidden', () => {
    const whole = all(
      'leaders',
      ...[2024, 2025, 2026].flatMap((year, place) => [
        line([20, 15, 3][place] ?? 0, ['FIN/M1'], { provider: String(year) }),
        line([20, 30, 30][place] ?? 0, ['TEA/T1'], { provider: String(year) }),
      ]),
    );
    const parts = ['2024', '2025', '2026'].map((name) => ({
      name,
      seeing: seeingOf(whole, (lines) => lines.filter(({ provider }) => provider === name)),
    }));
    const [across] = reasonsAcross(['FIN'], parts);
    // The smallest other goes with the three of 2026: it is of fewest people.
    expect(across?.figures.map(({ share }) => share === null)).toEqual([true, false, true]);
  });

  it('go together where ten people mention both, and stand by place where ten told', () => {
    expect(reasonPairs(all('team', ...lines))).toEqual([
      { codes: ['BEL', 'FIN'], count: 20, ofFirst: { share: 20 / 30 }, ofSecond: { share: 20 / 43 } },
      { codes: ['TEA', 'FIN'], count: 14, ofFirst: { share: 1 }, ofSecond: { share: 14 / 43 } },
    ]);
    expect(reasonPairs(all('team', line(9, ['FIN/M1', 'BEL/B1'])))).toEqual([]);
    const more = [line(12, ['TEA/T1'], { provider: '10007759' }), line(9, ['FIN/M1'], { provider: 'x' })];
    const parts = reasonsBy(all('team', ...lines, ...more), ({ provider }) => provider);
    expect(parts.map(({ name, told, most }) => [name, told, most[0]?.code])).toEqual([
      ['10007795', 57, 'FIN'],
      ['10007759', 12, 'TEA'],
    ]);
  });
});

const placed = (count: number, end: 'left' | 'there', given: Partial<PlacedLine> = {}): PlacedLine => ({
  stay: {
    kind: 'university',
    from: '2025-09' as never,
    months: end === 'left' ? 4 : 12,
    end,
    provider: '10007795',
    subject: '11',
  },
  ...{
    school: 'northgate',
    intended: 'university',
    payment: '',
    livesIn: '',
    livesWith: '',
    looksAfter: '',
    distance: '',
  },
  ...{ ratings: {}, asked: null, count, ...given },
});

describe('what goes with staying', () => {
  it('is a curve for each level, and says of how many it is known', () => {
    const lines = [
      placed(40, 'there', { payment: 'student-loan' }),
      placed(10, 'left', { payment: 'student-loan' }),
      placed(12, 'there', { payment: 'family' }),
      placed(20, 'there'),
    ];
    const team = stayingByFactor(seeingAlone(lines, 'team'), 'payment');
    expect([team.known, team.people]).toEqual([62, 82]);
    expect(team.levels.map(({ level, curve }) => [level, curve.at(-1)?.staying])).toEqual([
      ['student-loan', expect.closeTo(0.8, 12)],
      ['family', 1],
    ]);
    const leaders = stayingByFactor(seeingAlone(lines, 'leaders'), 'payment');
    expect(leaders.levels.map(({ why }) => why)).toEqual([null, 'too-few']);
    const others = [placed(20, 'there', { payment: 'student-loan' }), placed(6, 'left', { payment: 'student-loan' })];
    expect(stayingByFactor(beside(lines, others), 'payment').levels[0]?.why).toBe('small-side');
    expect(
      ['course', 'plan', 'belong'].map((factor) => levelOf(placed(1, 'left', { ratings: { belong: 2 } }), factor)),
    ).toEqual(['10007795/11', 'university', 'low']);
  });

  it('differs between those who left and those who stayed, with intervals, in what is more than chance', () => {
    const rated = (rating: number) => ({ ratings: { belong: rating, 'taught-well': 4 }, asked: 1 / 3 });
    const lines = [
      ...[placed(24, 'left', rated(1)), placed(16, 'left', rated(5))],
      ...[placed(20, 'there', rated(2)), placed(100, 'there', rated(4))],
    ];
    const [first, second] = leaversBesideStayers(seeingAlone(lines, 'team'));
    expect(first).toMatchObject({ id: 'belong', listed: true, leavers: { people: 40 }, stayers: { people: 120 } });
    expect(first?.difference?.difference).toBeCloseTo(24 / 40 - 20 / 120, 12);
    // Newcombe's interval of 24 of 40 less 20 of 120, worked out apart.
    expect([first?.difference?.low, first?.difference?.high].map((each) => each?.toFixed(3))).toEqual([
      '0.261',
      '0.581',
    ]);
    expect(second).toMatchObject({ id: 'taught-well', listed: false, leavers: { share: 0 }, stayers: { share: 0 } });
    expect(
      leaversBesideStayers(seeingAlone([placed(9, 'left', rated(1)), placed(99, 'there', rated(1))], 'team'))[0],
    ).toMatchObject({ listed: false, leavers: null, why: 'too-few' });
    const leaders = leaversBesideStayers(seeingAlone(lines, 'leaders'));
    expect(leaders.map(({ id, why }) => [id, why])).toEqual([
      ['belong', null],
      ['taught-well', null],
    ]);
  });

  it('finds a planted difference under lots of three, and its interval covers the truth', () => {
    const random = randomFrom(23);
    const [rounds, truth] = [60, 0.5 - 0.2];
    let [covers, finds, falsely] = [0, 0, 0];
    const questions = ['belong', 'travel-works', 'home-works', 'taught-well', 'hours-work', 'help-there'];
    for (let round = 0; round < rounds; round += 1) {
      const lines = Array.from({ length: 600 }, (_, place): PlacedLine => {
        const left = place % 4 === 0;
        const waves = 1 + random.below(2);
        const blocks = new Set(Array.from({ length: waves }, () => random.below(3)));
        const ratings: Record<string, number> = {};
        for (const [number, question] of questions.entries()) {
          const low = question === 'belong' && left ? 0.5 : 0.2;
          if (blocks.has(Math.floor(number / 3))) ratings[question] = random.chance(low) ? 1 : 4;
        }
        return placed(1, left ? 'left' : 'there', { ratings, asked: 1 - (2 / 3) ** waves });
      });
      const found = leaversBesideStayers(seeingAlone(lines, 'team'));
      const belong = found.find(({ id }) => id === 'belong');
      const interval = belong?.difference;
      if (interval !== null && interval !== undefined && interval.low <= truth && interval.high >= truth) covers += 1;
      if (belong?.listed === true) finds += 1;
      const listed = found.filter((each) => each.listed);
      falsely += listed.length === 0 ? 0 : listed.filter(({ id }) => id !== 'belong').length / listed.length / rounds;
    }
    expect(covers / rounds).toBeGreaterThanOrEqual(0.88);
    expect(finds / rounds).toBeGreaterThan(0.9);
    expect(falsely).toBeLessThanOrEqual(0.1);
  });
});

describe('memory', () => {
  const counts = readRecall({
    ...{ 'seam|steps': 100, 'seam|changes': 20, 'within|steps': 900, 'within|changes': 60 },
    ...{
      'began|9|2|stated': 60,
      'began|9|14|about': 30,
      'began|1|6|stated': 6,
      'left|1|3|reason': 25,
      'left|||no-reason': 9,
    },
  });

  it('shows a pile at seams as a ratio with its interval', () => {
    const { seam, within, ratio } = seamFigures(seeingAlone(counts, 'team'));
    expect([seam.share, within.share]).toEqual([0.2, 60 / 900]);
    // By hand: 3, and 3 × exp(±1.96 × √(1⁄20 − 1⁄100 + 1⁄60 − 1⁄900)).
    expect(ratio?.ratio).toBeCloseTo(3, 12);
    expect([ratio?.low.toFixed(2), ratio?.high.toFixed(2)]).toEqual(['1.89', '4.76']);
    expect(seamFigures(seeingAlone(readRecall({ 'seam|steps': 30, 'seam|changes': 2 }), 'team')).ratio).toBeNull();
  });

  it('is told by month and by how long ago it was, small numbers hidden from leaders', () => {
    expect(monthsNamed(seeingAlone(counts, 'team'))[8]).toEqual({ month: 9, began: 90, left: 0 });
    expect(monthsNamed(seeingAlone(counts, 'leaders'))[0]).toEqual({ month: 1, began: null, left: 25 });
    const after = recallAfter(seeingAlone(counts, 'team'));
    expect(after.map(({ delay, unsure }) => [delay, unsure.people, unsure.share])).toEqual([
      ['0-2', 60, 0],
      ['3-5', 0, null],
      ['6-11', 6, 0],
      ['12+', 30, 1],
      ['unknown', 0, null],
    ]);
    expect(after[1]?.why).toMatchObject({ people: 25, share: 1 });
    expect(after[4]?.why).toMatchObject({ people: 9, share: 0 });
    expect(recallAfter(seeingAlone(counts, 'leaders'))[2]?.unsure).toMatchObject({ people: null, share: null });
    expect(wholeHalfYears(seeingAlone(counts, 'team'))).toMatchObject({ people: 36, share: 6 / 36 });
  });
});

describe('how far away somebody lives', () => {
  it('is told in bands of miles between districts', () => {
    const at = (outcode: string): Point => {
      const point = pointOfOutcode(outcode);
      if (point === null) throw new Error(`There is no ${outcode}.`);
      return point;
    };
    const fromBradford = (outcode: string) => bandOfMiles(milesBetween(at('BD7'), at(outcode)));
    expect(['BD3', 'M14', 'WC2N'].map(fromBradford)).toEqual(['under-10', '25-54', '150-or-more']);
    expect(milesBetween(at('LS2'), at('LS2'))).toBe(0);
    // A degree of latitude is 69.1 miles.
    expect(milesBetween({ latitude: 50, longitude: 0 }, { latitude: 51, longitude: 0 })).toBeCloseTo(69.1, 1);
    expect([pointOfOutcode('ZZ1'), parseOutcode('ls2 9jt'), parseOutcode('LS')]).toEqual([null, 'LS2', null]);
  });
});
