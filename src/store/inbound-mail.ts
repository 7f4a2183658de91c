// Mail that came back. `_id` is the hash of its bytes, so that each acts once, however often it is read; what follows from
// it stands beside it, in the same write, until it is done (requirements D4 and D6). What it says is sealed and wiped
// before the rest, which is kept as long as refusals of one address are counted.
import { Schema, type Connection, type Model } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { AlumnusId, SchoolId } from '../domain/alumni/ids.js';
import type { MailFollowUpKind, Refusal } from '../domain/waves/mail-follow-ups.js';
import type { ReturnedMailClass } from '../domain/waves/bounce-rules.js';
import type { MessageId } from '../domain/waves/message.js';
import type { ReplyOutcome } from '../domain/waves/reply.js';
import type { StepId, WaveId } from '../domain/waves/wave.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { takeFollowUpOut, withOpenFollowUps } from './follow-ups.js';
import { withinSchools } from './within-schools.js';

/** One mail. */
export interface InboundMailDocument {
  readonly _id: string;
  readonly at: Date;
  /** Where it was read: the command line, or the folder that is watched. */
  readonly source: string;
  /** There where it is no mail: a text that somebody wrote back. */
  readonly channel?: 'text';
  readonly class: ReturnedMailClass;
  readonly reason: string;
  readonly code?: string;
  readonly consequence: string;
  /** It named a message in our form with a MAC that is not ours; nothing followed (requirement D3). */
  readonly forged?: boolean;
  readonly messageId?: MessageId;
  /** When that message had left, as far as it was known. */
  readonly leftAt?: Date;
  readonly alumnusId?: AlumnusId;
  readonly waveId?: WaveId;
  readonly schoolId?: SchoolId;
  readonly stepId?: StepId;
  readonly addressNumber?: number;
  /** There while a person must look, and after they did: an answer to our mail, or a report that no rule could tell. */
  readonly queue?: 'open' | 'done';
  readonly about?: 'reply' | 'report';
  /** By what it was matched to the person: a name that we signed, the sender's address alone, or a member of staff. */
  readonly matchedBy?: 'name' | 'sender' | 'staff';
  /** It says nothing but "stop" (Y3). */
  readonly stopAsked?: boolean;
  readonly done?: { readonly how: ReplyOutcome; readonly by: string; readonly at: Date };
  /** Sender, subject, words and address; sealed for `inboundmail/<id>/mail`. */
  readonly seal?: string;
  readonly sealUntil?: Date;
  readonly removeAt: Date;
  readonly followUps?: readonly { readonly id: MailFollowUpKind }[];
  readonly auditIntents?: readonly AuditIntent[];
}

/** One mail as it is kept. */
export type StoredMail = Omit<InboundMailDocument, '_id' | 'auditIntents'> & { readonly id: string };

const inboundMailSchema = new Schema<InboundMailDocument>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    source: { type: String, required: true },
    channel: { type: String },
    class: { type: String, required: true },
    reason: { type: String, required: true },
    code: { type: String },
    consequence: { type: String, required: true },
    forged: { type: Boolean },
    messageId: { type: String },
    leftAt: { type: Date },
    alumnusId: { type: String },
    waveId: { type: String },
    schoolId: { type: String },
    stepId: { type: String },
    addressNumber: { type: Number },
    queue: { type: String },
    about: { type: String },
    matchedBy: { type: String },
    stopAsked: { type: Boolean },
    done: new Schema({ how: String, by: String, at: Date }, { _id: false, id: false }),
    seal: { type: String },
    sealUntil: { type: Date },
    removeAt: { type: Date, required: true },
    followUps: {
      type: [new Schema({ id: String }, { _id: false, id: false })],
      default: undefined, // absent when empty, so that the partial index of open follow-ups stays small
    },
    auditIntents: auditIntentsField,
  },
  { collection: 'inboundmail', versionKey: false, strict: 'throw' },
);
inboundMailSchema.index({ 'followUps.id': 1 }, { partialFilterExpression: { 'followUps.id': { $exists: true } } });
inboundMailSchema.index({ alumnusId: 1, at: 1 }, { partialFilterExpression: { alumnusId: { $exists: true } } });
inboundMailSchema.index({ waveId: 1, class: 1 }, { partialFilterExpression: { waveId: { $exists: true } } });
inboundMailSchema.index({ queue: 1, at: 1 }, { partialFilterExpression: { queue: { $exists: true } } });
inboundMailSchema.index({ queue: 1, schoolId: 1, at: 1 }, { partialFilterExpression: { queue: { $exists: true } } });
inboundMailSchema.index(...auditIntentsIndex);
inboundMailSchema.index({ sealUntil: 1 }, { partialFilterExpression: { sealUntil: { $exists: true } } });
inboundMailSchema.index({ removeAt: 1 }, { expireAfterSeconds: 0 });

