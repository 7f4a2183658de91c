// Plans and results day: the schools and form groups, the grid that is saved row by row, one row with its past, the sheet for
// paper, and who answers for the unplaced (Y5). A tutor comes here for their own groups.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { PlanRowShown } from '../../application/plans/show-plans.js';
import type { SavedRow } from '../../application/plans/save-row.js';
import type { StaffRole } from '../../domain/alumni/alumnus.js';
import type { AlumnusId, CohortId, StaffId } from '../../domain/alumni/ids.js';
import { planFormFields, type GivenPlan, type PlanFormField } from '../../domain/alumni/plan-form.js';
import { planLists, planViews, type PlanList, type PlanView } from '../../domain/alumni/plan-lists.js';
import { NotFound } from '../../application/errors.js';
import { mayOpen, mayPost, viewerOf } from '../access.js';
import { readForm, type FieldErrors } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { everyField, firstOf, formValues, listChips, rowOf } from './plan-view.js';
import { destinationWords, fieldName, fieldWords, planSourceWords } from './plan-words.js';

const home = '/staff/plans';
const gridQuery = z.object({
  view: z.enum(planViews).optional().catch(undefined),
  list: z.enum(planLists).optional().catch(undefined),
  page: z
    .string()
    .regex(/^\d{1,3}$/)
    .optional()
    .catch(undefined),
});
const texts = Object.fromEntries(planFormFields.map((field) => [field, z.string().max(1_000).optional()])) as Record<
  PlanFormField,
  z.ZodOptional<z.ZodString>
>;
const rowForm = z.strictObject({
  ...texts,
  seen: z.string().regex(/^\d{1,4}$/),
  talked: z.literal('yes').optional(),
});
const ownerForm = z.strictObject({
  owner: z.string('Choose somebody').min(1, 'Choose somebody').max(60),
  seen: z.string().regex(/^\d{1,6}$/),
});

/** Where in the grids somebody is; what a row's form goes back to. */
interface Where {
  readonly view?: PlanView | undefined;
  readonly list?: PlanList | null | undefined;
  readonly page?: number | undefined;
}

function addressOf(id: string, { view, list, page }: Where): string {
  const query = new URLSearchParams({
    ...(view === undefined ? {} : { view }),
    ...(list === undefined || list === null ? {} : { list }),
    ...(page === undefined || page === 1 ? {} : { page: String(page) }),
  }).toString();
  return `${home}/${id}${query === '' ? '' : `?${query}`}`;
}

const whereIn = (req: Request): Where => {
  const { view, list, page } = gridQuery.parse(req.query);
  return { view, list, page: page === undefined ? undefined : Number(page) };
};
const asked = ({ view, list, page }: Where) => ({
  ...(view === undefined ? {} : { view }),
  ...(list === undefined || list === null ? {} : { list }),
  ...(page === undefined ? {} : { page }),
});

const places = { layout: 'staff', place: 'plans' } as const;

