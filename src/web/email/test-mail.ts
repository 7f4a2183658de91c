// Where every link of a test mail leads: a page that is the same for everybody, knows nobody and changes nothing.
import { Router } from 'express';

/** `/test-mail`. */
export function testMailPage(): Router {
  const router = Router();
  router.get('/test-mail', (_req, res) => {
    res.render('email/test', { title: 'This was a test', layout: 'survey' });
  });
  return router;
}
