// What does somebody find who has said who they are on the leaving form?
// Its questions and what this session has entered. A draft of another session is not shown and not gone on with: who comes by
// another browser begins anew, so that nobody sends what somebody else typed in their name. What was sent is closed.
import { newestQuestionnaire, type PublishedQuestionnaire } from '../../domain/survey/catalogue.js';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { emptyDraft, type Draft, type Sight } from '../../domain/survey/response.js';
import type { LeavingForm } from '../../domain/survey/leaving-form.js';
import type { LeavingAnswers } from '../../store/index.js';
import { invitationId } from '../../domain/waves/invitation.js';
import type { WaveId } from '../../domain/waves/wave.js';
import { askedToday } from '../survey/sensitive-questions.js';
import type { Visit } from '../survey/visit.js';
import type { Tools } from '../tools.js';
import { openFormOf } from './enter.js';
import { leavingMark, leavingToken, readingOfSession, readLeavingSession, type LeavingSession } from './session.js';

export type LeavingTools = Pick<Tools, 'store' | 'clock' | 'signer' | 'vault' | 'settings' | 'newId' | 'log'>;

/** A person's session with everything it was opened for; the visit is what the survey's pages are shown from. */
export interface LeavingVisit {
  readonly session: LeavingSession & { readonly alumnusId: AlumnusId };
  /** It is over: nothing may be shown. */
  readonly over: boolean;
  readonly form: LeavingForm;
  readonly person: Alumnus;
  readonly held: LeavingAnswers | null;
  readonly sight: Sight;
  readonly draft: Draft;
  readonly published: PublishedQuestionnaire;
  readonly formToken: string;
  readonly visit: Visit;
}

export type LeavingVisitResult =
  | { readonly kind: 'visit'; readonly visit: LeavingVisit }
  | { readonly kind: 'no-session' }
  /** It was sent, by this session or another. */
  | { readonly kind: 'closed' };

/** The questionnaire of the leaving form that is asked today. */
export function leavingQuestionnaire(): PublishedQuestionnaire {
  const newest = newestQuestionnaire('leaving-form');
  if (newest === null) throw new Error('There is no leaving form.');
  return newest;
}

/** Where a draft is sealed for. */
export const leavingDraftPlace = (id: AlumnusId): string => `leaving/${id}/draft`;
/** Where the answers of one submission are sealed for. */
export const leavingSubmissionPlace = (id: AlumnusId, number: number): string => `leaving/${id}/submissions/${number}`;

function draftOf({ vault }: LeavingTools, held: LeavingAnswers | null, sight: Sight): Draft {
  if (held?.draft === undefined) return emptyDraft;
  const draft = vault.open(held.draft, leavingDraftPlace(held.id)) as Draft;
  const entries = [...Object.values(draft.entries), ...(draft.refused ?? []), ...(draft.unsentHelp ?? [])];
  return entries.every(({ by }) => by === sight.session) ? draft : emptyDraft;
}

/**
 * The visit of a cookie's session.
 * @param sent also when the form was sent
 * @param late of one that is over too: for taking in what somebody typed, never for showing anything
 */
export async function openLeavingVisit(
  tools: LeavingTools,
  cookie: string | undefined,
  { sent = false, late = false }: { readonly sent?: boolean; readonly late?: boolean } = {},
): Promise<LeavingVisitResult> {
  const { store, clock, signer } = tools;
  const session = readLeavingSession(signer, cookie, clock.now(), { late });
  if (session?.alumnusId === undefined) return { kind: 'no-session' };
  const { alumnusId } = session;
  const over = readLeavingSession(signer, cookie, clock.now()) === null;
  const [form, person, held, today] = await Promise.all([
    openFormOf(tools, session),
    store.alumni.find('every-school', alumnusId),
    store.leavingAnswers.find(alumnusId),
    askedToday(tools),
  ]);
  if (form === null || person === null) return { kind: 'no-session' };
  if (held?.state === 'done' && !sent) return { kind: 'closed' };
  const sight: Sight = { session: leavingMark(signer, session), unlocked: false };
  const published = today.asked(leavingQuestionnaire());
  const draft = today.standing(published, draftOf(tools, held, sight));
  return {
    kind: 'visit',
    visit: {
      ...{ session: { ...session, alumnusId }, over, form, person, held, sight, draft, published },
      formToken: leavingToken(signer, session),
      visit: visitOf({ session, form, person, sight, draft, published }),
    },
  };
}

/** The visit as the survey's pages know it: an invitation and a wave of the form's own, which stand in no store. */
function visitOf({
  session,
  form,
  person,
  ...rest
}: Pick<LeavingVisit, 'form' | 'person' | 'sight' | 'draft' | 'published'> & {
  readonly session: LeavingSession;
}): Visit {
  const { name, version } = rest.published.questionnaire;
  const { schoolId, cohortId } = person;
  const waveId = form.id as string as WaveId;
  const questionnaire = { name, version };
  const id = invitationId(waveId, person.id);
  return {
    session: { invitationId: id, id: session.id, expiresAt: form.openedAt },
    invitation: {
      ...{ id, waveId, alumnusId: person.id, schoolId, cohortId, questionnaire, state: 'started' },
      reading: readingOfSession(session),
    },
    wave: {
      ...{ id: waveId, title: rest.published.title, cohortId, schoolIds: [schoolId], questionnaire, steps: [] },
      ...{ closesOn: form.closesOn, state: 'running', createdBy: form.openedBy, revision: 1 },
    },
    response: null,
    known: null,
    ...rest,
  };
}
