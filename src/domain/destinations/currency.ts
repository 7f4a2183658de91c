// Is what we know of somebody still current?
// What was told is verified on that day, comes due for review, is about to lapse and lapses after a period that hangs on the
// kind of activity (domain reference, section 2.9; feature 7). The periods are settings and unverified. What has lapsed
// counts as not known, but somebody out of work stays so until something else is told. The reference would let education last to
// its expected end and temporary or part-time work half as long; neither is held, so both have a period like the others.
// A month is a twelfth of 365.25 days.
import { addDays, daysBetween, type LocalDate } from '../calendar/local-date.js';
import type { Activity } from './activity.js';

export const currencyStates = ['verified', 'due-for-review', 'due-to-lapse', 'lapsed'] as const;
export type CurrencyState = (typeof currencyStates)[number];

/** Kinds of activity that stay current for equally long. */
export const currencyKinds = ['education', 'work', 'looking', 'not-looking', 'other'] as const;
export type CurrencyKind = (typeof currencyKinds)[number];

/** For how long what was told stays current. */
export interface CurrencyPeriods {
  readonly months: Readonly<Record<CurrencyKind, number>>;
  /** Days before it lapses in which it is due for review, and in which it is about to lapse. */
  readonly reviewDays: number;
  readonly warningDays: number;
}

/** The periods that the domain reference gives; unverified. */
export const usualCurrency: CurrencyPeriods = {
  months: { education: 12, work: 12, looking: 3, 'not-looking': 6, other: 6 },
  reviewDays: 60,
  warningDays: 30,
};

/** Which period each activity has; null where there is nothing to verify. */
export const currencyKindOf: Readonly<Record<Activity, CurrencyKind | null>> = {
  university: 'education',
  'further-education': 'education',
  training: 'work',
  apprenticeship: 'work',
  employment: 'work',
  'looking-for-work': 'looking',
  'not-in-education-or-work': 'not-looking',
  'gap-year': 'other',
  'deferred-place': 'other',
  other: 'other',
  'not-said': null,
};

/** How current what we know is. */
export interface Currency {
  readonly state: CurrencyState;
  readonly verifiedOn: LocalDate;
  readonly reviewOn: LocalDate;
  readonly dueToLapseOn: LocalDate;
  readonly lapsesOn: LocalDate;
  /** Whether figures count the person as known: not once it has lapsed, but out of work stays out of work. */
  readonly known: boolean;
}

const outOfWork: readonly (CurrencyKind | null)[] = ['looking', 'not-looking'];

/** Days from what was told to each change of state, the latest last. */
function stepsOf(kind: CurrencyKind, { months, reviewDays, warningDays }: CurrencyPeriods) {
  const lapsed = Math.round((months[kind] * 365.25) / 12);
  const dueToLapse = Math.max(1, lapsed - warningDays);
  return { lapsed, dueToLapse, dueForReview: Math.max(1, Math.min(lapsed - reviewDays, dueToLapse)) };
}

/** How current it is, on the day, that somebody was told to be in the activity on `verifiedOn`. */
export function currencyOf(
  { activity, verifiedOn }: { readonly activity: Activity; readonly verifiedOn: LocalDate },
  periods: CurrencyPeriods,
  today: LocalDate,
): Currency | null {
  const kind = currencyKindOf[activity];
  if (kind === null) return null;
  const { lapsed, dueToLapse, dueForReview } = stepsOf(kind, periods);
  const age = daysBetween(verifiedOn, today);
  const state =
    age >= lapsed ? 'lapsed' : age >= dueToLapse ? 'due-to-lapse' : age >= dueForReview ? 'due-for-review' : 'verified';
  return {
    state,
    verifiedOn,
    reviewOn: addDays(verifiedOn, dueForReview),
    dueToLapseOn: addDays(verifiedOn, dueToLapse),
    lapsesOn: addDays(verifiedOn, lapsed),
    known: state !== 'lapsed' || outOfWork.includes(kind),
  };
}

/** On which days, both included, what is in the state today was told; null when no day gives it. */
export function toldBetween(
  activity: Activity,
  state: CurrencyState,
  periods: CurrencyPeriods,
  today: LocalDate,
): { readonly from: LocalDate; readonly to: LocalDate } | null {
  const kind = currencyKindOf[activity];
  if (kind === null) return null;
  const { lapsed, dueToLapse, dueForReview } = stepsOf(kind, periods);
  const ages = {
    lapsed: [lapsed, Number.POSITIVE_INFINITY],
    'due-to-lapse': [dueToLapse, lapsed - 1],
    'due-for-review': [dueForReview, dueToLapse - 1],
    verified: [Number.NEGATIVE_INFINITY, dueForReview - 1],
  } as const;
  const [youngest, oldest] = ages[state];
  if (youngest > oldest) return null;
  return {
    from: oldest === Number.POSITIVE_INFINITY ? ('0001-01-01' as LocalDate) : addDays(today, -oldest),
    to: youngest === Number.NEGATIVE_INFINITY ? ('9999-12-31' as LocalDate) : addDays(today, -youngest),
  };
}
