// Who stands on a form group's list, and by how much of their name?
// Those who leave with the group: not who has died, may not be asked, left before or repeats the year. As little of a name as
// tells them apart: the name to use and one letter, more only where two would read the same (Y1, least information).
import type { Alumnus, PersonState } from '../alumni/alumnus.js';
import type { AlumnusId } from '../alumni/ids.js';

const notListed: readonly PersonState[] = [
  'has-died',
  'cannot-answer',
  'restricted',
  'left-mid-course',
  'repeating-year',
];

/** Whether the person fills in a leaving form. */
export const fillsInLeavingForm = ({ state }: Pick<Alumnus, 'state'>): boolean => !notListed.includes(state);

/** A line of the list. */
export interface ListedName {
  readonly id: AlumnusId;
  readonly text: string;
}

const givenOf = ({ name }: Pick<Alumnus, 'name'>): string => name.toUse ?? name.given;

/** The people by as little of their names as tells them apart, in order of what is shown. */
export function shortNames(people: readonly Pick<Alumnus, 'id' | 'name'>[]): readonly ListedName[] {
  const brief = (person: Pick<Alumnus, 'name'>): string => `${givenOf(person)} ${person.name.family.slice(0, 1)}.`;
  const counts = new Map<string, number>();
  for (const person of people) counts.set(brief(person), (counts.get(brief(person)) ?? 0) + 1);
  return people
    .map((person) => ({
      id: person.id,
      text: (counts.get(brief(person)) ?? 0) > 1 ? `${givenOf(person)} ${person.name.family}` : brief(person),
    }))
    .sort((a, b) => a.text.localeCompare(b.text, 'en-GB') || (a.id < b.id ? -1 : 1));
}
