// One small row per person for counting, so that pages never read a million records (decision R16).
// At most 400 bytes as BSON; no sensitive code in clear. Rewritten whole after every change of the destination record,
// never by an older revision over a newer one.
import { Schema, type Connection } from 'mongoose';
import type { OutcomeRow } from '../domain/destinations/outcome.js';
import type { ResultCount } from '../domain/official/own-row.js';
import type { AlumnusId, CohortId, SchoolId } from '../domain/alumni/ids.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import type { Activity } from '../domain/destinations/activity.js';
import { putUnlessLater } from './insert-new.js';
import { withinSchools } from './within-schools.js';

interface OutcomeDocument extends Omit<OutcomeRow, 'id' | 'risk'> {
  readonly _id: AlumnusId;
  readonly risk?: number[];
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
    studied: text,
    way: { type: String, required: true },
    stay: text,
    at: text,
    later: text,
    uncounted: { type: Boolean },
    conflicts: { type: Number, required: true },
    seenOn: text,
    risk: { type: [Number], default: undefined },
    recipe: { type: Number },
    revision: { type: Number, required: true },
  },
  { collection: 'outcomes', versionKey: false, strict: 'throw' },
);
outcomeSchema.index({ cohortId: 1, schoolId: 1, verdict: 1 });
outcomeSchema.index({ risk: 1, _id: 1 }, { partialFilterExpression: { risk: { $exists: true } } });
outcomeSchema.index({ now: 1, seenOn: 1, _id: 1 });
outcomeSchema.index({ at: 1, _id: 1 }, { partialFilterExpression: { at: { $exists: true } } });

const asDocument = (id: AlumnusId, { risk, ...row }: Omit<OutcomeRow, 'id'>): OutcomeDocument => ({
  _id: id,
  ...row,
  ...(risk !== undefined && { risk: [...risk] }),
});
const toRow = ({ _id, ...row }: OutcomeDocument): OutcomeRow => ({ id: _id, ...row });

/** How many of one school's cohort are listed under a number (see `riskNumber`). */
interface AtRiskCount {
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  readonly number: number;
  readonly count: number;
}

