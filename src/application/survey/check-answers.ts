// What does somebody see before they send their answers, and after?
// Their own answers page by page with a way to change each; how many earlier ones are kept that they may not see
// (decision R13); and whether what stands there was sent already (decision R14: corrections until the wave closes).
import type { PublishedQuestionnaire } from '../../domain/survey/catalogue.js';
import type { AnswerValue, Answers, Question } from '../../domain/survey/definition.js';
import { answersIn, answersToSend, hiddenCount, maySee, visibleAnswers } from '../../domain/survey/response.js';
import { firstOpenPage, isLocked, previousPage, routeOf } from '../../domain/survey/routing.js';
import { ownWordsIn } from '../../domain/survey/own-words.js';
import { mayTakeBack } from '../../domain/survey/unchanged.js';
import { worryAmong } from '../../domain/survey/worrying-words.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import type { Reading } from '../../domain/survey/reading.js';
import { submittedAnswers } from './send-answers.js';
import { formTokenOf, nobodysMark } from './session.js';
import { numberOf } from './show-page.js';
import { openVisit, type Visit, type VisitResult, type VisitTools } from './visit.js';

/** One answered question on the page where answers are checked. */
export interface CheckedAnswer {
  readonly question: Question;
  /** Number of its page, for the way to change it. */
  readonly number: number;
  /** Null when it was skipped. */
  readonly value: AnswerValue | null;
}

/** That page, or where to go in place of it. */
export interface CheckView {
  readonly kind: 'check';
  readonly published: PublishedQuestionnaire;
  readonly rows: readonly CheckedAnswer[];
  readonly answers: Answers;
  /** Answers kept from another device. */
  readonly hidden: number;
  /** The situation is answered, by this visitor or before; nothing can be sent without. */
  readonly canSend: boolean;
  /** When they were last sent, and whether they were changed since. */
  readonly sentAt: Date | null;
  readonly changedSince: boolean;
  /** They said by one button that nothing has changed, and may take it back here. */
  readonly unchanged: boolean;
  /** After “nothing has changed”: the next question that is still open to them, such as how they pay or three more (Y10, Y12). */
  readonly stillOpen: { readonly number: number; readonly question: Question } | null;
  readonly closesOn: LocalDate;
  /** Some of their own words sound as if they or somebody else were not safe: help stands beside them (Y8). */
  readonly worried: boolean;
  readonly back: number | null;
  readonly reading: Reading;
  readonly formToken: string;
}

function stillOpen({ published, draft, sight }: Visit): CheckView['stillOpen'] {
  const page = draft.heldSince === undefined ? null : firstOpenPage(published.questionnaire, draft, sight);
  const question = page?.questions[0];
  return page === null || question === undefined ? null : { number: numberOf(published, page), question };
}

/** The answers of a visit to check. */
export function checkView(tools: Pick<VisitTools, 'vault' | 'signer'>, visit: Visit): CheckView {
  const { published, draft, sight, response, wave, session, invitation } = visit;
  const { questionnaire } = published;
  const sent = submittedAnswers(tools.vault, response);
  const back = previousPage(questionnaire, draft, null, sight);
  const answers = visibleAnswers(draft, sight);
  return {
    kind: 'check',
    published,
    rows: routeOf(questionnaire, answersIn(draft))
      .filter((page) => !isLocked(questionnaire, page, draft, sight))
      .flatMap((page) => page.questions.map((question) => ({ question, number: numberOf(published, page) })))
      .filter(({ question }) => draft.entries[question.id] !== undefined && maySee(draft, question.id, sight))
      .map((row) => ({ ...row, value: draft.entries[row.question.id]?.value ?? null })),
    answers,
    hidden: hiddenCount(draft, sight),
    canSend: draft.entries[questionnaire.ending.question]?.value !== undefined,
    sentAt: response?.submittedAt ?? null,
    changedSince: sent !== null && JSON.stringify(sent) !== JSON.stringify(answersToSend(draft)),
    unchanged: draft.heldSince !== undefined && mayTakeBack(draft, sight, nobodysMark(tools.signer, invitation.id)),
    stillOpen: stillOpen(visit),
    closesOn: wave.closesOn,
    worried: worryAmong(ownWordsIn(questionnaire.pages, answers)) !== null,
    back: back === null ? null : numberOf(published, back),
    reading: invitation.reading ?? {},
    formToken: formTokenOf(tools.signer, session),
  };
}

/** The answers to check. */
export const checkAnswers =
  (tools: VisitTools) =>
  async (cookie: string | undefined): Promise<CheckView | Exclude<VisitResult, { kind: 'visit' }>> => {
    const result = await openVisit(tools, cookie);
    return result.kind === 'visit' ? checkView(tools, result.visit) : result;
  };
