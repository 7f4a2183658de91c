// What was done about this person, by whom and when?
// The audit log's rows about them and the acts that the log has not taken yet, newest first, each once.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

interface History {
  readonly alumnus: Alumnus;
  readonly acts: readonly (AuditIntent & { readonly who: string })[];
}

/** Acts about a person within the viewer's schools. Throws NotFound. */
export const showHistory =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: AlumnusId): Promise<History> => {
    const alumnus = await store.alumni.find(viewer.schools, id);
    if (alumnus === null) throw new NotFound();
    const logged = await store.auditEvents.about(`alumnus:${id}`);
    const { openIntents } = await store.destinationRecords.besides(viewer.schools, id);
    const acts = new Map([...logged, ...openIntents].map((act) => [act.id, act]));
    const names = new Map((await store.staff.list('every-school')).map((member) => [member.id, member.name]));
    const who = (act: AuditIntent): string => {
      if (act.actor.kind === 'alumnus') return 'The person';
      if (act.actor.kind === 'system') return 'Onward';
      return names.get(act.actor.id) ?? 'A member of staff';
    };
    return {
      alumnus,
      acts: [...acts.values()]
        .sort((one, other) => other.at.getTime() - one.at.getTime())
        .map((act) => ({ ...act, who: who(act) })),
    };
  };
