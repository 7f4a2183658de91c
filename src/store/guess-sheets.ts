// Sheets on which people guess before they see the figures: one document each (Y14). A guess is one guarded write that holds only
// while the sheet is sealed and has none of that id, so that it is added once, never changed, and never after the figures stand;
// unsealing is one guarded write too (requirement F7). There is no function that changes or removes a guess.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import { mostGuesses, type Guess, type GuessSheet, type GuessSheetId } from '../domain/insight/guess-sheet.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

interface SheetDocument extends Omit<GuessSheet, 'id'> {
  readonly _id: GuessSheetId;
  /** How many guesses it has. */
  readonly count: number;
  readonly auditIntents?: readonly AuditIntent[];
}

const inner = { _id: false, id: false } as const;
const needed = { type: String, required: true } as const;
const guessSchema = new Schema<Guess>(
  {
    ...{ id: needed, role: needed },
    at: { type: Date, required: true },
    shares: { type: Schema.Types.Mixed, required: true }, // by figure, checked by the form's schema
    perhapsAgain: { type: Boolean },
    writtenBy: { type: String },
    said: { type: String },
  },
  inner,
);
const sheetSchema = new Schema<SheetDocument>(
  {
    ...{ _id: needed, title: needed, cohortId: needed, openedBy: needed },
    schoolId: { type: String, default: null },
    figures: { type: [String], required: true },
    seenBefore: { type: [String], required: true },
    code: { type: String },
    openedAt: { type: Date, required: true },
    guesses: { type: [guessSchema] },
    count: { type: Number, required: true },
    unsealed: new Schema(
      { at: { type: Date, required: true }, by: needed, figures: { type: [Schema.Types.Mixed], required: true } },
      inner,
    ),
    auditIntents: auditIntentsField,
  },
  { collection: 'guesssheets', versionKey: false, strict: 'throw' },
);
sheetSchema.index({ code: 1 }, { unique: true, partialFilterExpression: { code: { $exists: true } } });
sheetSchema.index({ openedAt: -1 });
sheetSchema.index(...auditIntentsIndex);

const toSheet = ({ _id, count: _count, auditIntents: _auditIntents, ...sheet }: SheetDocument): GuessSheet => ({
  id: _id,
  ...sheet,
});
const one = (found: SheetDocument | null): GuessSheet | null => (found === null ? null : toSheet(found));

/** Sheets by id and by code. */
export function guessSheetsStore(connection: Connection) {
  const sheets = connection.model<SheetDocument>('GuessSheet', sheetSchema);
  return {
    find: async (id: GuessSheetId): Promise<GuessSheet | null> => one(await sheets.findById(id).lean<SheetDocument>()),

    /** The sealed sheet of the code, without its guesses. */
    byCode: async (code: string): Promise<GuessSheet | null> => {
      const found = await sheets.findOne({ code }, { guesses: 0 }).lean<SheetDocument>();
      return found === null ? null : toSheet({ ...found, guesses: [] });
    },

    /** Whether it has a guess of that id. */
    holds: async (id: GuessSheetId, guessId: string): Promise<boolean> =>
      (await sheets.findOne({ _id: id, 'guesses.id': guessId }, { _id: 1 }).lean()) !== null,

    /** The latest first. */
    latest: async (limit: number): Promise<readonly GuessSheet[]> =>
      (
        await sheets
          .find({ openedAt: { $gt: new Date(0) } })
          .sort({ openedAt: -1 })
          .limit(limit)
          .lean<SheetDocument[]>()
      ).map(toSheet),

    /** Opens a sheet; false when its id or code is taken. */
    insert: ({ id, ...sheet }: GuessSheet, audit: AuditIntent): Promise<boolean> =>
      insertOnce(() => sheets.create({ _id: id, ...sheet, count: 0, auditIntents: [audit] })),

    /** Adds a guess while the sheet is sealed, has room, and none of that id; false otherwise. */
    add: async (id: GuessSheetId, guess: Guess, audit: AuditIntent | null): Promise<boolean> => {
      const sealed: object = {
        ...{ _id: id, unsealed: { $exists: false }, count: { $lt: mostGuesses } },
        'guesses.id': { $ne: guess.id },
      };
      const written = await sheets.updateOne(sealed, {
        $push: { guesses: guess, ...(audit !== null && { auditIntents: audit }) },
        $inc: { count: 1 },
      });
      return written.matchedCount === 1;
    },

    /** Puts the figures beside the guesses and takes the code away; false when it is unsealed. */
    unseal: async (
      id: GuessSheetId,
      unsealed: NonNullable<GuessSheet['unsealed']>,
      audit: AuditIntent,
    ): Promise<boolean> => {
      const written = await sheets.updateOne(
        { _id: id, unsealed: { $exists: false } },
        { $set: { unsealed }, $unset: { code: 1 }, $push: { auditIntents: audit } },
      );
      return written.matchedCount === 1;
    },
  };
}
