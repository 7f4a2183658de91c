// What happens when a reviewer decides?
// The decision is added with who, when and why, and the record is rebuilt under it, in one write with the audit intent
// (architecture, walk 3; requirement W11). The form names the revision that the reviewer saw; when the record has moved
// on, nothing is written and the caller shows both (requirement F7). The same decision twice is one decision (row 31).
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { ConflictId } from '../../domain/destinations/conflict.js';
import type { Conflict, Decision, DestinationRecord, Ruling } from '../../domain/destinations/record.js';
import { sameRuling } from '../../domain/destinations/second-look.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { changeRecord } from './change-record.js';

/** A reviewer’s ruling as it was typed. */
export interface DecisionForm {
  readonly alumnusId: AlumnusId;
  readonly conflictId: ConflictId;
  readonly ruling: Ruling;
  readonly reason: string;
  /** The record's revision when the reviewer read it. */
  readonly revision: number;
}

/** The record with the ruling in it, or why it was refused. */
export type Decided =
  | { readonly kind: 'decided'; readonly record: DestinationRecord }
  | { readonly kind: 'refused'; readonly why: 'changed-meanwhile' };

const namesItsClaims = (ruling: Ruling, conflict: Conflict): boolean =>
  ruling.kind === 'accept'
    ? conflict.claimIds.includes(ruling.claimId)
    : ruling.kind === 'reopen' || ruling.notTakenUp === undefined || conflict.claimIds.includes(ruling.notTakenUp);

/** Adds the decision. Throws NotFound for a conflict or claim that the person's record does not have. */
export const decideConflict =
  ({ store, clock, newId, vault }: Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>) =>
  async (viewer: Viewer, form: DecisionForm): Promise<Decided> => {
    const alumnus = await store.alumni.find(viewer.schools, form.alumnusId);
    if (alumnus === null) throw new NotFound();
    const at = clock.now();
    const decision: Decision = {
      conflictId: form.conflictId,
      ruling: form.ruling,
      reason: form.reason,
      by: viewer.staffId,
      at,
    };
    const audit = {
      id: newId(),
      at,
      actor: { kind: 'staff' as const, id: viewer.staffId },
      act: form.ruling.kind === 'reopen' ? 'conflict.reopened' : 'conflict.decided',
      subject: `alumnus:${form.alumnusId}`,
      reason: form.reason,
    };
    const seen = { changedMeanwhile: false };
    const record = await changeRecord({ store, clock, vault })(alumnus, (held) => {
      const last = held.decisions.findLast((one) => one.conflictId === form.conflictId);
      const mine = last?.by === viewer.staffId && last.reason === form.reason && sameRuling(last.ruling, form.ruling);
      if (held.revision !== form.revision) {
        seen.changedMeanwhile = !mine;
        return null;
      }
      const conflict = held.conflicts.find((one) => one.id === form.conflictId);
      if (conflict === undefined || !namesItsClaims(form.ruling, conflict)) throw new NotFound();
      seen.changedMeanwhile = false;
      return { newDecisions: [decision], audit: [audit] };
    });
    return seen.changedMeanwhile ? { kind: 'refused', why: 'changed-meanwhile' } : { kind: 'decided', record };
  };
