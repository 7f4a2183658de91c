// When the last message leaves, limit by limit, with the sums done by hand.
import { describe, expect, it } from '@jest/globals';
import { dayOfWeek, type LocalDate, type LocalTime } from '../../../src/domain/calendar/local-date.js';
import { forecastStep, type Pace } from '../../../src/domain/waves/sending-forecast.js';

const hours = { from: '09:00' as LocalTime, to: '19:00' as LocalTime };
const paces: Readonly<Record<string, Pace>> = {
  gmail: { perSecond: 10, perDay: 2_000 },
  yahoo: { perSecond: 2, perDay: null },
  free: { perSecond: null, perDay: null },
};
const limits = (relayPerDay: number | null = null) => ({
  hours,
  isQuiet: (day: LocalDate) => dayOfWeek(day) > 5,
  relayPerDay,
  paceOf: (lane: string) => paces[lane] ?? { perSecond: 5, perDay: null },
});
const forecast = (from: string, counts: Record<string, number>, relayPerDay: number | null = null) => {
  const { firstAt, lastAt, limit } = forecastStep(new Date(from), new Map(Object.entries(counts)), limits(relayPerDay));
  return [firstAt.toISOString().slice(0, 19), lastAt.toISOString().slice(0, 19), limit];
};
const gmailDay = { lane: 'gmail', per: 'day', most: 2_000 };
const gmailSecond = { lane: 'gmail', per: 'second', most: 10 };

describe('the forecast of a step', () => {
  it.each([
    ['nobody', {}, null, '2026-11-03T09:00:00', null],
    ['all at once', { free: 500 }, null, '2026-11-03T09:00:00', null],
    ['within one day', { gmail: 2_000 }, null, '2026-11-03T09:03:20', gmailSecond],
    ['one more than a day takes', { gmail: 2_001 }, null, '2026-11-04T09:00:01', gmailDay],
    ['three days', { gmail: 5_000, free: 9_000 }, null, '2026-11-05T09:01:40', gmailDay],
    [
      'the slowest lane',
      { gmail: 100, yahoo: 100 },
      null,
      '2026-11-03T09:00:50',
      { lane: 'yahoo', per: 'second', most: 2 },
    ],
    [
      'a lane for longer than a day',
      { yahoo: 72_010 },
      null,
      '2026-11-04T09:00:05',
      { lane: 'yahoo', per: 'second', most: 2 },
    ],
    [
      'the mail server',
      { gmail: 1_000, free: 1_500 },
      1_000,
      '2026-11-05T09:00:00',
      { lane: null, per: 'day', most: 1_000 },
    ],
    ['until a Friday', { gmail: 8_000 }, null, '2026-11-06T09:03:20', gmailDay],
    ['over the weekend, on which nothing leaves', { gmail: 8_001 }, null, '2026-11-09T09:00:01', gmailDay],
    ['the mail server, just enough', { free: 1_000 }, 1_000, '2026-11-03T09:00:00', null],
    ['a lane although the mail server is slow too', { gmail: 6_001 }, 5_000, '2026-11-06T09:00:01', gmailDay],
  ])('%s', (_name, counts, relayPerDay, lastAt, limit) => {
    expect(forecast('2026-11-03T09:00:00Z', counts, relayPerDay)).toEqual(['2026-11-03T09:00:00', lastAt, limit]);
  });

  it('begins at the next opening, and has less of a first day that has begun', () => {
    expect(forecast('2026-11-03T20:00:00Z', { gmail: 10 })).toEqual([
      '2026-11-04T09:00:00',
      '2026-11-04T09:00:01',
      gmailSecond,
    ]);
    // 18:59:50 to 19:00 takes a hundred; the rest leaves in the morning.
    expect(forecast('2026-11-03T18:59:50Z', { gmail: 150 })[1]).toBe('2026-11-04T09:00:05');
  });

  it('keeps London time over the change of clocks, and knows hours that never end', () => {
    expect(forecast('2026-10-23T08:00:00Z', { gmail: 2_010 })[1]).toBe('2026-10-26T09:00:01');
    const always = { ...limits(), hours: { from: '00:00' as LocalTime, to: '00:00' as LocalTime } };
    const { lastAt } = forecastStep(new Date('2026-11-03T23:59:59Z'), new Map([['gmail', 20]]), always);
    expect(lastAt.toISOString()).toBe('2026-11-04T00:00:01.000Z');
  });
});

describe('beside the mail of other waves', () => {
  const gmail = (at: string, count: number) => ({ at: new Date(at), byLane: new Map([['gmail', count]]) });
  it.each([
    ['that begins with it', 1_000, [gmail('2026-11-03T09:00:00Z', 1_500)], '2026-11-04T09:00:50', 1_500],
    ['that was gone the day before', 1_000, [gmail('2026-11-02T09:00:00Z', 1_500)], '2026-11-03T09:01:40', 0],
    ['that still leaves for two days', 1_000, [gmail('2026-11-02T09:00:00Z', 5_000)], '2026-11-04T09:03:20', 5_000],
    ['that comes when ours are gone', 1_000, [gmail('2026-11-03T12:00:00Z', 1_500)], '2026-11-03T09:01:40', 0],
    ['that comes before ours are gone', 2_500, [gmail('2026-11-03T12:00:00Z', 1_900)], '2026-11-05T09:00:40', 1_900],
    [
      'of two waves, one after the other',
      1_000,
      [gmail('2026-11-03T09:00:00Z', 2_000), gmail('2026-11-04T09:00:00Z', 2_000)],
      '2026-11-05T09:01:40',
      4_000,
    ],
    [
      'at other receivers',
      1_000,
      [{ at: new Date('2026-11-03T09:00:00Z'), byLane: new Map([['yahoo', 9_000]]) }],
      '2026-11-03T09:01:40',
      0,
    ],
  ] as const)('%s', (_name, count, others, lastAt, beside) => {
    const found = forecastStep(new Date('2026-11-03T09:00:00Z'), new Map([['gmail', count]]), limits(), others);
    expect([found.lastAt.toISOString().slice(0, 19), found.others, found.messages]).toEqual([lastAt, beside, count]);
  });

  it('counts what it took of the day, although it is gone', () => {
    const at = (count: number, others: number) =>
      forecastStep(new Date('2026-11-03T12:00:00Z'), new Map([['gmail', count]]), limits(), [
        gmail('2026-11-03T09:00:00Z', others),
      ]).lastAt.toISOString();
    expect(at(1_000, 1_500)).toBe('2026-11-04T09:00:50.000Z');
    expect(at(100, 500)).toBe('2026-11-03T12:00:10.000Z');
  });

  it('shares the mail server’s day with all of it', () => {
    const others = [{ at: new Date('2026-11-03T09:00:00Z'), byLane: new Map([['yahoo', 800]]) }];
    const found = forecastStep(new Date('2026-11-03T09:00:00Z'), new Map([['free', 500]]), limits(1_000), others);
    expect(found).toMatchObject({
      lastAt: new Date('2026-11-04T09:00:00Z'),
      limit: { lane: null, per: 'day', most: 1_000 },
      others: 800,
    });
  });
});
