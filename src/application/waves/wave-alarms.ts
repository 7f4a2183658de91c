// When does returned mail stop a wave?
// When too many called it spam (requirement D10), or when it was refused for what it says (D5). The wave pauses, with an
// audit row named after the mail, so that one mail pauses it once, and a person decides whether it goes on.
import { complaintRate, type ComplaintRate } from '../../domain/waves/complaint-rate.js';
import { funnelOf } from '../../domain/waves/progress.js';
import { stateAfter } from '../../domain/waves/transitions.js';
import type { Wave, WaveId } from '../../domain/waves/wave.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Tools } from '../tools.js';

type AlarmTools = Pick<Tools, 'store' | 'clock' | 'log'>;

/** Why a wave was paused by itself; the audit keeps it. */
export type PauseReason = 'complaints' | 'content-refused';

const mostAttempts = 5;

/** The complaints about a wave, as a share of its accepted messages over all schools (requirement D10). */
export const complaintsOf =
  ({ store }: Pick<Tools, 'store'>) =>
  async (wave: Pick<Wave, 'id' | 'progress'>): Promise<ComplaintRate> => {
    const { messages } = funnelOf(wave.progress?.schools ?? []);
    return complaintRate(await store.inboundMail.complaintsOf(wave.id), messages['accepted'] ?? 0);
  };

/** Pauses the wave of the mail when complaints have become too many. */
export async function weighComplaints(tools: AlarmTools, mailId: string, waveId: WaveId): Promise<void> {
  const wave = await tools.store.waves.find('every-school', waveId);
  if (wave === null) return;
  const { level, complaints, accepted } = await complaintsOf(tools)(wave);
  if (level === 'careful')
    tools.log.warn('Complaints about a wave are near the limit.', { wave: waveId, complaints, accepted });
  if (level === 'stop') await pauseWave(tools, mailId, waveId, 'complaints');
}

/** Pauses a running wave; one that does not run is left as it is. A mail that paused it before does nothing. */
export async function pauseWave(
  { store, clock, log }: AlarmTools,
  mailId: string,
  waveId: WaveId,
  reason: PauseReason,
): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const wave = await store.waves.find('every-school', waveId);
    const state = wave === null ? null : stateAfter(wave.state, 'pause');
    if (wave === null || state === null) return;
    const audit = {
      id: `paused-${mailId}`,
      at: clock.now(),
      actor: { kind: 'system' },
      act: 'wave.paused',
      subject: `wave:${waveId}`,
      reason,
    } as const;
    if (!(await store.waves.change(wave, { state }, { audit: [audit] }))) continue;
    log.error('A wave was paused because of mail that came back; a person must look before it goes on.', {
      wave: waveId,
      reason,
    });
    return;
  }
  throw new ChangedMeanwhile();
}
