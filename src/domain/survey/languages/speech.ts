// How does everything beside the questions read in one language: sentences, days, months, numbers?
// Numerals and names of months are those of the language (Intl); the zone is Europe/London. English keeps look.md, section 6:
// numbers up to ten in words.
import type { LocalDate, LocalMonth } from '../../calendar/local-date.js';
import { sentence, type Counting, type Text, type Values } from './text.js';
import type { WordKey } from './words.en.js';

/** What a page or a mail says things with. */
export interface Speech {
  /** BCP 47, for `lang`. */
  readonly lang: string;
  readonly direction: 'ltr' | 'rtl';
  readonly say: (key: WordKey, values?: Values) => string;
  /** `3 November 2026`. */
  readonly date: (date: LocalDate) => string;
  /** The day of an instant in London. */
  readonly day: (instant: Date) => string;
  /** `October 2026`. */
  readonly month: (month: LocalMonth) => string;
  /** `October`; from 1. */
  readonly monthName: (month: number) => string;
  /** `Sunday 6 December`. */
  readonly weekday: (date: LocalDate) => string;
}

const smallNumbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const;

function countingIn(locale: string): Counting {
  const rules = new Intl.PluralRules(locale);
  const figures = new Intl.NumberFormat(locale);
  const words: readonly string[] = locale === 'en-GB' ? smallNumbers : [];
  return { form: (count) => rules.select(count), written: (count) => words[count] ?? figures.format(count) };
}

const startOf = (date: string): Date => new Date(`${date}T00:00:00Z`);

/** Speaks a language by its words. */
export function speechIn(
  { language, direction }: { readonly language: string; readonly direction: 'ltr' | 'rtl' },
  words: Readonly<Record<WordKey, Text>>,
): Speech {
  const lang = language === 'en' ? 'en-GB' : language;
  const counting = countingIn(lang);
  const writer = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(lang, { timeZone: 'UTC', ...options });
  const dates = writer({ day: 'numeric', month: 'long', year: 'numeric' });
  const londonDays = writer({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/London' });
  const months = writer({ month: 'long', year: 'numeric' });
  const names = writer({ month: 'long' });
  const weekdays = writer({ weekday: 'long', day: 'numeric', month: 'long' });
  return {
    lang,
    direction,
    say: (key, values = {}) => {
      const text = words[key];
      // Templates are not type-checked; a text that nobody wrote must not read "undefined".
      if ((text as Text | undefined) === undefined) throw new RangeError(`There is no text ${key}.`);
      return sentence(text, values, counting);
    },
    date: (date) => dates.format(startOf(date)),
    day: (instant) => londonDays.format(instant),
    month: (month) => months.format(startOf(`${month}-01`)),
    monthName: (month) => names.format(new Date(Date.UTC(2000, month - 1, 1))),
    weekday: (date) => {
      const written = weekdays.format(startOf(date));
      return language === 'en' ? written.replace(',', '') : written;
    },
  };
}
