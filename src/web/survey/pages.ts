// What stands beside the questions for somebody who came by the link: thanks, stopping for now, and the code with which
// earlier answers are seen on another device (decision R13). Every page works without scripting.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { CheckView } from '../../application/survey/check-answers.js';
import { plainDigits } from '../../domain/alumni/plain-digits.js';
import { languageToShow, type SurveyLanguage } from '../../domain/survey/languages/languages.js';
import type { Speech } from '../../domain/survey/languages/speech.js';
import { worded } from '../../domain/survey/texts.js';
import { readForm } from '../form.js';
import { changedWords } from './changed.js';
import type { SurveyCookies } from './cookie.js';
import { linkDoor, pageAddress, postedToken, type SurveyDoor } from './door.js';
import { offerWords } from './help.js';
import { presentWords } from './known-words.js';
import { questionPages } from './questions.js';
import { speakTo } from './speak.js';

const codeForm = z.strictObject({ action: z.enum(['send', 'enter']), code: z.string().max(40).optional() });

/** `/survey` and what is below it. */
export function surveyPages(application: Pick<Application, 'survey' | 'care'>, cookies: SurveyCookies): Router {
  const { survey, care } = application;
  const door = linkDoor(cookies);
  const router = Router();
  router.use(questionPages(application, door));

  router.get('/survey/thank-you', async (req, res) => {
    const view = await survey.checkAnswers(cookies.read(req));
    if (view.kind !== 'check') door.turnAway(req, res, view.kind);
    else if (view.sentAt === null) res.redirect(303, '/survey');
    else {
      const speech = speakTo(res, view.reading, survey.languages);
      const [{ shown, offer, changed }, useful] = await Promise.all([
        care.careAfterSending(cookies.read(req)),
        care.showUseful(),
      ]);
      res.render('survey/thank-you', {
        title: speech.say('thanks.title'),
        layout: 'survey',
        closesOn: view.closesOn,
        care: shown,
        changed: changedWords(changed, view.reading.language, survey.languages),
        useful: useful.length > 0,
        offer: offer === null ? null : offerWords(offer, speech),
        unchanged: view.unchanged,
        words: presentWords(speech, view.answers),
        more: moreOf(view, survey.languages, door),
        csrfToken: view.formToken,
      });
    }
  });

  router.get('/survey/later', async (req, res) => {
    const cookie = cookies.read(req);
    const csrfToken = survey.formToken(cookie);
    if (csrfToken === null) door.turnAway(req, res, 'no-session');
    else {
      const { say } = speakTo(res, await survey.readingOf(cookie), survey.languages);
      res.render('survey/later', { title: say('later.title'), layout: 'survey', forgotten: false, csrfToken });
    }
  });

  router.post('/survey/later', async (req, res) => {
    const cookie = cookies.read(req);
    const ours = survey.formToken(cookie);
    if (ours === null || ours !== postedToken(req)) {
      door.turnAway(req, res, ours === null ? 'no-session' : 'not-our-form');
      return;
    }
    const { say } = speakTo(res, await survey.readingOf(cookie), survey.languages);
    cookies.clear(res);
    res.render('survey/later', { title: say('later.closed'), layout: 'survey', forgotten: true });
  });

  router.get('/survey/code', async (req, res) => {
    const page = await survey.codePage(cookies.read(req));
    if (page.kind !== 'code') door.turnAway(req, res, page.kind);
    else if (page.unlocked) res.redirect(303, '/survey/check');
    else {
      const speech = speakTo(res, page.reading, survey.languages);
      renderCode(res, { formToken: page.formToken, query: req.query, speech });
    }
  });

  router.post('/survey/code', async (req, res) => {
    const cookie = cookies.read(req);
    const form = readForm(codeForm, req.body);
    if (form.ok && form.value.action === 'send') {
      const asked = await survey.sendCode(cookie, postedToken(req));
      if (asked.kind === 'asked') res.redirect(303, '/survey/code?sent=1');
      else door.turnAway(req, res, asked.kind);
      return;
    }
    const typed = form.ok ? plainDigits(form.value.code ?? '') : '';
    const entered = await survey.enterCode(cookie, postedToken(req), typed);
    if (entered.kind === 'unlocked') res.redirect(303, '/survey/check');
    else if (entered.kind === 'wrong') res.redirect(303, '/survey/code?sent=1&wrong=1');
    else door.turnAway(req, res, entered.kind);
  });

  return router;
}

/** What is offered below the thanks: three more questions by their button, any other by the question itself. */
function moreOf(
  { stillOpen, published, reading, answers }: CheckView,
  languages: readonly SurveyLanguage[],
  door: SurveyDoor,
): { readonly href: string; readonly three: boolean; readonly question: string } | null {
  if (stillOpen === null) return null;
  const { id } = stillOpen.question;
  const { questions } = languageToShow(reading.language, languages).textsOf(published, reading);
  return {
    href: pageAddress(door, stillOpen.number),
    three: id === 'three-more',
    question: worded(questions[id]?.heading ?? '', answers),
  };
}

function renderCode(
  res: Response,
  { formToken, query, speech: { say } }: { formToken: string; query: Request['query']; speech: Speech },
): void {
  const code = say('code.wrong');
  res.render('survey/code', {
    title: say('code.title'),
    layout: 'survey',
    back: { href: '/survey', text: say('page.back') },
    sent: query['sent'] !== undefined,
    errors: query['wrong'] === undefined ? {} : { code },
    csrfToken: formToken,
  });
}
