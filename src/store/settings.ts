// Small things of which there is one: the key check (decision R10), the demo's clock, marks of what was loaded.
import { Schema, type Connection } from 'mongoose';
import { insertOnce } from './insert-new.js';
import { readTogether } from './together.js';

interface SettingDocument {
  readonly _id: string;
  readonly value?: string;
  readonly at?: Date;
}

const settingSchema = new Schema<SettingDocument>(
  { _id: { type: String, required: true }, value: { type: String }, at: { type: Date } },
  { collection: 'settings', versionKey: false, strict: 'throw' },
);

/** Settings by name; values are text. */
export function settingsStore(connection: Connection) {
  const settings = connection.model<SettingDocument>('Setting', settingSchema);
  return {
    get: readTogether(async (names: readonly string[]): Promise<ReadonlyMap<string, string>> => {
      const found = await settings.find({ _id: { $in: [...names] } }).lean();
      return new Map(found.flatMap(({ _id, value }) => (value === undefined ? [] : [[_id, value] as const])));
    }),
    set: async (name: string, value: string): Promise<void> => {
      await settings.updateOne({ _id: name }, { $set: { value } }, { upsert: true });
    },
    /** Writes the value over the one that it rests on (null: there is none); false when another write was first. */
    replace: async (name: string, before: string | null, value: string): Promise<boolean> =>
      before === null
        ? insertOnce(() => settings.create({ _id: name, value }))
        : (await settings.updateOne({ _id: name, value: before }, { $set: { value } })).matchedCount === 1,
    /** Writes the value only where there is none, and gives what stands: the first of several processes decides. */
    setOnce: async (name: string, value: string): Promise<string> => {
      const stands = await settings
        .findOneAndUpdate({ _id: name }, { $setOnInsert: { value } }, { upsert: true, returnDocument: 'after' })
        .lean();
      return stands.value ?? value;
    },
  };
}
