// Wall time in England against luxon, hour by hour around every change of clocks, and working days.
import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { addDays, localDate, type LocalTime } from '../../../src/domain/calendar/local-date.js';
import { londonDate, londonInstant, londonTime, parseLocalTime } from '../../../src/domain/calendar/london-time.js';
import { isWorkingDay, workingDayFrom } from '../../../src/domain/calendar/working-days.js';
import { bankHolidays } from '../../../src/reference/index.js';

const zone = 'Europe/London';
const time = (text: string): LocalTime => text as LocalTime;

describe('London time', () => {
  it('agrees with the zone database for every hour of the days around the changes, 2024 to 2034', () => {
    for (let year = 2024; year <= 2034; year += 1) {
      for (const month of ['03', '10']) {
        const begin = Date.parse(`${year}-${month}-24T00:00:00Z`);
        for (let hour = 0; hour < 9 * 24; hour += 1) {
          const at = new Date(begin + hour * 3_600_000);
          const there = DateTime.fromJSDate(at, { zone });
          expect([londonDate(at), londonTime(at)]).toEqual([there.toISODate(), there.toFormat('HH:mm')]);
          const repeated = there.plus({ hours: 1 }).toFormat('HH') === there.toFormat('HH');
          if (!repeated) expect(londonInstant(londonDate(at), londonTime(at))).toEqual(at);
        }
      }
    }
  });

  it.each([
    ['2026-07-01', '09:00', '2026-07-01T08:00:00.000Z'],
    ['2026-12-01', '09:00', '2026-12-01T09:00:00.000Z'],
    ['2027-03-28', '01:30', '2027-03-28T01:30:00.000Z'], // skipped: an hour later, 02:30 by the clock
    ['2026-10-25', '01:30', '2026-10-25T01:30:00.000Z'], // repeated: the second time
    ['2026-10-25', '00:30', '2026-10-24T23:30:00.000Z'],
  ])('%s %s is %s', (date, at, instant) => {
    expect(londonInstant(localDate(date), time(at)).toISOString()).toBe(instant);
  });

  it.each(['24:00', '9:00', '09:60', '0900', ''])('knows no time %j', (text) =>
    expect(parseLocalTime(text)).toBeNull(),
  );
});

describe('working days', () => {
  it.each([
    ['2026-11-03', true],
    ['2026-11-07', false], // Saturday
    ['2026-12-28', false], // substitute bank holiday
    ['2026-12-24', false], // the Christmas rest
    ['2027-01-02', false],
    ['2027-01-04', true],
    ['2027-03-26', false], // Good Friday
  ])('%s: %s', (date, open) => expect(isWorkingDay(localDate(date), bankHolidays)).toBe(open));

  it('come after holidays', () => {
    expect(workingDayFrom(localDate('2026-12-24'), bankHolidays)).toBe('2027-01-04');
    expect(workingDayFrom(localDate('2027-03-26'), bankHolidays)).toBe(addDays(localDate('2027-03-29'), 1));
  });
});
