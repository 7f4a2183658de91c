// One small row per person for counting, so that pages never read a million records (decision R16).
// At most 400 bytes as BSON; no sensitive code in clear. Rewritten whole after every change of the destination record,
// never by an older revision over a newer one.
import { mongo, Schema, type Connection } from 'mongoose';
import type { OutcomeRow } from '../domain/destinations/outcome.js';
import type { ResultCount } from '../domain/official/own-row.js';
import type { AlumnusId, CohortId, SchoolId } from '../domain/alumni/ids.js';

interface OutcomeDocument extends Omit<OutcomeRow, 'id'> {
  readonly _id: AlumnusId;
}

const text = { type: String } as const;
const outcomeSchema = new Schema<OutcomeDocument>(
  {
    _id: { type: String, required: true },
    schoolId: { type: String, required: true },
    cohortId: { type: String, required: true },
    planned: text,
    now: text,
    kept: text,
    rule: { type: String, required: true },
    verdict: { type: String, required: true },
    by: text,
    conflicts: { type: Number, required: true },
    knownOn: text,
    revision: { type: Number, required: true },
  },
  { collection: 'outcomes', versionKey: false, strict: 'throw' },
);
outcomeSchema.index({ cohortId: 1, schoolId: 1, verdict: 1 });

const DUPLICATE_KEY = 11_000;

/** Rows for counting, one a person. */
export function outcomesStore(connection: Connection) {
  const outcomes = connection.model<OutcomeDocument>('Outcome', outcomeSchema);
  return {
    /** Puts the row in place unless a later revision's stands there. Again changes nothing. */
    write: async ({ id, ...row }: OutcomeRow): Promise<void> => {
      const replaced = await outcomes.replaceOne({ _id: id, revision: { $lt: row.revision } }, { _id: id, ...row });
      if (replaced.matchedCount === 1) return;
      try {
        await outcomes.create({ _id: id, ...row });
      } catch (error) {
        // The row of this revision or a later one is there already.
        if (!(error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY)) throw error;
      }
    },

    /** How many people of one school's cohort have each result. */
    countResults: async (cohortId: CohortId, schoolId: SchoolId): Promise<readonly ResultCount[]> => {
      const groups = await outcomes.aggregate<{ _id: Omit<ResultCount, 'count'>; count: number }>([
        { $match: { cohortId, schoolId } },
        { $group: { _id: { verdict: '$verdict', by: '$by', now: '$now' }, count: { $sum: 1 } } },
      ]);
      return groups.map(({ _id, count }) => ({ ..._id, count }));
    },
  };
}
