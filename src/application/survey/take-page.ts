// What becomes of the draft when a page is posted?
// Meaning is checked: what is wrong must be put right; what is only unlikely is asked about once, and the same again or "go
// on as it is" stands. A page that is not taken is kept beside the answers as it was typed, for the same session to put
// right, so that the browser only ever shows pages that it asked for.
import { monthOf, type LocalDate, type LocalMonth } from '../../domain/calendar/local-date.js';
import { readAnswer } from '../../domain/survey/answers.js';
import type { AnswerValue, Page, QuestionId, SoftCheckKind } from '../../domain/survey/definition.js';
import { knownAnswer } from '../../domain/survey/known.js';
import { answersIn, refusedOn, withoutRefused, withRefused, type Draft } from '../../domain/survey/response.js';
import { firstOpenPage, nextPage, withPage } from '../../domain/survey/routing.js';
import { doubtsOf } from '../../domain/survey/soft-checks.js';
import {
  nothingTyped,
  type AnswerProblem,
  type Doubts,
  type Problems,
  type TypedPage,
} from '../../domain/survey/typed.js';
import { carriedAs } from '../../domain/survey/unchanged.js';
import { nameLists } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { filledIn, numberOf, ordersFor } from './show-page.js';
import type { Visit } from './visit.js';

/** A page as it was posted. */
export interface PageForm {
  readonly formToken: string;
  readonly number: number;
  readonly typed: TypedPage;
  readonly skip: boolean;
  /** What is unlikely stands as it is. */
  readonly asItIs?: boolean;
  /** Came from the page where answers are checked, and goes back there. */
  readonly fromCheck: boolean;
  /** Typed and not sent: the page was left or closed. Kept for its session to go on with. */
  readonly keep?: boolean;
}

/** When it was posted, and when the person left school. */
export interface PageTime {
  readonly today: LocalDate;
  readonly leftSchoolIn: LocalMonth;
}

/** What was made of it; the draft is to be written in each case. */
export type TakenPage =
  | { readonly kind: 'kept'; readonly draft: Draft }
  | { readonly kind: 'taken'; readonly draft: Draft; readonly next: number | 'check' }
  | { readonly kind: 'refused'; readonly draft: Draft; readonly problems: Problems };

interface ReadPage {
  readonly values: Readonly<Record<QuestionId, AnswerValue | null>>;
  readonly problems: Problems;
  readonly doubts: Doubts;
}

function readPage({ draft }: Visit, page: Page, form: PageForm, { today, leftSchoolIn }: PageTime): ReadPage {
  const values: Record<QuestionId, AnswerValue | null> = {};
  const problems: Record<QuestionId, AnswerProblem> = {};
  const doubts: Record<QuestionId, readonly SoftCheckKind[]> = {};
  const context = { answers: answersIn(draft), thisMonth: monthOf(today), leftSchoolIn, lists: nameLists };
  for (const question of page.questions) {
    const skipped = form.skip && question.required !== true;
    const reading = skipped
      ? ({ ok: true, value: null } as const)
      : readAnswer(question, form.typed[question.id] ?? nothingTyped, context);
    if (!reading.ok) {
      problems[question.id] = reading.problem;
      continue;
    }
    values[question.id] = reading.value;
    const doubtful = doubtsOf(question, reading.value, context);
    if (doubtful.length > 0) doubts[question.id] = doubtful;
  }
  return { values, problems, doubts };
}

/** Of a posted form, what belongs to the page. */
const typedOn = (page: Page, { typed }: PageForm): TypedPage =>
  Object.fromEntries(page.questions.map(({ id }) => [id, typed[id] ?? nothingTyped]));

/** Only an order that was drawn is worth keeping. */
function drawnOrders(signer: Tools['signer'], visit: Visit, page: Page): Record<QuestionId, readonly string[]> {
  const orders = ordersFor(signer, visit, page);
  const drawn = page.questions.filter((question) => question.randomOrder === true);
  return Object.fromEntries(drawn.map((question) => [question.id, orders[question.id] ?? []]));
}

/** The draft with a note beside each answer in whose field the known one stood: left as it was, or changed. */
function withCarried(visit: Visit, page: Page, draft: Draft): Draft {
  const filled = filledIn(visit, page);
  const entries = { ...draft.entries };
  for (const question of page.questions) {
    const { id } = question;
    const entry = entries[id];
    const stood = filled[id] !== undefined || visit.draft.entries[id]?.carried !== undefined;
    if (entry === undefined || !stood || visit.known === null) continue;
    const carried = carriedAs(knownAnswer(question, visit.known.known, nameLists), entry.value);
    entries[id] = { ...entry, ...(carried !== undefined && { carried }) };
  }
  return { ...draft, entries };
}

/** Reads the page against the draft of the visit. */
export function takePage(
  signer: Tools['signer'],
  visit: Visit,
  page: Page,
  { form, time }: { readonly form: PageForm; readonly time: PageTime },
): TakenPage {
  const { published, draft, sight } = visit;
  if (form.keep === true) {
    const typed = { page: page.id, typed: typedOn(page, form), problems: {}, by: sight.session };
    return { kind: 'kept', draft: withRefused(draft, typed) };
  }
  const { values, problems, doubts } = readPage(visit, page, form, time);
  const refused = { page: page.id, typed: typedOn(page, form), problems, by: sight.session };
  if (Object.keys(problems).length > 0) return { kind: 'refused', draft: withRefused(draft, refused), problems };
  const before = refusedOn(draft, page, sight.session);
  const asked = form.asItIs === true || JSON.stringify(before?.doubts) === JSON.stringify(doubts);
  const same = form.asItIs === true || JSON.stringify(before?.typed) === JSON.stringify(refused.typed);
  if (Object.keys(doubts).length > 0 && !(asked && same)) {
    return { kind: 'refused', draft: withRefused(draft, { ...refused, doubts }), problems };
  }
  const orders = { ...draft.orders, ...drawnOrders(signer, visit, page) };
  const base = { ...withoutRefused(draft, sight.session, page), orders };
  const next = withCarried(visit, page, withPage(published.questionnaire, base, page, values, sight.session));
  // What "nothing has changed" has answered is not gone through again.
  const straightOn = form.fromCheck || next.heldSince !== undefined;
  const following =
    (straightOn ? null : nextPage(published.questionnaire, next, page, sight)) ??
    firstOpenPage(published.questionnaire, next, sight);
  return { kind: 'taken', draft: next, next: following === null ? 'check' : numberOf(published, following) };
}
