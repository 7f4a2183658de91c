// Whose rows stand behind an address of the grids, and may the viewer see them?
// A school and cohort (`northgate.y13-2026`), or one form group of it (`northgate.y13-2026.13a`). A tutor sees their own groups
// and no school whole (requirement W5).
import type { Alumnus, StaffMember, StaffRole } from '../../domain/alumni/alumnus.js';
import { parseCohortId } from '../../domain/alumni/cohort.js';
import { groupKey } from '../../domain/alumni/form-group.js';
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../../domain/alumni/ids.js';
import { isPlanned } from '../../domain/alumni/plan-lists.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { groupInView } from '../leaving/keep-forms.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

/** A school and cohort, or one form group of it. */
export interface PlanScope {
  /** As it stands in addresses. */
  readonly id: string;
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  /** As the school writes it; null for the whole school. */
  readonly formGroup: string | null;
}

/** The id of a school and cohort, or of one form group by its key. */
export const planScopeId = (schoolId: SchoolId, cohortId: CohortId, key?: string): string =>
  [schoolId, cohortId, ...(key === undefined ? [] : [key])].join('.');

/** What the address names. Throws NotFound for what there is not, and outside what the viewer sees. */
export async function plansInView({ store }: Pick<Tools, 'store'>, viewer: Viewer, asked: string): Promise<PlanScope> {
  const [schoolId, cohortId, ...rest] = asked.split('.') as [SchoolId, CohortId, ...string[]];
  if (rest.length > 0) {
    const group = await groupInView({ store }, viewer, asked);
    return { ...group, id: planScopeId(group.schoolId, group.cohortId, groupKey(group.formGroup)) };
  }
  const whole = viewer.formGroups === undefined && covers(viewer.schools, schoolId);
  if (!whole || parseCohortId(cohortId) === null) throw new NotFound();
  if (!(await store.schools.all()).some(({ id }) => id === schoolId)) throw new NotFound();
  return { id: planScopeId(schoolId, cohortId), schoolId, cohortId, formGroup: null };
}

const isOf = ({ schoolId, cohortId, formGroup }: PlanScope, person: Alumnus): boolean =>
  person.schoolId === schoolId &&
  person.cohortId === cohortId &&
  (formGroup === null || groupKey(person.formGroup ?? '') === groupKey(formGroup)) &&
  isPlanned(person);

/** The people of the grid, by the name that they are called by. */
export async function peopleOf({ store }: Pick<Tools, 'store'>, scope: PlanScope): Promise<readonly Alumnus[]> {
  const { schoolId, cohortId, formGroup } = scope;
  const found =
    formGroup === null
      ? await store.plans.ofSchool(schoolId, cohortId)
      : await store.alumni.ofGroup(schoolId, cohortId, groupKey(formGroup));
  const called = ({ name }: Alumnus): string => `${name.family} ${name.toUse ?? name.given}`;
  return found
    .filter((person) => isOf(scope, person))
    .sort((a, b) => called(a).localeCompare(called(b), 'en-GB', { numeric: true }) || (a.id < b.id ? -1 : 1));
}

/** One person of the grid. Throws NotFound. */
export async function personOf(
  { store }: Pick<Tools, 'store'>,
  viewer: Viewer,
  scope: PlanScope,
  id: AlumnusId,
): Promise<Alumnus> {
  const person = await store.alumni.find(viewer.schools, id);
  if (person === null || !isOf(scope, person)) throw new NotFound();
  return person;
}

/** Names of staff by id, for "who". */
export async function staffNames({ store }: Pick<Tools, 'store'>): Promise<ReadonlyMap<StaffId, string>> {
  return new Map((await store.staff.list('every-school')).map(({ id, name }) => [id, name]));
}

const listOwners: readonly StaffRole[] = ['administrator', 'scheduler', 'reviewer', 'school-leader'];

/** Whether somebody may answer for a list of the school: they must be able to open it. */
export const mayOwnList = ({ state, role, schools }: StaffMember, schoolId: SchoolId): boolean =>
  state !== 'disabled' && listOwners.includes(role) && covers(schools, schoolId);
