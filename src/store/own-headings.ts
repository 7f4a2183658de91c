// What people said of headings that schools' own systems use, by folder (Y22). Guarded by the revision that they saw.
import { Schema, type Connection } from 'mongoose';
import type { OwnHeading, RememberedHeadings } from '../domain/alumni/own-headings.js';
import { insertOnce } from './insert-new.js';

interface OwnHeadingsDocument extends RememberedHeadings {
  /** See placeKey. */
  readonly _id: string;
}

const schema = new Schema<OwnHeadingsDocument>(
  {
    _id: { type: String, required: true },
    headings: [new Schema<OwnHeading>({ heading: String, field: String }, { _id: false, id: false })],
    revision: { type: Number, required: true },
  },
  { collection: 'ownheadings', versionKey: false, strict: 'throw' },
);

/** Remembered headings by folder. */
export function ownHeadingsStore(connection: Connection) {
  const remembered = connection.model<OwnHeadingsDocument>('OwnHeadings', schema);
  return {
    find: async (place: string): Promise<RememberedHeadings> => {
      const found = await remembered.findById(place).lean<OwnHeadingsDocument>();
      return found === null ? { headings: [], revision: 0 } : { headings: found.headings, revision: found.revision };
    },

    /** Remembers them in place of those at the revision; false when somebody was first. */
    replace: async (place: string, headings: readonly OwnHeading[], revision: number): Promise<boolean> => {
      const next = { headings: [...headings], revision: revision + 1 };
      if (revision === 0) return insertOnce(() => remembered.create({ _id: place, ...next }));
      return (await remembered.updateOne({ _id: place, revision }, { $set: next })).matchedCount === 1;
    },
  };
}
