// What stands on this page of the survey for this visitor?
// One page of questions with what they entered before, the order of its choices, where back leads and about how many
// questions are left (look, section 2). A page that the visitor may not see waits for the code (decision R13).
import { choiceOrder } from '../../domain/survey/choice-order.js';
import type { PublishedQuestionnaire } from '../../domain/survey/catalogue.js';
import { quickMonths } from '../../domain/survey/quick-months.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { LocalDate, LocalMonth } from '../../domain/calendar/local-date.js';
import type { Answers, AnswerValue, Page, QuestionId } from '../../domain/survey/definition.js';
import { knownAnswer } from '../../domain/survey/known.js';
import { mostOffered, type Listed } from '../../domain/survey/listed.js';
import { answersIn, refusedOn, visibleAnswers, type RefusedForm } from '../../domain/survey/response.js';
import {
  firstOpenPage,
  isLocked,
  offeredCodes,
  previousPage,
  questionsLeft,
  routeOf,
} from '../../domain/survey/routing.js';
import { ownWordsIn } from '../../domain/survey/own-words.js';
import type { Reading } from '../../domain/survey/reading.js';
import { worryAmong } from '../../domain/survey/worrying-words.js';
import { nameLists } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { formTokenOf } from './session.js';
import { isUntouched, lotOf, openVisit, type Visit, type VisitResult, type VisitTools } from './visit.js';

/** A page of the questionnaire with what was answered so far. */
export interface ShownPage {
  readonly kind: 'page';
  readonly published: PublishedQuestionnaire;
  readonly page: Page;
  /** Its place in the questionnaire, from 1; stands in its address, so that no address tells an answer. */
  readonly number: number;
  /** What this visitor may see; nothing else may be shown or piped. */
  readonly answers: Answers;
  /** What is known and stands in fields that nobody has answered (feature 17), and the day on which it was known. */
  readonly filledIn: Answers;
  readonly knownOn: LocalDate | null;
  /** The months that most people would choose, where the page offers them as buttons. */
  readonly quickMonths: readonly LocalMonth[];
  /** Codes on offer in the order for this person, by question. */
  readonly orders: Readonly<Record<QuestionId, readonly string[]>>;
  /** The page before, from 1; null at the first. */
  readonly back: number | null;
  readonly left: number;
  /** What this visitor typed here and could not be taken; null when there is nothing to put right. */
  readonly refused: RefusedForm | null;
  /** How the visitor wants to read. */
  readonly reading: Reading;
  /** Names to choose from where several may be meant, by question. */
  readonly offers: Readonly<Record<QuestionId, readonly Listed[]>>;
  /** What they typed on the page before sounds as if they or somebody else were not safe: help stands on this one (Y8). */
  readonly worried: boolean;
  readonly formToken: string;
}

/** The page, or where to go in place of it. */
export type PageResult =
  | ShownPage
  /** Holds answers that another session entered. */
  | { readonly kind: 'locked' }
  /** Not asked of this person: go where they are. */
  | { readonly kind: 'elsewhere' }
  | Exclude<VisitResult, { kind: 'visit' }>;

/** The number of a page, from 1. */
export const numberOf = (published: PublishedQuestionnaire, page: Page): number =>
  published.questionnaire.pages.indexOf(page) + 1;

/** The orders of a page's choices: as stored, else drawn from a lot that belongs to the invitation. */
export function ordersFor(signer: Tools['signer'], visit: Visit, page: Page): ShownPage['orders'] {
  const lot = lotOf(signer, visit.invitation);
  const answers = answersIn(visit.draft);
  const orders: Record<QuestionId, readonly string[]> = {};
  for (const question of page.questions.filter((each) => each.choices !== undefined)) {
    const offered = offeredCodes(question, answers);
    const order = visit.draft.orders[question.id] ?? choiceOrder(question, lot);
    orders[question.id] = order.filter((code) => offered.includes(code));
  }
  return orders;
}

