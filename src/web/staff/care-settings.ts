// Settings → Safety and help: who is named for people's safety and for their requests, for the trust and for schools, how soon
// they get a reply, and who looks in holidays (Y7, Y8).
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { CareChange, CareChanged } from '../../application/care/settings.js';
import type { Application } from '../../application/index.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import { careTasks, mostReplyDays, seenPeople } from '../../domain/survey/care-settings.js';
import { viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { taskWords } from './safety-words.js';

const home = '/staff/settings/care';
const person = z.string().max(60);
const day = z.string().trim().max(20);
const tasks = { lead: person, adultRoute: person, deputy: person, helpOwner: person };
const least = `Enter a number from 1 to ${mostReplyDays}`;
const careForm = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('people'), school: person, seen: z.string().max(300), ...tasks }),
  z.strictObject({ change: z.literal('holiday'), from: day, to: day, cover: person }),
  z.strictObject({ change: z.literal('no-holiday'), first: day }),
  z.strictObject({
    change: z.literal('reply-days'),
    days: z.coerce.number('Enter a number').int('Enter a whole number').min(1, least).max(mostReplyDays, least),
  }),
]);

function changeOf(form: z.output<typeof careForm>): CareChange {
  switch (form.change) {
    case 'people': {
      const { change: _change, school, seen, ...people } = form;
      const id = school === '' ? null : (school as SchoolId);
      return { kind: 'people', school: id, people, seen };
    }
    case 'holiday':
      return { kind: 'holiday', from: form.from, to: form.to, cover: form.cover };
    case 'reply-days':
      return { kind: 'reply-days', days: form.days };
    case 'no-holiday':
      return { kind: 'no-holiday', first: form.first };
  }
}

const refusals: Readonly<Record<Extract<CareChanged, { kind: 'refused' }>['why'], readonly [string, string]>> = {
  'no-such-person': ['', 'Choose people who can sign in'],
  'not-their-school': [
    '',
    'Choose people who see these schools; for the trust and for holidays those who see every school',
  ],
  'no-such-days': ['from', 'Enter the first and the last day, for example 2026-12-21 and 2027-01-01'],
  'too-many': ['from', 'There are sixty holidays already. Take some away first'],
};

/** `/staff/settings/care`. */
export function careSettingPages({ care }: Pick<Application, 'care'>): Router {
  const router = Router();

  /** Beside what was chosen, whom somebody else has named since the form was shown (requirement F7). */
  async function renderBoth(req: Request, res: Response, typed: Typed): Promise<void> {
    const { care: stands, staff } = await care.showCareSettings();
    const school = typed['school'];
    const people =
      typeof school !== 'string' || school === '' ? stands.trust : (stands.schools[school as SchoolId] ?? {});
    const errors = careTasks.flatMap((task) => {
      const now = people[task] ?? '';
      if (now === typed[task]) return [];
      const called = staff.find(({ id }) => id === now)?.name ?? 'nobody';
      return [[task, `Somebody else saved meanwhile: now it is ${called}. Choose, and save again`] as const];
    });
    if (errors.length === 0)
      goWithNotice(req, res, home, 'Saved. It holds from now on.'); // the same was chosen
    else await render(req, res.status(409), Object.fromEntries(errors), typed);
  }

  async function render(req: Request, res: Response, errors: FieldErrors = {}, typed: Typed = {}): Promise<void> {
    const { care: stands, schools, staff } = await care.showCareSettings();
    const wanted = typed['school'] ?? req.query['school'];
    const school = schools.find(({ id }) => id === wanted) ?? null;
    const people = school === null ? stands.trust : (stands.schools[school.id] ?? {});
    const nameOf = (id: string | undefined): string | null =>
      id === undefined ? null : (staff.find((each) => each.id === id)?.name ?? null);
    res.render('staff/settings/care', {
      ...{ title: 'Safety and help', layout: 'staff', place: 'settings', errors, typed },
      school: school === null ? null : { id: school.id, name: school.name },
      seen: seenPeople(people),
      tasks: careTasks.map((task) => ({ name: task, ...taskWords[task], value: typed[task] ?? people[task] ?? '' })),
      staff: staff.map(({ id, name }) => ({ value: id, text: name })),
      rows: schools.map(({ id, name }) => {
        const own = stands.schools[id] ?? {};
        return [
          { text: name, href: `${home}?school=${id}` },
          ...careTasks.map((task) => nameOf(own[task]) ?? 'As the trust'),
        ];
      }),
      columns: careTasks.map((task) => ({ text: taskWords[task].label })),
      replyDays: typed['days'] ?? String(stands.replyDays),
      holidays: stands.holidays.map(({ first, last, cover }) => ({
        first,
        days: first === last ? format.date(first) : `${format.date(first)} to ${format.date(last)}`,
        cover: nameOf(cover) ?? 'the deputy',
      })),
    });
  }

  router.get(home, async (req, res) => render(req, res));

  router.post(home, async (req, res) => {
    const form = readForm(careForm, req.body);
    if (!form.ok) {
      if (form.errors['days'] === undefined) throw new NotOurForm();
      res.status(422);
      await render(req, res, form.errors, form.typed);
      return;
    }
    const changed = await care.changeCareSettings(viewerOf(res), changeOf(form.value));
    if (changed.kind === 'changed-meanwhile') {
      await renderBoth(req, res, form.typed);
      return;
    }
    if (changed.kind === 'refused') {
      const [field, message] = refusals[changed.why];
      res.status(422);
      await render(req, res, { [field]: message }, form.typed);
      return;
    }
    goWithNotice(req, res, home, 'Saved. It holds from now on.');
  });

  return router;
}
