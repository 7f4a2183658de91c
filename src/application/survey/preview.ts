// How does a questionnaire go for a made-up person, and what would their answers record?
// The same pages and rules as behind a link, over a draft that the member of staff's own session holds: nothing is stored as
// a response, nobody is written to, and no figure counts it. After each answer the claims that would be made are worked out
// as if the answers were sent now (feature 14).
import { randomBytes } from 'node:crypto';
import type { PlannedDestination } from '../../domain/alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../../domain/alumni/ids.js';
import { addDays, localMonth, monthOf, type LocalDate, type LocalMonth } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { claimsFromResponse, type ClaimWithDetail } from '../../domain/destinations/claim-from-response.js';
import { findQuestionnaire, type PublishedQuestionnaire } from '../../domain/survey/catalogue.js';
import { contactAnswers, type ContactAnswers } from '../../domain/survey/contact-answers.js';
import { leavingContact, planIn } from '../../domain/survey/leaving-contact.js';
import { withModules } from '../../domain/survey/modules.js';
import { answersToSend, type Draft } from '../../domain/survey/response.js';
import { firstOpenPage, isLocked } from '../../domain/survey/routing.js';
import { sensitiveIn } from '../../domain/survey/sensitive.js';
import type { InvitationId } from '../../domain/waves/invitation.js';
import type { QuestionnaireRef, WaveId } from '../../domain/waves/wave.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { checkView } from './check-answers.js';
import { beginning, nobody, type PreviewPerson } from './preview-person.js';
import { numberOf, pageOf, shownPage } from './show-page.js';
import { takePage, type PageForm } from './take-page.js';
import { forSomebodyElse, type Visit } from './visit.js';

interface Preview extends PreviewPerson {
  readonly ref: QuestionnaireRef;
  readonly id: string;
  readonly draft: Draft;
}

/** What the answers so far would record. */
export interface PreviewedRecord {
  readonly ref: QuestionnaireRef;
  readonly title: string;
  readonly claims: readonly ClaimWithDetail[];
  readonly contact: ContactAnswers;
  /** Of a leaving form: the plan; null where none was stated. */
  readonly plan: PlannedDestination | null;
}

type PreviewTools = Pick<Tools, 'clock' | 'signer' | 'vault'>;

const aYear = 365;
/** The member of staff's session keeps it as long as themselves. */
const lastsMs = 0;

const kept = (preview: Preview) => ({ value: JSON.stringify(preview), lastsMs });
/** It was written by us, into a session that only we can write. */
const previewIn = (session: string | undefined): Preview | null =>
  session === undefined ? null : (JSON.parse(session) as Preview);

function publishedFor({ ref, byProxy, modules }: Pick<Preview, 'ref' | 'byProxy' | 'modules'>): PublishedQuestionnaire {
  const whole = findQuestionnaire(ref);
  if (whole === null) throw new NotFound();
  const asked = withModules(whole, modules);
  return byProxy ? forSomebodyElse(asked) : asked;
}

/** A visit as the pages know it, of nobody. */
function visitOf(preview: Preview, today: LocalDate): Visit {
  const { ref, id, draft, language, easy } = preview;
  const nowhere = {
    alumnusId: 'preview' as AlumnusId,
    schoolId: 'preview' as SchoolId,
    cohortId: 'preview' as CohortId,
  };
  const waveId = 'preview' as WaveId;
  return {
    session: { invitationId: 'preview' as InvitationId, id, expiresAt: new Date(8.64e15) },
    invitation: {
      ...{ id: `preview:${id}` as InvitationId, waveId, ...nowhere, questionnaire: ref, state: 'started' },
      reading: { language, easy },
    },
    wave: {
      ...{ id: waveId, title: 'Preview', cohortId: nowhere.cohortId, schoolIds: [], questionnaire: ref, steps: [] },
      ...{ closesOn: addDays(today, aYear), state: 'running', createdBy: 'preview' as StaffId, revision: 1 },
    },
    published: publishedFor(preview),
    response: null,
    known: null,
    draft,
    sight: { session: nobody, unlocked: true },
  };
}

