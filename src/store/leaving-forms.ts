// The leaving forms of form groups, one document a group (Y1). A tutor opens and closes it; the code is there only while it is
// open, so that an old sheet of paper leads nowhere. Changes are guarded by the revision.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { CohortId } from '../domain/alumni/ids.js';
import type { LeavingForm, LeavingFormId } from '../domain/survey/leaving-form.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { unlessThere } from './insert-new.js';

interface FormDocument extends Omit<LeavingForm, 'id'> {
  readonly _id: LeavingFormId;
  readonly auditIntents?: readonly AuditIntent[];
}

const formSchema = new Schema<FormDocument>(
  {
    _id: { type: String, required: true },
    schoolId: { type: String, required: true },
    cohortId: { type: String, required: true },
    formGroup: { type: String, required: true },
    opening: { type: Number, required: true },
    code: { type: String },
    openedBy: { type: String, required: true },
    openedAt: { type: Date, required: true },
    closesOn: { type: String, required: true },
    closedAt: { type: Date },
    revision: { type: Number, required: true },
    auditIntents: auditIntentsField,
  },
  { collection: 'leavingforms', versionKey: false, strict: 'throw' },
);
formSchema.index({ code: 1 }, { unique: true, partialFilterExpression: { code: { $exists: true } } });
formSchema.index({ cohortId: 1, _id: 1 });
formSchema.index(...auditIntentsIndex);

const toForm = ({ _id, auditIntents: _auditIntents, ...rest }: FormDocument): LeavingForm => ({ id: _id, ...rest });

/** Leaving forms by id, by code and by cohort. */
export function leavingFormsStore(connection: Connection) {
  const forms = connection.model<FormDocument>('LeavingForm', formSchema);
  const one = (document: FormDocument | null): LeavingForm | null => (document === null ? null : toForm(document));
  return {
    find: async (id: LeavingFormId): Promise<LeavingForm | null> => one(await forms.findById(id).lean<FormDocument>()),

    byCode: async (code: string): Promise<LeavingForm | null> =>
      one(await forms.findOne({ code }).lean<FormDocument>()),

    ofCohort: async (cohortId: CohortId): Promise<readonly LeavingForm[]> =>
      (await forms.find({ cohortId }).sort({ _id: 1 }).lean<FormDocument[]>()).map(toForm),

    /** Writes the next state over the revision that it rests on; false when another write, or another's code, was first. */
    replace: async ({ id, code, closedAt, ...rest }: LeavingForm, audit: AuditIntent): Promise<boolean> => {
      const update = {
        $set: {
          ...rest,
          ...(code === undefined ? {} : { code }),
          ...(closedAt === undefined ? {} : { closedAt }),
        },
        ...(code === undefined || closedAt === undefined
          ? {
              $unset: {
                ...(code === undefined ? { code: 1 } : {}),
                ...(closedAt === undefined ? { closedAt: 1 } : {}),
              },
            }
          : {}),
        $push: { auditIntents: audit },
      } as const;
      return unlessThere(async () => {
        const written = await forms.updateOne(
          rest.revision === 1 ? { _id: id, revision: { $exists: false } } : { _id: id, revision: rest.revision - 1 },
          update,
          { upsert: rest.revision === 1 },
        );
        return written.matchedCount + written.upsertedCount === 1;
      }, false);
    },
  };
}
