// What happens when somebody presses Continue or Skip?
// Meaning is checked (take-page.ts), the draft is saved at once under its revision, answers that the change orphans fall, and
// the next page follows (architecture, walk 2; decision R14). Two tabs, the back button and a double press do no harm: a
// write that came second is made again on what the first one left.
import { monthOf } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { Page } from '../../domain/survey/definition.js';
import type { Reading } from '../../domain/survey/reading.js';
import type { Draft } from '../../domain/survey/response.js';
import { isLocked } from '../../domain/survey/routing.js';
import type { Problems } from '../../domain/survey/typed.js';
import type { StoredResponse } from '../../store/index.js';
import { ChangedMeanwhile } from '../errors.js';
import { isOwnForm, renewedSession, type SurveyCookie } from './session.js';
import { pageOf, type PageResult, type ShownPage } from './show-page.js';
import { takePage, type PageForm, type PageTime } from './take-page.js';
import { draftPlace, openVisit, type Visit, type VisitTools } from './visit.js';

/** What became of the page. */
export type SaveResult =
  | { readonly kind: 'saved'; readonly next: number | 'check'; readonly cookie: SurveyCookie }
  /** No answer was taken; the page shows what was typed beside what to do. */
  | { readonly kind: 'refused'; readonly problems: Problems; readonly cookie: SurveyCookie }
  /** What was typed is kept, and nothing shown: it was not sent, or its session is over. */
  | { readonly kind: 'kept'; readonly reading: Reading }
  | { readonly kind: 'not-our-form' }
  | Exclude<PageResult, ShownPage>;

const mostAttempts = 8;

/** The draft with the page's answers, sealed and written under the revision it rests on; false when another was first. */
export async function writeDraft(tools: VisitTools, { invitation, response }: Visit, draft: Draft): Promise<boolean> {
  const { store, clock, vault } = tools;
  const now = clock.now();
  const sealed = vault.seal(draft, draftPlace(invitation.id));
  const passed = Object.keys(draft.entries).length;
  // Both at once: where another write of the draft was first, they have started all the same.
  const [written] = await Promise.all([
    response === null
      ? store.responses.begin(firstDraft(invitation, sealed, passed, now))
      : store.responses.saveDraft(response, { draft: sealed, passed, savedAt: now }),
    invitation.state === 'invited' ? store.invitations.markStarted(invitation.id) : null,
  ]);
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
      const result = await openVisit(tools, cookie, { late: true });
      if (result.kind !== 'visit') return result;
      const { visit } = result;
      const { session, published, draft, sight } = visit;
      if (!isOwnForm(tools.signer, session, form.formToken)) return { kind: 'not-our-form' };
      const page = pageOf(visit, form.number);
      if (page === null) return { kind: 'elsewhere' };
      if (isLocked(published.questionnaire, page, draft, sight)) return { kind: 'locked' };
      const taken = takePage(tools.signer, visit, page, { form, time: await timeOf(tools, visit, page) });
      // The same again, as by a double press: it stands there already, so all of them get the same answer (row 31).
      const stands = visit.response !== null && JSON.stringify(taken.draft) === JSON.stringify(draft);
      if (!stands && !(await writeDraft(tools, visit, taken.draft))) continue;
      const now = tools.clock.now();
      if (taken.kind === 'kept' || session.expiresAt <= now) {
        return { kind: 'kept', reading: visit.invitation.reading ?? {} };
      }
      const renewed = renewedSession(tools.signer, session, now);
      return taken.kind === 'taken'
        ? { kind: 'saved', next: taken.next, cookie: renewed }
        : { kind: 'refused', problems: taken.problems, cookie: renewed };
    }
    throw new ChangedMeanwhile();
  };

/** Today, and the month in which they left school: looked up where the page asks for a month, since nothing else is held against it. */
async function timeOf({ store, clock }: VisitTools, { invitation }: Visit, page: Page): Promise<PageTime> {
  const asksMonth = page.questions.some(({ kind }) => kind === 'month' || kind === 'month-range');
  const alumnus = asksMonth ? await store.alumni.find('every-school', invitation.alumnusId) : null;
  const today = londonDate(clock.now());
  return { today, leftSchoolIn: monthOf(alumnus?.leftOn ?? today) };
}
