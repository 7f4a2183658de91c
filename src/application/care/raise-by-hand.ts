// A member of staff heard or read something that worries them (requirement P6).
// They say what, sealed, and judge whether life is at risk; an adult must have agreed otherwise (Y8). Within the viewer's schools.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import type { Raised, RaiseFlag } from './raise-flag.js';

/** Raises it; `kept-back` where an adult has not agreed. Throws NotFound outside the viewer's schools. */
export const raiseByHand =
  ({ store }: Pick<Tools, 'store'>, raise: RaiseFlag) =>
  async (
    viewer: Viewer,
    said: {
      readonly alumnusId: AlumnusId;
      readonly words: string;
      readonly lifeAtRisk: boolean;
      /** They agreed that it is passed on. */
      readonly agreed: boolean;
      /** Made with the form, so that pressing twice raises one. */
      readonly form: string;
    },
  ): Promise<Raised> => {
    const person = await store.alumni.find(viewer.schools, said.alumnusId);
    if (person === null) throw new NotFound();
    return raise({
      from: 'staff',
      saidIn: `${person.id}:${said.form}`,
      alumnusId: person.id,
      schoolId: person.schoolId,
      texts: [said.words],
      mayBeAsked: false,
      agreed: said.agreed,
      byStaff: { id: viewer.staffId, worry: said.lifeAtRisk ? 'life' : 'harm' },
    });
  };
