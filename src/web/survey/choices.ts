// The choices page: how somebody is reached, how often, and what they allow, each part a form of its own with its effect
// told back in a sentence (Y4; feature 34). Also the last way out for who got somebody else's mail.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { Choice, ChoicesPage } from '../../application/survey/choices.js';
import { parseEmailAddress, parseMobile } from '../../domain/alumni/contact-point.js';
import { askedWording, type GrantPurpose } from '../../domain/alumni/grants.js';
import { newestQuestionnaire } from '../../domain/survey/catalogue.js';
import { languageToShow, type SurveyLanguage } from '../../domain/survey/languages/languages.js';
import { wordsEn, type WordKey } from '../../domain/survey/languages/words.en.js';
import { permissionWording } from '../../domain/survey/questionnaires/permissions.en.js';
import type { Reading } from '../../domain/survey/reading.js';
import { worded, type QuestionnaireTexts } from '../../domain/survey/texts.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import type { SurveyCookies } from './cookie.js';
import { linkDoor, postedToken } from './door.js';
import { speakTo } from './speak.js';

const owner = z.enum(['self', 'parent', 'shared'], 'choices.whose-choose' satisfies WordKey);
const number = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number);
const yesOrNo = z.enum(['yes', 'no']).optional();
const email = z
  .string()
  .max(254)
  .refine((typed) => parseEmailAddress(typed) !== null, {
    error: 'choices.wrong-email' satisfies WordKey,
  });
const mobile = z
  .string()
  .max(30)
  .refine((typed) => parseMobile(typed) !== null, {
    error: 'choices.wrong-mobile' satisfies WordKey,
  });
const shapes = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('add-email'), email, 'email-owner': owner }),
  z.strictObject({ action: z.literal('add-mobile'), mobile, 'mobile-owner': owner }),
  z.strictObject({ action: z.literal('owner'), number, owner }),
  z.strictObject({ action: z.literal('stop-using'), number }),
  z.strictObject({
    action: z.literal('name'),
    name: z
      .string()
      .trim()
      .max(60, 'choices.wrong-name' satisfies WordKey),
  }),
  z.strictObject({
    action: z.literal('often'),
    often: z.enum(['usual', 'year', 'stopped', 'never'], 'choices.wrong-often' satisfies WordKey),
  }),
  z.strictObject({ action: z.literal('allow'), 'may-link': yesOrNo, 'may-chat': yesOrNo, 'may-quote': yesOrNo }),
  z.strictObject({
    action: z.literal('be-asked'),
    'may-be-asked': z.enum(['yes', 'no'], 'choices.wrong-asked' satisfies WordKey),
  }),
]);

const purposes = [
  ['may-link', 'official-records'],
  ['may-chat', 'chat'],
  ['may-quote', 'quote'],
] as const satisfies readonly (readonly [string, GrantPurpose])[];

function choiceOf(form: z.output<typeof shapes>): Choice {
  switch (form.action) {
    case 'add-email':
      return {
        kind: 'add',
        contact: { kind: 'email', value: parseEmailAddress(form.email) ?? '', owner: form['email-owner'] },
      };
    case 'add-mobile':
      return {
        kind: 'add',
        contact: { kind: 'mobile', value: parseMobile(form.mobile) ?? '', owner: form['mobile-owner'] },
      };
    case 'owner':
      return { kind: 'owner', number: form.number, owner: form.owner };
    case 'stop-using':
      return { kind: 'stop-using', number: form.number };
    case 'name':
      return { kind: 'name', toUse: form.name };
    case 'often':
      return { kind: 'often', often: form.often };
    case 'allow':
      return {
        kind: 'allow',
        wording: permissionWording,
        grants: Object.fromEntries(
          purposes.flatMap(([question, purpose]) => {
            const said = form[question];
            return said === undefined ? [] : [[purpose, said === 'yes'] as const];
          }),
        ),
      };
    case 'be-asked':
      return {
        ...{ kind: 'allow', wording: askedWording },
        grants: { 'answer-questions': form['may-be-asked'] === 'yes' },
      };
  }
}

const actions = ['add-email', 'add-mobile', 'owner', 'stop-using', 'name', 'often', 'allow', 'be-asked'] as const;

const tidings = z.strictObject({
  choice: z.enum(['not-me', 'cannot-answer', 'has-died']),
  sure: z.literal('yes').optional(),
});

/** What a permission question says, for this page: the words of the questionnaire that asks it. */
const permissionRows = (texts: QuestionnaireTexts, allowed: readonly GrantPurpose[]) =>
  purposes.map(([name, purpose]) => ({
    name,
    legend: worded(texts.questions[name]?.heading ?? '', {}),
    hint: worded(texts.questions[name]?.hint ?? '', {}),
    // Nothing is chosen beforehand but what they said themselves.
    value: allowed.includes(purpose) ? 'yes' : '',
  }));

