// Who may use which route? This table is the one place that says so, and `enforceAccess` the one place that acts on it.
// A route without an entry answers 404. Which school's people somebody sees is the store's part (requirement W5).
import type { Request, RequestHandler, Response } from 'express';
import type { SchoolScope, StaffMember, StaffRole } from '../domain/alumni/alumnus.js';
import type { Viewer } from '../domain/alumni/viewer.js';
import { NotAllowed, NotFound } from '../application/errors.js';
import { routeFinder } from './route-patterns.js';

/**
 * `anyone`; `survey`: whoever holds the survey cookie, which the survey's own routers check; `key`: another system with a key,
 * which the API's router checks; or these roles.
 */
export type Who = 'anyone' | 'survey' | 'key' | readonly StaffRole[];
export type Method = 'GET' | 'POST';
/** `every-school`: of these roles, those alone who see every school, since it changes something of the whole trust. */
export type AccessEntry = readonly [method: Method, pattern: string, who: Who, only?: 'every-school'];

const everyRole = [
  'administrator',
  'scheduler',
  'reviewer',
  'school-leader',
  'network-leader',
  'auditor',
  'tutor',
] as const satisfies readonly StaffRole[];
const importers = ['administrator', 'scheduler'] as const satisfies readonly StaffRole[];
/** Those who see people by name (requirement Q13: leaders of the whole trust see counts). */
const peopleTeam = ['administrator', 'scheduler', 'reviewer', 'school-leader'] as const satisfies readonly StaffRole[];
/** Those who decide between statements and may read what is sealed, for a purpose (requirement P5). */
const reviewers = ['administrator', 'reviewer'] as const satisfies readonly StaffRole[];
/** Those who answer for the mail: they read replies, each reading for a purpose (Y3, requirement P5). */
const replyTeam = ['administrator', 'scheduler', 'reviewer'] as const satisfies readonly StaffRole[];
/** Those who can be named for people's safety and their requests for help; each sees what they were told of and nothing else (Y8). */
const safetyTeam = [
  'administrator',
  'scheduler',
  'reviewer',
  'school-leader',
  'network-leader',
] as const satisfies readonly StaffRole[];
const schedulers = ['administrator', 'scheduler'] as const satisfies readonly StaffRole[];
const waveReaders = [
  ...schedulers,
  'reviewer',
  'school-leader',
  'network-leader',
] as const satisfies readonly StaffRole[];
/** Those who read what the trust learns; leaders as counts and shares that are safe (requirement Q13). */
const insightReaders = [...waveReaders, 'auditor'] as const satisfies readonly StaffRole[];
/** Those who talk with universities and colleges for the whole trust. */
const packMakers = [...schedulers, 'network-leader'] as const satisfies readonly StaffRole[];
/** Those who see to leaving forms; a tutor those of their own groups (Y1). */
const leavingTeam = ['tutor', 'administrator', 'scheduler', 'school-leader'] as const satisfies readonly StaffRole[];
/** Those who may take data out. */
const takeOutTeam = ['administrator', 'reviewer', 'school-leader'] as const satisfies readonly StaffRole[];
/** Those who live in the grids of plans and results; a tutor in those of their own groups (Y5). */
const plansTeam = ['tutor', ...peopleTeam] as const satisfies readonly StaffRole[];
const administrators = ['administrator'] as const satisfies readonly StaffRole[];

