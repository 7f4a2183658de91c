// How do people pause, resume, start late, close and cancel a wave?
// Each is one guarded write by the table of moves. Ending a wave also stops what is still open: that follow-up stands
// in the same write, is done at once, and is repeated for a few minutes, because a planner may just be queueing (E13).
import type { Viewer } from '../../domain/alumni/viewer.js';
import { stateAfter } from '../../domain/waves/transitions.js';
import type { Wave } from '../../domain/waves/wave.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Tools } from '../tools.js';
import { waveAct, waveToChange } from './acts.js';
import { mailMayLeave } from './sending-domain.js';
import { forgetOutcomes } from './breakers.js';

/** Longer than any tick that queues messages, in milliseconds. */
export const longestTickMs = 5 * 60_000;

/** The follow-up of a wave's end. */
export const stopMessagesOf = (
  { clock, newId }: Pick<Tools, 'clock' | 'newId'>,
  state: 'cancelled' | 'expired',
): {
  readonly id: string;
  readonly kind: 'stop-messages';
  readonly state: 'cancelled' | 'expired';
  readonly until: Date;
} => ({
  id: newId(),
  kind: 'stop-messages',
  state,
  until: new Date(clock.now().getTime() + longestTickMs),
});

const acts = { pause: 'wave.paused', resume: 'wave.resumed', close: 'wave.closed', cancel: 'wave.cancelled' } as const;
type StaffMove = keyof typeof acts;

/** Makes one of the four moves. Throws NotFound, NotAllowed, ChangedMeanwhile. */
export const changeWaveState =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId'>, completeFollowUps: () => Promise<void>) =>
  async (
    viewer: Viewer,
    { waveId, revision, move, reason }: { waveId: string; revision: number; move: StaffMove; reason?: string },
  ): Promise<{ readonly kind: 'changed' } | { readonly kind: 'refused'; readonly why: 'not-from-here' }> => {
    const wave = await waveToChange(tools, viewer, waveId);
    const state = stateAfter(wave.state, move);
    if (state === null) return { kind: 'refused', why: 'not-from-here' };
    if (wave.revision !== revision) throw new ChangedMeanwhile();
    if (move === 'resume') await forgetOutcomes(tools, wave);
    const ending = move === 'cancel' ? 'cancelled' : move === 'close' ? 'expired' : null;
    const changed = await tools.store.waves.change(
      wave,
      { state },
      {
        audit: [waveAct(tools, viewer, acts[move], wave.id, reason)],
        followUps: ending === null ? [] : [stopMessagesOf(tools, ending)],
      },
    );
    if (!changed) throw new ChangedMeanwhile();
    if (ending !== null) await completeFollowUps();
    return { kind: 'changed' };
  };

/** Lets a wave start that is more than a day late (requirement E10). */
export const startLate =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId' | 'sendingDomain'>) =>
  async (
    viewer: Viewer,
    { waveId, revision }: { waveId: string; revision: number },
  ): Promise<{ readonly kind: 'started' } | { readonly kind: 'refused'; readonly why: 'sending-domain' }> => {
    const wave: Wave = await waveToChange(tools, viewer, waveId);
    if (wave.revision !== revision) throw new ChangedMeanwhile();
    if (!(await mailMayLeave(tools))) return { kind: 'refused', why: 'sending-domain' };
    const changed = await tools.store.waves.change(
      wave,
      { armedAt: tools.clock.now() },
      { audit: [waveAct(tools, viewer, 'wave.started-late', wave.id)] },
    );
    if (!changed) throw new ChangedMeanwhile();
    return { kind: 'started' };
  };
