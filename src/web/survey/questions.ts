// The questions: one a page, then a look at the answers. The same pages behind the link and on the telephone; each form
// carries its session's own token (decision R12) and works without scripting. A page's number stands in its address, so
// that no address tells an answer.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { ShownPage } from '../../application/survey/show-page.js';
import { languageToShow, type SurveyLanguage } from '../../domain/survey/languages/languages.js';
import type { Reading } from '../../domain/survey/reading.js';
import type { Speech } from '../../domain/survey/languages/speech.js';
import { NotFound } from '../../application/errors.js';
import { readButton, readForm } from '../form.js';
import { answerWords } from './answer-words.js';
import { pageAddress, type SurveyDoor } from './door.js';
import { errorsOf, fieldsOf, typedAnswers, type Field } from './fields.js';
import { speakTo } from './speak.js';

const field = z.union([z.string().max(20_000), z.array(z.string().max(200)).max(60)]);
/** Fields are named after the page's questions, so their names are not known here; the domain judges what they hold. */
const pageForm = z.record(z.string().max(60), field);

/** What somebody gets who may not see a page, or is not asked it. Nobody asks for codes on the telephone. */
function goElsewhere({ base, forCaller }: SurveyDoor, res: Response, kind: 'locked' | 'elsewhere'): void {
  res.redirect(303, kind === 'locked' && !forCaller ? '/survey/code' : base);
}

interface PageShown {
  readonly shown: ShownPage;
  readonly fromCheck: boolean;
  readonly reading: Reading;
  readonly languages: readonly SurveyLanguage[];
  /** What the door puts beside the page. */
  readonly beside: Readonly<Record<string, unknown>>;
}

/** What the pages ask of whoever keeps the answers. */
type QuestionVerbs = Pick<
  Application['survey'],
  'whereToGoOn' | 'showPage' | 'savePage' | 'checkAnswers' | 'sendAnswers' | 'languages'
>;

/** What a screen reader says first: that there is one more thing to say, or the question. */
const titleOf = ([field]: readonly Field[], { say }: Speech): string => {
  if (field === undefined) return '';
  const question = field.heading;
  if (field.offers.length > 0) return say('name.which-title', { question });
  return field.doubts.length > 0 ? say('doubt.title', { question }) : question;
};

function render(door: SurveyDoor, res: Response, { shown, fromCheck, reading, languages, beside }: PageShown): void {
  const texts = languageToShow(reading.language, languages).textsOf(shown.published, reading);
  const speech = speakTo(res, reading, languages);
  const { say } = speech;
  const errors = errorsOf(shown, texts, speech);
  const fields = fieldsOf(shown, texts, errors, speech);
  res.render('survey/question', {
    title: titleOf(fields, speech),
    layout: door.layout,
    ...beside,
    later: door.later,
    ...(door.forCaller ? { place: 'today' } : {}),
    forCaller: door.forCaller,
    back: fromCheck
      ? { href: pageAddress(door, 'check'), text: say('question.back-to-answers') }
      : shown.back === null
        ? null
        : { href: pageAddress(door, shown.back), text: say('page.back') },
    fields,
    errors,
    left: shown.left,
    worried: shown.worried && !door.forCaller,
    mayStop: shown.number > 1 && !door.forCaller,
    doubtful: fields.some(({ doubts }) => doubts.length > 0),
    maySkip: shown.page.questions.every((question) => question.required !== true),
    fromCheck,
    csrfToken: door.tokenFor(res, shown.formToken),
  });
}