/** What is known of the page's questions that were not answered yet, where it may be shown and speaks of the same thing. */
export function filledIn({ known, draft }: Visit, page: Page): Answers {
  if (known?.shown !== true || draft.entries['situation']?.value !== known.known.situation) return {};
  const filled: Record<QuestionId, AnswerValue> = {};
  for (const question of page.questions.filter(({ id }) => draft.entries[id] === undefined)) {
    const answer = knownAnswer(question, known.known, nameLists);
    if (answer !== undefined) filled[question.id] = answer;
  }
  return filled;
}

/** What may be meant by a name that was typed, and nobody said which. */
const offersFor = (page: Page, refused: RefusedForm | null): ShownPage['offers'] =>
  Object.fromEntries(
    page.questions.flatMap(({ id, kind }) =>
      refused?.problems[id] === 'which-one' && (kind === 'provider' || kind === 'subject')
        ? [[id, nameLists[kind].search(refused.typed[id]?.text ?? '', mostOffered)]]
        : [],
    ),
  );

/** The page as the visitor sees it. */
export function shownPage({ signer, clock }: Pick<Tools, 'signer' | 'clock'>, visit: Visit, page: Page): ShownPage {
  const { published, draft, sight, session, known } = visit;
  const filled = filledIn(visit, page);
  const back = previousPage(published.questionnaire, draft, page, sight);
  const refused = refusedOn(draft, page, sight.session);
  const answers = visibleAnswers(draft, sight);
  return {
    kind: 'page',
    published,
    page,
    number: numberOf(published, page),
    answers,
    filledIn: filled,
    knownOn: Object.keys(filled).length > 0 ? (known?.known.knownOn ?? null) : null,
    quickMonths: page.questions.some(({ kind, oneTap }) => kind === 'month' && oneTap === true)
      ? quickMonths(londonDate(clock.now()))
      : [],
    orders: ordersFor(signer, visit, page),
    back: back === null ? null : numberOf(published, back),
    left: questionsLeft(published.questionnaire, draft, page),
    refused,
    reading: visit.invitation.reading ?? {},
    offers: offersFor(page, refused),
    worried: back !== null && worryAmong(ownWordsIn([back], answers)) !== null,
    formToken: formTokenOf(signer, session),
  };
}

/** The page of a number if this person is asked it. */
export function pageOf({ published, draft }: Visit, number: number): Page | null {
  const page = published.questionnaire.pages[number - 1];
  return page !== undefined && routeOf(published.questionnaire, answersIn(draft)).includes(page) ? page : null;
}

/** Shows a page by its number. */
export const showPage =
  (tools: VisitTools) =>
  async (cookie: string | undefined, number: number): Promise<PageResult> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const page = pageOf(result.visit, number);
    if (page === null) return { kind: 'elsewhere' };
    const { published, draft, sight } = result.visit;
    if (isLocked(published.questionnaire, page, draft, sight)) return { kind: 'locked' };
    return shownPage(tools, result.visit, page);
  };

/**
 * A page's number, the page where answers are checked, the one that asks whether what is known still holds, or the one for who asked
 * not to be written to about these questions.
 */
export type Place = number | 'check' | 'known' | 'stopped';

/** Where somebody goes on. `changed`: they have said that something has; `anyway`: they answer although they asked us to stop. */
export const whereToGoOn =
  (tools: VisitTools) =>
  async (
    cookie: string | undefined,
    { changed = false, anyway = false }: { readonly changed?: boolean; readonly anyway?: boolean } = {},
  ): Promise<{ readonly kind: 'at'; readonly place: Place } | Exclude<VisitResult, { kind: 'visit' }>> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { published, draft, sight, known, session, invitation } = result.visit;
    if (invitation.state === 'stopped' && session.caller === undefined && !anyway)
      return { kind: 'at', place: 'stopped' };
    if (known !== null && isUntouched(result.visit) && !changed) return { kind: 'at', place: 'known' };
    const open = firstOpenPage(published.questionnaire, draft, sight);
    return { kind: 'at', place: open === null ? 'check' : numberOf(published, open) };
  };
