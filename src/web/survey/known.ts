// The page for somebody who comes back: does what they told us still hold? One button says so and is sent at once (Y10), the
// other leads to the questions, with the names that are known filled in. Behind the link's button, so it may carry names,
// and carries them only to whom they may be shown (Y2; Q5).
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { readForm } from '../form.js';
import type { SurveyCookies } from './cookie.js';
import { linkDoor, pageAddress, postedToken } from './door.js';
import { presentWords } from './known-words.js';
import { speakTo } from './speak.js';

const knownForm = z.strictObject({
  choice: z.enum(['same', 'changed', 'correct']),
  seen: z.string().max(60).optional(),
});

/** `/survey/known`. */
export function knownPages({ survey }: Pick<Application, 'survey'>, cookies: SurveyCookies): Router {
  const door = linkDoor(cookies);
  const router = Router();

  router.get('/survey/known', async (req, res) => {
    const page = await survey.showKnown(cookies.read(req));
    if (page.kind === 'elsewhere') res.redirect(303, door.base);
    else if (page.kind !== 'known') door.turnAway(req, res, page.kind);
    else {
      const { situation, provider, course, employer } = page.known ?? {};
      const answers = Object.entries({ situation, provider, course, employer }).flatMap(([id, value]) =>
        value === undefined ? [] : [[id, value] as const],
      );
      const speech = speakTo(res, await survey.readingOf(cookies.read(req)), survey.languages);
      res.render('survey/known', {
        title: speech.say('known.title'),
        layout: 'survey',
        words: presentWords(speech, Object.fromEntries(answers)),
        knownOn: page.knownOn,
        byThemselves: page.byThemselves,
        seen: page.seen,
        csrfToken: page.formToken,
      });
    }
  });

  router.post('/survey/known', async (req, res) => {
    const form = readForm(knownForm, req.body);
    const cookie = cookies.read(req);
    if (!form.ok && survey.formToken(cookie) === null) door.turnAway(req, res, 'no-session');
    else if (!form.ok) res.redirect(303, door.base);
    else if (form.value.choice === 'correct') {
      const back = await survey.takeUnchangedBack(cookie, postedToken(req));
      if (back.kind === 'locked') res.redirect(303, '/survey/code');
      else if (back.kind === 'at') res.redirect(303, pageAddress(door, back.number));
      else door.turnAway(req, res, back.kind);
    } else if (form.value.choice === 'changed') {
      const where = await survey.whereToGoOn(cookie, { changed: true, anyway: true });
      if (where.kind === 'at') res.redirect(303, pageAddress(door, where.place));
      else door.turnAway(req, res, where.kind);
    } else {
      const said = await survey.sayUnchanged(cookie, postedToken(req), form.value.seen ?? '');
      if (said.kind === 'sent' || said.kind === 'asked') {
        if (said.cookie !== null) cookies.write(res, said.cookie);
        res.redirect(303, said.kind === 'sent' ? '/survey/thank-you' : door.base);
      } else door.turnAway(req, res, said.kind);
    }
  });

  return router;
}
