// May this request be made? `enforceAccess` is the one place that acts on the access table.
import type { Request, RequestHandler, Response } from 'express';
import type { SchoolScope, StaffMember, StaffRole } from '../domain/alumni/alumnus.js';
import type { Viewer } from '../domain/alumni/viewer.js';
import { NotAllowed, NotFound } from '../application/errors.js';
import { accessTable, type AccessEntry, type Who } from './access-table.js';
import { routeFinder } from './route-patterns.js';

const findEntry = routeFinder(accessTable);

/** The entry for a request, or null when there is none. */
export const accessEntryFor = (method: string, path: string): AccessEntry | null =>
  findEntry(method === 'HEAD' ? 'GET' : method, path);

const hasRole = (who: Who, role: StaffRole): boolean => Array.isArray(who) && who.includes(role);

/** Whether the link would be of use to somebody of this role; for menus. */
export function mayOpen(role: StaffRole, path: string): boolean {
  const who = accessEntryFor('GET', path)?.[2];
  return who !== undefined && (who === 'anyone' || hasRole(who, role));
}

/** Whether they may send the form; for leaving it out. */
export function mayPost({ role, schools }: Pick<Viewer, 'role' | 'schools'>, path: string): boolean {
  const entry = accessEntryFor('POST', path);
  return entry !== null && (entry[2] === 'anyone' || hasRole(entry[2], role)) && reaches(entry, schools);
}

const reaches = ([, , , only]: AccessEntry, schools: SchoolScope): boolean =>
  only === undefined || schools === 'every-school';

/** The one check of all requests; runs after the session is read and before every router. */
export const enforceAccess: RequestHandler = (req, res, next) => {
  const entry = accessEntryFor(req.method, req.path);
  if (entry === null) throw new NotFound();
  const who = entry[2];
  if (typeof who === 'string') {
    next();
    return;
  }
  const member = memberOf(res);
  if (member === null) {
    askToSignIn(req, res);
    return;
  }
  if (!hasRole(who, member.role) || !reaches(entry, member.schools)) throw new NotAllowed();
  next();
};

function askToSignIn(req: Request, res: Response): void {
  if (req.method === 'GET' || req.method === 'HEAD') {
    res.redirect(303, req.path === '/staff' ? '/staff/sign-in' : `/staff/sign-in?next=${encodeURIComponent(req.path)}`);
    return;
  }
  res.status(401).render('errors/signed-out', { title: 'You have been signed out', layout: 'plain' });
}

/** The signed-in member of staff, or null; put there by `readSession`. */
export const memberOf = (res: Response): StaffMember | null =>
  (res.locals as { member?: StaffMember | null }).member ?? null;

/** Who is looking; only behind a route that needs a role. */
export function viewerOf(res: Response): Viewer {
  const member = memberOf(res);
  if (member === null) throw new NotAllowed();
  const { id, role, schools, formGroups } = member;
  return { staffId: id, role, schools, ...(role === 'tutor' ? { formGroups: formGroups ?? [] } : {}) };
}
