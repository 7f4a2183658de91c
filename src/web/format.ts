// How are dates and numbers written on a page? Words and order of look.md, section 4 and 6; zone Europe/London.
import { dayOfWeek, type LocalDate, type LocalMonth } from '../domain/calendar/local-date.js';
import { countWords, monthInWords } from '../domain/destinations/words.js';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

const londonParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const partsOf = (instant: Date): Readonly<Record<string, string>> =>
  Object.fromEntries(londonParts.formatToParts(instant).map(({ type, value }) => [type, value]));

const grouped = new Intl.NumberFormat('en-GB');

/** The text with a capital at its beginning. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** What templates call as `format.…`. */
export const format = {
  capital,
  /** `3 November 2026`. */
  date: (value: LocalDate): string => `${Number(value.slice(8))} ${monthInWords(value.slice(0, 7) as LocalMonth)}`,
  /** `Sunday 25 December 2026`. */
  longDate: (value: LocalDate): string =>
    `${weekdays[dayOfWeek(value) - 1] ?? ''} ${Number(value.slice(8))} ${monthInWords(value.slice(0, 7) as LocalMonth)}`,
  /** `October 2026`. */
  month: monthInWords,
  /** `Oct`, for narrow columns; the full month stands beside it for screen readers. */
  shortMonth: (value: LocalMonth): string => monthInWords(value).slice(0, 3),
  /** `Tuesday 3 November, 09:00`, London time. */
  dateTime: (instant: Date): string => {
    const part = partsOf(instant);
    return `${part['weekday']} ${part['day']} ${part['month']}, ${part['hour']}:${part['minute']}`;
  },
  /** `3 November 2026`: the day of an instant in London. */
  day: (instant: Date): string => {
    const part = partsOf(instant);
    return `${part['day']} ${part['month']} ${part['year']}`;
  },
  /** In sentences: words up to ten, then `1,204`. */
  count: (value: number): string => countWords[value] ?? grouped.format(value),
  /** In tables and tiles: always figures, `1,204`. */
  number: (value: number): string => grouped.format(value),
  /** `one answer`, `12 answers`. */
  countOf: (value: number, one: string, many: string): string =>
    `${countWords[value] ?? grouped.format(value)} ${value === 1 ? one : many}`,
  /** `62 %`; a dash when there is nothing to divide by. */
  percent: (part: number, whole: number): string => (whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`),
} as const;
