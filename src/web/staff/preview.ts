// A preview of a questionnaire: the real pages of the survey, marked as a preview, over a draft in the session of the member
// of staff, with what the answers so far would record beside each page and at the end.
import { Router, type Request } from 'express';
import type { Application } from '../../application/index.js';
import type { PreviewedRecord } from '../../application/survey/preview.js';
import type { SurveyLanguage } from '../../domain/survey/languages/languages.js';
import type { SurveyDoor } from '../survey/door.js';
import { questionPages } from '../survey/questions.js';
import { groundWords, previewView, sensitiveWords } from './preview-view.js';

declare module 'express-session' {
  interface SessionData {
    /** The preview in hand: who is made up, and what they answered. */
    preview?: string;
  }
}

const home = '/staff/settings/questionnaires';
const base = '/staff/preview';
const questionnaireOf = (record: PreviewedRecord | null): string =>
  record === null ? home : `${home}/${record.ref.name}/${record.ref.version}`;

/** Staff may look at a language that no speaker has confirmed; it is still sent to nobody (year.md, "Not now"). */
const readable = (language: SurveyLanguage): SurveyLanguage => ({
  ...language,
  confirmed: language.confirmed ?? { by: 'nobody', on: '' },
});

/** The door of whoever tries a questionnaire; forms carry the staff session's own token, which is checked before. */
const previewDoor = ({ preview, groundToday }: Application['survey']): SurveyDoor => ({
  base,
  forCaller: false,
  layout: 'survey',
  later: { href: `${base}/end` },
  beside: async (req) => {
    const view = previewView(preview.record(req.session.preview), questionnaireOf);
    const sensitive = preview.sensitiveOn(req.session.preview, Number(req.params['number']));
    if (view === null || sensitive === null) return { preview: view };
    return { preview: { ...view, sensitive: `${sensitiveWords[sensitive]} ${groundWords(await groundToday())}` } };
  },
  read: (req) => req.session.preview,
  write: (req, _res, { value }) => {
    req.session.preview = value;
  },
  tokenIn: () => '',
  tokenFor: (res) => String(res.locals['csrfToken']),
  sent: (_req, res) => res.redirect(303, `${base}/end`),
  turnAway: (_req, res) => res.redirect(303, home),
});

/** `/staff/preview` and what is below it. */
export function previewPages({ survey }: Pick<Application, 'survey'>): Router {
  const router = Router();
  const languages = survey.languages.map(readable);
  router.use(questionPages({ survey: { ...survey.preview, languages } }, previewDoor(survey)));

  router.get(`${base}/end`, (req: Request, res) => {
    const record = survey.preview.record(req.session.preview);
    if (record === null) {
      res.redirect(303, home);
      return;
    }
    res.render('staff/preview/end', {
      ...{ title: 'What these answers would record', layout: 'staff', place: 'settings' },
      breadcrumbs: [
        { text: 'Questionnaires', href: home },
        { text: record.title, href: questionnaireOf(record) },
        { text: 'Preview' },
      ],
      preview: previewView(record, questionnaireOf),
    });
  });

  return router;
}
