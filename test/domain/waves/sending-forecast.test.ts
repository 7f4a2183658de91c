// When the last message leaves, limit by limit, with the sums done by hand.
import { describe, expect, it } from '@jest/globals';
import type { LocalTime } from '../../../src/domain/calendar/local-date.js';
import { forecastStep, type Pace } from '../../../src/domain/waves/sending-forecast.js';

const hours = { from: '09:00' as LocalTime, to: '19:00' as LocalTime };
const paces: Readonly<Record<string, Pace>> = {
  gmail: { perSecond: 10, perDay: 2_000 },
  yahoo: { perSecond: 2, perDay: null },
  free: { perSecond: null, perDay: null },
};
const limits = (relayPerDay: number | null = null) => ({
  hours,
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
    expect(forecast('2026-10-24T08:00:00Z', { gmail: 2_010 })[1]).toBe('2026-10-25T09:00:01');
    const always = { ...limits(), hours: { from: '00:00' as LocalTime, to: '00:00' as LocalTime } };
    const { lastAt } = forecastStep(new Date('2026-11-03T23:59:59Z'), new Map([['gmail', 20]]), always);
    expect(lastAt.toISOString()).toBe('2026-11-04T00:00:01.000Z');
  });
});
