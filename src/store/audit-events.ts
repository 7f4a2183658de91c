// The log of what people did. Rows are added once, by the id of the intent that they came from (requirement W11), and
// never changed. Intents wait inside the documents that were changed; `sources` names those collections.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';

type AuditEventDocument = Omit<AuditIntent, 'id'> & { readonly _id: string };

export const auditActorFields = { kind: { type: String, required: true }, id: { type: String } } as const;

/** The field `auditIntents` of every document that people change. */
export const auditIntentsField = {
  type: [
    new Schema<AuditIntent>(
      {
        id: { type: String, required: true },
        at: { type: Date, required: true },
        actor: new Schema(auditActorFields, { _id: false, id: false }),
        act: { type: String, required: true },
        subject: { type: String, required: true },
        reason: { type: String },
      },
      { _id: false, id: false },
    ),
  ],
  default: undefined, // absent when empty, so that the partial index of open intents stays small
} as const;

/** The index by which the appender finds documents with open intents. */
export const auditIntentsIndex = [
  { 'auditIntents.id': 1 },
  { partialFilterExpression: { 'auditIntents.id': { $exists: true } } },
] as const;

const auditEventSchema = new Schema<AuditEventDocument>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    actor: new Schema(auditActorFields, { _id: false, id: false }),
    act: { type: String, required: true },
    subject: { type: String, required: true },
    reason: { type: String },
  },
  { collection: 'auditevents', versionKey: false, strict: 'throw' },
);
auditEventSchema.index({ subject: 1, at: 1 });

/** The bound is what lets the partial index answer; ids are never empty. */
const openIntents = { 'auditIntents.id': { $exists: true, $gt: '' } };

/** Collections whose documents carry intents. */
const sources = [
  'alumni',
  'waves',
  'destinationrecords',
  'responses',
  'staff',
  'imports',
  'officialimports',
  'officialversions',
  'parentmessages',
  'suppressions',
  'inboundmail',
  'calls',
  'programmes',
  'letters',
  'languageconfirmations',
  'moduleswitches',
  'sendingguard',
  'leavingforms',
  'leavinganswers',
  'duplicates',
  'apikeys',
  'qualitysets',
  'partnerpacks',
  'guesssheets',
  'barriers',
  'interventions',
  'provisionchanges',
  'onepages',
  'keptreports',
  'safetyflags',
  'helprequests',
  'planlists',
  'handovers',
] as const;
const batch = 200;

/** Adding to the log, and reading it. */
export function auditEventsStore(connection: Connection) {
  const events = connection.model<AuditEventDocument>('AuditEvent', auditEventSchema);

  const append = async (intents: readonly AuditIntent[]): Promise<void> => {
    if (intents.length === 0) return;
    await events.bulkWrite(
      intents.map(({ id, ...row }) => ({
        updateOne: { filter: { _id: id }, update: { $setOnInsert: row }, upsert: true },
      })),
    );
  };

  return {
    /** Adds rows for acts that change no document, such as an export. A second time adds nothing. */
    append,
    /** Moves open intents into the log and then out of their documents; gives how many it moved. Repeatable at any point. */
    moveIntents: async (): Promise<number> => {
      let moved = 0;
      for (const name of sources) {
        const collection = connection.collection<{ _id: string; auditIntents?: AuditIntent[] }>(name);
        const waiting = await collection
          .find(openIntents, { projection: { auditIntents: 1 } })
          .limit(batch)
          .toArray();
        for (const document of waiting) {
          const intents = document.auditIntents ?? [];
          await append(intents);
          await collection.updateOne(
            { _id: document._id },
            { $pull: { auditIntents: { id: { $in: intents.map((intent) => intent.id) } } } },
          );
          await collection.updateOne(
            { _id: document._id, auditIntents: { $size: 0 } },
            { $unset: { auditIntents: '' } },
          );
          moved += intents.length;
        }
      }
      return moved;
    },
    /** The same for one document, before it is taken out of its collection. */
    moveIntentsOf: async (name: (typeof sources)[number], id: string): Promise<void> => {
      const collection = connection.collection<{ _id: string; auditIntents?: AuditIntent[] }>(name);
      const intents = (await collection.findOne({ _id: id }, { projection: { auditIntents: 1 } }))?.auditIntents ?? [];
      if (intents.length === 0) return;
      await append(intents);
      await collection.updateOne(
        { _id: id },
        { $pull: { auditIntents: { id: { $in: intents.map((each) => each.id) } } } },
      );
      await collection.updateOne({ _id: id, auditIntents: { $size: 0 } }, { $unset: { auditIntents: '' } });
    },
    /** What was done to one thing, newest first, at most 200 rows. */
    about: async (subject: string): Promise<readonly AuditIntent[]> =>
      (await events.find({ subject }).sort({ at: -1 }).limit(200).lean()).map(({ _id, ...row }) => ({
        id: _id,
        ...row,
      })),
  };
}
