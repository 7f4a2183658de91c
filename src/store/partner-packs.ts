// Packs for talks with places of study: one document each, inserted once under its place and number and never changed (decision R17),
// so that of two people who make one at once only one gets the number (requirement F7).
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { PartnerPack } from '../domain/insight/partner-pack.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

interface PackDocument extends PartnerPack {
  readonly _id: string;
  readonly auditIntents?: readonly AuditIntent[];
}

const needed = { type: String, required: true } as const;
const packSchema = new Schema<PackDocument>(
  {
    _id: needed,
    ukprn: needed,
    version: { type: Number, required: true },
    asOf: needed,
    madeAt: { type: Date, required: true },
    madeBy: needed,
    title: needed,
    asked: { type: String, default: '' },
    changes: { type: String, default: '' },
    figures: { type: Schema.Types.Mixed, required: true }, // what was shown on the day, kept whole
    auditIntents: auditIntentsField,
  },
  { collection: 'partnerpacks', versionKey: false, strict: 'throw', minimize: false },
);
packSchema.index({ ukprn: 1, version: -1 });
packSchema.index(...auditIntentsIndex);

const toPack = ({ _id, auditIntents: _auditIntents, ...pack }: PackDocument): PartnerPack => pack;

/** Packs by place. */
export function partnerPacksStore(connection: Connection) {
  const packs = connection.model<PackDocument>('PartnerPack', packSchema);
  return {
    find: async (ukprn: string, version: number): Promise<PartnerPack | null> => {
      const found = await packs.findById(`${ukprn}:${version}`).lean<PackDocument>();
      return found === null ? null : toPack(found);
    },

    /** Those of a place, the latest first. */
    ofPlace: async (ukprn: string, limit: number): Promise<readonly PartnerPack[]> =>
      (await packs.find({ ukprn }).sort({ version: -1 }).limit(limit).lean<PackDocument[]>()).map(toPack),

    /** Adds a pack; false when its number is taken. */
    insert: (pack: PartnerPack, audit: AuditIntent): Promise<boolean> =>
      insertOnce(() => packs.create({ _id: `${pack.ukprn}:${pack.version}`, ...pack, auditIntents: [audit] })),
  };
}
