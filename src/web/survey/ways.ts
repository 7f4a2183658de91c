// Other ways to answer: the easy-read version, with somebody's help, in another language, or on the telephone (Y13).
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { confirmedOf, languageToShow } from '../../domain/survey/languages/languages.js';
import { readForm } from '../form.js';
import type { SurveyCookies } from './cookie.js';
import { linkDoor, postedToken } from './door.js';
import { speakTo } from './speak.js';

const waysForm = z.strictObject({
  action: z.enum(['save', 'call']),
  easy: z.literal('yes').optional(),
  helped: z.literal('yes').optional(),
  language: z.string().max(10).optional(),
});

/** Back to the questions, from which alone people come here: who asked us to stop has said that they answer all the same. */
const goOn = '/survey?anyway=yes';

/** `/survey/ways`. */
export function waysPages({ survey }: Pick<Application, 'survey'>, cookies: SurveyCookies): Router {
  const door = linkDoor(cookies);
  const router = Router();

  router.get('/survey/ways', async (req, res) => {
    const page = await survey.waysToAnswer(cookies.read(req));
    if (page.kind !== 'ways') {
      door.turnAway(req, res, page.kind);
      return;
    }
    const { reading, formToken } = page;
    const { say } = speakTo(res, reading, survey.languages);
    res.render('survey/ways', {
      title: say('ways.title'),
      layout: 'survey',
      back: { href: goOn, text: say('page.back') },
      goOn,
      reading: { easy: reading.easy === true, helped: reading.helped === true },
      languages: confirmedOf(survey.languages).map(({ language, ownName }) => ({ value: language, text: ownName })),
      speaks: languageToShow(reading.language, survey.languages).language,
      csrfToken: formToken,
    });
  });

  router.post('/survey/ways', async (req, res) => {
    const form = readForm(waysForm, req.body);
    const cookie = cookies.read(req);
    if (!form.ok) {
      if (survey.formToken(cookie) === null) door.turnAway(req, res, 'no-session');
      else res.redirect(303, '/survey/ways');
      return;
    }
    const { action, easy, helped, language } = form.value;
    if (action === 'call') {
      const asked = await survey.askForCall(cookie, postedToken(req));
      if (asked.kind !== 'asked') door.turnAway(req, res, asked.kind);
      else {
        const { say } = speakTo(res, asked.reading, survey.languages);
        res.render('survey/call-asked', { title: say('ways.call-asked'), layout: 'survey' });
      }
      return;
    }
    const chosen = { easy: easy !== undefined, helped: helped !== undefined };
    const kept = await survey.chooseReading(cookie, postedToken(req), {
      ...chosen,
      ...(language === undefined ? {} : { language }),
    });
    if (kept.kind === 'kept') res.redirect(303, goOn);
    else door.turnAway(req, res, kept.kind);
  });

  return router;
}
