// What happens when somebody presses Continue or Skip?
// Meaning is checked, the draft is saved at once under its revision, answers that the change orphans fall, and the next
// page follows (architecture, walk 2; decision R14). A page that is not taken is kept beside them as it was typed, for the
// same session to put right, so that the browser only ever shows pages that it asked for. Two tabs, the back button and a double press do no harm: a write that
// came second is made again on what the first one left.
import { readAnswer } from '../../domain/survey/answers.js';
import { monthOf } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { AnswerValue, Page, QuestionId } from '../../domain/survey/definition.js';
import { isCarried } from '../../domain/survey/known.js';
import { answersIn, withoutRefused, withRefused, type Draft } from '../../domain/survey/response.js';
import { firstOpenPage, isLocked, nextPage, withPage } from '../../domain/survey/routing.js';
import { carriedAs } from '../../domain/survey/unchanged.js';
import type { AnswerProblem, Problems, Typed, TypedPage } from '../../domain/survey/typed.js';
import type { StoredResponse } from '../../store/index.js';
import { ChangedMeanwhile } from '../errors.js';
import { isOwnForm, renewedSession, type SurveyCookie } from './session.js';
import { filledIn, numberOf, ordersFor, pageOf, type PageResult, type ShownPage } from './show-page.js';
import { draftPlace, openVisit, type Visit, type VisitTools } from './visit.js';

/** A page as it was posted. */
export interface PageForm {
  readonly formToken: string;
  readonly number: number;
  readonly typed: TypedPage;
  readonly skip: boolean;
  /** Came from the page where answers are checked, and goes back there. */
  readonly fromCheck: boolean;
}

export type SaveResult =
  | { readonly kind: 'saved'; readonly next: number | 'check'; readonly cookie: SurveyCookie }
  /** No answer was taken; the page shows what was typed beside what to do. */
  | { readonly kind: 'refused'; readonly problems: Problems; readonly cookie: SurveyCookie }
  | { readonly kind: 'not-our-form' }
  | Exclude<PageResult, ShownPage>;

type Values = Readonly<Record<QuestionId, AnswerValue | null>>;

const mostAttempts = 8;
const nothingTyped: Typed = { codes: [], text: '', month: '', year: '', about: false };

async function readValues(
  tools: VisitTools,
  visit: Visit,
  page: Page,
  form: PageForm,
): Promise<{ readonly values: Values; readonly problems: Problems }> {
  const values: Record<QuestionId, AnswerValue | null> = {};
  const problems: Record<QuestionId, AnswerProblem> = {};
  const alumnus = await tools.store.alumni.find('every-school', visit.invitation.alumnusId);
  const today = londonDate(tools.clock.now());
  const context = {
    answers: answersIn(visit.draft),
    thisMonth: monthOf(today),
    leftSchoolIn: monthOf(alumnus?.leftOn ?? today),
  };
  for (const question of page.questions) {
    const skipped = form.skip && question.required !== true;
    const reading = skipped
      ? ({ ok: true, value: null } as const)
      : readAnswer(question, form.typed[question.id] ?? nothingTyped, context);
    if (reading.ok) values[question.id] = reading.value;
    else problems[question.id] = reading.problem;
  }
  return { values, problems };
}

/** The draft with the page's answers, sealed and written under the revision it rests on; false when another was first. */
export async function writeDraft(tools: VisitTools, { invitation, response }: Visit, draft: Draft): Promise<boolean> {
  const { store, clock, vault } = tools;
  const now = clock.now();
  const sealed = vault.seal(draft, draftPlace(invitation.id));
  const passed = Object.keys(draft.entries).length;
  const written =
    response === null
      ? await store.responses.begin(firstDraft(invitation, sealed, passed, now))
      : await store.responses.saveDraft(response, { draft: sealed, passed, savedAt: now });
  if (written && invitation.state === 'invited') await store.invitations.markStarted(invitation.id);
  return written;
}

const firstDraft = (invitation: Visit['invitation'], draft: string, passed: number, now: Date): StoredResponse => ({
  id: invitation.id,
  waveId: invitation.waveId,
  alumnusId: invitation.alumnusId,
  schoolId: invitation.schoolId,
  cohortId: invitation.cohortId,
  questionnaire: invitation.questionnaire,
  state: 'started',
  revision: 1,
  draft,
  passed,
  submissions: [],
  startedAt: now,
  savedAt: now,
});

/** Saves a page. Throws ChangedMeanwhile when others kept on writing first. */
export const savePage =
  (tools: VisitTools) =>
  async (cookie: string | undefined, form: PageForm): Promise<SaveResult> => {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const result = await openVisit(tools, cookie);
      if (result.kind !== 'visit') return result;
      const { visit } = result;
      const { session, published, draft, sight } = visit;
      if (!isOwnForm(tools.signer, session, form.formToken)) return { kind: 'not-our-form' };
      const page = pageOf(visit, form.number);
      if (page === null) return { kind: 'elsewhere' };
      if (isLocked(published.questionnaire, page, draft, sight)) return { kind: 'locked' };
      const { values, problems } = await readValues(tools, visit, page, form);
      const renewed = () => renewedSession(tools.signer, session, tools.clock.now());
      if (Object.keys(problems).length > 0) {
        const refused = { page: page.id, typed: typedOn(page, form), problems, by: sight.session };
        if (!(await writeDraft(tools, visit, withRefused(draft, refused)))) continue;
        return { kind: 'refused', problems, cookie: renewed() };
      }
      const orders = { ...draft.orders, ...randomOrders(ordersFor(tools.signer, visit, page), page) };
      const base = { ...withoutRefused(draft, sight.session), orders };
      const next = withCarried(visit, page, withPage(published.questionnaire, base, page, values, sight.session));
      if (!(await writeDraft(tools, visit, next))) continue;
      const following =
        (form.fromCheck ? null : nextPage(published.questionnaire, next, page, sight)) ??
        firstOpenPage(published.questionnaire, next, sight);
      return {
        kind: 'saved',
        next: following === null ? 'check' : numberOf(published, following),
        cookie: renewed(),
      };
    }
    throw new ChangedMeanwhile();
  };

/** The draft with a note beside each answer in whose field the known one stood: left as it was, or changed. */
function withCarried(visit: Visit, page: Page, draft: Draft): Draft {
  const filled = filledIn(visit, page);
  const entries = { ...draft.entries };
  for (const { id } of page.questions) {
    const entry = entries[id];
    const stood = filled[id] !== undefined || visit.draft.entries[id]?.carried !== undefined;
    if (entry === undefined || !isCarried(id) || !stood || visit.known === null) continue;
    const carried = carriedAs(id, visit.known.known, entry.value);
    entries[id] = { ...entry, ...(carried !== undefined && { carried }) };
  }
  return { ...draft, entries };
}

/** Of a posted form, what belongs to the page. */
const typedOn = (page: Page, { typed }: PageForm): TypedPage =>
  Object.fromEntries(page.questions.map(({ id }) => [id, typed[id] ?? nothingTyped]));

/** Only an order that was drawn is worth keeping. */
function randomOrders(orders: ShownPage['orders'], page: Page): Record<QuestionId, readonly string[]> {
  const drawn = page.questions.filter((question) => question.randomOrder === true);
  return Object.fromEntries(drawn.map((question) => [question.id, orders[question.id] ?? []]));
}
