// Today: what needs somebody, and what is going on. Every number leads to the things behind it (look.md, section 4).
import { Router } from 'express';
import type { Application } from '../../application/index.js';
import { mayOpen, viewerOf } from '../access.js';
import { countFor, countOfFor, seesOf } from './counts-shown.js';

export function todayPages(application: Application): Router {
  const router = Router();
  router.get('/staff', async (_req, res) => {
    const viewer = viewerOf(res);
    const sees = seesOf(viewer.role);
    const { needs, waves, answersSinceYesterday, asOf } = await application.governance.today(viewer);
    res.render('staff/today', {
      title: 'Today',
      layout: 'staff',
      place: 'today',
      // What somebody may not open does not need them.
      needs: needs.filter(({ href }) => mayOpen(viewer.role, href)),
      waves: waves.map((wave) => ({ ...wave, open: mayOpen(viewer.role, wave.href) })),
      answers: countOfFor(sees)(answersSinceYesterday, 'answer', 'answers'),
      ...{ count: countFor(sees), countOf: countOfFor(sees) },
      mayCall: mayOpen(viewer.role, '/staff/calls'),
      mayReadStory: mayOpen(viewer.role, '/staff/insight/story'),
      asOf,
    });
  });
  return router;
}
