// Who has an account, and how is one closed? Within the viewer's schools only (requirement W5): whoever sees more than they do is not
// theirs to manage, because a new link would open what they may not see.
import type { School, StaffMember } from '../../domain/alumni/alumnus.js';
import type { StaffId } from '../../domain/alumni/ids.js';
import { covers, coversAll, type Viewer } from '../../domain/alumni/viewer.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { actOnStaff } from './staff-acts.js';

/** Members of staff whom the viewer may manage, by address. */
export const listStaff =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer): Promise<readonly StaffMember[]> =>
    (await store.staff.list(viewer.schools)).filter(({ schools }) => coversAll(viewer.schools, schools));

/** One of them. Throws NotFound. */
export async function managedStaff(
  { store }: Pick<Tools, 'store'>,
  { schools }: Viewer,
  id: StaffId,
): Promise<StaffMember> {
  const member = await store.staff.find(schools, id);
  if (member === null || !coversAll(schools, member.schools)) throw new NotFound();
  return member;
}

/** The schools that the viewer may give to others, by name. */
export const listSchools =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer): Promise<readonly School[]> =>
    (await store.schools.all()).filter(({ id }) => covers(viewer.schools, id));

export type DisableResult =
  { readonly kind: 'disabled'; readonly member: StaffMember } | { readonly kind: 'refused'; readonly why: 'yourself' };

/** Closes an account; a second time changes nothing. Nobody closes their own, so one administrator always remains. */
export const disableStaff =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, id: StaffId): Promise<DisableResult> => {
    if (id === viewer.staffId) return { kind: 'refused', why: 'yourself' };
    const member = await managedStaff({ store }, viewer, id);
    await store.staff.disable(viewer.schools, id, actOnStaff({ clock, newId }, viewer, 'staff.disabled', id));
    return { kind: 'disabled', member };
  };
