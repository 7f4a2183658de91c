// How a BSON value stands in memory: each has exactly one form, so that reading and writing again gives the same bytes.
// Int32 is a plain number. A double is a plain number too, unless its value would read as an int32 (5.0): then it is a
// `Double`. Long, Decimal128, Binary, ObjectId, Timestamp, regular expressions and the two keys keep their class;
// dates are `Date`. Documents are plain objects, so keys that look like array indexes come first whatever the bytes
// said, as in every JavaScript driver.
import { BSONRegExp, BSONValue, Binary, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';

/** Any number as it stands in memory. */
export type Numeric = number | Double | Long | Decimal128;

/** Any BSON value as it stands in memory; a missing value is `undefined` and never part of a document. */
export type Value =
  | null
  | boolean
  | string
  | Date
  | Numeric
  | Binary
  | ObjectId
  | Timestamp
  | BSONRegExp
  | MinKey
  | MaxKey
  | Value[]
  | Doc;

/** A BSON document: fields in their order. */
export interface Doc {
  [field: string]: Value;
}

/** The value of an own field, or `undefined` when it is missing (never something inherited). */
export function fieldOf(doc: Doc, field: string): Value | undefined {
  return Object.hasOwn(doc, field) ? doc[field] : undefined;
}

/** Sets a field, `__proto__` included, which plain assignment would lose. */
export function setField(doc: Doc, field: string, value: Value): void {
  if (field === '__proto__')
    Object.defineProperty(doc, field, { value, enumerable: true, configurable: true, writable: true });
  else doc[field] = value;
}

/** The bytes a value keeps in memory, roughly. */
export function weightOf(value: Value): number {
  if (typeof value === 'string') return 16 + value.length * 2;
  if (value instanceof Binary) return 64 + value.position;
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + weightOf(each), 32);
  if (!isDoc(value)) return 16;
  return Object.values(value).reduce<number>((sum, each) => sum + 16 + weightOf(each), 32);
}

/** A copy of the outermost level, with the same fields in the same order. */
export function copyOf(doc: Doc): Doc {
  return { ...doc };
}

export function isDoc(value: Value | undefined): value is Doc {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof BSONValue) &&
    !(value instanceof Date)
  );
}

/** The document's first field name, or '' when it is empty. */
export function firstField(doc: Doc): string {
  for (const field in doc) return field;
  return '';
}

/** MongoDB's alias of the value's BSON type, as `$type` takes it; 'missing' when there is none. */
export function typeName(value: Value | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'number') return isInt32(value) ? 'int' : 'double';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (value instanceof ObjectId) return 'objectId';
  if (value instanceof Double) return 'double';
  // A Timestamp is not a Long by class, but asking for it first costs nothing and survives a change of library.
  if (value instanceof Timestamp) return 'timestamp';
  if (value instanceof Long) return 'long';
  if (value instanceof Decimal128) return 'decimal';
  if (value instanceof Binary) return 'binData';
  if (value instanceof BSONRegExp) return 'regex';
  if (value instanceof MinKey) return 'minKey';
  if (value instanceof MaxKey) return 'maxKey';
  return 'object';
}

/** Whether a plain number stands for an int32; any other plain number is a double. */
export function isInt32(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0);
}
