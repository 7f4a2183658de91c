// Is this a day on which the trust's offices are open?
// Monday to Friday, without bank holidays in England and without 24 December to 2 January (Y23). Bank holidays come
// from src/reference as a set of dates.
import { dayOfWeek, type LocalDate } from './local-date.js';

/** Whether the day is within 24 December to 2 January. */
export const isChristmasRest = (date: LocalDate): boolean => date.slice(5) >= '12-24' || date.slice(5) <= '01-02';

/** Whether the offices are open on the day. */
export const isWorkingDay = (date: LocalDate, bankHolidays: ReadonlySet<LocalDate>): boolean =>
  dayOfWeek(date) <= 5 && !bankHolidays.has(date) && !isChristmasRest(date);
