// The survey behind the link: one question a page, then a look at the answers, then thanks. Every form carries the
// session's own token (decision R12); every page works without scripting. A page's number stands in its address, so that
// no address tells an answer.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { CheckView } from '../../application/survey/check-answers.js';
import type { ShownPage } from '../../application/survey/show-page.js';
import type { Typed } from '../../domain/survey/answers.js';
import { NotFound } from '../../application/errors.js';
import { readForm, type FieldErrors } from '../form.js';
import { answerWords } from './answer-words.js';
import type { SurveyCookies } from './cookie.js';
import { errorsOf, fieldsOf, typedAnswers } from './fields.js';

const field = z.union([z.string().max(20_000), z.array(z.string().max(200)).max(60)]);
/** Fields are named after the page's questions, so their names are not known here; the domain judges what they hold. */
const pageForm = z.record(z.string().max(60), field);
const codeForm = z.strictObject({ action: z.enum(['send', 'enter']), code: z.string().max(40).optional() });

const tokenIn = (req: Request): string => {
  const token: unknown = (req.body as Record<string, unknown> | undefined)?.['_csrf'];
  return typeof token === 'string' ? token : '';
};
/** The way to change one answer, where the visitor may. */
const changeHref = (view: CheckView, question: string): string | null => {
  const row = view.rows.find((each) => each.question.id === question);
  return row === undefined ? null : `${pageAddress(row.number)}?from=check`;
};
const pageAddress = (place: number | 'check'): string =>
  place === 'check' ? '/survey/check' : `/survey/question/${place}`;

/** For a session that is missing or over, a form of another session, or a wave that has closed. */
function turnAway(res: Response, why: 'no-session' | 'closed' | 'not-our-form'): void {
  const status = { 'no-session': 401, closed: 404, 'not-our-form': 403 }[why];
  res.status(status).render('survey/turned-away', { title: 'Please open your link again', layout: 'survey', why });
}

/** What somebody gets who may not see a page, or is not asked it. */
function goElsewhere(res: Response, kind: 'locked' | 'elsewhere'): void {
  res.redirect(303, kind === 'locked' ? '/survey/code' : '/survey');
}

function render(
  res: Response,
  shown: ShownPage,
  fromCheck: boolean,
  failed?: { readonly errors: FieldErrors; readonly typed: Readonly<Record<string, Typed>> },
): void {
  const errors = failed?.errors ?? {};
  const fields = fieldsOf(shown, errors, failed?.typed);
  res.status(failed === undefined ? 200 : 422).render('survey/question', {
    title: fields[0]?.heading ?? '',
    layout: 'survey',
    lang: shown.published.texts.en.language,
    back: fromCheck
      ? { href: '/survey/check', text: 'Back to your answers' }
      : shown.back === null
        ? null
        : { href: pageAddress(shown.back), text: 'Back' },
    fields,
    errors,
    left: shown.left,
    mayStop: shown.number > 1,
    maySkip: shown.page.questions.every((question) => question.required !== true),
    fromCheck,
    csrfToken: shown.formToken,
  });
}