interface Given {
  /** By field, the key of what to do. */
  readonly errors?: FieldErrors;
  readonly typed?: Typed;
  readonly done?: (typeof actions)[number] | null;
}

/** The permissions are worded as the newest yearly check words them. */
const asksThem = newestQuestionnaire('yearly-check');

interface Read {
  readonly reading: Reading;
  readonly languages: readonly SurveyLanguage[];
}

function render(
  res: Response,
  page: ChoicesPage,
  { errors = {}, typed = {}, done = null }: Given,
  { reading, languages }: Read,
): void {
  const { held, howOften, set, allowed, formToken } = page;
  const { say } = speakTo(res, reading, languages);
  const spoken = languageToShow(reading.language, languages);
  const isKey = (key: string): key is WordKey => Object.hasOwn(wordsEn, key);
  res.status(Object.keys(errors).length > 0 ? 422 : 200).render('survey/choices', {
    title: say('choices.title'),
    layout: 'survey',
    back: { href: '/survey', text: say('choices.back') },
    errors: Object.fromEntries(Object.entries(errors).map(([field, key]) => [field, isKey(key) ? say(key) : key])),
    typed,
    done: done === null ? null : say(`choices.done-${done}`),
    name: held === null ? null : (held.toUse ?? held.given),
    toUse: held?.toUse ?? '',
    points:
      held === null
        ? null
        : held.points.map(({ number: at, kind, value, owner: whose, state }) => ({
            ...{ number: at, kind, value, whose },
            cameBack: state === 'bounced',
          })),
    hasOwn: held === null || held.points.some((each) => each.kind === 'email' && each.owner === 'self'),
    howOften,
    mayStopSet: howOften === 'stopped' || set === 'asked',
    permissions: asksThem === null ? [] : permissionRows(spoken.textsOf(asksThem, reading), allowed),
    mayBeAsked: allowed.includes('answer-questions') ? 'yes' : '',
    csrfToken: formToken,
  });
}

/** `/survey/choices` and what is below it. */
export function choicesPages({ survey, care }: Pick<Application, 'survey' | 'care'>, cookies: SurveyCookies): Router {
  const door = linkDoor(cookies);
  const router = Router();

  const show = async (req: Request, res: Response, given: Given): Promise<void> => {
    const cookie = cookies.read(req);
    const [page, reading, help] = await Promise.all([
      survey.showChoices(cookie),
      survey.readingOf(cookie),
      care.helpPage(cookie),
    ]);
    res.locals['offersHelp'] = help.kind === 'offer';
    if (page.kind === 'choices') render(res, page, given, { reading, languages: survey.languages });
    else door.turnAway(req, res, page.kind);
  };

  router.get('/survey/choices', async (req, res) => {
    const done = actions.find((action) => action === req.query['done']) ?? null;
    await show(req, res, { done });
  });

  router.post('/survey/choices', async (req, res) => {
    const form = readForm(shapes, req.body);
    if (!form.ok) {
      await show(req, res, { errors: form.errors, typed: form.typed });
      return;
    }
    const result = await survey.choose(cookies.read(req), postedToken(req), choiceOf(form.value));
    if (result.kind === 'changed' && result.over) {
      speakTo(res, result.reading, survey.languages);
      door.turnAway(req, res, 'kept');
    } else if (result.kind === 'changed') res.redirect(303, `/survey/choices?done=${form.value.action}`);
    else door.turnAway(req, res, result.kind);
  });

  router.post('/survey/choices/tell', async (req, res) => {
    const form = readForm(tidings, req.body);
    const cookie = cookies.read(req);
    const csrfToken = survey.formToken(cookie);
    if (!form.ok || csrfToken === null || csrfToken !== postedToken(req)) {
      door.turnAway(req, res, csrfToken === null ? 'no-session' : 'not-our-form');
      return;
    }
    const { choice, sure } = form.value;
    const { say } = speakTo(res, await survey.readingOf(cookie), survey.languages);
    if (sure === undefined) {
      res.render('survey/tell-us', {
        ...{ title: say('tell.title'), layout: 'survey', choice },
        ...{ csrfToken, goBack: '/survey/choices' },
      });
      return;
    }
    const result = await survey.tellUsHere(cookie, postedToken(req), choice);
    if (result.kind === 'changed') {
      cookies.clear(res);
      res.render('survey/told-us', { title: say('told.title'), layout: 'survey', choice });
    } else door.turnAway(req, res, result.kind);
  });

  return router;
}
