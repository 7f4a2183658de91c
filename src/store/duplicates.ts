// Pairs of records that may be one person's: what waits for a reviewer, and what was decided. One document a pair, so that a
// decision is one guarded write; the state says what is still to be carried out (`merging`, `undoing`).
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { PairId } from '../domain/alumni/duplicate.js';
import type { AlumnusId, SchoolId, StaffId } from '../domain/alumni/ids.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertNew } from './insert-new.js';

/** Where a pair stands. `apart`: somebody said that they are two people. */
type PairState = 'open' | 'apart' | 'merging' | 'merged' | 'undoing';

/** Two records that may be one person's. */
export interface Duplicate {
  readonly id: PairId;
  readonly people: readonly [AlumnusId, AlumnusId];
  readonly schoolIds: readonly [SchoolId, SchoolId];
  readonly state: PairState;
  /** How much speaks for it, as it was found; see matchOf. */
  readonly score: number;
  readonly foundOn: LocalDate;
  /** The place in the queue of reviews: the nearer reference date of the two, and the pair. */
  readonly key: string;
  /** Of a merge: the record that stays. */
  readonly survivor?: AlumnusId;
  readonly by?: StaffId;
  readonly reason?: string;
  readonly revision: number;
}

interface DuplicateDocument extends Omit<Duplicate, 'id' | 'people' | 'schoolIds' | 'key'> {
  readonly _id: PairId;
  readonly one: AlumnusId;
  readonly other: AlumnusId;
  readonly oneSchool: SchoolId;
  readonly otherSchool: SchoolId;
  readonly key: string;
  /** There while it waits for a reviewer. */
  readonly reviewKey?: string;
  /** There while something is still to be carried out. */
  readonly toDo?: boolean;
  readonly auditIntents?: readonly AuditIntent[];
}

const text = { type: String } as const;
const needed = { type: String, required: true } as const;
const duplicateSchema = new Schema<DuplicateDocument>(
  {
    _id: needed,
    one: needed,
    other: needed,
    oneSchool: needed,
    otherSchool: needed,
    state: needed,
    score: { type: Number, required: true },
    foundOn: needed,
    key: needed,
    reviewKey: text,
    toDo: { type: Boolean },
    survivor: text,
    by: text,
    reason: text,
    revision: { type: Number, required: true },
    auditIntents: auditIntentsField,
  },
  { collection: 'duplicates', versionKey: false, strict: 'throw' },
);
duplicateSchema.index({ reviewKey: 1 }, { partialFilterExpression: { reviewKey: { $exists: true } } });
duplicateSchema.index({ toDo: 1 }, { partialFilterExpression: { toDo: { $exists: true } } });
duplicateSchema.index({ one: 1 });
duplicateSchema.index({ other: 1 });
duplicateSchema.index(...auditIntentsIndex);

const toDuplicate = ({ _id, one, other, oneSchool, otherSchool, ...rest }: DuplicateDocument): Duplicate => {
  const { reviewKey: _k, toDo: _t, auditIntents: _a, ...facts } = rest;
  return { id: _id, people: [one, other], schoolIds: [oneSchool, otherSchool], ...facts };
};
/** Who sees both records. */
const withinScope = (scope: SchoolScope) =>
  scope === 'every-school' ? {} : { oneSchool: { $in: [...scope] }, otherSchool: { $in: [...scope] } };
const afterAll = '~';