/** `/survey` and what is below it. */
export function surveyPages({ survey }: Pick<Application, 'survey'>, cookies: SurveyCookies): Router {
  const router = Router();

  router.get('/survey', async (req, res) => {
    const where = await survey.whereToGoOn(cookies.read(req));
    if (where.kind === 'at') res.redirect(303, pageAddress(where.place));
    else turnAway(res, where.kind);
  });

  const numberIn = (req: Request<{ number: string }>): number => {
    if (!/^[1-9]\d{0,2}$/.test(req.params.number)) throw new NotFound();
    return Number(req.params.number);
  };

  router.get('/survey/question/:number', async (req, res) => {
    const shown = await survey.showPage(cookies.read(req), numberIn(req));
    if (shown.kind === 'page') render(res, shown, req.query['from'] === 'check');
    else if (shown.kind === 'locked' || shown.kind === 'elsewhere') goElsewhere(res, shown.kind);
    else turnAway(res, shown.kind);
  });

  router.post('/survey/question/:number', async (req, res) => {
    const form = readForm(pageForm, req.body);
    const typed = typedAnswers(form.typed);
    const fromCheck = form.typed['from'] === 'check';
    const saved = await survey.savePage(cookies.read(req), {
      formToken: tokenIn(req),
      number: numberIn(req),
      typed,
      skip: form.typed['action'] === 'skip',
      fromCheck,
    });
    if (saved.kind === 'saved') {
      cookies.write(res, saved.cookie);
      res.redirect(303, pageAddress(saved.next));
    } else if (saved.kind === 'problems') {
      render(res, saved.shown, fromCheck, { errors: errorsOf(saved.shown, saved.problems), typed });
    } else if (saved.kind === 'locked' || saved.kind === 'elsewhere') goElsewhere(res, saved.kind);
    else turnAway(res, saved.kind);
  });

  router.get('/survey/check', async (req, res) => {
    const view = await survey.checkAnswers(cookies.read(req));
    if (view.kind !== 'check') {
      turnAway(res, view.kind);
      return;
    }
    const texts = view.published.texts.en;
    res.render('survey/check', {
      title: 'Check your answers',
      layout: 'survey',
      lang: texts.language,
      back: view.back === null ? null : { href: pageAddress(view.back), text: 'Back' },
      rows: view.rows.map(({ question, number, value }) => ({
        key: texts.questions[question.id]?.short ?? question.id,
        value: answerWords(texts, question, value),
        action: {
          text: 'Change',
          href: `${pageAddress(number)}?from=check`,
          about: `“${texts.questions[question.id]?.short ?? question.id}”`,
        },
      })),
      hidden: view.hidden,
      canSend: view.canSend,
      sentAt: view.sentAt,
      changedSince: view.changedSince,
      closesOn: view.closesOn,
      csrfToken: view.formToken,
    });
  });

  router.post('/survey/check', async (req, res) => {
    const sent = await survey.sendAnswers(cookies.read(req), tokenIn(req));
    if (sent.kind === 'sent') {
      cookies.write(res, sent.cookie);
      res.redirect(303, '/survey/thank-you');
    } else if (sent.kind === 'not-yet') res.redirect(303, '/survey');
    else turnAway(res, sent.kind);
  });

  router.get('/survey/thank-you', async (req, res) => {
    const view = await survey.checkAnswers(cookies.read(req));
    if (view.kind !== 'check') turnAway(res, view.kind);
    else if (view.sentAt === null) res.redirect(303, '/survey');
    else {
      res.render('survey/thank-you', {
        title: 'Thank you',
        layout: 'survey',
        closesOn: view.closesOn,
        stayHref: changeHref(view, 'stay-in-touch'),
        emailHref: changeHref(view, 'email'),
      });
    }
  });

  router.get('/survey/later', (req, res) => {
    const csrfToken = survey.formToken(cookies.read(req));
    if (csrfToken === null) turnAway(res, 'no-session');
    else res.render('survey/later', { title: 'Everything is saved', layout: 'survey', forgotten: false, csrfToken });
  });

  router.post('/survey/later', (req, res) => {
    const ours = survey.formToken(cookies.read(req));
    if (ours === null || ours !== tokenIn(req)) {
      turnAway(res, ours === null ? 'no-session' : 'not-our-form');
      return;
    }
    cookies.clear(res);
    res.render('survey/later', { title: 'Everything is saved', layout: 'survey', forgotten: true });
  });

  router.get('/survey/code', async (req, res) => {
    const page = await survey.codePage(cookies.read(req));
    if (page.kind !== 'code') turnAway(res, page.kind);
    else if (page.unlocked) res.redirect(303, '/survey/check');
    else renderCode(res, page.formToken, req.query['sent'] !== undefined, {});
  });

  router.post('/survey/code', async (req, res) => {
    const cookie = cookies.read(req);
    const form = readForm(codeForm, req.body);
    if (form.ok && form.value.action === 'send') {
      const asked = await survey.sendCode(cookie, tokenIn(req));
      if (asked.kind === 'asked') res.redirect(303, '/survey/code?sent=1');
      else turnAway(res, asked.kind);
      return;
    }
    const typed = form.ok ? (form.value.code ?? '') : '';
    const entered = await survey.enterCode(cookie, tokenIn(req), typed);
    if (entered.kind === 'unlocked') res.redirect(303, '/survey/check');
    else if (entered.kind === 'wrong') {
      const code = 'That code did not fit, or it is too old. Check the six numbers, or ask for a new code.';
      renderCode(res.status(422), tokenIn(req), true, { code });
    } else turnAway(res, entered.kind);
  });

  return router;
}

function renderCode(res: Response, formToken: string, sent: boolean, errors: FieldErrors): void {
  res.render('survey/code', {
    title: 'See or change earlier answers',
    layout: 'survey',
    back: { href: '/survey', text: 'Back' },
    sent,
    errors,
    csrfToken: formToken,
  });
}
