// Names that somebody may mean who is typing one: what the script beside a field asks for. It knows nothing of who asks and
// reads nothing but the public lists; what was typed stands in no log (requirement T9).
import { Router } from 'express';
import type { Application } from '../../application/index.js';
import { NotFound } from '../../application/errors.js';
import { listedKinds } from '../../domain/survey/listed.js';

const longest = 120;

/** `/names/:kind?q=…`: at most as many as are shown, best first. */
export function namePages({ survey }: Pick<Application, 'survey'>): Router {
  const router = Router();
  router.get('/names/:kind', (req, res) => {
    const kind = listedKinds.find((each) => each === req.params.kind);
    if (kind === undefined) throw new NotFound();
    const text = req.query['q'];
    res.json(typeof text === 'string' ? survey.suggestNames(kind, text.slice(0, longest)) : []);
  });
  return router;
}
