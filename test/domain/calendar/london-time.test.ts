// Wall time in England against luxon, hour by hour around every change of clocks, and day by day (row 25).
import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import {
  addDays,
  daysBetween,
  localDate,
  parseLocalDate,
  type LocalTime,
} from '../../../src/domain/calendar/local-date.js';
import {
  isInClockChangeHour,
  londonDate,
  londonInstant,
  londonTime,
  parseLocalTime,
} from '../../../src/domain/calendar/london-time.js';
import { report } from '../../support/fault-report.js';
import fc from '../../support/properties.js';

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

  it('gives a schedule one occurrence a day at its wall time, on every day from 2026 to 2036', () => {
    const first = localDate('2026-01-01');
    const days = daysBetween(first, localDate('2036-12-31')) + 1;
    for (const at of ['00:30', '02:00', '03:59'].map(time)) {
      const seen = new Set<number>();
      const wrong: string[] = [];
      for (let day = 0; day < days; day += 1) {
        const on = addDays(first, day);
        const instant = londonInstant(on, at);
        seen.add(instant.getTime());
        const there = DateTime.fromISO(`${on}T${at}`, { zone }).toMillis() === instant.getTime();
        if (!there || londonDate(instant) !== on || londonTime(instant) !== at) wrong.push(`${on} ${at}`);
      }
      expect([seen.size, wrong]).toEqual([days, []]);
    }
    report('25', 'each occurrence once, at its wall time', `${3 * days} occurrences, none wrong`);
  });

  it('counts days by the calendar, whatever the clocks do between them', () => {
    const day = fc.integer({ min: 0, max: 4_017 }).map((days) => addDays(localDate('2026-01-01'), days));
    fc.assert(
      fc.property(day, fc.integer({ min: -400, max: 400 }), (from, days) => {
        const there = DateTime.fromISO(`${from}T12:00`, { zone }).plus({ days });
        expect(addDays(from, days)).toBe(there.toISODate());
        expect(daysBetween(from, addDays(from, days))).toBe(days);
      }),
    );
  });

  it('knows the hour in which no schedule may stand', () => {
    const refused = ['00:59', '01:00', '01:30', '01:59', '02:00'].map((text) => isInClockChangeHour(time(text)));
    expect(refused).toEqual([false, true, true, true, false]);
  });

  it.each(['24:00', '9:00', '09:60', '0900', ''])('knows no time %j', (text) =>
    expect(parseLocalTime(text)).toBeNull(),
  );
});

it('knows every day that there is, also in leap years and at the turn of centuries, and no other', () => {
  const two = (number: number): string => String(number).padStart(2, '0');
  const wrong: string[] = [];
  for (const year of [1900, 1999, 2000, 2023, 2024, 2100]) {
    for (let month = 0; month <= 13; month += 1) {
      for (let day = 0; day <= 32; day += 1) {
        const text = `${year}-${two(month)}-${two(day)}`;
        const moment = new Date(Date.UTC(year, month - 1, day));
        const there = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day;
        if ((parseLocalDate(text) !== null) !== there) wrong.push(text);
      }
    }
  }
  expect(wrong).toEqual([]);
});
