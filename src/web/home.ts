// Where does somebody land who types the bare address? On a page that says what this is; and what the pages are drawn
// with: stylesheet, one optional script, icon.
import { Router } from 'express';
import { NotFound } from '../application/errors.js';
import type { SurveyLanguage } from '../domain/survey/languages/languages.js';
import { speakAsAsked } from './survey/speak.js';
import { assetFiles } from './views.js';

const aYear = 31_536_000_000;

export function homePages(languages: readonly SurveyLanguage[]): Router {
  const router = Router();
  router.get('/', (req, res) => {
    speakAsAsked(req, res, languages);
    res.render('home', { title: 'Onward', layout: 'plain' });
  });
  router.get('/assets/:file', (req, res) => {
    const file = Object.hasOwn(assetFiles, req.params.file) ? assetFiles[req.params.file] : undefined;
    if (file === undefined) throw new NotFound();
    res.removeHeader('Cache-Control'); // sendFile writes its own only where there is none
    // The address carries a mark of the content, so it may be kept; asked for without it, it is checked every time.
    res.sendFile(file, req.query['v'] === undefined ? { maxAge: 0 } : { maxAge: aYear, immutable: true });
  });
  return router;
}