/** Pairs by id, by what waits, and by person. */
export function duplicatesStore(connection: Connection) {
  const duplicates = connection.model<DuplicateDocument>('Duplicate', duplicateSchema);
  return {
    /** Adds pairs that are not there yet; one that somebody decided about stays as it is. */
    insertNew: async (found: readonly Duplicate[]): Promise<void> => {
      await insertNew<DuplicateDocument>(
        duplicates,
        found.map(({ id, people: [one, other], schoolIds: [oneSchool, otherSchool], ...rest }) => ({
          _id: id,
          ...{ one, other, oneSchool, otherSchool },
          ...rest,
          reviewKey: rest.key,
        })),
      );
    },

    find: async (scope: SchoolScope, id: PairId): Promise<Duplicate | null> => {
      const found = await duplicates.findOne({ _id: id, ...withinScope(scope) }).lean<DuplicateDocument>();
      return found === null ? null : toDuplicate(found);
    },

    /**
     * Pairs that wait, by the nearer reference date: `upcoming` those from today on, the nearest first; `past` the others, the
     * latest first. `after` is the key of the last one seen.
     */
    reviewQueue: async (
      scope: SchoolScope,
      { part, today, after, limit }: { part: 'upcoming' | 'past'; today: LocalDate; after: string; limit: number },
    ): Promise<readonly Duplicate[]> => {
      const upcoming = part === 'upcoming';
      const bounds = upcoming
        ? { $gt: after === '' ? today : after, $lt: afterAll }
        : { $gte: '', $lt: after === '' ? today : after };
      const found = await duplicates
        .find({ reviewKey: { $exists: true, ...bounds }, ...withinScope(scope) })
        .sort({ reviewKey: upcoming ? 1 : -1 })
        .limit(limit)
        .lean<DuplicateDocument[]>();
      return found.map(toDuplicate);
    },

    /** How many pairs wait. */
    countWaiting: (scope: SchoolScope): Promise<number> =>
      duplicates.countDocuments({ reviewKey: { $exists: true, $gte: '' }, ...withinScope(scope) }),

    /** Moves the pair on if it still has the revision; false when somebody was first. */
    move: async (
      pair: Duplicate,
      next: Pick<Duplicate, 'state' | 'survivor' | 'by' | 'reason'>,
      audit: readonly AuditIntent[],
    ): Promise<boolean> => {
      const { state, ...facts } = next;
      const toDo = state === 'merging' || state === 'undoing';
      const written = await duplicates.updateOne(
        { _id: pair.id, revision: pair.revision },
        {
          $set: {
            ...{ state, ...facts, revision: pair.revision + 1 },
            ...(state === 'open' ? { reviewKey: pair.key } : {}),
            ...(toDo ? { toDo } : {}),
          },
          $unset: { ...(state === 'open' ? {} : { reviewKey: 1 }), ...(toDo ? {} : { toDo: 1 }) },
          ...(audit.length === 0 ? {} : { $push: { auditIntents: { $each: [...audit] } } }),
        },
      );
      return written.matchedCount === 1;
    },

    /** Has a merge carried out once more, because something of the other record came in meanwhile; not one that is undone. */
    again: async (id: PairId): Promise<void> => {
      await duplicates.updateOne(
        { _id: id, state: { $in: ['merging', 'merged'] } },
        { $set: { toDo: true }, $inc: { revision: 1 } }, // who is at it does not end it
      );
    },

    /** Merges and undoings that are still to be carried out. */
    toDo: async (limit: number): Promise<readonly Duplicate[]> =>
      (await duplicates.find({ toDo: true }).limit(limit).lean<DuplicateDocument[]>()).map(toDuplicate),

    /** Pairs that the person is in, whatever became of them. */
    ofPerson: async (ids: readonly AlumnusId[]): Promise<readonly Duplicate[]> => {
      const some = await Promise.all([
        duplicates.find({ one: { $in: [...ids] } }).lean<DuplicateDocument[]>(),
        duplicates.find({ other: { $in: [...ids] } }).lean<DuplicateDocument[]>(),
      ]);
      return [...new Map(some.flat().map((found) => [found._id, toDuplicate(found)])).values()];
    },

    /** Pairs that wait no more because one of the two is not on record under that id. */
    dropOpen: async (id: PairId): Promise<void> => {
      await duplicates.deleteOne({ _id: id, state: 'open' });
    },
  };
}
