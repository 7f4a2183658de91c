// Indexes: make, list, drop. A new index is written to by everybody from its first moment and filled in chunks behind
// that, so building one never stops other work for long; queries use it once it is whole.
import { isDoc, type Doc, type Value } from '../bson/types.js';
import { decode } from '../bson/codec.js';
import {
  cannotCreateIndex,
  DatabaseError,
  indexKeySpecsConflict,
  indexNotFound,
  indexOptionsConflict,
  invalidOptions,
  namespaceNotFound,
} from '../errors.js';
import { equalValues } from '../bson/compare.js';
import { compileFilter } from '../query/match.js';
import { select } from '../plan/select.js';
import type { Engine } from '../engine.js';
import type { Collection, Index, IndexOptions } from '../store/catalog.js';
import { collectionName, listOption, numberFrom, type Command } from './call.js';
import { listSource } from './collections.js';
import { batchSizeOf, cursorReply } from './cursor-reply.js';

const OPTIONS = [
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'v',
  'ns',
  'hidden',
];
const PARTIAL_OPERATORS = ['$eq', '$gt', '$gte', '$lt', '$lte', '$exists', '$type', '$in'];

const checkPartial = (filter: Doc): void => {
  for (const [key, operand] of Object.entries(filter)) {
    if (key === '$and' && Array.isArray(operand)) for (const part of operand.filter(isDoc)) checkPartial(part);
    else if (key.startsWith('$')) throw cannotCreateIndex(`unsupported expression in partial index: ${key}`);
    else if (isDoc(operand)) {
      const bad = Object.keys(operand).find(
        (operator) => operator.startsWith('$') && !PARTIAL_OPERATORS.includes(operator),
      );
      if (bad !== undefined) throw cannotCreateIndex(`unsupported expression in partial index: ${bad}`);
    }
  }
  compileFilter(filter);
};

const checkKey = (key: Value | undefined): Doc => {
  if (key === undefined || !isDoc(key) || Object.keys(key).length === 0)
    throw cannotCreateIndex('index keys cannot be empty');
  for (const [path, direction] of Object.entries(key)) {
    const number = numberFrom(direction);
    if (number === undefined || number === 0 || Number.isNaN(number)) {
      throw cannotCreateIndex(
        `index of the kind ${JSON.stringify(direction)} on '${path}' is not served: only 1 and -1`,
      );
    }
    if (
      path.split('.').some((part) => part === '' || part.startsWith('$') || /^\d+$/.test(part) || part === '__proto__')
    ) {
      throw cannotCreateIndex(`the index path '${path}' is not served`);
    }
  }
  return key;
};

/** Reads one index of createIndexes. @throws DatabaseError 67, 72 or 40415 for what is not served */
const readIndex = (spec: Value): IndexOptions => {
  if (!isDoc(spec)) throw cannotCreateIndex('each index must be a document');
  for (const field of Object.keys(spec)) {
    if (!OPTIONS.includes(field)) {
      throw new DatabaseError(197, `The field '${field}' is not valid for an index specification`);
    }
  }
  const key = checkKey(spec['key']);
  const { name, unique, sparse, partialFilterExpression: partial, expireAfterSeconds, hidden } = spec;
  if (typeof name !== 'string' || name === '')
    throw new DatabaseError(9, "The 'name' field is a required property of an index specification");
  if (hidden === true) throw invalidOptions('hidden indexes are not served');
  if (partial !== undefined && !isDoc(partial)) throw cannotCreateIndex('partialFilterExpression must be a document');
  if (partial !== undefined && sparse === true)
    throw cannotCreateIndex('cannot mix "partialFilterExpression" and "sparse" options');
  if (partial !== undefined) checkPartial(partial);
  const seconds = numberFrom(expireAfterSeconds);
  if (expireAfterSeconds !== undefined && (seconds === undefined || seconds < 0 || Object.keys(key).length !== 1)) {
    throw cannotCreateIndex('TTL indexes are single-field indexes with a number of seconds of 0 or more');
  }
  return {
    name,
    key,
    ...(unique === true && { unique: true }),
    ...(sparse === true && { sparse: true }),
    ...(partial !== undefined && { partialFilterExpression: partial }),
    ...(seconds !== undefined && { expireAfterSeconds: seconds }),
  };
};

const sameKey = (a: Doc, b: Doc): boolean => Object.keys(a).length === Object.keys(b).length && equalValues(a, b);

/** Two indexes that agree in these are one and the same for MongoDB, whatever they are called. */
const sameIndex = (a: IndexOptions, b: IndexOptions): boolean =>
  sameKey(a.key, b.key) &&
  a.unique === b.unique &&
  a.sparse === b.sparse &&
  equalValues(a.partialFilterExpression, b.partialFilterExpression);

/** Whether the index is there already; throws when another one stands in its way, as MongoDB does (85, 86). */
const alreadyThere = (collection: Collection, wanted: IndexOptions): boolean => {
  if (sameKey(wanted.key, { _id: 1 })) return true;
  for (const { options } of collection.indexes.values()) {
    const same = sameIndex(options, wanted);
    if (options.name === wanted.name) {
      if (!same)
        throw indexKeySpecsConflict(`An existing index has the same name as the requested index: ${wanted.name}`);
      if (options.expireAfterSeconds === wanted.expireAfterSeconds) return true;
      throw indexOptionsConflict(
        `An equivalent index already exists with the same name but different options: ${wanted.name}`,
      );
    }
    if (same) throw indexOptionsConflict(`Index already exists with a different name: ${options.name}`);
  }
  return false;
};

