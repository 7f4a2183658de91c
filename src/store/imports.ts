// Imports of leavers and of plans, one document each: what the file would change, and how far the writing is. Counts and position
// move in one guarded write, so that a batch counts once however often it is written (decision R18).
// Somebody limited to some schools sees the imports that they brought themselves; a file may hold other schools' rows.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { CohortId, SchoolId, StaffId } from '../domain/alumni/ids.js';
import type { FieldChange } from '../domain/alumni/import-plan.js';
import {
  addCounts,
  type ImportCounts,
  type ImportId,
  type ImportKind,
  type PeopleImport,
  type LineChange,
  type LineMatch,
  type LineProblem,
} from '../domain/alumni/import.js';
import { folderStaff } from '../domain/alumni/own-headings.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

interface ImportDocument extends Omit<PeopleImport, 'id' | 'scope' | 'kind' | 'toConfirm' | 'confirmed' | 'notes'> {
  readonly _id: ImportId;
  /** Absent in imports of leavers. */
  readonly kind?: ImportKind;
  readonly notes?: readonly string[];
  readonly toConfirm?: readonly LineMatch[];
  readonly confirmed?: readonly number[];
  /** Absent: every school. */
  readonly schools?: readonly SchoolId[];
  readonly auditIntents?: readonly AuditIntent[];
}

const inner = { _id: false, id: false } as const;
const counts = { new: Number, changed: Number, unchanged: Number, problems: Number } as const;
const change = new Schema<FieldChange>({ field: String, before: String, after: String }, inner);

const importSchema = new Schema<ImportDocument>(
  {
    _id: { type: String, required: true },
    state: { type: String, required: true },
    fileName: { type: String, required: true },
    fileHash: { type: String, required: true },
    bytes: { type: Number, required: true },
    uploadedBy: { type: String, required: true },
    uploadedAt: { type: Date, required: true },
    schools: { type: [String], default: undefined },
    ignoredHeadings: { type: [String], required: true },
    notes: { type: [String], default: undefined },
    cohortIds: { type: [String], required: true },
    found: new Schema<ImportCounts>(counts, inner),
    changes: [new Schema<LineChange>({ line: Number, alumnusId: String, changes: [change] }, inner)],
    problems: [new Schema<LineProblem>({ line: Number, field: String, why: String, remedy: String }, inner)],
    kind: new Schema({ of: String, source: String, asOf: String }, inner),
    own: { type: Schema.Types.Mixed }, // texts by heading, as they were remembered
    toConfirm: {
      type: [new Schema<LineMatch>({ line: Number, alumnusId: String, name: String, dateOfBirth: String }, inner)],
      default: undefined,
    },
    confirmed: { type: [Number], default: undefined },
    position: { type: Number, required: true },
    done: new Schema<ImportCounts>(counts, inner),
    finishedAt: { type: Date },
    forgotten: { type: Boolean },
    revision: { type: Number, required: true },
    auditIntents: auditIntentsField,
  },
  { collection: 'imports', versionKey: false, strict: 'throw' },
);
importSchema.index({ state: 1, cohortIds: 1 });
importSchema.index({ uploadedBy: 1, _id: 1 });
importSchema.index({ fileHash: 1 });
importSchema.index(...auditIntentsIndex);

function toImport({
  _id,
  schools,
  kind = { of: 'leavers' },
  toConfirm = [],
  notes = [],
  confirmed = [],
  auditIntents: _audit,
  ...rest
}: ImportDocument): PeopleImport {
  return { id: _id, scope: schools ?? 'every-school', kind, toConfirm, confirmed, notes, ...rest };
}

/** One's own, and what lay in the watched folders of one's schools. */
const visible = (scope: SchoolScope, reader: StaffId) =>
  scope === 'every-school' ? {} : { uploadedBy: { $in: [reader, ...scope.map(folderStaff)] } };

