// Settings → Staff: who has an account, adding somebody, a new link, closing an account. A one-time link is shown once, on
// the page that answers the form, and kept nowhere in clear.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application, AppSettings } from '../../application/index.js';
import { staffRoles, type SchoolScope, type StaffMember, type StaffRole } from '../../domain/alumni/alumnus.js';
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
};
const stateTags = {
  invited: { tone: 'note', text: 'Has a link' },
  active: { tone: 'good', text: 'Can sign in' },
  disabled: { tone: 'quiet', text: 'Closed' },
} as const;

const addForm = z.strictObject({
  name: z.string().trim().min(1, 'Enter their name').max(100, 'Enter a name of at most 100 characters'),
  email: z.string().trim().min(1, 'Enter their email address').max(254, 'Enter a shorter email address'),
  role: z.enum(staffRoles, 'Choose what they will do'),
  schools: z
    .string()
    .trim()
    .max(2_000, 'Enter fewer schools')
    .regex(/^[a-z0-9-]*([\s,]+[a-z0-9-]+)*$/, 'Enter the short names of schools, for example northgate'),
});

const refusals = {
  'known-already': { email: 'Somebody with this address is in the list below. Make them a new link there' },
  'not-an-address': { email: 'Enter an email address like name@example.org' },
  'no-such-role': { role: 'Choose what they will do' },
  'outside-your-schools': { schools: 'Enter only schools that are yours' },
} as const satisfies Readonly<Record<string, FieldErrors>>;

/** No school named means every school. */
const scopeOf = (schools: string): SchoolScope => {
  const named = schools.split(/[\s,]+/).filter((one) => one !== '');
  return named.length === 0 ? 'every-school' : (named as unknown as readonly SchoolId[]);
};

interface FreshLink {
  readonly email: string;
  readonly address: string;
  readonly expiresAt: Date;
}

export function staffAccountPages(application: Application, settings: Pick<AppSettings, 'baseUrl'>): Router {
  const { addStaff, listStaff, renewStaffLink, disableStaff } = application.governance;
  const router = Router();

  async function renderList(
    res: Response,
    page: { readonly errors?: FieldErrors; readonly typed?: Typed; readonly link?: FreshLink },
  ): Promise<void> {
    const viewer = viewerOf(res);
    const members = await listStaff(viewer);
    res.render('staff/settings/staff', {
      title: 'Staff',
      layout: 'staff',
      place: 'settings',
      errors: page.errors ?? {},
      typed: page.typed ?? {},
      link: page.link ?? null,
      roles: staffRoles.map((value) => ({ value, ...roleWords[value] })),
      members: members.map((member) => ({ ...rowOf(member), itsYou: member.id === viewer.staffId })),
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
    const { email, name, role, schools } = form.value;
    const result = await addStaff(viewerOf(res), { email, name, role, schools: scopeOf(schools) });
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

const rowOf = (member: StaffMember) => ({
  id: member.id,
  name: member.name,
  email: member.email,
  state: member.state,
  role: roleWords[member.role].text,
  schools: member.schools === 'every-school' ? 'Every school' : member.schools.join(', '),
  tag: stateTags[member.state],
});
