// What does the destination record of a merged person hold, and what goes back when the merge is undone?
// Every statement, decision and coding of the other record is added under its own id, so that what was said in answers is
// known again when it is corrected. Only plans are told apart: both records may hold a `plan:final`, so that of the other one
// bears its record's id. Undoing takes out what came from the other record or was said by its links since.
import type { AlumnusId } from '../alumni/ids.js';
import type { Claim, ClaimId } from './claim.js';
import type { ConflictId } from './conflict.js';
import type { DestinationRecord } from './record.js';

/** Whose record is added, and whether the record that it is added to has plans of its own. */
export interface Added {
  readonly from: AlumnusId;
  readonly besidePlans: boolean;
}

/** What a record has of its own, without what follows from it. */
export type Said = Pick<DestinationRecord, 'claims' | 'decisions'> & {
  readonly codings: NonNullable<DestinationRecord['codings']>;
  readonly secondLooks: NonNullable<DestinationRecord['secondLooks']>;
};

const plan = 'plan:';

/** The id of a claim, or of a conflict between two, under which the merged record knows it. */
export const idInMerged = <Id extends string>(id: Id, { from, besidePlans }: Added): Id =>
  (besidePlans
    ? id
        .split('~')
        .map((part) => (part.startsWith(plan) ? `${from}/${part}` : part))
        .join('~')
    : id) as Id;

/** The id that it had in its own record. */
export const idBefore = <Id extends string>(id: Id, { from }: Pick<Added, 'from'>): Id =>
  id.replaceAll(`${from}/${plan}`, plan) as Id;

function renamed(record: Said, rename: <Id extends string>(id: Id) => Id): Said {
  return {
    claims: record.claims.map((claim) => ({ ...claim, id: rename(claim.id), saidIn: rename(claim.saidIn) })),
    decisions: record.decisions.map((decision) => {
      const { ruling } = decision;
      const about =
        ruling.kind === 'accept'
          ? { ...ruling, claimId: rename(ruling.claimId) }
          : ruling.kind === 'both' && ruling.notTakenUp !== undefined
            ? { ...ruling, notTakenUp: rename(ruling.notTakenUp) }
            : ruling;
      return { ...decision, conflictId: rename(decision.conflictId), ruling: about };
    }),
    codings: record.codings.map((coding) => ({ ...coding, claimId: rename(coding.claimId) })),
    secondLooks: record.secondLooks.map((look) => ({ ...look, conflictId: rename(look.conflictId) })),
  };
}

/** What the other record holds, as the merged one says it. */
export const saidInMerged = (
  { claims, decisions, codings = [], secondLooks = [] }: DestinationRecord,
  added: Added,
): Said => renamed({ claims, decisions, codings, secondLooks }, (id) => idInMerged(id, added));

/** Whether a statement of the merged record is the other person's: it came with them, or by a link that was theirs. */
export function isOfOther(theirs: Pick<DestinationRecord, 'claims'> | null, added: Added): (claim: Claim) => boolean {
  const cameWith = new Set((theirs?.claims ?? []).map(({ saidIn }) => idInMerged(saidIn, added)));
  return ({ saidIn }) =>
    cameWith.has(saidIn) || saidIn.endsWith(`:${added.from}`) || (!added.besidePlans && saidIn.startsWith(plan));
}

/** The two claims that a conflict is between. */
const claimsOf = (id: ConflictId): readonly ClaimId[] => id.split('~').slice(1) as ClaimId[];

/** Whether every statement that the conflict is between is among these. */
export const isBetween = (id: ConflictId, among: (claim: ClaimId) => boolean): boolean => claimsOf(id).every(among);

/** What of the merged record belongs to the other person alone, under the ids of their own record. */
export function saidByOther(
  merged: DestinationRecord,
  theirs: Pick<DestinationRecord, 'claims'> | null,
  added: Added,
): Said {
  const other = isOfOther(theirs, added);
  const claims = merged.claims.filter(other);
  const ids = new Set(claims.map(({ id }) => id));
  const isTheirs = (id: ClaimId): boolean => ids.has(id);
  return renamed(
    {
      claims,
      decisions: merged.decisions.filter(({ conflictId }) => isBetween(conflictId, isTheirs)),
      codings: (merged.codings ?? []).filter(({ claimId }) => isTheirs(claimId)),
      secondLooks: (merged.secondLooks ?? []).filter(({ conflictId }) => isBetween(conflictId, isTheirs)),
    },
    (id) => idBefore(id, added),
  );
}
