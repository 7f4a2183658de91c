// Bank holidays in England, 2024 to 2028, substitute days on the day on which they are kept.
// Source: the list published on GOV.UK ("UK bank holidays", Open Government Licence), as of November 2026. A day
// proclaimed later is added here.
import { localDate, type LocalDate } from '../domain/calendar/local-date.js';

const daysByYear: Readonly<Record<number, readonly string[]>> = {
  2024: ['01-01', '03-29', '04-01', '05-06', '05-27', '08-26', '12-25', '12-26'],
  2025: ['01-01', '04-18', '04-21', '05-05', '05-26', '08-25', '12-25', '12-26'],
  2026: ['01-01', '04-03', '04-06', '05-04', '05-25', '08-31', '12-25', '12-28'],
  2027: ['01-01', '03-26', '03-29', '05-03', '05-31', '08-30', '12-27', '12-28'],
  2028: ['01-03', '04-14', '04-17', '05-01', '05-29', '08-28', '12-25', '12-26'],
};

/** Every bank holiday of the years covered. */
export const bankHolidays: ReadonlySet<LocalDate> = new Set(
  Object.entries(daysByYear).flatMap(([year, days]) => days.map((day) => localDate(`${year}-${day}`))),
);
