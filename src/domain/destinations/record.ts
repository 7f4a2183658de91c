// What does all that we have been told amount to for one person?
// The destination record: claims, decisions, and what is derived from them (spells, conflicts, results), changed
// together in one write under a revision (architecture, section 4). Types only; the arithmetic is beside this file.
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../alumni/ids.js';
import type { LocalDate, LocalMonth } from '../calendar/local-date.js';
import type { Activity, Claim, ClaimId } from './claim.js';

/** A stretch of whole months in one activity, as far as known: nothing is said past `lastKnown`. */
export interface Spell {
  readonly activity: Activity;
  readonly from: LocalMonth;
  /** Last month there; null while it was going on when last heard of. */
  readonly to: LocalMonth | null;
  /** The last month for which a claim vouches. */
  readonly lastKnown: LocalMonth;
  readonly provider?: string;
  readonly course?: string;
  readonly employer?: string;
  /** `placed` spells come from plans alone and count for no rule. */
  readonly standing: 'placed' | 'began';
  readonly claimIds: readonly ClaimId[];
}

export const conflictKinds = ['two-places-at-once', 'dates-disagree', 'present-disagrees'] as const;
export type ConflictKind = (typeof conflictKinds)[number];

export type ConflictId = string & { readonly __conflictId: true };

export interface Conflict {
  /** Made of the claims' ids, so that rebuilding finds the same conflict again. */
  readonly id: ConflictId;
  readonly kind: ConflictKind;
  readonly claimIds: readonly [ClaimId, ClaimId];
  readonly state: 'open' | 'decided';
  readonly openedOn: LocalDate;
}

/** A reviewer's ruling: which claim stands, or both, the other one not taken up. Added, never edited. */
export interface Decision {
  readonly conflictId: ConflictId;
  readonly ruling:
    { readonly kind: 'accept'; readonly claimId: ClaimId } | { readonly kind: 'both'; readonly notTakenUp?: ClaimId };
  readonly reason: string;
  readonly by: StaffId;
  readonly at: Date;
}

export const verdicts = ['met', 'missed', 'still-possible', 'not-known'] as const;
export type Verdict = (typeof verdicts)[number];

export interface MonthFinding {
  readonly month: LocalMonth;
  readonly finding: 'education' | 'employment' | 'apprenticeship' | 'other' | 'none' | 'not-known' | 'ahead';
  readonly because: string;
}

export interface SustainedResult {
  readonly ruleset: { readonly name: string; readonly version: number };
  readonly verdict: Verdict;
  readonly months: readonly MonthFinding[];
  /** One sentence in plain English. */
  readonly because: string;
  readonly asOf: LocalDate;
}

export interface DestinationRecord {
  readonly id: AlumnusId;
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  readonly claims: readonly Claim[];
  readonly decisions: readonly Decision[];
  readonly spells: readonly Spell[];
  readonly conflicts: readonly Conflict[];
  readonly results: readonly SustainedResult[];
  readonly revision: number;
}
