// People: finding somebody, and how they may be reached. The other tabs of a person's page are pages of their own.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { PersonView } from '../../application/alumni/look-at-people.js';
import { personStates, type Alumnus, type ContactPoint, type PermissionPurpose } from '../../domain/alumni/alumnus.js';
import { cohortName, parseCohortId } from '../../domain/alumni/cohort.js';
import type { AlumnusId, CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { mayOpen, viewerOf } from '../access.js';
import { readForm } from '../form.js';
import { capital, format } from '../format.js';
import { goWithNotice } from '../session.js';
import { nameOnScreen, personHeader, personTitle, stateWords } from './person-header.js';

const filter = z.object({
  text: z.string().trim().max(100).catch(''),
  cohort: z.string().max(10).catch(''),
  school: z.string().max(60).catch(''),
  state: z.enum(personStates).or(z.literal('')).catch(''),
  after: z.string().max(60).catch(''),
  before: z.string().max(60).catch(''),
});
type Filter = z.output<typeof filter>;
const empty: Filter = { text: '', cohort: '', school: '', state: '', after: '', before: '' };

const address = (chosen: Filter, change: Partial<Filter>): string => {
  const named = Object.entries({ ...chosen, after: '', before: '', ...change }).filter(([, value]) => value !== '');
  return `/staff/people${named.length === 0 ? '' : `?${new URLSearchParams(named).toString()}`}`;
};

/** The destinations of those whom cohort and school leave, as CSV. */
const exportAddress = ({ cohort, school }: Filter): string => {
  const named = Object.entries({ cohort, school }).filter(([, value]) => value !== '');
  return `/staff/destinations.csv${named.length === 0 ? '' : `?${new URLSearchParams(named).toString()}`}`;
};

const stopForm = z.strictObject({
  reason: z.enum(['has-died', 'cannot-answer', 'objected'], 'Choose what you know'),
});
const stopNotices = {
  'has-died': 'Recorded. Nothing more will be sent.',
  'cannot-answer': 'Recorded. They will not be asked again.',
  objected: 'Recorded. We will not write to them any more.',
} as const;

const ownerWords = { self: 'Their own', parent: 'A parent’s', shared: 'Shared at home', unknown: 'Not known' } as const;

/** `Gap year`. */
const planWords = (activity: string | undefined): string | undefined =>
  activity === undefined ? undefined : capital(activity.replaceAll('-', ' '));

const peopleRow = (person: Alumnus, schoolName: string) => [
  { text: nameOnScreen(person), href: `/staff/people/${person.id}` },
  cohortName(person.cohortId),
  schoolName,
  person.upn,
  person.state === 'usual' ? null : stateWords[person.state],
  person.final?.provider ?? person.final?.employer ?? planWords(person.final?.activity),
];

function contactRow(point: ContactPoint, usable: boolean) {
  const last = point.usableUntil === undefined ? '' : ` until ${format.date(point.usableUntil)}`;
  const state =
    point.state === 'bounced'
      ? { tone: 'wrong', text: 'Mail came back' }
      : point.state === 'stopped'
        ? { tone: 'quiet', text: 'Stopped' }
        : usable
          ? { tone: 'good', text: `May be used${last}` }
          : { tone: 'quiet', text: `Was usable${last}` };
  const confirmed = point.confirmedOn === undefined ? null : format.date(point.confirmedOn);
  return [point.value, ownerWords[point.owner], state, confirmed, format.date(point.addedOn)];
}

/** An answer to the survey is named by its response, which says nothing to a reader. */
const evidenceWords = (evidence: string): string =>
  evidence.startsWith('Survey answer ')
    ? 'Survey answer'
    : evidence.startsWith('Choices page, ')
      ? 'Their choices page'
      : evidence;

/** What each permission is for. */
const purposeWords: Readonly<Record<PermissionPurpose, string>> = {
  'destination-survey': 'Writing to them',
  'official-records': 'Looking them up in official files',
  chat: 'Coming back for a chat',
  quote: 'Quoting their words without the name',
};

const whyNoBasis = {
  'never-recorded': 'None. No basis was ever recorded, so they are not written to',
  ended: 'None. What was recorded has ended, so they are not written to',
  withdrawn: 'None. They withdrew it, so they are not written to',
} as const;

function basisWords({ basis }: PersonView): string {
  if (basis.kind === 'none') return whyNoBasis[basis.why];
  const until = basis.until === null ? '' : `, until ${format.date(basis.until)}`;
  return `${basis.basis === 'consent' ? 'Consent' : 'Public task'}${until}`;
}

const factsOf = (view: PersonView) => {
  const { person } = view;
  return [
    { key: 'Name on record', value: `${person.name.given} ${person.name.family}` },
    { key: 'Pupil number (UPN)', value: person.upn },
    { key: 'Learner number (ULN)', value: person.uln },
    { key: 'UCAS id', value: person.ucasId },
    { key: 'Date of birth', value: person.dateOfBirth === undefined ? null : format.date(person.dateOfBirth) },
    { key: 'Left on', value: format.date(person.leftOn) },
    { key: 'Deferred until', value: person.deferredUntil === undefined ? null : format.month(person.deferredUntil) },
    { key: 'Ground for writing today', value: basisWords(view) },
    { key: 'Asked us to stop', value: person.objectedOn === undefined ? 'No' : `On ${format.date(person.objectedOn)}` },
  ].filter(({ value }) => value !== undefined && value !== null);
};

/** `/staff/people`, and the contact tab of a person. */
export function peoplePages({ alumni, waves }: Pick<Application, 'alumni' | 'waves'>): Router {
  const router = Router();

  router.get('/staff/people', async (req, res) => {
    const chosen = filter.parse({ ...empty, ...req.query });
    const { people, schools, cohorts, next, previous } = await alumni.listPeople(viewerOf(res), {
      ...(chosen.text === '' ? {} : { text: chosen.text }),
      ...(parseCohortId(chosen.cohort) === null ? {} : { cohortId: chosen.cohort as CohortId }),
      ...(chosen.school === '' ? {} : { schoolId: chosen.school as SchoolId }),
      ...(chosen.state === '' ? {} : { state: chosen.state }),
      ...(chosen.after === '' ? {} : { after: chosen.after }),
      ...(chosen.before === '' ? {} : { before: chosen.before }),
    });
    const schoolNames = new Map(schools.map(({ id, name }) => [id, name]));
    res.render('staff/people/index', {
      title: 'People',
      layout: 'staff',
      place: 'people',
      chosen,
      filtered: Object.values({ ...chosen, after: '', before: '' }).some((value) => value !== ''),
      exportHref: mayOpen(viewerOf(res).role, '/staff/destinations.csv') ? exportAddress(chosen) : null,
      mayImport: mayOpen(viewerOf(res).role, '/staff/imports'),
      cohortChips: [
        { text: 'Every cohort', href: address(chosen, { cohort: '' }), current: chosen.cohort === '' },
        ...cohorts.map(({ cohortId, count }) => ({
          text: cohortName(cohortId),
          href: address(chosen, { cohort: cohortId }),
          count,
          current: chosen.cohort === cohortId,
        })),
      ],
      schools: [{ value: '', text: 'Every school' }, ...schools.map(({ id, name }) => ({ value: id, text: name }))],
      states: [{ value: '', text: 'Any' }, ...personStates.map((value) => ({ value, text: stateWords[value].text }))],
      rows: people.map((person) => peopleRow(person, schoolNames.get(person.schoolId) ?? person.schoolId)),
      next: next === null ? null : address(chosen, { after: next }),
      previous: previous === null ? null : address(chosen, { before: previous }),
    });
  });

  router.get('/staff/people/:id', async (req, res) => {
    const { person } = await alumni.showPerson(viewerOf(res), req.params.id as AlumnusId);
    const record = `/staff/people/${person.id}/record`;
    res.redirect(303, mayOpen(viewerOf(res).role, record) ? record : `/staff/people/${person.id}/contact`);
  });

  router.get('/staff/people/:id/contact', async (req, res) => {
    const view = await alumni.showPerson(viewerOf(res), req.params.id as AlumnusId);
    res.render('staff/people/contact', contactPage(view, viewerOf(res).role, {}));
  });

  router.post('/staff/people/:id/stop', async (req, res) => {
    const viewer = viewerOf(res);
    const view = await alumni.showPerson(viewer, req.params.id as AlumnusId);
    const form = readForm(stopForm, req.body);
    if (!form.ok) {
      res.status(422).render('staff/people/contact', contactPage(view, viewer.role, form.errors));
      return;
    }
    const { reason } = form.value;
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    await waves.stopPerson({ alumnusId: view.person.id, reason, actor });
    goWithNotice(req, res, `/staff/people/${view.person.id}/contact`, stopNotices[reason]);
  });

  return router;
}

const contactPage = (
  view: PersonView,
  role: Parameters<typeof personHeader>[1],
  errors: Readonly<Record<string, string>>,
) => ({
  title: personTitle(view.person, 'contact'),
  layout: 'staff',
  place: 'people',
  back: { href: '/staff/people', text: 'All people' },
  errors,
  header: personHeader(view, role, 'contact'),
  points: view.person.contactPoints.map((point) => contactRow(point, view.usable.includes(point.number))),
  facts: factsOf(view),
  permissions: view.person.permissions.map((each) => [
    purposeWords[each.purpose],
    each.basis === 'consent' ? 'Consent' : 'Public task',
    each.wording,
    evidenceWords(each.evidence),
    format.date(each.recordedOn),
    each.until === undefined ? null : format.date(each.until),
    each.withdrawnOn === undefined ? null : format.date(each.withdrawnOn),
  ]),
});