/** The first page of the door, its questions and the page where answers are checked. */
export function questionPages({ survey }: { readonly survey: QuestionVerbs }, door: SurveyDoor): Router {
  const router = Router();
  /** Staff read English as it was published, whatever the person chose. */
  const readingFor = (chosen: Reading): Reading => (door.forCaller ? {} : chosen);

  router.get(door.base, async (req, res) => {
    const where = await survey.whereToGoOn(door.read(req), {
      changed: req.query['changed'] === 'yes',
      anyway: req.query['anyway'] === 'yes',
    });
    if (where.kind === 'at') res.redirect(303, pageAddress(door, where.place));
    else door.turnAway(req, res, where.kind);
  });

  const numberIn = (req: Request<{ number: string }>): number => {
    if (!/^[1-9]\d{0,2}$/.test(req.params.number)) throw new NotFound();
    return Number(req.params.number);
  };

  router.get(`${door.base}/question/:number`, async (req, res) => {
    const shown = await survey.showPage(door.read(req), numberIn(req));
    if (shown.kind === 'page') {
      const fromCheck = req.query['from'] === 'check';
      const { languages } = survey;
      const beside = (await door.beside?.(req)) ?? {};
      render(door, res, { shown, fromCheck, reading: readingFor(shown.reading), languages, beside });
    } else if (shown.kind === 'locked' || shown.kind === 'elsewhere') goElsewhere(door, res, shown.kind);
    else door.turnAway(req, res, shown.kind);
  });

  router.post(`${door.base}/question/:number`, async (req, res) => {
    const form = readForm(pageForm, req.body);
    const number = numberIn(req);
    const fromCheck = form.typed['from'] === 'check';
    const saved = await survey.savePage(door.read(req), {
      formToken: door.tokenIn(req),
      number,
      typed: typedAnswers(form.typed),
      skip: form.typed['action'] === 'skip',
      asItIs: form.typed['action'] === 'as-it-is',
      fromCheck,
      keep: form.typed['action'] === 'keep',
    });
    if (saved.kind === 'kept') {
      if (form.typed['action'] === 'keep') res.status(204).end();
      else {
        speakTo(res, readingFor(saved.reading), survey.languages);
        door.turnAway(req, res, 'kept');
      }
    } else if (saved.kind === 'saved') {
      door.write(req, res, saved.cookie);
      res.redirect(303, pageAddress(door, saved.next));
    } else if (saved.kind === 'refused') {
      door.write(req, res, saved.cookie);
      res.redirect(303, `${pageAddress(door, number)}${fromCheck ? '?from=check' : ''}`);
    } else if (saved.kind === 'locked' || saved.kind === 'elsewhere') goElsewhere(door, res, saved.kind);
    else door.turnAway(req, res, saved.kind);
  });

  router.get(`${door.base}/check`, async (req, res) => {
    const view = await survey.checkAnswers(door.read(req));
    if (view.kind !== 'check') {
      door.turnAway(req, res, view.kind);
      return;
    }
    const reading = readingFor(view.reading);
    const texts = languageToShow(reading.language, survey.languages).textsOf(view.published, reading);
    const speech = speakTo(res, reading, survey.languages);
    const { say } = speech;
    res.render('survey/check', {
      title: say('check.title'),
      layout: door.layout,
      ...(await door.beside?.(req)),
      later: door.later,
      ...(door.forCaller ? { place: 'today' } : {}),
      base: door.base,
      forCaller: door.forCaller,
      back: view.back === null ? null : { href: pageAddress(door, view.back), text: say('page.back') },
      worried: view.worried && !door.forCaller,
      rows: view.rows.map(({ question, number, value }) => ({
        key: texts.questions[question.id]?.short ?? question.id,
        value: answerWords({ texts, speech }, question, value),
        action: {
          text: say('check.change'),
          href: `${pageAddress(door, number)}?from=check`,
          about: say('check.change-what', { what: texts.questions[question.id]?.short ?? question.id }),
        },
      })),
      hidden: view.hidden,
      canSend: view.canSend,
      sentAt: view.sentAt,
      changedSince: view.changedSince,
      closesOn: view.closesOn,
      csrfToken: door.tokenFor(res, view.formToken),
    });
  });

  router.post(`${door.base}/check`, async (req, res) => {
    readButton(req.body);
    const sent = await survey.sendAnswers(door.read(req), door.tokenIn(req));
    if (sent.kind === 'sent') {
      door.write(req, res, sent.cookie);
      door.sent(req, res);
    } else if (sent.kind === 'not-yet') res.redirect(303, door.base);
    else door.turnAway(req, res, sent.kind);
  });

  return router;
}
