// What about a record waits for a person?
// Conflicts; a place of study whose name no list knows; and reasons that somebody wrote in their own words. A coding
// answers the last two: it is added, never edited, and the latest about a statement counts; what was said stays as it was
// said (domain reference, section 5.2, rule 4).
import { firstSaidAs, standingClaims, type Claim, type ClaimId } from './claim.js';
import type { Coding, DestinationRecord } from './record.js';

/** What can wait, the most telling first. */
export const taskKinds = ['conflict', 'doubtful-place', 'reason-to-code'] as const;
export type TaskKind = (typeof taskKinds)[number];

/** A statement that waits for a coding. */
export interface CodingTask {
  readonly kind: 'doubtful-place' | 'reason-to-code';
  readonly claimId: ClaimId;
  readonly claim: Claim;
}

const codingOf = (codings: readonly Coding[], claimId: ClaimId, kind: Coding['kind']): Coding | undefined =>
  codings.findLast((one) => one.claimId === claimId && one.kind === kind);

/** The statements that wait, earlier first. `isKnown` says whether a place of study is in the list of providers. */
export function codingTasks(
  { claims, codings = [] }: Pick<DestinationRecord, 'claims' | 'codings'>,
  isKnown: (name: string) => boolean,
): readonly CodingTask[] {
  return standingClaims(claims).flatMap((claim) => {
    const claimId = firstSaidAs(claim, claims);
    const { activity, provider, standing } = claim;
    // A place that was only entered waits for nobody: whoever starts there says its name again.
    const study = activity === 'university' && standing === 'began';
    const doubtful = study && provider !== undefined && provider.trim() !== '' && !isKnown(provider);
    const tasks: CodingTask[] = [];
    if (doubtful && codingOf(codings, claimId, 'place') === undefined) {
      tasks.push({ kind: 'doubtful-place', claimId, claim });
    }
    if (claim.ownWords === true && codingOf(codings, claimId, 'reason') === undefined) {
      tasks.push({ kind: 'reason-to-code', claimId, claim });
    }
    return tasks;
  });
}

/** The claims with places by the names that reviewers gave them; the claims themselves stay as they were said. */
export function codedClaims(claims: readonly Claim[], codings: readonly Coding[] = []): readonly Claim[] {
  if (codings.length === 0) return claims;
  return claims.map((claim) => {
    const name = codingOf(codings, firstSaidAs(claim, claims), 'place')?.name;
    return name === undefined ? claim : { ...claim, provider: name };
  });
}
