// Quiet days, 2026 to 2028: days on which nobody is written to (Y23). Our own list, as of November 2026; `listedUntil` says
// how far it and the bank holidays reach.
// Results days and exam weeks: Thursdays of August and weeks of May and June by the pattern of earlier years; the exam boards
// publish the days, and none is confirmed here. Festivals: by calculation of their calendars. Those that begin with the
// sighting of the moon may fall a day earlier or later, so that both days are kept, and are marked unverified too.
import type { KnownDays, QuietPeriod } from '../domain/calendar/contact-days.js';
import { localDate, type LocalDate } from '../domain/calendar/local-date.js';
import { bankHolidays } from './bank-holidays.js';

type Row = readonly [name: string, first: string, last?: string];

const periods = (kind: QuietPeriod['kind'], unverified: boolean, rows: readonly Row[]): readonly QuietPeriod[] =>
  rows.map(([name, first, last = first]) => ({
    ...{ kind, name, unverified },
    first: localDate(first),
    last: localDate(last),
  }));

const quiet: readonly QuietPeriod[] = [
  ...periods('results', true, [
    ['A-level results day', '2026-08-13'],
    ['GCSE results day', '2026-08-20'],
    ['A-level results day', '2027-08-12'],
    ['GCSE results day', '2027-08-19'],
    ['A-level results day', '2028-08-17'],
    ['GCSE results day', '2028-08-24'],
  ]),
  // From the second Monday of May to the third Friday of June.
  ...periods('exams', true, [
    ['main exam weeks', '2026-05-11', '2026-06-19'],
    ['main exam weeks', '2027-05-10', '2027-06-18'],
    ['main exam weeks', '2028-05-08', '2028-06-16'],
  ]),
  ...periods('festival', true, [
    ['Eid al-Fitr', '2026-03-20', '2026-03-21'],
    ['Eid al-Adha', '2026-05-27', '2026-05-28'],
    ['Diwali', '2026-11-08'],
    ['Eid al-Fitr', '2027-03-09', '2027-03-11'],
    ['Vaisakhi', '2027-04-14'],
    ['Eid al-Adha', '2027-05-16', '2027-05-18'],
    ['Diwali', '2027-10-29'],
    ['Eid al-Fitr', '2028-02-26', '2028-02-28'],
    ['Vaisakhi', '2028-04-13'],
    ['Eid al-Adha', '2028-05-04', '2028-05-06'],
    ['Diwali', '2028-10-17'],
  ]),
  ...periods('festival', false, [
    ['Passover', '2026-04-02', '2026-04-03'],
    ['Rosh Hashanah', '2026-09-12', '2026-09-13'],
    ['Yom Kippur', '2026-09-21'],
    ['Lunar New Year', '2027-02-06'],
    ['Passover', '2027-04-22', '2027-04-23'],
    ['Orthodox Easter', '2027-05-02'],
    ['Rosh Hashanah', '2027-10-02', '2027-10-03'],
    ['Yom Kippur', '2027-10-11'],
    ['Lunar New Year', '2028-01-26'],
    ['Passover', '2028-04-11', '2028-04-12'],
    ['Orthodox Easter', '2028-04-16'],
    ['Rosh Hashanah', '2028-09-21', '2028-09-22'],
    ['Yom Kippur', '2028-09-30'],
  ]),
  ...periods('note', true, [
    ['Ramadan', '2026-02-18', '2026-03-19'],
    ['Ramadan', '2027-02-08', '2027-03-09'],
    ['Ramadan', '2028-01-28', '2028-02-26'],
  ]),
];

/** Everything that is known of the days ahead. */
export const knownDays: KnownDays = { bankHolidays, quiet };

/** The last day for which bank holidays and quiet days are listed; later days are moved for weekends and Christmas only. */
export const listedUntil: LocalDate = localDate('2028-12-31');