/** Imports by id, and those that are open. */
export function importsStore(connection: Connection) {
  const imports = connection.model<ImportDocument>('Import', importSchema);
  return {
    /** Again changes nothing. */
    insert: async ({ id, scope, ...rest }: PeopleImport, audit: readonly AuditIntent[]): Promise<void> => {
      await insertOnce(() =>
        imports.create({
          _id: id,
          ...rest,
          ...(scope === 'every-school' ? {} : { schools: [...scope] }),
          auditIntents: audit,
        }),
      );
    },

    find: async (scope: SchoolScope, reader: StaffId, id: ImportId): Promise<PeopleImport | null> => {
      const document = await imports.findOne({ _id: id, ...visible(scope, reader) }).lean<ImportDocument>();
      return document === null ? null : toImport(document);
    },

    /** Newest first; ids are ordered by time. Without the changes and problems. */
    list: async (scope: SchoolScope, reader: StaffId, limit: number): Promise<readonly PeopleImport[]> => {
      const found = await imports
        .find(visible(scope, reader), { changes: 0, problems: 0, toConfirm: 0 })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<ImportDocument[]>();
      return found.map((document) => toImport({ ...document, changes: [], problems: [] }));
    },

    committing: async (): Promise<readonly PeopleImport[]> =>
      (await imports.find({ state: 'committing' }).lean<ImportDocument[]>()).map(toImport),

    /** Whether an import that touches the cohort is being written; freezing, figures and exports wait for it. */
    isOpenFor: async (cohort: CohortId): Promise<boolean> =>
      (await imports.findOne({ state: 'committing', cohortIds: cohort }, { _id: 1 }).lean()) !== null,

    /** Whether another import that is not discarded rests on the same file. */
    isFileShared: async (hash: string, except: string): Promise<boolean> =>
      (await imports
        .findOne(
          {
            fileHash: hash,
            ...{ _id: { $ne: except as ImportId }, state: { $ne: 'discarded' }, forgotten: { $ne: true } },
          },
          { _id: 1 },
        )
        .lean()) !== null,

    /** Confirms, with the lines whose person was confirmed, or discards a ready import; false when it is not ready at that revision. */
    decide: async (
      { id, revision }: Pick<PeopleImport, 'id' | 'revision'>,
      state: 'committing' | 'discarded',
      audit: AuditIntent,
      confirmed: readonly number[] = [],
    ): Promise<boolean> => {
      const written = await imports.updateOne(
        { _id: id, state: 'ready', revision },
        {
          $set: { state, ...(confirmed.length === 0 ? {} : { confirmed: [...confirmed] }) },
          $inc: { revision: 1 },
          $push: { auditIntents: audit },
        },
      );
      return written.matchedCount === 1;
    },

    /** Moves the position past a written batch and counts it; null when another worker did so first. */
    advance: async (from: PeopleImport, position: number, batch: ImportCounts): Promise<PeopleImport | null> => {
      const done = addCounts(from.done, batch);
      const moved = await imports.updateOne(
        { _id: from.id, state: 'committing', position: from.position },
        { $set: { position, done }, $inc: { revision: 1 } },
      );
      return moved.matchedCount === 1 ? { ...from, position, done, revision: from.revision + 1 } : null;
    },

    /** Those that are not being written and in whose file people of the school and these cohorts may stand. */
    ofCohorts: async (
      cohorts: readonly CohortId[],
      schoolId: SchoolId,
    ): Promise<readonly Pick<PeopleImport, 'id' | 'fileHash'>[]> => {
      const having = (cohortIds: object) =>
        imports
          .find({ state: { $in: ['ready', 'done'] }, cohortIds, forgotten: { $ne: true } }, { fileHash: 1, schools: 1 })
          .lean<Pick<ImportDocument, '_id' | 'fileHash' | 'schools'>[]>();
      // A file of which no row is right has no cohort.
      const found = await Promise.all([having({ $in: [...cohorts] }), having({ $size: 0 })]);
      return found
        .flat()
        .filter(({ schools }) => schools === undefined || schools.includes(schoolId))
        .map(({ _id, fileHash }) => ({ id: _id, fileHash }));
    },

    /** Forgets whom it was about; its counts stay. One that waited is discarded. */
    forget: async (id: ImportId): Promise<void> => {
      await imports.updateOne({ _id: id, state: 'ready' }, { $set: { state: 'discarded' }, $inc: { revision: 1 } });
      await imports.updateOne(
        { _id: id, state: { $in: ['discarded', 'done'] } },
        { $set: { changes: [], problems: [], toConfirm: [], forgotten: true } },
      );
    },

    /** `note`: why it ends before its last line. */
    finish: async (id: ImportId, at: Date, audit: AuditIntent, note?: string): Promise<boolean> => {
      const written = await imports.updateOne(
        { _id: id, state: 'committing' },
        {
          $set: { state: 'done', finishedAt: at },
          $inc: { revision: 1 },
          $push: { auditIntents: audit, ...(note === undefined ? {} : { notes: note }) },
        },
      );
      return written.matchedCount === 1;
    },
  };
}
