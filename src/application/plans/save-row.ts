// Somebody saves a row of the grid (Y5).
// One guarded write of the person. Where somebody else changed the same thing since the row was shown, nothing is written and
// both are given back to choose between (requirement F7, row 32); where they changed another thing, both go in. The destination
// record follows from the mark in the same write.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { mostPlanChanges, type PlanField, type PlanRow } from '../../domain/alumni/plan-fields.js';
import { readPlanForm, type GivenPlan, type PlanProblems } from '../../domain/alumni/plan-form.js';
import {
  bothChanges,
  fieldsThatDiffer,
  planRevision,
  planRowAt,
  planRowOf,
  withChanges,
  withPlanRow,
} from '../../domain/alumni/plan-row.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { usualProviderName } from '../../reference/index.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { personOf, plansInView } from './in-view.js';

const mostAttempts = 8;

/** A row as somebody wants it, and the one that they saw. */
export interface RowToSave {
  readonly scopeId: string;
  readonly id: AlumnusId;
  /** The revision of the row on which the form rested. */
  readonly seen: number;
  readonly given: GivenPlan;
}

export type SavedRow =
  | { readonly kind: 'saved' | 'unchanged' | 'full' }
  | { readonly kind: 'problems'; readonly problems: PlanProblems }
  /** What they wrote and what stands now, and the fields in which the two differ. */
  | {
      readonly kind: 'conflict';
      readonly theirs: PlanRow;
      readonly yours: PlanRow;
      readonly fields: readonly PlanField[];
      readonly revision: number;
    };

/** Saves the row. Throws NotFound outside what the viewer sees, and for a revision that never was. */
export const savePlanRow =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, { scopeId, id, seen, given }: RowToSave): Promise<SavedRow> => {
    const scope = await plansInView({ store }, viewer, scopeId);
    const at = clock.now();
    const today = londonDate(at);
    const { staffId } = viewer;
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const person = await personOf({ store }, viewer, scope, id);
      const revision = planRevision(person);
      if (seen > revision) throw new NotFound();
      // What was filled in is read on the row that was on the screen, so that untouched fields say nothing.
      const base = planRowAt(person, seen);
      const context = { cohortId: scope.cohortId, today, staffId, explicit: false, providerName: usualProviderName };
      const read = readPlanForm(base, given, context);
      if (!read.ok) return { kind: 'problems', problems: read.problems };
      const stands = planRowOf(person);
      const row = bothChanges(base, read.row, stands);
      if (row === null) {
        // What they left alone stays as it stands now, whichever of the two is kept.
        const yours = withChanges(stands, base, read.row);
        return { kind: 'conflict', theirs: stands, yours, fields: fieldsThatDiffer(yours, stands), revision };
      }
      if (revision >= mostPlanChanges) return { kind: 'full' };
      const changed = withPlanRow(person, row, { at, by: staffId, source: 'school', recordedOn: today });
      if (changed === null) return { kind: 'unchanged' };
      const actor = { kind: 'staff', id: staffId } as const;
      const acts = [{ id: newId(), at, actor, act: 'plan.changed', subject: `alumnus:${id}` }];
      if (await store.alumni.replace(changed.person, acts)) return { kind: 'saved' };
    }
    throw new ChangedMeanwhile();
  };
