// Through which door does a student come to the questions of the leaving form? With a cookie of its own, and a page that says
// what to do when the session is over.
import type { Request, Response } from 'express';
import type { Application } from '../../application/index.js';
import { english } from '../../domain/survey/languages/languages.js';
import type { Speech } from '../../domain/survey/languages/speech.js';
import type { SurveyCookies } from '../survey/cookie.js';
import { postedToken, type SurveyDoor } from '../survey/door.js';
import { speakTo, spokenBy } from '../survey/speak.js';

/** What an address carries, so that its page speaks as this one: `?lang=ar`, nothing for English. */
export const inLanguage = (res: Response): string => {
  const { lang } = spokenBy(res);
  return lang === english.speech.lang ? '' : `?lang=${lang}`;
};

/** Speaks a page of somebody's session in the language in which they began. */
export const speakToStudent =
  (leaving: Application['leaving'], cookies: SurveyCookies) =>
  (req: Request, res: Response): Speech =>
    speakTo(res, leaving.readingOf(cookies.read(req)), leaving.questions.languages);

const titles = { kept: 'leaving.kept', closed: 'leaving.was-sent', again: 'leaving.again' } as const;

/**
 * The page for a session that is missing or over, a form of another session, or a form that was sent. Who typed something while
 * it ended, or is on a device of their own, says once more who they are and goes on.
 */
export const turnAwayFrom =
  (leaving: Application['leaving'], cookies: SurveyCookies) =>
  (req: Request, res: Response, why: 'no-session' | 'closed' | 'not-our-form' | 'kept'): void => {
    const status = { 'no-session': 401, closed: 404, 'not-our-form': 403, kept: 401 }[why];
    const { say } = speakToStudent(leaving, cookies)(req, res);
    // What was posted in vain was not kept; to send answers posts nothing.
    const lostNothing = req.method === 'GET' || req.path === '/leaving/form/check';
    const over = why === 'kept' || (why === 'no-session' && lostNothing);
    const goOn = over ? leaving.goOnAfterwards(cookies.read(req), { typed: why === 'kept' }) : null;
    if (goOn !== null) cookies.write(res, goOn);
    const because = goOn !== null ? 'kept' : why === 'closed' ? why : 'again';
    const title = say(titles[because]);
    res
      .status(status)
      .render('survey/leaving/turned-away', { title, layout: 'survey', because, inLanguage: inLanguage(res) });
  };

/** Whether somebody replies to the student who asks for help. */
export const offersHelp = async (care: Application['care'], cookie: string | undefined): Promise<boolean> =>
  (await care.helpPageAtSchool(cookie)).kind === 'offer';

/** The door behind the code of a form group. */
export const leavingDoor = (
  { leaving, care }: Pick<Application, 'leaving' | 'care'>,
  cookies: SurveyCookies,
): SurveyDoor => ({
  base: '/leaving/form',
  forCaller: false,
  layout: 'survey',
  later: { href: '/leaving/stop' },
  beside: async (req) => ({
    atSchool: true,
    shared: leaving.sessionIsShared(cookies.read(req)),
    helpOffered: await offersHelp(care, cookies.read(req)),
  }),
  read: cookies.read,
  write: (_req, res, session) => cookies.write(res, session),
  tokenIn: postedToken,
  tokenFor: (_res, formToken) => formToken,
  sent: (_req, res) => res.redirect(303, '/leaving/confirm'),
  turnAway: turnAwayFrom(leaving, cookies),
});