/** The pages' verbs over a preview that the session holds, and what its answers would record. */
export function previewVerbs(tools: PreviewTools) {
  const { clock, signer } = tools;
  const today = (): LocalDate => londonDate(clock.now());
  const noSession = { kind: 'no-session' } as const;
  return {
    /** Begins one. Throws NotFound for a questionnaire that is not published. */
    begin: (ref: QuestionnaireRef, person: PreviewPerson): string => {
      const id = randomBytes(16).toString('base64url');
      const draft = beginning(publishedFor({ ref, ...person }), id, person, today());
      return kept({ ref, id, draft, ...person }).value;
    },
    whereToGoOn: (session: string | undefined) => {
      const preview = previewIn(session);
      if (preview === null) return Promise.resolve(noSession);
      const { published, draft, sight } = visitOf(preview, today());
      const open = firstOpenPage(published.questionnaire, draft, sight);
      const place = open === null ? ('check' as const) : numberOf(published, open);
      return Promise.resolve({ kind: 'at', place } as const);
    },
    showPage: (session: string | undefined, number: number) => {
      const preview = previewIn(session);
      if (preview === null) return Promise.resolve(noSession);
      const visit = visitOf(preview, today());
      const page = pageOf(visit, number);
      return Promise.resolve(page === null ? ({ kind: 'elsewhere' } as const) : shownPage(tools, visit, page));
    },
    savePage: (session: string | undefined, form: PageForm) => {
      const preview = previewIn(session);
      if (preview === null) return Promise.resolve(noSession);
      const visit = visitOf(preview, today());
      const page = pageOf(visit, form.number);
      if (page === null || isLocked(visit.published.questionnaire, page, visit.draft, visit.sight)) {
        return Promise.resolve({ kind: 'elsewhere' } as const);
      }
      const time = { today: today(), leftSchoolIn: preview.leftSchoolIn };
      const taken = takePage(signer, visit, page, { form, time });
      const cookie = kept({ ...preview, draft: taken.draft });
      if (taken.kind === 'kept') return Promise.resolve({ kind: 'kept', reading: {} } as const);
      return Promise.resolve(
        taken.kind === 'taken'
          ? ({ kind: 'saved', next: taken.next, cookie } as const)
          : ({ kind: 'refused', problems: taken.problems, cookie } as const),
      );
    },
    checkAnswers: (session: string | undefined) => {
      const preview = previewIn(session);
      return Promise.resolve(preview === null ? noSession : checkView(tools, visitOf(preview, today())));
    },
    /** Nothing is sent: the end of a preview shows what would be recorded. */
    sendAnswers: (session: string | undefined) => {
      const preview = previewIn(session);
      if (preview === null) return Promise.resolve(noSession);
      const { question } = publishedFor(preview).questionnaire.ending;
      const sent = preview.draft.entries[question]?.value !== undefined;
      return Promise.resolve(
        sent ? ({ kind: 'sent', cookie: kept(preview) } as const) : ({ kind: 'not-yet' } as const),
      );
    },
    /** What the answers so far would record; null without a preview. */
    record: (session: string | undefined): PreviewedRecord | null => {
      const preview = previewIn(session);
      if (preview === null) return null;
      const answers = answersToSend(preview.draft);
      const { ref, planned, byProxy } = preview;
      const source = byProxy ? 'proxy' : 'survey';
      const leaves = ref.name === 'leaving-form';
      return {
        ref,
        title: publishedFor(preview).title,
        claims: claimsFromResponse({ responseId: 'preview', revision: 1, answers, knownOn: today(), source, planned }),
        contact: (leaves ? leavingContact : contactAnswers)(answers, today()),
        plan: leaves ? planIn(answers, today()) : null,
      };
    },
    /** What of the page is asked only while a ground for sensitive questions is recorded; here everything is. */
    sensitiveOn: (session: string | undefined, number: number): ReturnType<typeof sensitiveIn> => {
      const preview = previewIn(session);
      const page = preview === null ? undefined : publishedFor(preview).questionnaire.pages[number - 1];
      return page === undefined ? null : sensitiveIn(page);
    },
    /** July of the latest summer that has come, or of one so many years before. */
    summer: (yearsAgo: number): LocalMonth => {
      const month = monthOf(today());
      const year = Number(month.slice(0, 4)) - (month.slice(5) >= '07' ? 0 : 1);
      return localMonth(`${year - yearsAgo}-07`);
    },
  };
}
