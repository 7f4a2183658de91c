// Where every link of a test mail leads: a page that is the same for everybody, knows nobody and changes nothing.
import { Router } from 'express';
import type { SurveyLanguage } from '../../domain/survey/languages/languages.js';
import { speakAsAsked } from '../survey/speak.js';

/** `/test-mail`. */
export function testMailPage(languages: readonly SurveyLanguage[]): Router {
  const router = Router();
  router.get('/test-mail', (req, res) => {
    const { say } = speakAsAsked(req, res, languages);
    res.render('email/test', { title: say('test.title'), layout: 'survey' });
  });
  return router;
}
