// Conversions between types ("$convert" in the manual); what cannot be converted is refused with code 241.
import { Long, ObjectId } from 'bson';
import { double, isNumber, toNumber } from '../bson/numbers.js';
import { type Value, typeName } from '../bson/types.js';
import { DatabaseError } from '../errors.js';
import { isTrue } from './scope.js';

const refused = (value: Value, to: string) =>
  new DatabaseError(241, `Unsupported conversion from ${typeName(value)} to ${to} in $convert`);

/** Each takes a value that is neither null nor missing. */
export const conversions: Readonly<Record<string, (value: Value) => Value>> = {
  $toBool: isTrue,
  $toDouble: (value) => double(asNumber(value, 'double')),
  $toInt: (value) => {
    const whole = Math.trunc(asNumber(value, 'int'));
    if (whole !== (whole | 0)) throw new DatabaseError(241, 'Conversion would overflow target type in $convert');
    return whole + 0 || 0;
  },
  $toLong: (value) => Long.fromNumber(Math.trunc(asNumber(value, 'long'))),
  $toObjectId: (value) => {
    if (value instanceof ObjectId) return value;
    if (typeof value !== 'string' || !/^[0-9a-f]{24}$/i.test(value)) throw refused(value, 'objectId');
    return new ObjectId(value);
  },
  $toString: (value) => {
    if (typeof value === 'string') return value;
    if (isNumber(value)) return value instanceof Long ? value.toString() : String(toNumber(value));
    if (typeof value === 'boolean') return String(value);
    if (value instanceof Date) return value.toISOString();
    if (value instanceof ObjectId) return value.toHexString();
    throw refused(value, 'string');
  },
};

function asNumber(value: Value, to: string): number {
  if (isNumber(value)) return toNumber(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return Number(value);
  throw refused(value, to);
}
