// How many wrong codes came from one place within its minute? One small document a place, named by a keyed hash, so that no address is
// kept. All processes count in it; the minute is the database's own, by which it also forgets.
import { Schema, type Connection } from 'mongoose';

interface WrongTriesDocument {
  readonly _id: string;
  readonly count: number;
  readonly until: Date;
}

const triesSchema = new Schema<WrongTriesDocument>(
  {
    _id: { type: String, required: true },
    count: { type: Number, required: true },
    until: { type: Date, required: true },
  },
  { collection: 'wrongtries', versionKey: false, strict: 'throw' },
);
triesSchema.index({ until: 1 }, { expireAfterSeconds: 0 });

/** Counts by the hash of a place. */
export function wrongTriesStore(connection: Connection) {
  const tries = connection.model<WrongTriesDocument>('WrongTries', triesSchema);
  const raw = connection.collection<WrongTriesDocument>('wrongtries'); // a pipeline update, named below
  return {
    /** Whether so many were counted and their time is not over. */
    areAtLeast: async (place: string, most: number): Promise<boolean> =>
      (await tries.exists({ _id: place, count: { $gte: most }, $expr: { $gt: ['$until', '$$NOW'] } })) !== null,

    /** Counts one more; the first one begins a time of so many milliseconds. */
    add: async (place: string, withinMs: number): Promise<void> => {
      const goesOn = { $gt: [{ $ifNull: ['$until', new Date(0)] }, '$$NOW'] };
      await raw.updateOne(
        { _id: place },
        [
          {
            $set: {
              count: { $cond: [goesOn, { $add: ['$count', 1] }, 1] },
              until: { $cond: [goesOn, '$until', { $add: ['$$NOW', withinMs] }] },
            },
          },
        ],
        { upsert: true },
      );
    },
  };
}
