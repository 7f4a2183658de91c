// What staff made of the letters: one document a version, inserted once and never changed (architecture, section 1, line 7).
// The id holds language, letter and version, so that of two people who save the same version only one can (requirement F7).
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { StaffId } from '../domain/alumni/ids.js';
import { letterKey, type LetterId, type LetterKey, type LetterVersion } from '../domain/waves/letters/letter.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

interface LetterDocument {
  readonly _id: string;
  readonly letter: LetterKey;
  readonly version: number;
  readonly subject: string;
  readonly body: string;
  readonly savedBy: StaffId;
  readonly savedAt: Date;
  readonly auditIntents?: readonly AuditIntent[];
}

/** A version that somebody saved. */
export type SavedLetter = LetterVersion & { readonly savedBy: StaffId; readonly savedAt: Date };

const letterSchema = new Schema<LetterDocument>(
  {
    _id: { type: String, required: true },
    letter: { type: String, required: true },
    version: { type: Number, required: true },
    subject: { type: String, required: true },
    body: { type: String, required: true },
    savedBy: { type: String, required: true },
    savedAt: { type: Date, required: true },
    auditIntents: auditIntentsField,
  },
  { collection: 'letters', versionKey: false, strict: 'throw' },
);
letterSchema.index({ letter: 1, version: -1 });
letterSchema.index(...auditIntentsIndex);

type Stored = Omit<LetterDocument, '_id' | 'letter' | 'auditIntents'>;
const toLetter = (
  id: LetterId,
  language: string,
  { version, subject, body, savedBy, savedAt }: Stored,
): SavedLetter => ({
  id,
  language,
  version,
  subject,
  body,
  savedBy,
  savedAt,
});

/** Saved versions of letters. */
export function lettersStore(connection: Connection) {
  const letters = connection.model<LetterDocument>('Letter', letterSchema);
  return {
    /** Adds a version; false when that version is there already. */
    insert: async ({ id, language, ...rest }: SavedLetter, audit: AuditIntent): Promise<boolean> => {
      const letter = letterKey(id, language);
      const added = { _id: `${letter}:${rest.version}`, letter, ...rest, auditIntents: [audit] };
      return insertOnce(() => letters.create(added));
    },

    find: async (id: LetterId, language: string, version: number): Promise<SavedLetter | null> => {
      const document = await letters.findById(`${letterKey(id, language)}:${version}`).lean<LetterDocument>();
      return document === null ? null : toLetter(id, language, document);
    },

    /** The newest versions first. */
    history: async (id: LetterId, language: string, limit: number): Promise<readonly SavedLetter[]> =>
      (
        await letters
          .find({ letter: letterKey(id, language) })
          .sort({ version: -1 })
          .limit(limit)
          .lean<LetterDocument[]>()
      ).map((document) => toLetter(id, language, document)),
  };
}
