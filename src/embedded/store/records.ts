// Documents and their index entries: written together, inside one write, or not at all. A document lies under
// [collection][key of _id]; an index entry under [index][field keys][key of _id] with the key of _id as its value.
// Every check comes before the first put, so that a refused write leaves nothing behind.
import { BSONRegExp, ObjectId } from 'bson';
import { decode } from '../bson/codec.js';
import { encode } from '../bson/encode.js';
import { fieldOf, firstField, type Doc, type Value } from '../bson/types.js';
import { badValue, duplicateKey, immutableField, objectTooLarge } from '../errors.js';
import { AFTER_ALL, encodeValue } from '../index-keys/encode.js';
import { extractKeys, type Keys } from '../index-keys/extract.js';
import { showKey } from './show-key.js';
import type { Catalog, Collection, Index } from './catalog.js';
import type { Environment } from './environment.js';

/** MongoDB's limit for one document, in bytes. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
/** With the index's own bytes this keeps every LMDB key under its limit of 1,978 bytes. */
const MAX_ID_BYTES = 700;

/** [number][bytes]: how every key in the file begins. */
export const prefixed = (id: number, ...bytes: readonly Buffer[]): Buffer => {
  const size = bytes.reduce((sum, piece) => sum + piece.length, 4);
  const key = Buffer.allocUnsafe(size);
  key.writeUInt32BE(id);
  let at = 4;
  for (const piece of bytes) at += piece.copy(key, at);
  return key;
};

const END = Buffer.from([AFTER_ALL]);

/** The key of an _id. @throws DatabaseError 2 for what cannot be one */
export const idKey = (id: Value | undefined): Buffer => {
  if (Array.isArray(id)) throw badValue("The '_id' value cannot be of type array");
  if (id instanceof BSONRegExp) throw badValue("The '_id' value cannot be of type regex");
  const key = encodeValue(id);
  if (key.length > MAX_ID_BYTES) throw badValue(`an _id of ${key.length} bytes is longer than this server stores`);
  return key;
};

export interface Records {
  get(collection: Collection, docKey: Buffer): Buffer | undefined;
  /** Inside a write. @throws DatabaseError 11000 */
  insert(collection: Collection, raw: Uint8Array): void;
  /** Inside a write: puts the new version in place of the old one. @throws DatabaseError 11000, 66 */
  replace(collection: Collection, docKey: Buffer, before: Doc, after: Doc): void;
  /** Inside a write. */
  remove(collection: Collection, docKey: Buffer, before: Doc): void;
  /** Inside a write: gives one document its entries in an index being built. @throws DatabaseError 11000 */
  index(collection: Collection, index: Index, docKey: Buffer, doc: Doc): void;
}

/** @throws DatabaseError 10334 */
export const checkSize = (raw: Uint8Array): void => {
  if (raw.length > MAX_DOCUMENT_BYTES) {
    throw objectTooLarge(`object to insert too large. size in bytes: ${raw.length}, max size: ${MAX_DOCUMENT_BYTES}`);
  }
};

/** The document with its _id in front, as every stored document has it; one without an _id is given one. */
const withIdFirst = (raw: Uint8Array): { readonly doc: Doc; readonly bytes: Uint8Array } => {
  const doc = decode(raw);
  if (firstField(doc) === '_id') return { doc, bytes: raw };
  const { _id = new ObjectId(), ...fields } = doc;
  const complete = { _id, ...fields };
  return { doc: complete, bytes: encode(complete) };
};

export const openRecords = (environment: Environment, catalog: Catalog): Records => {
  const { documents, entries, put, remove } = environment;

  const checkUnique = (collection: Collection, index: Index, fields: Buffer, docKey: Buffer, doc: Doc): void => {
    const start = prefixed(index.id, fields);
    for (const { value } of entries.getRange({ start, end: Buffer.concat([start, END]), limit: 2 })) {
      if (value.equals(docKey)) continue;
      const shown = showKey(index.options, doc);
      throw duplicateKey(
        `${collection.database}.${collection.name}`,
        index.options.name,
        shown.text,
        index.options.key,
        shown.value,
      );
    }
  };
  const checkAll = (collection: Collection, index: Index, added: readonly Buffer[], docKey: Buffer, doc: Doc): void => {
    if (index.options.unique === true) for (const fields of added) checkUnique(collection, index, fields, docKey, doc);
  };
  /** Arrays and long keys change what an index can promise; that is remembered before the entries are written. */
  const remember = (collection: Collection, index: Index, keys: Keys): void => {
    if ((!keys.multikey || index.multikey) && (!keys.cut || index.cut)) return;
    index.multikey ||= keys.multikey;
    index.cut ||= keys.cut;
    catalog.save(collection);
  };
  const putEntries = (index: Index, fields: readonly Buffer[], docKey: Buffer): void => {
    for (const bytes of fields) put(entries, prefixed(index.id, bytes, docKey), docKey);
  };

  return {
    get: (collection, docKey) => documents.get(prefixed(collection.id, docKey)),
    insert: (collection, raw) => {
      const { doc, bytes } = withIdFirst(raw);
      checkSize(bytes);
      const docKey = idKey(doc['_id']);
      const key = prefixed(collection.id, docKey);
      if (documents.doesExist(key)) {
        const shown = showKey({ key: { _id: 1 } }, doc);
        throw duplicateKey(`${collection.database}.${collection.name}`, '_id_', shown.text, { _id: 1 }, shown.value);
      }
      const work = [...collection.indexes.values()].map((index) => ({ index, keys: extractKeys(index, doc) }));
      for (const { index, keys } of work) checkAll(collection, index, keys.keys, docKey, doc);
      put(documents, key, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      for (const { index, keys } of work) {
        remember(collection, index, keys);
        putEntries(index, keys.keys, docKey);
      }
    },
    replace: (collection, docKey, before, after) => {
      const raw = encode(after);
      checkSize(raw);
      if (!idKey(fieldOf(after, '_id')).equals(docKey)) {
        throw immutableField("Performing an update on the path '_id' would modify the immutable field '_id'");
      }
      const work = [...collection.indexes.values()].map((index) => {
        const old = extractKeys(index, before).keys;
        const keys = extractKeys(index, after);
        const added = keys.keys.filter((bytes) => !old.some((other) => other.equals(bytes)));
        const gone = old.filter((bytes) => !keys.keys.some((other) => other.equals(bytes)));
        return { index, keys, added, gone };
      });
      for (const { index, added } of work) checkAll(collection, index, added, docKey, after);
      put(documents, prefixed(collection.id, docKey), raw);
      for (const { index, keys, added, gone } of work) {
        for (const bytes of gone) remove(entries, prefixed(index.id, bytes, docKey));
        remember(collection, index, keys);
        putEntries(index, added, docKey);
      }
    },
    remove: (collection, docKey, before) => {
      const work = [...collection.indexes.values()].map((index) => ({ index, keys: extractKeys(index, before).keys }));
      remove(documents, prefixed(collection.id, docKey));
      for (const { index, keys } of work) {
        for (const bytes of keys) remove(entries, prefixed(index.id, bytes, docKey));
      }
    },
    index: (collection, index, docKey, doc) => {
      const keys = extractKeys(index, doc);
      checkAll(collection, index, keys.keys, docKey, doc);
      remember(collection, index, keys);
      putEntries(index, keys.keys, docKey);
    },
  };
};
