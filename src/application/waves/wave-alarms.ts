// When does returned mail stop a wave?
// When too many called it spam (requirement D10), or when it was refused for what it says (D5). It is halted as by the
// breakers of sending, with an audit row named after the mail, and a person decides whether it goes on.
import type { Halt } from '../../domain/waves/breakers.js';
import { complaintRate, type ComplaintRate } from '../../domain/waves/complaint-rate.js';
import { funnelOf } from '../../domain/waves/progress.js';
import type { WaveAct } from '../../domain/waves/transitions.js';
import { mailStepIds, type Wave, type WaveId } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';

type AlarmTools = Pick<Tools, 'store' | 'clock' | 'log'>;

/** The complaints about a wave, as a share of its accepted mails over all schools (requirement D10). */
export const complaintsOf =
  ({ store }: Pick<Tools, 'store'>) =>
  async (wave: Pick<Wave, 'id' | 'progress'>): Promise<ComplaintRate> => {
    const { steps } = funnelOf(wave.progress?.schools ?? []);
    const accepted = mailStepIds.reduce((sum, step) => sum + (steps[step]?.['accepted'] ?? 0), 0);
    return complaintRate(await store.inboundMail.complaintsOf(wave.id), accepted);
  };

/** Pauses the wave of the mail when complaints have become too many. */
export async function weighComplaints(tools: AlarmTools, mailId: string, waveId: WaveId): Promise<void> {
  const wave = await tools.store.waves.find('every-school', waveId);
  if (wave === null) return;
  const { level, complaints, accepted } = await complaintsOf(tools)(wave);
  if (level === 'careful')
    tools.log.warn('Complaints about a wave are near the limit.', { wave: waveId, complaints, accepted });
  if (level === 'stop') await pauseWave(tools, mailId, waveId, { why: 'complaints', count: complaints, of: accepted });
}

/** Pauses a running wave; one that does not run is left as it is. */
export async function pauseWave(
  { store, clock, log }: AlarmTools,
  mailId: string,
  waveId: WaveId,
  found: Pick<Halt, 'why' | 'count' | 'of'>,
): Promise<void> {
  const at = clock.now();
  const halted = await store.waves.halt(
    waveId,
    { ...found, at },
    {
      id: `halted-${mailId}`,
      at,
      actor: { kind: 'system' },
      act: 'wave.halted' satisfies WaveAct,
      subject: `wave:${waveId}`,
      reason: found.why,
    },
  );
  if (halted)
    log.error('A wave was paused because of mail that came back; somebody should look.', { wave: waveId, ...found });
}