/** Every route, in order of the screens. HEAD goes with GET. */
export const accessTable: readonly AccessEntry[] = [
  ['GET', '/', 'anyone'],
  ['GET', '/privacy', 'anyone'],
  ['GET', '/live', 'anyone'],
  ['GET', '/ready', 'anyone'],
  ['GET', '/assets/:file', 'anyone'],
  ['POST', '/csp-report', 'anyone'],

  // The link's own secret is the proof (requirement D2); opening it changes nothing.
  ['GET', '/u/:token', 'anyone'],
  ['POST', '/u/:token', 'anyone'],
  ['GET', '/test-mail', 'anyone'],

  // The provider's signature is the proof (requirement W9).
  ['POST', '/hooks/mail', 'anyone'],
  ['POST', '/hooks/texts', 'anyone'],

  // The key in the Authorization header is the proof.
  ['GET', '/api/v1/people', 'key'],
  ['GET', '/api/v1/people/:id', 'key'],
  ['GET', '/api/v1/records', 'key'],
  ['GET', '/api/v1/spells', 'key'],
  ['GET', '/api/v1/verdicts', 'key'],
  ['GET', '/api/v1/insight', 'key'],
  ['GET', '/api/v1/insight/:name', 'key'],
  ['GET', '/api/v1/openapi.json', 'anyone'],

  ['GET', '/s/:token', 'anyone'],
  ['POST', '/s/:token', 'anyone'],
  ['GET', '/s/:token/:answer', 'anyone'],
  ['POST', '/s/:token/:answer', 'anyone'],
  ['GET', '/t/:token', 'anyone'],
  ['POST', '/t/:token', 'anyone'],
  ['GET', '/names/:kind', 'anyone'],
  ['GET', '/survey', 'survey'],
  ['GET', '/survey/question/:number', 'survey'],
  ['POST', '/survey/question/:number', 'survey'],
  ['GET', '/survey/known', 'survey'],
  ['POST', '/survey/known', 'survey'],
  ['GET', '/survey/stopped', 'survey'],
  ['GET', '/survey/choices', 'survey'],
  ['POST', '/survey/choices', 'survey'],
  ['POST', '/survey/choices/tell', 'survey'],
  ['POST', '/survey/pass-on', 'survey'],
  ['GET', '/survey/useful', 'survey'],
  ['GET', '/survey/help', 'survey'],
  ['POST', '/survey/help', 'survey'],
  ['GET', '/survey/check', 'survey'],
  ['POST', '/survey/check', 'survey'],
  ['GET', '/survey/thank-you', 'survey'],
  ['GET', '/survey/later', 'survey'],
  ['POST', '/survey/later', 'survey'],
  ['GET', '/survey/ways', 'survey'],
  ['POST', '/survey/ways', 'survey'],
  ['GET', '/survey/code', 'survey'],
  ['POST', '/survey/code', 'survey'],

  // The code on the tutor's sheet opens the list; then the session's own cookie and token are the proof (Y1).
  ['GET', '/leaving', 'anyone'],
  ['POST', '/leaving', 'anyone'],
  ['GET', '/leaving/g/:code', 'anyone'],
  ['GET', '/leaving/names', 'survey'],
  ['POST', '/leaving/names', 'survey'],
  ['GET', '/leaving/form', 'survey'],
  ['GET', '/leaving/form/question/:number', 'survey'],
  ['POST', '/leaving/form/question/:number', 'survey'],
  ['GET', '/leaving/form/check', 'survey'],
  ['POST', '/leaving/form/check', 'survey'],
  ['GET', '/leaving/confirm', 'survey'],
  ['POST', '/leaving/confirm', 'survey'],
  ['POST', '/leaving/pass-on', 'survey'],
  ['GET', '/leaving/help', 'survey'],
  ['POST', '/leaving/help', 'survey'],
  ['GET', '/leaving/ways', 'survey'],
  ['POST', '/leaving/ways', 'survey'],
  ['GET', '/leaving/stop', 'survey'],
  ['POST', '/leaving/stop', 'survey'],
  ['GET', '/leaving/done', 'anyone'],
  ['GET', '/leaving/useful', 'anyone'],

  // The code that is given out at a meeting opens the questions and nothing else (Y14).
  ['GET', '/guess', 'anyone'],
  ['POST', '/guess', 'anyone'],
  ['GET', '/guess/g/:code', 'anyone'],
  ['POST', '/guess/g/:code', 'anyone'],
  ['POST', '/guess/g/:code/next', 'anyone'],
  ['GET', '/guess/done', 'anyone'],

  ['GET', '/staff/sign-in', 'anyone'],
  ['POST', '/staff/sign-in', 'anyone'],
  ['GET', '/staff/welcome/:token', 'anyone'],
  ['POST', '/staff/welcome/:token', 'anyone'],
  ['POST', '/staff/sign-out', everyRole],

  ['GET', '/staff', everyRole],
  ['GET', '/staff/waves', waveReaders],
  ['POST', '/staff/waves', schedulers],
  ['GET', '/staff/waves/new', schedulers],
  ['GET', '/staff/calendar', waveReaders],
  ['GET', '/staff/programmes/:id', waveReaders],
  ['POST', '/staff/programmes/:id/cohorts', schedulers, 'every-school'],
  ['GET', '/staff/programmes/:id/points/:point', schedulers],
  ['POST', '/staff/programmes/:id/points/:point', schedulers, 'every-school'],
  ['GET', '/staff/waves/:id', waveReaders],
  ['POST', '/staff/waves/:id/confirm', schedulers],
  ['GET', '/staff/waves/:id/plan', schedulers],
  ['POST', '/staff/waves/:id/plan/step', schedulers],
  ['POST', '/staff/waves/:id/plan/closes', schedulers],
  ['POST', '/staff/waves/:id/plan/quiet', schedulers],
  ['GET', '/staff/waves/:id/letters', schedulers],
  ['POST', '/staff/waves/:id/letters', schedulers],
  ['POST', '/staff/waves/:id/move', schedulers],
  ['GET', '/staff/waves/:id/figures.csv', waveReaders],
  ['GET', '/staff/waves/:id/stream', waveReaders],
  ['GET', '/staff/waves/:id/not-invited', peopleTeam],
  ['GET', '/staff/waves/:id/preview/:step', peopleTeam],
  ['POST', '/staff/waves/:id/preview/:step', schedulers],
  ['GET', '/staff/waves/:id/preview/:step/mail', peopleTeam],
  ['GET', '/staff/waves/:id/steps/:step', schedulers],
  ['POST', '/staff/waves/:id/steps/:step', schedulers],
  ['POST', '/staff/waves/:id/unknown', schedulers],
  ['GET', '/staff/reach', waveReaders],
  ['GET', '/staff/leaving', leavingTeam],
  ['GET', '/staff/leaving/:id', leavingTeam],
  ['POST', '/staff/leaving/:id/open', leavingTeam],
  ['POST', '/staff/leaving/:id/close', leavingTeam],
  ['POST', '/staff/leaving/:id/again', leavingTeam],
  ['GET', '/staff/leaving/:id/sheet', leavingTeam],
  ['GET', '/staff/plans', plansTeam],
  ['GET', '/staff/plans/:id', plansTeam],
  ['GET', '/staff/plans/:id/sheet', plansTeam],
  ['POST', '/staff/plans/:id/owner', peopleTeam],
  ['GET', '/staff/plans/:id/rows/:person', plansTeam],
  ['POST', '/staff/plans/:id/rows/:person', plansTeam],
  ['GET', '/staff/calls', peopleTeam],
  ['POST', '/staff/calls', peopleTeam],
  ['GET', '/staff/call', peopleTeam],
  ['POST', '/staff/call', peopleTeam],
  ['POST', '/staff/call/notes', peopleTeam],
  ['GET', '/staff/call/done', peopleTeam],
  ['GET', '/staff/call/questions', peopleTeam],
  ['POST', '/staff/call/questions', peopleTeam],
  ['GET', '/staff/call/questions/question/:number', peopleTeam],
  ['POST', '/staff/call/questions/question/:number', peopleTeam],
  ['GET', '/staff/call/questions/check', peopleTeam],
  ['POST', '/staff/call/questions/check', peopleTeam],
  ['GET', '/staff/sending', waveReaders],
  ['POST', '/staff/sending/arm', schedulers, 'every-school'],
  ['POST', '/staff/sending/lane', schedulers, 'every-school'],
  ['POST', '/staff/sending/domain/check', schedulers],
  ['POST', '/staff/sending/domain/override', administrators, 'every-school'],
  ['GET', '/staff/responses', peopleTeam],
  ['GET', '/staff/rules', everyRole],
  ['GET', '/staff/follow-up', peopleTeam],
  ['GET', '/staff/people', peopleTeam],
  ['GET', '/staff/people/:id', peopleTeam],
  ['GET', '/staff/people/:id/contact', peopleTeam],
  ['POST', '/staff/people/:id/stop', peopleTeam],
  ['POST', '/staff/people/:id/call', peopleTeam],
  ['GET', '/staff/people/:id/rules', peopleTeam],
  ['POST', '/staff/people/:id/rules', peopleTeam],
  ['GET', '/staff/people/:id/note', peopleTeam],
  ['POST', '/staff/people/:id/note', peopleTeam],
  ['GET', '/staff/people/:id/record', peopleTeam],
  ['GET', '/staff/people/:id/told', peopleTeam],
  ['POST', '/staff/people/:id/told', reviewers],
  ['GET', '/staff/people/:id/history', peopleTeam],
  ['GET', '/staff/reviews', reviewers],
  ['GET', '/staff/reviews/:id', reviewers],
  ['POST', '/staff/reviews/:id', reviewers],
  ['POST', '/staff/reviews/:id/undo', reviewers],
  ['POST', '/staff/reviews/:id/words', reviewers],
  ['POST', '/staff/reviews/:id/code', reviewers],
  ['POST', '/staff/reviews/:id/code/undo', reviewers],
  ['GET', '/staff/review-next', reviewers],
  ['GET', '/staff/review-together', reviewers],
  ['POST', '/staff/review-together', reviewers],
  ['GET', '/staff/review-together/:batch', reviewers],
  ['POST', '/staff/review-together/:batch/undo', reviewers],
  ['GET', '/staff/duplicates/:id', reviewers],
  ['POST', '/staff/duplicates/:id', reviewers],
  ['POST', '/staff/duplicates/:id/undo', reviewers],
  ['GET', '/staff/second-looks', reviewers],
  ['GET', '/staff/second-looks/:id', reviewers],
  ['POST', '/staff/second-looks/:id', reviewers],
  ['GET', '/staff/exports', takeOutTeam],
  ['GET', '/staff/exports/dictionary.csv', takeOutTeam],
  ['GET', '/staff/exports/:file', takeOutTeam],
  ['GET', '/staff/saved-exports', takeOutTeam],
  ['POST', '/staff/saved-exports', takeOutTeam],
  ['POST', '/staff/saved-exports/:id/again', takeOutTeam],
  ['POST', '/staff/saved-exports/:id/end', takeOutTeam],
  ['GET', '/staff/saved-exports/:id/file', takeOutTeam],
  ['GET', '/staff/safety', safetyTeam],
  ['GET', '/staff/safety/:id', safetyTeam],
  ['POST', '/staff/safety/:id', safetyTeam],
  ['POST', '/staff/safety/:id/read', safetyTeam],
  ['GET', '/staff/help', safetyTeam],
  ['GET', '/staff/help/:id', safetyTeam],
  ['POST', '/staff/help/:id', safetyTeam],
  ['POST', '/staff/help/:id/read', safetyTeam],
  ['GET', '/staff/people/:id/safety', peopleTeam],
  ['POST', '/staff/people/:id/safety', peopleTeam],
  ['GET', '/staff/replies', replyTeam],
  ['GET', '/staff/replies/:id', replyTeam],
  ['POST', '/staff/replies/:id', replyTeam],
  ['POST', '/staff/replies/:id/read', replyTeam],
  ['POST', '/staff/replies/:id/match', replyTeam],
  ['GET', '/staff/imports', importers],
  ['POST', '/staff/imports', importers],
  ['GET', '/staff/imports/:id', importers],
  ['GET', '/staff/imports/:id/problems.csv', importers],
  ['POST', '/staff/imports/:id/confirm', importers],
  ['POST', '/staff/imports/:id/discard', importers],
  ['GET', '/staff/import-folder', importers],
  ['GET', '/staff/import-folder/:school/:of', importers],
  ['POST', '/staff/import-folder/:school/:of', importers],
  ['GET', '/staff/authority', importers],
  ['POST', '/staff/authority/:number/headings', importers],
  ['GET', '/staff/authority/:number/:file', importers],
  ['GET', '/staff/official', importers],
  ['POST', '/staff/official', importers, 'every-school'],
  ['GET', '/staff/official/:id', importers],
  ['POST', '/staff/official/:id/confirm', importers, 'every-school'],
  ['POST', '/staff/official/:id/discard', importers, 'every-school'],
  ['POST', '/staff/official/:id/show', importers, 'every-school'],
  ['POST', '/staff/official/:id/take-back', importers, 'every-school'],
  ['GET', '/staff/diary', waveReaders],
  ['GET', '/staff/figures', waveReaders],
  ['GET', '/staff/figures/gaps', replyTeam],
  ['GET', '/staff/figures/then', replyTeam],
  ['POST', '/staff/figures/then', replyTeam],
  ['GET', '/staff/figures/then/:id', replyTeam],
  ['GET', '/staff/insight', insightReaders],
  ['GET', '/staff/insight/quality.csv', insightReaders],
  ['GET', '/staff/insight/response', waveReaders],
  ['GET', '/staff/insight/response.csv', waveReaders],
  ['GET', '/staff/insight/flow', insightReaders],
  ['GET', '/staff/insight/flow.csv', insightReaders],
  ['GET', '/staff/insight/early-warning', insightReaders],
  ['GET', '/staff/insight/early-warning.csv', insightReaders],
  ['GET', '/staff/insight/staying', insightReaders],
  ['GET', '/staff/insight/staying.csv', insightReaders],
  ['GET', '/staff/insight/fit', insightReaders],
  ['GET', '/staff/insight/fit.csv', insightReaders],
  ['GET', '/staff/insight/fit/:ukprn', insightReaders],
  ['GET', '/staff/insight/fit/:ukprn/figures.csv', insightReaders],
  ['GET', '/staff/insight/fit/:ukprn/packs', insightReaders],
  ['POST', '/staff/insight/fit/:ukprn/packs', packMakers],
  ['GET', '/staff/insight/fit/:ukprn/packs/:version', insightReaders],
  ['GET', '/staff/insight/fit/:ukprn/packs/:version/figures.csv', insightReaders],
  ['GET', '/staff/insight/guesses', insightReaders],
  ['POST', '/staff/insight/guesses', waveReaders],
  ['GET', '/staff/insight/guesses.csv', insightReaders],
  ['GET', '/staff/insight/guesses/:id', insightReaders],
  ['POST', '/staff/insight/guesses/:id/guess', waveReaders],
  ['POST', '/staff/insight/guesses/:id/unseal', waveReaders],
  ['GET', '/staff/insight/guesses/:id/sheet', insightReaders],
  ['GET', '/staff/insight/guesses/:id/figures.csv', insightReaders],
  ['GET', '/staff/insight/guesses/:id/back/:figure', insightReaders],
  ['GET', '/staff/insight/guesses/:id/back/:figure/figures.csv', insightReaders],
  ['GET', '/staff/insight/story', insightReaders],
  ['GET', '/staff/insight/story.csv', insightReaders],
  ['GET', '/staff/insight/long-term', insightReaders],
  ['GET', '/staff/insight/long-term.csv', insightReaders],
  ['GET', '/staff/insight/clock', insightReaders],
  ['GET', '/staff/insight/clock.csv', insightReaders],
  ['GET', '/staff/insight/messages', waveReaders],
  ['POST', '/staff/insight/messages', waveReaders],
  ['GET', '/staff/insight/messages/:id', waveReaders],
  ['POST', '/staff/insight/messages/:id', waveReaders],
  ['GET', '/staff/insight/messages/:id/sheet', waveReaders],
  ['GET', '/staff/insight/factors', insightReaders],
  ['GET', '/staff/insight/factors.csv', insightReaders],
  ['GET', '/staff/insight/reasons', insightReaders],
  ['GET', '/staff/insight/reasons.csv', insightReaders],
  ['GET', '/staff/insight/recall', insightReaders],
  ['GET', '/staff/insight/recall.csv', insightReaders],
  ['GET', '/staff/insight/barriers', insightReaders],
  ['POST', '/staff/insight/barriers', waveReaders],
  ['GET', '/staff/insight/barriers.csv', insightReaders],
  ['GET', '/staff/insight/barriers/:id', insightReaders],
  ['POST', '/staff/insight/barriers/:id', waveReaders],
  ['GET', '/staff/insight/interventions', insightReaders],
  ['POST', '/staff/insight/interventions', waveReaders],
  ['GET', '/staff/insight/interventions.csv', insightReaders],
  ['GET', '/staff/insight/interventions/:id', insightReaders],
  ['POST', '/staff/insight/interventions/:id', waveReaders],
  ['GET', '/staff/insight/provision', insightReaders],
  ['POST', '/staff/insight/provision', waveReaders],
  ['GET', '/staff/insight/provision.csv', insightReaders],
  ['GET', '/staff/insight/provision/:id', insightReaders],
  ['POST', '/staff/insight/provision/:id', waveReaders],
  ['GET', '/staff/insight/gatsby', insightReaders],
  ['GET', '/staff/insight/gatsby.csv', insightReaders],
  ['GET', '/staff/insight/one-page', insightReaders],
  ['POST', '/staff/insight/one-page', waveReaders],
  ['GET', '/staff/insight/one-page/:id', insightReaders],
  ['GET', '/staff/insight/website', insightReaders],
  ['GET', '/staff/settings/letters', schedulers],
  ['GET', '/staff/settings/letters/:id', schedulers],
  ['POST', '/staff/settings/letters/:id', schedulers, 'every-school'],
  ['GET', '/staff/settings/letters/:id/mail', schedulers],
  ['POST', '/staff/settings/letters/:id/mail', schedulers],
  ['POST', '/staff/settings/languages/:language', administrators, 'every-school'],
  ['GET', '/staff/settings/measures', administrators],
  ['POST', '/staff/settings/measures', administrators, 'every-school'],
  ['GET', '/staff/settings/schools', administrators],
  ['POST', '/staff/settings/schools', administrators, 'every-school'],
  ['GET', '/staff/settings/schools/:id', administrators],
  ['POST', '/staff/settings/schools/:id/number', administrators],
  ['POST', '/staff/settings/schools/:id/not-its-number', administrators],
  ['POST', '/staff/settings/schools/:id/membership', administrators],
  ['GET', '/staff/settings/schools/:id/hand-over', administrators],
  ['POST', '/staff/settings/schools/:id/hand-over', administrators],
  ['POST', '/staff/settings/schools/:id/hand-over/erase', administrators],
  ['GET', '/staff/settings/schools/:id/hand-over/:table', administrators],
  ['GET', '/staff/settings/api-keys', administrators],
  ['POST', '/staff/settings/api-keys', administrators],
  ['POST', '/staff/settings/api-keys/:id/revoke', administrators],
  ['GET', '/staff/settings/care', administrators],
  ['POST', '/staff/settings/care', administrators],
  ['GET', '/staff/settings/suppressions', schedulers],
  ['GET', '/staff/settings/suppressions.csv', administrators],
  ['POST', '/staff/settings/suppressions/look', schedulers],
  ['POST', '/staff/settings/suppressions/add', schedulers],
  ['POST', '/staff/settings/suppressions/lift', administrators],
  ['POST', '/staff/settings/suppressions/import', administrators],
  ['GET', '/staff/settings/questionnaires', waveReaders],
  ['GET', '/staff/settings/questionnaires/:name/:version', waveReaders],
  ['POST', '/staff/settings/questionnaires/:name/:version', waveReaders],
  ['GET', '/staff/settings/questionnaires/:name/:version/dictionary.csv', waveReaders],
  ['GET', '/staff/settings/sensitive', administrators],
  ['POST', '/staff/settings/sensitive', administrators, 'every-school'],
  ['GET', '/staff/settings/modules', waveReaders],
  ['GET', '/staff/settings/modules/:kind/:id', schedulers],
  ['POST', '/staff/settings/modules/:kind/:id', schedulers],
  ['GET', '/staff/preview', waveReaders],
  ['GET', '/staff/preview/question/:number', waveReaders],
  ['POST', '/staff/preview/question/:number', waveReaders],
  ['GET', '/staff/preview/check', waveReaders],
  ['POST', '/staff/preview/check', waveReaders],
  ['GET', '/staff/preview/end', waveReaders],
  ['GET', '/staff/settings/languages', schedulers],
  ['GET', '/staff/settings/languages/:language/:name/:version/:number', schedulers],
  ['GET', '/staff/settings/saved-answers', schedulers],
  ['POST', '/staff/settings/saved-answers', schedulers, 'every-school'],
  ['GET', '/staff/settings/useful-now', schedulers],
  ['POST', '/staff/settings/useful-now', schedulers, 'every-school'],
  ['GET', '/staff/settings/what-changed', schedulers],
  ['POST', '/staff/settings/what-changed', schedulers, 'every-school'],
  ['GET', '/staff/settings/staff', administrators],
  ['POST', '/staff/settings/staff', administrators],
  ['POST', '/staff/settings/staff/:id/disable', administrators],
  ['POST', '/staff/settings/staff/:id/link', administrators],
];

