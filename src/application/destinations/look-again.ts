// Which decision does the viewer look at again, and what becomes of it?
// Never one of their own. Agreeing adds the look; differing adds it and opens the conflict again, so that both see it in the
// queue (feature 8). One guarded write with its audit intent.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { ConflictId } from '../../domain/destinations/conflict.js';
import type { Decision, Ruling } from '../../domain/destinations/record.js';
import { sameRuling, secondLooksDue, turnOf } from '../../domain/destinations/second-look.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { changeRecord } from './change-record.js';

interface NextLook {
  readonly alumnusId: AlumnusId;
  readonly conflictId: ConflictId;
}

interface SecondLooks {
  /** How many people have a decision that waits for a second look, the viewer's own among them. */
  readonly waiting: number;
  /** The next that somebody else decided; null when there is none. */
  readonly next: NextLook | null;
  readonly looks: number;
  readonly agreed: number;
}

const BATCH = 50;

/** What waits, and how far first and second looks agreed so far. */
export const secondLooks =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer): Promise<SecondLooks> => {
    const counts = await store.destinationRecords.countSecondLooks(viewer.schools);
    const waiting = await store.destinationRecords.countSecondLooksDue(viewer.schools);
    let after = '';
    for (;;) {
      const found = await store.destinationRecords.secondLooksDue(viewer.schools, after, BATCH);
      for (const { record } of found) {
        const due = secondLooksDue(record).find(({ by }) => by !== viewer.staffId);
        if (due !== undefined) {
          return { ...counts, waiting, next: { alumnusId: record.id, conflictId: due.conflictId } };
        }
      }
      const last = found.at(-1);
      if (last === undefined || found.length < BATCH) return { ...counts, waiting, next: null };
      after = last.key;
    }
  };

/** What came of a second look. */
export type LookedAgain = 'agrees' | 'differs' | 'changed-meanwhile';

/** Adds the second look. Throws NotFound where none waits, or only one at the viewer's own decision. */
export const lookAgain =
  ({ store, clock, newId, vault }: Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>) =>
  async (
    viewer: Viewer,
    form: NextLook & { readonly ruling: Exclude<Ruling, { kind: 'reopen' }>; readonly revision: number },
  ): Promise<LookedAgain> => {
    const alumnus = await store.alumni.find(viewer.schools, form.alumnusId);
    if (alumnus === null) throw new NotFound();
    const at = clock.now();
    const seen: { outcome: LookedAgain } = { outcome: 'changed-meanwhile' };
    await changeRecord({ store, clock, vault })(alumnus, (held) => {
      if (held.revision !== form.revision) {
        seen.outcome = 'changed-meanwhile';
        return null;
      }
      const { conflictId, ruling } = form;
      const first = secondLooksDue(held).find((one) => one.conflictId === conflictId && one.by !== viewer.staffId);
      if (first === undefined) throw new NotFound();
      const agrees = sameRuling(first.ruling, ruling);
      seen.outcome = agrees ? 'agrees' : 'differs';
      const reason = 'A second reviewer, who did not see the first decision, decided otherwise.';
      const opened: Decision = { conflictId, ruling: { kind: 'reopen' }, reason, by: viewer.staffId, at };
      const actor = { kind: 'staff' as const, id: viewer.staffId };
      const intent = { id: newId(), at, actor, act: 'conflict.looked-at-again', subject: `alumnus:${alumnus.id}` };
      return {
        newSecondLooks: [
          { conflictId, ruling, by: viewer.staffId, at, agrees, turn: turnOf(conflictId, held.decisions) },
        ],
        newDecisions: agrees ? [] : [opened],
        audit: [{ ...intent, reason: seen.outcome }],
      };
    });
    return seen.outcome;
  };
