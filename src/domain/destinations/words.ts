// How do months, counts and places read in a sentence?
// Rules explain themselves in plain English (look, section 6): counts in words up to ten, months by name.
import type { PlannedDestination } from '../alumni/alumnus.js';
import type { LocalMonth } from '../calendar/local-date.js';
import { activityFacts, activityOfPlan, type Activity } from './activity.js';

/** January to December. */
export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
/** Counts up to ten. */
export const countWords = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
] as const;

/** `monthInWords('2026-10')` is "October 2026". */
export const monthInWords = (month: LocalMonth): string =>
  `${monthNames[Number(month.slice(5)) - 1] ?? month} ${month.slice(0, 4)}`;

/** "three"; above ten in digits. */
export const countInWords = (count: number): string => countWords[count] ?? String(count);

/** "October 2026, November 2026 and March 2027". */
export const monthsInWords = (months: readonly LocalMonth[]): string =>
  months.length < 2
    ? months.map(monthInWords).join('')
    : `${months.slice(0, -1).map(monthInWords).join(', ')} and ${months.slice(-1).map(monthInWords).join('')}`;

interface Named {
  readonly activity: Activity;
  readonly provider?: string;
  readonly course?: string;
  readonly employer?: string;
}

/** "Leeds, Physics (university)": whatever names are known, and the kind of activity unless a name says it. */
export function activityInWords(named: Named): string {
  const { words } = activityFacts[named.activity];
  const names = [named.provider, named.employer, named.course].filter((name) => name !== undefined).join(', ');
  if (names === '') return words;
  return names.toLowerCase().includes(words.toLowerCase()) ? names : `${names} (${words.toLowerCase()})`;
}

/** `At university: University of Leeds, Physics`, without where the plan comes from. */
export function planInWords({ activity: planned, provider, course, employer }: PlannedDestination): string {
  const activity = activityOfPlan[planned];
  if (activity === null) return 'Undecided';
  return activityInWords({
    activity,
    ...(provider !== undefined && { provider }),
    ...(course !== undefined && { course }),
    ...(employer !== undefined && { employer }),
  });
}