/** The only unsafe routes without a form token of a session (requirement W4, Q4): the link's own secret is the proof. */
export const withoutFormToken: readonly (readonly [pattern: string, reason: string])[] = [
  ['/leaving', 'the code of the form group is the proof; nobody is known yet, and nothing is changed'],
  ['/guess', 'the code of a sheet is the proof; nothing is changed'],
  ['/guess/g/:code', 'nobody is known; the page’s own signed ticket is the proof, and lets one guess be added (Y14)'],
  ['/guess/g/:code/next', 'nobody is known; it changes nothing but this browser’s own mark'],
  ['/u/:token', 'mail programs unsubscribe with one POST of their own (RFC 8058)'],
  ['/t/:token', 'the same page by the short link of a text'],
  ['/hooks/texts', 'the provider of texts tells what became of them, signed with a shared secret (requirement W9)'],
  ['/hooks/mail', 'mail providers tell what became of messages, signed with a shared secret (requirement W9)'],
  ['/csp-report', 'browsers report by themselves, without a form; it changes nothing'],
  ['/s/:token', 'the link’s page is constant and without a session; its secret is the proof (decision R11)'],
  ['/s/:token/:answer', 'the same page with the answer that was tapped in the mail waiting on its button (M10)'],
];

/** Forms that carry one file, as multipart; at most 10 MB (requirement W7). */
export const uploads: readonly string[] = ['/staff/imports', '/staff/official', '/staff/settings/suppressions/import'];

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
