// Standing plans, one document a version (`_id` = programme : version). None is ever changed; the newest one rules. Two people
// who make the next version at once name the same document, and the second is refused.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { PlannedStep, Programme, ProgrammeId, WavePoint } from '../domain/waves/programme.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

interface ProgrammeDocument extends Omit<Programme, 'id'> {
  readonly _id: string;
  readonly programmeId: ProgrammeId;
  readonly auditIntents?: readonly AuditIntent[];
}

const inner = { _id: false, id: false } as const;
const pointSchema = new Schema<WavePoint>(
  {
    id: String,
    on: Boolean,
    anchor: String,
    years: [Number],
    because: String,
    asks: String,
    steps: [new Schema<PlannedStep>({ id: String, afterDays: Number, at: String }, inner)],
    closesAfterDays: Number,
  },
  inner,
);
const programmeSchema = new Schema<ProgrammeDocument>(
  {
    _id: { type: String, required: true },
    programmeId: { type: String, required: true },
    version: { type: Number, required: true },
    points: { type: [pointSchema], required: true },
    draftDaysBefore: { type: Number, required: true },
    offFor: { type: [String], required: true },
    madeBy: { type: String },
    madeAt: { type: Date },
    auditIntents: auditIntentsField,
  },
  { collection: 'programmes', versionKey: false, strict: 'throw' },
);
programmeSchema.index({ programmeId: 1, version: -1 });
programmeSchema.index(...auditIntentsIndex);

const toProgramme = ({ _id, programmeId, auditIntents: _a, ...rest }: ProgrammeDocument): Programme => ({
  id: programmeId,
  ...rest,
});

/** Programmes by their newest versions. */
export function programmesStore(connection: Connection) {
  const programmes = connection.model<ProgrammeDocument>('Programme', programmeSchema);
  return {
    /** The newest versions first; empty while the one that comes with Onward stands. */
    versions: async (id: ProgrammeId, limit: number): Promise<readonly Programme[]> =>
      (await programmes.find({ programmeId: id }).sort({ version: -1 }).limit(limit).lean<ProgrammeDocument[]>()).map(
        toProgramme,
      ),

    /** Keeps a new version; false when somebody made one of this number first. */
    insert: async ({ id, ...rest }: Programme, audit: readonly AuditIntent[]): Promise<boolean> =>
      insertOnce(() =>
        programmes.create({ _id: `${id}:${rest.version}`, programmeId: id, ...rest, auditIntents: audit }),
      ),
  };
}
