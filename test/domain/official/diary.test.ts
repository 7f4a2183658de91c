import { expect, it } from '@jest/globals';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { expectedFiles } from '../../../src/domain/official/diary.js';

it('expects each yearly file of two years back and one ahead, by the leavers that it speaks of', () => {
  const files = expectedFiles(localDate('2026-11-03'));
  const of = (measure: string, release: string) =>
    files
      .filter((file) => file.measure === measure && file.release === release)
      .map(({ leavers, month }) => `${leavers} ${month}`);
  expect(of('16-18-destinations', 'provisional')).toEqual(['2025 2027-10', '2024 2026-10', '2023 2025-10']);
  expect(of('16-18-destinations', 'revised')).toEqual(['2024 2027-02', '2023 2026-02', '2022 2025-02']);
  expect(of('progression', 'not-said')).toEqual(['2024 2027-10', '2023 2026-10', '2022 2025-10']);
  expect(of('longer-term', 'not-said')).toEqual(['2021 2027-05', '2020 2026-05', '2019 2025-05']);
  expect(files.map(({ month }) => month)).toEqual([...files.map(({ month }) => month)].sort().reverse());
});

it('moves on with the academic year and never repeats a file', () => {
  for (const day of ['2026-01-01', '2026-08-31', '2026-09-01', '2026-12-31']) {
    const files = expectedFiles(localDate(day));
    const names = files.map(({ measure, release, leavers }) => `${measure} ${release} ${leavers}`);
    expect(new Set(names).size).toBe(names.length);
    expect(files.some(({ month }) => month > day.slice(0, 7))).toBe(true);
  }
});
