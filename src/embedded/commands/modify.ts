// One change of one document, found, tested and written inside a single write: what update, delete and findAndModify
// are made of. Nothing can come between finding and writing, because writes are run one after another. Where finding
// takes long it is done before, giving way to others, and the document found is tested once more inside the write.
import type { Variables } from '../aggregate/scope.js';
import { decode } from '../bson/codec.js';
import { encode } from '../bson/encode.js';
import { fieldOf, type Doc, type Value } from '../bson/types.js';
import type { Engine } from '../engine.js';
import { select, type Query } from '../plan/select.js';
import { compileFilter } from '../query/match.js';
import type { Collection } from '../store/catalog.js';
import { checkSize, idKey } from '../store/records.js';
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
  readonly variables?: Variables | undefined;
}

/** What an update or a removal did; `before` and `after` where they exist. */
export interface Outcome {
  readonly before?: Doc;
  readonly after?: Doc;
  readonly changed: boolean;
  /** The _id that an upsert inserted. */
  readonly upserted?: Value;
}

interface Candidate {
  readonly collection: Collection;
  readonly docKey: Buffer;
  readonly before: Doc;
}

/** A change of the first document in a query's order. */
export interface FirstChange {
  /** Inside a write; undefined when finding the document would hold others up. */
  readonly now: () => Outcome | undefined;
  /** The whole of it, with writes of its own. */
  readonly later: (checkTime: () => void) => Promise<Outcome>;
}

export const findCollection = ({ engine, database, name }: Target): Collection | undefined =>
  engine.catalog.find(database, name);

const NOTHING: Outcome = { changed: false };

export const optionsOf = (filter: Doc, { arrayFilters, variables }: UpdateSpec) => ({
  filter,
  now: new Date(),
  ...(arrayFilters && { arrayFilters }),
  ...(variables && { variables }),
});

const insertUpserted = (target: Target, filter: Doc, spec: UpdateSpec): Outcome => {
  const { engine, database, name } = target;
  const after = upsertDocument(filter, spec.update, optionsOf(filter, spec));
  const raw = encode(after);
  idKey(after['_id']); // refused before the collection is made for it
  checkSize(raw);
  engine.records.insert(engine.catalog.ensure(database, name), raw);
  return { after, changed: true, upserted: fieldOf(after, '_id') ?? null };
};

const firstChange = (target: Target, query: Query, change: (found: Candidate | undefined) => Outcome): FirstChange => {
  const { engine } = target;
  const open = () => {
    const collection = findCollection(target);
    return { collection, selection: select(engine.environment, collection, { ...query, limit: 1 }) };
  };
  const now = (): Outcome | undefined => {
    const { collection, selection } = open();
    const found = selection.nextNow(1);
    if (found === undefined) return undefined;
    const [match] = found;
    return change(collection && match && { collection, docKey: match.docKey, before: match.doc() });
  };
  const later = async (checkTime: () => void): Promise<Outcome> => {
    const fits = compileFilter(query.filter, {
      now: new Date(),
      ...(query.variables && { variables: query.variables }),
    });
    for (;;) {
      const { collection, selection } = open();
      const [match] = await selection.next(1, checkTime);
      const outcome = await engine.environment.write(() => {
        if (collection === undefined || match === undefined) return change(undefined);
        const raw = findCollection(target) === collection ? engine.records.get(collection, match.docKey) : undefined;
        const before = raw && decode(raw);
        return before && fits(before) ? change({ collection, docKey: match.docKey, before }) : undefined;
      });
      if (outcome !== undefined) return outcome;
      checkTime();
    }
  };
  return { now, later };
};

/** Updates the first document in the query's order, or inserts one when the update is an upsert. */
export const updateFirst = (target: Target, query: Query, spec: UpdateSpec): FirstChange => {
  const updater = compileUpdate(spec.update, optionsOf(query.filter, spec)); // wrong ones are refused in any case
  return firstChange(target, query, (found) => {
    if (found === undefined) return spec.upsert ? insertUpserted(target, query.filter, spec) : NOTHING;
    const { collection, docKey, before } = found;
    const after = updater(before);
    if (after !== before) target.engine.records.replace(collection, docKey, before, after);
    return { before, after, changed: after !== before };
  });
};

/** Removes the first document in the query's order. */
export const removeFirst = (target: Target, query: Query): FirstChange =>
  firstChange(target, query, (found) => {
    if (found === undefined) return NOTHING;
    target.engine.records.remove(found.collection, found.docKey, found.before);
    return { before: found.before, changed: true };
  });

/** A change that stands alone, not in a bulk. */
export const changeFirst = async (target: Target, change: FirstChange, checkTime: () => void): Promise<Outcome> =>
  (await target.engine.environment.write(change.now)) ?? change.later(checkTime);
