// Requests for help (Y7). One a person is open at a time, which its unique key holds. What people wrote, and what staff noted, is
// sealed (requirement P5). Changes replace the whole under its revision; whose mail is still to be written stands inside it.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { AlumnusId, StaffId } from '../domain/alumni/ids.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import type { FurtherWords, HelpRequest, HelpRequestId, ReplyToSend } from '../domain/survey/help-request.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';
import { careStepsField } from './safety-flags.js';
import { withinSchools } from './within-schools.js';

interface HelpDocument extends Omit<HelpRequest, 'id'> {
  readonly _id: HelpRequestId;
  /** The person, while it is open. */
  readonly openFor?: AlumnusId;
  readonly auditIntents?: readonly AuditIntent[];
}

const helpSchema = new Schema<HelpDocument>(
  {
    _id: { type: String, required: true },
    alumnusId: { type: String, required: true },
    openFor: { type: String },
    schoolId: { type: String, required: true },
    askedAt: { type: Date, required: true },
    askedBy: { type: String, required: true },
    way: { type: String, required: true },
    about: { type: String },
    further: {
      type: [
        new Schema<FurtherWords>(
          { id: String, at: Date, by: String, way: String, replyBy: String, about: String },
          { _id: false, id: false },
        ),
      ],
      default: undefined,
    },
    owner: { type: String, required: true },
    replyBy: { type: String, required: true },
    state: { type: String, required: true },
    steps: careStepsField,
    repliedAt: { type: Date },
    outcome: { type: String },
    closedAt: { type: Date },
    wordsUntil: { type: Date },
    toLook: { type: Boolean },
    tell: { type: [String], default: undefined }, // absent when empty, so that the partial index stays small
    toSend: {
      type: [new Schema<ReplyToSend>({ step: Number, addressNumber: Number }, { _id: false, id: false })],
      default: undefined,
    },
    lateAt: { type: Date },
    revision: { type: Number, required: true },
    auditIntents: auditIntentsField,
  },
  { collection: 'helprequests', versionKey: false, strict: 'throw' },
);
helpSchema.index({ openFor: 1 }, { unique: true, partialFilterExpression: { openFor: { $exists: true } } });
helpSchema.index({ state: 1, replyBy: 1 });
helpSchema.index({ owner: 1, state: 1, replyBy: 1 });
helpSchema.index({ tell: 1 }, { partialFilterExpression: { tell: { $exists: true } } });
helpSchema.index({ toLook: 1 }, { partialFilterExpression: { toLook: { $exists: true } } });
helpSchema.index({ 'toSend.step': 1 }, { partialFilterExpression: { 'toSend.step': { $exists: true } } });
helpSchema.index({ lateAt: 1 });
helpSchema.index({ alumnusId: 1 });
helpSchema.index({ wordsUntil: 1 });
helpSchema.index(...auditIntentsIndex);

const mayBeAbsent = [
  'about',
  'further',
  'repliedAt',
  'outcome',
  'closedAt',
  'wordsUntil',
  'toLook',
  'tell',
  'toSend',
  'lateAt',
  'openFor',
] as const;
const toRequest = ({ _id, auditIntents: _auditIntents, openFor: _openFor, ...rest }: HelpDocument): HelpRequest => ({
  id: _id,
  ...rest,
});
const documentOf = ({ id: _id, ...rest }: HelpRequest) => ({
  ...rest,
  ...(rest.state === 'open' ? { openFor: rest.alumnusId } : {}),
});

