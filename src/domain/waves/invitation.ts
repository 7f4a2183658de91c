// Where does one candidate of a wave stand?
// One document per candidate, an exclusion among the states, so that the sums always agree (architecture, section 4).
import type { PlannedActivity } from '../alumni/alumnus.js';
import type { ModuleRef } from '../survey/modules.js';
import type { Reading } from '../survey/reading.js';
import type { AlumnusId, CohortId, SchoolId } from '../alumni/ids.js';
import type { QuestionnaireRef, StepId, WaveId } from './wave.js';

/** Wave and alumnus: `w:a`. */
export type InvitationId = string & { readonly __invitationId: true };

/** The id of one alumnus in one wave; the same however often it is made (decision R4). */
export const invitationId = (wave: WaveId, alumnus: AlumnusId): InvitationId => `${wave}:${alumnus}` as InvitationId;

/** The wave of an id; no wave's id holds a colon. */
export const waveOf = (id: InvitationId): WaveId => id.slice(0, id.indexOf(':')) as WaveId;

/** Under which id they were invited; another one than `alumnusId` where two records of a person were merged since. */
export const invitedAs = ({ id, waveId }: Pick<Invitation, 'id' | 'waveId'>): AlumnusId =>
  id.slice(waveId.length + 1) as AlumnusId;

/** `invited` → `started` (first answer saved) → `completed`; or `stopped` by the person; or `excluded` from the start. */
export const invitationStates = ['excluded', 'invited', 'started', 'completed', 'stopped'] as const;
export type InvitationState = (typeof invitationStates)[number];

/** Why a candidate is not written to; each is a rule of src/domain/waves/eligibility.ts. */
export const exclusionReasons = [
  'has-died',
  'cannot-answer',
  'restricted',
  'objected',
  'asked-not-to',
  'stayed-with-us',
  'repeating-year',
  'deferred',
  'before-joining',
  'school-left',
  'keeping-period-over',
  'no-basis',
  'no-own-address',
  'suppressed',
  'once-a-year',
  'in-another-wave',
  'answered-recently',
  'asked-often',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

/** Why an invitation was stopped. */
export const stopReasons = [
  'unsubscribed',
  'not-me',
  'has-died',
  'cannot-answer',
  'objected',
  'wave-ended',
  'merged',
  'erased',
] as const;
export type StopReason = (typeof stopReasons)[number];

/** One alumnus in one wave. */
export interface Invitation {
  readonly id: InvitationId;
  readonly waveId: WaveId;
  readonly alumnusId: AlumnusId;
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  readonly questionnaire: QuestionnaireRef;
  /** The optional modules that they are asked beside it; absent for none. */
  readonly modules?: readonly ModuleRef[];
  readonly state: InvitationState;
  readonly exclusion?: ExclusionReason;
  readonly stop?: StopReason;
  /** They have no way to be written to: no mail is made for them; the wave's text goes to them, and its calls. */
  readonly byTelephone?: true;
  /** The address that the next message goes to; part of its identity, so that two planners name the same message. */
  readonly addressNumber?: number;
  /** The button of the link's page was pressed; opens of mail are never counted (requirement D8). */
  readonly openedAt?: Date;
  /** How the person wants to read and answer; absent while they have chosen nothing. */
  readonly reading?: Reading;
  /** The address was changed before this step, after something had been sent to the one before. */
  readonly moved?: { readonly from: number; readonly step: StepId };
  /** What they planned when the audience was frozen; the group by which responses are counted. */
  readonly group?: PlannedActivity;
  /** The latest step queued, and when it was due. */
  readonly lastStep?: StepId;
  readonly lastDueAt?: Date;
  readonly completedAt?: Date;
  /** The next step to be queued and from when; absent when nothing more is to come (decision R2). */
  readonly nextStep?: StepId;
  readonly nextDueAt?: Date;
}
