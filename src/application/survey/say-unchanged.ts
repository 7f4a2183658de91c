// "This is me, and nothing has changed": the smallest answer there is (Y10; M10).
// It says again what was known, as of today, and is sent at once; what is known is looked at in the moment of the press, and
// where it is no longer what the person was shown or was written to about, they are asked instead. Whoever has begun to
// answer goes on where they are. Pressed twice, it is one response.
import { londonDate } from '../../domain/calendar/london-time.js';
import { knownPresent } from '../../domain/destinations/known.js';
import { namesOf, type Known } from '../../domain/survey/known.js';
import type { Reading } from '../../domain/survey/reading.js';
import { mayTakeBack, withoutUnchanged, withUnchanged } from '../../domain/survey/unchanged.js';
import { nameLists } from '../../reference/index.js';
import { ChangedMeanwhile } from '../errors.js';
import { openLink } from './open-link.js';
import { writeDraft } from './save-page.js';
import type { SendResult } from './send-answers.js';
import { formTokenOf, isOwnForm, nobodysMark, readSession, type SurveyCookie } from './session.js';
import { numberOf } from './show-page.js';
import { sessionByLink } from './start-answering.js';
import { isUntouched, openVisit, takesAnswers, type Visit, type VisitResult, type VisitTools } from './visit.js';

type NoVisit = Exclude<VisitResult, { kind: 'visit' }>;
type Send = (cookie: string | undefined, formToken: string) => Promise<SendResult>;

const mostAttempts = 8;

/** What somebody is asked who comes back: whether what is known still holds. */
export interface KnownPage {
  readonly kind: 'known';
  /** What they may be shown; null where only they know what they told us. */
  readonly known: Known | null;
  readonly knownOn: Known['knownOn'];
  readonly byThemselves: boolean;
  /** What the form carries, so that a press speaks of what was shown. */
  readonly seen: string;
  readonly formToken: string;
  /** Where "something has changed" leads. */
  readonly first: number;
}

const sealOf = ({ signer }: Pick<VisitTools, 'signer'>, { invitation, known }: Visit): string =>
  signer.sign('survey-session', `known ${invitation.id} ${JSON.stringify(known)}`);

/** The page that asks it; `elsewhere` where nothing is known or something was answered. */
export const showKnown =
  (tools: VisitTools) =>
  async (cookie: string | undefined): Promise<KnownPage | { readonly kind: 'elsewhere' } | NoVisit> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { visit } = result;
    if (visit.known === null || !isUntouched(visit)) return { kind: 'elsewhere' };
    const { known, shown } = visit.known;
    const [first] = visit.published.questionnaire.pages;
    return {
      kind: 'known',
      known: shown && namesOf(known) !== '' ? known : null,
      knownOn: known.knownOn,
      byThemselves: known.byThemselves,
      seen: sealOf(tools, visit),
      formToken: formTokenOf(tools.signer, visit.session),
      first: first === undefined ? 1 : numberOf(visit.published, first),
    };
  };

/** `sent`; or `asked`: something is to be asked first, and the session's cookie leads to it. */
export type UnchangedResult =
  | { readonly kind: 'sent' | 'asked'; readonly cookie: SurveyCookie | null }
  | { readonly kind: 'not-our-form' }
  | NoVisit;

/** Writes what was known as answers and sends them, if `agreed` to what is known now. */
async function answerUnchanged(
  tools: VisitTools,
  send: Send,
  { cookie, formToken }: { readonly cookie: string | undefined; readonly formToken: string },
  agreed: (visit: Visit) => boolean,
): Promise<UnchangedResult> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { visit } = result;
    const { session, invitation, published, draft, sight, known } = visit;
    if (!isOwnForm(tools.signer, session, formToken)) return { kind: 'not-our-form' };
    if (draft.heldSince === undefined) {
      if (known === null || !isUntouched(visit) || !agreed(visit)) return { kind: 'asked', cookie: null };
      const by = known.shown ? sight.session : nobodysMark(tools.signer, invitation.id);
      const next = withUnchanged(published.questionnaire, draft, { known: known.known, by, lists: nameLists });
      if (!(await writeDraft(tools, visit, next))) continue;
    }
    const sent = await send(cookie, formToken);
    return sent.kind === 'not-yet' ? { kind: 'asked', cookie: null } : sent;
  }
  throw new ChangedMeanwhile();
}

/** Pressed on the page that asks it; `seen` is what its form carried. */
export const sayUnchanged =
  (tools: VisitTools, send: Send) =>
  (cookie: string | undefined, formToken: string, seen: string): Promise<UnchangedResult> =>
    answerUnchanged(tools, send, { cookie, formToken }, (visit) => seen === sealOf(tools, visit));

/** Pressed on the page of the mail's link, with the cookie that the browser holds; `closed` for a link that opens nothing. */
export const sayUnchangedByLink =
  (tools: VisitTools, send: Send) =>
  async (
    token: string,
    reading: Reading = {},
    held?: string,
  ): Promise<Extract<UnchangedResult, { cookie: unknown }> | { readonly kind: 'closed' }> => {
    const { store, clock, signer } = tools;
    const link = await openLink(tools, token);
    const now = clock.now();
    if (link === null || link.revoked || !takesAnswers(link.invitation, link.wave, now)) return { kind: 'closed' };
    await store.invitations.markOpened(link.invitation.id, now);
    await store.invitations.keepReading(link.invitation.id, reading);
    const cookie = sessionByLink(signer, link, { held, now });
    // Whoever asked not to be written to about it is told so first, and may answer all the same.
    if (link.invitation.state === 'stopped') return { kind: 'asked', cookie };
    const session = readSession(signer, cookie.value, now);
    if (session === null) throw new Error('A session that was just made cannot be read.');
    const record = await store.destinationRecords.find('every-school', link.invitation.alumnusId);
    // What the mail was about; what became known since was not in it.
    const before = londonDate(link.dueAt);
    const then = record === null ? null : knownPresent(record, { before });
    const same = (visit: Visit): boolean => JSON.stringify(visit.known?.known ?? null) === JSON.stringify(then);
    const form = { cookie: cookie.value, formToken: formTokenOf(signer, session) };
    const said = await answerUnchanged(tools, send, form, same);
    if (said.kind === 'sent' || said.kind === 'asked') return { kind: said.kind, cookie: said.cookie ?? cookie };
    return { kind: 'closed' };
  };

/**
 * "Something has changed after all": the answers that the button gave are taken out, and the questions begin. `locked` where
 * another session gave them, until the code is entered (requirement T6).
 */
export const takeUnchangedBack =
  (tools: VisitTools) =>
  async (
    cookie: string | undefined,
    formToken: string,
  ): Promise<
    { readonly kind: 'at'; readonly number: number } | { readonly kind: 'not-our-form' | 'locked' } | NoVisit
  > => {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const result = await openVisit(tools, cookie);
      if (result.kind !== 'visit') return result;
      const { visit } = result;
      if (!isOwnForm(tools.signer, visit.session, formToken)) return { kind: 'not-our-form' };
      const { draft, sight, invitation } = visit;
      const next = withoutUnchanged(draft);
      if (next !== draft && !mayTakeBack(draft, sight, nobodysMark(tools.signer, invitation.id))) {
        return { kind: 'locked' };
      }
      const [first] = visit.published.questionnaire.pages;
      const at = { kind: 'at', number: first === undefined ? 1 : numberOf(visit.published, first) } as const;
      if (next === draft || (await writeDraft(tools, visit, next))) return at;
    }
    throw new ChangedMeanwhile();
  };
