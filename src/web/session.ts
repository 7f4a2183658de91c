// Who is signed in to the staff pages? A session kept in the database (decision R12), 30 minutes idle and 12 hours at
// most; the person behind it is read again with every request, so that disabling somebody ends their session at once.
import { csrfSync } from 'csrf-sync';
import type { Request, RequestHandler, Response } from 'express';
import session, { type Store as SessionStore } from 'express-session';
import type { Application, Clock } from '../application/index.js';
import type { StaffMember } from '../domain/alumni/alumnus.js';
import type { StaffId } from '../domain/alumni/ids.js';

const idleMinutes = 30;
const mostHours = 12;

declare module 'express-session' {
  interface SessionData {
    /** Who signed in, with which state of their password, and when in milliseconds. */
    staff?: { readonly id: StaffId; readonly credential: number; readonly since: number };
    /** A sentence for the next page: what was just done. */
    notice?: string;
  }
}

/** express-session over the store that `main` gives; Secure and `__Host-` where the base URL is https. */
export function staffSession(options: {
  readonly store: SessionStore;
  readonly secret: string;
  readonly https: boolean;
}): RequestHandler {
  return session({
    store: options.store,
    secret: options.secret,
    name: options.https ? '__Host-onward-staff' : 'onward-staff',
    resave: false,
    saveUninitialized: false, // nothing is stored for who only looks
    rolling: true, // idle time counts from the last request
    proxy: options.https, // TLS ends at the proxy, which must say X-Forwarded-Proto
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: options.https, maxAge: idleMinutes * 60_000 },
  });
}

/** Puts the member, the notice and the form token where templates and `viewerOf` find them. */
export const readSession =
  (application: Application, clock: Clock): RequestHandler =>
  async (req, res, next) => {
    const member = await signedInMember(application, clock, req);
    Object.assign(res.locals, { member, notice: null });
    if (req.method === 'GET' && req.session.notice !== undefined) {
      res.locals['notice'] = req.session.notice;
      delete req.session.notice;
    }
    next();
  };

async function signedInMember(application: Application, clock: Clock, req: Request): Promise<StaffMember | null> {
  const staff = req.session.staff;
  if (staff === undefined) return null;
  const member =
    clock.now().getTime() - staff.since < mostHours * 3_600_000
      ? await application.governance.staffBehindSession({ staffId: staff.id, credential: staff.credential })
      : null;
  if (member === null) delete req.session.staff;
  return member;
}

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: (req) => {
    const token = (req.body as Record<string, unknown> | undefined)?.['_csrf'];
    return typeof token === 'string' ? token : undefined;
  },
  size: 32,
});

/** The form token of the session: checked on every unsafe staff request, given to every staff page (requirement W4). */
export const formTokens: readonly RequestHandler[] = [
  csrfSynchronisedProtection,
  (req, res, next) => {
    res.locals['csrfToken'] = generateToken(req);
    next();
  },
];

/** Waits for one of the session's own steps. */
const done = (step: (callback: (error: unknown) => void) => unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    step((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('The session could not be kept.'));
    });
  });

/** A new session for who has just proved who they are; the one from before signing in is gone. */
export async function startSession(
  req: Request,
  staff: { readonly id: StaffId; readonly credential: number; readonly since: Date },
): Promise<void> {
  await done((callback) => req.session.regenerate(callback));
  req.session.staff = { id: staff.id, credential: staff.credential, since: staff.since.getTime() };
  await keepSession(req);
}

/** Ends the session here and in the database. */
export async function endSession(req: Request): Promise<void> {
  await done((callback) => req.session.regenerate(callback));
}

// express-session sends the head of an answer while it still saves, and a browser follows a redirect from the head alone:
// what the next page needs must be kept before.
const keepSession = (req: Request): Promise<void> => done((callback) => req.session.save(callback));

/** Goes on once the session is kept, because the next page reads it. */
export function goOn(req: Request, res: Response, to: string): void {
  keepSession(req)
    .catch(() => undefined) // the next page then finds nothing, and says so
    .finally(() => res.redirect(303, to));
}

/**
 * Lets go of the session that was read: nothing is stored when the answer ends, and a stream does not keep somebody signed in
 * who has gone away (decision R8).
 */
export const withoutSession = (req: Request): void => {
  Reflect.deleteProperty(req, 'session');
};

/** Says on the next page what was just done, then goes there. */
export function goWithNotice(req: Request, res: Response, to: string, notice: string): void {
  req.session.notice = notice; // where it cannot be kept the sentence is lost, what was done is not
  goOn(req, res, to);
}
