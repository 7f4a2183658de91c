// Safety flags (Y8), one document each, by what was said, so that the same words make one. What was said and what staff noted
// is sealed (requirement P5). Changes replace the whole under its revision; whose mail is still to be written stands inside it.
import { Schema, type Connection } from 'mongoose';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { StaffId } from '../domain/alumni/ids.js';
import type { CareStep, FlagState, SafetyFlag, SafetyFlagId } from '../domain/survey/safety-flag.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';
import { withinSchools } from './within-schools.js';

interface FlagDocument extends Omit<SafetyFlag, 'id'> {
  readonly _id: SafetyFlagId;
  readonly auditIntents?: readonly AuditIntent[];
}

export const careStepsField = {
  type: [new Schema<CareStep>({ at: Date, by: String, said: String }, { _id: false, id: false })],
} as const;

const flagSchema = new Schema<FlagDocument>(
  {
    _id: { type: String, required: true },
    source: { type: String, required: true },
    from: { type: String, required: true },
    alumnusId: { type: String },
    schoolId: { type: String },
    worry: { type: String, required: true },
    route: { type: String, required: true },
    raisedAt: { type: Date, required: true },
    raisedBy: { type: String },
    state: { type: String, required: true },
    words: { type: String },
    wordsUntil: { type: Date },
    told: { type: [String], required: true },
    tell: { type: [String], default: undefined }, // absent when empty, so that the partial index stays small
    goesOnAt: { type: Date },
    wentOn: { type: Number, required: true },
    readAt: { type: Date },
    steps: careStepsField,
    outcome: { type: String },
    closedAt: { type: Date },
    revision: { type: Number, required: true },
    auditIntents: auditIntentsField,
  },
  { collection: 'safetyflags', versionKey: false, strict: 'throw' },
);
flagSchema.index({ source: 1 }, { unique: true });
flagSchema.index({ state: 1, raisedAt: -1 });
flagSchema.index({ told: 1, state: 1, raisedAt: -1 });
flagSchema.index({ goesOnAt: 1 });
flagSchema.index({ alumnusId: 1 }, { partialFilterExpression: { alumnusId: { $exists: true } } });
flagSchema.index({ tell: 1 }, { partialFilterExpression: { tell: { $exists: true } } });
flagSchema.index({ wordsUntil: 1 });
flagSchema.index(...auditIntentsIndex);

const mayBeAbsent = ['words', 'wordsUntil', 'tell', 'goesOnAt', 'readAt', 'outcome', 'closedAt'] as const;
const toFlag = ({ _id, auditIntents: _auditIntents, ...rest }: FlagDocument): SafetyFlag => ({ id: _id, ...rest });

/** Flags by id, by what was said, by whom they were shown, and by what is due. */
export function safetyFlagsStore(connection: Connection) {
  const flags = connection.model<FlagDocument>('SafetyFlag', flagSchema);
  const some = async (filter: object, limit: number): Promise<readonly SafetyFlag[]> =>
    (await flags.find(filter).limit(limit).lean<FlagDocument[]>()).map(toFlag);

  return {
    /** Keeps it; false when the same words have one already. */
    insert: ({ id, ...rest }: SafetyFlag, audit: AuditIntent): Promise<boolean> =>
      insertOnce(() => flags.create({ _id: id, ...rest, auditIntents: [audit] })),

    find: async (id: SafetyFlagId): Promise<SafetyFlag | null> => {
      const found = await flags.findById(id).lean<FlagDocument>();
      return found === null ? null : toFlag(found);
    },

    findBySource: async (source: string): Promise<SafetyFlag | null> => {
      const found = await flags.findOne({ source }).lean<FlagDocument>();
      return found === null ? null : toFlag(found);
    },

    /** Those of a state that somebody was told of, newest first. */
    toldTo: async (staff: StaffId, state: FlagState, limit: number): Promise<readonly SafetyFlag[]> =>
      (await flags.find({ told: staff, state }).sort({ raisedAt: -1 }).limit(limit).lean<FlagDocument[]>()).map(toFlag),

    /** Those of a state within the schools, newest first. */
    list: async (scope: SchoolScope, state: FlagState, limit: number): Promise<readonly SafetyFlag[]> =>
      (
        await flags
          .find({ state, ...withinSchools(scope) })
          .sort({ raisedAt: -1 })
          .limit(limit)
          .lean<FlagDocument[]>()
      ).map(toFlag),

    countState: (scope: SchoolScope, state: FlagState): Promise<number> =>
      flags.countDocuments({ state, ...withinSchools(scope) }),

    /** How many somebody was told of that nobody has read. */
    countUnread: (staff: StaffId): Promise<number> =>
      flags.countDocuments({ told: staff, state: 'open', readAt: { $exists: false } }),

    /** How many within the schools have gone on because nobody read them, and are unread still. */
    countLate: (scope: SchoolScope): Promise<number> =>
      flags.countDocuments({ state: 'open', wentOn: { $gt: 0 }, readAt: { $exists: false }, ...withinSchools(scope) }),

    /** Unread ones that go on to others by that moment. */
    toGoOn: (by: Date, limit: number): Promise<readonly SafetyFlag[]> => some({ goesOnAt: { $lte: by } }, limit),

    withTell: (limit: number): Promise<readonly SafetyFlag[]> => some({ tell: { $exists: true, $gt: '' } }, limit),

    /** Takes somebody out of those whose mail is to be written. */
    wasTold: async (id: SafetyFlagId, staff: StaffId): Promise<void> => {
      await flags.updateOne({ _id: id }, { $pull: { tell: staff } });
      await flags.updateOne({ _id: id, tell: { $size: 0 } }, { $unset: { tell: 1 } });
    },

    /** Wipes words whose time is over; a question that nobody answered is a no. Gives how many. */
    wipe: async (by: Date): Promise<number> => {
      const over = { wordsUntil: { $lte: by } };
      await flags.updateMany({ ...over, state: 'asks-first' }, { $set: { state: 'kept-back' }, $inc: { revision: 1 } });
      const wiped = await flags.updateMany(over, {
        $set: { steps: [] },
        $unset: { words: 1, wordsUntil: 1 },
        $inc: { revision: 1 },
      });
      return wiped.modifiedCount;
    },

    /** Writes the next state over the revision that it rests on; false when another write was first. */
    replace: async ({ id, ...rest }: SafetyFlag, audit?: AuditIntent): Promise<boolean> => {
      const absent = mayBeAbsent.filter((field) => rest[field] === undefined);
      const written = await flags.updateOne(
        { _id: id, revision: rest.revision - 1 },
        {
          $set: rest,
          ...(absent.length === 0 ? {} : { $unset: Object.fromEntries(absent.map((field) => [field, 1])) }),
          ...(audit === undefined ? {} : { $push: { auditIntents: audit } }),
        },
      );
      return written.matchedCount === 1;
    },
  };
}
