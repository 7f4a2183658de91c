// Tables of counts for pages, one a school, cohort and report (decision R16). A table is marked when a row behind it changed,
// counted anew whole from the rows, and put in place by one write that holds only while nobody marked it again meanwhile;
// otherwise the mark stays and it is counted once more. So a table without a mark equals a recount.
import { Schema, type Connection } from 'mongoose';
import type { CohortId, SchoolId } from '../domain/alumni/ids.js';
import { reportNames, type CountedPlace, type ReportName, type Table } from '../domain/insight/reports.js';
import { placesTaken } from './insert-new.js';

interface RollupDocument extends CountedPlace {
  readonly _id: string;
  readonly report: ReportName;
  readonly table?: Table;
  /** In place of the table where it tells of reasons, money and the like. */
  readonly sealed?: string;
  /** How often it was marked; what the write of a recount is guarded by. */
  readonly marked: number;
  readonly due?: true;
  /** When it was counted: every row written before was in it. */
  readonly countedAt?: Date;
}

/** One table as pages read it. */
interface Rollup extends CountedPlace {
  readonly report: ReportName;
  /** Empty where it is sealed. */
  readonly table: Table;
  readonly sealed?: string;
  /** Null while it was never counted. */
  readonly countedAt: Date | null;
  readonly marked: number;
  /** A row behind it changed since. */
  readonly due: boolean;
}

const needed = { type: String, required: true } as const;
const rollupSchema = new Schema<RollupDocument>(
  {
    _id: needed,
    schoolId: needed,
    cohortId: needed,
    report: needed,
    table: { type: Schema.Types.Mixed }, // names and counts, replaced whole
    sealed: { type: String },
    marked: { type: Number, required: true },
    due: { type: Boolean },
    countedAt: { type: Date },
  },
  { collection: 'rollups', versionKey: false, strict: 'throw', minimize: false },
);
rollupSchema.index({ report: 1, cohortId: 1, schoolId: 1 });
rollupSchema.index({ due: 1, _id: 1 }, { partialFilterExpression: { due: { $exists: true } } });

/** Every place has a table of each report; these are the quickest to read over. */
const smallest = 'later' satisfies ReportName;

const idOf = ({ schoolId, cohortId }: CountedPlace, report: ReportName): string => `${schoolId}~${cohortId}~${report}`;

const toRollup = ({ schoolId, cohortId, report, table, sealed, countedAt, marked, due }: RollupDocument): Rollup => ({
  ...{ schoolId, cohortId, report, marked },
  table: table ?? {},
  ...(sealed !== undefined && { sealed }),
  countedAt: countedAt ?? null,
  due: due === true,
});

/** Tables by report, cohort and school. */
export function rollupsStore(connection: Connection) {
  const rollups = connection.model<RollupDocument>('Rollup', rollupSchema);

  const again = { $inc: { marked: 1 }, $set: { due: true as const } };

  return {
    /** The rows of these places changed: every table of them is to be counted anew. */
    mark: async (places: readonly CountedPlace[]): Promise<void> => {
      const distinct = [...new Map(places.map((place) => [idOf(place, reportNames[0]), place])).values()];
      const ids = distinct.flatMap((place) => reportNames.map((report) => idOf(place, report)));
      const marked = await rollups.updateMany({ _id: { $in: ids } }, again);
      if (marked.matchedCount === ids.length) return;
      const fresh = distinct.flatMap(({ schoolId, cohortId }) =>
        reportNames.map((report) => ({
          updateOne: {
            filter: { _id: idOf({ schoolId, cohortId }, report) },
            update: { ...again, $setOnInsert: { schoolId, cohortId, report } },
            upsert: true,
          },
        })),
      );
      const taken = await placesTaken(() => rollups.bulkWrite(fresh, { ordered: false }));
      // Made by another process at the same moment.
      if (taken.length > 0)
        await rollups.updateMany({ _id: { $in: taken.flatMap((place) => ids[place] ?? []) } }, again);
    },

    /** Up to so many tables that are to be counted anew, those of one place together; what was counted before is left out. */
    due: async (limit: number): Promise<readonly Omit<Rollup, 'table' | 'sealed'>[]> =>
      (
        await rollups
          .find({ due: true }, { table: 0, sealed: 0 })
          .sort({ _id: 1 })
          .limit(limit)
          .lean<RollupDocument[]>()
      ).map(toRollup),

    /** Puts the recount in place unless it was marked again since it was read; false then. */
    replace: async (
      { marked, ...whose }: Pick<Rollup, 'schoolId' | 'cohortId' | 'report' | 'marked'>,
      counted: { readonly table: Table } | { readonly sealed: string },
      countedAt: Date,
    ): Promise<boolean> => {
      const written = await rollups.updateOne(
        { _id: idOf(whose, whose.report), marked },
        {
          $set: { ...counted, countedAt },
          $unset: { due: 1, ...('sealed' in counted ? { table: 1 } : { sealed: 1 }) },
        },
      );
      return written.matchedCount === 1;
    },

    /** The tables of a report for these cohorts, of every school. */
    ofCohorts: async (report: ReportName, cohortIds: readonly CohortId[]): Promise<readonly Rollup[]> =>
      (await rollups.find({ report, cohortId: { $in: [...cohortIds] } }).lean<RollupDocument[]>()).map(toRollup),

    /** Which tables of a report there are for these cohorts, in which state: another text as soon as one of them changes. */
    marksOf: async (report: ReportName, cohortIds: readonly CohortId[]): Promise<string> => {
      const marks = await rollups
        .find({ report, cohortId: { $in: [...cohortIds] } }, { marked: 1, due: 1, countedAt: 1 })
        .lean<Pick<RollupDocument, '_id' | 'marked' | 'due' | 'countedAt'>[]>();
      return marks
        .map(
          ({ _id, marked, due, countedAt }) =>
            `${_id} ${marked} ${due === true ? 'due' : 'counted'} ${countedAt?.getTime() ?? 0}`,
        )
        .sort()
        .join('\n');
    },

    /** The tables of one place. */
    ofPlace: async (place: CountedPlace): Promise<readonly Rollup[]> =>
      (
        await rollups.find({ _id: { $in: reportNames.map((report) => idOf(place, report)) } }).lean<RollupDocument[]>()
      ).map(toRollup),

    /** Every place that has a table. */
    places: async (): Promise<readonly CountedPlace[]> =>
      (
        await rollups
          .find({ report: smallest }, { schoolId: 1, cohortId: 1 })
          .lean<{ readonly schoolId: SchoolId; readonly cohortId: CohortId }[]>()
      ).map(({ schoolId, cohortId }) => ({ schoolId, cohortId })),
  };
}