/** `/staff/plans` and what is below it. */
export function planPages({ plans, insight }: Pick<Application, 'plans' | 'insight'>): Router {
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

  /** Who is already at the firm choice (Y19): counts alone, as leaders may see them. */
  async function thereWords(role: StaffRole, firm: string) {
    const there = await insight.whoIsAt(firm);
    if (there === null) return null;
    const words = (count: number | null): string => (count === null ? 'fewer than 8' : format.number(count));
    const href = `/staff/insight/fit/${there.ukprn}`;
    return {
      ...{ title: there.title, people: words(there.people), agreed: words(there.agreed) },
      href: mayOpen(role, href) ? href : null,
    };
  }

  interface RowPage {
    readonly errors?: FieldErrors;
    readonly typed?: GivenPlan;
    readonly conflict?: Extract<SavedRow, { kind: 'conflict' }>;
  }

  async function renderRow(req: Request, res: Response, page: RowPage = {}): Promise<void> {
    const viewer = viewerOf(res);
    const shown = await plans.showPlanRow(viewer, String(req.params['id']), req.params['person'] as AlumnusId);
    const where = whereIn(req);
    const { id, cohortId, school, cohort } = shown.around;
    const { errors = {}, typed = {}, conflict } = page;
    const record = `/staff/people/${shown.id}/record`;
    res.render('staff/plans/row', {
      ...{ title: `${conflict === undefined ? 'Plan' : 'Two changes at once'}: ${shown.name}`, ...places, errors },
      ...{ name: shown.name, caption: `${school}, ${cohort}`, revision: shown.revision },
      back: { href: `${addressOf(id, where)}#p-${shown.id}`, text: 'Back to the list' },
      action: addressOf(id, where).replace(`${home}/${id}`, `${home}/${id}/rows/${shown.id}`),
      record: mayOpen(viewer.role, record) ? record : null,
      there: await thereWords(viewer.role, shown.row.firmProvider),
      values: { ...formValues(shown.row), ...typed },
      talkedTicked: typed.talked === true,
      fields: everyField(shown.row, cohortId),
      history: historyOf(shown),
      conflict: conflict === undefined ? null : conflictOf(conflict, shown),
    });
  }

  router.get(`${home}/:id/rows/:person`, async (req, res) => renderRow(req, res));

  router.post(`${home}/:id/rows/:person`, async (req, res) => {
    const form = readForm(rowForm, req.body);
    if (!form.ok) throw new NotFound();
    const { seen, talked, ...said } = form.value;
    const given: GivenPlan = {
      ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
      ...(talked === undefined ? {} : { talked: true }),
    };
    const { id, person } = req.params;
    const saved = await plans.savePlanRow(viewerOf(res), {
      ...{ scopeId: id, id: person as AlumnusId, seen: Number(seen), given },
    });
    switch (saved.kind) {
      case 'problems':
        await renderRow(req, res.status(422), { errors: saved.problems, typed: given });
        return;
      case 'full':
        await renderRow(req, res.status(422), {
          errors: { '': 'This row was changed too often to be changed again. Ask whoever looks after Onward' },
          typed: given,
        });
        return;
      case 'conflict':
        await renderRow(req, res.status(409), { conflict: saved });
        return;
      default: {
        const notice = saved.kind === 'saved' ? 'Saved.' : 'Nothing to save: the row says this already.';
        goWithNotice(req, res, `${addressOf(id, whereIn(req))}#p-${person}`, notice);
      }
    }
  });

  return router;
}

/** Every change, field by field. */
const historyOf = ({ history, around: { cohortId } }: PlanRowShown) =>
  history.flatMap(({ at, who, source, fields }) =>
    fields
      .filter(({ field }) => field !== 'talkedBy')
      .map(({ field, before, after }) => [
        format.dateTime(at),
        who ?? `From ${planSourceWords[source]}`,
        fieldName(field),
        fieldWords(field, before, cohortId),
        fieldWords(field, after, cohortId),
      ]),
  );

/** Both versions of what two people changed, and what the form sends that keeps the one who came second. */
const conflictOf = (
  { yours, theirs, fields, revision }: Extract<SavedRow, { kind: 'conflict' }>,
  { changed, around: { cohortId } }: PlanRowShown,
) => ({
  who: changed?.who ?? 'A file',
  at: changed === null ? '' : format.dateTime(changed.at),
  rows: fields
    .filter((field) => field !== 'talkedBy')
    .map((field) => [
      fieldName(field),
      fieldWords(field, yours[field], cohortId),
      fieldWords(field, theirs[field], cohortId),
    ]),
  hidden: [
    ...Object.entries(formValues(yours)),
    ...(yours.talkedOn === theirs.talkedOn && yours.talkedBy === theirs.talkedBy ? [] : [['talked', 'yes'] as const]),
  ],
  revision,
});
