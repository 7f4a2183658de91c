// What does all that we have been told amount to for one person?
// The destination record: claims, decisions, and what is derived from them (spells, conflicts, results), changed
// together in one write under a revision (architecture, section 4). Types only; rebuild-record.ts has the arithmetic.
import type { PlannedActivity } from '../alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../alumni/ids.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { Claim, ClaimId } from './claim.js';
import type { ConflictId, ConflictKind } from './conflict.js';
import type { Spell } from './spell.js';
import type { SustainedResult } from './sustained/ruleset.js';

/** Two claims that cannot both be true. */
export interface Conflict {
  readonly id: ConflictId;
  readonly kind: ConflictKind;
  /** Lasting ids, the earlier known first; see `firstSaidAs`. */
  readonly claimIds: readonly [ClaimId, ClaimId];
  readonly state: 'open' | 'decided';
  readonly openedOn: LocalDate;
}

/**
 * A reviewer's ruling: which claim stands; or both, where one place may not have been taken up; or that the question is
 * open again, which is how a decision is undone. Added, never edited: the latest one counts.
 */
export type Ruling =
  | { readonly kind: 'accept'; readonly claimId: ClaimId }
  | { readonly kind: 'both'; readonly notTakenUp?: ClaimId }
  | { readonly kind: 'reopen' };

/** A reviewer’s ruling on a conflict. */
export interface Decision {
  readonly conflictId: ConflictId;
  readonly ruling: Ruling;
  readonly reason: string;
  readonly by: StaffId;
  readonly at: Date;
  /** The bulk act that it was part of, by which all of them are undone together. */
  readonly batch?: string;
}

/** What a reviewer made of a statement's place, subject or reasons. */
export interface Coding {
  /** The lasting id; see `firstSaidAs`. */
  readonly claimId: ClaimId;
  readonly kind: 'place' | 'subject' | 'reason';
  /** Of a place or subject: its usual name, or what was written where that is right. Reasons stand in the sealed part. */
  readonly name?: string;
  /** UKPRN of the place, CAH code of the subject; absent where it is on no list. */
  readonly code?: string;
  /** The coding before it is taken back, and the statement waits again. */
  readonly undone?: true;
  readonly by: StaffId;
  readonly at: Date;
}

/** A ruling by somebody who did not see the first. */
export interface SecondLook {
  readonly conflictId: ConflictId;
  readonly ruling: Ruling;
  readonly by: StaffId;
  readonly at: Date;
  readonly agrees: boolean;
  /** Which decision about the conflict it looked at, from 1: two may bear the same moment. */
  readonly turn: number;
}

/** By what somebody was counted, and from which day on (decision R17). */
export interface Placement {
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  readonly leftOn: LocalDate;
  readonly since: LocalDate;
  /** What they meant to do, said before they left. */
  readonly intended?: PlannedActivity;
  /** They stand in no figure: they have died, have not left yet, or asked us to keep their data and not use it. */
  readonly uncounted?: true;
}

/** Everything that is known of one person’s destinations. */
export interface DestinationRecord {
  readonly id: AlumnusId;
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  /** From it follows the year that rules look at. */
  readonly leftOn: LocalDate;
  readonly claims: readonly Claim[];
  readonly decisions: readonly Decision[];
  readonly spells: readonly Spell[];
  readonly conflicts: readonly Conflict[];
  readonly results: readonly SustainedResult[];
  /** The day by which the results were worked out; months after it were still ahead. */
  readonly asOf: LocalDate;
  readonly revision: number;
  /** The present one last; absent in records from before it was kept. */
  readonly knownAs?: readonly Placement[];
  /** What reviewers made of places and reasons; absent while nobody did. */
  readonly codings?: readonly Coding[];
  readonly secondLooks?: readonly SecondLook[];
}
