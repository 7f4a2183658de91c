// What a student filled in on the leaving form, one document a person (Y1): who tried to be them, the draft, what was sent, and
// the open code by which their address is confirmed. Answers stand only as sealed text (requirement P5); of a code only a
// keyed hash is kept. Every change replaces the whole under its revision.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { AlumnusId, CohortId, SchoolId } from '../domain/alumni/ids.js';
import type { SessionMark } from '../domain/survey/response.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { unlessThere } from './insert-new.js';
import type { OpenCode } from './survey-access.js';

/** Answers as they were sent; never changed afterwards. */
export interface LeavingSubmission {
  /** From 1; after the tutor let them answer again, the next one. */
  readonly number: number;
  /** Sealed `Answers`. */
  readonly answers: string;
  readonly at: Date;
  /** Somebody helped the student to answer, who is not a proxy (Y13). */
  readonly helped?: boolean;
}

export interface LeavingAnswers {
  readonly id: AlumnusId;
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  readonly groupKey: string;
  /** `open`: not sent, or to be filled in again; `done`: sent. */
  readonly state: 'open' | 'done';
  /** Tries to be this person that failed since the tutor last looked. */
  readonly failedTries: number;
  /** Sealed `Draft`, of the session that holds it. */
  readonly draft?: string;
  readonly submissions: readonly LeavingSubmission[];
  /** The session that sent the last one, which alone may confirm its address. */
  readonly sentBy?: SessionMark;
  /** Number of the contact point that the last one gave as their own address. */
  readonly addressNumber?: number;
  /** The number of the submission whose consequences are still to be carried out. */
  readonly toFinish?: number;
  readonly code?: OpenCode;
  readonly codesSentAt: readonly Date[];
  /** The address of the last submission was confirmed by a code on that moment. */
  readonly confirmedAt?: Date;
  readonly revision: number;
}

interface AnswersDocument extends Omit<LeavingAnswers, 'id'> {
  readonly _id: AlumnusId;
  readonly auditIntents?: readonly AuditIntent[];
}

const inner = { _id: false, id: false } as const;
const answersSchema = new Schema<AnswersDocument>(
  {
    _id: { type: String, required: true },
    schoolId: { type: String, required: true },
    cohortId: { type: String, required: true },
    groupKey: { type: String, required: true },
    state: { type: String, required: true },
    failedTries: { type: Number, required: true },
    draft: { type: String },
    submissions: {
      type: [new Schema<LeavingSubmission>({ number: Number, answers: String, at: Date, helped: Boolean }, inner)],
    },
    sentBy: { type: String },
    addressNumber: { type: Number },
    toFinish: { type: Number },
    code: new Schema<OpenCode>({ session: String, hash: String, expiresAt: Date, tries: Number }, inner),
    codesSentAt: { type: [Date] },
    confirmedAt: { type: Date },
    revision: { type: Number, required: true },
    auditIntents: auditIntentsField,
  },
  { collection: 'leavinganswers', versionKey: false, strict: 'throw' },
);
answersSchema.index({ schoolId: 1, cohortId: 1, groupKey: 1 });
answersSchema.index({ toFinish: 1 }, { partialFilterExpression: { toFinish: { $exists: true } } });
answersSchema.index(...auditIntentsIndex);

const toAnswers = ({ _id, auditIntents: _auditIntents, ...rest }: AnswersDocument): LeavingAnswers => ({
  id: _id,
  ...rest,
});
const mayBeAbsent = ['draft', 'sentBy', 'addressNumber', 'toFinish', 'code', 'confirmedAt'] as const;

/** Leaving answers by person and by form group. */
export function leavingAnswersStore(connection: Connection) {
  const answers = connection.model<AnswersDocument>('LeavingAnswers', answersSchema);
  return {
    find: async (id: AlumnusId): Promise<LeavingAnswers | null> => {
      const document = await answers.findById(id).lean<AnswersDocument>();
      return document === null ? null : toAnswers(document);
    },

    ofGroup: async (schoolId: SchoolId, cohortId: CohortId, groupKey: string): Promise<readonly LeavingAnswers[]> =>
      (await answers.find({ schoolId, cohortId, groupKey }).lean<AnswersDocument[]>()).map(toAnswers),

    /** How many of each group of the school and cohort have sent it, and confirmed their address. */
    countByGroup: async (
      schoolId: SchoolId,
      cohortId: CohortId,
    ): Promise<ReadonlyMap<string, { readonly done: number; readonly confirmed: number }>> => {
      const rows = await answers.aggregate<{ _id: string; done: number; confirmed: number }>([
        { $match: { schoolId, cohortId, groupKey: { $gt: '' } } },
        {
          $group: {
            _id: '$groupKey',
            done: { $sum: { $cond: [{ $eq: ['$state', 'done'] }, 1, 0] } },
            confirmed: { $sum: { $cond: [{ $gt: ['$confirmedAt', null] }, 1, 0] } },
          },
        },
      ]);
      return new Map(rows.map(({ _id, done, confirmed }) => [_id, { done, confirmed }]));
    },

    toFinish: async (limit: number): Promise<readonly LeavingAnswers[]> =>
      (
        await answers
          .find({ toFinish: { $exists: true, $gt: 0 } })
          .limit(limit)
          .lean<AnswersDocument[]>()
      ).map(toAnswers),

    /** Writes the next state over the revision that it rests on (1: there was none); false when another write was first. */
    replace: async (next: LeavingAnswers, audit?: AuditIntent): Promise<boolean> => {
      const { id, ...rest } = next;
      const absent = mayBeAbsent.filter((field) => next[field] === undefined);
      const update = {
        $set: rest,
        ...(absent.length === 0 ? {} : { $unset: Object.fromEntries(absent.map((field) => [field, 1])) }),
        ...(audit === undefined ? {} : { $push: { auditIntents: audit } }),
      };
      return unlessThere(async () => {
        const written = await answers.updateOne(
          next.revision === 1 ? { _id: id, revision: { $exists: false } } : { _id: id, revision: next.revision - 1 },
          update,
          { upsert: next.revision === 1 },
        );
        return written.matchedCount + written.upsertedCount === 1;
      }, false);
    },
  };
}
