// The head of a person's pages: who it is, where they stand, and the tabs. Every page of a person includes
// views/staff/people/header with what this gives.
import type { PersonView } from '../../application/alumni/look-at-people.js';
import type { Alumnus, PersonState, StaffRole } from '../../domain/alumni/alumnus.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { mayOpen } from '../access.js';
import { format } from '../format.js';

/** What a state is called on screen, and its tone. */
export const stateWords: Readonly<Record<PersonState, { readonly tone: string; readonly text: string }>> = {
  usual: { tone: 'quiet', text: 'Nothing special' },
  'stayed-with-us': { tone: 'note', text: 'Stayed with us' },
  'repeating-year': { tone: 'note', text: 'Repeating the year' },
  'left-mid-course': { tone: 'note', text: 'Left mid-course' },
  deferred: { tone: 'note', text: 'Deferred' },
  'has-died': { tone: 'careful', text: 'Has died' },
  'cannot-answer': { tone: 'careful', text: 'Cannot answer' },
  restricted: { tone: 'careful', text: 'Do not use' },
};

/** The name to use, then the family name. */
export const nameOnScreen = ({ name }: Pick<Alumnus, 'name'>): string => `${name.toUse ?? name.given} ${name.family}`;

export type PersonTab = 'record' | 'told' | 'contact' | 'history';
const tabs: readonly (readonly [PersonTab, string])[] = [
  ['record', 'Record'],
  ['told', 'What we have been told'],
  ['contact', 'Contact'],
  ['history', 'History'],
];

/** The title of a person's page: whose it is and which tab. */
export const personTitle = (person: Pick<Alumnus, 'name'>, current: PersonTab): string =>
  `${nameOnScreen(person)}: ${tabs.find(([tab]) => tab === current)?.[1] ?? ''}`;

/** The day on which the person last confirmed an address or number. */
function confirmedOn({ contactPoints }: Alumnus): LocalDate | null {
  const days = contactPoints.map((point) => point.confirmedOn).filter((day) => day !== undefined);
  return days.sort().at(-1) ?? null;
}

/** For `include('staff/people/header', { header })`. Tabs that the role may not open are left out. */
export function personHeader({ person, school, basis, usable }: PersonView, role: StaffRole, current: PersonTab) {
  const confirmed = confirmedOn(person);
  const reachable = person.contactPoints.some(({ number, owner }) => owner === 'self' && usable.includes(number));
  return {
    id: person.id,
    name: nameOnScreen(person),
    about: [
      cohortName(person.cohortId),
      school?.name ?? person.schoolId,
      confirmed === null ? 'no address confirmed' : `confirmed ${format.date(confirmed)}`,
    ].join(' · '),
    tags: [
      ...(person.state === 'usual' ? [] : [stateWords[person.state]]),
      ...(person.objectedOn === undefined ? [] : [{ tone: 'careful', text: 'Asked us to stop' }]),
      ...(basis.kind === 'none' ? [{ tone: 'careful', text: 'No basis to write' }] : []),
      reachable
        ? { tone: 'good', text: 'Has an address of their own' }
        : { tone: 'careful', text: 'No address of their own' },
    ],
    tabs: tabs
      .map(([tab, text]) => ({ text, href: `/staff/people/${person.id}/${tab}`, current: tab === current }))
      .filter(({ href }) => mayOpen(role, href)),
  };
}
