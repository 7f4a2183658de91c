// What does one person's destination record say as of today, and what did it say on a day before?
// Plan, final and present destination, spells, conflicts with both claims side by side, and the verdicts worked out with
// today's date, because a month that was ahead when the record was written may be past by now.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { recordAsKnownOn } from '../../domain/destinations/as-known-on.js';
import type { ClaimId } from '../../domain/destinations/claim.js';
import { currencyOf, type Currency } from '../../domain/destinations/currency.js';
import { lastTold, presentSpell } from '../../domain/destinations/outcome.js';
import { preferred } from '../../domain/destinations/precedence.js';
import { buildRecord, rulingOn } from '../../domain/destinations/rebuild-record.js';
import { codingTasks, standingCodings, type CodingTask } from '../../domain/destinations/review-task.js';
import type { Conflict, Decision, DestinationRecord } from '../../domain/destinations/record.js';
import type { Spell } from '../../domain/destinations/spell.js';
import type { Listed } from '../../domain/survey/listed.js';
import { nameLists, subjects } from '../../reference/index.js';
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
  /** How current the present is; null when there is nothing to verify. */
  readonly currency: Currency | null;
  /** The day by whose end all this was known: today, or the past day that was asked for. */
  readonly knownOn: LocalDate;
  readonly told: readonly ToldClaim[];
  readonly conflicts: readonly ConflictView[];
  /** Statements that wait for a coding, with the places or subjects that may be meant. */
  readonly tasks: readonly (CodingTask & { readonly candidates: readonly Listed[] })[];
  /** Every subject of the list, where one is to be chosen. */
  readonly subjects: readonly Listed[];
  /** What reviewers made of statements, and stands. */
  readonly coded: ReturnType<typeof standingCodings>;
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

/** About as many as one key each chooses. */
const mostCandidates = 6;

const candidatesFor = ({ kind, claim: { provider = '', course = '' } }: CodingTask): readonly Listed[] =>
  kind === 'doubtful-place'
    ? nameLists.provider.search(provider, mostCandidates)
    : kind === 'doubtful-subject'
      ? nameLists.subject.search(course, mostCandidates)
      : [];

/**
 * The record of a person within the viewer's schools, as it stands or as it was known at the end of a past day (M12).
 * A day to come is today. Throws NotFound.
 */
export const showRecord =
  ({ store, clock, settings }: Pick<Tools, 'store' | 'clock' | 'settings'>) =>
  async (viewer: Viewer, asked: AlumnusId, on?: LocalDate): Promise<RecordView> => {
    const alumnus = await store.alumni.find(viewer.schools, asked);
    if (alumnus === null) throw new NotFound();
    const { id, schoolId, cohortId, leftOn } = alumnus;
    const held = await store.destinationRecords.find(viewer.schools, id);
    const facts = held ?? { id, schoolId, cohortId, leftOn, claims: [], decisions: [], revision: 0 };
    const today = londonDate(clock.now());
    const knownOn = on !== undefined && on < today ? on : today;
    const present = buildRecord(
      {
        ...{ id, schoolId, cohortId, leftOn },
        ...{ claims: facts.claims, decisions: facts.decisions, revision: facts.revision },
        ...(held?.knownAs !== undefined && { knownAs: held.knownAs }),
        ...(held?.codings !== undefined && { codings: held.codings }),
        ...(held?.secondLooks !== undefined && { secondLooks: held.secondLooks }),
      },
      today,
    );
    const record = knownOn < today ? recordAsKnownOn(present, knownOn) : present;
    const told = toldClaims(record);
    const spell = presentSpell(record.spells);
    const verifiedOn = spell === null ? null : lastTold(spell, record.claims);
    const waiting = codingTasks(record, nameLists);
    const schools = await store.schools.all();
    const decided = record.decisions.length + (record.codings ?? []).length > 0;
    const staff = !decided ? [] : await store.staff.list('every-school');
    return {
      alumnus,
      schoolName: schools.find((school) => school.id === record.schoolId)?.name ?? record.schoolId,
      record,
      present: spell,
      currency:
        spell === null || verifiedOn === null
          ? null
          : currencyOf({ activity: spell.activity, verifiedOn }, settings.currency, knownOn),
      knownOn,
      told,
      conflicts: record.conflicts
        .map((conflict) => conflictView(conflict, told, record))
        .filter((conflict) => conflict !== null),
      tasks: waiting.map((task) => ({ ...task, candidates: candidatesFor(task) })),
      subjects: waiting.some(({ kind }) => kind === 'doubtful-subject') ? subjects : [],
      coded: standingCodings(record),
      sealed: (await store.destinationRecords.besides(viewer.schools, id)).sealed,
      deciders: new Map(staff.map((member) => [member.id, member.name])),
    };
  };
