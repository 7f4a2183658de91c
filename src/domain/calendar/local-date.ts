// What day is it, and which day comes n days or months later?
// Rules work on calendar dates and months without a clock or a zone (architecture, section 1, line 9);
// instants become dates only at the edges, in Europe/London. All ranges here include both ends.

/** A calendar date written `2026-10-22`. */
export type LocalDate = string & { readonly __localDate: true };
/** A calendar month written `2026-10`. */
export type LocalMonth = string & { readonly __localMonth: true };
/** A wall-clock time of day written `09:00`, Europe/London. */
export type LocalTime = string & { readonly __localTime: true };

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const MS_PER_DAY = 86_400_000;

const utc = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`);
const fromUtc = (ms: number): LocalDate => new Date(ms).toISOString().slice(0, 10) as LocalDate;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const shortMonths: ReadonlySet<number> = new Set([4, 6, 9, 11]);
const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : shortMonths.has(month) ? 30 : 31;

/** The date that the text names, or null if there is no such day (`2026-02-30`). */
export function parseLocalDate(text: string): LocalDate | null {
  if (!DATE.test(text)) return null;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) ? (text as LocalDate) : null;
}

/** The month that the text names, or null. */
export function parseLocalMonth(text: string): LocalMonth | null {
  return MONTH.test(text) ? (text as LocalMonth) : null;
}

/** For dates known to be right, such as constants and stored values; throws on a day that does not exist. */
export function localDate(text: string): LocalDate {
  const date = parseLocalDate(text);
  if (date === null) throw new RangeError(`No such date: ${text}`);
  return date;
}

/** For months known to be right; throws otherwise. */
export function localMonth(text: string): LocalMonth {
  const month = parseLocalMonth(text);
  if (month === null) throw new RangeError(`No such month: ${text}`);
  return month;
}

/** `addDays('2026-10-24', 2)` is `2026-10-26`, across the change of clocks too. */
export const addDays = (date: LocalDate, days: number): LocalDate => fromUtc(utc(date) + days * MS_PER_DAY);

/** Whole days from the first date to the second; negative when the second is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => Math.round((utc(to) - utc(from)) / MS_PER_DAY);

/** 1 is Monday, 7 is Sunday. */
export const dayOfWeek = (date: LocalDate): number => ((new Date(utc(date)).getUTCDay() + 6) % 7) + 1;

/** The month that the day is in. */
export const monthOf = (date: LocalDate): LocalMonth => date.slice(0, 7) as LocalMonth;
/** The first day of the month. */
export const firstDayOf = (month: LocalMonth): LocalDate => `${month}-01` as LocalDate;
/** The last day of the month. */
export function lastDayOf(month: LocalMonth): LocalDate {
  const next = Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)));
  return `${month}-${new Date(next - MS_PER_DAY).getUTCDate()}` as LocalDate;
}

/** `addMonths('2026-11', 3)` is `2027-02`. */
export function addMonths(month: LocalMonth, months: number): LocalMonth {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}` as LocalMonth;
}

/** The months from the first to the last, both included; empty when the last is earlier. */
export function monthsFromTo(first: LocalMonth, last: LocalMonth): readonly LocalMonth[] {
  const months: LocalMonth[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** Whole years of age on the day; somebody born on 29 February is a year older on 1 March of other years. */
export const ageOn = (born: LocalDate, on: LocalDate): number =>
  Number(on.slice(0, 4)) - Number(born.slice(0, 4)) - (on.slice(5) < born.slice(5) ? 1 : 0);
