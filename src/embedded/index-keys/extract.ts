// Which keys a document has in an index. Arrays are expanded: one key for each element (a multikey index). Two arrays
// side by side in one compound key are refused, code 171, as MongoDB refuses them. Missing fields are null keys; a
// sparse index leaves out documents that have none of the fields, a partial index those its filter does not match.
import { DatabaseError } from '../errors.js';
import { fieldOf, isDoc, type Doc, type Value } from '../bson/types.js';
import type { Index } from '../store/catalog.js';
import { EMPTY_ARRAY, encodeFields, fitFields, type KeyPart } from './encode.js';

/** The keys of one document in one index. */
export interface Keys {
  /** Field bytes, each once. */
  readonly keys: readonly Buffer[];
  readonly multikey: boolean;
  readonly cut: boolean;
}

interface Walk {
  readonly rows: KeyPart[][];
  multikey: boolean;
}

/** Follows a path through documents until it ends, or until it stands before an array that has to be expanded. */
const follow = (
  from: Value | undefined,
  parts: readonly string[],
): { value: Value | undefined; rest: readonly string[] } => {
  let value = from;
  for (let place = 0; place < parts.length; place += 1) {
    const part = parts[place] ?? '';
    if (Array.isArray(value)) {
      if (!/^\d+$/.test(part)) return { value, rest: parts.slice(place) };
      value = value[Number(part)];
    } else if (value !== undefined && isDoc(value)) value = fieldOf(value, part);
    else return { value: undefined, rest: [] };
  }
  return { value, rest: [] };
};

const expand = (
  root: Value | undefined,
  open: readonly (readonly string[] | undefined)[],
  fixed: readonly KeyPart[],
  walk: Walk,
): void => {
  const row = [...fixed];
  const rests: (readonly string[] | undefined)[] = open.map(() => undefined);
  let array: Value[] | undefined;
  open.forEach((parts, place) => {
    if (parts === undefined) return;
    const { value, rest } = follow(root, parts);
    if (!Array.isArray(value)) {
      row[place] = value;
      return;
    }
    if (array !== undefined && array !== value) throw new DatabaseError(171, 'cannot index parallel arrays');
    array = value;
    rests[place] = rest;
  });
  if (array === undefined) {
    walk.rows.push(row);
    return;
  }
  walk.multikey = true;
  const elements: (Value | typeof EMPTY_ARRAY)[] = array.length === 0 ? [EMPTY_ARRAY] : array;
  for (const element of elements) {
    const next = [...row];
    const stillOpen = rests.map((rest, place) => {
      if (rest === undefined) return undefined;
      if (rest.length > 0 && element !== EMPTY_ARRAY && isDoc(element)) return rest;
      next[place] = rest.length > 0 ? undefined : element;
      return undefined;
    });
    if (element !== EMPTY_ARRAY && stillOpen.some((rest) => rest !== undefined)) expand(element, stillOpen, next, walk);
    else walk.rows.push(next);
  }
};

/** The values of an index's fields where no array stands in the way, by far most often; undefined where one does. */
const plainRow = (doc: Doc, fields: Index['fields']): KeyPart[] | undefined => {
  const row: KeyPart[] = [];
  for (const { parts } of fields) {
    const { value } = follow(doc, parts);
    if (Array.isArray(value)) return undefined;
    row.push(value);
  }
  return row;
};

/** All keys of a document in an index. @throws DatabaseError 171 parallel arrays, 67 a value that cannot be a key */
export const extractKeys = (index: Index, doc: Doc): Keys => {
  if (!index.covers(doc)) return { keys: [], multikey: false, cut: false };
  const walk: Walk = { rows: [], multikey: false };
  const plain = plainRow(doc, index.fields);
  if (plain !== undefined) walk.rows.push(plain);
  else {
    expand(
      doc,
      index.fields.map((field) => field.parts),
      index.fields.map(() => undefined),
      walk,
    );
  }
  let cut = false;
  const keys = new Map<string, Buffer>();
  for (const row of walk.rows) {
    if (index.options.sparse === true && row.every((part) => part === undefined)) continue;
    const fitted = fitFields(encodeFields(row, index.fields));
    if (walk.rows.length === 1) return { keys: [fitted.bytes], multikey: walk.multikey, cut: fitted.cut };
    cut ||= fitted.cut;
    keys.set(fitted.bytes.toString('latin1'), fitted.bytes);
  }
  return { keys: [...keys.values()], multikey: walk.multikey, cut };
};
