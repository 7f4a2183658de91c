// Which year does a leaver's destination count in?
// The academic year after the last one of study: who left in the school year 2025/26 is measured from August 2026 to
// July 2027, with October to March inside it (DfE, 16-18 destination measures; domain reference, section 2.1).
import { academicYearOf } from '../../calendar/academic-year.js';
import { lastDayOf, monthsFromTo, type LocalDate, type LocalMonth } from '../../calendar/local-date.js';

/** The calendar year in which the destination year begins. `destinationYearOf('2026-07-17')` is 2026. */
export const destinationYearOf = (leftOn: LocalDate): number => academicYearOf(leftOn);

/** August to July, both included. */
export const monthsOfDestinationYear = (year: number): readonly LocalMonth[] =>
  monthsFromTo(`${year}-08` as LocalMonth, `${year + 1}-07` as LocalMonth);

/** The day that the records are asked for: the last of October to March (the trust's reference date, Y24). */
export const referenceDateOf = (leftOn: LocalDate): LocalDate =>
  lastDayOf(`${destinationYearOf(leftOn) + 1}-03` as LocalMonth);
