// Documents to bytes: the other half of codec.ts, by the same specification and the same forms of values.
import { BSONRegExp, Binary, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { badValue } from '../errors.js';
import { type Doc, type Value, isInt32 } from './types.js';

/** Writes into one growing buffer; documents are written one after another, never two at once. */
let buffer = Buffer.allocUnsafeSlow(64 * 1024);
let at = 0;

/** The document's bytes, in a buffer of their own. */
export function encode(doc: Doc): Buffer {
  at = 0;
  writeDocument(doc);
  const bytes = Buffer.from(buffer.subarray(0, at));
  if (buffer.length > 4 * 1024 * 1024) buffer = Buffer.allocUnsafeSlow(64 * 1024); // one huge document is not kept for ever
  return bytes;
}

function room(bytes: number): void {
  if (at + bytes <= buffer.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, at + bytes));
  buffer.copy(larger, 0, 0, at);
  buffer = larger;
}

function writeDocument(doc: Doc | readonly Value[]): void {
  const start = at;
  room(5);
  at += 4;
  if (Array.isArray(doc)) {
    const list: readonly Value[] = doc;
    for (let index = 0; index < list.length; index += 1) writeField(String(index), list[index]);
  } else {
    const fields = doc as Doc;
    for (const name of Object.keys(fields)) writeField(name, fields[name]);
  }
  room(1);
  buffer[at] = 0;
  at += 1;
  buffer.writeInt32LE(at - start, start);
}

function writeName(text: string): void {
  writeText(text);
  if (text.includes('\0')) throw badValue('a field name cannot hold a zero byte');
  buffer[at] = 0;
  at += 1;
}

function writeText(text: string): void {
  room(text.length * 3 + 1);
  if (text.length < 24) {
    let place = at;
    let index = 0;
    for (; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) break;
      buffer[place] = code;
      place += 1;
    }
    if (index === text.length) {
      at = place;
      return;
    }
  }
  at += buffer.write(text, at, 'utf8');
}

function writeString(text: string): void {
  room(5);
  const start = at;
  at += 4;
  writeText(text);
  buffer[at] = 0;
  at += 1;
  buffer.writeInt32LE(at - start - 4, start);
}

/** Writes type and name, keeps `size` bytes for the value and gives their place; ask before touching `buffer`. */
function head(type: number, name: string, size: number): number {
  room(1);
  buffer[at] = type;
  at += 1;
  writeName(name);
  room(size);
  const place = at;
  at += size;
  return place;
}

function writeField(name: string, value: Value | undefined): void {
  if (typeof value === 'string') {
    head(0x02, name, 0);
    writeString(value);
  } else if (typeof value === 'number') writeNumber(name, value);
  else if (typeof value === 'boolean') {
    const place = head(0x08, name, 1);
    buffer[place] = value ? 1 : 0;
  } else if (value === null) head(0x0a, name, 0);
  else if (value instanceof Date) {
    const place = head(0x09, name, 8);
    buffer.writeBigInt64LE(BigInt(value.getTime()), place);
  } else if (value instanceof ObjectId) {
    const id = value.id; // read once: each read gives another array
    const place = head(0x07, name, 12);
    buffer.set(id, place);
  } else if (Array.isArray(value)) {
    head(0x04, name, 0);
    writeDocument(value);
  } else writeRarer(name, value);
}

function writeNumber(name: string, value: number): void {
  if (isInt32(value)) {
    const place = head(0x10, name, 4);
    buffer.writeInt32LE(value, place);
  } else writeDouble(name, value);
}

function writeDouble(name: string, value: number): void {
  const place = head(0x01, name, 8);
  buffer.writeDoubleLE(value, place);
}

function writeBytes(type: number, name: string, bytes: Uint8Array): void {
  const place = head(type, name, bytes.length);
  buffer.set(bytes, place);
}

function writeRarer(name: string, value: Exclude<Value, string | number | boolean> | undefined): void {
  if (value instanceof Double) writeDouble(name, value.value);
  else if (value instanceof Timestamp) {
    const place = head(0x11, name, 8);
    buffer.writeUInt32LE(value.i, place);
    buffer.writeUInt32LE(value.t, place + 4);
  } else if (value instanceof Long) {
    const place = head(0x12, name, 8);
    buffer.writeInt32LE(value.low, place);
    buffer.writeInt32LE(value.high, place + 4);
  } else if (value instanceof Binary) {
    const bytes = value.buffer.subarray(0, value.position);
    const place = head(0x05, name, 5 + bytes.length);
    buffer.writeInt32LE(bytes.length, place);
    buffer[place + 4] = value.sub_type;
    buffer.set(bytes, place + 5);
  } else if (value instanceof Decimal128) writeBytes(0x13, name, value.bytes);
  else if (value instanceof BSONRegExp) {
    head(0x0b, name, 0);
    writeName(value.pattern);
    writeName(value.options);
  } else if (value instanceof MinKey) head(0xff, name, 0);
  else if (value instanceof MaxKey) head(0x7f, name, 0);
  else if (typeof value === 'object' && value !== null) {
    head(0x03, name, 0);
    writeDocument(value as Doc);
  } else throw badValue(`field '${name}' holds something that is not a BSON value`);
}
