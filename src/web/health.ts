// Is the process alive, and can it do its work? `/live` never touches the database; `/ready` asks for a write on disk
// within two seconds (requirement F5). The mail relay is not part of it.
import { Router } from 'express';
import type { Application } from '../application/index.js';

export function healthPages(application: Application): Router {
  const router = Router();
  router.get('/live', (_req, res) => {
    res.type('text').send('alive');
  });
  router.get('/ready', async (_req, res) => {
    const ready = await application.governance.ready();
    res
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready' : 'not ready');
  });
  return router;
}
