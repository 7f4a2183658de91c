// What the outbox keeps of one message. The id says what it is (decision R2); `lane` and `readyAt` say whether it may be
// leased; only the hash of its link's secret is in clear (requirement T1), and the seal is wiped when it is over (Q3).
import { Schema, type Connection, type Model } from 'mongoose';
import type { SchoolId, StaffId } from '../domain/alumni/ids.js';
import type { Message, MessageId } from '../domain/waves/message.js';

export interface MessageDocument extends Omit<Message, 'id'> {
  readonly _id: MessageId;
  /** Who takes it from the outbox: a lane for each wave, or for each wave and receiving domain where mail is paced; and
   * one, the first, for service mail (decision R6). */
  readonly lane: string;
  readonly schoolId?: SchoolId;
  readonly createdAt: Date;
  /** There while it is planned or deferred: the next attempt's moment. */
  readonly readyAt?: Date;
  readonly firstAttemptAt?: Date;
  readonly leaseId?: string;
  /** By the database's clock, like `sendingAt` (decision R9). */
  readonly leaseUntil?: Date;
  readonly sendingAt?: Date;
  /** The relay that it is being handed to; gone once its fate is known. */
  readonly relay?: string;
  /** The Message-ID that the relay put in place of ours, in lower case: mail that comes back may name it alone (Y22). */
  readonly serverMessageId?: string;
  /** SHA-256 of the link's secret. */
  readonly hash?: string;
  /** Secret of the link, or the fields of a service message; sealed for `messages/<id>/link`. */
  readonly seal?: string;
  /** Of a text: the keyed hash of the number, by which a reply is matched. */
  readonly toHash?: string;
  readonly revoked?: boolean;
  /** What came back about it after the relay had taken it (requirement D5). */
  readonly returned?: { readonly class: string; readonly reason: string; readonly at: Date };
  /** The relay refused the address for good; there until the address is given up. */
  readonly refusedAddress?: { readonly reason: string; readonly at: Date };
  /** What a person decided about an unknown fate (requirement E7). */
  readonly resolution?: {
    readonly choice: 'leave' | 'send-again';
    readonly reason: string;
    readonly by: StaffId;
    readonly at: Date;
  };
}

export const serviceLane = 'service';

/** The lane of a wave's messages, to one receiving domain where they are paced. */
export const laneIn = (wave: string, receiver?: string): string =>
  receiver === undefined ? wave : `${wave}/${receiver}`;

/** The lane of a wave's texts. */
export const textLaneOf = (wave: string): string => `text:${wave}`;

const inner = { _id: false, id: false } as const;
const messageSchema = new Schema<MessageDocument>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    state: { type: String, required: true },
    lane: { type: String, required: true },
    waveId: { type: String },
    schoolId: { type: String },
    alumnusId: { type: String },
    invitationId: { type: String },
    stepId: { type: String },
    addressNumber: { type: Number },
    channel: { type: String },
    template: { type: String, required: true },
    letterVersion: { type: Number },
    language: { type: String },
    createdAt: { type: Date, required: true },
    dueAt: { type: Date, required: true },
    readyAt: { type: Date },
    expiresAt: { type: Date, required: true },
    attempts: { type: Number, required: true },
    firstAttemptAt: { type: Date },
    fence: { type: Number, required: true },
    leaseId: { type: String },
    leaseUntil: { type: Date },
    sendingAt: { type: Date },
    relay: { type: String },
    serverMessageId: { type: String },
    hash: { type: String },
    seal: { type: String },
    toHash: { type: String },
    revoked: { type: Boolean },
    lastReply: new Schema({ code: Number, text: String, at: Date }, inner),
    heldUntil: { type: Date },
    acceptedAt: { type: Date },
    queueId: { type: String },
    evidence: new Schema({ by: String, at: Date }, inner),
    delivery: new Schema({ state: String, at: Date, reason: String }, inner),
    stopped: { type: String },
    returned: new Schema({ class: String, reason: String, at: Date }, inner),
    refusedAddress: new Schema({ reason: String, at: Date }, inner),
    resolution: new Schema({ choice: String, reason: String, by: String, at: Date }, inner),
  },
  { collection: 'messages', versionKey: false, strict: 'throw' },
);
messageSchema.index({ lane: 1, readyAt: 1 }, { partialFilterExpression: { readyAt: { $exists: true } } });
messageSchema.index({ state: 1, leaseUntil: 1 }, { partialFilterExpression: { leaseUntil: { $exists: true } } });
messageSchema.index({ alumnusId: 1 });
// The few that wait because their address got enough of late.
messageSchema.index({ waveId: 1, heldUntil: 1 }, { partialFilterExpression: { heldUntil: { $exists: true } } });
// A text is found by the hash of its short link and by that of its number: few beside the mails (decision R4).
messageSchema.index({ hash: 1 }, { partialFilterExpression: { channel: 'text' } });
messageSchema.index({ toHash: 1 }, { partialFilterExpression: { toHash: { $exists: true } } });
// Where a mail server names messages anew: made as each is taken over, not in bulk (decision R4).
messageSchema.index({ serverMessageId: 1 }, { partialFilterExpression: { serverMessageId: { $exists: true } } });
// The few that the mail server put off.
messageSchema.index(
  { waveId: 1, state: 1, firstAttemptAt: 1 },
  { partialFilterExpression: { firstAttemptAt: { $exists: true } } },
);
// The few whose address was refused and is still to be given up.
messageSchema.index(
  { 'refusedAddress.at': 1 },
  { partialFilterExpression: { 'refusedAddress.at': { $exists: true } } },
);
// The few whose fate is unknown, for the pages that list them.
messageSchema.index({ state: 1, schoolId: 1, _id: 1 }, { partialFilterExpression: { state: 'unknown' } });

/** The one model of messages on a connection, made at the first call. */
export const messageModel = (connection: Connection): Model<MessageDocument> =>
  (connection.models['Message'] as Model<MessageDocument> | undefined) ??
  connection.model<MessageDocument>('Message', messageSchema);

/** All whose id begins with the prefix and a colon: those of a wave, or of an invitation. */
export const under = (prefix: string) => ({ _id: { $gt: `${prefix}:` as MessageId, $lt: `${prefix};` as MessageId } });

/** The message as pages and use cases read it, without what only sending needs. */
export const toMessage = ({
  _id,
  lane: _lane,
  seal: _seal,
  hash: _hash,
  toHash: _toHash,
  ...rest
}: MessageDocument) => ({
  id: _id,
  ...rest,
});
export type ListedMessage = ReturnType<typeof toMessage>;
