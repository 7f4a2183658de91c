// Imports of official files, one document each, and the pointers that say which import each measure shows (decision R18).
// Counts and position move in one guarded write, so that a batch counts once however often it is written.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { OfficialCounts, OfficialImport } from '../domain/official/official-import.js';
import type { OfficialMeasure } from '../domain/official/measure.js';
import { noVersions, type OfficialImportId, type OfficialVersions } from '../domain/official/versions.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

interface ImportDocument extends Omit<OfficialImport, 'id'> {
  readonly _id: OfficialImportId;
  readonly auditIntents?: readonly AuditIntent[];
}

const inner = { _id: false, id: false } as const;
const counts = new Schema<OfficialCounts>({ lines: Number, figures: Number, problems: Number }, inner);

const importSchema = new Schema<ImportDocument>(
  {
    _id: { type: String, required: true },
    state: { type: String, required: true },
    fileName: { type: String, required: true },
    fileHash: { type: String, required: true },
    bytes: { type: Number, required: true },
    uploadedBy: { type: String, required: true },
    uploadedAt: { type: Date, required: true },
    publishedOn: { type: String },
    leaversGiven: { type: Number },
    measure: { type: String, required: true },
    format: { type: String, required: true },
    slices: [new Schema({ kind: String, leavers: Number, release: String, figures: Number }, inner)],
    found: counts,
    identities: { type: Schema.Types.Mixed, required: true }, // counts by the name of the identity
    broken: [new Schema({ line: Number, name: String, identity: String, sum: Number, total: Number }, inner)],
    signs: { type: [new Schema({ sign: String, times: Number }, inner)], required: true },
    problems: [new Schema({ line: Number, field: String, why: String, remedy: String }, inner)],
    ignoredHeadings: { type: [String], required: true },
    notes: { type: [String], required: true },
    difference: { type: Schema.Types.Mixed },
    position: { type: Number, required: true },
    done: counts,
    finishedAt: { type: Date },
    stopped: { type: String },
    revision: { type: Number, required: true },
    auditIntents: auditIntentsField,
  },
  { collection: 'officialimports', versionKey: false, strict: 'throw', minimize: false },
);
importSchema.index({ state: 1 });
importSchema.index({ fileHash: 1 });
importSchema.index({ measure: 1, _id: 1 });
importSchema.index(...auditIntentsIndex);

interface VersionsDocument extends Omit<OfficialVersions, 'measure'> {
  readonly _id: OfficialMeasure;
  readonly auditIntents?: readonly AuditIntent[];
}

const sliceFields = { kind: String, leavers: Number, importId: String } as const;
const versionsSchema = new Schema<VersionsDocument>(
  {
    _id: { type: String, required: true },
    shown: [new Schema(sliceFields, inner)],
    acts: [
      new Schema(
        { act: String, importId: String, at: Date, by: String, before: [new Schema(sliceFields, inner)] },
        inner,
      ),
    ],
    revision: { type: Number, required: true },
    auditIntents: auditIntentsField,
  },
  { collection: 'officialversions', versionKey: false, strict: 'throw' },
);
versionsSchema.index(...auditIntentsIndex);

const toImport = ({ _id, auditIntents: _audit, ...rest }: ImportDocument): OfficialImport => ({ id: _id, ...rest });
const toVersions = ({ _id, auditIntents: _audit, ...rest }: VersionsDocument): OfficialVersions => ({
  measure: _id,
  ...rest,
});

