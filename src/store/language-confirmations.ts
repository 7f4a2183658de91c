// Who has read every word in a language: one document a reading, inserted once and never changed. The id holds language and
// number, so that of two people who record one at once only one can (requirement F7).
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { LanguageConfirmation } from '../domain/waves/letters/catalogue.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

interface ConfirmationDocument extends LanguageConfirmation {
  readonly _id: string;
  readonly auditIntents?: readonly AuditIntent[];
}

const confirmationSchema = new Schema<ConfirmationDocument>(
  {
    _id: { type: String, required: true },
    language: { type: String, required: true },
    number: { type: Number, required: true },
    speaker: { type: String, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    versions: { type: Schema.Types.Mixed, required: true }, // version by letter
    frame: { type: String, required: true },
    auditIntents: auditIntentsField,
  },
  { collection: 'languageconfirmations', versionKey: false, strict: 'throw' },
);
confirmationSchema.index({ language: 1, number: -1 });
confirmationSchema.index(...auditIntentsIndex);

/** Readings of languages by their speakers. */
export function languageConfirmationsStore(connection: Connection) {
  const confirmations = connection.model<ConfirmationDocument>('LanguageConfirmation', confirmationSchema);
  return {
    /** Adds a reading; false when one of that number is there already. */
    insert: (confirmation: LanguageConfirmation, audit: AuditIntent): Promise<boolean> =>
      insertOnce(() =>
        confirmations.create({
          _id: `${confirmation.language}:${confirmation.number}`,
          ...confirmation,
          auditIntents: [audit],
        }),
      ),

    /** The last reading of the language; null where nobody has read it. */
    latest: async (language: string): Promise<LanguageConfirmation | null> => {
      const [newest] = await confirmations
        .find({ language })
        .sort({ number: -1 })
        .limit(1)
        .lean<ConfirmationDocument[]>();
      if (newest === undefined) return null;
      const { _id, auditIntents: _intents, ...confirmation } = newest;
      return confirmation;
    },
  };
}
