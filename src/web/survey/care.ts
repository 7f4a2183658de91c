// Whether words that sound hard may be read by who can help: the person's yes or no, on the page after sending (Y8).
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { readForm } from '../form.js';
import type { SurveyCookies } from './cookie.js';
import { linkDoor, postedToken } from './door.js';

/** Yes or no, by one press. */
export const passOnForm = z.strictObject({ choice: z.enum(['yes', 'no']) });

/** `/survey/pass-on`. */
export function carePages({ care }: Pick<Application, 'care'>, cookies: SurveyCookies): Router {
  const door = linkDoor(cookies);
  const router = Router();

  router.post('/survey/pass-on', async (req, res) => {
    const form = readForm(passOnForm, req.body);
    if (!form.ok) {
      door.turnAway(req, res, 'not-our-form');
      return;
    }
    const heard = await care.passOnOrNot(cookies.read(req), postedToken(req), form.value.choice === 'yes');
    if (heard.kind === 'heard') res.redirect(303, '/survey/thank-you');
    else door.turnAway(req, res, heard.kind);
  });

  return router;
}
