// The schools of the trust. There are few: they are read whole.
import { Schema, type Connection } from 'mongoose';
import type { School } from '../domain/alumni/alumnus.js';
import type { SchoolId } from '../domain/alumni/ids.js';
import type { FormerNumber } from '../domain/alumni/former-number.js';

interface SchoolDocument extends Omit<School, 'id'> {
  readonly _id: SchoolId;
}

const text = { type: String } as const;
const needed = { type: String, required: true } as const;
const formerNumber = new Schema<FormerNumber>(
  { urn: needed, laestab: text, name: text, until: needed, how: needed },
  { _id: false, id: false },
);
const schoolSchema = new Schema<SchoolDocument>(
  {
    _id: needed,
    name: needed,
    urn: needed,
    laestab: needed,
    joinedTrustOn: needed,
    leftTrustOn: text,
    specialMeasuresOn: text,
    outcode: text,
    receivedUnder: text,
    formerNumbers: { type: [formerNumber], default: undefined },
    revision: { type: Number },
  },
  { collection: 'schools', versionKey: false, strict: 'throw' },
);
const optional = ['leftTrustOn', 'specialMeasuresOn', 'outcode', 'receivedUnder', 'formerNumbers'] as const;

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
    /** Writes the school, whose revision is one more than the stored one; false when somebody else was first. */
    replace: async ({ id, ...rest }: School & { readonly revision: number }): Promise<boolean> => {
      const before = rest.revision === 1 ? { $exists: false } : rest.revision - 1;
      const gone = optional.filter((field) => rest[field] === undefined).map((field) => [field, 1] as const);
      const written = await schools.updateOne(
        { _id: id, revision: before },
        { $set: rest, ...(gone.length === 0 ? {} : { $unset: Object.fromEntries(gone) }) },
      );
      return written.matchedCount === 1;
    },
  };
}