/** The mail, without what only the store needs. */
export const toMail = ({ _id, auditIntents: _a, ...rest }: InboundMailDocument): StoredMail => ({ id: _id, ...rest });

/** The one model of returned mail on a connection, made at the first call. */
export const inboundMailModel = (connection: Connection): Model<InboundMailDocument> =>
  (connection.models['InboundMail'] as Model<InboundMailDocument> | undefined) ??
  connection.model<InboundMailDocument>('InboundMail', inboundMailSchema);

/** Returned mail by its hash, by what is still to be done, and by person. */
export function inboundMailStore(connection: Connection) {
  const mails = inboundMailModel(connection);
  return {
    /** Keeps it with what follows from it, in one write; false when it is there already. */
    keep: async ({ id, ...rest }: StoredMail): Promise<boolean> => {
      const written = await mails.updateOne({ _id: id }, { $setOnInsert: rest }, { upsert: true });
      return written.upsertedCount === 1;
    },

    find: async (id: string): Promise<StoredMail | null> => {
      const found = await mails.findById(id).lean<InboundMailDocument>();
      return found === null ? null : toMail(found);
    },

    withFollowUps: async (limit: number): Promise<readonly StoredMail[]> =>
      (await mails.find(withOpenFollowUps).limit(limit).lean<InboundMailDocument[]>()).map(toMail),

    followUpDone: (id: string, followUp: MailFollowUpKind): Promise<void> => takeFollowUpOut(mails, id, followUp),

    /** The counted refusals of one person's address. */
    refusals: async (alumnusId: AlumnusId, addressNumber: number): Promise<readonly Refusal[]> =>
      (await mails.find({ alumnusId, addressNumber, consequence: 'count' }).lean<InboundMailDocument[]>()).map(
        ({ waveId, at }) => ({ waveId: waveId ?? null, at }),
      ),

    /** How much mail of each class came back from a wave, within the schools; texts that people wrote are none. */
    countsOfWave: async (scope: SchoolScope, waveId: WaveId): Promise<Readonly<Record<string, number>>> => {
      const rows = await mails.aggregate<{ _id: ReturnedMailClass; count: number }>([
        {
          $match: {
            waveId,
            channel: { $exists: false },
            ...withinSchools(scope),
          },
        },
        { $group: { _id: '$class', count: { $sum: 1 } } },
      ]);
      return Object.fromEntries(rows.map(({ _id, count }) => [_id, count]));
    },

    /**
     * Messages of a wave that somebody called spam, each once, all or those that left after the moment; a wish to leave by a
     * report of that form is none.
     */
    complaintsOf: async (waveId: WaveId, since?: Date): Promise<number> =>
      new Set(
        (
          await mails
            .find(
              { waveId, class: 'complaint', ...(since === undefined ? {} : { leftAt: { $gt: since } }) },
              { messageId: 1, reason: 1 },
            )
            .lean<Pick<InboundMailDocument, 'messageId' | 'reason'>[]>()
        )
          .filter(({ reason }) => reason !== 'not-spam' && reason !== 'opt-out')
          .map(({ messageId }) => messageId),
      ).size,

    /** Wipes what mails said whose time is over; gives how many. */
    wipeContents: async (now: Date): Promise<number> =>
      (await mails.updateMany({ sealUntil: { $lte: now } }, { $unset: { seal: 1, sealUntil: 1 } })).modifiedCount,
  };
}
