// Whose is a reply that no name and no address of ours tells?
// A member of staff finds the person and says so; who did is on record. Only within the viewer's schools.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

/** Says whose it is; false when it was dealt with meanwhile. Throws NotFound. */
export const matchReply =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, id: string, alumnusId: AlumnusId): Promise<boolean> => {
    const [mail, person] = await Promise.all([
      store.replies.find(viewer.schools, id),
      store.alumni.find(viewer.schools, alumnusId),
    ]);
    if (mail === null || person === null) throw new NotFound();
    return store.replies.match(
      id,
      { alumnusId, schoolId: person.schoolId },
      {
        id: newId(),
        at: clock.now(),
        actor: { kind: 'staff', id: viewer.staffId },
        act: 'reply.matched',
        subject: `alumnus:${alumnusId}`,
      },
    );
  };