/** An activity, and the first and last day on which it was last told. */
interface SeenBetween {
  readonly now: Activity;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** From where a list goes on: after this person, among those last seen on that day, and later ones. */
interface SeenAfter {
  readonly seenOn: LocalDate;
  readonly id: AlumnusId;
}

/** The person's row where it gives way: one of an earlier revision, or of the same made by an earlier recipe or none. */
const earlier = (id: AlumnusId, { revision, recipe = 0 }: Omit<OutcomeRow, 'id'>): object => ({
  _id: id,
  $or: [{ revision: { $lt: revision } }, ...(recipe > 0 ? [{ revision, recipe: { $not: { $gte: recipe } } }] : [])],
});

/** Whoever has died, is restricted or repeats the year stands in no figure, and on no list of whom to follow up (Y4). */
const counted = { uncounted: { $exists: false } } as const;

/** Rows for counting, one a person. */
export function outcomesStore(connection: Connection) {
  const outcomes = connection.model<OutcomeDocument>('Outcome', outcomeSchema);
  return {
    /** Who is listed under the number (see `riskNumber`), in order of ids, after the one given (empty: from the first). */
    atRisk: async (scope: SchoolScope, number: number, after: string, limit: number): Promise<readonly AlumnusId[]> => {
      const listed: object = { risk: number, _id: { $gt: after }, ...withinSchools(scope) }; // one of the numbers is it
      const rows = await outcomes
        .find(listed, { _id: 1 })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Pick<OutcomeDocument, '_id'>[]>();
      return rows.map(({ _id }) => _id);
    },

    /** How many are listed under each of the numbers, by school and cohort; who stands in no figure is left out. */
    countAtRisk: async (scope: SchoolScope, numbers: readonly number[]): Promise<readonly AtRiskCount[]> => {
      const listed = { $in: [...numbers] };
      const groups = await outcomes.aggregate<{ _id: Omit<AtRiskCount, 'count'>; count: number }>([
        { $match: { risk: { $exists: true, ...listed }, uncounted: { $ne: true }, ...withinSchools(scope) } },
        { $unwind: '$risk' },
        { $match: { risk: listed } }, // one of the numbers was it
        { $group: { _id: { schoolId: '$schoolId', cohortId: '$cohortId', number: '$risk' }, count: { $sum: 1 } } },
      ]);
      return groups.map(({ _id, count }) => ({ ..._id, count }));
    },

    /** Who is in the activity and was last seen within the days (both included), the longest ago first. */
    lastSeen: async (
      scope: SchoolScope,
      { now, from, to, after, limit }: SeenBetween & { readonly after: SeenAfter | null; readonly limit: number },
    ): Promise<readonly SeenAfter[]> => {
      const rows = async (seenOn: object, id: object, most: number): Promise<readonly SeenAfter[]> =>
        (
          await outcomes
            .find({ now, seenOn, ...counted, ...id, ...withinSchools(scope) }, { seenOn: 1 })
            .sort({ seenOn: 1, _id: 1 })
            .limit(most)
            .lean<(Pick<OutcomeDocument, '_id'> & { readonly seenOn: LocalDate })[]>()
        ).map(({ _id, seenOn: day }) => ({ id: _id, seenOn: day }));
      if (after === null) return rows({ $gte: from, $lte: to }, {}, limit);
      const sameDay = await rows({ $eq: after.seenOn }, { _id: { $gt: after.id } }, limit);
      if (sameDay.length >= limit) return sameDay;
      return [...sameDay, ...(await rows({ $gt: after.seenOn, $lte: to }, {}, limit - sameDay.length))];
    },

    countLastSeen: (scope: SchoolScope, { now, from, to }: SeenBetween): Promise<number> =>
      outcomes.countDocuments({ now, seenOn: { $gte: from, $lte: to }, ...counted, ...withinSchools(scope) }),

    /** Puts each row in place unless a later revision's, or the same made by a later recipe, stands there. Again changes nothing. */
    write: (...rows: readonly OutcomeRow[]): Promise<void> =>
      putUnlessLater(rows, (some, upsert) =>
        outcomes.bulkWrite(
          some.map(({ id, ...row }) => ({
            replaceOne: {
              filter: earlier(id, row),
              replacement: asDocument(id, row),
              upsert,
            },
          })),
          { ordered: false },
        ),
      ),

    findMany: async (ids: readonly AlumnusId[]): Promise<ReadonlyMap<AlumnusId, OutcomeRow>> => {
      const rows = await outcomes.find({ _id: { $in: [...ids] } }).lean<OutcomeDocument[]>();
      return new Map(rows.map((row) => [row._id, toRow(row)]));
    },

    /** How many people have a row. */
    count: (): Promise<number> => outcomes.estimatedDocumentCount(),

    /** The next people who study at the place now, in order of ids, after the one given (empty: from the first). */
    atPlace: async (scope: SchoolScope, ukprn: string, after: string, limit: number): Promise<readonly AlumnusId[]> => {
      const there: object = { at: ukprn, ...counted, _id: { $gt: after }, ...withinSchools(scope) };
      const rows = await outcomes
        .find(there, { _id: 1 })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Pick<OutcomeDocument, '_id'>[]>();
      return rows.map(({ _id }) => _id);
    },

    /** The next people who have a row, in order of ids, after the one given (empty: from the first). */
    idsAfter: async (after: string, limit: number): Promise<readonly AlumnusId[]> => {
      const later: object = { _id: { $gt: after } };
      const rows = await outcomes
        .find(later, { _id: 1 })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Pick<OutcomeDocument, '_id'>[]>();
      return rows.map(({ _id }) => _id);
    },

    /** They are counted no more: there is nobody, or their record was merged into another. */
    remove: async (ids: readonly AlumnusId[]): Promise<void> => {
      await outcomes.deleteMany({ _id: { $in: [...ids] } });
    },

    /** Everybody of one school's cohort. */
    async *each(cohortId: CohortId, schoolId: SchoolId): AsyncGenerator<OutcomeRow> {
      const rows = outcomes.find({ cohortId, schoolId }).lean<OutcomeDocument[]>().cursor({ batchSize: 1_000 });
      for await (const row of rows) yield toRow(row);
    },

    /** How many people of one school's cohort have each result; who stands in no figure is left out. */
    countResults: async (cohortId: CohortId, schoolId: SchoolId): Promise<readonly ResultCount[]> => {
      const groups = await outcomes.aggregate<{ _id: Omit<ResultCount, 'count'>; count: number }>([
        { $match: { cohortId, schoolId, uncounted: { $ne: true } } },
        { $group: { _id: { verdict: '$verdict', by: '$by', studied: '$studied' }, count: { $sum: 1 } } },
      ]);
      return groups.map(({ _id, count }) => ({ ..._id, count }));
    },
  };
}
