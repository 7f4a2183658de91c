// Which academic year does a day belong to?
// An academic year begins on 1 September and ends on 31 August, both included, and goes here by the calendar year in
// which it ends: 2026 is 2025/26 (domain reference, section 2.4).
import { localDate, type LocalDate } from './local-date.js';

/** The calendar year in which the day's academic year ends: `academicYearOf('2025-09-01')` is 2026. */
export function academicYearOf(date: LocalDate): number {
  const year = Number(date.slice(0, 4));
  return date.slice(5) >= '09-01' ? year + 1 : year;
}

/** `academicYearName(2026)` is `2025/26`. */
export const academicYearName = (endsIn: number): string => `${endsIn - 1}/${String(endsIn % 100).padStart(2, '0')}`;

/** First and last day, both included. */
export const academicYearDays = (endsIn: number): { readonly first: LocalDate; readonly last: LocalDate } => ({
  first: localDate(`${endsIn - 1}-09-01`),
  last: localDate(`${endsIn}-08-31`),
});
