// How does what somebody told come to be counted?
// What is sealed beside their statements is opened, made into one small telling, and sealed again for its own place (decision
// R16, requirement P5). No person reads it here: it leaves only as counts, which are hidden where they are small.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { ClaimDetail } from '../../domain/destinations/claim.js';
import type { DestinationRecord } from '../../domain/destinations/record.js';
import { mayTell, tellingOf, tellingRecipe, type Telling } from '../../domain/destinations/telling.js';
import { nameLists } from '../../reference/index.js';
import type { SealedDetail, SealedTelling } from '../../store/index.js';
import type { Tools } from '../tools.js';
import { detailPlace } from './detail-place.js';

const placeOfTelling = (id: AlumnusId): string => `tellings/${id}`;

/** A telling as it is kept. */
export const openTelling = ({ vault }: Pick<Tools, 'vault'>, id: AlumnusId, sealed: string): Telling =>
  vault.open(sealed, placeOfTelling(id)) as Telling;

/** What the record tells, given what is sealed beside its claims. */
export const tellingIn = (
  { vault }: Pick<Tools, 'vault'>,
  record: DestinationRecord,
  details: readonly SealedDetail[],
): Telling | null =>
  tellingOf(
    record,
    new Map(
      details.map(({ claimId, sealed }) => [
        claimId,
        vault.open(sealed, detailPlace(record.id, claimId)) as ClaimDetail,
      ]),
    ),
    nameLists,
  );

/** Writes what the records tell beside their rows for counting, in one batch. Safe to repeat. */
export async function writeTellings(
  { store, vault }: Pick<Tools, 'store' | 'vault'>,
  records: readonly DestinationRecord[],
): Promise<void> {
  const speaking = records.filter(mayTell);
  const details = await store.destinationRecords.sealedOfMany(speaking.map(({ id }) => id));
  const tellings = records.flatMap((record): readonly SealedTelling[] => {
    const { id, schoolId, cohortId, revision } = record;
    const spoken = mayTell(record);
    if (!spoken && revision === 1) return []; // fresh from a file, as most are: there never was anything to take back
    const telling = spoken ? tellingIn({ vault }, record, details.get(id) ?? []) : null;
    const sealed = telling === null ? null : vault.seal(telling, placeOfTelling(id));
    return [{ id, schoolId, cohortId, revision, recipe: tellingRecipe, sealed }];
  });
  await store.tellings.write(...tellings);
}
