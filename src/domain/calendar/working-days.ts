// Is this a day on which the trust's offices are open, and which is the next one?
// Monday to Friday, without bank holidays in England and without 24 December to 2 January (Y23). Bank holidays come
// from src/reference as a set of dates.
import { addDays, dayOfWeek, type LocalDate } from './local-date.js';

const isChristmasRest = (date: LocalDate): boolean => date.slice(5) >= '12-24' || date.slice(5) <= '01-02';

/** Whether the offices are open on the day. */
export const isWorkingDay = (date: LocalDate, bankHolidays: ReadonlySet<LocalDate>): boolean =>
  dayOfWeek(date) <= 5 && !bankHolidays.has(date) && !isChristmasRest(date);

/** The day itself if it is a working day, else the first one after it. */
export function workingDayFrom(date: LocalDate, bankHolidays: ReadonlySet<LocalDate>): LocalDate {
  let day = date;
  while (!isWorkingDay(day, bankHolidays)) day = addDays(day, 1);
  return day;
}
