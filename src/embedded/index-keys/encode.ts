// Turns BSON values into bytes that sort, byte by byte, as MongoDB sorts the values. One type byte in MongoDB's order,
// then a body that keeps order inside the type; a descending field is the same bytes inverted. Every encoded value is
// self-delimiting: none is a prefix of another, so fields can simply follow each other.
import { createHash } from 'node:crypto';
import { Binary, BSONRegExp, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { cannotCreateIndex } from '../errors.js';
import { isDoc, type Doc, type Value } from '../bson/types.js';

/** The last byte of a range's end: larger than any type byte, ascending or inverted. */
export const AFTER_ALL = 0xff;

/** Field bytes of one index key never exceed this; LMDB's own limit is 1,978 bytes with ids and document key. */
export const MAX_FIELD_BYTES = 1200;
/** How much of a longer key is kept as it is, before the hash of the whole. */
export const KEPT_BYTES = MAX_FIELD_BYTES - 32;

const TYPE = {
  minKey: 0x05,
  undefined: 0x0a,
  null: 0x0f,
  number: 0x14,
  string: 0x1e,
  object: 0x28,
  array: 0x2d,
  binary: 0x32,
  objectId: 0x37,
  boolean: 0x3c,
  date: 0x41,
  timestamp: 0x46,
  regex: 0x4b,
  maxKey: 0x7f,
} as const;

// One buffer for all: encoding is synchronous and every result is copied out of it.
let scratch = Buffer.allocUnsafe(4096);
let at = 0;

const room = (bytes: number): void => {
  if (at + bytes <= scratch.length) return;
  const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, at + bytes));
  scratch.copy(larger, 0, 0, at);
  scratch = larger;
};

const byte = (value: number): void => {
  room(1);
  scratch[at] = value;
  at += 1;
};

/** 00 inside becomes 00 FF, the end is 00 01: with a one-byte end, descending "a" and "a\0b" would change places. */
const terminated = (text: string): void => {
  room(Buffer.byteLength(text) * 2 + 2);
  if (text.includes('\0')) {
    for (const piece of Buffer.from(text)) {
      scratch[at++] = piece;
      if (piece === 0) scratch[at++] = 0xff;
    }
  } else at += scratch.write(text, at, 'utf8');
  scratch[at++] = 0x00;
  scratch[at++] = 0x01;
};

/** Doubles sort by their bits once the sign is flipped; two more bytes keep 64-bit integers apart that round alike. */
const number = (value: number, residue: number): void => {
  room(11);
  scratch[at] = TYPE.number;
  if (Number.isNaN(value)) scratch.fill(0, at + 1, at + 9);
  else {
    scratch.writeDoubleBE(value === 0 ? 0 : value, at + 1);
    if ((scratch[at + 1] ?? 0) < 0x80) scratch[at + 1] = (scratch[at + 1] ?? 0) ^ 0x80;
    else for (let place = at + 1; place < at + 9; place += 1) scratch[place] = ~(scratch[place] ?? 0);
  }
  scratch.writeUInt16BE(residue + 0x8000, at + 9);
  at += 11;
};

const integer64 = (value: bigint): void => {
  const rounded = Number(value);
  number(rounded, Number(value - BigInt(rounded)));
};

const biased64 = (type: number, value: bigint): void => {
  room(9);
  scratch[at] = type;
  scratch.writeBigUInt64BE(BigInt.asUintN(64, value), at + 1);
  at += 9;
};

const writeDocument = (value: Doc): void => {
  byte(TYPE.object);
  for (const name of Object.keys(value)) {
    const start = at;
    writeValue(value[name] ?? null);
    // MongoDB compares type, then name, then value: the name goes between type byte and body.
    const encoded = Buffer.from(scratch.subarray(start, at));
    at = start + 1;
    terminated(name);
    room(encoded.length);
    at += encoded.copy(scratch, at, 1);
  }
  byte(0);
};

const writeObject = (value: Exclude<Value, string | number | boolean | null | Value[]>): void => {
  if (value instanceof ObjectId) {
    const id = value.id; // read once: every read makes a new copy
    room(13);
    scratch[at] = TYPE.objectId;
    scratch.set(id, at + 1);
    at += 13;
  } else if (value instanceof Date) biased64(TYPE.date, BigInt(value.getTime()) + (1n << 63n));
  else if (value instanceof Double) number(value.value, 0);
  else if (value instanceof Timestamp) biased64(TYPE.timestamp, value.toBigInt());
  else if (value instanceof Long) integer64(value.toBigInt());
  else if (value instanceof Binary) {
    room(6 + value.position);
    scratch[at] = TYPE.binary;
    scratch.writeUInt32BE(value.position, at + 1);
    scratch[at + 5] = value.sub_type;
    scratch.set(value.buffer.subarray(0, value.position), at + 6);
    at += 6 + value.position;
  } else if (value instanceof BSONRegExp) {
    byte(TYPE.regex);
    terminated(value.pattern);
    terminated(value.options);
  } else if (value instanceof MinKey) byte(TYPE.minKey);
  else if (value instanceof MaxKey) byte(TYPE.maxKey);
  else if (!isDoc(value)) throw cannotCreateIndex('values of this type (Decimal128, code) are not indexed here');
  else writeDocument(value);
};

const writeValue = (value: Value): void => {
  if (value === null) byte(TYPE.null);
  else if (typeof value === 'string') {
    byte(TYPE.string);
    terminated(value);
  } else if (typeof value === 'number') number(value, 0);
  else if (typeof value === 'boolean') {
    byte(TYPE.boolean);
    byte(value ? 1 : 0);
  } else if (Array.isArray(value)) {
    byte(TYPE.array);
    for (const inner of value) writeValue(inner);
    byte(0);
  } else writeObject(value);
};

/** Stands for an empty array as an index key: it sorts before null and is found by no equality but its own. */
export const EMPTY_ARRAY: unique symbol = Symbol('empty array');

/** What stands in one place of a key. */
export type KeyPart = Value | undefined | typeof EMPTY_ARRAY;

const writePart = (value: KeyPart, descending: boolean): void => {
  const start = at;
  if (value === EMPTY_ARRAY) byte(TYPE.undefined);
  else if (value === undefined) byte(TYPE.null);
  else writeValue(value);
  if (descending) for (let place = start; place < at; place += 1) scratch[place] = ~(scratch[place] ?? 0);
};

/** Writes one value, ascending or inverted, and gives a copy of its bytes. @throws DatabaseError 67 for what cannot be a key */
export const encodeValue = (value: KeyPart, descending = false): Buffer => {
  at = 0;
  writePart(value, descending);
  return Buffer.from(scratch.subarray(0, at));
};

/** The values of one key, one after the other, each in its field's direction. @throws DatabaseError 67 */
export const encodeFields = (row: readonly KeyPart[], fields: readonly { readonly descending: boolean }[]): Buffer => {
  at = 0;
  for (let place = 0; place < row.length; place += 1) writePart(row[place], fields[place]?.descending ?? false);
  return Buffer.from(scratch.subarray(0, at));
};

/** Field bytes as they are stored: whole, or cut with the hash of the whole behind when they are too long. */
export const fitFields = (fields: Buffer): { readonly bytes: Buffer; readonly cut: boolean } =>
  fields.length <= MAX_FIELD_BYTES
    ? { bytes: fields, cut: false }
    : {
        bytes: Buffer.concat([fields.subarray(0, KEPT_BYTES), createHash('sha256').update(fields).digest()]),
        cut: true,
      };
