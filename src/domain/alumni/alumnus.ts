// Who is this former student, how may we reach them, and on what ground may we write?
// The person's document holds identity, contact points with their owners (Y2), permissions (requirement P1)
// and the destinations planned and entered (features 2 and 3). Dates are calendar dates.
import type { LocalDate, LocalMonth } from '../calendar/local-date.js';
import type { AlumnusId, CohortId, SchoolId, StaffId } from './ids.js';
import type { FormerNumber } from './former-number.js';
import type { Planning, PlanSource } from './plan-fields.js';

/** Whose address or number it is (Y2). Only `self` may be told anything that we hold. */
export const contactOwners = ['self', 'parent', 'shared', 'unknown'] as const;
export type ContactOwner = (typeof contactOwners)[number];

/** A way to reach a person, and whose it is (Y2). */
export interface ContactPoint {
  /** Stable number within the person, from 1; a message's identity holds it (decision R2). */
  readonly number: number;
  readonly kind: 'email' | 'mobile';
  readonly value: string;
  readonly owner: ContactOwner;
  readonly state: 'usable' | 'bounced' | 'stopped';
  /** The last day on which it may be used; school-domain addresses carry one (Y1). */
  readonly usableUntil?: LocalDate;
  readonly confirmedOn?: LocalDate;
  readonly addedOn: LocalDate;
}

/** The ways in which the trust may come to somebody. */
export const contactChannels = ['mail', 'text', 'phone'] as const;
export type ContactChannel = (typeof contactChannels)[number];

/** What was said about how somebody may be reached; the rule alone, never its cause (Y2, Y4). */
export interface ContactRules {
  /** Nobody of the family may be spoken to, nor answer for them. */
  readonly neverFamily?: boolean;
  /** On that day the person agreed that somebody may answer for them. */
  readonly proxyAgreedOn?: LocalDate;
  /** Ways that they asked us not to use. */
  readonly notBy?: readonly ContactChannel[];
  /** On that day they told us to pass on no more than name and date of birth to the local authority (Y20; unverified wording). */
  readonly basicDetailsOnlySince?: LocalDate;
  /** The time zone where they are, outside the United Kingdom, such as `America/Toronto`. */
  readonly timeZone?: string;
  /** The language in which they would rather be written to, of a catalogue of letters; English where absent. */
  readonly language?: string;
}

/** What a permission is for: being written to, or what else somebody may allow (grants.ts). */
export type PermissionPurpose = 'destination-survey' | 'official-records' | 'chat' | 'quote' | 'answer-questions';

/** The recorded ground for one purpose (requirement P1). Never edited: withdrawal is a date. */
export interface Permission {
  readonly purpose: PermissionPurpose;
  readonly basis: 'public-task' | 'consent';
  /** What a consent covers; mail alone where it names nothing. Public task covers every way. */
  readonly channels?: readonly ContactChannel[];
  /** What shows it: a form, a notice, an answer; in words that staff chose. */
  readonly evidence: string;
  readonly recordedOn: LocalDate;
  readonly ageAtCollection?: number;
  readonly until?: LocalDate;
  readonly withdrawnOn?: LocalDate;
  /** Version of the notice or consent wording. */
  readonly wording: string;
}

/**
 * States that change who is asked what (Y4). `usual` is everyone else; who left mid-course is asked like them, who repeats
 * the year has not left.
 */
export const personStates = [
  'usual',
  'stayed-with-us',
  'repeating-year',
  'left-mid-course',
  'deferred',
  'has-died',
  'cannot-answer',
  'restricted',
] as const;
export type PersonState = (typeof personStates)[number];

/** Broad kinds of destination in plans and imports; finer ones belong to claims. */
export const plannedActivities = [
  'university',
  'apprenticeship',
  'employment',
  'further-education',
  'training',
  'gap-year',
  'other',
  'undecided',
] as const;
export type PlannedActivity = (typeof plannedActivities)[number];

/** A destination planned before leaving (intended) or entered after results (final). */
export interface PlannedDestination {
  readonly activity: PlannedActivity;
  readonly provider?: string;
  readonly course?: string;
  readonly employer?: string;
  readonly startsIn?: LocalMonth;
  readonly recordedOn: LocalDate;
  readonly source: PlanSource;
}

/** A former student of the trust. */
export interface Alumnus {
  readonly id: AlumnusId;
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  readonly name: { readonly given: string; readonly family: string; readonly toUse?: string };
  readonly dateOfBirth?: LocalDate;
  readonly upn?: string;
  readonly formerUpn?: string;
  readonly uln?: string;
  readonly ucasId?: string;
  readonly leftOn: LocalDate;
  /** The form group in the last year at school, as the school writes it, such as `13B`; whose tutor sees them. */
  readonly formGroup?: string;
  readonly state: PersonState;
  /** Deferred until this month, when the state says so. */
  readonly deferredUntil?: LocalMonth;
  readonly contactPoints: readonly ContactPoint[];
  readonly permissions: readonly Permission[];
  readonly contactRules?: ContactRules;
  /** The person told us to stop writing, for every purpose. */
  readonly objectedOn?: LocalDate;
  /** The day on which the person chose to hear from us once a year and no more often. */
  readonly onceAYearSince?: LocalDate;
  readonly intended?: PlannedDestination;
  readonly final?: PlannedDestination;
  /** Ids of records of the same person that were merged into this one, the latest merge last. */
  readonly alsoKnownAs?: readonly AlumnusId[];
  /** The rest of their row of plans and results day, and every earlier state of it (Y5). */
  readonly planning?: Planning;
  /** Raised by one with every change; what edits name (requirement F7). */
  readonly revision: number;
}

/** A school of the trust. */
export interface School {
  readonly id: SchoolId;
  readonly name: string;
  readonly urn: string;
  readonly laestab: string;
  readonly joinedTrustOn: LocalDate;
  /** From this day on it is no school of the trust any more (Y21). */
  readonly leftTrustOn?: LocalDate;
  /** The day on which it was put in special measures, the last time before it got better, where it ever was (ofsted-era.ts). */
  readonly specialMeasuresOn?: LocalDate;
  /** The first half of its postcode, from which it is counted how far away leavers live. */
  readonly outcode?: string;
  /** Under which agreement the records of earlier leavers were received. */
  readonly receivedUnder?: string;
  /** Numbers under which it, or a school that became part of it, stood before; the latest first (school-lineage.ts). */
  readonly formerNumbers?: readonly FormerNumber[];
  /** Raised by one with every change; absent while there was none. */
  readonly revision?: number;
}

/** What a member of staff may be; what each may do stands in the table of routes. */
export const staffRoles = [
  'administrator',
  'scheduler',
  'reviewer',
  'school-leader',
  'network-leader',
  'auditor',
  'tutor',
] as const;
export type StaffRole = (typeof staffRoles)[number];

/** Which schools' people somebody may see: all, or the ones named. */
export type SchoolScope = 'every-school' | readonly SchoolId[];

/** Somebody who may sign in. */
export interface StaffMember {
  readonly id: StaffId;
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly schools: SchoolScope;
  /** Of a tutor: the form groups of their schools that are theirs; nobody else is limited to some. */
  readonly formGroups?: readonly string[];
  readonly state: 'invited' | 'active' | 'disabled';
}
