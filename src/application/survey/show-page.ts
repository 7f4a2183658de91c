// What stands on this page of the survey for this visitor?
// One page of questions with what they entered before, the order of its choices, where back leads and about how many
// questions are left (look, section 2). A page that the visitor may not see waits for the code (decision R13).
import { choiceOrder } from '../../domain/survey/choice-order.js';
import type { PublishedQuestionnaire } from '../../domain/survey/catalogue.js';
import type { Answers, Page, QuestionId } from '../../domain/survey/definition.js';
import { answersIn, refusedOn, visibleAnswers, type RefusedForm } from '../../domain/survey/response.js';
import {
  firstOpenPage,
  isLocked,
  offeredCodes,
  previousPage,
  questionsLeft,
  routeOf,
} from '../../domain/survey/routing.js';
import type { Reading } from '../../domain/survey/reading.js';
import type { Tools } from '../tools.js';
import { formTokenOf } from './session.js';
import { lotOf, openVisit, type Visit, type VisitResult, type VisitTools } from './visit.js';

/** A page of the questionnaire with what was answered so far. */
export interface ShownPage {
  readonly kind: 'page';
  readonly published: PublishedQuestionnaire;
  readonly page: Page;
  /** Its place in the questionnaire, from 1; stands in its address, so that no address tells an answer. */
  readonly number: number;
  /** What this visitor may see; nothing else may be shown or piped. */
  readonly answers: Answers;
  /** Codes on offer in the order for this person, by question. */
  readonly orders: Readonly<Record<QuestionId, readonly string[]>>;
  /** The page before, from 1; null at the first. */
  readonly back: number | null;
  readonly left: number;
  /** What this visitor typed here and could not be taken; null when there is nothing to put right. */
  readonly refused: RefusedForm | null;
  /** How the visitor wants to read. */
  readonly reading: Reading;
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

/** The page as the visitor sees it. */
function shownPage(signer: Tools['signer'], visit: Visit, page: Page): ShownPage {
  const { published, draft, sight, session } = visit;
  const back = previousPage(published.questionnaire, draft, page, sight);
  return {
    kind: 'page',
    published,
    page,
    number: numberOf(published, page),
    answers: visibleAnswers(draft, sight),
    orders: ordersFor(signer, visit, page),
    back: back === null ? null : numberOf(published, back),
    left: questionsLeft(published.questionnaire, draft, page),
    refused: refusedOn(draft, page, sight.session),
    reading: visit.invitation.reading ?? {},
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
    return shownPage(tools.signer, result.visit, page);
  };

/** Where somebody goes on: a page's number, or the page where answers are checked. */
export const whereToGoOn =
  (tools: VisitTools) =>
  async (
    cookie: string | undefined,
  ): Promise<{ readonly kind: 'at'; readonly place: number | 'check' } | Exclude<VisitResult, { kind: 'visit' }>> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { published, draft, sight } = result.visit;
    const open = firstOpenPage(published.questionnaire, draft, sight);
    return { kind: 'at', place: open === null ? 'check' : numberOf(published, open) };
  };
