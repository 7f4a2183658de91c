// The leaving form on a student's phone or on a shared computer (Y1): the group's code, who they are, the questions, the code by
// mail, the end. Works without scripting; nothing is left behind when the session ends.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { parseLocalDate, type LocalDate } from '../../domain/calendar/local-date.js';
import { readButton, readForm, type FieldErrors, type Typed } from '../form.js';
import type { SurveyCookies } from '../survey/cookie.js';
import { postedToken } from '../survey/door.js';
import { questionPages } from '../survey/questions.js';
import { codeTries } from './code-tries.js';
import { leavingDoor, turnAway } from './door.js';

const codeForm = z.strictObject({ code: z.string().max(40).default(''), device: z.enum(['own', 'shared']) });
const part = z.string().trim().max(4).default('');
const whoForm = z.strictObject({
  person: z.string().max(60).default(''),
  'born-day': part,
  'born-month': part,
  'born-year': part,
  'tutors-code': z.string().max(20).default(''),
});
const confirmForm = z.strictObject({
  action: z.enum(['enter', 'send', 'correct', 'finish']),
  code: z.string().max(20).default(''),
  email: z.string().max(300).default(''),
});

const bornOn = (form: z.output<typeof whoForm>): LocalDate | null =>
  parseLocalDate(
    [form['born-year'].padStart(4, '0'), form['born-month'].padStart(2, '0'), form['born-day'].padStart(2, '0')].join(
      '-',
    ),
  );

const confirmErrors: Readonly<Record<string, FieldErrors>> = {
  wrong: { code: 'That code did not fit, or it is too old. Check the six numbers, or ask for a new code.' },
  'not-an-email': { email: 'Enter an email address in the usual form, for example name@example.org' },
  'school-address': { email: 'That is a school address, which stops working when you leave. Enter one of your own.' },
};

