// Addresses and people that must not be written to. `_id` is a keyed hash of the address in its canonical form, or
// `person:` and the person's id: it outlives their erasure and tells nobody who it was (requirement D6). What must
// follow a stop stands beside it, in the same write, until it is done (requirement E13).
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { AlumnusId } from '../domain/alumni/ids.js';
import type { StopReason } from '../domain/waves/invitation.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';

/** What must follow a person's stop: their record, their invitations, their open messages. */
export interface StopFollowUp {
  readonly id: string;
  readonly kind: 'stop-person';
}

interface SuppressionDocument {
  readonly _id: string;
  readonly reason: StopReason | 'bounced' | 'complained';
  readonly at: Date;
  readonly followUps?: readonly StopFollowUp[];
  readonly auditIntents?: readonly AuditIntent[];
}

const suppressionSchema = new Schema<SuppressionDocument>(
  {
    _id: { type: String, required: true },
    reason: { type: String, required: true },
    at: { type: Date, required: true },
    followUps: {
      type: [new Schema({ id: String, kind: String }, { _id: false, id: false })],
      default: undefined, // absent when empty, so that the partial index of open follow-ups stays small
    },
    auditIntents: auditIntentsField,
  },
  { collection: 'suppressions', versionKey: false, strict: 'throw' },
);
suppressionSchema.index({ 'followUps.id': 1 }, { partialFilterExpression: { 'followUps.id': { $exists: true } } });
suppressionSchema.index(...auditIntentsIndex);

const personKey = (id: AlumnusId): string => `person:${id}`;

/** Stops by address and by person. */
export function suppressionsStore(connection: Connection) {
  const suppressions = connection.model<SuppressionDocument>('Suppression', suppressionSchema);
  return {
    /** An address must not be mailed; the first reason stands. `hash` is the keyed hash. */
    addAddress: async (hash: string, reason: SuppressionDocument['reason'], at: Date): Promise<void> => {
      await suppressions.updateOne({ _id: hash }, { $setOnInsert: { reason, at } }, { upsert: true });
    },

    /** Records that a person must not be written to, with what must follow, in one write. */
    stopPerson: async (
      id: AlumnusId,
      reason: StopReason,
      at: Date,
      { followUp, audit }: { followUp: StopFollowUp; audit: AuditIntent },
    ): Promise<void> => {
      await suppressions.updateOne(
        { _id: personKey(id) },
        { $set: { reason, at }, $push: { followUps: followUp, auditIntents: audit } },
        { upsert: true },
      );
    },

    /** Which of these hashes and people are stopped. */
    among: async (
      hashes: readonly string[],
      people: readonly AlumnusId[],
    ): Promise<{ readonly addresses: ReadonlySet<string>; readonly people: ReadonlySet<string> }> => {
      const found = await suppressions
        .find({ _id: { $in: [...hashes, ...people.map(personKey)] } }, { _id: 1 })
        .lean<{ _id: string }[]>();
      const ids = found.map((each) => each._id);
      return {
        addresses: new Set(ids.filter((each) => !each.startsWith('person:'))),
        people: new Set(ids.filter((each) => each.startsWith('person:')).map((each) => each.slice(7))),
      };
    },

    withFollowUps: async (
      limit: number,
    ): Promise<readonly { alumnusId: AlumnusId; reason: StopReason; at: Date; followUps: readonly StopFollowUp[] }[]> =>
      (
        await suppressions
          .find({ 'followUps.id': { $exists: true, $gt: '' } })
          .limit(limit)
          .lean<SuppressionDocument[]>()
      ).map(({ _id, reason, at, followUps = [] }) => ({
        alumnusId: _id.slice('person:'.length) as AlumnusId,
        reason: reason as StopReason,
        at,
        followUps,
      })),

    followUpDone: async (id: AlumnusId, followUpId: string): Promise<void> => {
      await suppressions.updateOne({ _id: personKey(id) }, { $pull: { followUps: { id: followUpId } } });
      await suppressions.updateOne({ _id: personKey(id), followUps: { $size: 0 } }, { $unset: { followUps: 1 } });
    },
  };
}
