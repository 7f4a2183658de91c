// What did earlier callers write down?
// Notes are sealed like the survey's free text (requirement P5): opened only for whoever has the call in hand, who rings
// this person now, and each reading is written down.
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { CallOutcome } from '../../domain/waves/call.js';
import type { Tools } from '../tools.js';
import { notePlace } from './record-outcome.js';

export interface ReadNote {
  readonly at: Date;
  readonly outcome: CallOutcome;
  readonly words: string;
}

/** The notes of the call in hand, the latest first; empty where none is in hand. */
export const readCallNotes =
  ({ store, clock, newId, vault }: Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>) =>
  async (viewer: Viewer): Promise<readonly ReadNote[]> => {
    const call = await store.calls.heldBy(viewer.staffId);
    const noted = call?.attempts.filter(({ note }) => note !== undefined) ?? [];
    if (call === null || noted.length === 0) return [];
    await store.calls.noteAct(call.id, {
      id: newId(),
      at: clock.now(),
      actor: { kind: 'staff', id: viewer.staffId },
      act: 'call.notes-read',
      subject: `alumnus:${call.alumnusId}`,
      reason: 'before ringing this person',
    });
    return noted
      .map(({ number, at, outcome, note }) => ({
        at,
        outcome,
        words: vault.open(note ?? '', notePlace(call.id, number)) as string,
      }))
      .reverse();
  };
