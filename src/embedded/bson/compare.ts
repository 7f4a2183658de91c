// The one order over all BSON values ("Comparison/Sort Order" in the manual), equality by it, and a key to hash by.
// Sorting, $min/$max, $group, distinct, unique values and every comparison operator go through here.
import { BSONRegExp, BSONValue, Binary, Decimal128, Long, MinKey, ObjectId, Timestamp } from 'bson';
import { compareNumbers, isNumber, toNumber } from './numbers.js';
import { type Doc, type Numeric, type Value, isDoc, typeName } from './types.js';

/** The value's place in the order of types; values of different rank never compare as equal. Missing is below null. */
export function typeRank(value: Value | undefined): number {
  switch (typeof value) {
    case 'undefined':
      return 0;
    case 'number':
      return 10;
    case 'string':
      return 15;
    case 'boolean':
      return 40;
    default:
  }
  if (value === null) return 5;
  if (Array.isArray(value)) return 25;
  if (value instanceof Date) return 45;
  if (!(value instanceof BSONValue)) return 20;
  if (value instanceof ObjectId) return 35;
  if (value instanceof Timestamp) return 47;
  if (isNumber(value)) return 10;
  if (value instanceof Binary) return 30;
  if (value instanceof BSONRegExp) return 50;
  return value instanceof MinKey ? -1 : 127;
}

/** Negative, zero or positive, for any two values; total and antisymmetric. `undefined` is a missing value. */
export function compareValues(a: Value | undefined, b: Value | undefined): number {
  if (a === b) return 0;
  const rank = typeRank(a);
  const other = typeRank(b);
  if (rank !== other) return rank < other ? -1 : 1;
  switch (rank) {
    case 10:
      return compareNumbers(a as Numeric, b as Numeric);
    case 15:
      return compareText(a as string, b as string);
    case 20:
      return compareDocs(a as Doc, b as Doc);
    case 25:
      return compareLists(a as Value[], b as Value[]);
    case 30:
      return compareBinary(a as Binary, b as Binary);
    case 35:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case 40:
      return a === true ? 1 : -1;
    case 45:
      return sign((a as Date).getTime() - (b as Date).getTime());
    case 47:
      return compareBig((a as Timestamp).toBigInt(), (b as Timestamp).toBigInt());
    case 50: {
      const [x, y] = [a as BSONRegExp, b as BSONRegExp];
      return compareText(x.pattern, y.pattern) || compareText(x.options, y.options);
    }
    default:
      return 0; // null with null, MinKey with MinKey, MaxKey with MaxKey
  }
}

/** Equal in MongoDB's sense: 1, 1.0 and Long 1 are, `{a:1,b:2}` and `{b:2,a:1}` are not. */
export function equalValues(a: Value | undefined, b: Value | undefined): boolean {
  return a === b || compareValues(a, b) === 0;
}

/** Equal in type too, deep down: writing one instead of the other would change no byte. */
export function identicalValues(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return a !== 0 || Object.is(a, b);
  if (a === undefined || b === undefined || typeName(a) !== typeName(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, index) => identicalValues(value, b[index]));
  }
  if (isDoc(a) && isDoc(b)) {
    const [left, right] = [Object.keys(a), Object.keys(b)];
    return (
      left.length === right.length && left.every((name, at) => name === right[at] && identicalValues(a[name], b[name]))
    );
  }
  if (a instanceof Decimal128 && b instanceof Decimal128) return a.toString() === b.toString();
  if (isNumber(a) && isNumber(b) && Object.is(toNumber(a), -0) !== Object.is(toNumber(b), -0)) return false;
  return compareValues(a, b) === 0;
}

/** A text that is the same for equal values and different for others: what $group, distinct and $addToSet hash by. */
export function groupKey(value: Value | undefined): string {
  if (value === undefined) return 'u';
  if (typeof value === 'string') return `s${value.length}:${value}`;
  if (isNumber(value)) return numberKey(value);
  if (value === null) return 'z';
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (value instanceof ObjectId) return `o${value.toHexString()}`;
  if (value instanceof Date) return `d${value.getTime()}`;
  if (Array.isArray(value)) return `[${value.map(groupKey).join()}]`;
  if (value instanceof Binary) return `b${value.sub_type}:${bytesOf(value).toString('base64')}`;
  if (value instanceof Timestamp) return `t${value.toBigInt()}`;
  if (value instanceof BSONRegExp) return `r${groupKey(value.pattern)}${groupKey(value.options)}`;
  if (value instanceof BSONValue) return value instanceof MinKey ? 'm' : 'M';
  return `{${Object.keys(value)
    .map((name) => `${name.length}:${name}=${groupKey(value[name])}`)
    .join()}}`;
}

function numberKey(value: Numeric): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return `n${value}`; // also -0, whose text is "0"
  if (value instanceof Long) return `n${value.toString()}`;
  const number = toNumber(value);
  if (value instanceof Decimal128 && compareNumbers(value, number) !== 0) return `n${exactDecimal(value)}`;
  return Number.isInteger(number) ? `n${BigInt(number)}` : `n${number}`;
}

/** A decimal that no double equals: its digits and power without trailing zeros, or the integer it is worth. */
function exactDecimal(value: Decimal128): string {
  const [digits = '', power = '0'] = value.toString().split('E');
  const [whole = '', decimals = ''] = digits.split('.');
  const all = `${whole}${decimals}`;
  const bare = all.replace(/0+$/, '');
  const exponent = Number(power) - decimals.length + (all.length - bare.length);
  return exponent >= 0
    ? String(BigInt(bare) * 10n ** BigInt(exponent))
    : `${bare.replace(/^(-?)0+/, '$1')}e${exponent}`;
}

/** By UTF-8 bytes, that is by code points; UTF-16 units differ from that only above U+D7FF. */
export function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at += 1) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return sign(afterSurrogates(x) - afterSurrogates(y));
  }
  return sign(a.length - b.length);
}

const afterSurrogates = (unit: number) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
const sign = (difference: number) => (difference < 0 ? -1 : difference > 0 ? 1 : 0);
const compareBig = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);

/** The bytes in use of a Binary, whose buffer may be longer. */
function bytesOf(value: Binary): Buffer {
  return Buffer.from(value.buffer.buffer, value.buffer.byteOffset, value.position);
}

function compareBinary(a: Binary, b: Binary): number {
  return sign(a.position - b.position) || sign(a.sub_type - b.sub_type) || Buffer.compare(bytesOf(a), bytesOf(b));
}

function compareDocs(a: Doc, b: Doc): number {
  const left = Object.keys(a);
  const right = Object.keys(b);
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at += 1) {
    const [name, other] = [left[at] ?? '', right[at] ?? ''];
    const [x, y] = [a[name], b[other]];
    const order = sign(typeRank(x) - typeRank(y)) || compareText(name, other) || compareValues(x, y);
    if (order !== 0) return order;
  }
  return sign(left.length - right.length);
}

function compareLists(a: readonly Value[], b: readonly Value[]): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at += 1) {
    const order = compareValues(a[at], b[at]);
    if (order !== 0) return order;
  }
  return sign(a.length - b.length);
}
