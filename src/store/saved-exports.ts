// Saved exports: what is taken out on which days, how far the one that is being written has come, and the last file. Whoever
// writes one holds it by a lease of the database's clock (decision R9), so that two workers never write the same.
import { Schema, type Connection } from 'mongoose';
import type { StaffId } from '../domain/alumni/ids.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import type { ExportRun, SavedExport, SavedExportId } from '../domain/destinations/saved-export.js';
import { databaseTime } from './connection.js';

interface SavedExportDocument extends Omit<SavedExport, 'id'> {
  readonly _id: SavedExportId;
  readonly leaseUntil?: Date;
  /** Raised with every taking: the proof that a result comes from who holds it. */
  readonly fence: number;
}

const inner = { _id: false, id: false } as const;
const text = { type: String } as const;
const needed = { type: String, required: true } as const;
const savedExportSchema = new Schema<SavedExportDocument>(
  {
    _id: needed,
    name: needed,
    table: needed,
    format: needed,
    cohort: text,
    school: text,
    every: needed,
    next: text,
    madeBy: needed,
    progress: new Schema({ people: Number, of: Number }, inner),
    last: new Schema<ExportRun>({ at: Date, people: Number, bytes: Number, hash: String }, inner),
    failedOn: text,
    leaseUntil: { type: Date },
    fence: { type: Number, required: true },
  },
  { collection: 'savedexports', versionKey: false, strict: 'throw' },
);
savedExportSchema.index({ next: 1 }, { partialFilterExpression: { next: { $exists: true } } });
savedExportSchema.index({ madeBy: 1, _id: 1 });
savedExportSchema.index({ 'last.hash': 1 }, { partialFilterExpression: { 'last.hash': { $exists: true } } });

const toExport = ({ _id, leaseUntil: _l, fence: _f, ...rest }: SavedExportDocument): SavedExport => ({
  id: _id,
  ...rest,
});

/** One that somebody holds, with the number that proves it. */
export type HeldExport = SavedExport & { readonly fence: number };

const most = 100;
const leaseMs = 10 * 60_000;

/** Saved exports by who made them and by what is due. */
export function savedExportsStore(connection: Connection) {
  const exports = connection.model<SavedExportDocument>('SavedExport', savedExportSchema);
  const raw = connection.collection<SavedExportDocument>('savedexports'); // for the pipeline update of the lease

  return {
    add: async ({ id, ...rest }: SavedExport): Promise<void> => {
      await exports.create({ _id: id, ...rest, fence: 0 });
    },

    ofMaker: async (madeBy: StaffId): Promise<readonly SavedExport[]> =>
      (await exports.find({ madeBy }).sort({ _id: 1 }).limit(most).lean<SavedExportDocument[]>()).map(toExport),

    find: async (madeBy: StaffId, id: SavedExportId): Promise<SavedExport | null> => {
      const found = await exports.findOne({ _id: id, madeBy }).lean<SavedExportDocument>();
      return found === null ? null : toExport(found);
    },

    /** It is due on the day, whatever its rhythm. */
    ask: async (madeBy: StaffId, id: SavedExportId, next: LocalDate): Promise<void> => {
      await exports.updateOne({ _id: id, madeBy }, { $set: { next } });
    },

    remove: async (madeBy: StaffId, id: SavedExportId): Promise<void> => {
      await exports.deleteOne({ _id: id, madeBy });
    },

    due: async (today: LocalDate, limit: number): Promise<readonly SavedExportId[]> =>
      (
        await exports
          .find({ next: { $exists: true, $lte: today } }, { _id: 1 })
          .sort({ next: 1 })
          .limit(limit)
          .lean<Pick<SavedExportDocument, '_id'>[]>()
      ).map(({ _id }) => _id),

    /** Takes it for writing; null where somebody else writes it, or it is not due any more. */
    take: async (id: SavedExportId, today: LocalDate): Promise<HeldExport | null> => {
      const free = [{ leaseUntil: { $exists: false } }, { leaseUntil: { $lt: await databaseTime(connection) } }];
      const taken = await raw.updateOne({ _id: id, next: { $lte: today }, $or: free }, [
        { $set: { leaseUntil: { $add: ['$$NOW', leaseMs] }, fence: { $add: ['$fence', 1] } } },
      ]);
      const held = taken.matchedCount === 0 ? null : await exports.findById(id).lean<SavedExportDocument>();
      return held === null ? null : { ...toExport(held), fence: held.fence };
    },

    /** How far it has come; the lease lasts on. False when it is in other hands. */
    noteProgress: async (
      { id, fence }: HeldExport,
      progress: NonNullable<SavedExport['progress']>,
    ): Promise<boolean> => {
      const noted = await raw.updateOne({ _id: id, fence }, [
        { $set: { progress, leaseUntil: { $add: ['$$NOW', leaseMs] } } },
      ]);
      return noted.matchedCount === 1;
    },

    /** What came of it, and when it is due next. False when it is in other hands. */
    finish: async (
      { id, fence }: HeldExport,
      came: { readonly last: ExportRun } | { readonly failedOn: LocalDate },
      next: LocalDate | undefined,
    ): Promise<boolean> => {
      const gone = { leaseUntil: 1, progress: 1, ...('last' in came ? { failedOn: 1 } : {}) };
      const finished = await exports.updateOne(
        { _id: id, fence },
        {
          $set: { ...came, ...(next === undefined ? {} : { next }) },
          $unset: { ...gone, ...(next === undefined ? { next: 1 } : {}) },
        },
      );
      return finished.matchedCount === 1;
    },

    /** Takes the last file from all that may hold the school, and has those that go on written anew; gives what they held. */
    forgetFiles: async (
      schoolId: string,
    ): Promise<readonly { readonly id: SavedExportId; readonly hash: string }[]> => {
      const held = await exports
        .find({ 'last.hash': { $exists: true, $gt: '' }, $or: [{ school: schoolId }, { school: { $exists: false } }] })
        .lean<SavedExportDocument[]>();
      for (const { _id } of held) await exports.updateOne({ _id }, { $unset: { last: 1 } });
      return held.flatMap(({ _id, last }) => (last === undefined ? [] : [{ id: _id, hash: last.hash }]));
    },

    isFileShared: async (hash: string): Promise<boolean> =>
      (await exports.exists({ 'last.hash': { $exists: true, $eq: hash } })) !== null,
  };
}
