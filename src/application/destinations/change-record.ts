// How is a destination record changed without overwriting anybody?
// Read, work out the whole record anew, write it under the revision it rests on; on a clash begin again from the freshly
// read document (requirement F7). The row for counting follows from the record's own mark (decision R16): written at
// once here, and by the recurring job if the process dies in between.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AuditIntent } from '../../domain/alumni/audit.js';
import { addMonths, firstDayOf, localDate, monthOf, type LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { placementOf, placementsWith } from '../../domain/destinations/as-known-on.js';
import type { Claim, ClaimId } from '../../domain/destinations/claim.js';
import { isBetween } from '../../domain/destinations/merge-records.js';
import { outcomeOf } from '../../domain/destinations/outcome.js';
import { buildRecord } from '../../domain/destinations/rebuild-record.js';
import { codingTasks } from '../../domain/destinations/review-task.js';
import { secondLooksDue } from '../../domain/destinations/second-look.js';
import type { Coding, Decision, DestinationRecord, Placement, SecondLook } from '../../domain/destinations/record.js';
import {
  destinationYearOf,
  monthsOfDestinationYear,
  referenceDateOf,
} from '../../domain/destinations/sustained/destination-year.js';
import { risksOf } from '../../domain/destinations/sustained/meter.js';
import { placesOf } from '../../domain/insight/reports.js';
import { nameLists } from '../../reference/index.js';
import type { Position, SealedDetail } from '../../store/index.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Tools } from '../tools.js';
import { writeTellings } from './telling-in.js';

/** Whose record it is; what a new one is begun with. Without a state they stay counted as they are. */
export type Whose = Pick<Alumnus, 'id' | 'schoolId' | 'cohortId' | 'leftOn'> &
  Partial<Pick<Alumnus, 'state' | 'intended'>>;

interface Change {
  readonly newClaims?: readonly Claim[];
  readonly newDecisions?: readonly Decision[];
  readonly newCodings?: readonly Coding[];
  readonly newSecondLooks?: readonly SecondLook[];
  readonly newDetails?: readonly SealedDetail[];
  /** Ids of what is sealed and leaves the record; never beside new ones. */
  readonly goneDetails?: readonly ClaimId[];
  /** Statements that leave the record with all that was decided about them alone: they are another person's. */
  readonly leaves?: (claim: ClaimId) => boolean;
  readonly audit?: readonly AuditIntent[];
}

/** What stays of the record when these statements leave it. */
function without(held: DestinationRecord, leaves: (claim: ClaimId) => boolean): DestinationRecord {
  const { codings, secondLooks } = held;
  return {
    ...held,
    claims: held.claims.filter(({ id }) => !leaves(id)),
    decisions: held.decisions.filter(({ conflictId }) => !isBetween(conflictId, leaves)),
    ...(codings !== undefined && { codings: codings.filter(({ claimId }) => !leaves(claimId)) }),
    ...(secondLooks !== undefined && {
      secondLooks: secondLooks.filter(({ conflictId }) => !isBetween(conflictId, leaves)),
    }),
  };
}

/** Under which id it is sealed what a reviewer made of a statement. */
export const codedDetailOf = (id: ClaimId): ClaimId => `${id}~coded` as ClaimId;

/** Under which ids something may be sealed beside a claim: what was said with it, and what reviewers made of it. */
export const detailsOf = (id: ClaimId): readonly ClaimId[] => [id, codedDetailOf(id)];

/** Clashes in a row after which something else is wrong. */
const MOST_TRIES = 20;

/** A record of which nothing was said yet, at revision 0. */
export const emptyRecord = ({ id, schoolId, cohortId, leftOn }: Whose, asOf: LocalDate): DestinationRecord =>
  buildRecord({ id, schoolId, cohortId, leftOn, claims: [], decisions: [], revision: 0 }, asOf);

/** When the record is looked at again, and where it stands in the queues. */
export function positionOf(record: DestinationRecord): Position {
  const open =
    record.conflicts.some((conflict) => conflict.state === 'open') || codingTasks(record, nameLists).length > 0;
  const key = `${referenceDateOf(record.leftOn)}~${record.id}`;
  const year = destinationYearOf(record.leftOn);
  const lastMonth = monthsOfDestinationYear(year).at(-1);
  const thisMonth = monthOf(record.asOf);
  // The year after the destination year is over (Y15: on track at year two).
  const secondOver = localDate(`${year + 2}-08-01`);
  const undecided = record.results.some(({ verdict }) => verdict === 'still-possible' || verdict === 'not-known');
  // Who is at risk by any ruleset leaves its list when the time for it is over.
  const mayTurn = (lastMonth !== undefined && thisMonth <= lastMonth && undecided) || risksOf(record).length > 0;
  return {
    ...(open && { reviewKey: key }),
    ...(secondLooksDue(record).length > 0 && { secondLookKey: key }),
    ...(mayTurn
      ? { recountFrom: firstDayOf(addMonths(thisMonth, 1)) }
      : record.asOf < secondOver && { recountFrom: secondOver }),
  };
}

/**
 * Writes the rows for counting and what is told beside them, marks the tables that they stand in for counting again, and takes the marks
 * of the records away, each in one batch. After a death at any point the marks are still there, and doing it again changes nothing but
 * that the tables are counted once more.
 */
export const writeOutcomes =
  ({ store, vault }: Pick<Tools, 'store' | 'vault'>) =>
  async (records: readonly DestinationRecord[]): Promise<void> => {
    if (records.length === 0) return;
    await store.outcomes.write(...records.map((record) => outcomeOf(record, nameLists)));
    await writeTellings({ store, vault }, records);
    await store.rollups.mark(records.flatMap(placesOf));
    // Records that were begun while their person was merged into another: the merge takes them over too.
    const begun = records.filter(({ revision }) => revision === 1).map(({ id }) => id);
    const merged = begun.length === 0 ? [] : await store.mergedPeople.pairsOf(begun);
    for (const pair of merged) await store.duplicates.again(pair);
    await store.destinationRecords.clearOutcomeDue(...records);
  };

/** A record says nothing of the person's state and plan: then they stand as they stood. */
function placementNow(whose: Whose, held: DestinationRecord): Omit<Placement, 'since'> {
  const { schoolId, cohortId, leftOn, state, intended } = whose;
  if (state !== undefined)
    return placementOf({ schoolId, cohortId, leftOn, state, ...(intended !== undefined && { intended }) });
  const last = held.knownAs?.at(-1);
  return {
    ...{ schoolId, cohortId, leftOn },
    ...(last?.intended !== undefined && { intended: last.intended }),
    ...(last?.uncounted === true && { uncounted: true }),
  };
}

/**
 * Adds to the person's record what `change` gives for the record as it stands (revision 0 when there is none) and gives
 * the record afterwards. When `change` gives null nothing is written. Throws ChangedMeanwhile after too many clashes.
 */
export const changeRecord =
  ({ store, clock, vault }: Pick<Tools, 'store' | 'clock' | 'vault'>) =>
  async (whose: Whose, change: (held: DestinationRecord) => Change | null): Promise<DestinationRecord> => {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const today = londonDate(clock.now());
      const held = (await store.destinationRecords.find('every-school', whose.id)) ?? emptyRecord(whose, today);
      const added = change(held);
      if (added === null) return held;
      const { schoolId, cohortId, leftOn } = whose;
      const stays = added.leaves === undefined ? held : without(held, added.leaves);
      const codings = [...(stays.codings ?? []), ...(added.newCodings ?? [])];
      const secondLooks = [...(stays.secondLooks ?? []), ...(added.newSecondLooks ?? [])];
      const next = buildRecord(
        {
          ...{ id: held.id, schoolId, cohortId, leftOn, revision: held.revision + 1 },
          // A statement that comes from another record of the same person was known since it stood there.
          claims: [...stays.claims, ...(added.newClaims ?? []).map((claim) => ({ recordedOn: today, ...claim }))],
          decisions: [...stays.decisions, ...(added.newDecisions ?? [])],
          ...((codings.length > 0 || held.codings !== undefined) && { codings }),
          ...((secondLooks.length > 0 || held.secondLooks !== undefined) && { secondLooks }),
          knownAs: placementsWith(held, placementNow(whose, held), today),
        },
        today,
      );
      const saved = await store.destinationRecords.save(next, {
        ...positionOf(next),
        newDetails: added.newDetails ?? [],
        goneDetails: [
          ...(added.goneDetails ?? []),
          ...held.claims.flatMap(({ id }) => (added.leaves?.(id) === true ? detailsOf(id) : [])),
        ],
        audit: added.audit ?? [],
      });
      if (saved) {
        await writeOutcomes({ store, vault })([next]);
        return next;
      }
    }
    throw new ChangedMeanwhile('The destination record kept changing; nothing was written.');
  };
