// Which records must be worked out again, though nobody answered anything?
// Those who are new or of whom something changed, those whose months have gone by (a month ahead becomes a month not known), and
// those whose row for counting is to be written once more: a process died, or Onward was renewed (decision R16). What waits for a
// person may be another then, so they also take their place in the queue of reviews anew. Each is safe to repeat.
import { londonDate } from '../../domain/calendar/london-time.js';
import { placementOf, samePlacement } from '../../domain/destinations/as-known-on.js';
import { claimToAddFromPlan } from '../../domain/destinations/claim-from-plan.js';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { Tools } from '../tools.js';
import { changeRecord, positionOf, writeOutcomes } from './change-record.js';

interface Rebuilt {
  readonly fromPlans: number;
  readonly fromTime: number;
  readonly rows: number;
}

/** Takes up to `limit` of each kind; all zeros when nothing was due. */
export const rebuildDue =
  ({ store, clock, vault }: Pick<Tools, 'store' | 'clock' | 'vault'>) =>
  async (limit: number): Promise<Rebuilt> => {
    const today = londonDate(clock.now());
    const fromPlan = async (alumnus: Alumnus): Promise<void> => {
      await changeRecord({ store, clock, vault })(alumnus, (held) => {
        const plan = claimToAddFromPlan(alumnus.final, alumnus.leftOn, held.claims);
        const last = held.knownAs?.at(-1);
        const same = held.revision > 0 && last !== undefined && samePlacement(last, placementOf(alumnus));
        return plan === null && same ? null : { newClaims: plan === null ? [] : [plan] };
      });
    };
    const changed = await store.alumni.withRecordDue(limit);
    for (const alumnus of changed) {
      await fromPlan(alumnus);
      await store.alumni.clearRecordDue(alumnus.id, alumnus.revision);
    }
    const ripe = await store.destinationRecords.withRecountDue(today, limit);
    const held = await store.destinationRecords.findMany('every-school', ripe);
    for (const record of held.values()) {
      await changeRecord({ store, clock, vault })(record, (now) => (now.asOf < today ? {} : null));
    }
    const unwritten = await store.destinationRecords.withOutcomeDue(limit);
    await store.destinationRecords.queueAgain(
      unwritten.map((record) => ({ ...record, reviewKey: positionOf(record).reviewKey })),
    );
    await writeOutcomes({ store, vault })(unwritten);
    return { fromPlans: changed.length, fromTime: held.size, rows: unwritten.length };
  };
