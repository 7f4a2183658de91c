// A wave's letters where newer ones were saved since it was confirmed: which, and the press that lets the rest of it say them.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { namesOf } from '../../application/waves/letters/take-over-letters.js';
import { findCatalogue } from '../../domain/waves/letters/catalogue.js';
import { viewerOf } from '../access.js';
import { readForm, type FieldErrors } from '../form.js';
import { goWithNotice } from '../session.js';
import { letterWords } from './letter-words.js';

const takeForm = z.strictObject({
  revision: z.coerce.number().int(),
  shown: z.string().max(2_000),
  sure: z.literal('yes', 'Tick the box if you have read them'),
});

/** `/staff/waves/:id/letters`. */
export function waveLetterPages({ waves }: Pick<Application, 'waves'>): Router {
  const router = Router();

  async function render(req: Request, res: Response, errors: FieldErrors = {}): Promise<void> {
    const { wave } = await waves.showWave(viewerOf(res), String(req.params['id']));
    const newer = await waves.newerLetters(wave);
    res.render('staff/waves/letters', {
      ...{ title: 'Newer letters', layout: 'staff', place: 'waves', wave, errors, shown: namesOf(newer) },
      rows: newer.map(({ id, language, from, to }) => [
        {
          text: letterWords[id].name,
          href: `/staff/settings/letters/${id}${language === 'en' ? '' : `?language=${language}`}`,
        },
        findCatalogue(language)?.name ?? language,
        from === null ? 'In English' : `Version ${from}`,
        `Version ${to}`,
      ]),
    });
  }

  router.get('/staff/waves/:id/letters', async (req, res) => render(req as Request, res));

  router.post('/staff/waves/:id/letters', async (req, res) => {
    const form = readForm(takeForm, req.body);
    const { id: waveId } = req.params;
    if (!form.ok) {
      await render(req as Request, res.status(422), form.errors);
      return;
    }
    const { revision, shown } = form.value;
    const result = await waves.takeOverLetters(viewerOf(res), { waveId, revision, shown });
    if (result === 'changed-meanwhile') {
      const errors = { sure: 'Another letter was saved meanwhile. Read that one too' };
      await render(req as Request, res.status(409), errors);
      return;
    }
    const notice =
      result === 'taken-over'
        ? 'Taken over. What leaves from now on says the new words.'
        : 'There is nothing newer to take over.';
    goWithNotice(req as Request, res, `/staff/waves/${waveId}`, notice);
  });

  return router;
}
