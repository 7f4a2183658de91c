// "Useful now": the same short page for everyone who has sent their answers, and the only place where we ask for a favour (Y13).
import { Router } from 'express';
import type { Application } from '../../application/index.js';
import type { Speech } from '../../domain/survey/languages/speech.js';
import type { SurveyCookies } from './cookie.js';
import { linkDoor } from './door.js';
import { speakTo } from './speak.js';

type Sections = Awaited<ReturnType<Application['care']['showUseful']>>;

/** What the page shows of them. */
export const usefulView = (sections: Sections, { say, date }: Speech) =>
  sections.map(({ section, entries }) => ({
    heading: say(`useful.${section}`),
    entries: entries.map(({ title, text, link, source, checkedOn }) => ({
      ...{ title, text, link },
      from: say('useful.from', { source, day: checkedOn === undefined ? '' : date(checkedOn) }),
    })),
  }));

/** `/survey/useful`. */
export function usefulPages({ survey, care }: Pick<Application, 'survey' | 'care'>, cookies: SurveyCookies): Router {
  const door = linkDoor(cookies);
  const router = Router();

  router.get('/survey/useful', async (req, res) => {
    const view = await survey.checkAnswers(cookies.read(req));
    if (view.kind !== 'check') {
      door.turnAway(req, res, view.kind);
      return;
    }
    const sections = await care.showUseful();
    if (view.sentAt === null || sections.length === 0) {
      res.redirect(303, view.sentAt === null ? '/survey' : '/survey/thank-you');
      return;
    }
    const speech = speakTo(res, view.reading, survey.languages);
    const { say } = speech;
    res.render('survey/useful', {
      title: say('useful.title'),
      layout: 'survey',
      back: { href: '/survey/thank-you', text: say('page.back') },
      sections: usefulView(sections, speech),
    });
  });

  return router;
}
