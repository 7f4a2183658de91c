import { expect, it } from '@jest/globals';
import { cohortId, cohortName, cohortOf, parseCohortId } from '../../../src/domain/alumni/cohort.js';
import { academicYearDays, academicYearName, academicYearOf } from '../../../src/domain/calendar/academic-year.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';

it.each([
  ['2025-08-31', 2025, '2024/25'],
  ['2025-09-01', 2026, '2025/26'],
  ['2026-07-17', 2026, '2025/26'],
  ['2099-12-31', 2100, '2099/00'],
])('puts %s into the academic year that ends in %d', (day, endsIn, name) => {
  expect([academicYearOf(localDate(day)), academicYearName(endsIn)]).toEqual([endsIn, name]);
  const { first, last } = academicYearDays(endsIn);
  expect([first <= day, day <= last]).toEqual([true, true]);
});

it('puts somebody who left in November with the leavers of the next summer', () => {
  expect([cohortOf('y13', localDate('2025-11-20')), cohortOf('y11', localDate('2026-06-30'))]).toEqual([
    'y13-2026',
    'y11-2026',
  ]);
});

it.each([
  ['y13-2026', { stage: 'y13', leavingYear: 2026 }, 'Year 13, 2026'],
  ['y12-2026', null, 'y12-2026'],
  ['y13-26', null, 'y13-26'],
  ['y13-2026x', null, 'y13-2026x'],
])('reads the cohort %s', (text, parts, name) => {
  expect([parseCohortId(text), cohortName(text)]).toEqual([parts, name]);
  if (parts !== null) expect(cohortId('y13', parts.leavingYear)).toBe(text);
});
