// What do our own records say of people so many years after they left?
// Counts by milestone from the table of a cohort; a milestone is counted once its academic year is over, so that whoever answers
// late is in it. Of those of whom it is known; the others leave the bounds open (domain reference, section 7.3).
import type { LocalDate } from '../calendar/local-date.js';
import { laterStates, type LaterState, type Milestone } from '../destinations/later.js';
import type { QualityCounts } from './quality.js';
import { laterName, laterPeople, type Table } from './reports.js';

/** Whether the academic year of the milestone is over for those who left in the year given. */
export const isOver = (leavingYear: number, milestone: Milestone, today: LocalDate): boolean =>
  today >= `${leavingYear + milestone}-08-01`;

/** How many of the table are in the state; several states together. */
const inStates = (table: Table, milestone: Milestone, states: readonly LaterState[]): number =>
  states.reduce((sum, state) => sum + (table[laterName(milestone, state)] ?? 0), 0);

/** Those in education, an apprenticeship or work, and those known to be in neither. */
export const laterCounts = (table: Table, milestone: Milestone): QualityCounts => ({
  people: table[laterPeople] ?? 0,
  yes: inStates(
    table,
    milestone,
    laterStates.filter((state) => state !== 'neither'),
  ),
  no: inStates(table, milestone, ['neither']),
  open: 0,
});

const bandWidth = 2_500;

/** Pounds a year, both ends: figures of pay are told in bands alone. */
export interface PayBand {
  readonly from: number;
  readonly to: number;
}

/** The band in which a yearly pay lies. */
export function payBand(pounds: number): PayBand {
  const from = Math.floor(pounds / bandWidth) * bandWidth;
  return { from, to: from + bandWidth };
}
