// Planning a wave by hand: the form with every kind of step, and what is wrong with it, all at once.
import { Router, type Response } from 'express';
import type { Application } from '../../application/index.js';
import { stepIds } from '../../domain/waves/wave.js';
import { viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { daysOf, draftForm, inFormOrder, planErrors, planOf, questionnaireValue, typedOf } from './wave-form.js';
import { stepHints, stepWords } from './wave-words.js';

/** `/staff/waves/new`. */
export function waveNewPages({ waves }: Pick<Application, 'waves'>): Router {
  const router = Router();

  async function render(res: Response, page: { errors?: FieldErrors; typed?: Typed }): Promise<void> {
    const [{ cohorts, schools, questionnaires, texts }, languages] = await Promise.all([
      waves.planChoices(viewerOf(res)),
      waves.listLanguages(),
    ]);
    const everySchool = schools.map(({ id }) => id);
    res.render('staff/waves/new', {
      ...{ title: 'Plan a wave', layout: 'staff', place: 'waves', cohorts, schools, texts },
      ...{ errors: page.errors ?? {}, typed: page.typed ?? typedOf(waves.suggestPlan(), everySchool) },
      languages: languages.map(({ language, name, sent }) => ({
        value: language,
        text: sent ? name : `${name} (to look at only: no speaker has confirmed it)`,
      })),
      questionnaires: questionnaires.map(({ ref, title }) => ({ value: questionnaireValue(ref), text: title })),
      steps: stepIds.map((id) => ({ id, name: stepWords[id], hint: stepHints[id] })),
    });
  }

  router.get('/staff/waves/new', async (_req, res) => render(res, {}));

  router.post('/staff/waves', async (req, res) => {
    const form = readForm(draftForm, req.body);
    if (form.ok) {
      const drafted = await waves.draftWave(viewerOf(res), planOf(form.value));
      if (drafted.kind === 'drafted') res.redirect(303, `/staff/waves/${drafted.waveId}`);
      else await render(res.status(422), { errors: inFormOrder(planErrors(drafted.problems)), typed: form.typed });
      return;
    }
    const days = daysOf(form.typed);
    const errors = { ...planErrors(days === null ? [] : waves.checkPlan(days)), ...form.errors };
    await render(res.status(422), { errors: inFormOrder(errors), typed: form.typed });
  });

  return router;
}
