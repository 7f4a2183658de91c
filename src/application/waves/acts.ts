// What does a member of staff need to change a wave, and what is left behind?
// Every school of the wave must be within the viewer's; each act leaves an audit intent in the same write (decision R19).
import type { AuditIntent } from '../../domain/alumni/audit.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import type { WaveAct } from '../../domain/waves/transitions.js';
import type { Wave, WaveId } from '../../domain/waves/wave.js';
import { NotAllowed, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

/** The wave, for somebody who may change it. Throws NotFound, or NotAllowed when some of its schools are not theirs. */
export async function waveToChange({ store }: Pick<Tools, 'store'>, viewer: Viewer, waveId: string): Promise<Wave> {
  const wave = await store.waves.find(viewer.schools, waveId as WaveId);
  if (wave === null) throw new NotFound();
  if (!wave.schoolIds.every((school) => covers(viewer.schools, school))) throw new NotAllowed();
  return wave;
}

/** An audit intent about a wave. */
export const waveAct = (
  { clock, newId }: Pick<Tools, 'clock' | 'newId'>,
  viewer: Viewer,
  act: WaveAct,
  waveId: WaveId,
  reason?: string,
): AuditIntent => ({
  id: newId(),
  at: clock.now(),
  actor: { kind: 'staff', id: viewer.staffId },
  act,
  subject: `wave:${waveId}`,
  ...(reason === undefined ? {} : { reason }),
});
