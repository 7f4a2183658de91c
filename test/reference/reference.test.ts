import { describe, expect, it } from '@jest/globals';
import { checkUkprn } from '../../src/domain/alumni/identifiers.js';
import { addDays, daysBetween, dayOfWeek, localDate, type LocalDate } from '../../src/domain/calendar/local-date.js';
import { bankHolidays, knownDays, listedUntil, usualProviderName } from '../../src/reference/index.js';
import { providerRows } from '../../src/reference/provider-rows.js';

it.each([
  ['University of Leeds', 'University of Leeds'],
  ['leeds  UNIVERSITY', 'University of Leeds'],
  ['Uni of Leeds', 'University of Leeds'],
  ['Leeds Beckett', 'Leeds Beckett University'],
  ['Kings College London', 'King’s College London'.replace('’', "'")],
  ['UCL', 'University College London'],
  ['Manchester University', 'The University of Manchester'],
  ['Fernhill College', 'Fernhill College'],
  ['', ''],
])('calls %j by its usual name', (text, name) => {
  expect(usualProviderName(text)).toBe(name);
});

it('has one row a provider, each with a number that can be and a name that stays itself', () => {
  expect(providerRows.filter(([ukprn]) => !checkUkprn(ukprn).ok)).toEqual([]);
  expect(new Set(providerRows.map(([ukprn]) => ukprn)).size).toBe(providerRows.length);
  expect(providerRows.filter(([, name]) => usualProviderName(name) !== name)).toEqual([]);
});

const { quiet } = knownDays;

it('knows eight bank holidays a year, none at a weekend', () => {
  const days = [...bankHolidays];
  for (const year of [2024, 2025, 2026, 2027, 2028]) {
    expect(days.filter((day) => day.startsWith(String(year)))).toHaveLength(8);
  }
  expect(days.filter((day) => dayOfWeek(day) > 5)).toEqual([]);
  expect([bankHolidays.has(localDate('2026-12-28')), bankHolidays.has(localDate('2026-12-26'))]).toEqual([true, false]);
});

describe('quiet days', () => {
  const days = ({ first, last }: { readonly first: LocalDate; readonly last: LocalDate }): readonly LocalDate[] =>
    Array.from({ length: daysBetween(first, last) + 1 }, (_, n) => addDays(first, n));
  const inCalendar = (calendar: string, date: LocalDate): string =>
    new Intl.DateTimeFormat(`en-u-ca-${calendar}`, { month: 'long', day: 'numeric', timeZone: 'UTC' })
      .format(new Date(`${date}T12:00:00Z`))
      .replace(/[^A-Za-z0-9 ]/g, '');

  // By another's calculation of the same calendars.
  it.each([
    ['Rosh Hashanah', 'hebrew', '1 Tishri'],
    ['Yom Kippur', 'hebrew', '10 Tishri'],
    ['Passover', 'hebrew', '15 Nisan'],
    ['Eid al-Fitr', 'islamic-umalqura', 'Shawwal 1'],
    ['Eid al-Adha', 'islamic-umalqura', 'DhulHijjah 10'],
    ['Ramadan', 'islamic-umalqura', 'Ramadan 1'],
  ])('%s holds its day in every year', (name, calendar, day) => {
    const periods = quiet.filter((each) => each.name === name);
    expect(periods.map((each) => each.first.slice(0, 4))).toEqual(['2026', '2027', '2028']);
    for (const period of periods) expect(days(period).map((date) => inCalendar(calendar, date))).toContain(day);
  });

  it('say results on a Thursday of August, and of each year A levels before GCSEs', () => {
    const results = quiet.filter(({ kind }) => kind === 'results');
    expect(results.map(({ first }) => [dayOfWeek(first), first.slice(5, 7)])).toEqual(results.map(() => [4, '08']));
    expect(results.map(({ first }) => first)).toEqual(results.map(({ first }) => first).toSorted());
  });

  it('begin before they end, none after the list ends, and what nobody confirmed says so', () => {
    expect(quiet.filter(({ first, last }) => first > last || last > listedUntil)).toEqual([]);
    expect(quiet.filter(({ kind, unverified }) => kind !== 'festival' && !unverified)).toEqual([]);
    expect(quiet.filter(({ name, unverified }) => name.startsWith('Eid') && !unverified)).toEqual([]);
  });
});
