// Messages to parents and teachers, one document each with all of its versions: a version is added under the number of those that were
// read, so that of two people who save at once only one can (requirement F7), and is never changed.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { MessageId, MessageVersion, ParentMessage } from '../domain/insight/messages/message.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';

type LatestVersion = Pick<MessageVersion, 'version' | 'title' | 'findings' | 'savedAt'>;

/** A message in a list: who reads it, and its last version. */
export interface ListedParentMessage extends Omit<ParentMessage, 'versions'> {
  readonly latest: LatestVersion;
}

interface MessageDocument extends Omit<ParentMessage, 'id'> {
  readonly _id: MessageId;
  /** How many versions there are; what adding one is guarded by. */
  readonly revision: number;
  /** The last version, for lists. */
  readonly latest: LatestVersion;
  readonly auditIntents?: readonly AuditIntent[];
}

const needed = { type: String, required: true } as const;
const inner = { _id: false, id: false } as const;
const version = new Schema<MessageVersion>(
  {
    version: { type: Number, required: true },
    title: needed,
    text: needed,
    figures: { type: [Schema.Types.Mixed], required: true }, // as they stood; their shape is the domain's own
    findings: { type: Number, required: true },
    savedBy: needed,
    savedAt: { type: Date, required: true },
  },
  inner,
);
const messageSchema = new Schema<MessageDocument>(
  {
    _id: needed,
    readers: needed,
    schoolId: { type: String, default: null },
    versions: { type: [version], required: true },
    revision: { type: Number, required: true },
    latest: new Schema<LatestVersion>({ version: Number, title: String, findings: Number, savedAt: Date }, inner),
    auditIntents: auditIntentsField,
  },
  { collection: 'parentmessages', versionKey: false, strict: 'throw' },
);
messageSchema.index({ schoolId: 1, _id: -1 });
messageSchema.index(...auditIntentsIndex);

const latestFrom = ({ version: number, title, findings, savedAt }: MessageVersion): LatestVersion => ({
  ...{ version: number, title, findings, savedAt },
});

const toMessage = ({ _id, readers, schoolId, versions }: MessageDocument): ParentMessage => ({
  id: _id,
  ...{ readers, schoolId, versions },
});

/** Messages by id and by school. */
export function parentMessagesStore(connection: Connection) {
  const messages = connection.model<MessageDocument>('ParentMessage', messageSchema);
  return {
    /** Keeps a new message with its first version. */
    insert: async (
      { id, readers, schoolId }: Omit<ParentMessage, 'versions'>,
      first: MessageVersion,
      audit: AuditIntent,
    ): Promise<void> => {
      const rest = { versions: [first], revision: first.version, latest: latestFrom(first), auditIntents: [audit] };
      await messages.create({ _id: id, readers, schoolId, ...rest });
    },

    find: async (id: MessageId): Promise<ParentMessage | null> => {
      const document = await messages.findById(id).lean<MessageDocument>();
      return document === null ? null : toMessage(document);
    },

    /** Adds a version after those that were read; false when somebody was first. */
    addVersion: async (id: MessageId, next: MessageVersion, audit: AuditIntent): Promise<boolean> => {
      const written = await messages.updateOne(
        { _id: id, revision: next.version - 1 },
        { $push: { versions: next, auditIntents: audit }, $set: { revision: next.version, latest: latestFrom(next) } },
      );
      return written.matchedCount === 1;
    },

    /** The newest first: those of the whole trust and of these schools. */
    list: async (scope: SchoolScope, limit: number): Promise<readonly ListedParentMessage[]> => {
      const within =
        scope === 'every-school' ? { _id: { $gt: '' as MessageId } } : { schoolId: { $in: [null, ...scope] } };
      const found = await messages
        .find(within, { latest: 1, readers: 1, schoolId: 1 })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<Pick<MessageDocument, '_id' | 'latest' | 'readers' | 'schoolId'>[]>();
      return found.map(({ _id, readers, schoolId, latest }) => ({ id: _id, readers, schoolId, latest }));
    },
  };
}
