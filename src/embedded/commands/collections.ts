// Collections and databases: make, list, drop, and collMod for the one thing it is used for, a TTL index's seconds.
import { Binary } from 'bson';
import type { Doc } from '../bson/types.js';
import { isDoc } from '../bson/types.js';
import { badValue, indexNotFound, invalidOptions, namespaceExists, namespaceNotFound } from '../errors.js';
import { compileFilter } from '../query/match.js';
import { encode } from '../bson/encode.js';
import { numberFrom, type Command, collectionName, docOption, flagOption } from './call.js';
import { batchSizeOf, cursorReply, sourceOf } from './cursor-reply.js';

/** Answers with a list that is already complete, as a cursor. */
export const listSource = (documents: readonly Doc[]) => {
  const rest = documents.map((document) => encode(document));
  return sourceOf(async (count) => Promise.resolve(rest.splice(0, count)));
};

const create: Command = {
  fields: ['capped', 'validator', 'timeseries', 'clusteredIndex', 'viewOn', 'collation', 'autoIndexId', 'idIndex'],
  run: async (call) => {
    const { engine, body, database } = call;
    const name = collectionName(call);
    for (const option of create.fields) {
      const value = body[option];
      if (value !== undefined && value !== false) throw invalidOptions(`the create option '${option}' is not served`);
    }
    await engine.environment.write(() => {
      if (engine.catalog.find(database, name) !== undefined) {
        throw namespaceExists(`Collection ${database}.${name} already exists.`);
      }
      engine.catalog.ensure(database, name);
    });
    return { ok: 1 };
  },
};

const drop: Command = {
  fields: [],
  run: async (call) => {
    const { engine, database } = call;
    const name = collectionName(call);
    return engine.environment.write(() => {
      const collection = engine.catalog.find(database, name);
      if (collection === undefined) throw namespaceNotFound('ns not found');
      engine.catalog.drop(collection);
      return { nIndexesWas: collection.indexes.size + 1, ns: `${database}.${name}`, ok: 1 };
    });
  },
};

const dropDatabase: Command = {
  fields: [],
  run: async ({ engine, database }) =>
    engine.environment.write(() => {
      for (const collection of engine.catalog.list(database)) engine.catalog.drop(collection);
      return { dropped: database, ok: 1 };
    }),
};

const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run: async (call) => {
    const { engine, database, body } = call;
    const fits = compileFilter(docOption(body, 'filter') ?? {});
    const nameOnly = flagOption(body, 'nameOnly');
    const shown = engine.catalog
      .list(database)
      .map(({ name, uuid }): Doc => ({
        name,
        type: 'collection',
        options: {},
        info: { readOnly: false, uuid: new Binary(uuid, 4) },
        idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
      }))
      .filter(fits)
      .map(({ name, type, ...rest }): Doc =>
        nameOnly ? { name: name ?? '', type: type ?? '' } : { name: name ?? '', type: type ?? '', ...rest },
      );
    return cursorReply(call, `${database}.$cmd.listCollections`, listSource(shown), batchSizeOf(body));
  },
};

const listDatabases: Command = {
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  run: ({ engine, body }) => {
    const fits = compileFilter(docOption(body, 'filter') ?? {});
    const names = [...new Set(engine.catalog.list().map(({ database }) => database))].sort();
    const databases = names.map((name): Doc => ({ name })).filter(fits);
    if (flagOption(body, 'nameOnly')) return { databases, ok: 1 };
    return { databases: databases.map((each) => ({ ...each, sizeOnDisk: 0, empty: false })), totalSize: 0, ok: 1 };
  },
};

const collMod: Command = {
  fields: ['index'],
  run: async (call) => {
    const { engine, database, body } = call;
    const name = collectionName(call);
    const { keyPattern, name: indexName, expireAfterSeconds, ...others } = docOption(body, 'index') ?? {};
    const seconds = numberFrom(expireAfterSeconds);
    if (seconds === undefined || Object.keys(others).length > 0)
      throw invalidOptions('collMod only changes index.expireAfterSeconds');
    return engine.environment.write(() => {
      const collection = engine.catalog.find(database, name);
      if (collection === undefined) throw namespaceNotFound(`ns does not exist: ${database}.${name}`);
      const wanted = keyPattern !== undefined && isDoc(keyPattern) ? JSON.stringify(keyPattern) : undefined;
      const index = [...collection.indexes.values()].find(
        ({ options }) => options.name === indexName || JSON.stringify(options.key) === wanted,
      );
      if (index === undefined) throw indexNotFound('cannot find index for ns');
      if (index.fields.length !== 1) throw badValue('TTL indexes are single-field indexes');
      const before = index.options.expireAfterSeconds;
      index.options = { ...index.options, expireAfterSeconds: seconds };
      engine.catalog.save(collection);
      return {
        ...(before !== undefined && { expireAfterSeconds_old: before }),
        expireAfterSeconds_new: seconds,
        ok: 1,
      };
    });
  },
};

export const collectionCommands = { create, drop, dropDatabase, listCollections, listDatabases, collMod };
