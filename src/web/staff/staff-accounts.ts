// Settings → Staff: who has an account, adding somebody, a new link, closing an account. A one-time link is shown once, on
// the page that answers the form, and kept nowhere in clear.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application, AppSettings } from '../../application/index.js';
import { staffRoles, type StaffMember, type StaffRole } from '../../domain/alumni/alumnus.js';
import type { SchoolId, StaffId } from '../../domain/alumni/ids.js';
import { viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { goWithNotice } from '../session.js';

const roleWords: Readonly<Record<StaffRole, { readonly text: string; readonly hint: string }>> = {
  administrator: { text: 'Administrator', hint: 'Everything, and the accounts of staff' },
  scheduler: { text: 'Scheduler', hint: 'Plans waves and imports leavers' },
  reviewer: { text: 'Reviewer', hint: 'Reads answers and decides conflicts' },
  'school-leader': { text: 'School leader', hint: 'Reads what concerns their schools' },
  'network-leader': { text: 'Trust leader', hint: 'Reads what concerns all schools' },
  auditor: { text: 'Auditor', hint: 'Reads who did what' },
  tutor: { text: 'Tutor', hint: 'Opens the leaving form for their own form groups, and sees who has filled it in' },
};
const stateTags = {
  invited: { tone: 'note', text: 'Has a link' },
  active: { tone: 'good', text: 'Can sign in' },
  disabled: { tone: 'quiet', text: 'Closed' },
} as const;

/** One ticked box comes as text, several as a list, none as nothing. */
const listed = (value: unknown): unknown => (value === undefined ? [] : [value].flat());

const addForm = z.strictObject({
  name: z.string().trim().min(1, 'Enter their name').max(100, 'Enter a name of at most 100 characters'),
  email: z.string().trim().min(1, 'Enter their email address').max(254, 'Enter a shorter email address'),
  role: z.enum(staffRoles, 'Choose what they will do'),
  which: z.enum(['every', 'some'], 'Choose whether they see every school'),
  schools: z.preprocess(listed, z.array(z.string().max(60)).max(200)),
  formGroups: z.string().max(200, 'Use at most 200 characters').default(''),
});

const refusals = {
  'known-already': { email: 'Somebody with this address is in the list below. Make them a new link there' },
  'not-an-address': { email: 'Enter an email address like name@example.org' },
  'no-such-role': { role: 'Choose what they will do' },
  'outside-your-schools': { which: 'Choose some of your own schools' },
  'no-such-school': { which: 'Choose schools from the list' },
  'no-form-groups': { formGroups: 'Enter the form groups of the tutor, with commas between, for example 13A, 13B' },
} as const satisfies Readonly<Record<string, FieldErrors>>;

interface FreshLink {
  readonly email: string;
  readonly address: string;
  readonly expiresAt: Date;
}

export function staffAccountPages(application: Application, settings: Pick<AppSettings, 'baseUrl'>): Router {
  const { addStaff, listSchools, listStaff, renewStaffLink, disableStaff } = application.governance;
  const router = Router();

  async function renderList(
    res: Response,
    page: { readonly errors?: FieldErrors; readonly typed?: Typed; readonly link?: FreshLink },
  ): Promise<void> {
    const viewer = viewerOf(res);
    const [members, schools] = await Promise.all([listStaff(viewer), listSchools(viewer)]);
    const names = new Map(schools.map(({ id, name }) => [id, name]));
    res.render('staff/settings/staff', {
      title: 'Staff',
      layout: 'staff',
      place: 'settings',
      errors: page.errors ?? {},
      typed: page.typed ?? {},
      link: page.link ?? null,
      roles: staffRoles.map((value) => ({ value, ...roleWords[value] })),
      schools: schools.map(({ id, name }) => ({ value: id, text: name })),
      members: members.map((member) => ({ ...rowOf(member, names), itsYou: member.id === viewer.staffId })),
    });
  }

  router.get('/staff/settings/staff', async (_req, res) => renderList(res, {}));

  router.post('/staff/settings/staff', async (req, res) => {
    const form = readForm(addForm, req.body);
    if (!form.ok) {
      res.status(422);
      await renderList(res, { errors: form.errors, typed: form.typed });
      return;
    }
    const { email, name, role, which } = form.value;
    const schools = which === 'every' ? 'every-school' : form.value.schools.map((id) => id as SchoolId);
    const formGroups = form.value.formGroups.split(',').filter((group) => group.trim() !== '');
    const result = await addStaff(viewerOf(res), { email, name, role, schools, formGroups });
    if (result.kind === 'refused') {
      res.status(422);
      await renderList(res, { errors: refusals[result.why], typed: form.typed });
      return;
    }
    await renderList(res, { link: { email, address: settings.baseUrl + result.path, expiresAt: result.expiresAt } });
  });

  router.post('/staff/settings/staff/:id/link', async (req, res) => {
    const viewer = viewerOf(res);
    const id = req.params.id as StaffId;
    const fresh = await renewStaffLink(viewer, id);
    const member = (await listStaff(viewer)).find((one) => one.id === id);
    const address = settings.baseUrl + fresh.path;
    await renderList(res, { link: { email: member?.email ?? '', address, expiresAt: fresh.expiresAt } });
  });

  router.post('/staff/settings/staff/:id/disable', async (req, res) => {
    const result = await disableStaff(viewerOf(res), req.params.id as StaffId);
    goWithNotice(
      req,
      res,
      '/staff/settings/staff',
      result.kind === 'disabled'
        ? `${result.member.name} can no longer sign in.`
        : 'You cannot close your own account. Another administrator can.',
    );
  });

  return router;
}

const rowOf = (member: StaffMember, names: ReadonlyMap<SchoolId, string>) => ({
  id: member.id,
  name: member.name,
  email: member.email,
  state: member.state,
  role: roleWords[member.role].text,
  schools:
    (member.schools === 'every-school' ? 'Every school' : member.schools.map((id) => names.get(id) ?? id).join(', ')) +
    (member.formGroups === undefined ? '' : `: ${member.formGroups.join(', ')}`),
  tag: stateTags[member.state],
});
