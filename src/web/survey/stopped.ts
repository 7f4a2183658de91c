// Somebody comes by the link although they asked us not to write about these questions: they read what they chose, and may take it back
// or answer all the same. Nothing is asked of them before.
import { Router } from 'express';
import type { Application } from '../../application/index.js';
import type { SurveyCookies } from './cookie.js';
import { linkDoor } from './door.js';
import { speakTo } from './speak.js';

/** `/survey/stopped`. */
export function stoppedPages({ survey }: Pick<Application, 'survey'>, cookies: SurveyCookies): Router {
  const door = linkDoor(cookies);
  const router = Router();

  router.get('/survey/stopped', async (req, res) => {
    const cookie = cookies.read(req);
    const [choices, reading] = await Promise.all([survey.showChoices(cookie), survey.readingOf(cookie)]);
    if (choices.kind !== 'choices') door.turnAway(req, res, choices.kind);
    else if (choices.set !== 'stopped') res.redirect(303, door.base);
    else {
      const { say } = speakTo(res, reading, survey.languages);
      res.render('survey/stopped', {
        ...{ title: say('wished.title'), layout: 'survey' },
        ...{ howOften: choices.howOften, csrfToken: choices.formToken },
      });
    }
  });

  return router;
}
