// Whose leaving form is open in this browser?
// A signed, stateless cookie (decision R12): the group's form and its opening, the person once they have said who they are, and
// an end that comes soon, because others use the same device. An opening that is over ends every session of it.
import { randomBytes } from 'node:crypto';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { LeavingForm, LeavingFormId } from '../../domain/survey/leaving-form.js';
import type { Reading } from '../../domain/survey/reading.js';
import type { SessionMark } from '../../domain/survey/response.js';
import type { SurveyCookie } from '../survey/session.js';
import type { Tools } from '../tools.js';

export interface LeavingSession {
  readonly formId: LeavingFormId;
  readonly opening: number;
  /** Absent until they have said who they are. */
  readonly alumnusId?: AlumnusId;
  /** Others use this device too: browsers are asked to remember nothing that is typed. */
  readonly shared: boolean;
  /** BCP 47, where one was chosen at the start. */
  readonly language?: string;
  /** They read the easy-read version (Y13). */
  readonly easy?: boolean;
  readonly id: string;
}

const purpose = 'survey-session';
/** Minutes after the last page; fewer where others use the device. */
const minutes = { shared: 15, own: 60 } as const;

/** The cookie of the session, from now on. */
export function leavingCookie(signer: Tools['signer'], session: LeavingSession, now: Date): SurveyCookie {
  const lastsMs = minutes[session.shared ? 'shared' : 'own'] * 60_000;
  const content = Buffer.from(
    JSON.stringify([
      ...[session.formId, session.opening, session.alumnusId ?? '', session.shared, session.id],
      now.getTime() + lastsMs,
      ...[session.language ?? '', session.easy === true],
    ]),
  ).toString('base64url');
  return { value: `${content}.${signer.sign(purpose, `leaving cookie ${content}`)}`, lastsMs };
}

/** A session that has only the group. */
export const newLeavingSession = (
  form: Pick<LeavingForm, 'id' | 'opening'>,
  chosen: Pick<LeavingSession, 'shared' | 'language' | 'easy'>,
): LeavingSession => ({
  formId: form.id,
  opening: form.opening,
  ...chosen,
  id: randomBytes(16).toString('base64url'),
});

/** The session of one person; its id is new, so that it shows nothing of whoever was there before. */
export const personSession = (group: LeavingSession, alumnusId: AlumnusId): LeavingSession => ({
  ...group,
  alumnusId,
  id: randomBytes(16).toString('base64url'),
});

/** The session of a cookie; null when it is forged, broken or over. */
export function readLeavingSession(
  signer: Tools['signer'],
  cookie: string | undefined,
  now: Date,
): LeavingSession | null {
  const [, content, mac] = /^([A-Za-z0-9_-]{20,600})\.([A-Za-z0-9_-]{43})$/.exec(cookie ?? '') ?? [];
  if (content === undefined || mac === undefined) return null;
  if (!signer.verify(purpose, `leaving cookie ${content}`, mac)) return null;
  // Ours, as the signature shows.
  const [formId, opening, alumnusId, shared, id, end, language, easy] = JSON.parse(
    Buffer.from(content, 'base64url').toString(),
  ) as [LeavingFormId, number, AlumnusId | '', boolean, string, number, string, boolean?];
  if (end <= now.getTime()) return null;
  return {
    ...{ formId, opening, shared, id },
    ...(language === '' ? {} : { language }),
    ...(easy === true ? { easy } : {}),
    ...(alumnusId === '' ? {} : { alumnusId }),
  };
}

/** What every form of the session carries. */
export const leavingToken = (signer: Tools['signer'], { id }: LeavingSession): string =>
  signer.sign(purpose, `form ${id}`);

/** Whether a form was made for this session. */
export const isLeavingToken = (signer: Tools['signer'], { id }: LeavingSession, token: string): boolean =>
  token.length === 43 && signer.verify(purpose, `form ${id}`, token);

/** What stands beside an answer that the session entered. */
export const leavingMark = (signer: Tools['signer'], { id }: LeavingSession): SessionMark =>
  signer.sign(purpose, `leaving mark ${id}`) as SessionMark;

type ReadTools = Pick<Tools, 'signer' | 'clock'>;

/** The form token of a cookie's session; null when there is none. */
export const leavingFormToken =
  ({ signer, clock }: ReadTools) =>
  (cookie: string | undefined): string | null => {
    const session = readLeavingSession(signer, cookie, clock.now());
    return session === null ? null : leavingToken(signer, session);
  };

/** How whoever has the session wants to read. */
export const readingOfSession = ({ language, easy }: LeavingSession): Reading => ({
  ...(language === undefined ? {} : { language }),
  ...(easy === undefined ? {} : { easy }),
});

/** The same by its cookie. */
export const leavingReading =
  ({ signer, clock }: ReadTools) =>
  (cookie: string | undefined): Reading => {
    const session = readLeavingSession(signer, cookie, clock.now());
    return session === null ? {} : readingOfSession(session);
  };

/** Whether others use the device of the cookie's session. */
export const sessionIsShared =
  ({ signer, clock }: ReadTools) =>
  (cookie: string | undefined): boolean =>
    readLeavingSession(signer, cookie, clock.now())?.shared === true;
