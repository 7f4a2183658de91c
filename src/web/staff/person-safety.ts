// Worried about somebody: what a member of staff heard or read goes to those who look after people's safety (requirement P6).
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { PersonView } from '../../application/alumni/look-at-people.js';
import type { Application, AppSettings } from '../../application/index.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { longestStep } from '../../domain/survey/safety-flag.js';
import { viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors, type Typed } from '../form.js';
import { goWithNotice } from '../session.js';
import { personHeader, personTitle } from './person-header.js';

const flagForm = z.strictObject({
  form: z.string().regex(/^[a-z0-9-]{4,40}$/),
  words: z
    .string('Enter what you heard or read')
    .trim()
    .min(1, 'Enter what you heard or read')
    .max(longestStep, `Use at most ${longestStep.toLocaleString('en-GB')} characters`),
  life: z.enum(['yes', 'no'], 'Choose yes when you are not sure'),
  agreed: z.literal('yes').optional(),
});

/** `/staff/people/:id/safety`. */
export function personSafetyPages(
  { alumni, care }: Pick<Application, 'alumni' | 'care'>,
  settings: Pick<AppSettings, 'safeguardingContact'>,
): Router {
  const router = Router();

  function render(res: Response, view: PersonView, errors: FieldErrors = {}, typed: Typed = {}): void {
    const { person } = view;
    res.render('staff/people/safety', {
      ...{ title: personTitle(person, 'contact'), layout: 'staff', place: 'people', errors, typed },
      back: { href: `/staff/people/${person.id}/contact`, text: 'Contact' },
      header: personHeader(view, viewerOf(res).role, 'contact'),
      form: typed['form'] ?? care.newForm(),
      safeguarding: settings.safeguardingContact,
    });
  }

  router.get('/staff/people/:id/safety', async (req, res) => {
    render(res, await alumni.showPerson(viewerOf(res), req.params.id as AlumnusId));
  });

  router.post('/staff/people/:id/safety', async (req, res) => {
    const viewer = viewerOf(res);
    const view = await alumni.showPerson(viewer, req.params.id as AlumnusId);
    const given = readForm(flagForm, req.body);
    if (!given.ok) {
      if (given.errors['form'] !== undefined) throw new NotOurForm();
      render(res.status(422), view, given.errors, given.typed);
      return;
    }
    const { form, words, life, agreed } = given.value;
    const raised = await care.raiseByHand(viewer, {
      ...{ alumnusId: view.person.id, words, form },
      ...{ lifeAtRisk: life === 'yes', agreed: agreed === 'yes' },
    });
    if (raised === 'kept-back') {
      const message = 'They are 18 or over: ask them first, and tick this when they agree, unless a life is at risk';
      render(res.status(422), view, { agreed: message }, given.typed);
      return;
    }
    const notice = 'Passed on to those who look after people’s safety. They are told by mail now.';
    goWithNotice(req, res, `/staff/people/${view.person.id}/contact`, notice);
  });

  return router;
}
