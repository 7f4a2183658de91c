// What an index may be: reading one entry of createIndexes, and comparing it with those that are there. Whatever is not
// served (text, geo, hashed, wildcard, hidden, collation) is refused here, by MongoDB's codes.
import { equalValues } from '../bson/compare.js';
import { isDoc, type Doc, type Value } from '../bson/types.js';
import {
  cannotCreateIndex,
  DatabaseError,
  indexKeySpecsConflict,
  indexOptionsConflict,
  invalidOptions,
} from '../errors.js';
import { compileFilter } from '../query/match.js';
import type { Collection, IndexOptions } from '../store/catalog.js';
import { numberFrom } from './call.js';

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
export const readIndex = (spec: Value): IndexOptions => {
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

/** Whether two index keys name the same fields, in the same order and directions. */
export const sameKey = (a: Doc, b: Doc): boolean =>
  Object.keys(a).length === Object.keys(b).length && equalValues(a, b);

/** Two indexes that agree in these are one and the same for MongoDB, whatever they are called. */
const sameIndex = (a: IndexOptions, b: IndexOptions): boolean =>
  sameKey(a.key, b.key) &&
  a.unique === b.unique &&
  a.sparse === b.sparse &&
  equalValues(a.partialFilterExpression, b.partialFilterExpression);

/** Whether the index is there already; throws when another one stands in its way, as MongoDB does (85, 86). */
export const alreadyThere = (collection: Collection, wanted: IndexOptions): boolean => {
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
