// In which languages can alumni read, who has confirmed each, and how does it look? Staff look at every page of questions in any
// of them, the easy-read version too; what no speaker has confirmed is seen nowhere else (year.md, "Not now").
import { Router } from 'express';
import type { Application } from '../../application/index.js';
import { NotFound } from '../../application/errors.js';
import { publishedQuestionnaires } from '../../domain/survey/catalogue.js';
import { choiceOrder } from '../../domain/survey/choice-order.js';
import type { ShownPage } from '../../application/survey/show-page.js';
import { fieldsOf } from '../survey/fields.js';
import { speak } from '../survey/speak.js';

const base = '/staff/settings/languages';

/** `/staff/settings/languages`. */
export function languagePages({ survey }: Pick<Application, 'survey'>): Router {
  const router = Router();

  router.get(base, (_req, res) => {
    res.render('staff/settings/languages', {
      ...{ title: 'Languages', layout: 'staff', place: 'settings' },
      languages: survey.languages.flatMap(({ language, name, ownName, confirmed, hasEasy }) => [
        { path: language, name: language === 'en' ? name : `${name} (${ownName})`, confirmed },
        ...(hasEasy ? [{ path: `${language}-easy`, name: `${name}, easy read`, confirmed }] : []),
      ]),
      questionnaires: publishedQuestionnaires.map(({ questionnaire, title }) => ({
        path: `${questionnaire.name}/${questionnaire.version}`,
        title: `${title}, version ${questionnaire.version}`,
      })),
      base,
    });
  });

  router.get(`${base}/:language/:name/:version/:number`, (req, res) => {
    const [code, easy] = req.params.language.split('-');
    const language = survey.languages.find((each) => each.language === code);
    const published = publishedQuestionnaires.find(
      ({ questionnaire: { name, version } }) => name === req.params.name && String(version) === req.params.version,
    );
    const number = Number(req.params.number);
    const page = published?.questionnaire.pages[number - 1];
    if (language === undefined || published === undefined || page === undefined) throw new NotFound();
    const texts = language.textsOf(published, { easy: easy === 'easy' });
    const shown = {
      ...{ kind: 'page', published, page, number, answers: {}, back: null, left: 0, refused: null, formToken: '' },
      ...{ filledIn: {}, knownOn: null, quickMonths: [], offers: {}, worried: false },
      ...{
        reading: {},
        orders: Object.fromEntries(page.questions.map((each) => [each.id, choiceOrder(each, 'preview')])),
      },
    } satisfies ShownPage;
    const speech = speak(res, language);
    const { say } = speech;
    const fields = fieldsOf(shown, texts, {}, speech);
    const { length } = published.questionnaire.pages;
    const at = (place: number): string =>
      `${base}/${req.params.language}/${req.params.name}/${req.params.version}/${place}`;
    res.render('survey/question', {
      ...{ title: fields[0]?.heading ?? '', layout: 'survey', forCaller: false, fields, errors: {}, fromCheck: false },
      easy: easy === 'easy' && language.hasEasy,
      back: { href: number > 1 ? at(number - 1) : base, text: say('page.back') },
      left: length - number,
      mayStop: false,
      doubtful: false,
      maySkip: page.questions.every((question) => question.required !== true),
      lookOnly: { next: number < length ? at(number + 1) : base },
    });
  });

  return router;
}
