// Which day is promised for a reply, and when does something that nobody read go on?
import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { holidaysBetween, isOpenDay, nextWorkingDayAt, openDaysAfter } from '../../../src/domain/calendar/open-days.js';
import { bankHolidays } from '../../../src/reference/index.js';

const halfTerm = { first: localDate('2026-10-26'), last: localDate('2026-10-30') };
const days = { bankHolidays, holidays: [halfTerm] };

describe('open days', () => {
  it.each([
    ['2026-11-03', 3, '2026-11-06'], // Tuesday to Friday
    ['2026-11-06', 3, '2026-11-11'], // over a weekend
    ['2026-10-23', 1, '2026-11-02'], // over half-term
    ['2026-12-22', 2, '2027-01-04'], // over Christmas, and 2 January
    ['2026-04-02', 1, '2026-04-07'], // over Easter
    ['2026-11-03', 0, '2026-11-03'],
  ])('%s and %s of them is %s', (from, count, day) => expect(openDaysAfter(localDate(from), count, days)).toBe(day));

  it('are none of a holiday that has no end', () => {
    const closed = { bankHolidays, holidays: [{ first: localDate('2026-01-01'), last: localDate('2036-01-01') }] };
    expect(isOpenDay(localDate('2026-11-03'), closed)).toBe(false);
    expect(openDaysAfter(localDate('2026-11-03'), 3, closed)).toBe('2027-11-08');
  });

  it('name the holidays in between, in order', () => {
    const christmas = { first: localDate('2026-12-21'), last: localDate('2027-01-01') };
    const found = holidaysBetween(localDate('2026-10-28'), localDate('2026-12-21'), [christmas, halfTerm]);
    expect(found).toEqual([halfTerm, christmas]);
    expect(holidaysBetween(localDate('2026-10-31'), localDate('2026-12-20'), [christmas, halfTerm])).toEqual([]);
  });
});

describe('the same time on the next working day', () => {
  it.each([
    ['2026-11-03T16:05:00Z', '2026-11-04T16:05:00.000Z'],
    ['2026-11-06T16:00:00Z', '2026-11-09T16:00:00.000Z'], // Friday to Monday
    ['2026-11-07T03:00:00Z', '2026-11-09T03:00:00.000Z'], // said on a Saturday
    ['2026-10-23T15:00:00Z', '2026-10-26T16:00:00.000Z'], // 16:00 in London on both sides of the change of clocks; half-term does not stretch it
    ['2026-12-24T12:00:00Z', '2026-12-29T12:00:00.000Z'], // Christmas Day, the weekend and the substitute day
  ])('after %s is %s', (at, then) => expect(nextWorkingDayAt(new Date(at), bankHolidays).toISOString()).toBe(then));
});
