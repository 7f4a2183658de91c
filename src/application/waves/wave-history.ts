// Who did what to a wave, and when?
// The audit log's rows about it and the acts that the log has not taken yet, newest first, each once.
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { WaveId } from '../../domain/waves/wave.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

/** Acts about a wave within the viewer's schools, at most 200. Throws NotFound. */
export const waveHistory =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, waveId: string): Promise<readonly (AuditIntent & { readonly who: string })[]> => {
    const wave = await store.waves.find(viewer.schools, waveId as WaveId);
    if (wave === null) throw new NotFound();
    const [logged, open, staff] = await Promise.all([
      store.auditEvents.about(`wave:${wave.id}`),
      store.waves.openActs(wave.id),
      store.staff.list('every-school'),
    ]);
    const acts = new Map([...logged, ...open].map((act) => [act.id, act]));
    const names = new Map(staff.map((member) => [member.id, member.name]));
    const who = ({ actor }: AuditIntent): string =>
      actor.kind === 'staff' ? (names.get(actor.id) ?? 'A member of staff') : 'Onward';
    return [...acts.values()]
      .sort((one, other) => other.at.getTime() - one.at.getTime())
      .map((act) => ({ ...act, who: who(act) }));
  };
