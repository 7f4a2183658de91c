// What is one email, and where does it stand between "to be sent" and "the relay took it"?
// States and their rules: requirements E2 to E6 of the reliability requirements (there called a dispatch).
import type { AlumnusId } from '../alumni/ids.js';
import type { InvitationId } from './invitation.js';
import type { StepId, WaveId } from './wave.js';

/** Survey mail: wave, alumnus, step, address number, joined by `:` (decision R2). Service mail: `service:` and an id. */
export type MessageId = string & { readonly __messageId: true };

/** The id of a message, which holds no date (decision R2). */
export const messageId = (wave: WaveId, alumnus: AlumnusId, step: StepId, address: number): MessageId =>
  `${wave}:${alumnus}:${step}:${address}` as MessageId;

/** Whose mail or text of which wave it is, and of which step; null for service mail. */
export function partOfWave(id: MessageId): { readonly round: string; readonly step: string } | null {
  const parts = id.split(':');
  const step = parts.at(-2);
  return parts.length < 4 || step === undefined ? null : { round: parts.slice(0, -2).join(':'), step };
}

/** Where a message can stand (requirement E2). */
export const messageStates = [
  'planned',
  'leased',
  'sending',
  'accepted',
  'deferred',
  'rejected',
  'unknown',
  'suppressed',
  'cancelled',
  'expired',
] as const;
export type MessageState = (typeof messageStates)[number];

/** States from which a message may still leave; a wave is finished when none is left in them (requirement E2). */
export const openMessageStates = [
  'planned',
  'leased',
  'sending',
  'deferred',
] as const satisfies readonly MessageState[];

/** Who looks after a wave should know of a message that the mail server has put off for this long. */
export const stuckAfterHours = 4;

/** Survey mail obeys caps, hours and paused waves; service mail (codes, fresh links, staff invitations) does not (decision R6). */
export type MessageKind = 'survey' | 'service';

/** What a service message is for. */
export const serviceTemplates = [
  'answer-code',
  'address-code',
  'fresh-link',
  'reply-answer',
  'safety-flag',
  'help-request',
  'staff-invitation',
  'letter-test',
  'thank-you',
] as const;
export type ServiceTemplate = (typeof serviceTemplates)[number];

/** What proved that a message of unknown fate had left (requirement E7). */
export const deliveryEvidence = [
  'bounce',
  'complaint',
  'auto-reply',
  'reply',
  'unsubscribe',
  'survey',
  'relay-log',
  'webhook',
] as const;
export type DeliveryEvidence = (typeof deliveryEvidence)[number];

/** What staff pages show of a message; its sealed link and recipient stay in the store. */
export interface Message {
  readonly id: MessageId;
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly waveId?: WaveId;
  readonly alumnusId?: AlumnusId;
  readonly invitationId?: InvitationId;
  readonly stepId?: StepId;
  readonly addressNumber?: number;
  /** A letter, or one of the mails that the program itself writes. */
  /** How it reaches people; by mail where absent. */
  readonly channel?: 'text';
  readonly template: string;
  /** Which version of the letter it says, and in which language; what was sent once is sent again in the same words. */
  readonly letterVersion?: number;
  readonly language?: string;
  /** It may leave from this instant on. */
  readonly dueAt: Date;
  readonly expiresAt: Date;
  readonly attempts: number;
  readonly fence: number;
  readonly lastReply?: { readonly code: number | null; readonly text: string; readonly at: Date };
  /** Its address got enough of late; it waits at least until then (requirement E12, Q17). */
  readonly heldUntil?: Date;
  readonly acceptedAt?: Date;
  readonly queueId?: string;
  /** It was of unknown fate until this came. */
  readonly evidence?: { readonly by: DeliveryEvidence; readonly at: Date };
  /** What the provider of texts said became of it. */
  readonly delivery?: { readonly state: 'delivered' | 'failed'; readonly at: Date; readonly reason?: string };
  /** Somebody or something said stop before the intent was written (requirement E13). */
  readonly stopped?: string;
}
