// The tests of single values that filter operators stand for; match.ts says which values they are asked about.
import { BSONRegExp, Long, MaxKey, MinKey } from 'bson';
import { compareValues, equalValues, typeRank } from '../bson/compare.js';
import { isNumber, toNumber, wholeNumber } from '../bson/numbers.js';
import { type Value, typeName } from '../bson/types.js';
import { DatabaseError, badValue } from '../errors.js';
import { toPattern } from './pattern.js';

/** A test of one value; `undefined` stands for a missing one. */
export type ValueTest = (value: Value | undefined) => boolean;

/** `$gt $gte $lt $lte`: within the operand's own type only, except for MinKey and MaxKey. */
export const comparisons: Readonly<Record<string, (operand: Value) => ValueTest>> = {
  $gt: (operand) => bracketed('$gt', operand, (order) => order > 0, false),
  $gte: (operand) => bracketed('$gte', operand, (order) => order >= 0, true),
  $lt: (operand) => bracketed('$lt', operand, (order) => order < 0, false),
  $lte: (operand) => bracketed('$lte', operand, (order) => order <= 0, true),
};

function bracketed(name: string, operand: Value, fits: (order: number) => boolean, orEqual: boolean): ValueTest {
  if (operand instanceof BSONRegExp) throw badValue(`Can't have RegEx as arg to predicate over field with ${name}.`);
  if (operand === null) return (value) => orEqual && (value === null || value === undefined);
  if (operand instanceof MinKey || operand instanceof MaxKey) {
    return (value) => value !== undefined && fits(compareValues(value, operand));
  }
  const rank = typeRank(operand);
  // NaN is outside the numeric line: it is only ever equal to itself.
  if (isNaNValue(operand)) return (value) => orEqual && isNaNValue(value);
  return (value) => typeRank(value) === rank && fits(compareValues(value, operand)) && !isNaNValue(value);
}

const isNaNValue = (value: Value | undefined) => isNumber(value) && Number.isNaN(toNumber(value));

/** `$exists` takes any value by its truth. */
export function existsOperand(operand: Value): boolean {
  return !(operand === false || operand === null || (isNumber(operand) && toNumber(operand) === 0));
}

const typeCodes: Readonly<Record<string, number>> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};
const numberTypes = ['double', 'int', 'long', 'decimal'];

/** `$type` by alias, by number, or any of several. */
export function typeTest(operand: Value): ValueTest {
  const asked = Array.isArray(operand) ? operand : [operand];
  if (asked.length === 0) throw new DatabaseError(9, '$type must match at least one type');
  const wanted = new Set(asked.flatMap(typesMeant));
  return (value) => value !== undefined && wanted.has(typeName(value));
}

function typesMeant(asked: Value): string[] {
  if (asked === 'number') return numberTypes;
  if (typeof asked === 'string') {
    if (!Object.hasOwn(typeCodes, asked)) throw badValue(`Unknown type name alias: ${asked}`);
    return [asked];
  }
  if (!isNumber(asked)) throw new DatabaseError(14, 'type must be represented as a number or a string');
  const code = toNumber(asked);
  const name = Object.keys(typeCodes).find((each) => typeCodes[each] === code);
  if (!name) throw badValue(`Invalid numerical type code: ${code}`);
  return [name];
}

/** `$mod: [divisor, remainder]`; fractions are cut off first, on both sides. */
export function modTest(operand: Value): ValueTest {
  if (!Array.isArray(operand)) throw badValue('malformed mod, needs to be an array');
  const [divisor, remainder] = operand;
  if (divisor === undefined || remainder === undefined) throw badValue('malformed mod, not enough elements');
  if (operand.length > 2) throw badValue('malformed mod, too many elements');
  const [by, rest] = [truncated(divisor), truncated(remainder)];
  if (by === undefined) throw badValue('malformed mod, divisor not a number');
  if (rest === undefined) throw badValue('malformed mod, remainder not a number');
  if (by === 0n) throw badValue('divisor cannot be 0');
  return (value) => {
    const whole = truncated(value);
    return whole !== undefined && whole % by === rest;
  };
}

function truncated(value: Value | undefined): bigint | undefined {
  if (!isNumber(value)) return undefined;
  if (value instanceof Long) return value.toBigInt();
  const number = Math.trunc(toNumber(value));
  return Number.isFinite(number) ? BigInt(number) : undefined;
}

/** `$size` takes a whole number, 0 or more. */
export function sizeOperand(operand: Value): number {
  if (!isNumber(operand)) throw badValue(`Failed to parse $size. Expected a number in: $size: ${typeName(operand)}`);
  const length = wholeNumber(operand);
  if (length === undefined) throw badValue('Failed to parse $size. Expected an integer');
  if (length < 0) throw badValue('Failed to parse $size. Expected a non-negative number');
  return length;
}

/** A regular expression on strings; a stored regular expression equal to it matches too. */
export function regexTest(operand: Value, options?: Value): ValueTest {
  if (typeof operand !== 'string' && !(operand instanceof BSONRegExp)) throw badValue('$regex has to be a string');
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string');
  const given = typeof operand === 'string' ? new BSONRegExp(operand) : operand;
  if (options && given.options) throw new DatabaseError(51074, 'options set in both $regex and $options');
  const pattern = toPattern(given.pattern, options ?? given.options);
  const wanted = new BSONRegExp(given.pattern, options ?? given.options);
  return (value) => {
    if (typeof value === 'string') return pattern.test(value);
    return value instanceof BSONRegExp && equalValues(value, wanted);
  };
}
