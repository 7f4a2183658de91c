// What became of each thing we were told? The claims of a record with what they count for, latest first.
import { byTimeKnown, firstSaidAs, type Claim, type ClaimId } from '../../domain/destinations/claim.js';
import { settle, type ClaimEffect } from '../../domain/destinations/rebuild-record.js';
import { codedClaims } from '../../domain/destinations/review-task.js';
import type { DestinationRecord } from '../../domain/destinations/record.js';

/** A claim as “what we have been told” lists it (Y24). */
export interface ToldClaim {
  readonly claim: Claim;
  /** The id under which conflicts and decisions name it. */
  readonly lastingId: ClaimId;
  readonly effect: ClaimEffect;
}

/** Every claim of the record, the replaced ones too. */
export function toldClaims(record: Pick<DestinationRecord, 'claims' | 'decisions' | 'codings'>): readonly ToldClaim[] {
  const coded = codedClaims(record);
  const { effects } = settle(coded, record.decisions);
  // Conflicts are between statements as they were coded: the id under which they name one follows from that too.
  const lasting = new Map(coded.map((claim) => [claim.id, firstSaidAs(claim, coded)]));
  return [...record.claims]
    .sort(byTimeKnown)
    .reverse()
    .map((claim) => ({
      claim,
      lastingId: lasting.get(claim.id) ?? claim.id,
      effect: effects.get(claim.id) ?? 'replaced',
    }));
}
