// Settings → Questionnaires: every published version with its data dictionary and a picture of how its pages hang together,
// and the form that begins a preview of it as a made-up person (feature 14).
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { NotFound } from '../../application/errors.js';
import { activityFacts, type Activity } from '../../domain/destinations/activity.js';
import {
  findQuestionnaire,
  publishedQuestionnaires,
  type PublishedQuestionnaire,
} from '../../domain/survey/catalogue.js';
import { graphOf } from '../../domain/survey/dictionary.js';
import { findModule, modulesFor, newestModules, withEveryModule } from '../../domain/survey/modules.js';
import { sensitiveIn } from '../../domain/survey/sensitive.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { dictionaryView } from './dictionary-view.js';
import { groundWords } from './preview-view.js';
import { graphView } from './questionnaire-graph.js';

const home = '/staff/settings/questionnaires';
const addressOf = ({ questionnaire: { name, version } }: PublishedQuestionnaire): string =>
  `${home}/${name}/${version}`;

/** Years since the summer in which the made-up person left. */
const summers = [
  { value: '0', text: 'Last summer' },
  { value: '1', text: 'The summer before' },
  { value: '5', text: 'Five years before last summer' },
] as const;
const plans = ['university', 'further-education', 'apprenticeship', 'employment', 'training'] as const;
const planItems = [
  { value: 'none', text: 'No plan on record' },
  ...plans.map((value) => ({ value, text: activityFacts[value].words })),
];
const whoItems = [
  { value: 'self', text: 'The person, by the link' },
  { value: 'proxy', text: 'Somebody for them, on the telephone' },
];

const readingItems = [
  { value: 'usual', text: 'The usual words' },
  { value: 'easy', text: 'Easy read, in English' },
];

const answerItems = [
  { value: 'questions', text: 'They answer the questions' },
  { value: 'unchanged', text: 'They come back, and press that nothing has changed' },
];

const previewForm = z.strictObject({
  left: z.enum(['0', '1', '5'], 'Choose when they left'),
  planned: z.enum(['none', ...plans], 'Choose what they had planned'),
  who: z.enum(['self', 'proxy'], 'Choose who answers'),
  answers: z.enum(['questions', 'unchanged'], 'Choose how they answer').default('questions'),
  reading: z.enum(['usual', 'easy'], 'Choose how it reads').default('usual'),
  language: z.string().regex(/^[a-z]{2,3}$/, 'Choose a language'),
  modules: z.union([z.string().max(60), z.array(z.string().max(60)).max(20)]).default([]),
});

function named(req: Request<{ name: string; version: string }>): PublishedQuestionnaire {
  const { name, version } = req.params;
  const found = /^\d{1,4}$/.test(version) ? findQuestionnaire({ name, version: Number(version) }) : null;
  if (found === null) throw new NotFound();
  return found;
}

const asksSensitive = ({ questionnaire }: PublishedQuestionnaire): boolean =>
  questionnaire.pages.some((page) => sensitiveIn(page) !== null);

/** The modules that can be on beside it. */
const moduleItems = (published: PublishedQuestionnaire) =>
  modulesFor(
    published,
    newestModules.map(({ name }) => name),
  ).flatMap((each) => {
    const module = findModule(each);
    return module === undefined ? [] : [{ value: module.name, text: module.title, hint: module.purpose }];
  });

/** `/staff/settings/questionnaires` and one of its versions. */
export function questionnairePages({ survey }: Pick<Application, 'survey'>): Router {
  const router = Router();
  const languageItems = survey.languages.map(({ language, name, confirmed }) => ({
    value: language,
    text: confirmed === null ? `${name} (no speaker has confirmed it)` : name,
  }));
  const frame = { layout: 'staff', place: 'settings' } as const;

  router.get(home, (_req, res) => {
    res.render('staff/settings/questionnaires', {
      ...{ title: 'Questionnaires', ...frame },
      rows: publishedQuestionnaires
        .toSorted(
          (one, other) =>
            one.title.localeCompare(other.title) || other.questionnaire.version - one.questionnaire.version,
        )
        .map((published) => [
          { text: `${published.title}, version ${published.questionnaire.version}`, href: addressOf(published) },
          published.questionnaire.pages.length,
          { text: 'Download', href: `${addressOf(published)}/dictionary.csv` },
        ]),
    });
  });

  async function render(
    res: Response,
    published: PublishedQuestionnaire,
    errors: FieldErrors,
    typed: Typed,
  ): Promise<void> {
    const { title, questionnaire } = published;
    res.render('staff/settings/questionnaire', {
      ...{ title: `${title}, version ${questionnaire.version}`, ...frame },
      breadcrumbs: [{ text: 'Questionnaires', href: home }, { text: `${title}, version ${questionnaire.version}` }],
      address: addressOf(published),
      questions: dictionaryView(withEveryModule(published)),
      sensitive: asksSensitive(published) ? groundWords(await survey.groundToday()) : null,
      graph: graphView(graphOf(withEveryModule(published))),
      moduleItems: moduleItems(published),
      answerItems: questionnaire.buildsOnKnown === true ? answerItems : [],
      refusals: questionnaire.ending.refusals.join(', '),
      ...{ errors, typed, summers, planItems, whoItems, readingItems, languageItems },
    });
  }

  router.get(`${home}/:name/:version`, async (req, res) => {
    await render(res, named(req), {}, { left: '0', planned: 'university', who: 'self', language: 'en' });
  });

  router.post(`${home}/:name/:version`, async (req, res) => {
    const published = named(req);
    const form = readForm(previewForm, req.body);
    if (!form.ok || !survey.languages.some(({ language }) => language === form.value.language)) {
      res.status(422);
      await render(res, published, form.ok ? { language: 'Choose a language' } : form.errors, form.typed);
      return;
    }
    const { left, planned, who, answers, reading, language, modules } = form.value;
    const { name, version } = published.questionnaire;
    req.session.preview = survey.preview.begin(
      { name, version },
      {
        leftSchoolIn: survey.preview.summer(Number(left)),
        planned: planned === 'none' ? null : (planned satisfies Activity),
        byProxy: who === 'proxy',
        unchanged: answers === 'unchanged',
        language,
        easy: reading === 'easy',
        modules: modulesFor(published, [modules].flat()),
      },
    );
    res.redirect(303, '/staff/preview');
  });

  router.get(`${home}/:name/:version/dictionary.csv`, (req, res) => {
    const published = named(req);
    const { name, version } = published.questionnaire;
    res.type('text/csv; charset=utf-8');
    res.set('Content-Disposition', `attachment; filename="${name}-${version}-dictionary.csv"`);
    res.send(survey.dictionaryCsv(withEveryModule(published)));
  });

  return router;
}