/** Requests for help by person, by owner and by what is due. */
export function helpRequestsStore(connection: Connection) {
  const requests = connection.model<HelpDocument>('HelpRequest', helpSchema);
  const some = async (filter: object, sort: Readonly<Record<string, 1 | -1>>, limit: number) =>
    (await requests.find(filter).sort(sort).limit(limit).lean<HelpDocument[]>()).map(toRequest);
  const order = (state: HelpRequest['state']) => ({ replyBy: state === 'open' ? 1 : -1 }) as const;

  return {
    /** Keeps it; false when the person has an open one. */
    insert: (request: HelpRequest, audit: AuditIntent): Promise<boolean> =>
      insertOnce(() => requests.create({ _id: request.id, ...documentOf(request), auditIntents: [audit] })),

    find: async (id: HelpRequestId): Promise<HelpRequest | null> => {
      const found = await requests.findById(id).lean<HelpDocument>();
      return found === null ? null : toRequest(found);
    },

    /** The person's open one. */
    openOf: async (alumnusId: AlumnusId): Promise<HelpRequest | null> => {
      const found = await requests.findOne({ openFor: { $eq: alumnusId, $exists: true } }).lean<HelpDocument>();
      return found === null ? null : toRequest(found);
    },

    /** Somebody's own: open ones, soonest reply first; or closed ones, latest first. */
    ofOwner: (owner: StaffId, state: HelpRequest['state'], limit: number): Promise<readonly HelpRequest[]> =>
      some({ owner, state }, order(state), limit),

    /** All of the schools, in the same order. */
    list: (scope: SchoolScope, state: HelpRequest['state'], limit: number): Promise<readonly HelpRequest[]> =>
      some({ state, ...withinSchools(scope) }, order(state), limit),

    /** How many of somebody's wait for a reply. */
    countWaiting: (owner: StaffId): Promise<number> =>
      requests.countDocuments({ owner, state: 'open', repliedAt: { $exists: false } }),

    /** How many of the schools wait for a reply that was due before the day. */
    countLate: (scope: SchoolScope, today: LocalDate): Promise<number> =>
      requests.countDocuments({
        state: 'open',
        replyBy: { $lt: today },
        repliedAt: { $exists: false },
        ...withinSchools(scope),
      }),

    withTell: (limit: number): Promise<readonly HelpRequest[]> => some({ tell: { $exists: true, $gt: '' } }, {}, limit),

    toLookAt: (limit: number): Promise<readonly HelpRequest[]> =>
      some({ toLook: { $exists: true, $eq: true } }, {}, limit),

    withToSend: (limit: number): Promise<readonly HelpRequest[]> =>
      some({ 'toSend.step': { $exists: true, $gte: 0 } }, {}, limit),

    wasSent: async (id: HelpRequestId, step: number): Promise<void> => {
      await requests.updateOne({ _id: id }, { $pull: { toSend: { step } } });
      await requests.updateOne({ _id: id, toSend: { $size: 0 } }, { $unset: { toSend: 1 } });
    },

    /** Nothing is to be looked at any more, unless something was said since that revision. */
    wasLookedAt: async ({ id, revision }: Pick<HelpRequest, 'id' | 'revision'>): Promise<void> => {
      await requests.updateOne({ _id: id, revision }, { $unset: { toLook: 1 } });
    },

    /** Takes somebody out of those whose mail is to be written, unless the request changed since that revision. */
    wasTold: async ({ id, revision }: Pick<HelpRequest, 'id' | 'revision'>, staff: StaffId): Promise<void> => {
      await requests.updateOne({ _id: id, revision }, { $pull: { tell: staff } });
      await requests.updateOne({ _id: id, tell: { $size: 0 } }, { $unset: { tell: 1 } });
    },

    /** Notes that somebody reads it, before it is opened. */
    noteReading: async (id: HelpRequestId, audit: AuditIntent): Promise<void> => {
      await requests.updateOne({ _id: id }, { $push: { auditIntents: audit } });
    },

    /** Those without a reply that are late by that moment and nobody was told of. */
    late: (by: Date, limit: number): Promise<readonly HelpRequest[]> => some({ lateAt: { $lte: by } }, {}, limit),

    /** Wipes what was said in those whose time is over. */
    wipe: async (by: Date): Promise<void> => {
      await requests.updateMany(
        { wordsUntil: { $lte: by } },
        { $set: { steps: [] }, $unset: { about: 1, further: 1, wordsUntil: 1 }, $inc: { revision: 1 } },
      );
    },

    /** Writes the next state over the revision that it rests on; false when another write was first. */
    replace: async (request: HelpRequest, audit?: AuditIntent): Promise<boolean> => {
      const fields: Omit<HelpDocument, '_id'> = documentOf(request);
      const absent = mayBeAbsent.filter((field) => fields[field] === undefined);
      const written = await requests.updateOne(
        { _id: request.id, revision: request.revision - 1 },
        {
          $set: fields,
          ...(absent.length === 0 ? {} : { $unset: Object.fromEntries(absent.map((field) => [field, 1])) }),
          ...(audit === undefined ? {} : { $push: { auditIntents: audit } }),
        },
      );
      return written.matchedCount === 1;
    },
  };
}
