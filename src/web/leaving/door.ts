// Through which door does a student come to the questions of the leaving form? With a cookie of its own, and a page that says
// what to do when the session is over.
import type { Request, Response } from 'express';
import type { Application } from '../../application/index.js';
import type { SurveyCookies } from '../survey/cookie.js';
import { postedToken, type SurveyDoor } from '../survey/door.js';

/** The page for a session that is missing or over, a form of another session, or a form that was sent. */
export function turnAway(_req: Request, res: Response, why: 'no-session' | 'closed' | 'not-our-form' | 'kept'): void {
  const status = { 'no-session': 401, closed: 404, 'not-our-form': 403, kept: 401 }[why];
  res.status(status).render('survey/leaving/turned-away', { title: 'Please start again', layout: 'survey', why });
}

/** The door behind the code of a form group. */
export const leavingDoor = (leaving: Application['leaving'], cookies: SurveyCookies): SurveyDoor => ({
  base: '/leaving/form',
  forCaller: false,
  layout: 'survey',
  later: { href: '/leaving/stop' },
  beside: (req) => ({ atSchool: true, shared: leaving.sessionIsShared(cookies.read(req)) }),
  read: cookies.read,
  write: (_req, res, session) => cookies.write(res, session),
  tokenIn: postedToken,
  tokenFor: (_res, formToken) => formToken,
  sent: (_req, res) => res.redirect(303, '/leaving/confirm'),
  turnAway,
});
