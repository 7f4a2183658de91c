// Settings → Measures: which measures of the quality of destinations the trust looks at, in versions (Y15).
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import { qualityFacts } from '../../../domain/insight/quality.js';
import type { QualitySet } from '../../../domain/insight/quality-set.js';
import { qualityMeasures } from '../../../domain/insight/reports.js';
import { mayPost, viewerOf } from '../../access.js';
import { NotOurForm, readForm } from '../../form.js';
import { format } from '../../format.js';
import { goWithNotice } from '../../session.js';

const home = '/staff/settings/measures';
const measureForm = z.strictObject({
  version: z.string().regex(/^\d{1,6}$/),
  measures: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : (value ?? [])),
    z.array(z.enum(qualityMeasures)).min(1, 'Choose at least one measure').max(qualityMeasures.length),
  ),
});

const titles = ({ measures }: QualitySet): string => measures.map((measure) => qualityFacts[measure].title).join(', ');

/** `/staff/settings/measures`. */
export function measurePages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();

  async function render(res: Response, errors: Readonly<Record<string, string>>): Promise<void> {
    const sets = await insight.qualitySets();
    res.render('staff/settings/measures', {
      ...{ title: 'Measures of quality', layout: 'staff', place: 'settings', errors },
      mayChange: mayPost(viewerOf(res), home),
      version: sets[0].version,
      chosen: sets[0].measures,
      items: qualityMeasures.map((measure) => ({
        value: measure,
        text: qualityFacts[measure].title,
        hint: qualityFacts[measure].definition,
      })),
      rows: sets.map((set) => [
        set.version,
        titles(set),
        set.chosen === null ? 'Came with the product' : format.dateTime(set.chosen.at),
      ]),
    });
  }

  router.get(home, (_req, res) => render(res, {}));

  router.post(home, async (req, res) => {
    const form = readForm(measureForm, req.body);
    if (!form.ok) {
      if (form.errors['version'] !== undefined) throw new NotOurForm();
      res.status(422);
      await render(res, form.errors);
      return;
    }
    const { version, measures } = form.value;
    const { kind } = await insight.chooseMeasures(viewerOf(res), { version: Number(version), measures });
    if (kind === 'meanwhile') {
      res.status(409);
      await render(res, { measures: 'Somebody chose other measures meanwhile; look at them and choose again' });
      return;
    }
    goWithNotice(req, res, home, kind === 'chosen' ? 'The measures were chosen.' : 'Nothing was changed.');
  });

  return router;
}
