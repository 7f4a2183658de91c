// The questions of the leaving form, page by page, and sending them.
// The same pages and rules as behind the link of a mail (decision R15), on answers that belong to the person and the opening.
// Sent once: the person is then off the list until their tutor lets them answer again.
import { monthOf } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { Page } from '../../domain/survey/definition.js';
import { isSchoolAddress } from '../../domain/alumni/contact-point.js';
import { answersIn, withoutAnswers, withRefused } from '../../domain/survey/response.js';
import { nothingTyped } from '../../domain/survey/typed.js';
import { firstOpenPage } from '../../domain/survey/routing.js';
import { faultOf } from '../fault.js';
import { checkView, type CheckView } from '../survey/check-answers.js';
import type { SendResult } from '../survey/send-answers.js';
import type { SaveResult } from '../survey/save-page.js';
import { takePage, type PageForm, type TakenPage } from '../survey/take-page.js';
import { numberOf, pageOf, shownPage, type PageResult, type Place } from '../survey/show-page.js';
import { changeAnswers } from './change-answers.js';
import type { FinishLeaving } from './finish.js';
import { isLeavingToken, leavingCookie, readingOfSession } from './session.js';
import {
  leavingDraftPlace,
  leavingSubmissionPlace,
  openLeavingVisit,
  type LeavingTools,
  type LeavingVisit,
  type LeavingVisitResult,
} from './visit.js';

type NoVisit = Exclude<LeavingVisitResult, { kind: 'visit' }>;

/** Where somebody goes on. */
export const whereToGoOn =
  (tools: LeavingTools) =>
  async (cookie: string | undefined): Promise<{ readonly kind: 'at'; readonly place: Place } | NoVisit> => {
    const result = await openLeavingVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { published, draft, sight } = result.visit;
    const open = firstOpenPage(published.questionnaire, draft, sight);
    return { kind: 'at', place: open === null ? 'check' : numberOf(published, open) };
  };

/** Shows a page by its number. */
export const showPage =
  (tools: LeavingTools) =>
  async (cookie: string | undefined, number: number): Promise<PageResult> => {
    const result = await openLeavingVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const page = pageOf(result.visit.visit, number);
    return page === null ? { kind: 'elsewhere' } : shownPage(tools, result.visit.visit, page);
  };

/** A school's address stops working, so it is never the person's own one, nor the only one (Y1): it is given back like any wrong answer. */
function judgeAddress(
  { settings }: LeavingTools,
  { draft, sight }: LeavingVisit,
  page: Page,
  taken: TakenPage,
  { typed }: PageForm,
): TakenPage {
  const { id } = page;
  if (taken.kind !== 'taken' || (id !== 'email' && id !== 'other-email')) return taken;
  const { email, [id]: judged } = taken.draft.entries;
  const given = judged?.value;
  const isOneOfTwo = id === 'other-email' && email?.value !== undefined;
  if (isOneOfTwo || typeof given !== 'string' || !isSchoolAddress(given, settings.schoolMailDomains)) return taken;
  const problems = { [id]: id === 'email' ? 'school-address' : 'school-address-alone' } as const;
  const own = { [id]: typed[id] ?? nothingTyped };
  return {
    kind: 'refused',
    draft: withRefused(draft, { page: id, typed: own, problems, by: sight.session }),
    problems,
  };
}

/** Saves a page, also where the session ended while somebody typed: then nothing is shown. */
export const savePage =
  (tools: LeavingTools) =>
  async (cookie: string | undefined, form: PageForm): Promise<SaveResult> => {
    const { signer, clock, vault } = tools;
    const result = await openLeavingVisit(tools, cookie, { late: true });
    if (result.kind !== 'visit') return result;
    const { visit } = result;
    const { session, person } = visit;
    if (!isLeavingToken(signer, session, form.formToken)) return { kind: 'not-our-form' };
    const page = pageOf(visit.visit, form.number);
    if (page === null) return { kind: 'elsewhere' };
    const time = { today: londonDate(clock.now()), leftSchoolIn: monthOf(person.leftOn) };
    const taken = judgeAddress(tools, visit, page, takePage(signer, visit.visit, page, { form, time }), form);
    const draft = vault.seal(taken.draft, leavingDraftPlace(person.id));
    const saved = await changeAnswers(tools, person, (held) =>
      held.revision === (visit.held?.revision ?? 0)
        ? { next: { ...held, draft }, gives: true }
        : { next: null, gives: false },
    );
    if (!saved) return savePage(tools)(cookie, form); // another tab was first: on what it left
    if (taken.kind === 'kept' || visit.over) return { kind: 'kept', reading: readingOfSession(session) };
    const renewed = leavingCookie(signer, session, clock.now());
    return taken.kind === 'refused'
      ? { kind: 'refused', problems: taken.problems, cookie: renewed }
      : { kind: 'saved', next: taken.next, cookie: renewed };
  };

/** The answers to check before they are sent. */
export const checkAnswers =
  (tools: LeavingTools) =>
  async (cookie: string | undefined): Promise<CheckView | NoVisit> => {
    const result = await openLeavingVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    return checkView(tools, result.visit.visit);
  };

/** Sends the answers; what follows is done at once, and by the recurring job if the process dies in between. */
export const sendAnswers =
  (tools: LeavingTools, finish: FinishLeaving, sendCode: (cookie: string, formToken: string) => Promise<unknown>) =>
  async (cookie: string | undefined, formToken: string): Promise<SendResult> => {
    const { clock, vault, signer, newId } = tools;
    const result = await openLeavingVisit(tools, cookie, { sent: true });
    if (result.kind !== 'visit') return result;
    const { session, person, draft, published, sight, held: seen } = result.visit;
    if (!isLeavingToken(signer, session, formToken)) return { kind: 'not-our-form' };
    const now = clock.now();
    const sent = { kind: 'sent', cookie: leavingCookie(signer, session, now) } as const;
    if (seen?.state === 'done') return seen.sentBy === sight.session ? sent : { kind: 'closed' }; // a second press
    const answers = answersIn(draft);
    if (seen === null || answers[published.questionnaire.ending.question] === undefined) return { kind: 'not-yet' };
    const number = (seen.submissions.at(-1)?.number ?? 0) + 1;
    const { draft: _draft, code: _code, confirmedAt: _confirmed, addressNumber: _address, ...rest } = seen;
    const left = withoutAnswers(draft);
    const submission = {
      ...{ number, answers: vault.seal(answers, leavingSubmissionPlace(person.id, number)), at: now },
      ...(session.helped === true ? { helped: true } : {}),
    };
    const written = await changeAnswers(tools, person, (held) =>
      held.revision === seen.revision
        ? {
            next: {
              ...rest,
              ...{ state: 'done', failedTries: 0, sentBy: sight.session, toFinish: number },
              submissions: [...seen.submissions, submission],
              ...(left === null ? {} : { draft: vault.seal(left, leavingDraftPlace(person.id)) }),
            },
            gives: true,
            audit: {
              ...{ id: newId(), at: now, actor: { kind: 'alumnus' }, act: 'leaving-form.sent' },
              subject: `alumnus:${person.id}`,
            },
          }
        : { next: null, gives: false },
    );
    if (!written) return sendAnswers(tools, finish, sendCode)(cookie, formToken);
    try {
      await finish(person.id);
      await sendCode(sent.cookie.value, formToken);
    } catch (error) {
      tools.log.warn('What follows from a leaving form is left to the recurring job', {
        failure: faultOf(error),
      });
    }
    return sent;
  };
