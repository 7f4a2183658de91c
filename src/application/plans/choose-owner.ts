// Who answers for the list "unplaced with no next step" of a school and cohort (Y5)? And how long is it for somebody's lists?
// One guarded write of the list's owner; the owner reads the number on Today.
import type { StaffId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { covers } from '../../domain/alumni/viewer.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { mayOwnList, planScopeId, plansInView } from './in-view.js';

/** Gives the list to somebody; the same person again changes nothing. Throws NotFound and ChangedMeanwhile. */
export const choosePlanOwner =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, scopeId: string, given: { readonly owner: StaffId; readonly seen: number }): Promise<void> => {
    const { schoolId, cohortId, formGroup } = await plansInView({ store }, viewer, scopeId);
    if (formGroup !== null) throw new NotFound();
    const member = await store.staff.find('every-school', given.owner);
    if (member === null || !mayOwnList(member, schoolId)) throw new NotFound();
    const held = await store.plans.findOwner(schoolId, cohortId);
    if (held?.owner === given.owner) return;
    if ((held?.revision ?? 0) !== given.seen) throw new ChangedMeanwhile();
    const at = clock.now();
    const audit = {
      ...{ id: newId(), at, act: 'plans.owner-chosen', reason: given.owner },
      actor: { kind: 'staff', id: viewer.staffId } as const,
      subject: `plans:${planScopeId(schoolId, cohortId)}`,
    };
    const next = { schoolId, cohortId, owner: given.owner, since: at, revision: given.seen + 1 };
    if (!(await store.plans.saveOwner(next, audit))) throw new ChangedMeanwhile();
  };

/** How many are unplaced with no next step in the lists that somebody answers for, and where the first of them is. */
export async function unplacedOf(
  { store }: Pick<Tools, 'store'>,
  viewer: Viewer,
): Promise<{ readonly count: number; readonly scopeId: string | null }> {
  let found: { readonly count: number; readonly scopeId: string | null } = { count: 0, scopeId: null };
  for (const { schoolId, cohortId } of await store.plans.ownedBy(viewer.staffId)) {
    if (!covers(viewer.schools, schoolId)) continue;
    const groups = await store.plans.countByGroup(schoolId, cohortId);
    const count = groups.reduce((sum, { counts }) => sum + counts.unplaced, 0);
    if (count === 0) continue;
    found = { count: found.count + count, scopeId: found.scopeId ?? planScopeId(schoolId, cohortId) };
  }
  return found;
}
