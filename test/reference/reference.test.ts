import { expect, it } from '@jest/globals';
import { checkUkprn } from '../../src/domain/alumni/identifiers.js';
import { dayOfWeek, localDate } from '../../src/domain/calendar/local-date.js';
import { bankHolidays, suggestProviders, usualProviderName } from '../../src/reference/index.js';
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

it('suggests by the beginning of any word', () => {
  expect(suggestProviders('birmingham c', 5)).toEqual(['Birmingham City University']);
  expect(suggestProviders('', 5)).toEqual([]);
  expect(suggestProviders('university', 3)).toHaveLength(3);
});

it('has one row a provider, each with a number that can be and a name that stays itself', () => {
  expect(providerRows.filter(([ukprn]) => !checkUkprn(ukprn).ok)).toEqual([]);
  expect(new Set(providerRows.map(([ukprn]) => ukprn)).size).toBe(providerRows.length);
  expect(providerRows.filter(([, name]) => usualProviderName(name) !== name)).toEqual([]);
});

it('knows eight bank holidays a year, none at a weekend', () => {
  const days = [...bankHolidays];
  for (const year of [2024, 2025, 2026, 2027, 2028]) {
    expect(days.filter((day) => day.startsWith(String(year)))).toHaveLength(8);
  }
  expect(days.filter((day) => dayOfWeek(day) > 5)).toEqual([]);
  expect([bankHolidays.has(localDate('2026-12-28')), bankHolidays.has(localDate('2026-12-26'))]).toEqual([true, false]);
});
