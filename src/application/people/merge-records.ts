// How does a destination record follow its person into another record, and back?
// The other record is kept whole beside the merge before anything is taken from it. Its statements are added in one guarded
// write; what is sealed is sealed anew for the place where it stands now (requirement P5). Each step may be repeated.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { ClaimId } from '../../domain/destinations/claim.js';
import {
  idBefore,
  idInMerged,
  isOfOther,
  saidByOther,
  saidInMerged,
  type Added,
  type Said,
} from '../../domain/destinations/merge-records.js';
import type { DestinationRecord } from '../../domain/destinations/record.js';
import type { MergedPerson, SealedDetail } from '../../store/index.js';
import { changeRecord, detailsOf } from '../destinations/change-record.js';
import { detailPlace } from '../destinations/detail-place.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Tools } from '../tools.js';

export type MergeTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>;

const mostAttempts = 5;

const addedOf = ({ id, before }: MergedPerson): Added => ({ from: id, besidePlans: before.final !== undefined });

/** What is sealed for one record, sealed for another. */
const sealedAnew = (
  { vault }: MergeTools,
  details: readonly SealedDetail[],
  from: AlumnusId,
  to: AlumnusId,
  rename: (id: ClaimId) => ClaimId,
): readonly SealedDetail[] =>
  details.map(({ claimId, sealed }) => {
    const renamed = rename(claimId);
    return {
      claimId: renamed,
      sealed: vault.seal(vault.open(sealed, detailPlace(from, claimId)), detailPlace(to, renamed)),
    };
  });

/** What of the said the record does not hold yet. */
function missingIn(held: DestinationRecord, { claims, decisions, codings, secondLooks }: Said) {
  const ids = new Set(held.claims.map(({ id }) => id));
  const known = new Set(
    [...held.decisions, ...(held.codings ?? []), ...(held.secondLooks ?? [])].map((each) => JSON.stringify(each)),
  );
  const isNew = (each: unknown): boolean => !known.has(JSON.stringify(each));
  return {
    newClaims: claims.filter(({ id }) => !ids.has(id)),
    newDecisions: decisions.filter(isNew),
    newCodings: codings.filter(isNew),
    newSecondLooks: secondLooks.filter(isNew),
  };
}

/** Whether the record is the one that was written down, grown or not; otherwise it was begun after that one had been taken out. */
const isGrown = (now: DestinationRecord, then: DestinationRecord | null | undefined): boolean => {
  const ids = new Set(now.claims.map(({ id }) => id));
  return then === undefined || (then !== null && then.claims.every(({ id }) => ids.has(id)));
};

/** Adds what the other record holds to the record that stays, and takes the other one out; also what came in later. */
export async function takeOverRecord(tools: MergeTools, trace: MergedPerson, stays: Alumnus): Promise<void> {
  const { store } = tools;
  const added = addedOf(trace);
  let kept = trace.record;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    await store.auditEvents.moveIntentsOf('destinationrecords', trace.id);
    const theirs = await store.destinationRecords.find('every-school', trace.id);
    if (theirs === null) {
      if (kept === undefined) await store.mergedPeople.note(trace.id, { record: null, details: [] });
      await store.outcomes.remove([trace.id]);
      await store.tellings.remove([trace.id]);
      await store.rollups.mark([trace.theirs]); // the tables in which they stood; again does no harm
      return;
    }
    const details = await store.destinationRecords.sealedOf(trace.id);
    // What was said by their links since goes back with them anyway (isOfOther); what they had before must stay as it was.
    if (isGrown(theirs, kept)) {
      await store.mergedPeople.note(trace.id, { record: theirs, details });
      kept = theirs;
    }
    const there = new Set((await store.destinationRecords.sealedOf(stays.id)).map(({ claimId }) => claimId));
    const newDetails = sealedAnew(tools, details, trace.id, stays.id, (id) => idInMerged(id, added)).filter(
      ({ claimId }) => !there.has(claimId),
    );
    await changeRecord(tools)(stays, (held) => {
      const missing = missingIn(held, saidInMerged(theirs, added));
      return Object.values(missing).every((each) => each.length === 0) ? null : { ...missing, newDetails };
    });
    await store.destinationRecords.takeOut(trace.id, theirs.revision);
  }
  throw new ChangedMeanwhile('The record that is merged kept changing.');
}

/** Puts the other record back with what was said by its links since, and takes all of that out of the one that stayed. */
export async function giveBackRecord(
  tools: MergeTools,
  trace: MergedPerson,
  { mine, theirs }: { readonly mine: Alumnus; readonly theirs: Alumnus },
): Promise<void> {
  const { store } = tools;
  const added = addedOf(trace);
  const merged = await store.destinationRecords.find('every-school', mine.id);
  if (trace.record !== undefined && trace.record !== null) {
    await store.destinationRecords.putBack(trace.record, trace.details ?? []);
  }
  if (merged === null) return;
  const other = isOfOther(trace.record ?? null, added);
  const leaving = new Set(merged.claims.filter(other).map(({ id }) => id));
  const said = saidByOther(merged, trace.record ?? null, added);
  if (said.claims.length > 0 || (trace.record ?? null) !== null) {
    const there = new Set((await store.destinationRecords.sealedOf(theirs.id)).map(({ claimId }) => claimId));
    const wanted = new Set([...leaving].flatMap(detailsOf));
    const sealed = (await store.destinationRecords.sealedOf(mine.id)).filter(({ claimId }) => wanted.has(claimId));
    const newDetails = sealedAnew(tools, sealed, mine.id, theirs.id, (id) => idBefore(id, added)).filter(
      ({ claimId }) => !there.has(claimId),
    );
    await changeRecord(tools)(theirs, (held) => ({ ...missingIn(held, said), newDetails }));
  }
  await changeRecord(tools)(mine, (held) =>
    held.claims.some(({ id }) => leaving.has(id)) ? { leaves: (id) => leaving.has(id) } : null,
  );
}
