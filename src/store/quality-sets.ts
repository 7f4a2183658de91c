// The versions of the set of measures: one document each, inserted once under its number and never changed, so that of two people
// who choose at once only one can (requirement F7).
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { QualitySet } from '../domain/insight/quality-set.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

interface SetDocument extends Pick<QualitySet, 'measures' | 'chosen'> {
  readonly _id: number;
  readonly auditIntents?: readonly AuditIntent[];
}

const setSchema = new Schema<SetDocument>(
  {
    _id: { type: Number, required: true },
    measures: { type: [String], required: true },
    chosen: new Schema({ by: { type: String, required: true }, at: { type: Date, required: true } }, { _id: false }),
    auditIntents: auditIntentsField,
  },
  { collection: 'qualitysets', versionKey: false, strict: 'throw' },
);
setSchema.index(...auditIntentsIndex);

/** Chosen sets, the latest first. */
export function qualitySetsStore(connection: Connection) {
  const sets = connection.model<SetDocument>('QualitySet', setSchema);
  return {
    latest: async (limit: number): Promise<readonly QualitySet[]> =>
      (
        await sets
          .find({ _id: { $gt: 0 } })
          .sort({ _id: -1 })
          .limit(limit)
          .lean<SetDocument[]>()
      ).map(({ _id, measures, chosen }) => ({ version: _id, measures, chosen })),

    /** Adds a version; false when its number is taken. */
    insert: ({ version, measures, chosen }: QualitySet, audit: AuditIntent): Promise<boolean> =>
      insertOnce(() => sets.create({ _id: version, measures, chosen, auditIntents: [audit] })),
  };
}
