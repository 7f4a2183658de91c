// Bytes to documents and back, without loss: decode then encode gives the same bytes (order of index-like keys apart).
// Written from the BSON specification 1.1 (bsonspec.org). The library's own reader turns 5.0 into an int32, small longs
// into numbers and `$ref` documents into a class; this one keeps what was stored, in the forms that types.ts describes.
// The types the specification calls deprecated, and code, are refused: nothing here sends or runs them.
import { BSONRegExp, Binary, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { DatabaseError, invalidBson } from '../errors.js';
import { type Doc, type Value, isInt32, setField } from './types.js';

const deepest = 180; // MongoDB's server limit is 180 levels; it also keeps a hostile frame off the stack

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The whole document. Throws code 22 (InvalidBSON) when the bytes are not exactly one well-formed document. */
export function decode(bytes: Uint8Array): Doc {
  const buffer = asBuffer(bytes);
  if (buffer.length < 5 || buffer.readInt32LE(0) !== buffer.length) throw invalidBson('document length does not fit');
  try {
    return readDocument(buffer, 0, 0);
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    // A read past the end of the buffer, or a value that the library's own class refuses.
    throw invalidBson(error instanceof RangeError ? 'document ends early' : String(error));
  }
}

/** One top-level field read from the raw bytes, without decoding the others; `undefined` when it is missing. */
export function pickField(bytes: Uint8Array, field: string): Value | undefined {
  const buffer = asBuffer(bytes);
  const end = buffer.length - 1;
  const wanted = Buffer.from(field);
  let at = 4;
  while (at < end) {
    const type = buffer[at] ?? 0;
    const zero = buffer.indexOf(0, at + 1);
    if (zero < 0) throw invalidBson('field name without end');
    const valueAt = zero + 1;
    if (zero - at - 1 === wanted.length && buffer.compare(wanted, 0, wanted.length, at + 1, zero) === 0) {
      return readValue(buffer, type, valueAt, 0);
    }
    at = valueAt + sizeOf(buffer, type, valueAt);
  }
  return undefined;
}

/** The named top-level fields only, in the document's order: what a filter or a group needs of a large document. */
export function decodeFields(bytes: Uint8Array, fields: ReadonlySet<string>): Doc {
  const buffer = asBuffer(bytes);
  const end = buffer.length - 1;
  const doc: Doc = {};
  let left = fields.size;
  let at = 4;
  while (at < end && left > 0) {
    const type = buffer[at] ?? 0;
    const zero = buffer.indexOf(0, at + 1);
    if (zero < 0) throw invalidBson('field name without end');
    const name = readText(buffer, at + 1, zero);
    at = zero + 1;
    if (fields.has(name)) {
      setField(doc, name, readValue(buffer, type, at, 0));
      left -= 1;
    }
    at += sizeOf(buffer, type, at);
  }
  return doc;
}

/** The document with the named top-level fields alone, in its own order: their bytes as they are, nothing decoded. */
export function cutFields(bytes: Uint8Array, fields: ReadonlySet<string>): Buffer {
  const buffer = asBuffer(bytes);
  const end = buffer.length - 1;
  const pieces: Buffer[] = [];
  let length = 5;
  for (let at = 4; at < end && pieces.length < fields.size;) {
    const zero = endOfName(buffer, at + 1);
    const next = zero + 1 + sizeOf(buffer, buffer[at] ?? 0, zero + 1);
    if (next > end) throw invalidBson('a value ends outside its document');
    if (fields.has(readText(buffer, at + 1, zero))) {
      pieces.push(buffer.subarray(at, next));
      length += next - at;
    }
    at = next;
  }
  const cut = Buffer.allocUnsafe(length);
  cut.writeInt32LE(length, 0);
  let at = 4;
  for (const piece of pieces) at += piece.copy(cut, at);
  cut[at] = 0;
  return cut;
}

function readText(buffer: Buffer, from: number, to: number): string {
  if (to - from < 16) {
    let text = '';
    let at = from;
    for (; at < to; at += 1) {
      const code = buffer[at] ?? 0;
      if (code > 127) break;
      text += String.fromCharCode(code);
    }
    if (at === to) return text;
  }
  return buffer.toString('utf8', from, to);
}

function endOfName(buffer: Buffer, from: number): number {
  let at = from;
  while (buffer[at] !== 0) {
    if (at >= buffer.length) throw invalidBson('name without end');
    at += 1;
  }
  return at;
}

function lengthAt(buffer: Buffer, at: number, least: number): number {
  const length = buffer.readInt32LE(at);
  if (length < least || at + length > buffer.length) throw invalidBson('a length points past the end');
  return length;
}

/** Bytes that a value of this type takes, its own length included. */
function sizeOf(buffer: Buffer, type: number, at: number): number {
  switch (type) {
    case 0x01:
    case 0x09:
    case 0x11:
    case 0x12:
      return 8;
    case 0x02:
      return 4 + lengthAt(buffer, at, 1);
    case 0x03:
    case 0x04:
      return lengthAt(buffer, at, 5);
    case 0x05:
      return 5 + lengthAt(buffer, at, 0);
    case 0x07:
      return 12;
    case 0x08:
      return 1;
    case 0x0a:
    case 0xff:
    case 0x7f:
      return 0;
    case 0x0b:
      return endOfName(buffer, endOfName(buffer, at) + 1) + 1 - at;
    case 0x10:
      return 4;
    case 0x13:
      return 16;
    default:
      throw invalidBson(`BSON type 0x${type.toString(16)} is not served`);
  }
}

function readDocument(buffer: Buffer, start: number, depth: number): Doc {
  const doc: Doc = {};
  walk(buffer, start, depth, (name, value) => {
    if (name === '__proto__') setField(doc, name, value);
    else doc[name] = value;
  });
  return doc;
}

function walk(buffer: Buffer, start: number, depth: number, take: (name: string, value: Value) => void): void {
  if (depth > deepest) throw invalidBson('nested too deeply');
  const end = start + lengthAt(buffer, start, 5) - 1;
  if (buffer[end] !== 0) throw invalidBson('document without end');
  let at = start + 4;
  while (at < end) {
    const type = buffer[at] ?? 0;
    const zero = endOfName(buffer, at + 1);
    const valueAt = zero + 1;
    const next = valueAt + sizeOf(buffer, type, valueAt);
    if (next > end) throw invalidBson('a value ends outside its document');
    take(readText(buffer, at + 1, zero), readValue(buffer, type, valueAt, depth));
    at = next;
  }
}

function readValue(buffer: Buffer, type: number, at: number, depth: number): Value {
  switch (type) {
    case 0x01: {
      const value = buffer.readDoubleLE(at);
      return isInt32(value) ? new Double(value) : value;
    }
    case 0x02:
      return readString(buffer, at);
    case 0x03:
      return readDocument(buffer, at, depth + 1);
    case 0x04: {
      const list: Value[] = [];
      walk(buffer, at, depth + 1, (_name, value) => list.push(value));
      return list;
    }
    case 0x05: {
      const length = lengthAt(buffer, at, 0);
      return new Binary(Buffer.from(buffer.subarray(at + 5, at + 5 + length)), buffer.readUInt8(at + 4));
    }
    case 0x07:
      return new ObjectId(buffer.subarray(at, at + 12));
    case 0x08:
      return buffer[at] === 1;
    case 0x09:
      return readDate(buffer.readBigInt64LE(at));
    case 0x0a:
      return null;
    case 0x0b: {
      const zero = endOfName(buffer, at);
      return new BSONRegExp(readText(buffer, at, zero), readText(buffer, zero + 1, endOfName(buffer, zero + 1)));
    }
    case 0x10:
      return buffer.readInt32LE(at);
    case 0x11:
      return new Timestamp(buffer.readBigUInt64LE(at));
    case 0x12:
      return new Long(buffer.readInt32LE(at), buffer.readInt32LE(at + 4));
    case 0x13:
      return new Decimal128(Buffer.from(buffer.subarray(at, at + 16)));
    case 0xff:
      return new MinKey();
    default:
      return new MaxKey(); // 0x7f: every other type was refused when its size was asked for
  }
}

function readString(buffer: Buffer, at: number): string {
  const length = lengthAt(buffer, at, 1);
  const end = at + 4 + length - 1;
  if (buffer[end] !== 0) throw invalidBson('string without end');
  return readText(buffer, at + 4, end);
}

/** A date further from 1970 than a JavaScript date can be is refused: no driver of this language can have meant it. */
function readDate(milliseconds: bigint): Date {
  const date = new Date(Number(milliseconds));
  if (Number.isNaN(date.getTime())) throw invalidBson(`a date of ${milliseconds} milliseconds is out of range`);
  return date;
}
