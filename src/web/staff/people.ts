// People: finding somebody. The tabs of a person's page are pages of their own.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { personStates, type Alumnus } from '../../domain/alumni/alumnus.js';
import { cohortName, parseCohortId } from '../../domain/alumni/cohort.js';
import type { AlumnusId, CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { mayOpen, viewerOf } from '../access.js';
import { capital } from '../format.js';
import { nameOnScreen, stateWords } from './person-header.js';

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
  return `/staff/exports/destinations.csv${named.length === 0 ? '' : `?${new URLSearchParams(named).toString()}`}`;
};

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

/** `/staff/people`. */
export function peoplePages({ alumni }: Pick<Application, 'alumni'>): Router {
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
      exportHref: mayOpen(viewerOf(res).role, '/staff/exports') ? exportAddress(chosen) : null,
      exportsHref: mayOpen(viewerOf(res).role, '/staff/exports') ? '/staff/exports' : null,
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

  return router;
}
