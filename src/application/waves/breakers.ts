// Does what just happened stop a wave?
// How its messages ended is added to the last 200 that all workers share; where that passes what the trust allows, the wave
// is paused and waits for a person (requirement E11, D5). What came back later counts too.
import { haltBy, type BreakerMark } from '../../domain/waves/breakers.js';
import type { MessageId } from '../../domain/waves/message.js';
import { acceptedMails } from '../../domain/waves/progress.js';
import type { WaveAct } from '../../domain/waves/transitions.js';
import type { Wave, WaveId } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';

type BreakerTools = Pick<Tools, 'store' | 'clock' | 'settings' | 'log'>;

/** Adds the outcomes; true when the wave was paused because of them. `newUnknown`: a fate became unknown just now. */
export async function noteOutcomes(
  tools: BreakerTools,
  waveId: WaveId,
  marks: readonly BreakerMark[],
  newUnknown = false,
): Promise<boolean> {
  const { recent, lookedAt } = await tools.store.breakers.note(waveId, marks);
  const unknown = newUnknown ? await tools.store.messages.countUnknown(waveId, lookedAt) : 0;
  return haltWhereDue(tools, waveId, recent, unknown);
}

/**
 * A mail of the wave came back: nobody is there, or it was refused because of us. Counted once for each message, unless it
 * left before a person let the wave run again. Repeatable.
 */
export const noteReturned = async (
  tools: BreakerTools,
  waveId: WaveId,
  mark: Extract<BreakerMark, 'hard' | 'policy'>,
  returned: { readonly messageId: MessageId; readonly leftAt: Date },
): Promise<boolean> => haltWhereDue(tools, waveId, await tools.store.breakers.noteOnce(waveId, mark, returned), 0);

async function haltWhereDue(
  { store, clock, settings, log }: BreakerTools,
  waveId: WaveId,
  recent: readonly BreakerMark[],
  unknown: number,
): Promise<boolean> {
  const found = haltBy(recent, unknown, settings.breakers);
  if (found === null) return false;
  const at = clock.now();
  const halted = await store.waves.halt(
    waveId,
    { ...found, at },
    {
      id: `halted-${waveId}-${at.getTime()}`,
      at,
      actor: { kind: 'system' },
      act: 'wave.halted' satisfies WaveAct,
      subject: `wave:${waveId}`,
      reason: `${found.why}: ${found.count} of ${found.of}`,
    },
  );
  if (halted) log.error('A wave was paused by itself; somebody should look.', { wave: waveId, ...found });
  return halted;
}

/**
 * Somebody lets the wave run again: what they have seen counts no more. Where it had stopped by itself, neither does what
 * is told later of mail that left before.
 */
export const forgetOutcomes = async (
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
  wave: Pick<Wave, 'id' | 'progress' | 'halted'>,
): Promise<void> =>
  store.breakers.reset(
    wave.id,
    wave.halted === undefined ? {} : { letGoAt: clock.now(), acceptedSeen: acceptedMails(wave) },
  );
