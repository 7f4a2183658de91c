// Keys of the trust's other systems. Of a key's secret only its hash is kept; it never leaves `behind`.
import { Schema, type Connection } from 'mongoose';
import type { ApiKey, ApiKeyId } from '../domain/alumni/api-key.js';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolId } from '../domain/alumni/ids.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';

interface ApiKeyDocument extends Omit<ApiKey, 'id' | 'schools'> {
  readonly _id: ApiKeyId;
  readonly everySchool: boolean;
  readonly schoolIds: readonly SchoolId[];
  readonly hash: string;
  readonly auditIntents?: readonly AuditIntent[];
}

const apiKeySchema = new Schema<ApiKeyDocument>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    scopes: { type: [String], required: true },
    everySchool: { type: Boolean, required: true },
    schoolIds: { type: [String], required: true },
    hash: { type: String, required: true },
    madeBy: { type: String, required: true },
    madeAt: { type: Date, required: true },
    until: { type: String, required: true },
    revokedAt: { type: Date },
    lastUsedOn: { type: String },
    auditIntents: auditIntentsField,
  },
  { collection: 'apikeys', versionKey: false, strict: 'throw' },
);
apiKeySchema.index({ madeAt: -1 });
apiKeySchema.index(...auditIntentsIndex);

const toKey = ({ _id, everySchool, schoolIds, hash: _h, auditIntents: _a, ...rest }: ApiKeyDocument): ApiKey => ({
  id: _id,
  ...rest,
  schools: everySchool ? 'every-school' : schoolIds,
});

const most = 200;

/** Keys by id; the latest first. */
export function apiKeysStore(connection: Connection) {
  const keys = connection.model<ApiKeyDocument>('ApiKey', apiKeySchema);
  return {
    add: async ({ id, schools, ...rest }: ApiKey, hash: string, audit: AuditIntent): Promise<void> => {
      const everySchool = schools === 'every-school';
      const schoolIds = everySchool ? [] : [...schools];
      await keys.create({ _id: id, ...rest, everySchool, schoolIds, hash, auditIntents: [audit] });
    },

    list: async (): Promise<readonly ApiKey[]> =>
      (await keys.find({}).sort({ madeAt: -1 }).limit(most).lean<ApiKeyDocument[]>()).map(toKey),

    /** The key with its hash, for comparing alone; null where there is none. */
    behind: async (id: string): Promise<{ readonly key: ApiKey; readonly hash: string } | null> => {
      const found = await keys.findById(id).lean<ApiKeyDocument>();
      return found === null ? null : { key: toKey(found), hash: found.hash };
    },

    /** The key opens nothing from now on; false when it was revoked before. */
    revoke: async (id: ApiKeyId, at: Date, audit: AuditIntent): Promise<boolean> =>
      (
        await keys.updateOne(
          { _id: id, revokedAt: { $exists: false } },
          { $set: { revokedAt: at }, $push: { auditIntents: audit } },
        )
      ).matchedCount === 1,

    noteUse: async (id: ApiKeyId, on: LocalDate): Promise<void> => {
      await keys.updateOne({ _id: id, lastUsedOn: { $ne: on } }, { $set: { lastUsedOn: on } });
    },
  };
}
