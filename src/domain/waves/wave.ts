// What is one round of contact, and which moves between its states are allowed?
// A wave holds its frozen plan: cohort, questionnaire version, steps with their dates (requirements E1, E2; decision R2).
import type { Stage } from '../alumni/cohort.js';
import type { CohortId, SchoolId, StaffId } from '../alumni/ids.js';
import type { LocalDate, LocalTime } from '../calendar/local-date.js';
import type { Halt } from './breakers.js';
import type { LetterKey } from './letters/letter.js';

export type WaveId = string & { readonly __waveId: true };

/** Where a wave can stand. */
export const waveStates = [
  'draft',
  'confirmed',
  'freezing',
  'running',
  'paused',
  'closing',
  'closed',
  'cancelled',
] as const;
export type WaveState = (typeof waveStates)[number];

/** How a step reaches people: by email, by text message, or by a call from the phone queue. */
export type Channel = 'mail' | 'text' | 'phone';

/** At most four contacts by mail in a cycle: invitation, two reminders, one that says it is the last (decision R7). */
export const mailStepKinds = ['invitation', 'reminder', 'last'] as const;
export type MailStepKind = (typeof mailStepKinds)[number];
export type StepKind = MailStepKind | 'text' | 'phone';

/** The stable ids of steps; part of a message's identity, so a step may move but never be renamed (decision R2). */
export const mailStepIds = ['i', 'r1', 'r2', 'l'] as const;
export const stepIds = [...mailStepIds, 't', 'p'] as const;
export type StepId = (typeof stepIds)[number];

/** One contact of a wave: its day, and the time from which it may leave; for the phone, from which people are called. */
export interface Step {
  readonly id: StepId;
  readonly kind: StepKind;
  readonly on: LocalDate;
  readonly at: LocalTime;
}

/** A questionnaire in one version. */
export interface QuestionnaireRef {
  readonly name: string;
  readonly version: number;
}

/** A step that does not stand on the day that was planned; each reason follows “it is”. */
export interface StepMove {
  readonly step: StepId;
  readonly from: LocalDate;
  readonly because: readonly string[];
}

/** Where in which version of a programme a wave comes from. */
export interface WaveOrigin {
  /** Cohort and point in one year; no second wave is drafted for it, even after this one was cancelled. */
  readonly key: string;
  readonly programmeId: Stage;
  readonly version: number;
  readonly moves: readonly StepMove[];
  readonly leftOut: readonly StepMove[];
  /** The questionnaire stands in for one that is not published yet. */
  readonly standsIn: boolean;
}

/** One round of contact of one cohort with one questionnaire version. */
export interface Wave {
  readonly id: WaveId;
  readonly title: string;
  readonly cohortId: CohortId;
  /** Schools of the cohort that take part; never empty. */
  readonly schoolIds: readonly SchoolId[];
  readonly questionnaire: QuestionnaireRef;
  /** In which language its mail and pages are, as far as somebody chose no other; English where absent. */
  readonly language?: string;
  /** In order of date; the first is the invitation, and the phone comes last. */
  readonly steps: readonly Step[];
  /** Last day on which answers are taken, included. */
  readonly closesOn: LocalDate;
  readonly state: WaveState;
  readonly createdBy: StaffId;
  /** Absent for a wave that somebody planned by hand. */
  readonly origin?: WaveOrigin;
  /** Steps of a draft that somebody had moved off quiet days, and why (Y23). */
  readonly moved?: readonly StepMove[];
  /** Who last changed the plan of a draft; absent while it is as it was made. */
  readonly plannedBy?: StaffId;
  /** A big wave that the first of two people has agreed to. */
  readonly putForward?: PutForward;
  readonly confirmedBy?: StaffId;
  readonly freezing?: Freezing;
  /** When its first message was queued. */
  readonly startedAt?: Date;
  /** Somebody said that it may start although it is late (requirement E10). */
  readonly armedAt?: Date;
  /** The last day on which the phone queue looked through the wave for people to ring. */
  readonly callsOpenedOn?: LocalDate;
  /** It was paused by itself, and waits for a person (requirement E11). */
  readonly halted?: Halt;
  /** Whoever sends their answers gets a short thank-you by mail, once. */
  readonly thanks?: boolean;
  /** The version of each letter that was current when it was confirmed or that was taken over since; in other languages than
   * English only what a speaker has confirmed. */
  readonly letters?: Readonly<Partial<Record<LetterKey, number>>>;
  readonly progress?: WaveProgress;
  readonly revision: number;
}

/** The first of two people who confirm a big wave, and the number that they typed. */
export interface PutForward {
  readonly by: StaffId;
  readonly at: Date;
  readonly count: number;
}

/** How far the audience is frozen (decision R4): in order of id, so the position says all. */
export interface Freezing {
  readonly position: string;
  readonly candidates: number;
  readonly invited: number;
  readonly excluded: number;
  /** How many are written to at each receiving domain, as far as domains are told apart. */
  readonly lanes?: readonly LaneCount[];
  readonly done: boolean;
}

/** Mails to one receiving domain, or one provider's domains together. */
export interface LaneCount {
  readonly lane: string;
  readonly count: number;
}

/** Counts by name, such as a state or a reason. */
export type Counts = Readonly<Record<string, number>>;

/** Where one school's part of a wave stands. */
export interface SchoolProgress {
  readonly schoolId: SchoolId;
  readonly candidates: number;
  /** By the reason of the exclusion. */
  readonly exclusions: Counts;
  /** By state, without the excluded. */
  readonly invitations: Counts;
  /** Of the invited, those whom no mail reaches: by telephone only. */
  readonly byTelephone?: number;
  /** People of whom at least one message was accepted. */
  readonly accepted: number;
  /** By step, then by state of the message. */
  readonly steps: Readonly<Record<string, Counts>>;
  /** People who completed, by the latest step that was sent to them before. */
  readonly answered?: Counts;
  /** By what they planned, or by `unknown`. */
  readonly groups?: Readonly<Record<string, GroupProgress>>;
  /** Messages that wait because their address got enough of late. */
  readonly held?: number;
  /** Messages that the mail server has put off for hours. */
  readonly stuck?: number;
}

/** How many of a group were invited, and how many of those have answered. */
export interface GroupProgress {
  readonly invited: number;
  readonly completed: number;
  /** Began, and have not sent their answers. */
  readonly started?: number;
}

/** Counts as of a moment, written by one job (decision R8); by school, because viewers see only their own. */
export interface WaveProgress {
  readonly asOf: Date;
  readonly schools: readonly SchoolProgress[];
}
