// What does somebody who comes with a survey session find?
// The invitation, its wave, the questionnaire's version and the draft so far, and which answers they may see (decisions
// R12 to R14). Answers are taken until the wave's last day, included; afterwards the link has closed (R11).
import { drawBlock } from '../../domain/survey/choice-order.js';
import { findQuestionnaire, type PublishedQuestionnaire } from '../../domain/survey/catalogue.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { withModules } from '../../domain/survey/modules.js';
import { emptyDraft, type Draft, type Sight } from '../../domain/survey/response.js';
import { contactQuestions } from '../../domain/survey/contact-answers.js';
import { callLeaseMs, type CallId } from '../../domain/waves/call.js';
import { invitedAs, waveOf, type Invitation } from '../../domain/waves/invitation.js';
import type { Wave } from '../../domain/waves/wave.js';
import type { StoredResponse } from '../../store/index.js';
import type { Tools } from '../tools.js';
import { readKnown, type KnownHere } from './read-known.js';
import { askedToday } from './sensitive-questions.js';
import { markOf, readSession, type Caller, type SurveySession } from './session.js';

/** A session with everything it was opened for. */
export interface Visit {
  readonly session: SurveySession;
  readonly invitation: Invitation;
  readonly wave: Wave;
  readonly published: PublishedQuestionnaire;
  readonly response: StoredResponse | null;
  readonly draft: Draft;
  readonly sight: Sight;
  /** What the questions may start from; null where nothing is known, or nothing may be said of it here. */
  readonly known: KnownHere | null;
}

export type VisitResult =
  | { readonly kind: 'visit'; readonly visit: Visit }
  /** No session, or one that is over: the link in the mail opens a new one. */
  | { readonly kind: 'no-session' }
  /** The wave takes no more answers, or this person has stopped it. */
  | { readonly kind: 'closed' };

export type VisitTools = Pick<Tools, 'store' | 'clock' | 'signer' | 'vault'>;

/** Whether answers are taken from this person on that day. */
export function takesAnswers(invitation: Invitation, wave: Wave, now: Date): boolean {
  const open = (wave.state === 'running' || wave.state === 'paused') && londonDate(now) <= wave.closesOn;
  const stoppedForGood = invitation.state === 'stopped' && invitation.stop !== 'unsubscribed';
  return open && invitation.state !== 'excluded' && !stoppedForGood;
}

/** Where a draft is sealed for. */
export const draftPlace = (response: string): string => `responses/${response}/draft`;
/** Where the answers of one submission are sealed for. */
export const submissionPlace = (response: string, submission: number): string =>
  `responses/${response}/submissions/${submission}`;

/** Whether the caller still has the call of this invitation in hand; each page makes their hold longer. */
async function holdsCall({ store }: VisitTools, { id }: Invitation, { staffId }: Caller): Promise<boolean> {
  const call = await store.calls.find('every-school', id as string as CallId); // a wave's call has the invitation's id
  if (call?.holder !== staffId) return false;
  await store.calls.renew(call, staffId, callLeaseMs);
  return true;
}

/**
 * The session as it counts for the record that the invitation names now: where records were merged since, the number of the contact
 * point to which the link went may be another one's there, which would show what only that one's reader may see.
 */
async function forRecordNow(
  { store }: VisitTools,
  session: SurveySession,
  invitation: Invitation,
): Promise<SurveySession> {
  const { to, ...rest } = session;
  const invited = invitedAs(invitation);
  if (to === undefined || invited === invitation.alumnusId) return session;
  return (await store.mergedPeople.numberOf(invited, to)) === to ? session : rest;
}

/** What somebody else may be asked about a person: nothing that reveals health, faith or money, and no consent (Y2). */
export const forSomebodyElse = (published: PublishedQuestionnaire): PublishedQuestionnaire => ({
  ...published,
  questionnaire: {
    ...published.questionnaire,
    pages: published.questionnaire.pages.filter(
      ({ hard, questions }) =>
        hard !== true &&
        !questions.some(
          ({ id, kind, ownOnly }) => ownOnly === true || kind === 'consent' || contactQuestions.includes(id),
        ),
    ),
  },
});

/** What is drawn for this invitation is drawn from it: unguessable, and the same each time. */
export const lotOf = (signer: Tools['signer'], invitation: Invitation): string =>
  signer.sign('survey-session', `order ${invitation.id}`);

/** Whether nothing has been answered yet, so that one button can answer it all. */
export const isUntouched = ({ draft, response }: Visit): boolean =>
  Object.keys(draft.entries).length === 0 && (response?.submissions.length ?? 0) === 0;

/**
 * Opens the visit of a cookie's session.
 * @param late one that is over too: for taking in what somebody typed, never for showing anything
 */
export async function openVisit(
  tools: VisitTools,
  cookie: string | undefined,
  { late = false }: { readonly late?: boolean } = {},
): Promise<VisitResult> {
  const { store, clock, signer, vault } = tools;
  const now = clock.now();
  const held = readSession(signer, cookie, now, { late });
  if (held === null) return { kind: 'no-session' };
  const [invitation, wave, response, today] = await Promise.all([
    store.invitations.find(held.invitationId),
    store.waves.find('every-school', waveOf(held.invitationId)),
    store.responses.find(held.invitationId),
    askedToday(tools),
  ]);
  if (invitation === null || wave === null || !takesAnswers(invitation, wave, now)) return { kind: 'closed' };
  const session = await forRecordNow(tools, held, invitation);
  if (session.caller !== undefined && !(await holdsCall(tools, invitation, session.caller))) return { kind: 'closed' };
  const whole = findQuestionnaire(invitation.questionnaire);
  if (whole === null) throw new Error('The wave names a questionnaire that is not published.');
  const asked = today.asked(withModules(whole, invitation.modules));
  const published = session.caller?.source === 'proxy' ? forSomebodyElse(asked) : asked;
  const stored = response === null ? emptyDraft : (vault.open(response.draft, draftPlace(response.id)) as Draft);
  const drawn = stored.drawn ?? drawBlock(published.questionnaire, lotOf(signer, invitation));
  const draft = today.standing(published, drawn === undefined ? stored : { ...stored, drawn });
  const mark = markOf(signer, session);
  const others = Object.values(draft.entries).some((entry) => entry.by !== mark);
  // What the person began, somebody else neither sees nor changes (Y2).
  if (session.caller?.source === 'proxy' && others) return { kind: 'closed' };
  const unlocked = others && (await store.surveyAccess.find(invitation.id)).unlocked.includes(mark);
  const sight: Sight = { session: mark, unlocked };
  const known = await readKnown(tools, { invitation, session, questionnaire: published.questionnaire });
  return { kind: 'visit', visit: { session, invitation, wave, published, response, draft, sight, known } };
}
