// What do we keep about somebody, why, for how long, and what can they do about it? One plain page that mail and survey
// link to (requirement P3), made from the settings; it reads nothing about anybody. A trust with a notice of its own names
// it by PRIVACY_NOTICE_URL, and this page then leads there too.
import { Router } from 'express';
import type { AppSettings } from '../../application/index.js';
import type { SurveyLanguage } from '../../domain/survey/languages/languages.js';
import { speakAsAsked } from './speak.js';

/** `/privacy`. */
export function privacyPages(settings: AppSettings, languages: readonly SurveyLanguage[]): Router {
  const { baseUrl, replyTo, postalAddress, privacyNoticeUrl, publicTaskMonths, dataProtectionContact } = settings;
  const router = Router();
  router.get('/privacy', (req, res) => {
    const { say } = speakAsAsked(req, res, languages);
    res.render('survey/privacy', {
      title: say('privacy.title'),
      layout: 'plain',
      replyTo,
      postalAddress,
      dataProtectionContact,
      publicTaskMonths,
      ownNoticeUrl: privacyNoticeUrl === `${baseUrl}/privacy` ? null : privacyNoticeUrl,
    });
  });
  return router;
}
