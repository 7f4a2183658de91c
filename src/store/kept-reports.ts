// Figures of past days that are kept: one document for a school's cohort and day, inserted once and never changed (decision R17; M12).
import { Schema, type Connection } from 'mongoose';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { CountedPlace } from '../domain/insight/reports.js';
import type { KeptReport } from '../domain/insight/known-then.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

interface ReportDocument extends Omit<KeptReport, 'id'> {
  readonly _id: string;
  readonly auditIntents?: readonly AuditIntent[];
}

const needed = { type: String, required: true } as const;
const reportSchema = new Schema<ReportDocument>(
  {
    ...{ _id: needed, schoolId: needed, cohortId: needed, on: needed, madeBy: needed, rule: needed, hash: needed },
    madeAt: { type: Date, required: true },
    lists: { type: [String], required: true },
    recipe: { type: Number, required: true },
    people: { type: [String], required: true },
    figures: { type: Schema.Types.Mixed, required: true }, // names and counts, kept whole
    auditIntents: auditIntentsField,
  },
  { collection: 'keptreports', versionKey: false, strict: 'throw', minimize: false },
);
reportSchema.index({ schoolId: 1, cohortId: 1, on: -1 });
reportSchema.index(...auditIntentsIndex);

const mostListed = 100;
const toReport = ({ _id, auditIntents: _audit, ...rest }: ReportDocument): KeptReport => ({ id: _id, ...rest });
const withinScope = (scope: SchoolScope) => (scope === 'every-school' ? {} : { schoolId: { $in: [...scope] } });

/** Reports by place and day. */
export function keptReportsStore(connection: Connection) {
  const reports = connection.model<ReportDocument>('KeptReport', reportSchema);
  return {
    find: async (scope: SchoolScope, id: string): Promise<KeptReport | null> => {
      const found = await reports.findOne({ _id: id, ...withinScope(scope) }).lean<ReportDocument>();
      return found === null ? null : toReport(found);
    },

    /** Those of a school's cohort, the latest day first, without the people. */
    ofPlace: async ({ schoolId, cohortId }: CountedPlace): Promise<readonly Omit<KeptReport, 'people'>[]> =>
      (
        await reports
          .find({ schoolId, cohortId }, { people: 0 })
          .sort({ on: -1 })
          .limit(mostListed)
          .lean<ReportDocument[]>()
      ).map(toReport),

    /** All of them. */
    async *each(): AsyncGenerator<KeptReport> {
      for await (const document of reports
        .find({ _id: { $gt: '' } })
        .lean<ReportDocument[]>()
        .cursor()) {
        yield toReport(document);
      }
    },

    /** Adds a report; false where one of that day stands already, which stays as it is. */
    insert: ({ id, ...report }: KeptReport, audit: AuditIntent): Promise<boolean> =>
      insertOnce(() => reports.create({ _id: id, ...report, auditIntents: [audit] })),
  };
}
