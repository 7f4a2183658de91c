// Whose survey is open in this browser?
// A signed, stateless cookie: invitation, an id of 128 bits, an end (decision R12). It is checked against the invitation,
// which is read anyway. The form token is an HMAC of the session's id; what entered an answer is noted as another.
import { randomBytes } from 'node:crypto';
import type { StaffId } from '../../domain/alumni/ids.js';
import type { SessionMark } from '../../domain/survey/response.js';
import type { InvitationId } from '../../domain/waves/invitation.js';
import type { Tools } from '../tools.js';

/** A member of staff who writes answers down on the telephone. */
export interface Caller {
  readonly staffId: StaffId;
  /** Who speaks: the person, or somebody for them (Y2). */
  readonly source: 'phone' | 'proxy';
  /** Number of the contact point that was rung. */
  readonly contactNumber: number;
}

/** Who answers, in which browser, and until when (decision R12). */
export interface SurveySession {
  /** Absent where the person answers by the link. */
  readonly caller?: Caller;
  /** Number of the contact point to which the link went; absent where it was no message of the wave. */
  readonly to?: number;
  readonly invitationId: InvitationId;
  readonly id: string;
  readonly expiresAt: Date;
}

/** What the browser is to keep, and for how long; its clock need not be ours. */
export interface SurveyCookie {
  readonly value: string;
  readonly lastsMs: number;
}

/** A session lasts this long after the last page that was saved. */
const sessionMs = 24 * 3_600_000;
/** The browser keeps it for as long as a link may be open (requirement T4): what is typed too late can still be taken in. */
const keptMs = 120 * 24 * 3_600_000;

const purpose = 'survey-session';

const cookieOf = (
  signer: Tools['signer'],
  { invitationId, id, expiresAt, caller, to }: SurveySession,
): SurveyCookie => {
  const content = [
    Buffer.from(invitationId).toString('base64url'),
    id,
    `${Math.floor(expiresAt.getTime() / 1000).toString(36)}${to === undefined ? '' : `_${to}`}`,
    ...(caller === undefined ? [] : [Buffer.from(JSON.stringify(caller)).toString('base64url')]),
  ].join('.');
  return { value: `${content}.${signer.sign(purpose, `cookie ${content}`)}`, lastsMs: keptMs };
};

const sessionEnd = (now: Date): Date => new Date(now.getTime() + sessionMs);

/** A new session for the invitation: of a caller, or of whoever came by a link that went to that contact point. */
export const newSession = (
  signer: Tools['signer'],
  invitationId: InvitationId,
  now: Date,
  { caller, to }: { readonly caller?: Caller; readonly to?: number | null } = {},
): SurveyCookie =>
  cookieOf(signer, {
    invitationId,
    id: randomBytes(16).toString('base64url'),
    expiresAt: sessionEnd(now),
    ...(caller === undefined ? {} : { caller }),
    ...(to === undefined || to === null ? {} : { to }),
  });

/** The same session with a later end. */
export const renewedSession = (signer: Tools['signer'], session: SurveySession, now: Date): SurveyCookie =>
  cookieOf(signer, { ...session, expiresAt: sessionEnd(now) });

/** The session of a cookie; null when it is forged or broken, and when it is over unless that does not matter. */
export function readSession(
  signer: Tools['signer'],
  cookie: string | undefined,
  now: Date,
  { late = false }: { readonly late?: boolean } = {},
): SurveySession | null {
  const match =
    /^(([A-Za-z0-9_-]{2,200})\.([A-Za-z0-9_-]{22})\.([a-z0-9]{1,10})(?:_(\d{1,4}))?(?:\.([A-Za-z0-9_-]{2,300}))?)\.([A-Za-z0-9_-]{43})$/.exec(
      cookie ?? '',
    );
  const [, content, invitation, id, end, to, caller, mac] = match ?? [];
  if (content === undefined || invitation === undefined || id === undefined) return null;
  if (end === undefined || mac === undefined || !signer.verify(purpose, `cookie ${content}`, mac)) return null;
  const expiresAt = new Date(Number.parseInt(end, 36) * 1000);
  if (expiresAt <= now && !late) return null;
  return {
    invitationId: Buffer.from(invitation, 'base64url').toString() as InvitationId,
    id,
    expiresAt,
    ...(to === undefined ? {} : { to: Number(to) }),
    // Ours, as the signature shows.
    ...(caller === undefined ? {} : { caller: JSON.parse(Buffer.from(caller, 'base64url').toString()) as Caller }),
  };
}

/** What every form of the session carries (decision R12). */
export const formTokenOf = (signer: Tools['signer'], session: SurveySession): string =>
  signer.sign(purpose, `form ${session.id}`);

/** The form token of a cookie's session; null when there is none. */
export const formToken =
  ({ signer, clock }: Pick<Tools, 'signer' | 'clock'>) =>
  (cookie: string | undefined): string | null => {
    const session = readSession(signer, cookie, clock.now());
    return session === null ? null : formTokenOf(signer, session);
  };

/** Whether a form was made for this session. */
export const isOwnForm = (signer: Tools['signer'], session: SurveySession, token: string): boolean =>
  token.length === 43 && signer.verify(purpose, `form ${session.id}`, token);

/** What stands beside an answer that no session entered: nobody sees it who was not sent a code. */
export const nobodysMark = (signer: Tools['signer'], invitationId: InvitationId): SessionMark =>
  signer.sign(purpose, `nobody ${invitationId}`) as SessionMark;

/** What stands beside an answer that the session entered (decision R13). */
export const markOf = (signer: Tools['signer'], session: SurveySession): SessionMark =>
  signer.sign(purpose, `mark ${session.id}`) as SessionMark;
