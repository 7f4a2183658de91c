// Until which day may contact data be kept, and so used?
// Three years and a term after leaving; with consent to follow-up for as long as the programme runs, ten years and a term
// (requirement P7, Q14). Both are settings, in months; a term counts as four. The last day is included.
import { addMonths, lastDayOf, monthOf, type LocalDate } from '../calendar/local-date.js';

/** Months after leaving for which contact data is kept. */
export interface KeepingPeriods {
  readonly withoutConsentMonths: number;
  readonly withConsentMonths: number;
}

/** The same day so many months later, or the last of a month that is shorter: 31 August and 6 months is 28 February. */
export function monthsAfter(date: LocalDate, months: number): LocalDate {
  const month = addMonths(monthOf(date), months);
  const sameDay = `${month}-${date.slice(8)}` as LocalDate;
  const last = lastDayOf(month);
  return sameDay <= last ? sameDay : last;
}

/** The last day on which the contact data of somebody who left on the day given may be used. */
export const keptUntil = (leftOn: LocalDate, hasConsent: boolean, periods: KeepingPeriods): LocalDate =>
  monthsAfter(leftOn, hasConsent ? periods.withConsentMonths : periods.withoutConsentMonths);
