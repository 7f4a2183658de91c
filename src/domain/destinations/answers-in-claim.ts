// Where, and from when until when, do somebody's answers say that they are?
// Versions of a questionnaire ask it in their own ways: two questions for the months or one range, names as typed or chosen
// from a list. Here they become what a claim holds. Months that contradict each other vouch for nothing.
import { parseLocalMonth, type LocalMonth } from '../calendar/local-date.js';
import {
  isListed,
  isMonth,
  isRange,
  textOf,
  type Answers,
  type AnswerValue,
  type MonthAnswer,
} from '../survey/definition.js';
import { endsBeforeStart } from '../survey/month-range.js';
import type { Claim } from './claim.js';

/** The codes chosen. */
export const listOf = (value: AnswerValue | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly string[]) : typeof value === 'string' ? [value] : [];

/** A name as it is usually written, or as it was typed. */
const nameOf = (value: AnswerValue | undefined): string | undefined =>
  value !== undefined && typeof value !== 'string' && isListed(value) ? value.name : textOf(value);

const codeOf = (value: AnswerValue | undefined): string | null =>
  value !== undefined && typeof value !== 'string' && isListed(value) ? value.code : null;

/** Whatever is known of the place, by the questions of every version. */
export function placeIn(
  answers: Answers,
): Pick<Claim, 'provider' | 'ukprn' | 'course' | 'subject' | 'employer' | 'job'> {
  const named = (newer: string, older: string) => textOf(answers[newer]) ?? textOf(answers[older]);
  const studyAt = answers['study-place'];
  const studies = answers['study-subject'];
  const provider = nameOf(studyAt) ?? textOf(answers['provider']);
  const ukprn = codeOf(studyAt);
  // What the course is called is theirs to say; its subject is the code.
  const course = studies !== undefined && isListed(studies) ? studies.typed : named('college-course', 'course');
  const subject = codeOf(studies);
  const employer = named('works-for', 'employer');
  const job = named('works-as', 'job');
  return {
    ...(provider !== undefined && { provider }),
    ...(ukprn !== null && { ukprn }),
    ...(course !== undefined && { course }),
    ...(subject !== null && { subject }),
    ...(employer !== undefined && { employer }),
    ...(job !== undefined && { job }),
  };
}

interface MonthSaid {
  readonly month: LocalMonth | null;
  readonly about: boolean;
}

const noMonth: MonthSaid = { month: null, about: false };
const monthSaid = ({ month, about }: MonthAnswer): MonthSaid => ({ month: parseLocalMonth(month), about });
/** The month that was answered; null for any other answer. */
export const monthIn = (value: AnswerValue | undefined): MonthSaid =>
  value !== undefined && isMonth(value) ? monthSaid(value) : noMonth;

/** What each answer of an end says, of a job or another place; a job that came to an end was not left early. */
const ends: Readonly<Record<string, Claim['ended']>> = {
  ...{ finished: 'finished', 'left-early': 'left-early' },
  ...{ 'came-to-end': 'finished', 'left-it': 'left-early' },
};
const endIn = (answers: Answers, ...asked: readonly string[]): Claim['ended'] =>
  asked.map((id) => ends[textOf(answers[id]) ?? '']).find((ended) => ended !== undefined);

/** When it began, the last month, and how it ended; `deferred` and `notYet` say that it has not begun. */
interface Span {
  readonly began: MonthSaid;
  readonly to: LocalMonth | null;
  readonly ended: Claim['ended'];
}

/** From when until when, by the questions of every version. */
export function spanIn(answers: Answers, so: { readonly deferred: boolean; readonly notYet: boolean }): Span {
  const range = answers['months-there'];
  if (range !== undefined && isRange(range)) {
    const ended = range.to === null ? undefined : endIn(answers, 'how-ended', 'job-ended');
    if (range.to === null || endsBeforeStart(range)) {
      return { began: range.to === null ? monthSaid(range.from) : noMonth, to: null, ended };
    }
    return { began: monthSaid(range.from), to: monthSaid(range.to).month, ended };
  }
  const began = so.deferred
    ? answers['deferred-until']
    : so.notYet
      ? answers['starts-in']
      : (answers['since'] ?? answers['started-in']);
  const ended = endIn(answers, 'still-there', 'still-in-job');
  return { began: monthIn(began), to: ended === undefined ? null : monthIn(answers['left-in']).month, ended };
}
