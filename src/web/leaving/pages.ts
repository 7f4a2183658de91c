// The leaving form on a student's phone or on a shared computer (Y1): the group's code, who they are, the questions; then its
// end (ending.ts). Works without scripting; nothing is left behind when the session ends.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { plainDigits } from '../../domain/alumni/plain-digits.js';
import { parseLocalDate, type LocalDate } from '../../domain/calendar/local-date.js';
import { languageNamed, languageToShow } from '../../domain/survey/languages/languages.js';
import type { Speech } from '../../domain/survey/languages/speech.js';
import { isolated } from '../../domain/survey/languages/text.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import type { SurveyCookies } from '../survey/cookie.js';
import { postedToken } from '../survey/door.js';
import { questionPages } from '../survey/questions.js';
import { speakAsAsked } from '../survey/speak.js';
import { inLanguage, leavingDoor, speakToStudent, turnAwayFrom } from './door.js';
import { leavingEndings } from './ending.js';
import { leavingHelp } from './help.js';
import { leavingWays } from './ways.js';

const codeForm = z.strictObject({
  code: z.string().max(40).default('').transform(plainDigits),
  device: z.enum(['own', 'shared']),
  easy: z.literal('yes').optional(),
  helped: z.literal('yes').optional(),
});
const part = z.string().trim().max(4).default('').transform(plainDigits);
const whoForm = z.strictObject({
  person: z.string().max(60).default(''),
  'born-day': part,
  'born-month': part,
  'born-year': part,
  'tutors-code': z.string().max(20).default('').transform(plainDigits),
});

const bornOn = (form: z.output<typeof whoForm>): LocalDate | null =>
  parseLocalDate(
    [form['born-year'].padStart(4, '0'), form['born-month'].padStart(2, '0'), form['born-day'].padStart(2, '0')].join(
      '-',
    ),
  );

type Say = Speech['say'];

/** `/leaving` and what is below it. */
export function leavingPages({ leaving, care }: Pick<Application, 'leaving' | 'care'>, cookies: SurveyCookies): Router {
  const router = Router();
  const tries = leaving.codeTries;
  const { languages } = leaving.questions;
  const turnAway = turnAwayFrom(leaving, cookies);
  const speakToThem = speakToStudent(leaving, cookies);

  function renderStart(
    req: Request,
    res: Response,
    {
      code,
      easy = false,
      helped = false,
    }: { readonly code: string; readonly easy?: boolean; readonly helped?: boolean },
    errorsIn: (say: Say) => FieldErrors = () => ({}),
  ): void {
    const { say } = speakAsAsked(req, res, languages);
    const { hasEasy } = languageToShow(req.query['lang'], languages);
    res.render('survey/leaving/start', {
      ...{ title: say('leaving.title'), layout: 'survey', code, errors: errorsIn(say), inLanguage: inLanguage(res) },
      // Which page is shown in big letters is said by `easy` alone.
      ...{ chosen: { easy, helped }, offered: hasEasy ? ['easy', 'helped'] : ['helped'], easy: easy && hasEasy },
    });
  }

  router.get('/leaving', (req, res) => renderStart(req, res, { code: '' }));
  router.get('/leaving/g/:code', (req, res) => renderStart(req, res, { code: req.params.code.slice(0, 20) }));

  router.post('/leaving', async (req, res) => {
    const form = readForm(codeForm, req.body);
    const address = req.ip ?? '';
    const code = typeof form.typed['code'] === 'string' ? form.typed['code'].slice(0, 40) : '';
    const typed = { code, easy: form.typed['easy'] === 'yes', helped: form.typed['helped'] === 'yes' };
    if (await tries.mustWait(address)) {
      res.status(429);
      renderStart(req, res, typed, (say) => ({ code: say('leaving.code-wait') }));
      return;
    }
    const language = languageNamed(req.query['lang'], languages);
    const chosen = {
      ...{ shared: form.typed['device'] === 'shared', easy: typed.easy, helped: typed.helped },
      ...(language !== null && { language }),
    };
    const cookie = form.ok ? await leaving.enterGroupCode(form.value.code, chosen, cookies.read(req)) : null;
    if (cookie === null) {
      await tries.noteWrong(address);
      res.status(422);
      renderStart(req, res, typed, (say) => ({ code: say('leaving.code-wrong') }));
      return;
    }
    cookies.write(res, cookie);
    res.redirect(303, '/leaving/names');
  });

  async function renderNames(
    req: Request,
    res: Response,
    errorsIn: (say: Say) => FieldErrors,
    typed: Typed,
  ): Promise<void> {
    const list = await leaving.listNames(cookies.read(req));
    if (list.kind === 'no-session') {
      turnAway(req, res, 'no-session');
      return;
    }
    const { say } = speakToThem(req, res);
    res.render('survey/leaving/names', {
      title: say('leaving.who'),
      layout: 'survey',
      ...list,
      // A Latin name with its full stop reads in its own direction.
      names: list.names.map(({ id, text }) => ({ value: id, text: isolated(text, say('leaving.name')) })),
      csrfToken: list.formToken,
      errors: errorsIn(say),
      typed,
    });
  }

  router.get('/leaving/names', async (req, res) => renderNames(req, res, () => ({}), {}));

  router.post('/leaving/names', async (req, res) => {
    const form = readForm(whoForm, req.body);
    if (!form.ok || form.value.person === '') {
      res.status(422);
      await renderNames(req, res, (say) => ({ person: say('leaving.choose-name') }), form.typed);
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
        const why = said.kind === 'wrong' ? 'leaving.wrong' : 'leaving.ask-tutor';
        res.status(422);
        await renderNames(req, res, (say) => ({ born: say(why) }), { person: form.value.person });
      }
    }
  });

  router.use(questionPages({ survey: leaving.questions }, leavingDoor({ leaving, care }, cookies)));
  router.use(leavingEndings({ leaving, care }, cookies));
  router.use(leavingHelp({ leaving, care }, cookies));
  router.use(leavingWays({ leaving }, cookies));

  return router;
}
