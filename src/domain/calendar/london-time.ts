// Which instant is nine o'clock in England on a given day, and which day is it there at an instant?
// Schedules are local wall time (requirement F6). Summer time runs from the last Sunday of March to the last Sunday of
// October, changing at 01:00 UTC both times (Summer Time Order 2002). A wall time that the spring change skips means
// one hour later; one that the autumn change repeats means the second time.
import type { LocalDate, LocalTime } from './local-date.js';

const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;

/** The change of clocks in March or October, months of 31 days: 01:00 UTC on the last Sunday. */
const changeOf = (year: number, month: 3 | 10): number => {
  const end = Date.UTC(year, month - 1, 31, 1);
  return end - new Date(end).getUTCDay() * 24 * MS_PER_HOUR;
};

/** Milliseconds by which clocks in England are ahead of UTC at the instant: an hour or nothing. */
function aheadOfUtc(ms: number): number {
  const year = new Date(ms).getUTCFullYear();
  return ms >= changeOf(year, 3) && ms < changeOf(year, 10) ? MS_PER_HOUR : 0;
}

/** Minutes after midnight of a wall time: `09:30` is 570. */
export const minutesOf = (time: LocalTime): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The instant of a wall time: `londonInstant('2026-07-01', '09:00')` is 08:00 UTC. */
export function londonInstant(date: LocalDate, time: LocalTime): Date {
  const asIfUtc = Date.parse(`${date}T00:00:00Z`) + minutesOf(time) * MS_PER_MINUTE;
  if (aheadOfUtc(asIfUtc) === 0) return new Date(asIfUtc);
  const inSummer = asIfUtc - MS_PER_HOUR;
  return new Date(aheadOfUtc(inSummer) === MS_PER_HOUR ? inSummer : asIfUtc); // the latter in the hour that spring skips
}

/** The day that it is in England at the instant. */
export const londonDate = (at: Date): LocalDate =>
  new Date(at.getTime() + aheadOfUtc(at.getTime())).toISOString().slice(0, 10) as LocalDate;

/** The wall time in England at the instant, cut to the minute. */
export const londonTime = (at: Date): LocalTime =>
  new Date(at.getTime() + aheadOfUtc(at.getTime())).toISOString().slice(11, 16) as LocalTime;

/** Whether the time lies in the hour that the spring change skips and the autumn change repeats: no schedule may (F6). */
export const isInClockChangeHour = (time: LocalTime): boolean => time.startsWith('01:');

/** The time that the text names, or null: `09:00` to `23:59`. */
export const parseLocalTime = (text: string): LocalTime | null =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? (text as LocalTime) : null;
