// One row of the plans: its fields, what became of it before, and two people who change it at once.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { SavedRow } from '../../application/plans/save-row.js';
import type { PlanRowShown } from '../../application/plans/show-plans.js';
import type { StaffRole } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { planFormFields, type GivenPlan, type PlanFormField } from '../../domain/alumni/plan-form.js';
import { NotFound } from '../../application/errors.js';
import { mayOpen, viewerOf } from '../access.js';
import { readForm, type FieldErrors } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { addressOf, home, places, whereIn } from './plan-address.js';
import { everyField, formValues } from './plan-view.js';
import { fieldName, fieldWords, planSourceWords } from './plan-words.js';

const texts = Object.fromEntries(planFormFields.map((field) => [field, z.string().max(1_000).optional()])) as Record<
  PlanFormField,
  z.ZodOptional<z.ZodString>
>;
const rowForm = z.strictObject({
  ...texts,
  seen: z.string().regex(/^\d{1,4}$/),
  talked: z.literal('yes').optional(),
});

/** `/staff/plans/:id/rows/:person`. */
export function planRowPages({ plans, insight }: Pick<Application, 'plans' | 'insight'>): Router {
  const router = Router();

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
