// validate: makes every index key of a collection again from its documents and compares both ways. A key without its
// document, or a document without its key, is an error in this list; nothing is repaired.
import { decode } from '../bson/codec.js';
import { namespaceNotFound } from '../errors.js';
import { extractKeys } from '../index-keys/extract.js';
import type { Engine } from '../engine.js';
import { breathe } from '../plan/breathe.js';
import { batchesOf, select } from '../plan/select.js';
import type { Collection, Index } from '../store/catalog.js';
import { prefixed } from '../store/records.js';
import { collectionName, type Command } from './call.js';

const MAX_ERRORS = 20;

interface Findings {
  readonly errors: string[];
  keys: number;
}

/** Every document must have its keys. */
const checkDocuments = async (
  engine: Engine,
  collection: Collection,
  checkTime: () => void,
): Promise<Findings & { records: number; expected: Map<string, number> }> => {
  const findings = { errors: [] as string[], keys: 0, records: 0, expected: new Map<string, number>() };
  const selection = select(engine.environment, collection, { filter: {} });
  for await (const found of batchesOf(selection, checkTime)) {
    for (const { docKey, raw } of found) {
      findings.records += 1;
      const doc = decode(raw);
      for (const index of collection.indexes.values()) {
        const { keys } = extractKeys(index, doc);
        const { name } = index.options;
        findings.expected.set(name, (findings.expected.get(name) ?? 0) + keys.length);
        for (const fields of keys) {
          const held = engine.environment.entries.get(prefixed(index.id, fields, docKey));
          if (held?.equals(docKey) !== true)
            findings.errors.push(`index ${name} misses a key of ${docKey.toString('hex')}`);
        }
      }
    }
  }
  return findings;
};

/** No index may hold more than the documents account for. */
const countEntries = async (engine: Engine, index: Index): Promise<number> => {
  await breathe();
  const start = prefixed(index.id);
  return engine.environment.entries.getKeysCount({ start, end: prefixed(index.id, Buffer.from([0xff])) });
};

const validate: Command = {
  fields: ['full', 'repair', 'metadata', 'checkBSONConformance', 'background'],
  run: async (call) => {
    const { engine, database, checkTime } = call;
    const name = collectionName(call);
    const collection = engine.catalog.find(database, name);
    if (collection === undefined)
      throw namespaceNotFound(`Collection '${database}.${name}' does not exist to validate.`);
    const { errors, records, expected } = await checkDocuments(engine, collection, checkTime);
    const keysPerIndex: Record<string, number> = { _id_: records };
    for (const index of collection.indexes.values()) {
      const entries = await countEntries(engine, index);
      keysPerIndex[index.options.name] = entries;
      const wanted = expected.get(index.options.name) ?? 0;
      if (entries !== wanted)
        errors.push(`index ${index.options.name} holds ${entries} keys where ${wanted} are expected`);
    }
    return {
      ns: `${database}.${name}`,
      nrecords: records,
      nIndexes: collection.indexes.size + 1,
      keysPerIndex,
      valid: errors.length === 0,
      errors: errors.slice(0, MAX_ERRORS),
      warnings: [],
      ok: 1,
    };
  },
};

export const validateCommands = { validate };
