// Whose leaving form is open in this browser?
// A signed, stateless cookie (decision R12): the group's form and its opening, the person once they have said who they are, and
// an end that comes soon, because others use the same device. A session that is over shows nothing; what was typed in it is
// still taken in, and whoever says once more who they are goes on with it (row 59). An opening that is over ends all of it.
import { randomBytes } from 'node:crypto';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { usualDays, type LeavingForm, type LeavingFormId } from '../../domain/survey/leaving-form.js';
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
  /** Somebody helps them to answer, who is not a proxy (Y13). */
  readonly helped?: boolean;
  readonly id: string;
  /** Whose session was open here before, for them alone to go on with. */
  readonly before?: PersonsSession;
}

/** What a person's session is known by. */
type PersonsSession = Required<Pick<LeavingSession, 'alumnusId' | 'id'>>;
/** What is chosen on the first page. */
export type ChosenAtStart = Pick<LeavingSession, 'shared' | 'language' | 'easy' | 'helped'>;

const purpose = 'survey-session';
/** Minutes after the last page; fewer where others use the device. */
const minutes = { shared: 15, own: 60 } as const;
/** For so many minutes more something typed is taken in: a lesson, or as long as a form is usually open. */
const moreMinutes = { shared: 45, own: usualDays * 24 * 60 } as const;

const deviceOf = ({ shared }: Pick<LeavingSession, 'shared'>) => (shared ? 'shared' : 'own');

/** The cookie of the session, from now on. */
export function leavingCookie(signer: Tools['signer'], session: LeavingSession, now: Date): SurveyCookie {
  const device = deviceOf(session);
  const content = Buffer.from(
    JSON.stringify([
      ...[session.formId, session.opening, session.alumnusId ?? '', session.shared, session.id],
      now.getTime() + minutes[device] * 60_000,
      ...[session.language ?? '', session.easy === true, session.helped === true],
      ...(session.before === undefined ? [] : [session.before.alumnusId, session.before.id]),
    ]),
  ).toString('base64url');
  return {
    value: `${content}.${signer.sign(purpose, `leaving cookie ${content}`)}`,
    lastsMs: (minutes[device] + moreMinutes[device]) * 60_000,
  };
}

const newId = (): string => randomBytes(16).toString('base64url');

/** The person's session that this one is, or may lead back to. */
const personIn = ({ alumnusId, id, before }: LeavingSession): PersonsSession | undefined =>
  alumnusId === undefined ? before : { alumnusId, id };

/**
 * A session that has only the group.
 * @param earlier what this browser holds already: on somebody's own device they go on with it once they have said who they are
 */
export function newLeavingSession(
  form: Pick<LeavingForm, 'id' | 'opening'>,
  chosen: ChosenAtStart,
  earlier: LeavingSession | null = null,
): LeavingSession {
  const same = earlier?.formId === form.id && earlier.opening === form.opening;
  const before = earlier !== null && same && !earlier.shared && !chosen.shared ? personIn(earlier) : undefined;
  return {
    ...{ formId: form.id, opening: form.opening, ...chosen, id: newId() },
    ...(before === undefined ? {} : { before }),
  };
}

/** The group's session for somebody whose own is over: by their name they come back to it, and nobody else does. */
function sessionToGoOn(over: LeavingSession): LeavingSession {
  const { alumnusId: _person, before: _before, ...group } = over;
  const before = personIn(over);
  return { ...group, id: newId(), ...(before === undefined ? {} : { before }) };
}

/** The session of one person: their own of before, or a new one, which shows nothing of whoever was there before. */
export function personSession({ before, ...group }: LeavingSession, alumnusId: AlumnusId): LeavingSession {
  return { ...group, alumnusId, id: before?.alumnusId === alumnusId ? before.id : newId() };
}

/**
 * The session of a cookie; null when it is forged, broken or over.
 * @param late one that is over too: for taking in what somebody typed, never for showing anything
 */
export function readLeavingSession(
  signer: Tools['signer'],
  cookie: string | undefined,
  now: Date,
  { late = false }: { readonly late?: boolean } = {},
): LeavingSession | null {
  const [, content, mac] = /^([A-Za-z0-9_-]{20,900})\.([A-Za-z0-9_-]{43})$/.exec(cookie ?? '') ?? [];
  if (content === undefined || mac === undefined) return null;
  if (!signer.verify(purpose, `leaving cookie ${content}`, mac)) return null;
  // Ours, as the signature shows.
  const [formId, opening, alumnusId, shared, id, end, language, easy, helped, whose, their] = JSON.parse(
    Buffer.from(content, 'base64url').toString(),
  ) as [
    LeavingFormId,
    number,
    AlumnusId | '',
    boolean,
    string,
    number,
    string,
    boolean?,
    boolean?,
    AlumnusId?,
    string?,
  ];
  const lateMs = late ? moreMinutes[deviceOf({ shared })] * 60_000 : 0;
  if (end + lateMs <= now.getTime()) return null;
  return {
    ...{ formId, opening, shared, id },
    ...(language === '' ? {} : { language }),
    ...(easy === true ? { easy } : {}),
    ...(helped === true ? { helped } : {}),
    ...(alumnusId === '' ? {} : { alumnusId }),
    ...(whose === undefined || their === undefined ? {} : { before: { alumnusId: whose, id: their } }),
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
export const readingOfSession = ({ language, easy, helped }: LeavingSession): Reading => ({
  ...(language === undefined ? {} : { language }),
  ...(easy === undefined ? {} : { easy }),
  ...(helped === undefined ? {} : { helped }),
});

/** The same by its cookie, for the page that says that the session is over too. */
export const leavingReading =
  ({ signer, clock }: ReadTools) =>
  (cookie: string | undefined): Reading => {
    const session = readLeavingSession(signer, cookie, clock.now(), { late: true });
    return session === null ? {} : readingOfSession(session);
  };

/** What was chosen on the page of ways to answer, from then on. */
export const chooseLeavingReading =
  ({ signer, clock }: ReadTools) =>
  (
    cookie: string | undefined,
    formToken: string,
    chosen: Pick<LeavingSession, 'language' | 'easy' | 'helped'>,
  ): { readonly kind: 'kept'; readonly cookie: SurveyCookie } | { readonly kind: 'no-session' | 'not-our-form' } => {
    const now = clock.now();
    const session = readLeavingSession(signer, cookie, now);
    if (session === null) return { kind: 'no-session' };
    if (!isLeavingToken(signer, session, formToken)) return { kind: 'not-our-form' };
    return { kind: 'kept', cookie: leavingCookie(signer, { ...session, ...chosen }, now) };
  };

/**
 * The cookie by which somebody whose session is over says who they are and goes on. Null where nobody's is, and on a shared
 * device, where they can only come back to what was typed just now.
 */
export const goOnAfterwards =
  ({ signer, clock }: ReadTools) =>
  (cookie: string | undefined, { typed }: { readonly typed: boolean }): SurveyCookie | null => {
    const now = clock.now();
    const over =
      readLeavingSession(signer, cookie, now) === null && readLeavingSession(signer, cookie, now, { late: true });
    if (!over || personIn(over) === undefined || (over.shared && !typed)) return null;
    return leavingCookie(signer, sessionToGoOn(over), now);
  };

/** Whether others use the device of the cookie's session. */
export const sessionIsShared =
  ({ signer, clock }: ReadTools) =>
  (cookie: string | undefined): boolean =>
    readLeavingSession(signer, cookie, clock.now())?.shared === true;
