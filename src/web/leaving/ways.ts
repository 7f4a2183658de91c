// Other ways to fill in the leaving form: the easy-read version, with somebody's help, in another language (Y13). Kept in the
// session alone, so that the next person at the device begins without any of it.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { confirmedOf, languageNamed, languageToShow } from '../../domain/survey/languages/languages.js';
import { readForm } from '../form.js';
import type { SurveyCookies } from '../survey/cookie.js';
import { postedToken } from '../survey/door.js';
import { speakToStudent, turnAwayFrom } from './door.js';

const waysForm = z.strictObject({
  action: z.literal('save'),
  easy: z.literal('yes').optional(),
  helped: z.literal('yes').optional(),
  language: z.string().max(10).optional(),
});

/** `/leaving/ways`. */
export function leavingWays({ leaving }: Pick<Application, 'leaving'>, cookies: SurveyCookies): Router {
  const router = Router();
  const turnAway = turnAwayFrom(leaving, cookies);
  const { languages } = leaving.questions;

  router.get('/leaving/ways', (req, res) => {
    const cookie = cookies.read(req);
    const csrfToken = leaving.formToken(cookie);
    if (csrfToken === null) {
      turnAway(req, res, 'no-session');
      return;
    }
    const { say } = speakToStudent(leaving, cookies)(req, res);
    const { easy, helped, language } = leaving.readingOf(cookie);
    const spoken = languageToShow(language, languages);
    res.render('survey/ways', {
      ...{ title: say('ways.title'), layout: 'survey', csrfToken, atSchool: true, goOn: '/leaving/form' },
      back: { href: '/leaving/form', text: say('page.back') },
      reading: { easy: easy === true, helped: helped === true },
      languages: confirmedOf(languages).map((each) => ({ value: each.language, text: each.ownName })),
      speaks: spoken.language,
    });
  });

  router.post('/leaving/ways', (req, res) => {
    const form = readForm(waysForm, req.body);
    const cookie = cookies.read(req);
    if (!form.ok) {
      if (leaving.formToken(cookie) === null) turnAway(req, res, 'no-session');
      else res.redirect(303, '/leaving/ways');
      return;
    }
    const { easy, helped } = form.value;
    const language = languageNamed(form.value.language, languages);
    const kept = leaving.chooseReading(cookie, postedToken(req), {
      ...{ easy: easy !== undefined, helped: helped !== undefined },
      ...(language !== null && { language }),
    });
    if (kept.kind === 'kept') {
      cookies.write(res, kept.cookie);
      res.redirect(303, '/leaving/form');
    } else turnAway(req, res, kept.kind);
  });

  return router;
}
