// What did somebody tell us before that the next questions may start from (dependent interviewing; feature 17)?
// Only provider, course and employer are ever carried, never a reason, health, faith, money or caring (reliability, 9.3),
// and only where the link went to an address that is confirmed as the person's own (Y2).
import type { ContactPoint } from '../alumni/alumnus.js';
import { isUsable } from '../alumni/contact-point.js';
import type { LocalDate, LocalMonth } from '../calendar/local-date.js';
import type { MonthAnswer, QuestionId } from './definition.js';

/** The questions that may be filled in with what is known. */
export const carriedQuestions = ['provider', 'course', 'employer'] as const;
export type CarriedQuestion = (typeof carriedQuestions)[number];

/** What is known of somebody's present, as answers to the questions of the bank. */
export interface Known {
  /** Code of the question `situation`. */
  readonly situation: string;
  readonly provider?: string;
  readonly course?: string;
  readonly employer?: string;
  /** The month of beginning as they remembered it; absent where nobody said. */
  readonly since?: MonthAnswer;
  /** The first month for which what is known vouches. */
  readonly heldSince: LocalMonth;
  readonly knownOn: LocalDate;
  /** They said so themselves, so that they know what "nothing has changed" means without being shown it. */
  readonly byThemselves: boolean;
}

/** Whether the question is one that may be filled in. */
export const isCarried = (id: QuestionId): id is CarriedQuestion => carriedQuestions.some((carried) => carried === id);

/** The names that may be shown: `University of Leeds, Physics`; empty where none is known. */
export const namesOf = (known: Known): string =>
  carriedQuestions
    .map((id) => known[id])
    .filter((name) => name !== undefined)
    .join(', ');

/**
 * Whether anything that we hold may be said to whoever reads that address or number (Y2: self, and confirmed). Confirmed
 * before the day: who answers by a link for the first time learns nothing by that.
 */
export const mayBeTold = (point: ContactPoint | undefined, on: LocalDate): boolean =>
  point?.owner === 'self' && point.confirmedOn !== undefined && point.confirmedOn < on && isUsable(point, on);

/**
 * Whether "nothing has changed" can be said of it: by somebody who is shown it, or who told us themselves.
 * @param shown the names may be shown
 */
export const canBeConfirmed = (known: Known, shown: boolean): boolean =>
  known.byThemselves || (shown && namesOf(known) !== '');