/** `/leaving` and what is below it. */
export function leavingPages({ leaving }: Pick<Application, 'leaving'>, cookies: SurveyCookies): Router {
  const router = Router();
  const tries = codeTries();

  const renderStart = (res: Response, code: string, errors: FieldErrors = {}): void =>
    res.render('survey/leaving/start', { title: 'Before you leave school', layout: 'survey', code, errors });

  router.get('/leaving', (_req, res) => renderStart(res, ''));
  router.get('/leaving/g/:code', (req, res) => renderStart(res, req.params.code.slice(0, 20)));

  router.post('/leaving', async (req, res) => {
    const form = readForm(codeForm, req.body);
    const address = req.ip ?? '';
    const typed = typeof form.typed['code'] === 'string' ? form.typed['code'].slice(0, 40) : '';
    if (await tries.mustWait(address)) {
      res.status(429);
      renderStart(res, typed, { code: 'Too many codes did not fit. Wait a minute, then try again.' });
      return;
    }
    const cookie = form.ok ? await leaving.enterGroupCode(form.value.code, form.value.device === 'shared') : null;
    if (cookie === null) {
      await tries.noteWrong(address);
      res.status(422);
      renderStart(res, typed, {
        code: 'This code opens nothing today. Check it against the sheet, or ask your tutor to open the form.',
      });
      return;
    }
    cookies.write(res, cookie);
    res.redirect(303, '/leaving/names');
  });

  async function renderNames(req: Request, res: Response, errors: FieldErrors, typed: Typed): Promise<void> {
    const list = await leaving.listNames(cookies.read(req));
    if (list.kind === 'no-session') {
      turnAway(req, res, 'no-session');
      return;
    }
    res.render('survey/leaving/names', {
      title: 'Who are you?',
      layout: 'survey',
      ...list,
      names: list.names.map(({ id, text }) => ({ value: id, text })),
      csrfToken: list.formToken,
      errors,
      typed,
    });
  }

  router.get('/leaving/names', async (req, res) => renderNames(req, res, {}, {}));

  router.post('/leaving/names', async (req, res) => {
    const form = readForm(whoForm, req.body);
    if (!form.ok || form.value.person === '') {
      res.status(422);
      await renderNames(req, res, { person: 'Choose your name' }, form.typed);
      return;
    }
    const said = await leaving.sayWho(cookies.read(req), {
      formToken: postedToken(req),
      alumnusId: form.value.person,
      born: bornOn(form.value),
      code: form.value['tutors-code'],
    });
    switch (said.kind) {
      case 'known':
        cookies.write(res, said.cookie);
        res.redirect(303, '/leaving/form');
        return;
      case 'no-session':
      case 'not-our-form':
        turnAway(req, res, said.kind);
        return;
      case 'ask-tutor':
      case 'wrong': {
        const born =
          said.kind === 'wrong'
            ? 'This does not fit what the school has on record. Check your name and your date of birth, or ask your tutor for a code.'
            : 'This went wrong too often. Ask your tutor to let you try again.';
        res.status(422);
        await renderNames(req, res, { born }, { person: form.value.person });
      }
    }
  });

  router.use(questionPages({ survey: leaving.questions }, leavingDoor(leaving, cookies)));

  async function renderConfirm(req: Request, res: Response, errors: FieldErrors, typed: Typed = {}): Promise<void> {
    const page = await leaving.confirmPage(cookies.read(req));
    if (page.kind === 'no-session') turnAway(req, res, page.kind);
    else if (page.address === null || page.confirmed) finish(req, res);
    else {
      const { address, asked, shared, formToken: csrfToken } = page;
      const title = 'Confirm your email address';
      res.render('survey/leaving/confirm', {
        title,
        layout: 'survey',
        address,
        asked,
        shared,
        csrfToken,
        errors,
        typed,
      });
    }
  }

  function finish(_req: Request, res: Response): void {
    cookies.clear(res);
    res.set('Clear-Site-Data', '"cache"'); // the next one at this computer must not find these pages
    res.redirect(303, '/leaving/done');
  }

  router.get('/leaving/confirm', async (req, res) => renderConfirm(req, res, {}));

  router.post('/leaving/confirm', async (req, res) => {
    const form = readForm(confirmForm, req.body);
    const cookie = cookies.read(req);
    const token = postedToken(req);
    if (!form.ok) {
      res.status(422);
      await renderConfirm(req, res, form.errors, form.typed);
      return;
    }
    const { action, code, email } = form.value;
    if (action === 'finish') {
      if (leaving.formToken(cookie) === token) finish(req, res);
      else turnAway(req, res, leaving.formToken(cookie) === null ? 'no-session' : 'not-our-form');
      return;
    }
    const result =
      action === 'enter'
        ? await leaving.enterAddressCode(cookie, token, code)
        : action === 'send'
          ? await leaving.sendAddressCode(cookie, token)
          : await leaving.correctAddress(cookie, token, email);
    if (result.kind === 'no-session' || result.kind === 'not-our-form') turnAway(req, res, result.kind);
    else if (result.kind === 'confirmed') finish(req, res);
    else if (result.kind === 'asked') res.redirect(303, '/leaving/confirm');
    else {
      res.status(422);
      await renderConfirm(req, res, confirmErrors[result.kind] ?? {}, { email });
    }
  });

  router.get('/leaving/stop', (req, res) => {
    const csrfToken = leaving.formToken(cookies.read(req));
    if (csrfToken === null) turnAway(req, res, 'no-session');
    else res.render('survey/leaving/stop', { title: 'Stop here?', layout: 'survey', csrfToken });
  });

  router.post('/leaving/stop', (req, res) => {
    readButton(req.body);
    const ours = leaving.formToken(cookies.read(req));
    if (ours === null || ours !== postedToken(req)) {
      turnAway(req, res, ours === null ? 'no-session' : 'not-our-form');
      return;
    }
    cookies.clear(res);
    res.set('Clear-Site-Data', '"cache"');
    res.redirect(303, '/leaving');
  });

  router.get('/leaving/done', (_req, res) => {
    res.render('survey/leaving/done', { title: 'Thank you', layout: 'survey' });
  });

  return router;
}
