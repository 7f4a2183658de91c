// The key of a duplicate as error 11000 shows it: as text for people, as a document for mongoose and others.
import { Binary, Double, Long, ObjectId } from 'bson';
import { fieldOf, isDoc, typeName, type Doc, type Value } from '../bson/types.js';
import type { IndexOptions } from './catalog.js';

const show = (value: Value): string => {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof Long) return value.toString();
  if (value instanceof Double) return value.value.toFixed(1);
  if (value instanceof Binary) return `BinData(${value.sub_type}, ${value.toString('hex').toUpperCase()})`;
  if (Array.isArray(value)) return `[ ${value.map(show).join(', ')} ]`;
  if (isDoc(value))
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${show(inner)}`)
      .join(', ')} }`;
  return typeName(value);
};

const at = (value: Value | undefined, parts: readonly string[]): Value => {
  const [part, ...rest] = parts;
  if (part === undefined) return value ?? null;
  if (Array.isArray(value)) {
    if (/^\d+$/.test(part)) return at(value[Number(part)], rest);
    return value.map((inner) => at(inner, parts));
  }
  return value !== undefined && isDoc(value) ? at(fieldOf(value, part), rest) : null;
};

/** `text` as in `{ email: "a@example.org" }`, `value` the same as a document. */
export const showKey = (
  options: Pick<IndexOptions, 'key'>,
  doc: Doc,
): { readonly text: string; readonly value: Doc } => {
  const value: Doc = {};
  for (const path of Object.keys(options.key)) value[path] = at(doc, path.split('.'));
  return { text: show(value), value };
};
