// How does somebody on another device get to see or change their earlier answers?
// By a code of six digits to the person's own address on file, never to one entered in these answers (decision R13,
// requirement T6): used once, ten minutes, five tries, three an hour, only in the session that asked for it. The page says
// the same whether or not a code went out.
import { randomInt } from 'node:crypto';
import { ownAddresses } from '../../domain/alumni/contact-point.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { codeMinutes, maySendMore, mayTry, withinLastHour } from '../../domain/survey/access.js';
import type { Reading } from '../../domain/survey/reading.js';
import type { SurveyNeighbours } from './neighbours.js';
import { formTokenOf, isOwnForm, type SurveySession } from './session.js';
import { openVisit, type VisitResult, type VisitTools } from './visit.js';

type NoVisit = Exclude<VisitResult, { kind: 'visit' }>;

/** What the page that asks for a code shows (decision R13). */
export type CodePage =
  | { readonly kind: 'code'; readonly formToken: string; readonly unlocked: boolean; readonly reading: Reading }
  | NoVisit;

const hashOf = (signer: VisitTools['signer'], session: SurveySession, code: string): string =>
  signer.sign('survey-session', `code ${session.invitationId} ${session.id} ${code}`);

/** What the page where codes are asked for and entered needs. */
export const codePage =
  (tools: VisitTools) =>
  async (cookie: string | undefined): Promise<CodePage> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { session, sight, invitation } = result.visit;
    const { reading = {} } = invitation;
    return { kind: 'code', formToken: formTokenOf(tools.signer, session), unlocked: sight.unlocked, reading };
  };

/** Sends a code where one may be sent. */
export const sendCode =
  (tools: VisitTools, { waves }: Pick<SurveyNeighbours, 'waves'>) =>
  async (
    cookie: string | undefined,
    formToken: string,
  ): Promise<{ kind: 'asked' } | { kind: 'not-our-form' } | NoVisit> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { session, sight, invitation, wave } = result.visit;
    const { store, signer, clock } = tools;
    if (!isOwnForm(signer, session, formToken)) return { kind: 'not-our-form' };
    const now = clock.now();
    const alumnus = await store.alumni.find('every-school', invitation.alumnusId);
    const { addressNumber } = invitation;
    const begins = wave.steps.map(({ on }) => on).sort()[0];
    // One that was added since may be of whoever holds the link.
    const own = ownAddresses(alumnus?.contactPoints ?? [], londonDate(now)).filter(
      ({ number, addedOn }) => number === addressNumber || (begins !== undefined && addedOn < begins),
    );
    // The one that mail of this wave goes to, else the one known for longest.
    const to =
      own.find(({ number }) => number === addressNumber) ?? own.toSorted((one, other) => one.number - other.number)[0];
    const access = await store.surveyAccess.find(invitation.id);
    if (to === undefined || !maySendMore(access.codesSentAt, now)) return { kind: 'asked' };
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const expiresAt = new Date(now.getTime() + codeMinutes * 60_000);
    const written = await store.surveyAccess.replace({
      ...access,
      code: { session: sight.session, hash: hashOf(signer, session, code), expiresAt, tries: 0 },
      codesSentAt: [...withinLastHour(access.codesSentAt, now), now],
      revision: access.revision + 1,
    });
    if (!written) return { kind: 'asked' }; // another press was first, and its code is on the way
    await waves.queueService({
      template: 'answer-code',
      to: { kind: 'alumnus', alumnusId: invitation.alumnusId, addressNumber: to.number },
      fields: { code },
      expiresAt,
      invitationId: invitation.id,
    });
    return { kind: 'asked' };
  };

const mostAttempts = 8;

/** Unlocks the answers for this session if the code is the one it was sent. Every try counts, the wrong ones too. */
export const enterCode =
  (tools: VisitTools) =>
  async (
    cookie: string | undefined,
    formToken: string,
    typed: string,
  ): Promise<{ kind: 'unlocked' } | { kind: 'wrong' } | { kind: 'not-our-form' } | NoVisit> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { session, sight, invitation } = result.visit;
    const { store, signer, clock } = tools;
    if (!isOwnForm(signer, session, formToken)) return { kind: 'not-our-form' };
    const given = hashOf(signer, session, typed.replace(/\s/g, ''));
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const access = await store.surveyAccess.find(invitation.id);
      const { code, ...rest } = access;
      if (code === undefined || !mayTry(code, sight.session, clock.now())) return { kind: 'wrong' };
      const right = code.hash === given; // both keyed hashes: comparing them tells nothing about the code
      const next = right
        ? { ...rest, unlocked: [...rest.unlocked, sight.session] }
        : { ...rest, code: { ...code, tries: code.tries + 1 } };
      if (await store.surveyAccess.replace({ ...next, revision: access.revision + 1 })) {
        return { kind: right ? 'unlocked' : 'wrong' };
      }
    }
    return { kind: 'wrong' };
  };
