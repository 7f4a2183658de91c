// The emailed link. Its page is constant: the same bytes for any token, without reading the database and without a cookie
// (decision R11, requirement T3). An answer that was tapped in the mail waits on the button (M10, Q5). Only a press acts:
// "This is me" opens the questions or says that nothing has changed, the other three stop our messages after one more look.
// Whatever is wrong with a token, the answer is one and the same.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { NotFound } from '../../application/errors.js';
import { readForm } from '../form.js';
import { languageNamed } from '../../domain/survey/languages/languages.js';
import type { Speech } from '../../domain/survey/languages/speech.js';
import type { SurveyCookies } from './cookie.js';
import { speakAsAsked } from './speak.js';

const choiceForm = z.strictObject({
  choice: z.enum(['start', 'same', 'changed', 'choices', 'not-me', 'cannot-answer', 'has-died', 'fresh-link']),
  sure: z.literal('yes').optional(),
  easy: z.literal('yes').optional(),
  helped: z.literal('yes').optional(),
});

const closed = (res: Response, { say }: Speech): void => {
  res.status(404).render('survey/closed-link', { title: say('closed.title'), layout: 'survey' });
};

const isAnswer = (answer: string): boolean => answer === 'same' || answer === 'changed';

const addresses = ['/s/:token', '/s/:token/:answer', '/t/:token'] as unknown as '/s/:token';

/** `/s/:token`, with `/same` or `/changed` where that was tapped in the mail, and `/t/:token` from a text. */
export function linkPages({ survey }: Pick<Application, 'survey'>, cookies: SurveyCookies): Router {
  const router = Router();

  /** A link that opens nothing: one and the same page, or the one that asks to wait where too many were tried (requirement T7). */
  async function turnAway(req: Request, res: Response, speech: Speech): Promise<void> {
    if ((await survey.noteDeadLink(req.ip ?? '')) === 'counted') closed(res, speech);
    else {
      res.status(429).set('Retry-After', '60');
      res.render('survey/wait', { title: speech.say('wait.title'), layout: 'survey' });
    }
  }

  router.get(addresses, (req, res) => {
    const { answer = null } = req.params as { readonly answer?: string };
    if (answer !== null && !isAnswer(answer)) throw new NotFound();
    const { say } = speakAsAsked(req, res, survey.languages);
    res.render('survey/landing', { title: say('landing.title'), layout: 'survey', answer });
  });

  router.post<'/s/:token', { token: string }>(addresses, async (req, res) => {
    const speech = speakAsAsked(req, res, survey.languages);
    const { say } = speech;
    const form = readForm(choiceForm, req.body);
    if (!form.ok) {
      closed(res, speech);
      return;
    }
    const { token } = req.params;
    const { choice, sure, easy, helped } = form.value;
    const language = languageNamed(req.query['lang'], survey.languages);
    const spoken = language === null ? {} : { language };
    if (choice === 'start' || choice === 'changed' || choice === 'choices') {
      const reading = {
        ...spoken,
        ...(easy === undefined ? {} : { easy: true }),
        ...(helped === undefined ? {} : { helped: true }),
      };
      const started = await survey.startAnswering(token, reading, cookies.read(req));
      if (started.kind === 'closed') await turnAway(req, res, speech);
      else {
        cookies.write(res, started.cookie);
        res.redirect(303, { start: '/survey', changed: '/survey?changed=yes', choices: '/survey/choices' }[choice]);
      }
    } else if (choice === 'same') {
      const said = await survey.sayUnchangedByLink(token, spoken, cookies.read(req));
      if (said.kind === 'closed') await turnAway(req, res, speech);
      else {
        if (said.cookie !== null) cookies.write(res, said.cookie);
        res.redirect(303, said.kind === 'sent' ? '/survey/thank-you' : '/survey');
      }
    } else if (choice === 'fresh-link') {
      await survey.askForFreshLink(token);
      res.render('survey/fresh-link-asked', { title: say('fresh.title'), layout: 'survey' });
    } else if (sure === undefined) {
      res.render('survey/tell-us', { title: say('tell.title'), layout: 'survey', choice });
    } else if ((await survey.tellUs(token, choice)) === 'closed') await turnAway(req, res, speech);
    else res.render('survey/told-us', { title: say('told.title'), layout: 'survey', choice });
  });

  return router;
}
