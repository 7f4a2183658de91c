// What does one person's destination record say as of today?
// Plan, final and present destination, spells, conflicts with both claims side by side, and the verdicts worked out with
// today's date, because a month that was ahead when the record was written may be past by now.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { ClaimId } from '../../domain/destinations/claim.js';
import { presentSpell } from '../../domain/destinations/outcome.js';
import { preferred } from '../../domain/destinations/precedence.js';
import { buildRecord, rulingOn } from '../../domain/destinations/rebuild-record.js';
import type { Conflict, Decision, DestinationRecord } from '../../domain/destinations/record.js';
import type { Spell } from '../../domain/destinations/spell.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { toldClaims, type ToldClaim } from './told.js';

/** A conflict with the claims it is between. */
export interface ConflictView {
  readonly conflict: Conflict;
  /** The earlier known first. */
  readonly claims: readonly [ToldClaim, ToldClaim];
  /** Which of the two the record follows while nobody has decided. */
  readonly follows: ClaimId;
  /** The decision that counts; null while open. */
  readonly decision: Decision | null;
}

/** A destination record as the person’s page shows it. */
export interface RecordView {
  readonly alumnus: Alumnus;
  readonly schoolName: string;
  /** As of today; revision 0 while nothing was said. */
  readonly record: DestinationRecord;
  readonly present: Spell | null;
  readonly told: readonly ToldClaim[];
  readonly conflicts: readonly ConflictView[];
  /** Claims with something sealed beside them. */
  readonly sealed: readonly ClaimId[];
  /** Names of the staff who decided, by id. */
  readonly deciders: ReadonlyMap<string, string>;
}

function conflictView(conflict: Conflict, told: readonly ToldClaim[], record: DestinationRecord): ConflictView | null {
  const [one, other] = conflict.claimIds.map((id) =>
    told.find((claim) => claim.lastingId === id && claim.effect !== 'replaced'),
  );
  if (one === undefined || other === undefined) return null;
  const follows = preferred(one.claim, other.claim) === one.claim ? one.lastingId : other.lastingId;
  return { conflict, claims: [one, other], follows, decision: rulingOn(conflict.id, record.decisions) };
}

/** The record of a person within the viewer's schools. Throws NotFound. */
export const showRecord =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (viewer: Viewer, id: AlumnusId): Promise<RecordView> => {
    const alumnus = await store.alumni.find(viewer.schools, id);
    if (alumnus === null) throw new NotFound();
    const held = await store.destinationRecords.find(viewer.schools, id);
    const { schoolId, cohortId, leftOn } = alumnus;
    const facts = held ?? { id, schoolId, cohortId, leftOn, claims: [], decisions: [], revision: 0 };
    const record = buildRecord(
      {
        ...{ id, schoolId, cohortId, leftOn },
        claims: facts.claims,
        decisions: facts.decisions,
        revision: facts.revision,
      },
      londonDate(clock.now()),
    );
    const told = toldClaims(record);
    const schools = await store.schools.all();
    const staff = record.decisions.length === 0 ? [] : await store.staff.list('every-school');
    return {
      alumnus,
      schoolName: schools.find((school) => school.id === schoolId)?.name ?? schoolId,
      record,
      present: presentSpell(record.spells),
      told,
      conflicts: record.conflicts
        .map((conflict) => conflictView(conflict, told, record))
        .filter((conflict) => conflict !== null),
      sealed: (await store.destinationRecords.besides(viewer.schools, id)).sealed,
      deciders: new Map(staff.map((member) => [member.id, member.name])),
    };
  };
