// What did we know of somebody on a past day?
// Nothing is overwritten, so the record of any day is built again from what had been recorded by its end: claims, decisions,
// and the school and cohort under which the person was then known (decision R17; M12). Days are London's.
import type { Alumnus, PersonState } from '../alumni/alumnus.js';
import { londonDate } from '../calendar/london-time.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { Claim } from './claim.js';
import { buildRecord } from './rebuild-record.js';
import type { DestinationRecord, Placement } from './record.js';

/** The day from which a claim stood in the record; before days were kept, the day on which it was said. */
export const recordedOn = (claim: Claim): LocalDate => claim.recordedOn ?? claim.knownOn;

/** The record as it would have been built at the end of the day. */
export function recordAsKnownOn(record: DestinationRecord, day: LocalDate): DestinationRecord {
  const { id, schoolId, cohortId, leftOn, revision, knownAs = [] } = record;
  const held: Omit<Placement, 'since'> = knownAs.findLast(({ since }) => since <= day) ??
    knownAs[0] ?? { schoolId, cohortId, leftOn };
  return buildRecord(
    {
      ...{ id, revision, schoolId: held.schoolId, cohortId: held.cohortId, leftOn: held.leftOn },
      claims: record.claims.filter((claim) => recordedOn(claim) <= day),
      decisions: record.decisions.filter(({ at }) => londonDate(at) <= day),
      ...(record.codings !== undefined && { codings: record.codings.filter(({ at }) => londonDate(at) <= day) }),
      ...(record.secondLooks !== undefined && {
        secondLooks: record.secondLooks.filter(({ at }) => londonDate(at) <= day),
      }),
      ...(record.knownAs !== undefined && { knownAs: knownAs.filter(({ since }) => since <= day) }),
    },
    day,
  );
}

/** Who stands in no figure; see `Placement`. */
export const uncountedStates: readonly PersonState[] = ['has-died', 'repeating-year', 'restricted'];

/** By what the person is counted now. */
export const placementOf = ({
  schoolId,
  cohortId,
  leftOn,
  state,
  intended,
}: Pick<Alumnus, 'schoolId' | 'cohortId' | 'leftOn' | 'state' | 'intended'>): Omit<Placement, 'since'> => ({
  ...{ schoolId, cohortId, leftOn },
  ...(intended !== undefined && { intended: intended.activity }),
  ...(uncountedStates.includes(state) && { uncounted: true }),
});

/** Whether both count somebody alike. */
export const samePlacement = (one: Omit<Placement, 'since'>, other: Omit<Placement, 'since'>): boolean =>
  one.schoolId === other.schoolId &&
  one.cohortId === other.cohortId &&
  one.leftOn === other.leftOn &&
  one.intended === other.intended &&
  one.uncounted === other.uncounted;

/** The placements with the present one at the end, added where it is another than the last. */
export function placementsWith(
  held: Pick<DestinationRecord, 'schoolId' | 'cohortId' | 'leftOn' | 'knownAs' | 'revision' | 'asOf'>,
  now: Omit<Placement, 'since'>,
  today: LocalDate,
): readonly Placement[] {
  const { schoolId, cohortId, leftOn, asOf } = held;
  const before = held.knownAs ?? (held.revision > 0 ? [{ schoolId, cohortId, leftOn, since: asOf }] : []);
  const last = before.at(-1);
  return last !== undefined && samePlacement(last, now) ? before : [...before, { ...now, since: today }];
}