const fill = async (engine: Engine, collection: Collection, index: Index): Promise<void> => {
  const selection = select(engine.environment, collection, { filter: {} });
  for (;;) {
    const found = await selection.next(256, () => undefined);
    if (found.length === 0) return;
    const failed = await engine.environment.write(() => {
      for (const { docKey } of found) {
        const raw = engine.records.get(collection, docKey);
        if (raw === undefined) continue;
        const result = engine.environment.attempt(() => engine.records.index(collection, index, docKey, decode(raw)));
        if ('error' in result) return result.error;
      }
      return undefined;
    });
    if (failed !== undefined) throw failed;
  }
};

/** Fills a new index and lets queries use it; takes it away again when the documents do not fit it. */
const build = async (engine: Engine, { database, name }: Collection, indexName: string): Promise<void> => {
  const current = (): { collection: Collection; index: Index } => {
    const collection = engine.catalog.find(database, name);
    const index = collection?.indexes.get(indexName);
    if (collection === undefined || index === undefined)
      throw indexNotFound('the index was dropped while it was built');
    return { collection, index };
  };
  try {
    const { collection, index } = current();
    await fill(engine, collection, index);
    await engine.environment.write(() => {
      const now = current();
      now.index.ready = true;
      engine.catalog.save(now.collection);
    });
  } catch (error) {
    await engine.environment.write(() => {
      const collection = engine.catalog.find(database, name);
      const index = collection?.indexes.get(indexName);
      if (collection !== undefined && index !== undefined && !index.ready) engine.catalog.dropIndex(collection, index);
    });
    throw error;
  }
};

const createIndexes: Command = {
  fields: ['indexes', 'commitQuorum'],
  run: async (call) => {
    const { engine, database, body } = call;
    const name = collectionName(call);
    const wanted = (listOption(body, 'indexes') ?? []).map(readIndex);
    if (wanted.length === 0) throw new DatabaseError(2, 'Must specify at least one index to create');
    const { created, before, isNew, collection } = await engine.environment.write(() => {
      const known = engine.catalog.find(database, name);
      const target = known ?? engine.catalog.ensure(database, name);
      const count = target.indexes.size;
      const fresh = wanted.filter((options) => !alreadyThere(target, options));
      for (const options of fresh)
        if (!target.indexes.has(options.name)) engine.catalog.addIndex(target, options, false);
      return { created: fresh, before: count + 1, isNew: known === undefined, collection: target };
    });
    for (const options of created) await build(engine, collection, options.name);
    const after = (engine.catalog.find(database, name)?.indexes.size ?? 0) + 1;
    return {
      numIndexesBefore: before,
      numIndexesAfter: after,
      createdCollectionAutomatically: isNew,
      ...(created.length === 0 && { note: 'all indexes already exist' }),
      ok: 1,
    };
  },
};

const listIndexes: Command = {
  fields: ['cursor', 'includeBuildUUIDs', 'includeIndexBuildInfo'],
  run: async (call) => {
    const { engine, database, body } = call;
    const name = collectionName(call);
    const collection = engine.catalog.find(database, name);
    if (collection === undefined) throw namespaceNotFound(`ns does not exist: ${database}.${name}`);
    const shown = [...collection.indexes.values()].map(({ options: { name: indexName, key, ...rest } }): Doc => ({
      v: 2,
      key,
      name: indexName,
      ...rest,
    }));
    const all = [{ v: 2, key: { _id: 1 }, name: '_id_' }, ...shown];
    return cursorReply(call, `${database}.${name}`, listSource(all), batchSizeOf(body));
  },
};

const dropIndexes: Command = {
  fields: ['index'],
  run: async (call) => {
    const { engine, database, body } = call;
    const name = collectionName(call);
    const wanted = body['index'];
    return engine.environment.write(() => {
      const collection = engine.catalog.find(database, name);
      if (collection === undefined) throw namespaceNotFound(`ns not found ${database}.${name}`);
      const all = [...collection.indexes.values()];
      const names = Array.isArray(wanted) ? wanted : [wanted];
      if (names.includes('_id_')) throw invalidOptions('cannot drop _id index');
      const chosen =
        wanted === '*'
          ? all
          : all.filter(
              ({ options }) =>
                names.includes(options.name) || (wanted !== undefined && isDoc(wanted) && sameKey(options.key, wanted)),
            );
      const missing = names.find((each) => typeof each === 'string' && each !== '*' && !collection.indexes.has(each));
      if (missing !== undefined || (wanted !== '*' && chosen.length === 0)) {
        throw indexNotFound(`index not found with name [${typeof missing === 'string' ? missing : ''}]`);
      }
      for (const index of chosen) engine.catalog.dropIndex(collection, index);
      return { nIndexesWas: all.length + 1, ok: 1 };
    });
  },
};

export const indexCommands = { createIndexes, listIndexes, dropIndexes };
