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
import { dictionaryOf, graphOf, type DictionaryRow } from '../../domain/survey/dictionary.js';
import { findModule, modulesFor, newestModules, withEveryModule } from '../../domain/survey/modules.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { graphView } from './questionnaire-graph.js';

const home = '/staff/settings/questionnaires';
const addressOf = ({ questionnaire: { name, version } }: PublishedQuestionnaire): string =>
  `${home}/${name}/${version}`;

/** Years since the summer in which the made-up person left. */
const summers = [
  { value: '0', text: 'Last summer' },
  { value: '1', text: 'The summer before' },
  { value: '5', text: 'Five years before that' },
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

const answerItems = [
  { value: 'questions', text: 'They answer the questions' },
  { value: 'unchanged', text: 'They come back, and press that nothing has changed' },
];

const previewForm = z.strictObject({
  left: z.enum(['0', '1', '5'], 'Choose when they left'),
  planned: z.enum(['none', ...plans], 'Choose what they had planned'),
  who: z.enum(['self', 'proxy'], 'Choose who answers'),
  answers: z.enum(['questions', 'unchanged'], 'Choose how they answer').default('questions'),
  language: z.string().regex(/^[a-z]{2,3}$/, 'Choose a language'),
  modules: z.union([z.string().max(60), z.array(z.string().max(60)).max(20)]).default([]),
});

function named(req: Request<{ name: string; version: string }>): PublishedQuestionnaire {
  const { name, version } = req.params;
  const found = /^\d{1,4}$/.test(version) ? findQuestionnaire({ name, version: Number(version) }) : null;
  if (found === null) throw new NotFound();
  return found;
}

/** The modules that can be on beside it. */
const moduleItems = (published: PublishedQuestionnaire) =>
  modulesFor(
    published,
    newestModules.map(({ name }) => name),
  ).flatMap((each) => {
    const module = findModule(each);
    return module === undefined ? [] : [{ value: module.name, text: module.title, hint: module.purpose }];
  });

const flagsOf = ({ required, forValid, hard, byProxy }: DictionaryRow): string =>
  [
    ...(required ? ['required'] : []),
    ...(forValid ? ['needed for a valid response'] : []),
    ...(hard ? ['says why we ask'] : []),
    ...(byProxy ? [] : ['only the person']),
  ].join(', ');

/** One row a code; what the question says stands beside its first. */
const dictionaryRows = (published: PublishedQuestionnaire) =>
  dictionaryOf(published).map((row, at, all) => {
    const first = all[at - 1]?.question !== row.question;
    const more = [flagsOf(row), row.doubts === '' ? '' : `asks again: ${row.doubts}`, row.wording];
    return [
      first ? `${row.page}. ${row.question}` : '″',
      first ? row.heading : null,
      first ? row.kind : null,
      first ? row.askedOf : null,
      first ? more.filter((words) => words !== '').join('; ') || null : null,
      row.code === '' ? null : row.code,
      `${row.text}${row.means === '' ? '' : ` (${row.means})`}`,
    ];
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

  function render(res: Response, published: PublishedQuestionnaire, errors: FieldErrors, typed: Typed): void {
    const { title, questionnaire } = published;
    res.render('staff/settings/questionnaire', {
      ...{ title: `${title}, version ${questionnaire.version}`, ...frame },
      breadcrumbs: [{ text: 'Questionnaires', href: home }, { text: `${title}, version ${questionnaire.version}` }],
      address: addressOf(published),
      rows: dictionaryRows(withEveryModule(published)),
      graph: graphView(graphOf(withEveryModule(published))),
      moduleItems: moduleItems(published),
      answerItems: questionnaire.buildsOnKnown === true ? answerItems : [],
      refusals: questionnaire.ending.refusals.join(', '),
      ...{ errors, typed, summers, planItems, whoItems, languageItems },
    });
  }

  router.get(`${home}/:name/:version`, (req, res) => {
    render(res, named(req), {}, { left: '0', planned: 'university', who: 'self', language: 'en' });
  });

  router.post(`${home}/:name/:version`, (req, res) => {
    const published = named(req);
    const form = readForm(previewForm, req.body);
    if (!form.ok || !survey.languages.some(({ language }) => language === form.value.language)) {
      res.status(422);
      render(res, published, form.ok ? { language: 'Choose a language' } : form.errors, form.typed);
      return;
    }
    const { left, planned, who, answers, language, modules } = form.value;
    const { name, version } = published.questionnaire;
    req.session.preview = survey.preview.begin(
      { name, version },
      {
        leftSchoolIn: survey.preview.summer(Number(left)),
        planned: planned === 'none' ? null : (planned satisfies Activity),
        byProxy: who === 'proxy',
        unchanged: answers === 'unchanged',
        language,
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
