// Who is looking, and at whose records may they look?
import type { SchoolScope, StaffRole } from './alumnus.js';
import { groupKey } from './form-group.js';
import type { SchoolId, StaffId } from './ids.js';

/** A signed-in member of staff, or the command line (`staffId` `command-line`, every school). */
export interface Viewer {
  readonly staffId: StaffId;
  readonly role: StaffRole;
  readonly schools: SchoolScope;
  /** Of a tutor: the form groups that they see; absent where whole schools are seen. */
  readonly formGroups?: readonly string[];
}

/** Whether the school's people are within the scope; null is the trust as a whole, for which every school must be. */
export const covers = (scope: SchoolScope, school: SchoolId | null): boolean =>
  scope === 'every-school' || (school !== null && scope.includes(school));

/** Whether all that somebody with the other scope sees is within the scope; nobody who sees no school is. */
export const coversAll = (scope: SchoolScope, other: SchoolScope): boolean =>
  scope === 'every-school' ||
  (other !== 'every-school' && other.length > 0 && other.every((school) => scope.includes(school)));

/** Whether the form group is within what the viewer sees: a tutor's own, any for others. */
export const coversGroup = ({ formGroups }: Pick<Viewer, 'formGroups'>, group: string): boolean =>
  formGroups === undefined || formGroups.some((own) => groupKey(own) === groupKey(group));
