// The answers of one invitation: draft, revision counter and submitted revisions in one document (decision R14), so that
// sending is one write. Answers stand only as sealed text (requirement P5); in clear is how far somebody came. What must
// follow from sending is written in the same write as a follow-up (reliability, "The pattern that replaces a transaction").
import { Schema, type Connection } from 'mongoose';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../domain/alumni/ids.js';
import type { ResponseState } from '../domain/survey/response.js';
import type { InvitationId } from '../domain/waves/invitation.js';
import type { QuestionnaireRef, WaveId } from '../domain/waves/wave.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { takeFollowUpOut, withOpenFollowUps } from './follow-ups.js';
import { insertNew } from './insert-new.js';
import { readTogether, together } from './together.js';
import { withinSchools } from './within-schools.js';

/** Answers as they were sent; never changed afterwards. */
export interface Submission {
  /** From 1; a correction is the next one. */
  readonly number: number;
  /** Sealed `Answers`. */
  readonly answers: string;
  readonly at: Date;
  /** Somebody helped the person to answer, who is not a proxy (Y13). */
  readonly helped?: boolean;
  /** Who wrote them down on the telephone, and who spoke; absent where the person sent them. */
  readonly caller?: { readonly staffId: StaffId; readonly source: 'phone' | 'proxy'; readonly contactNumber: number };
  /** Number of the contact point whose link they came by. */
  readonly contactNumber?: number;
}

/** A submission whose consequences are still to be carried out. */
export interface ResponseFollowUp {
  readonly id: string;
  readonly submission: number;
}

export interface StoredResponse {
  readonly id: InvitationId;
  readonly waveId: WaveId;
  readonly alumnusId: AlumnusId;
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  readonly questionnaire: QuestionnaireRef;
  readonly state: ResponseState;
  /** Raised by one with every write. */
  readonly revision: number;
  /** Sealed `Draft`. */
  readonly draft: string;
  /** How many questions were answered or skipped. */
  readonly passed: number;
  readonly submissions: readonly Submission[];
  readonly followUps?: readonly ResponseFollowUp[];
  readonly startedAt: Date;
  readonly savedAt: Date;
  readonly submittedAt?: Date;
}

interface ResponseDocument extends Omit<StoredResponse, 'id'> {
  readonly _id: InvitationId;
  readonly auditIntents?: readonly AuditIntent[];
}

const inner = { _id: false, id: false } as const;
const responseSchema = new Schema<ResponseDocument>(
  {
    _id: { type: String, required: true },
    waveId: { type: String, required: true },
    alumnusId: { type: String, required: true },
    schoolId: { type: String, required: true },
    cohortId: { type: String, required: true },
    questionnaire: new Schema({ name: String, version: Number }, inner),
    state: { type: String, required: true },
    revision: { type: Number, required: true },
    draft: { type: String, required: true },
    passed: { type: Number, required: true },
    submissions: {
      type: [
        new Schema<Submission>(
          {
            number: Number,
            answers: String,
            at: Date,
            helped: Boolean,
            caller: new Schema({ staffId: String, source: String, contactNumber: Number }, inner),
            contactNumber: Number,
          },
          inner,
        ),
      ],
    },
    followUps: {
      type: [new Schema({ id: String, submission: Number }, inner)],
      default: undefined, // absent when empty, so that the partial index of open follow-ups stays small
    },
    startedAt: { type: Date, required: true },
    savedAt: { type: Date, required: true },
    submittedAt: { type: Date },
    auditIntents: auditIntentsField,
  },
  { collection: 'responses', versionKey: false, strict: 'throw' },
);
responseSchema.index({ 'followUps.id': 1 }, { partialFilterExpression: { 'followUps.id': { $exists: true } } });
responseSchema.index({ alumnusId: 1 });
// What the list of responses asks for: newest first, of everybody, of a wave, of some schools.
responseSchema.index({ savedAt: -1 });
responseSchema.index({ waveId: 1, savedAt: -1 });
responseSchema.index({ schoolId: 1, savedAt: -1 });
responseSchema.index({ submittedAt: 1 });
responseSchema.index(...auditIntentsIndex);

const toResponse = ({ _id, auditIntents: _auditIntents, ...rest }: ResponseDocument): StoredResponse => ({
  id: _id,
  ...rest,
});

