// The schools of the trust. There are few: they are read whole.
import { Schema, type Connection } from 'mongoose';
import type { School } from '../domain/alumni/alumnus.js';
import type { SchoolId } from '../domain/alumni/ids.js';

interface SchoolDocument extends Omit<School, 'id'> {
  readonly _id: SchoolId;
}

const schoolSchema = new Schema<SchoolDocument>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    urn: { type: String, required: true },
    laestab: { type: String, required: true },
    joinedTrustOn: { type: String, required: true },
  },
  { collection: 'schools', versionKey: false, strict: 'throw' },
);

/** All schools, by name; and keeping one. */
export function schoolsStore(connection: Connection) {
  const schools = connection.model<SchoolDocument>('School', schoolSchema);
  return {
    all: async (): Promise<readonly School[]> => {
      const documents = await schools.find({}).lean<SchoolDocument[]>();
      return documents.map(({ _id, ...rest }) => ({ id: _id, ...rest })).sort((a, b) => a.name.localeCompare(b.name));
    },
    /** Adds the school or replaces what is known about it. */
    save: async ({ id, ...rest }: School): Promise<void> => {
      await schools.updateOne({ _id: id }, { $set: rest }, { upsert: true });
    },
  };
}
