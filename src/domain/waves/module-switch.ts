// Which optional modules are switched on for a school or a cohort?
// Each change is a document of its own; the one with the highest number holds. Whoever belongs to a school and a cohort is
// asked what is on for either. A wave asks what is on when its invitations are made; one that is under way stays as it is.
import type { CohortId, SchoolId, StaffId } from '../alumni/ids.js';

/** `school:northgate` or `cohort:y13-2026`. */
export type ModuleScope = string & { readonly __moduleScope: true };

export const schoolScope = (id: SchoolId): ModuleScope => `school:${id}` as ModuleScope;
export const cohortScope = (id: CohortId): ModuleScope => `cohort:${id}` as ModuleScope;

/** What was switched on for a scope, all of it, by whom and when. */
export interface ModuleSwitch {
  readonly scope: ModuleScope;
  /** Counts changes, from 1. */
  readonly number: number;
  /** Names of modules; which version is asked is recorded in each invitation. */
  readonly modules: readonly string[];
  readonly by: StaffId;
  readonly at: Date;
}