export interface ResponseFilter {
  readonly waveId?: WaveId;
  readonly schoolId?: SchoolId;
  readonly state?: ResponseState;
  /** Saved at or after this instant. */
  readonly since?: Date;
  /** Saved before this instant: where the page before ended. */
  readonly before?: Date;
  readonly limit: number;
}

/** Responses by invitation, by what is left to do, and as staff list them. */
export function responsesStore(connection: Connection) {
  const responses = connection.model<ResponseDocument>('Response', responseSchema);
  return {
    find: readTogether(async (ids: readonly InvitationId[]): Promise<ReadonlyMap<InvitationId, StoredResponse>> => {
      const found = await responses.find({ _id: { $in: [...ids] } }).lean<ResponseDocument[]>();
      return new Map(found.map((document) => [document._id, toResponse(document)]));
    }),

    /** Puts the first draft in place; false when there is a response already. */
    begin: together(async (fresh: readonly Omit<StoredResponse, 'followUps' | 'submittedAt'>[]) => {
      const taken = await insertNew<ResponseDocument>(
        responses,
        fresh.map(({ id, ...rest }) => ({ _id: id, ...rest })),
      );
      return fresh.map((_, place) => !taken.includes(place));
    }),

    /** Replaces the draft of the revision that it rests on; false when another write was first. */
    saveDraft: async (
      { id, revision }: Pick<StoredResponse, 'id' | 'revision'>,
      saved: Pick<StoredResponse, 'draft' | 'passed' | 'savedAt'>,
    ): Promise<boolean> =>
      (await responses.updateOne({ _id: id, revision }, { $set: saved, $inc: { revision: 1 } })).matchedCount === 1,

    /**
     * Keeps what was sent, with all that must follow from it, in one write; false when another write was first.
     * @param draft stands in place of the draft that was sent, where one is given
     */
    submit: async (
      { id, revision }: Pick<StoredResponse, 'id' | 'revision'>,
      submission: Submission,
      audit: AuditIntent,
      draft?: string,
    ): Promise<boolean> => {
      const followUp: ResponseFollowUp = { id: `${id}:${submission.number}`, submission: submission.number };
      const changed = await responses.updateOne(
        { _id: id, revision },
        {
          $set: {
            state: 'completed',
            submittedAt: submission.at,
            savedAt: submission.at,
            ...(draft !== undefined && { draft }),
          },
          $push: { submissions: submission, followUps: followUp, auditIntents: audit },
          $inc: { revision: 1 },
        },
      );
      return changed.matchedCount === 1;
    },

    withFollowUps: async (limit: number): Promise<readonly StoredResponse[]> =>
      (await responses.find(withOpenFollowUps).limit(limit).lean<ResponseDocument[]>()).map(toResponse),

    /** Takes a follow-up out once it is done. */
    followUpDone: (id: InvitationId, followUpId: string): Promise<void> => takeFollowUpOut(responses, id, followUpId),

    /** How many were sent, or sent again, at or after the instant, within the schools. */
    submittedSince: (scope: SchoolScope, since: Date): Promise<number> =>
      responses.countDocuments({
        submittedAt: { $gte: since },
        ...withinSchools(scope),
      }),

    /** Responses within the schools, last saved first. */
    page: async (scope: SchoolScope, filter: ResponseFilter): Promise<readonly StoredResponse[]> => {
      const { waveId, schoolId, state, since, before, limit } = filter;
      const schools = [
        ...(scope === 'every-school' ? [] : [{ schoolId: { $in: [...scope] } }]),
        ...(schoolId === undefined ? [] : [{ schoolId }]),
      ];
      const saved = {
        ...(since === undefined ? {} : { $gte: since }),
        ...(before === undefined ? {} : { $lt: before }),
      };
      const found = await responses
        .find({
          ...(waveId === undefined ? {} : { waveId }),
          ...(state === undefined ? {} : { state }),
          ...(since === undefined && before === undefined ? {} : { savedAt: saved }),
          ...(schools.length === 0 ? {} : { $and: schools }),
        })
        .sort({ savedAt: -1 })
        .limit(limit)
        .lean<ResponseDocument[]>();
      return found.map(toResponse);
    },
  };
}
