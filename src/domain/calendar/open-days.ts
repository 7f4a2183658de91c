// On which days is somebody of the trust there, and when is the next of them?
// Two measures: a working day is no Saturday, Sunday or bank holiday; an open day is none of the trust's own holidays and not
// within 24 December to 2 January either. The day counted from does not count, the last one does.
import { quietReason } from './contact-days.js';
import { addDays, dayOfWeek, type LocalDate } from './local-date.js';
import { londonDate, londonInstant, londonTime } from './london-time.js';

/** Days on which nobody of the trust is there, both ends included. */
export interface Holiday {
  readonly first: LocalDate;
  readonly last: LocalDate;
}

/** What is known of the days on which somebody is there. */
export interface OpenDays {
  readonly bankHolidays: ReadonlySet<LocalDate>;
  readonly holidays: readonly Holiday[];
}

/** Whether the day is within the holiday. */
export const isWithin = (date: LocalDate, { first, last }: Holiday): boolean => first <= date && date <= last;

/** Whether somebody is there on the day. */
export const isOpenDay = (date: LocalDate, { bankHolidays, holidays }: OpenDays): boolean =>
  quietReason(date, { bankHolidays, quiet: [] }) === null && !holidays.some((each) => isWithin(date, each));

/** No promise looks further ahead than this many days, however long the holidays. */
const mostDays = 370;

/** The day that is so many open days after the one given: three after a Friday is a Wednesday. */
export function openDaysAfter(from: LocalDate, count: number, days: OpenDays): LocalDate {
  let day = from;
  let left = count;
  for (let looked = 0; left > 0 && looked < mostDays; looked += 1) {
    day = addDays(day, 1);
    if (isOpenDay(day, days)) left -= 1;
  }
  return day;
}

/** The holidays that keep the reply to a question of the day later, in order. */
export const holidaysBetween = <One extends Holiday>(
  from: LocalDate,
  to: LocalDate,
  holidays: readonly One[],
): readonly One[] =>
  holidays.filter(({ first, last }) => first <= to && last >= from).sort((a, b) => (a.first < b.first ? -1 : 1));

/** The same time of day on the next working day: after Friday 16:00 that is Monday 16:00. Holidays of the trust do not stretch it. */
export function nextWorkingDayAt(at: Date, bankHolidays: ReadonlySet<LocalDate>): Date {
  let day = addDays(londonDate(at), 1);
  while (dayOfWeek(day) > 5 || bankHolidays.has(day)) day = addDays(day, 1);
  return londonInstant(day, londonTime(at));
}
