// Whom do we know, and how may this one be reached?
import type { Alumnus, School } from '../../domain/alumni/alumnus.js';
import { isUsable } from '../../domain/alumni/contact-point.js';
import type { AlumnusId, CohortId } from '../../domain/alumni/ids.js';
import { basisOn, type Basis } from '../../domain/alumni/permission.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { PeopleFilter } from '../../store/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

const pageSize = 25;

/** One page of the people whom the viewer may see. */
export interface PeoplePage {
  readonly people: readonly Alumnus[];
  /** Schools that the viewer looks after. */
  readonly schools: readonly School[];
  readonly cohorts: readonly { readonly cohortId: CohortId; readonly count: number }[];
  /** Ids to go on from; null at either end. */
  readonly next: AlumnusId | null;
  readonly previous: AlumnusId | null;
}

/** A page of 25 people in order of when they were added. */
export const listPeople =
  ({ store }: Pick<Tools, 'store'>) =>
  async (
    viewer: Viewer,
    { after, before, ...filter }: PeopleFilter & { readonly after?: string; readonly before?: string },
  ): Promise<PeoplePage> => {
    const from = before !== undefined ? { before } : after === undefined ? {} : { after };
    const found = await store.alumni.page(viewer.schools, { ...filter, ...from, limit: pageSize + 1 });
    const more = found.length > pageSize;
    // One more than a page was read; going back, the one too many stands first.
    const people = before === undefined ? found.slice(0, pageSize) : found.slice(-pageSize);
    const counts = new Map<CohortId, number>();
    for (const { cohortId, count } of await store.alumni.countByCohort(viewer.schools)) {
      counts.set(cohortId, (counts.get(cohortId) ?? 0) + count);
    }
    return {
      people,
      schools: (await store.schools.all()).filter(({ id }) => covers(viewer.schools, id)),
      cohorts: [...counts].map(([cohortId, count]) => ({ cohortId, count })),
      next: before !== undefined || more ? (people.at(-1)?.id ?? null) : null,
      previous:
        before === undefined
          ? after === undefined
            ? null
            : (people[0]?.id ?? null)
          : more
            ? (people[0]?.id ?? null)
            : null,
    };
  };

/** A person with what their page shows around them. */
export interface PersonView {
  readonly person: Alumnus;
  readonly school: School | null;
  /** The ground for writing today. */
  readonly basis: Basis;
  /** Numbers of the contact points that may be used today. */
  readonly usable: readonly number[];
}

/** One person, for the header of their page and its contact tab. Throws NotFound outside the viewer's schools. */
export const showPerson =
  ({ store, clock, settings }: Pick<Tools, 'store' | 'clock' | 'settings'>) =>
  async (viewer: Viewer, id: AlumnusId): Promise<PersonView> => {
    const person = await store.alumni.find(viewer.schools, id);
    if (person === null) throw new NotFound();
    const today = londonDate(clock.now());
    return {
      person,
      school: (await store.schools.all()).find((school) => school.id === person.schoolId) ?? null,
      basis: basisOn(person, 'destination-survey', today, settings.publicTaskMonths),
      usable: person.contactPoints.filter((point) => isUsable(point, today)).map(({ number }) => number),
    };
  };
