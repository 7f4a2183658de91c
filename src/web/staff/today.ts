// Today: what needs somebody, and what is going on. Every number leads to the things behind it (look.md, section 4).
import { Router } from 'express';
import type { Application } from '../../application/index.js';
import { mayOpen, viewerOf } from '../access.js';

export function todayPages(application: Application): Router {
  const router = Router();
  router.get('/staff', async (_req, res) => {
    const viewer = viewerOf(res);
    const { needs, waves, answersSinceYesterday, asOf } = await application.governance.today(viewer);
    res.render('staff/today', {
      title: 'Today',
      layout: 'staff',
      place: 'today',
      needs: needs.map((need) => ({ ...need, open: mayOpen(viewer.role, need.href) })),
      waves: waves.map((wave) => ({ ...wave, open: mayOpen(viewer.role, wave.href) })),
      answersSinceYesterday,
      mayCall: mayOpen(viewer.role, '/staff/calls'),
      asOf,
    });
  });
  return router;
}
