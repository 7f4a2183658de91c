// Settings → Schools: the schools of the trust, and adding one. Rows of an import are matched to these.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { mayPost, viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';

const text = z.string().max(200);
const schoolForm = z.strictObject({ name: text, urn: text, laestab: text, joinedTrustOn: text });

/** `/staff/settings/schools`. */
export function schoolPages({ alumni, governance }: Pick<Application, 'alumni' | 'governance'>): Router {
  const router = Router();

  async function render(res: Response, errors: FieldErrors, typed: Typed): Promise<void> {
    const schools = await governance.listSchools(viewerOf(res));
    res.render('staff/settings/schools', {
      title: 'Schools',
      layout: 'staff',
      place: 'settings',
      errors,
      typed,
      mayChange: mayPost(viewerOf(res), '/staff/settings/schools'),
      rows: schools.map(({ id, name, urn, laestab, joinedTrustOn, leftTrustOn }) => [
        { text: name, href: `/staff/settings/schools/${id}` },
        id,
        urn,
        laestab,
        leftTrustOn === undefined
          ? format.date(joinedTrustOn)
          : `${format.date(joinedTrustOn)}, left ${format.date(leftTrustOn)}`,
      ]),
    });
  }

  router.get('/staff/settings/schools', (_req, res) => render(res, {}, {}));

  router.post('/staff/settings/schools', async (req, res) => {
    const form = readForm(schoolForm, req.body);
    if (!form.ok) throw new NotOurForm();
    const added = await alumni.addSchool(viewerOf(res), form.value);
    if (added.kind === 'refused') {
      res.status(422);
      await render(res, added.errors, form.typed);
      return;
    }
    goWithNotice(req, res, '/staff/settings/schools', `${added.school.name} was added.`);
  });

  return router;
}
