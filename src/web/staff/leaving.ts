// Leaving form: which form groups have filled it in, who of a group is missing, opening and closing it, and the sheet with the
// code that students scan (Y1). A tutor comes here for their own groups.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application, AppSettings } from '../../application/index.js';
import type { GroupMember, GroupView } from '../../application/leaving/look-at-forms.js';
import type { AlumnusId, CohortId } from '../../domain/alumni/ids.js';
import { parseLocalDate } from '../../domain/calendar/local-date.js';
import { shownCode } from '../../domain/survey/leaving-form.js';
import { NotFound } from '../../application/errors.js';
import { viewerOf } from '../access.js';
import { format } from '../format.js';
import { readButton, readForm, type FieldErrors } from '../form.js';
import { scanCodeOf } from '../scan-code.js';
import { goWithNotice } from '../session.js';

const home = '/staff/leaving';
const openForm = z.strictObject({ closesOn: z.string().max(10).default('') });
const againForm = z.strictObject({ person: z.string('Choose somebody').max(60) });

const stateTags: Readonly<Record<GroupMember['state'], { readonly tone: string; readonly text: string }>> = {
  done: { tone: 'good', text: 'Done' },
  begun: { tone: 'note', text: 'Begun' },
  missing: { tone: 'quiet', text: 'Missing' },
  'locked-out': { tone: 'careful', text: 'Locked out: let them try again' },
};

const refusals = {
  'not-now': 'The form is opened from May to results day. Outside those weeks, ask a scheduler to open it',
  'too-long': 'Choose a day within the weeks of the leaving form',
  past: 'Choose today or a later day',
} as const;

/** `/staff/leaving` and what is below it. */
export function leavingFormPages({ leaving }: Pick<Application, 'leaving'>, settings: AppSettings): Router {
  const router = Router();
  const addressOf = (code: string): string => `${settings.baseUrl}/leaving/g/${code}`;

  router.get(home, async (req, res) => {
    const { cohort } = req.query;
    const list = await leaving.listLeavingForms(viewerOf(res), (typeof cohort === 'string' ? cohort : '') as CohortId);
    res.render('staff/leaving/index', {
      ...{ title: 'Leaving form', layout: 'staff', place: 'leaving' },
      chips: list.cohorts.map(({ id, name }) => ({
        text: name,
        href: `${home}?cohort=${id}`,
        current: id === list.cohortId,
      })),
      rows: list.groups.map((group) => [
        { text: group.formGroup, href: `${home}/${group.id}` },
        group.school,
        group.people,
        group.done,
        group.confirmed,
        group.openUntil === null
          ? { tone: 'quiet', text: 'Closed' }
          : { tone: 'good', text: `Open until ${format.date(group.openUntil)}` },
      ]),
    });
  });

  async function renderGroup(req: Request, res: Response, errors: FieldErrors): Promise<void> {
    const view = await leaving.showLeavingForm(viewerOf(res), String(req.params['id']));
    const done = view.members.filter(({ state }) => state === 'done').length;
    res.render('staff/leaving/group', {
      ...{ title: `Leaving form, ${view.formGroup}`, layout: 'staff', place: 'leaving' },
      back: { href: `${home}?cohort=${view.cohortId}`, text: 'All form groups' },
      ...groupOf(view),
      done,
      errors,
      address: view.open && view.form?.code !== undefined ? addressOf(view.form.code) : null,
      members: view.members.map((member) => ({ ...member, tag: stateTags[member.state] })),
    });
  }

  router.get(`${home}/:id`, async (req, res) => renderGroup(req, res, {}));

  router.post(`${home}/:id/open`, async (req, res) => {
    const form = readForm(openForm, req.body);
    const day = form.ok ? parseLocalDate(form.value.closesOn) : null;
    if (day === null) {
      res.status(422);
      await renderGroup(req, res, { closesOn: 'Enter the last day on which it may be filled in' });
      return;
    }
    const opened = await leaving.openLeavingForm(viewerOf(res), req.params.id, day);
    if (opened.kind === 'refused') {
      res.status(422);
      await renderGroup(req, res, { closesOn: refusals[opened.why] });
      return;
    }
    goWithNotice(req, res, `${home}/${req.params.id}`, `The form is open until ${format.date(day)}.`);
  });

  router.post(`${home}/:id/close`, async (req, res) => {
    readButton(req.body);
    await leaving.closeLeavingForm(viewerOf(res), req.params.id);
    goWithNotice(req, res, `${home}/${req.params.id}`, 'The form is closed. Its code opens nothing any more.');
  });

  router.post(`${home}/:id/again`, async (req, res) => {
    const form = readForm(againForm, req.body);
    if (!form.ok) throw new NotFound();
    await leaving.letAnswerAgain(viewerOf(res), req.params.id, form.value.person as AlumnusId);
    goWithNotice(req, res, `${home}/${req.params.id}`, 'They are on the list again.');
  });

  router.get(`${home}/:id/sheet`, async (req, res) => {
    const view = await leaving.showLeavingForm(viewerOf(res), req.params.id);
    if (!view.open || view.form?.code === undefined) {
      res.redirect(303, `${home}/${view.id}`);
      return;
    }
    const address = addressOf(view.form.code);
    res.render('staff/leaving/sheet', {
      ...{
        title: `Leaving form, ${view.formGroup}`,
        layout: 'plain',
        back: { href: `${home}/${view.id}`, text: 'Back' },
      },
      ...groupOf(view),
      scan: scanCodeOf(address),
      startAddress: `${settings.baseUrl}/leaving`,
    });
  });

  return router;
}

/** What both pages say of the group. */
const groupOf = ({ id, formGroup, school, cohort, form, open, latest, proposed, weeks, notAsked }: GroupView) => ({
  ...{ id, formGroup, school, cohort, open, latest, proposed, weeks, notAsked },
  closesOn: form?.closesOn ?? null,
  code: open && form?.code !== undefined ? shownCode(form.code) : null,
});
