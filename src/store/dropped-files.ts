// Files that lay in a watched folder, by folder and content (Y22): each is taken once, whatever its name and however often it is
// put there. Each step is one guarded write of its document; what is open is gone on with by a recurring job.
import { Schema, type Connection } from 'mongoose';
import type { Dropped, DroppedId } from '../domain/alumni/dropped-file.js';
import type { FilePlace } from '../domain/alumni/own-headings.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import { insertOnce } from './insert-new.js';

interface DroppedDocument extends Omit<Dropped, 'id' | 'place' | 'open'> {
  readonly _id: DroppedId;
  readonly school: FilePlace['school'];
  readonly of: FilePlace['of'];
  /** There while something is to be done with it. */
  readonly open?: true;
}

const needed = { type: String, required: true } as const;
const schema = new Schema<DroppedDocument>(
  {
    _id: needed,
    school: needed,
    of: needed,
    fileName: needed,
    shelved: needed,
    takenAt: { type: Date, required: true },
    asOf: needed,
    importId: needed,
    state: needed,
    why: { type: String },
    missing: { type: [String], default: undefined },
    unknown: { type: [String], default: undefined },
    tried: { type: Number },
    open: { type: Boolean },
  },
  { collection: 'droppedfiles', versionKey: false, strict: 'throw' },
);
schema.index({ open: 1, takenAt: 1 }, { partialFilterExpression: { open: { $exists: true } } });
schema.index({ school: 1, of: 1, takenAt: -1 });
schema.index({ takenAt: -1 });

const toDropped = ({ _id, school, of, open, ...rest }: DroppedDocument): Dropped => ({
  ...{ id: _id, place: { school, of } },
  ...rest,
  open: open === true,
});

/** Files by folder and content, and those that are open. */
export function droppedFilesStore(connection: Connection) {
  const files = connection.model<DroppedDocument>('DroppedFile', schema);
  return {
    /** Notes a file that was not there before; false when its content was. */
    add: ({ id, place, open: _open, ...rest }: Dropped): Promise<boolean> =>
      insertOnce(() => files.create({ _id: id, ...place, ...rest, open: true })),

    /** Takes a content again that was refused: what it was refused for may have been put right elsewhere. */
    takeAgain: async ({ id, fileName, shelved, takenAt, asOf, state }: Dropped): Promise<boolean> => {
      const again = await files.updateOne(
        { _id: id, state: 'refused', open: { $exists: false } },
        { $set: { fileName, shelved, takenAt, asOf, state, open: true }, $unset: { why: 1 } },
      );
      return again.matchedCount === 1;
    },

    find: async (id: DroppedId): Promise<Dropped | null> => {
      const found = await files.findById(id).lean<DroppedDocument>();
      return found === null ? null : toDropped(found);
    },

    /** Those with which something is to be done, the oldest first. */
    open: async (limit: number): Promise<readonly Dropped[]> =>
      (await files.find({ open: true }).sort({ takenAt: 1 }).limit(limit).lean<DroppedDocument[]>()).map(toDropped),

    /** Moves it on from the state that was read; false when another process was first. */
    move: async (
      { id, state }: Pick<Dropped, 'id' | 'state'>,
      next: Partial<Pick<Dropped, 'state' | 'why' | 'missing' | 'unknown' | 'tried'>>,
    ): Promise<boolean> => (await files.updateOne({ _id: id, state }, { $set: next })).matchedCount === 1,

    /** Nothing is to be done with it any more. */
    close: async (id: DroppedId): Promise<void> => {
      await files.updateOne({ _id: id }, { $unset: { open: 1 } });
    },

    /** The latest, of these schools and, for who sees every school, of the trust. */
    list: async (scope: SchoolScope, limit: number): Promise<readonly Dropped[]> => {
      const filter = scope === 'every-school' ? {} : { school: { $in: [...scope] } };
      return (await files.find(filter).sort({ takenAt: -1 }).limit(limit).lean<DroppedDocument[]>()).map(toDropped);
    },

    /** Headings of the latest files of the folder that wait for somebody to say what they are. */
    waitingIn: async ({ school, of }: FilePlace, limit: number): Promise<readonly Dropped[]> =>
      (await files.find({ school, of }).sort({ takenAt: -1 }).limit(limit).lean<DroppedDocument[]>())
        .filter(({ state }) => state === 'headings')
        .map(toDropped),
  };
}
