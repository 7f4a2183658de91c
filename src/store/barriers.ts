// The board of barriers, and the counts of signs that the detector reads. A table of signs is one school's cohort, made whole from
// answers that are sealed, and sealed itself: a small count in it would tell of somebody (requirement P5). It holds no person.
import { Schema, type Connection } from 'mongoose';
import type { CohortId, SchoolId } from '../domain/alumni/ids.js';
import type { BarrierCard, DetectorSigns } from '../domain/insight/barrier-card.js';
import type { SignFound } from '../domain/insight/barrier-detector.js';
import type { CountedPlace } from '../domain/insight/reports.js';
import { insertOnce } from './insert-new.js';
import { keptSchema, keptStore, part } from './kept.js';

const text = { type: String } as const;
const needed = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const count = part({ yes: number, of: number });

const cardSchema = keptSchema<BarrierCard>('barriers', {
  title: needed,
  hint: needed,
  stage: needed,
  barrier: text,
  detected: part<DetectorSigns>({
    signs: [
      part<SignFound>({
        sign: needed,
        here: { type: count, default: null },
        others: { type: count, default: null },
        difference: { type: part({ difference: number, low: number, high: number }), default: null },
        p: number,
      }),
    ],
    p: number,
    raised: { type: Boolean, required: true },
    asOf: { type: Date, required: true },
    cohorts: { type: [String], required: true },
  }),
  decision: part({ way: needed, gains: needed, loses: needed, dutyCheckedBy: needed }),
  action: part({ what: needed, owner: needed, by: needed }),
  result: text,
});

/** Cards of the board. */
export const barriersStore = (connection: Connection) => keptStore<BarrierCard>(connection, 'Barrier', cardSchema);

interface SignsDocument extends CountedPlace {
  readonly _id: string;
  /** The table, sealed for the place `barriersigns/<id>`. */
  readonly sealed: string;
  /** The mark of the tables of Insight that it was counted after: while they bear the same, nothing has changed. */
  readonly marked: number;
  readonly countedAt: Date;
  readonly lookedAt?: number;
}

const signsSchema = new Schema<SignsDocument>(
  {
    _id: needed,
    schoolId: needed,
    cohortId: needed,
    sealed: needed,
    marked: number,
    countedAt: { type: Date, required: true },
    lookedAt: { type: Number },
  },
  { collection: 'barriersigns', versionKey: false, strict: 'throw' },
);
signsSchema.index({ cohortId: 1, schoolId: 1 });

/** A sealed table of signs. */
export interface CountedSigns extends CountedPlace {
  readonly sealed: string;
  readonly marked: number;
  readonly countedAt: Date;
  /** The same mark, once the board was written after this count; until then the detector looks again. */
  readonly lookedAt?: number;
}

/** Where a table of signs stands, for the vault and as its id. */
export const signsId = ({ schoolId, cohortId }: { readonly schoolId: SchoolId; readonly cohortId: CohortId }): string =>
  `${schoolId}~${cohortId}`;

/** Counts of signs by school and cohort. */
export function barrierSignsStore(connection: Connection) {
  const signs = connection.model<SignsDocument>('BarrierSigns', signsSchema);
  const toCounted = ({ _id: _place, ...rest }: SignsDocument): CountedSigns => rest;
  return {
    /** Puts the count in place of the one before. */
    replace: async (counted: CountedSigns): Promise<void> => {
      const put = () => signs.replaceOne({ _id: signsId(counted) }, { ...counted }, { upsert: true });
      if (!(await insertOnce(put))) await put(); // made by another process at the same moment
    },

    /** Notes that the board was written after these counts, as far as they still stand. */
    noteLooked: async (counted: readonly CountedSigns[]): Promise<void> => {
      for (const each of counted) {
        const { marked } = each;
        await signs.updateOne({ _id: signsId(each), marked }, { $set: { lookedAt: marked } });
      }
    },

    ofCohorts: async (cohortIds: readonly CohortId[]): Promise<readonly CountedSigns[]> =>
      (await signs.find({ cohortId: { $in: [...cohortIds] } }).lean<SignsDocument[]>()).map(toCounted),
  };
}
