// Where do plans and results stand, by school and form group, and what comes first (Y5)?
// Counted by the database over the cohort asked for, else the newest; a tutor sees their own groups and no totals of others.
import { cohortName } from '../../domain/alumni/cohort.js';
import { groupKey } from '../../domain/alumni/form-group.js';
import type { CohortId, SchoolId, StaffId } from '../../domain/alumni/ids.js';
import { noPlanCounts, usualView, type PlanCounts, type PlanView } from '../../domain/alumni/plan-lists.js';
import { covers, coversGroup, type Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { Tools } from '../tools.js';
import { cohortsInView } from '../leaving/look-at-forms.js';
import { planScopeId, staffNames } from './in-view.js';

/** One line: a form group, or everybody of a school. */
export interface PlanLine {
  readonly id: string;
  readonly school: string;
  /** Null for the whole school. */
  readonly formGroup: string | null;
  readonly counts: PlanCounts;
  /** Who answers for the list "unplaced with no next step" of the school; null where nobody does. */
  readonly owner: string | null;
}

/** The first page. */
export interface PlanOverview {
  readonly cohortId: CohortId | null;
  readonly view: PlanView;
  readonly cohorts: readonly { readonly id: CohortId; readonly name: string }[];
  readonly lines: readonly PlanLine[];
}

async function linesOf(
  { store }: Pick<Tools, 'store'>,
  viewer: Viewer,
  school: { readonly id: SchoolId; readonly name: string },
  cohortId: CohortId,
  names: ReadonlyMap<StaffId, string>,
): Promise<readonly PlanLine[]> {
  const [groups, counted, owned] = await Promise.all([
    store.alumni.groupsOf(school.id, cohortId),
    store.plans.countByGroup(school.id, cohortId),
    store.plans.findOwner(school.id, cohortId),
  ]);
  const byKey = new Map(counted.map(({ groupKey: key, counts }) => [key, counts]));
  const owner = owned === null ? null : (names.get(owned.owner) ?? 'Somebody who has left');
  const line = (formGroup: string | null, counts: PlanCounts): PlanLine => ({
    id: planScopeId(school.id, cohortId, formGroup === null ? undefined : groupKey(formGroup)),
    ...{ school: school.name, formGroup, counts, owner },
  });
  const whole = counted.reduce<PlanCounts>(
    (sum, { counts }) => ({
      people: sum.people + counts.people,
      'no-plan': sum['no-plan'] + counts['no-plan'],
      'not-talked': sum['not-talked'] + counts['not-talked'],
      'not-seen': sum['not-seen'] + counts['not-seen'],
      unplaced: sum.unplaced + counts.unplaced,
      'not-known': sum['not-known'] + counts['not-known'],
    }),
    noPlanCounts,
  );
  const own = groups
    .filter(({ formGroup }) => coversGroup(viewer, formGroup))
    .map(({ formGroup }) => line(formGroup, byKey.get(groupKey(formGroup)) ?? noPlanCounts));
  return viewer.formGroups === undefined && whole.people > 0 ? [line(null, whole), ...own] : own;
}

/** Every school and form group that the viewer sees. */
export const listPlans =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (viewer: Viewer, asked?: CohortId): Promise<PlanOverview> => {
    const cohorts = await cohortsInView({ store }, viewer);
    const cohortId = asked !== undefined && cohorts.includes(asked) ? asked : (cohorts[0] ?? null);
    const named = cohorts.map((id) => ({ id, name: cohortName(id) }));
    if (cohortId === null) return { cohortId, view: 'plans', cohorts: named, lines: [] };
    const [schools, names] = await Promise.all([store.schools.all(), staffNames({ store })]);
    const lines: PlanLine[] = [];
    for (const school of schools.filter(({ id }) => covers(viewer.schools, id))) {
      lines.push(...(await linesOf({ store }, viewer, school, cohortId, names)));
    }
    return { cohortId, view: usualView(cohortId, londonDate(clock.now())), cohorts: named, lines };
  };
