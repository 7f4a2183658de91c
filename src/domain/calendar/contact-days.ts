// On which days may a wave write or call, and why not on the others?
// Not on Saturdays, Sundays and bank holidays, not from 24 December to 2 January, not on the quiet days of a list: results
// days, main exam weeks, festival days, for everyone (Y23). A note, such as Ramadan, moves nothing. Ends are included.
import { addDays, dayOfWeek, type LocalDate } from './local-date.js';

/** A day or a run of days on which nobody is written to, or, as a note, of which a scheduler should know. */
export interface QuietPeriod {
  readonly kind: 'results' | 'exams' | 'festival' | 'note';
  readonly name: string;
  readonly first: LocalDate;
  readonly last: LocalDate;
  /** Not confirmed against its source: said wherever it is shown. */
  readonly unverified: boolean;
}

/** What is known of the days ahead; lists of src/reference. */
export interface KnownDays {
  readonly bankHolidays: ReadonlySet<LocalDate>;
  readonly quiet: readonly QuietPeriod[];
}

const weekend: Readonly<Record<number, string>> = { 6: 'a Saturday', 7: 'a Sunday' };
const during = (date: LocalDate, { first, last }: QuietPeriod): boolean => first <= date && date <= last;

/** Whether the day is within 24 December to 2 January. */
const isChristmasRest = (date: LocalDate): boolean => date.slice(5) >= '12-24' || date.slice(5) <= '01-02';

/** The period's name, with a word where its dates are not confirmed. */
export const quietName = ({ name, unverified }: QuietPeriod): string => (unverified ? `${name} (unverified)` : name);

/** Why nobody is written to on the day, as it follows “it is”; null when there is no reason. */
export function quietReason(date: LocalDate, { bankHolidays, quiet }: KnownDays): string | null {
  if (isChristmasRest(date)) return 'within 24 December to 2 January';
  const period = quiet.find((each) => each.kind !== 'note' && during(date, each));
  if (period !== undefined) return `${period.kind === 'exams' ? 'in the ' : ''}${quietName(period)}`;
  if (bankHolidays.has(date)) return 'a bank holiday';
  return weekend[dayOfWeek(date)] ?? null;
}

/** The notes that fall between two days. */
export const notesBetween = (from: LocalDate, to: LocalDate, { quiet }: KnownDays): readonly QuietPeriod[] =>
  quiet.filter(({ kind, first, last }) => kind === 'note' && first <= to && last >= from);

/** The day itself if people may be written to on it, else the first one after it, with each reason passed on the way. */
export function contactDayFrom(
  date: LocalDate,
  days: KnownDays,
): { readonly day: LocalDate; readonly because: readonly string[] } {
  const because: string[] = [];
  let day = date;
  for (let reason = quietReason(day, days); reason !== null; reason = quietReason(day, days)) {
    if (!because.includes(reason)) because.push(reason);
    day = addDays(day, 1);
  }
  return { day, because };
}
