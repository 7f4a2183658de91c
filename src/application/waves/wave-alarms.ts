// When does returned mail stop a wave?
// When too many called it spam (requirement D10), or when it was refused for what it says (D5). It is halted as by the
// breakers of sending, with an audit row named after the mail, and a person decides whether it goes on.
import type { Halt } from '../../domain/waves/breakers.js';
import { complaintRate, type ComplaintRate } from '../../domain/waves/complaint-rate.js';
import { acceptedMails } from '../../domain/waves/progress.js';
import type { WaveAct } from '../../domain/waves/transitions.js';
import type { Wave, WaveId } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';

type AlarmTools = Pick<Tools, 'store' | 'clock' | 'log'>;

/** The complaints about a wave, as a share of its accepted mails over all schools (requirement D10). */
export const complaintsOf =
  ({ store }: Pick<Tools, 'store'>) =>
  async (wave: Pick<Wave, 'id' | 'progress'>): Promise<ComplaintRate> => {
    return complaintRate(await store.inboundMail.complaintsOf(wave.id), acceptedMails(wave));
  };

/** A mail that came back, and when the message had left that it is about. */
interface Returned {
  readonly mailId: string;
  readonly waveId: WaveId;
  readonly leftAt: Date;
}

/** Pauses the wave of the mail when complaints have become too many among what left since a person let it go on. */
export async function weighComplaints(tools: AlarmTools, returned: Returned): Promise<void> {
  const { store, log } = tools;
  const { waveId, leftAt } = returned;
  const wave = await store.waves.find('every-school', waveId);
  const seen = await store.breakers.seenOf(waveId);
  if (wave === null || (seen !== null && leftAt <= seen.letGoAt)) return;
  const { level, complaints, accepted } = complaintRate(
    await store.inboundMail.complaintsOf(waveId, seen?.letGoAt),
    acceptedMails(wave) - (seen?.acceptedSeen ?? 0),
  );
  if (level === 'careful')
    log.warn('Complaints about a wave are near the limit.', { wave: waveId, complaints, accepted });
  if (level === 'stop') await pause(tools, returned, { why: 'complaints', count: complaints, of: accepted });
}

/** Pauses the wave of a mail that was refused for what it says; not for one that left before a person let it go on. */
export async function pauseForContent(tools: AlarmTools, returned: Returned): Promise<void> {
  const seen = await tools.store.breakers.seenOf(returned.waveId);
  if (seen !== null && returned.leftAt <= seen.letGoAt) return;
  await pause(tools, returned, { why: 'content', count: 1, of: 1 });
}

/** Pauses a running wave; one that does not run is left as it is. */
async function pause(
  { store, clock, log }: AlarmTools,
  { mailId, waveId }: Returned,
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
