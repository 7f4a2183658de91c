// Hand-overs of schools that left the trust, one a school (Y21): what was handed to whom, and how far the erasure is. What is
// still to be done stands in the document itself and is gone on with by a recurring job.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { HandedTable, HandOver } from '../domain/alumni/hand-over.js';
import type { SchoolId } from '../domain/alumni/ids.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

interface HandOverDocument extends Omit<HandOver, 'schoolId'> {
  readonly _id: SchoolId;
  /** There while something is to be written or erased. */
  readonly toDo?: true;
  readonly auditIntents?: readonly AuditIntent[];
}

const needed = { type: String, required: true } as const;
const schema = new Schema<HandOverDocument>(
  {
    _id: needed,
    state: needed,
    to: needed,
    agreement: needed,
    by: needed,
    at: { type: Date, required: true },
    people: { type: Number, required: true },
    tables: [
      new Schema<HandedTable>(
        { name: String, title: String, rows: Number, bytes: Number, hash: String },
        { _id: false, id: false },
      ),
    ],
    eraseBy: { type: String },
    erased: { type: Number, required: true },
    erasedAt: { type: Date },
    revision: { type: Number, required: true },
    toDo: { type: Boolean },
    auditIntents: auditIntentsField,
  },
  { collection: 'handovers', versionKey: false, strict: 'throw' },
);
schema.index({ toDo: 1 }, { partialFilterExpression: { toDo: { $exists: true } } });
schema.index({ 'tables.hash': 1 });
schema.index(...auditIntentsIndex);

const toHandOver = ({ _id, toDo: _t, auditIntents: _a, ...rest }: HandOverDocument): HandOver => ({
  schoolId: _id,
  ...rest,
});

/** Hand-overs by school. */
export function handOversStore(connection: Connection) {
  const handOvers = connection.model<HandOverDocument>('HandOver', schema);
  return {
    find: async (id: SchoolId): Promise<HandOver | null> => {
      const found = await handOvers.findById(id).lean<HandOverDocument>();
      return found === null ? null : toHandOver(found);
    },

    /** Begins it; false when it was begun before. */
    begin: ({ schoolId, ...rest }: HandOver, audit: AuditIntent): Promise<boolean> =>
      insertOnce(() => handOvers.create({ _id: schoolId, ...rest, toDo: true, auditIntents: [audit] })),

    /** Whether the hand-over of a school other than the one named rests on the file. */
    isFileShared: async (hash: string, except: string): Promise<boolean> =>
      (await handOvers.findOne(
        { 'tables.hash': hash, _id: { $ne: except as SchoolId }, state: { $ne: 'erased' } },
        { _id: 1 },
      )) !== null,

    toDo: async (): Promise<readonly HandOver[]> =>
      (await handOvers.find({ toDo: true }).lean<HandOverDocument[]>()).map(toHandOver),

    /** Moves it on if it has the revision; false when somebody was first. */
    move: async (
      { schoolId, revision }: Pick<HandOver, 'schoolId' | 'revision'>,
      next: Partial<Pick<HandOver, 'state' | 'tables' | 'eraseBy' | 'erased' | 'erasedAt'>>,
      audit?: AuditIntent,
    ): Promise<boolean> => {
      const toDo = next.state === undefined || next.state === 'writing' || next.state === 'erasing';
      const moved = await handOvers.updateOne(
        { _id: schoolId, revision },
        {
          $set: { ...next, revision: revision + 1, ...(toDo ? { toDo } : {}) },
          ...(toDo ? {} : { $unset: { toDo: 1 } }),
          ...(audit === undefined ? {} : { $push: { auditIntents: audit } }),
        },
      );
      return moved.matchedCount === 1;
    },
  };
}