/** Imports by id, and those that are open. */
export function officialImportsStore(connection: Connection) {
  const imports = connection.model<ImportDocument>('OfficialImport', importSchema);
  const versions = connection.model<VersionsDocument>('OfficialVersions', versionsSchema);
  return {
    insert: async ({ id, ...rest }: OfficialImport, audit: readonly AuditIntent[]): Promise<void> => {
      await imports.create({ _id: id, ...rest, auditIntents: audit });
    },

    find: async (id: OfficialImportId): Promise<OfficialImport | null> => {
      const document = await imports.findById(id).lean<ImportDocument>();
      return document === null ? null : toImport(document);
    },

    /** Which files these imports are, and when they were brought. */
    filesOf: async (
      of: readonly { readonly importId: OfficialImportId }[],
    ): Promise<readonly Pick<OfficialImport, 'id' | 'publishedOn' | 'uploadedAt'>[]> => {
      const ids = [...new Set(of.map(({ importId }) => importId))];
      const found = await imports
        .find({ _id: { $in: ids } }, { publishedOn: 1, uploadedAt: 1 })
        .lean<Pick<ImportDocument, '_id' | 'publishedOn' | 'uploadedAt'>[]>();
      return found.map(({ _id, ...file }) => ({ id: _id, ...file }));
    },

    /** Newest first, without lists; of one measure where it is named. */
    list: async (limit: number, measure?: OfficialMeasure): Promise<readonly OfficialImport[]> => {
      const found = await imports
        .find(measure === undefined ? {} : { measure }, { problems: 0, broken: 0, 'difference.first': 0 })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<ImportDocument[]>();
      return found.map((document) => toImport({ ...document, problems: [], broken: [] }));
    },

    committing: async (): Promise<readonly OfficialImport[]> =>
      (await imports.find({ state: 'committing' }).lean<ImportDocument[]>()).map(toImport),

    /** Imports of the same file that were written whole or are being written. */
    ofFile: async (hash: string): Promise<readonly OfficialImport[]> =>
      (await imports.find({ fileHash: hash, state: { $ne: 'discarded' } }).lean<ImportDocument[]>()).map(toImport),

    /** How many ended where they stood and were not brought again since. */
    countStopped: async (): Promise<number> => {
      const stopped = await imports
        .find({ state: 'stopped' }, { fileHash: 1 })
        .lean<Pick<ImportDocument, '_id' | 'fileHash'>[]>();
      const again = await Promise.all(
        stopped.map(({ _id, fileHash }) =>
          imports.exists({ fileHash, _id: { $gt: _id }, state: { $in: ['ready', 'committing', 'done'] } }),
        ),
      );
      return again.filter((found) => found === null).length;
    },

    /** Whether another import that is not discarded rests on the same file. */
    isFileShared: async (hash: string, except: string): Promise<boolean> =>
      (await imports
        .findOne({ fileHash: hash, _id: { $ne: except as OfficialImportId }, state: { $ne: 'discarded' } }, { _id: 1 })
        .lean()) !== null,

    /** Confirms or discards a ready import; false when it is no longer ready at that revision. */
    decide: async (
      { id, revision }: Pick<OfficialImport, 'id' | 'revision'>,
      state: 'committing' | 'discarded',
      audit: AuditIntent,
    ): Promise<boolean> => {
      const written = await imports.updateOne(
        { _id: id, state: 'ready', revision },
        { $set: { state }, $inc: { revision: 1 }, $push: { auditIntents: audit } },
      );
      return written.matchedCount === 1;
    },

    /** Moves the position past a written batch and counts it; null when another worker did so first. */
    advance: async (from: OfficialImport, position: number, done: OfficialCounts): Promise<OfficialImport | null> => {
      const document = await imports
        .findOneAndUpdate(
          { _id: from.id, state: 'committing', position: from.position },
          { $set: { position, done }, $inc: { revision: 1 } },
          { returnDocument: 'after' },
        )
        .lean<ImportDocument>();
      return document === null ? null : toImport(document);
    },

    finish: async (id: OfficialImportId, at: Date, audit: AuditIntent): Promise<void> => {
      await imports.updateOne(
        { _id: id, state: 'committing' },
        { $set: { state: 'done', finishedAt: at }, $inc: { revision: 1 }, $push: { auditIntents: audit } },
      );
    },

    /** Ends it where it stands, and why; false when it was not being written any more. */
    stop: async (id: OfficialImportId, why: string, at: Date, audit: AuditIntent): Promise<boolean> => {
      const written = await imports.updateOne(
        { _id: id, state: 'committing' },
        {
          $set: { state: 'stopped', stopped: why, finishedAt: at },
          $inc: { revision: 1 },
          $push: { auditIntents: audit },
        },
      );
      return written.matchedCount === 1;
    },

    versions: async (measure: OfficialMeasure): Promise<OfficialVersions> => {
      const document = await versions.findById(measure).lean<VersionsDocument>();
      return document === null ? noVersions(measure) : toVersions(document);
    },

    /** Moves the pointer from the state that was read; false when somebody moved it meanwhile. */
    moveVersions: async (next: OfficialVersions, audit: AuditIntent): Promise<boolean> => {
      const { measure, shown, acts, revision } = next;
      if (revision === 0) {
        return insertOnce(() => versions.create({ _id: measure, shown, acts, revision: 1, auditIntents: [audit] }));
      }
      const written = await versions.updateOne(
        { _id: measure, revision },
        { $set: { shown, acts }, $inc: { revision: 1 }, $push: { auditIntents: audit } },
      );
      return written.matchedCount === 1;
    },
  };
}
