// What does the clock do to waves?
// Those that a programme calls for are drafted, confirmed ones are frozen, those past their last day are closed, and closing ones end when nothing may leave any more
// (requirements E1, E2). Safe to run twice and at once: every step is a guarded write.
import { windowEnd } from '../../domain/waves/due-messages.js';
import { stateAfter } from '../../domain/waves/transitions.js';
import type { Wave } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';
import { stopMessagesOf } from './change-wave-state.js';
import { freezeAudience } from './freeze-audience.js';
import { draftDueWaves } from './draft-due-waves.js';
import { countProgress } from './refresh-progress.js';

/** One round over all waves that are under way. */
export const advanceWaves =
  (
    tools: Pick<Tools, 'store' | 'signer' | 'settings' | 'log' | 'clock' | 'newId' | 'texts'>,
    completeFollowUps: () => Promise<void>,
  ) =>
  async (): Promise<void> => {
    const { store, clock } = tools;
    await draftDueWaves(tools)();
    for (const wave of await store.waves.inStates(['confirmed', 'freezing'])) {
      const freezing: Wave =
        wave.state === 'freezing' ? wave : { ...wave, state: 'freezing', revision: wave.revision + 1 };
      // One wave of a cohort after the other, so that nobody is taken by two at once; the next has its turn at a later tick.
      if (wave.state === 'confirmed' && !(await store.waves.beginFreezing(wave))) continue;
      await freezeAudience(tools)(freezing);
    }
    for (const wave of await store.waves.inStates(['running', 'paused'])) {
      if (windowEnd(wave) > clock.now()) continue;
      const state = stateAfter(wave.state, 'close');
      if (state === null) continue;
      await store.waves.change(wave, { state }, { followUps: [stopMessagesOf(tools, 'expired')] });
      await completeFollowUps();
    }
    for (const wave of await store.waves.inStates(['closing'])) {
      await store.messages.stopOfWave(wave.id, 'wave-ended', 'expired');
      if (await store.messages.anyOpen(wave.id)) continue;
      // The last counts are written before the state, so that a closed wave always shows them (decision R8).
      await store.waves.saveProgress(wave.id, await countProgress(tools)(wave.id));
      const state = stateAfter(wave.state, 'finish');
      if (state !== null) await store.waves.change(wave, { state });
    }
  };
