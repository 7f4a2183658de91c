// Plans and results day: the schools and form groups, the grid that is saved row by row, the sheet for paper, and who answers
// for the unplaced (Y5). A tutor comes here for their own groups.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { CohortId, StaffId } from '../../domain/alumni/ids.js';
import { planViews, type PlanList } from '../../domain/alumni/plan-lists.js';
import { mayPost, viewerOf } from '../access.js';
import { readForm, type FieldErrors } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { addressOf, asked, home, places, whereIn, type Where } from './plan-address.js';
import { firstOf, listChips, rowOf } from './plan-view.js';
import { destinationWords, fieldWords } from './plan-words.js';

const ownerForm = z.strictObject({
  owner: z.string('Choose somebody').min(1, 'Choose somebody').max(60),
  seen: z.string().regex(/^\d{1,6}$/),
});

/** `/staff/plans`, and the lists of one school or form group. */
export function planPages({ plans }: Pick<Application, 'plans'>): Router {
  const router = Router();

  router.get(home, async (req, res) => {
    const { cohort } = req.query;
    const found = await plans.listPlans(viewerOf(res), (typeof cohort === 'string' ? cohort : '') as CohortId);
    const results = found.view === 'results';
    res.render('staff/plans/index', {
      ...{ title: 'Plans and results', ...places },
      results,
      chips: found.cohorts.map(({ id, name }) => ({
        text: name,
        href: `${home}?cohort=${id}`,
        current: id === found.cohortId,
      })),
      rows: found.lines.map(({ id, school, formGroup, counts, owner }) => {
        const to = (list: PlanList) => {
          const count = counts[list === 'changed' ? 'not-known' : list];
          return count === 0 ? 0 : { text: format.number(count), href: addressOf(id, { view: found.view, list }) };
        };
        return [
          { text: formGroup ?? 'Whole school', href: `${home}/${id}` },
          school,
          counts.people,
          ...(results ? [to('unplaced'), to('not-seen')] : [to('no-plan'), to('not-talked')]),
          to('not-known'),
          ...(results ? [formGroup === null ? (owner ?? { tone: 'careful', text: 'Nobody' }) : ''] : []),
        ];
      }),
    });
  });

  async function renderGrid(req: Request, res: Response, errors: FieldErrors = {}): Promise<void> {
    const viewer = viewerOf(res);
    const shown = await plans.showPlans(viewer, String(req.params['id']), asked(whereIn(req)));
    const { id, view, list, page, pages, cohortId } = shown;
    const to = (where: Where): string => addressOf(id, { view, list, ...where });
    res.render('staff/plans/grid', {
      ...{ title: `${view === 'plans' ? 'Plans' : 'Results'}, ${shown.formGroup ?? shown.school}`, ...places },
      ...{ errors, id, view, cohortId, people: shown.people },
      back: { href: `${home}?cohort=${cohortId}`, text: 'All schools and form groups' },
      heading: `${view === 'plans' ? 'Plans' : 'Results day'}, ${shown.formGroup ?? 'whole school'}`,
      caption: `${shown.school}, ${shown.cohort}`,
      tabs: planViews.map((each) => ({
        text: each === 'plans' ? 'Plans' : 'Results day',
        href: addressOf(id, { view: each }),
        current: each === view,
      })),
      first: firstOf(shown.lists, (each) => to({ list: each, page: 1 })),
      chips: listChips(shown, (each) => to({ list: each, page: 1 })),
      rows: shown.rows.map((row) => {
        const query = addressOf(id, { view, list, page }).slice(`${home}/${id}`.length);
        const href = `${home}/${id}/rows/${row.id}${query}`;
        return { ...rowOf(row, shown), href };
      }),
      sheet: `${home}/${id}/sheet${to({}).slice(`${home}/${id}`.length)}`,
      previous: page > 1 ? to({ page: page - 1 }) : null,
      next: page < pages ? to({ page: page + 1 }) : null,
      whole: shown.formGroup === null,
      owner: shown.owner,
      ownerRevision: shown.ownerRevision,
      mayOwn: mayPost(viewer, `${home}/${id}/owner`) ? shown.mayOwn : [],
    });
  }

  router.get(`${home}/:id`, async (req, res) => renderGrid(req, res));

  router.get(`${home}/:id/sheet`, async (req, res) => {
    const shown = await plans.showPlans(viewerOf(res), req.params.id, { ...asked(whereIn(req)), whole: true });
    res.render('staff/plans/sheet', {
      ...{ title: `Plans and results, ${shown.formGroup ?? shown.school}`, layout: 'plain' },
      back: { href: addressOf(shown.id, { view: shown.view, list: shown.list }), text: 'Back' },
      caption: `${shown.school}, ${shown.cohort}`,
      heading: shown.formGroup ?? 'Whole school',
      rows: shown.rows.map(({ name, row }) => [
        name,
        destinationWords(row, 'plan'),
        fieldWords('result', row.result, shown.cohortId),
        destinationWords(row, 'final'),
        row.nextStep,
      ]),
    });
  });

  router.post(`${home}/:id/owner`, async (req, res) => {
    const form = readForm(ownerForm, req.body);
    if (!form.ok) {
      await renderGrid(req, res.status(422), form.errors);
      return;
    }
    const { owner, seen } = form.value;
    await plans.choosePlanOwner(viewerOf(res), req.params.id, { owner: owner as StaffId, seen: Number(seen) });
    goWithNotice(req, res, addressOf(req.params.id, { view: 'results' }), 'They find the list on Today.');
  });

  return router;
}
