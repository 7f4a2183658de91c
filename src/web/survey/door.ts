// Through which door does somebody come to the questions?
// By the link in their mail, with a cookie of their own; or a member of staff writes down what they hear, with the answers'
// session kept in their own (decision R12). The pages between are the same.
import type { Request, Response } from 'express';
import type { Application } from '../../application/index.js';
import type { Place } from '../../application/survey/show-page.js';
import type { SurveyCookies } from './cookie.js';
import { spokenBy } from './speak.js';

/** `kept`: what was typed was taken in, though the session is over. */
type TurnedAway = 'no-session' | 'closed' | 'not-our-form' | 'kept';

export interface SurveyDoor {
  /** Address of the first page; the others are below it. */
  readonly base: string;
  /** A member of staff writes down what they hear. */
  readonly forCaller: boolean;
  readonly layout: 'survey' | 'staff';
  /** The way out for somebody who stops, to come back later or not at all. */
  readonly later: { readonly href: string };
  /** What stands beside every page behind the door; absent where nothing does. */
  readonly beside?: (req: Request) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
  /** The answers' session, or undefined. */
  readonly read: (req: Request) => string | undefined;
  readonly write: (req: Request, res: Response, session: { readonly value: string; readonly lastsMs: number }) => void;
  /** The proof that the form was made for this session. */
  readonly tokenIn: (req: Request) => string;
  /** What forms of the page carry. */
  readonly tokenFor: (res: Response, formToken: string) => string;
  /** Where somebody goes who has sent the answers. */
  readonly sent: (req: Request, res: Response) => void;
  /** For a session that is missing or over, a form of another session, or a wave that has closed. */
  readonly turnAway: (req: Request, res: Response, why: TurnedAway) => void;
}

/** The form token that was posted. */
export const postedToken = (req: Request): string => {
  const token: unknown = (req.body as Record<string, unknown> | undefined)?.['_csrf'];
  return typeof token === 'string' ? token : '';
};

/** A page's address behind a door. */
export const pageAddress = ({ base }: Pick<SurveyDoor, 'base'>, place: Place): string =>
  typeof place === 'number' ? `${base}/question/${place}` : `${base}/${place}`;

/** The door behind the link. */
export const linkDoor = (cookies: SurveyCookies): SurveyDoor => ({
  base: '/survey',
  forCaller: false,
  layout: 'survey',
  later: { href: '/survey/later' },
  read: cookies.read,
  write: (_req, res, session) => cookies.write(res, session),
  tokenIn: postedToken,
  tokenFor: (_res, formToken) => formToken,
  sent: (_req, res) => res.redirect(303, '/survey/thank-you'),
  turnAway: (_req, res, why) => {
    const status = { 'no-session': 401, closed: 404, 'not-our-form': 403, kept: 401 }[why];
    res.status(status).render('survey/turned-away', { title: spokenBy(res).say('away.title'), layout: 'survey', why });
  },
});

declare module 'express-session' {
  interface SessionData {
    /** The answers' session of the call in hand. */
    callAnswers?: string;
  }
}

/** The door of whoever has a call in hand; forms carry the staff session's own token, which is checked before. */
export const callerDoor = ({ survey }: Pick<Application, 'survey'>): SurveyDoor => {
  const read = (req: Request): string | undefined => req.session.callAnswers;
  return {
    base: '/staff/call/questions',
    forCaller: true,
    layout: 'staff',
    later: { href: '/staff/call' },
    read,
    write: (req, _res, { value }) => {
      req.session.callAnswers = value;
    },
    tokenIn: (req) => survey.formToken(read(req)) ?? '',
    tokenFor: (res) => String(res.locals['csrfToken']),
    sent: (req, res) => {
      delete req.session.callAnswers;
      res.redirect(303, '/staff/call/done');
    },
    turnAway: (req, res) => {
      delete req.session.callAnswers;
      res.redirect(303, '/staff/call');
    },
  };
};
