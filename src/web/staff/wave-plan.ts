// A wave's plan while it is under way: one more step, or more time for answers. Both say what they can and cannot do.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { PlanChange } from '../../application/waves/change-plan.js';
import { addDays } from '../../domain/calendar/local-date.js';
import { longestWindowDays } from '../../domain/waves/contact-plan.js';
import { stepIds } from '../../domain/waves/wave.js';
import { viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { goWithNotice } from '../session.js';
import { day, stepForm } from './wave-form.js';
import { problemWords, stepWords } from './wave-words.js';

const addForm = stepForm.extend({ step: z.enum(stepIds, 'Choose a step') });
const closesForm = z.strictObject({ revision: z.coerce.number().int(), closes: day });

const refusals = {
  'wave-over': 'The wave is over and takes no change',
  'not-new': 'Choose a step that the wave does not have',
  'not-later': 'Enter a later day: what has begun stays where it is',
} as const;

const why = (refused: Extract<PlanChange, { readonly kind: 'refused' }>): string => {
  if (refused.why !== 'plan') return refusals[refused.why];
  const [found] = refused.problems;
  return found === undefined ? 'The day does not fit the plan' : problemWords[found.problem];
};

/** `/staff/waves/:id/plan`, `…/step`, `…/closes`. */
export function wavePlanPages({ waves }: Pick<Application, 'waves'>): Router {
  const router = Router();

  async function render(req: Request, res: Response, errors: FieldErrors = {}, typed: Typed = {}): Promise<void> {
    const { wave } = await waves.showWave(viewerOf(res), String(req.params['id']));
    const [first] = wave.steps;
    res.render('staff/waves/plan', {
      ...{ title: 'Change the plan', layout: 'staff', place: 'waves', wave, errors },
      typed: { at: '10:00', closes: wave.closesOn, ...typed },
      steps: wave.steps.map(({ id, on, at }) => ({ name: stepWords[id], on, at })),
      missing: stepIds
        .filter((id) => !wave.steps.some((step) => step.id === id))
        .map((id) => ({ value: id, text: stepWords[id] })),
      latest: first === undefined ? wave.closesOn : addDays(first.on, longestWindowDays),
    });
  }

  router.get('/staff/waves/:id/plan', async (req, res) => render(req as Request, res));

  router.post('/staff/waves/:id/plan/step', async (req, res) => {
    const form = readForm(addForm, req.body);
    const { id: waveId } = req.params;
    if (form.ok) {
      const { step: stepId, ...rest } = form.value;
      const result = await waves.addStep(viewerOf(res), { waveId, stepId, ...rest });
      if (result.kind === 'changed') {
        const notice = `${stepWords[stepId]} added. Nobody gets a message twice because of it.`;
        goWithNotice(req, res, `/staff/waves/${waveId}`, notice);
        return;
      }
      res.status(422);
      await render(req as Request, res, { [result.why === 'not-new' ? 'step' : 'on']: why(result) }, form.typed);
      return;
    }
    res.status(422);
    await render(req as Request, res, form.errors, form.typed);
  });

  router.post('/staff/waves/:id/plan/closes', async (req, res) => {
    const form = readForm(closesForm, req.body);
    const { id: waveId } = req.params;
    let errors: FieldErrors = form.ok ? {} : form.errors;
    if (form.ok) {
      const { closes: closesOn, revision } = form.value;
      const result = await waves.extendWindow(viewerOf(res), { waveId, revision, closesOn });
      if (result.kind === 'changed') {
        goWithNotice(req, res, `/staff/waves/${waveId}`, 'The wave stays open longer, and its links with it.');
        return;
      }
      errors = { closes: why(result) };
    }
    res.status(422);
    await render(req as Request, res, errors, form.typed);
  });

  return router;
}
