// One school: its numbers over the years, when it belonged to the trust, and what joining or leaving still asks for (Y21).
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { SchoolChange, SchoolView } from '../../application/alumni/look-after-school.js';
import { numberChanges } from '../../domain/alumni/former-number.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import { viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { numberChangeWords } from './school-words.js';

const text = z.string().max(300).default('');
const revision = z.coerce.number().int().min(0);
const numberForm = z.strictObject({
  revision,
  kind: z.enum(['new-number', 'former-number'], 'Choose which number it is'),
  ...{ urn: text, laestab: text, name: text, on: text, how: text },
});
const membershipForm = z.strictObject({
  revision,
  ...{ joinedTrustOn: text, leftTrustOn: text, specialMeasuresOn: text, receivedUnder: text, outcode: text },
});
const removeForm = z.strictObject({ revision, urn: text });

const done = { tone: 'good', text: 'Done' } as const;
const toDo = { tone: 'careful', text: 'To do' } as const;

/** What joining asks for, and whether it is there. */
function checklist({ school, cohorts, staff, baseline }: SchoolView) {
  const before = cohorts.filter((cohort) => cohort.before);
  const people = before.reduce((sum, cohort) => sum + cohort.people, 0);
  return [
    ['The day on which it joined', format.date(school.joinedTrustOn), done],
    [
      'Its numbers, now and before',
      `URN ${school.urn}; ${format.countOf(school.formerNumbers?.length ?? 0, 'former number', 'former numbers')}`,
      (school.formerNumbers?.length ?? 0) > 0 ? done : { tone: 'quiet', text: 'None known' },
    ],
    [
      'Leavers from before it joined',
      people === 0
        ? 'None on record'
        : `${format.countOf(people, 'person', 'people')}: history alone, in no wave until a basis and a notice are recorded`,
      people === 0 ? { tone: 'quiet', text: 'Nothing to do' } : done,
    ],
    [
      'The agreement under which their records came',
      school.receivedUnder ?? '',
      people === 0 ? { tone: 'quiet', text: 'Nothing to do' } : school.receivedUnder === undefined ? toDo : done,
    ],
    [
      'An official figure to start from',
      baseline ? 'In the files that are shown' : 'In none of them',
      baseline ? done : toDo,
    ],
    ['Staff who see its people', format.countOf(staff, 'account', 'accounts'), staff > 0 ? done : toDo],
  ];
}

interface State {
  readonly errors?: FieldErrors;
  readonly typed?: Typed;
  readonly refused?: boolean;
}

function render(res: Response, view: SchoolView, { errors = {}, typed = {}, refused = false }: State = {}): void {
  const { school, cohorts } = view;
  res.render('staff/settings/school', {
    title: school.name,
    layout: 'staff',
    place: 'settings',
    back: { href: '/staff/settings/schools', text: 'All schools' },
    school: { ...school, revision: school.revision ?? 0 },
    refused,
    errors,
    typed: {
      joinedTrustOn: school.joinedTrustOn,
      leftTrustOn: school.leftTrustOn ?? '',
      specialMeasuresOn: school.specialMeasuresOn ?? '',
      receivedUnder: school.receivedUnder ?? '',
      outcode: school.outcode ?? '',
      ...typed,
    },
    former: (school.formerNumbers ?? []).map(({ urn, laestab, name, until, how }) => ({
      urn,
      words: `URN ${urn}${laestab === undefined ? '' : `, DfE number ${laestab}`}${name === undefined ? '' : `, as ${name}`}, until ${format.date(until)}: ${numberChangeWords[how]}`,
    })),
    checklist: checklist(view),
    cohorts: cohorts.map(({ name, people, before }) => [name, people, before ? 'Left before the school joined' : '']),
    hows: numberChanges.map((value) => ({ value, text: numberChangeWords[value] })),
    left: school.leftTrustOn === undefined ? null : format.date(school.leftTrustOn),
  });
}

/** `/staff/settings/schools/:id`. */
export function schoolPage({ alumni }: Pick<Application, 'alumni'>): Router {
  const router = Router();
  const path = '/staff/settings/schools/:id';

  async function change(
    res: Response,
    id: SchoolId,
    { held, typed, what }: { readonly held: number; readonly typed: Typed; readonly what: SchoolChange },
  ): Promise<boolean> {
    const result = await alumni.changeSchool(viewerOf(res), { id, revision: held, change: what });
    if (result.kind === 'changed') return true;
    const refused = result.kind === 'changed-meanwhile';
    res.status(refused ? 409 : 422);
    render(res, await alumni.showSchool(viewerOf(res), id), { typed, refused, errors: refused ? {} : result.errors });
    return false;
  }

  router.get(path, async (req, res) => {
    render(res, await alumni.showSchool(viewerOf(res), req.params['id'] as SchoolId));
  });

  router.post(`${path}/number`, async (req, res) => {
    const id = req.params['id'] as SchoolId;
    const form = readForm(numberForm, req.body);
    if (!form.ok) {
      render(res.status(422), await alumni.showSchool(viewerOf(res), id), form);
      return;
    }
    const { kind, revision: held, ...texts } = form.value;
    if (await change(res, id, { held, typed: form.typed, what: { kind, texts } })) {
      goWithNotice(req, res, `/staff/settings/schools/${id}`, 'The number was kept.');
    }
  });

  router.post(`${path}/not-its-number`, async (req, res) => {
    const id = req.params['id'] as SchoolId;
    const form = readForm(removeForm, req.body);
    if (!form.ok) throw new NotOurForm();
    const what = { kind: 'not-its-number', urn: form.value.urn } as const;
    if (await change(res, id, { held: form.value.revision, typed: {}, what })) {
      goWithNotice(req, res, `/staff/settings/schools/${id}`, 'The number was taken out of the list.');
    }
  });

  router.post(`${path}/membership`, async (req, res) => {
    const id = req.params['id'] as SchoolId;
    const form = readForm(membershipForm, req.body);
    if (!form.ok) throw new NotOurForm();
    const { revision: held, ...texts } = form.value;
    if (await change(res, id, { held, typed: form.typed, what: { kind: 'membership', texts } })) {
      goWithNotice(req, res, `/staff/settings/schools/${id}`, 'The days were kept.');
    }
  });

  return router;
}
