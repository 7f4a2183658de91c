// What have we been told about where somebody is, by whom, and how certain is it?
// A claim is one statement with its source and dates; it is never edited (architecture, walk 3). Months are whole
// calendar months, both ends included. What reveals caring, health, faith or the like stands only in the sealed part
// (requirement P5): the clear activity then reads `not-in-education-or-work`.
import type { LocalDate, LocalMonth } from '../calendar/local-date.js';

export type ClaimId = string & { readonly __claimId: true };

export const activities = [
  'university',
  'further-education',
  'apprenticeship',
  'employment',
  'training',
  'gap-year',
  'deferred-place',
  'looking-for-work',
  'not-in-education-or-work',
  'other',
  'not-said',
] as const;
export type Activity = (typeof activities)[number];

export const claimSources = ['survey', 'phone', 'proxy', 'school', 'ucas', 'local-authority', 'staff-note'] as const;
export type ClaimSource = (typeof claimSources)[number];

export interface Claim {
  /** Repeatable: the response and its revision, or the plan it was read from, and a running letter. */
  readonly id: ClaimId;
  readonly source: ClaimSource;
  /** The day on which the source said so. */
  readonly knownOn: LocalDate;
  readonly activity: Activity;
  /** `placed`: a place or job was entered, not yet seen begun. `began`: they were there. `did-not-start`: never went. */
  readonly standing: 'placed' | 'began' | 'did-not-start';
  /** First month there; null when unknown. */
  readonly from: LocalMonth | null;
  /** Last month there; null while still there on the day `knownOn`. */
  readonly to: LocalMonth | null;
  readonly fromCertainty: 'stated' | 'about' | 'assumed';
  readonly provider?: string;
  readonly course?: string;
  readonly employer?: string;
  /** The claim of an earlier revision of the same answers that this one stands in place of. */
  readonly replaces?: ClaimId;
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
}
