// What people told of reasons, money and how it suits them: one small sealed value a person, the neighbour of the row for counting
// (decision R16, requirement P5). Written after the row with its revision, never by an older revision over a newer one.
import { Schema, type Connection } from 'mongoose';
import type { AlumnusId, CohortId, SchoolId } from '../domain/alumni/ids.js';
import { putUnlessLater } from './insert-new.js';

interface TellingDocument {
  readonly _id: AlumnusId;
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  /** Absent where nothing is told any more. */
  readonly sealed?: string;
  readonly revision: number;
  /** By which recipe it was made. */
  readonly recipe: number;
}

/** A telling as it is kept, sealed for the place `tellings/<id>`. */
export interface SealedTelling {
  readonly id: AlumnusId;
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  /** Null where nothing is told any more. */
  readonly sealed: string | null;
  /** Of the record. */
  readonly revision: number;
  readonly recipe: number;
}

const needed = { type: String, required: true } as const;
const tellingSchema = new Schema<TellingDocument>(
  {
    ...{ _id: needed, schoolId: needed, cohortId: needed },
    sealed: { type: String },
    revision: { type: Number, required: true },
    recipe: { type: Number, required: true },
  },
  { collection: 'tellings', versionKey: false, strict: 'throw' },
);
tellingSchema.index({ cohortId: 1, schoolId: 1 });

/** Tellings by person. */
export function tellingsStore(connection: Connection) {
  const tellings = connection.model<TellingDocument>('Telling', tellingSchema);
  return {
    /** Puts each in place unless a later revision's, or the same made by a later recipe, stands there. Again changes nothing. */
    write: (...all: readonly SealedTelling[]): Promise<void> =>
      putUnlessLater(all, (some, mayInsert) =>
        tellings.bulkWrite(
          some.map(({ id, sealed, ...rest }) => {
            const { revision, recipe } = rest;
            const earlier: object = {
              _id: id,
              $or: [{ revision: { $lt: revision } }, { revision, recipe: { $lt: recipe } }],
            };
            const replacement = { _id: id, ...rest, ...(sealed !== null && { sealed }) };
            // Where nothing is told any more something is taken back, or nothing is there.
            return { replaceOne: { filter: earlier, replacement, upsert: mayInsert && sealed !== null } };
          }),
          { ordered: false },
        ),
      ),

    /** What is sealed of these people; those of whom nothing is told are absent. */
    findMany: async (ids: readonly AlumnusId[]): Promise<ReadonlyMap<AlumnusId, string>> => {
      const found = await tellings.find({ _id: { $in: [...ids] } }).lean<TellingDocument[]>();
      return new Map(found.flatMap(({ _id, sealed }) => (sealed === undefined ? [] : [[_id, sealed] as const])));
    },

    /** Everybody of one school's cohort who told something. */
    async *each(cohortId: CohortId, schoolId: SchoolId): AsyncGenerator<readonly [AlumnusId, string]> {
      const found = tellings.find({ cohortId, schoolId }).lean<TellingDocument[]>().cursor({ batchSize: 1_000 });
      for await (const { _id, sealed } of found) if (sealed !== undefined) yield [_id, sealed];
    },

    /** They are counted no more. */
    remove: async (ids: readonly AlumnusId[]): Promise<void> => {
      await tellings.deleteMany({ _id: { $in: [...ids] } });
    },
  };
}
