// What have we been told about where somebody is, by whom, and how certain is it?
// A claim is one statement with its source and dates; it is never edited (architecture, walk 3). Months are whole
// calendar months, both ends included. What reveals caring, health, faith or the like stands only in the sealed part
// (requirement P5): the clear activity then reads `not-in-education-or-work`.
import type { StaffId } from '../alumni/ids.js';
import { monthOf, type LocalDate, type LocalMonth } from '../calendar/local-date.js';
import type { Activity } from './activity.js';

export type ClaimId = string & { readonly __claimId: true };

/** Where a claim can come from. */
export const claimSources = [
  'survey',
  'phone',
  'reply',
  'proxy',
  'school',
  'ucas',
  'local-authority',
  'staff-note',
] as const;
export type ClaimSource = (typeof claimSources)[number];

/** How the present compares with the plan, in the person's own judgement (Y15: plan kept). */
export const planKeptAnswers = ['yes', 'partly', 'no', 'had-no-plan'] as const;
export type PlanKept = (typeof planKeptAnswers)[number];

/** One statement about one person’s activity, with its source; never edited. */
export interface Claim {
  /** Repeatable: the response and its revision, or the plan it was read from, and a running letter or number. */
  readonly id: ClaimId;
  readonly source: ClaimSource;
  /** The day on which the source said so. */
  readonly knownOn: LocalDate;
  /** The day on which it came into the record, which may be later; absent in records from before it was kept. */
  readonly recordedOn?: LocalDate;
  readonly activity: Activity;
  /**
   * `planned`: what they meant to do, said before they left; it vouches for nothing and contradicts nothing. `placed`: a place
   * or job was entered, not yet seen begun. `began`: they were there. `did-not-start`: never went.
   */
  readonly standing: 'planned' | 'placed' | 'began' | 'did-not-start';
  /** First month there; null when unknown. */
  readonly from: LocalMonth | null;
  /** Last month there; null while still there on the day `knownOn`, or when the end is unknown. */
  readonly to: LocalMonth | null;
  readonly fromCertainty: 'stated' | 'about' | 'assumed';
  /** How it ended, where it did. */
  readonly ended?: 'finished' | 'left-early';
  readonly provider?: string;
  /** The provider's UKPRN where its name was chosen from the list. */
  readonly ukprn?: string;
  readonly course?: string;
  /** The course's CAH code at level 3 where its subject was chosen from the list. */
  readonly subject?: string;
  readonly employer?: string;
  readonly job?: string;
  readonly planKept?: PlanKept;
  /** Whether it is the right place for them, in their own words from 1 to 5 (Y15). */
  readonly fit?: number;
  /** What was known stood before them: which of it they left as it was, and which they changed (feature 17). */
  readonly carried?: { readonly confirmed: readonly string[]; readonly changed: readonly string[] };
  /** A reason in their own words stands in the sealed part, and none of the list beside it. */
  readonly ownWords?: boolean;
  /** Who wrote it down on the telephone, and when. */
  readonly taken?: { readonly by: StaffId; readonly at: Date };
  /** What it was said in: a response, or the final plan. Its highest revision stands in place of the earlier ones. */
  readonly saidIn: string;
  /** From 1, raised when the answers were corrected or the plan was changed. */
  readonly revision: number;
}

/** What is sealed beside a claim. Reasons are RT-1 codes such as `GEO/G1` (domain reference, section 5.2). */
export interface ClaimDetail {
  /** The exact situation when the clear activity hides it, such as `caring`. */
  readonly situation?: string;
  readonly opening?: 'never-applied' | 'did-not-start' | 'started-and-left';
  readonly reasons?: readonly string[];
  readonly mainReason?: string;
  readonly payment?: string;
  readonly words?: string;
  /** They agreed, by choosing, that what tells of health or faith is kept: the version of the words that say so (Y12). */
  readonly agreedTo?: string;
  /** Answers that are about the place but no part of the statement, by question: how it suits them, what they earn. */
  readonly more?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * The last month for which the claim vouches: the month it ended, or the month in which it was made while it went on.
 * Null when it vouches for none: a place not yet begun, a beginning that nobody knows, a beginning still ahead.
 */
export function lastVouchedMonth(claim: Claim): LocalMonth | null {
  if (claim.standing !== 'began' || claim.from === null) return null;
  if (claim.to === null && claim.ended !== undefined) return null; // it ended, and nobody knows when
  const saidIn = monthOf(claim.knownOn);
  const last = claim.to !== null && claim.to < saidIn ? claim.to : saidIn;
  return last < claim.from ? null : last;
}

/** Whether two claims of one source say the same thing, whenever it was said. */
const sameStatement = (one: Claim, other: Claim): boolean =>
  one.source === other.source &&
  one.activity === other.activity &&
  one.standing === other.standing &&
  one.from === other.from &&
  one.to === other.to &&
  one.ended === other.ended &&
  one.provider === other.provider &&
  one.ukprn === other.ukprn &&
  one.course === other.course &&
  one.subject === other.subject &&
  one.employer === other.employer &&
  one.job === other.job;

/** The claims that stand: of each thing said, those of its latest revision. Replaced ones are kept, and count no more. */
export function standingClaims(claims: readonly Claim[]): readonly Claim[] {
  const latest = new Map<string, number>();
  for (const claim of claims) latest.set(claim.saidIn, Math.max(claim.revision, latest.get(claim.saidIn) ?? 0));
  return claims.filter((claim) => latest.get(claim.saidIn) === claim.revision);
}

/** The claim under whose id a statement is known for good: the first of an unbroken line of revisions that say the same. */
export function firstSaidAs(claim: Claim, claims: readonly Claim[]): ClaimId {
  const before = claims.find(
    (one) => one.saidIn === claim.saidIn && one.revision === claim.revision - 1 && sameStatement(one, claim),
  );
  return before === undefined ? claim.id : firstSaidAs(before, claims);
}

/** Earlier known first; of the same day by id, so that every order of arrival gives the same sequence. */
export const byTimeKnown = (one: Claim, other: Claim): number =>
  one.knownOn < other.knownOn || (one.knownOn === other.knownOn && one.id < other.id) ? -1 : 1;
