// A wave's plan: a step on another day, all steps off quiet days, one more step, or more time for answers. Each says what it
// can and cannot do.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import type { PlanChange } from '../../application/waves/change-plan.js';
import type { QuietDay } from '../../application/waves/quiet-days.js';
import { addDays, type LocalDate } from '../../domain/calendar/local-date.js';
import { longestWindowDays } from '../../domain/waves/contact-plan.js';
import { stepMoment } from '../../domain/waves/due-messages.js';
import { stepIds } from '../../domain/waves/wave.js';
import { NotFound } from '../../application/errors.js';
import { viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { day, stepErrors, stepForm } from './wave-form.js';
import { problemWords, stepWords } from './wave-words.js';

const addForm = stepForm.extend({ step: z.enum(stepIds, 'Choose a step') });
const quietForm = z.strictObject({ revision: z.coerce.number().int() });
const closesForm = z.strictObject({ revision: z.coerce.number().int(), closes: day });

const refusals = {
  'wave-over': 'The wave is over and takes no change',
  'not-new': 'Choose a step that the wave does not have',
  'not-later': 'Enter a later day: what has begun stays where it is',
} as const;

/** What is said before a step goes to a quiet day; with the day in the form the next press means it. */
const askOnce = (
  on: LocalDate,
  { reason, never }: QuietDay,
): { readonly errors: FieldErrors; readonly typed: Typed } => {
  const meant = never ? 'Nobody is rung on it: choose' : 'Press once more to write on it all the same, or choose';
  return { errors: { on: `${format.longDate(on)} is ${reason}. ${meant} another day` }, typed: { anyway: on } };
};

/** Why the wave does not stay open until then. */
const whyNotOpen = (refused: Extract<PlanChange, { readonly kind: 'refused' }>): string => {
  if (refused.why !== 'plan') return refusals[refused.why];
  const [found] = refused.problems;
  return found === undefined ? refusals['not-later'] : problemWords[found.problem];
};

/** `/staff/waves/:id/plan`, `…/step`, `…/closes`, `…/quiet`, and `/staff/waves/:id/steps/:step`. */
export function wavePlanPages({ waves }: Pick<Application, 'waves'>, clock: Clock): Router {
  const router = Router();

  async function render(req: Request, res: Response, errors: FieldErrors = {}, typed: Typed = {}): Promise<void> {
    const { wave } = await waves.showWave(viewerOf(res), String(req.params['id']));
    const [first] = wave.steps;
    res.render('staff/waves/plan', {
      ...{ title: 'Change the plan', layout: 'staff', place: 'waves', wave, errors },
      typed: { at: '10:00', closes: wave.closesOn, ...typed },
      steps: [
        ...wave.steps.map((step) => [
          stepWords[step.id],
          format.longDate(step.on),
          step.at,
          wave.state !== 'draft' && stepMoment(step) <= clock.now()
            ? 'has begun'
            : { text: 'Move', href: `/staff/waves/${wave.id}/steps/${step.id}` },
        ]),
        ['Closes', format.longDate(wave.closesOn), 'end of the day', ''],
      ],
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
      if (result.why === 'quiet-day') {
        const { errors, typed } = askOnce(rest.on, result);
        await render(req as Request, res, errors, { ...form.typed, ...typed });
        return;
      }
      const errors =
        result.why === 'plan'
          ? stepErrors(result.problems, stepId)
          : { [result.why === 'not-new' ? 'step' : 'on']: refusals[result.why] };
      await render(req as Request, res, errors, form.typed);
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
      errors = { closes: whyNotOpen(result) };
    }
    res.status(422);
    await render(req as Request, res, errors, form.typed);
  });

  router.post('/staff/waves/:id/plan/quiet', async (req, res) => {
    const form = readForm(quietForm, req.body);
    if (!form.ok) throw new NotFound();
    const { id: waveId } = req.params;
    const moved = await waves.moveOffQuietDays(viewerOf(res), { waveId, revision: form.value.revision });
    const notice = moved === 'moved' ? 'Moved. Read again who is written to.' : 'Nothing had to be moved.';
    goWithNotice(req, res, `/staff/waves/${waveId}`, notice);
  });

  async function renderStep(req: Request, res: Response, errors: FieldErrors, typed?: Typed): Promise<void> {
    const { wave } = await waves.showWave(viewerOf(res), String(req.params['id']));
    const step = wave.steps.find((each) => each.id === req.params['step']);
    if (step === undefined) throw new NotFound();
    res.render('staff/waves/step', {
      ...{ title: `Move: ${stepWords[step.id]}`, layout: 'staff', place: 'waves', wave, step, errors },
      ...{ stepName: stepWords[step.id], typed: typed ?? { on: step.on, at: step.at } },
    });
  }

  router.get('/staff/waves/:id/steps/:step', async (req, res) => renderStep(req as Request, res, {}));

  router.post('/staff/waves/:id/steps/:step', async (req, res) => {
    const form = readForm(stepForm, req.body);
    const stepId = stepIds.find((id) => id === req.params.step);
    if (stepId === undefined) throw new NotFound();
    let errors: FieldErrors = form.ok ? {} : form.errors;
    if (form.ok) {
      const waveId = req.params.id;
      const result = await waves.moveStep(viewerOf(res), { waveId, stepId, ...form.value });
      if (result.kind === 'moved') {
        goWithNotice(req, res, `/staff/waves/${waveId}`, 'Moved. Nobody gets a message twice because of it.');
        return;
      }
      if (result.why === 'quiet-day') {
        const asked = askOnce(form.value.on, result);
        res.status(422);
        await renderStep(req as Request, res, asked.errors, { ...form.typed, ...asked.typed });
        return;
      }
      errors =
        result.why === 'plan'
          ? stepErrors(result.problems, stepId)
          : { on: result.why === 'wave-over' ? refusals['wave-over'] : 'This step has begun and cannot move' };
    }
    res.status(422);
    await renderStep(req as Request, res, errors, form.typed);
  });

  return router;
}
