// Indexes: make, list, drop. A new index is written to by everybody from its first moment and filled in chunks behind
// that, so building one never stops other work for long; queries use it once it is whole.
import { decode } from '../bson/codec.js';
import { isDoc, type Doc } from '../bson/types.js';
import { DatabaseError, indexNotFound, invalidOptions, namespaceNotFound } from '../errors.js';
import type { Engine } from '../engine.js';
import { batchesOf, select } from '../plan/select.js';
import type { Collection, Index } from '../store/catalog.js';
import { collectionName, listOption, type Command } from './call.js';
import { listSource } from './collections.js';
import { batchSizeOf, cursorReply } from './cursor-reply.js';
import { alreadyThere, readIndex, sameKey } from './index-spec.js';

interface Building {
  readonly collection: Collection;
  readonly index: Index;
}

const fill = async (engine: Engine, current: () => Building): Promise<void> => {
  const selection = select(engine.environment, current().collection, { filter: {} });
  for await (const found of batchesOf(selection, () => undefined)) {
    const failed = await engine.environment.write(() => {
      const { collection, index } = current(); // asked for anew: it may have been dropped meanwhile
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
  const current = (): Building => {
    const collection = engine.catalog.find(database, name);
    const index = collection?.indexes.get(indexName);
    if (collection === undefined || index === undefined)
      throw indexNotFound('the index was dropped while it was built');
    return { collection, index };
  };
  try {
    await fill(engine, current);
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
