// How is one person's record changed while others may write to it?
// Read, changed, and written under the revision that was read; who comes second reads again. What changes nothing is not written, so
// every change may be repeated.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Tools } from '../tools.js';

const mostAttempts = 8;

/** Who changes what, and of which schools' people; everybody's where that is not said. */
export interface PersonChange extends Pick<AuditIntent, 'actor' | 'act'> {
  readonly schools?: Viewer['schools'];
}

/**
 * The record as it then stands, changed or not; null where there is no such person. `change` gives null where there is nothing to
 * change; the revision is counted here. Throws ChangedMeanwhile when others kept on writing first.
 */
export async function changePerson(
  { store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>,
  id: AlumnusId,
  { actor, act, schools = 'every-school' }: PersonChange,
  change: (person: Alumnus) => Alumnus | null | Promise<Alumnus | null>,
): Promise<Alumnus | null> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const person = await store.alumni.find(schools, id);
    const changed = person === null ? null : await change(person);
    if (person === null || changed === null) return person;
    const next = { ...changed, revision: person.revision + 1 };
    const audit = { id: newId(), at: clock.now(), actor, act, subject: `alumnus:${person.id}` };
    if (await store.alumni.replace(next, [audit])) return next;
  }
  throw new ChangedMeanwhile();
}

/** The person with the contact point in this state; null where it is there already, or there is none of that number. */
export function withPointState(
  person: Alumnus,
  number: number | undefined,
  state: Alumnus['contactPoints'][number]['state'],
): Alumnus | null {
  const point = person.contactPoints.find((each) => each.number === number);
  if (point === undefined || point.state === state) return null;
  return { ...person, contactPoints: person.contactPoints.map((each) => (each === point ? { ...each, state } : each)) };
}
