// Who has an account, and how is one closed? Within the viewer's schools only (requirement W5).
import type { School, StaffMember } from '../../domain/alumni/alumnus.js';
import type { StaffId } from '../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { actOnStaff } from './staff-acts.js';

/** Members of staff whom the viewer may manage, by address. */
export const listStaff =
  ({ store }: Pick<Tools, 'store'>) =>
  (viewer: Viewer): Promise<readonly StaffMember[]> =>
    store.staff.list(viewer.schools);

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
    const member = await store.staff.find(viewer.schools, id);
    if (member === null) throw new NotFound();
    await store.staff.disable(viewer.schools, id, actOnStaff({ clock, newId }, viewer, 'staff.disabled', id));
    return { kind: 'disabled', member };
  };
