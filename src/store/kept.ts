// Documents with a version that staff change on the pages of Insight: barriers, what was done, changes of careers provision, one-page
// reports. A change is one write over the version that it rests on, with its audit intent inside (requirement F7); whoever comes
// second writes nothing.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { Kept, KeptStep } from '../domain/insight/kept-change.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

/** The document of a kept thing: its id is `_id`. */
export type KeptDocument<T extends Kept> = Omit<T, 'id'> & {
  readonly _id: string;
  readonly auditIntents?: readonly AuditIntent[];
};

const needed = { type: String, required: true } as const;

/** A part of a document, without an id of its own. */
export const part = <T>(fields: Record<string, unknown>): Schema<T> =>
  new Schema<T>(fields as never, { _id: false, id: false });

/** The schema of a kept thing with the fields that are its own. */
export function keptSchema<T extends Kept>(collection: string, own: Record<string, unknown>): Schema<KeptDocument<T>> {
  const fields: Record<string, unknown> = {
    _id: needed,
    place: needed,
    openedAt: { type: Date, required: true },
    steps: [
      part<KeptStep>({
        at: { type: Date, required: true },
        by: { type: String },
        act: needed,
        words: { type: String },
      }),
    ],
    version: { type: Number, required: true },
    auditIntents: auditIntentsField,
    ...own,
  };
  const schema = new Schema<KeptDocument<T>>(fields as never, { collection, versionKey: false, strict: 'throw' });
  schema.index({ openedAt: 1 });
  schema.index(...auditIntentsIndex);
  return schema;
}

const most = 500;

/** Keeping things of one kind; lists are newest first, of the schools given and of the trust. */
export function keptStore<T extends Kept>(connection: Connection, name: string, schema: Schema<KeptDocument<T>>) {
  const model = connection.model<KeptDocument<T>>(name, schema);
  const toKept = ({ _id, auditIntents: _intents, ...rest }: KeptDocument<T>): T =>
    ({ id: _id, ...rest }) as unknown as T;
  const within = (scope: SchoolScope) => (scope === 'every-school' ? {} : { place: { $in: [...scope, 'trust'] } });
  const own = Object.keys(schema.paths).filter((field) => field !== '_id' && field !== 'auditIntents');

  return {
    /** Keeps it; false when its id is there already. */
    insert: ({ id, ...rest }: T, audit: AuditIntent): Promise<boolean> =>
      insertOnce(() => model.create({ _id: id, ...rest, auditIntents: [audit] } as never)),

    /** Null where there is none within the schools. */
    find: async (scope: SchoolScope, id: string): Promise<T | null> => {
      const filter: object = { _id: id, ...within(scope) };
      const found = await model.findOne(filter).lean<KeptDocument<T>>();
      return found === null ? null : toKept(found);
    },

    list: async (scope: SchoolScope): Promise<readonly T[]> => {
      const filter: object = { openedAt: { $gt: new Date(0) }, ...within(scope) };
      return (await model.find(filter).sort({ openedAt: -1 }).limit(most).lean<KeptDocument<T>[]>()).map(toKept);
    },

    /** Writes the next version over the one that it rests on, but for fields that are another's; false when another write was first. */
    replace: async (next: T, audit: AuditIntent, but: readonly (keyof T)[] = []): Promise<boolean> => {
      const filter: object = { _id: next.id, version: next.version - 1 };
      const given = next as unknown as Readonly<Record<string, unknown>>;
      const written = own.filter((field) => !(but as readonly string[]).includes(field));
      const fields = Object.fromEntries(
        written.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
      );
      const gone = written.filter((field) => given[field] === undefined);
      const change: object = {
        $set: fields,
        ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map((field) => [field, 1])) }),
        $push: { auditIntents: audit },
      };
      return (await model.updateOne(filter, change)).matchedCount === 1;
    },

    /** Sets one field that no person changes, whatever the version. */
    note: async (id: string, fields: Partial<T>): Promise<void> => {
      const filter: object = { _id: id };
      const change: object = { $set: fields };
      await model.updateOne(filter, change);
    },
  };
}
