// Who is looking, and at whose records may they look?
import type { SchoolScope, StaffRole } from './alumnus.js';
import type { SchoolId, StaffId } from './ids.js';

/** A signed-in member of staff, or the command line (`staffId` `command-line`, every school). */
export interface Viewer {
  readonly staffId: StaffId;
  readonly role: StaffRole;
  readonly schools: SchoolScope;
}

/** Whether the school's people are within the scope. */
export const covers = (scope: SchoolScope, school: SchoolId): boolean =>
  scope === 'every-school' || scope.includes(school);
