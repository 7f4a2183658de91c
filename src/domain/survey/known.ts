// What did somebody tell us before that the next questions may start from (dependent interviewing; feature 17)?
// Only provider, course and employer are ever carried, never a reason, health, faith, money or caring (reliability, 9.3),
// and only where the link went to an address that is confirmed as the person's own (Y2).
import type { ContactPoint } from '../alumni/alumnus.js';
import { isUsable } from '../alumni/contact-point.js';
import type { LocalDate, LocalMonth } from '../calendar/local-date.js';
import type { AnswerValue, MonthAnswer, Question, QuestionId } from './definition.js';
import { asTyped, readListed, type NameLists } from './listed.js';

/** What may be carried from one wave to the next. */
type KnownName = 'provider' | 'course' | 'employer';

/** Under which questions it is asked; versions of a questionnaire take a name as typed or from a list. */
const askedUnder = {
  provider: 'provider',
  'study-place': 'provider',
  course: 'course',
  'study-subject': 'course',
  'college-course': 'course',
  employer: 'employer',
  'works-for': 'employer',
} as const satisfies Readonly<Record<QuestionId, KnownName>>;

type CarriedQuestion = keyof typeof askedUnder;

/** The answers that "nothing has changed" gives; a change of any of them takes it back. */
export const heldQuestions: readonly QuestionId[] = [
  ...['situation', 'since', 'months-there', 'how-ended', 'job-ended'],
  ...Object.keys(askedUnder),
  'still-there',
  'still-in-job',
];

/** The situations that can go on as they were. */
export const goingOnSituations = ['university', 'college', 'apprenticeship', 'training', 'work'] as const;

/** What is known of somebody's present, as answers to the questions of the bank. */
export interface Known {
  /** Code of the question `situation`. */
  readonly situation: string;
  readonly provider?: string;
  /** The provider's UKPRN, where it was chosen from the list. */
  readonly ukprn?: string;
  readonly course?: string;
  /** The CAH code of the course's subject, where that was chosen from the list. */
  readonly subject?: string;
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
export const isCarried = (id: QuestionId): id is CarriedQuestion => Object.hasOwn(askedUnder, id);

/** What the question carries: `provider` for each way in which the place is asked. */
export const carriedName = (id: QuestionId): string => (isCarried(id) ? askedUnder[id] : id);

/**
 * What is known as the answer that the question's form would give if it were left as it is filled in: of a list with the code
 * that was known, or the one that is called so. Undefined for a question that is not carried, and where nothing is known.
 */
export function knownAnswer({ id, kind }: Question, known: Known, lists: NameLists): AnswerValue | undefined {
  const name = isCarried(id) ? known[askedUnder[id]] : undefined;
  if (name === undefined || (kind !== 'provider' && kind !== 'subject')) return name;
  const code = (kind === 'provider' ? known.ukprn : known.subject) ?? null;
  const meant = readListed(lists[kind], name, code ?? asTyped);
  // The list has it under another name by now, or not at all: it stays what was known.
  const isIt = meant !== 'which-one' && (code === null || meant.code === code);
  return isIt ? meant : { typed: name, code, name, list: lists[kind].version };
}

/** The names that may be shown: `University of Leeds, Physics`; empty where none is known. */
export const namesOf = ({ provider, course, employer }: Known): string =>
  [provider, course, employer].filter((name) => name !== undefined).join(', ');

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
