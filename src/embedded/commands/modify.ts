// One change of one document, found, tested and written inside a single write: what update, delete and findAndModify
// are made of. Nothing can come between finding and writing, because writes are run one after another.
import { fieldOf, type Doc, type Value } from '../bson/types.js';
import { encode } from '../bson/encode.js';
import type { Engine } from '../engine.js';
import { select, type Query } from '../plan/select.js';
import type { Collection } from '../store/catalog.js';
import { idKey } from '../store/records.js';
import { compileUpdate } from '../update/update.js';
import { upsertDocument } from '../update/upsert.js';

/** Where a command works: by name, because the collection may come and go between two writes. */
export interface Target {
  readonly engine: Engine;
  readonly database: string;
  readonly name: string;
}

export interface UpdateSpec {
  readonly update: Doc | readonly Value[];
  readonly arrayFilters?: readonly Value[] | undefined;
  readonly upsert: boolean;
}

/** What an update or a removal did; `before` and `after` where they exist. */
export interface Outcome {
  readonly before?: Doc;
  readonly after?: Doc;
  readonly changed: boolean;
  /** The _id that an upsert inserted. */
  readonly upserted?: Value;
}

export const findCollection = ({ engine, database, name }: Target): Collection | undefined =>
  engine.catalog.find(database, name);

const NOTHING: Outcome = { changed: false };

const compile = (filter: Doc, { update, arrayFilters }: UpdateSpec) =>
  compileUpdate(update, { filter, now: new Date(), ...(arrayFilters && { arrayFilters }) });

const insertUpserted = (target: Target, filter: Doc, { update, arrayFilters }: UpdateSpec): Outcome => {
  const { engine, database, name } = target;
  const after = upsertDocument(filter, update, { filter, now: new Date(), ...(arrayFilters && { arrayFilters }) });
  idKey(after['_id']); // refused before the collection is made for it
  engine.records.insert(engine.catalog.ensure(database, name), encode(after));
  return { after, changed: true, upserted: fieldOf(after, '_id') ?? null };
};

/** Inside a write: updates the first document in the query's order, or inserts one when the update is an upsert. */
export const updateFirst = (target: Target, query: Query, spec: UpdateSpec): Outcome => {
  const { engine } = target;
  const updater = compile(query.filter, spec); // a wrong update is refused even when nothing matches
  const collection = findCollection(target);
  const [match] = select(engine.environment, collection, { ...query, limit: 1 }).nextNow(1);
  if (collection === undefined || match === undefined)
    return spec.upsert ? insertUpserted(target, query.filter, spec) : NOTHING;
  const before = match.doc();
  const after = updater(before);
  if (after !== before) engine.records.replace(collection, match.docKey, before, after);
  return { before, after, changed: after !== before };
};

/** Inside a write: removes the first document in the query's order. */
export const removeFirst = (target: Target, query: Query): Outcome => {
  const { engine } = target;
  const collection = findCollection(target);
  const [match] = select(engine.environment, collection, { ...query, limit: 1 }).nextNow(1);
  if (collection === undefined || match === undefined) return NOTHING;
  const before = match.doc();
  engine.records.remove(collection, match.docKey, before);
  return { before, changed: true };
};
