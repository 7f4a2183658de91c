// How the leaving form ends (Y1): the code by mail that confirms the address, stopping before anything is sent, and the page for
// the next person at the same device, with what is useful now (Y13). Nothing is left behind when the session ends.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { stages, type Stage } from '../../domain/alumni/cohort.js';
import { plainDigits } from '../../domain/alumni/plain-digits.js';
import type { Speech } from '../../domain/survey/languages/speech.js';
import { readButton, readForm, type FieldErrors, type Typed } from '../form.js';
import { changedWords } from '../survey/changed.js';
import type { SurveyCookies } from '../survey/cookie.js';
import { passOnForm } from '../survey/care.js';
import { postedToken } from '../survey/door.js';
import { speakAsAsked } from '../survey/speak.js';
import { usefulView } from '../survey/useful.js';
import { inLanguage, offersHelp, speakToStudent, turnAwayFrom } from './door.js';

const confirmForm = z.strictObject({
  action: z.enum(['enter', 'send', 'correct', 'finish']),
  code: z.string().max(20).default('').transform(plainDigits),
  email: z.string().max(300).default(''),
});

type Say = Speech['say'];

/** What is left of a session when it has ended: nothing that tells of one person. */
interface AtEnd {
  /** On their own device nobody comes next. */
  readonly own: boolean;
  /** What those of their group leave. */
  readonly stage: Stage | null;
}
const endIn = ({ query }: Request): AtEnd => ({
  own: query['own'] === '1',
  stage: stages.find((stage) => stage === query['stage']) ?? null,
});
const addressAtEnd = (page: 'done' | 'useful', res: Response, { own, stage }: AtEnd): string => {
  const said = [inLanguage(res).slice(1), own ? 'own=1' : '', stage === null ? '' : `stage=${stage}`];
  const query = said.filter((part) => part !== '').join('&');
  return `/leaving/${page}${query === '' ? '' : `?${query}`}`;
};

/** What is wrong with what was typed to confirm the address. */
const confirmErrors = (kind: string, say: Say): FieldErrors =>
  kind === 'wrong'
    ? { code: say('code.wrong') }
    : { email: say(kind === 'school-address' ? 'leaving.school-address' : 'choices.wrong-email') };

/** `/leaving/confirm`, `/leaving/pass-on`, `/leaving/stop`, `/leaving/done` and `/leaving/useful`. */
export function leavingEndings(
  { leaving, care }: Pick<Application, 'leaving' | 'care'>,
  cookies: SurveyCookies,
): Router {
  const router = Router();
  const turnAway = turnAwayFrom(leaving, cookies);
  const speakToThem = speakToStudent(leaving, cookies);

  async function renderConfirm(
    req: Request,
    res: Response,
    errorsIn: (say: Say) => FieldErrors,
    typed: Typed = {},
  ): Promise<void> {
    const cookie = cookies.read(req);
    const [page, shown] = await Promise.all([leaving.confirmPage(cookie), care.careAfterLeaving(cookie)]);
    if (page.kind === 'no-session') {
      turnAway(req, res, page.kind);
      return;
    }
    const { address, asked, shared, formToken: csrfToken } = page;
    const settled = address === null || page.confirmed;
    if (settled && shown === 'nothing') {
      await finish(req, res);
      return;
    }
    const { say } = speakToThem(req, res);
    const all = { layout: 'survey', csrfToken, care: shown, helpOffered: await offersHelp(care, cookie) };
    if (settled) res.render('survey/leaving/before-done', { title: say('thanks.title'), ...all });
    else
      res.render('survey/leaving/confirm', {
        ...{ title: say('leaving.confirm'), ...all, address, asked, shared, typed, errors: errorsIn(say) },
      });
  }

  async function finish(req: Request, res: Response): Promise<void> {
    const cookie = cookies.read(req);
    const end = { own: !leaving.sessionIsShared(cookie), stage: await leaving.stageOfGroup(cookie) };
    speakToThem(req, res);
    cookies.clear(res);
    res.set('Clear-Site-Data', '"cache"'); // the next one at this computer must not find these pages
    res.redirect(303, addressAtEnd('done', res, end));
  }

  router.get('/leaving/confirm', async (req, res) => renderConfirm(req, res, () => ({})));

  router.post('/leaving/confirm', async (req, res) => {
    const form = readForm(confirmForm, req.body);
    const cookie = cookies.read(req);
    const token = postedToken(req);
    if (!form.ok) {
      res.status(422);
      await renderConfirm(req, res, () => form.errors, form.typed);
      return;
    }
    const { action, code, email } = form.value;
    if (action === 'finish') {
      if (leaving.formToken(cookie) === token) await finish(req, res);
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
    else if (result.kind === 'confirmed' && (await care.careAfterLeaving(cookie)) !== 'asks') await finish(req, res);
    else if (result.kind === 'asked' || result.kind === 'confirmed') res.redirect(303, '/leaving/confirm');
    else {
      res.status(422);
      await renderConfirm(req, res, (say) => confirmErrors(result.kind, say), { email });
    }
  });

  router.post('/leaving/pass-on', async (req, res) => {
    const form = readForm(passOnForm, req.body);
    const heard = form.ok
      ? await care.passOnOrNotAtSchool(cookies.read(req), postedToken(req), form.value.choice === 'yes')
      : 'not-our-form';
    if (heard === 'heard') res.redirect(303, '/leaving/confirm');
    else turnAway(req, res, heard);
  });

  router.get('/leaving/stop', (req, res) => {
    const csrfToken = leaving.formToken(cookies.read(req));
    if (csrfToken === null) turnAway(req, res, 'no-session');
    else {
      const { say } = speakToThem(req, res);
      res.render('survey/leaving/stop', { title: say('leaving.stop'), layout: 'survey', csrfToken });
    }
  });

  router.post('/leaving/stop', (req, res) => {
    readButton(req.body);
    const ours = leaving.formToken(cookies.read(req));
    if (ours === null || ours !== postedToken(req)) {
      turnAway(req, res, ours === null ? 'no-session' : 'not-our-form');
      return;
    }
    speakToThem(req, res);
    cookies.clear(res);
    res.set('Clear-Site-Data', '"cache"');
    res.redirect(303, `/leaving${inLanguage(res)}`);
  });

  router.get('/leaving/done', async (req, res) => {
    const { languages } = leaving.questions;
    const { say } = speakAsAsked(req, res, languages);
    const end = endIn(req);
    const [useful, changed] = await Promise.all([care.showUseful(), care.changeTold(end.stage)]);
    res.render('survey/leaving/done', {
      ...{ title: say('thanks.title'), layout: 'survey', inLanguage: inLanguage(res), own: end.own },
      changed: changedWords(changed, req.query['lang'], languages),
      useful: useful.length > 0 ? addressAtEnd('useful', res, end) : null,
    });
  });

  router.get('/leaving/useful', async (req, res) => {
    const speech = speakAsAsked(req, res, leaving.questions.languages);
    const sections = await care.showUseful();
    const done = addressAtEnd('done', res, endIn(req));
    if (sections.length === 0) {
      res.redirect(303, done);
      return;
    }
    res.render('survey/useful', {
      ...{ title: speech.say('useful.title'), layout: 'survey', atSchool: true },
      back: { href: done, text: speech.say('page.back') },
      sections: usefulView(sections, speech),
    });
  });

  return router;
}
