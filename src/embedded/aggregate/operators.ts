// Expression operators over evaluated arguments: arithmetic, comparison, text, arrays, sets, types.
// Null or missing in, null out, unless the manual's page of the operator says otherwise.
import { Decimal128, Long } from 'bson';
import { compareValues, groupKey } from '../bson/compare.js';
import { type Arithmetic, arithmetic, double, isIntegral, isNumber, toNumber, wholeNumber } from '../bson/numbers.js';
import { type Doc, type Numeric, type Value, isDoc, setField, typeName } from '../bson/types.js';
import { DatabaseError } from '../errors.js';
import { averageOf, sumOf } from './accumulate.js';
import { conversions } from './convert.js';
import { isNothing, isTrue } from './scope.js';

type Args = readonly (Value | undefined)[];

/** An operator: how many arguments it takes, and its value for them. */
export interface Operator {
  readonly least: number;
  readonly most: number;
  readonly run: (args: Args) => Value | undefined;
}

const exactly = (count: number, run: Operator['run']): Operator => ({ least: count, most: count, run });
const between = (least: number, most: number, run: Operator['run']): Operator => ({ least, most, run });
const anyCount = (run: Operator['run']): Operator => between(0, Infinity, run);
const unary = (run: (value: Value) => Value | undefined): Operator =>
  exactly(1, ([value]) => (isNothing(value) ? null : run(value)));
const compared = (fits: (order: number) => boolean): Operator => exactly(2, ([a, b]) => fits(compareValues(a, b)));

export const operators: Readonly<Record<string, Operator>> = {
  $eq: compared((order) => order === 0),
  $ne: compared((order) => order !== 0),
  $gt: compared((order) => order > 0),
  $gte: compared((order) => order >= 0),
  $lt: compared((order) => order < 0),
  $lte: compared((order) => order <= 0),
  $cmp: exactly(2, ([a, b]) => compareValues(a, b)),
  $not: exactly(1, ([value]) => !isTrue(value)),

  $add: anyCount(add),
  $subtract: exactly(2, subtract),
  $multiply: anyCount((args) =>
    args.reduce<Numeric | null>((product, arg) => combined('multiply', product, arg, 16555), 1),
  ),
  $divide: exactly(2, ([a, b]) => divide(a, b)),
  $mod: exactly(2, ([a, b]) => modulo(a, b)),
  $abs: unary((value) => sameType('$abs', value, Math.abs)),
  $ceil: unary((value) => sameType('$ceil', value, Math.ceil)),
  $floor: unary((value) => sameType('$floor', value, Math.floor)),
  $round: between(1, 2, ([value, place]) => rounded('$round', value, place, halfEven)),
  $trunc: between(1, 2, ([value, place]) => rounded('$trunc', value, place, Math.trunc)),
  $sum: anyCount((args) => sumOf(spread(args))),
  $avg: anyCount((args) => averageOf(spread(args))),
  $min: anyCount((args) => extreme(spread(args), -1)),
  $max: anyCount((args) => extreme(spread(args), 1)),

  $concat: anyCount((args) => {
    if (args.some(isNothing)) return null;
    return args.map((arg) => textOf('$concat', arg, 16702)).join('');
  }),
  $toLower: exactly(1, ([value]) => textForm('$toLower', value).toLowerCase()),
  $toUpper: exactly(1, ([value]) => textForm('$toUpper', value).toUpperCase()),

  $size: exactly(1, ([value]) => listOf('$size', value, 17124).length),
  $isArray: exactly(1, ([value]) => Array.isArray(value)),
  $in: exactly(2, ([value, list]) => {
    const key = groupKey(value);
    return listOf('$in', list, 40081).some((each) => groupKey(each) === key);
  }),
  $arrayElemAt: exactly(2, ([list, index]) => {
    if (isNothing(list) || isNothing(index)) return null;
    const at = wholeNumber(index);
    if (at === undefined) throw new DatabaseError(28691, '$arrayElemAt needs a whole number as its second argument');
    return listOf('$arrayElemAt', list, 28689).at(at);
  }),
  $first: unary((list) => listOf('$first', list, 28689).at(0)),
  $last: unary((list) => listOf('$last', list, 28689).at(-1)),
  $slice: between(2, 3, slice),
  $concatArrays: anyCount((args) => {
    if (args.some(isNothing)) return null;
    return args.flatMap((arg) => listOf('$concatArrays', arg, 28664));
  }),
  $setUnion: anyCount((args) =>
    args.some(isNothing) ? null : distinct(args.flatMap((arg) => listOf('$setUnion', arg, 17043))),
  ),
  $setIntersection: anyCount((args) => {
    if (args.some(isNothing)) return null;
    const [first = [], ...others] = args.map((arg) => listOf('$setIntersection', arg, 17047));
    const sets = others.map((list) => new Set(list.map(groupKey)));
    return distinct(first.filter((value) => sets.every((set) => set.has(groupKey(value)))));
  }),
  $setDifference: exactly(2, ([list, without]) => {
    if (isNothing(list) || isNothing(without)) return null;
    const gone = new Set(listOf('$setDifference', without, 17049).map(groupKey));
    return distinct(listOf('$setDifference', list, 17048).filter((value) => !gone.has(groupKey(value))));
  }),

  $mergeObjects: anyCount((args) => {
    const merged: Doc = {};
    for (const arg of spread(args)) {
      if (!isDoc(arg))
        throw new DatabaseError(40400, `$mergeObjects requires object inputs, but input is of type ${typeName(arg)}`);
      for (const [name, value] of Object.entries(arg)) setField(merged, name, value);
    }
    return merged;
  }),
  $objectToArray: unary((doc) => {
    if (!isDoc(doc))
      throw new DatabaseError(40390, `$objectToArray requires a document input, found: ${typeName(doc)}`);
    return Object.entries(doc).map(([k, v]) => ({ k, v }));
  }),
  $arrayToObject: unary(arrayToObject),
  $type: exactly(1, ([value]) => typeName(value)),
  $isNumber: exactly(1, ([value]) => isNumber(value)),
  ...Object.fromEntries(Object.entries(conversions).map(([name, run]) => [name, unary(run)])),
};

/** Null and missing left out, and a single array argument opened: how $sum, $min and their like take arguments. */
function spread(args: Args): Value[] {
  const [only] = args;
  const list = args.length === 1 && Array.isArray(only) ? only : args;
  return list.filter((value) => !isNothing(value));
}

function listOf(name: string, value: Value | undefined, code: number): readonly Value[] {
  if (Array.isArray(value)) return value;
  throw new DatabaseError(code, `The argument to ${name} must be an array, but was of type: ${typeName(value)}`);
}

function textOf(name: string, value: Value | undefined, code: number): string {
  if (typeof value === 'string') return value;
  throw new DatabaseError(code, `${name} only supports strings, not ${typeName(value)}`);
}

function textForm(name: string, value: Value | undefined): string {
  if (isNothing(value)) return '';
  if (isNumber(value)) return String(toNumber(value));
  return value instanceof Date ? value.toISOString() : textOf(name, value, 16007);
}

/** One step of a sum or product; a whole result too large for an int64 goes on as a double. */
function combined(kind: Arithmetic, a: Numeric | null, b: Value | undefined, code: number): Numeric | null {
  if (a === null || isNothing(b)) return null;
  if (!isNumber(b)) throw new DatabaseError(code, `$${kind} only supports numeric types, not ${typeName(b)}`);
  const exact = arithmetic(kind, a, b);
  if (exact !== undefined) return exact;
  const [x, y] = [toNumber(a), toNumber(b)];
  return double(kind === 'multiply' ? x * y : kind === 'add' ? x + y : x - y);
}

function add(args: Args): Value {
  let sum: Numeric | null = 0;
  let date: Date | undefined;
  for (const arg of args) {
    if (isNothing(arg)) return null;
    if (arg instanceof Date) {
      if (date) throw new DatabaseError(16612, 'only one date allowed in an $add expression');
      date = arg;
    } else sum = combined('add', sum, arg, 16554);
  }
  return date && sum !== null ? new Date(date.getTime() + Math.round(toNumber(sum))) : sum;
}

function subtract([a, b]: Args): Value {
  if (isNothing(a) || isNothing(b)) return null;
  if (a instanceof Date) {
    if (b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
    if (isNumber(b)) return new Date(a.getTime() - Math.round(toNumber(b)));
  }
  if (!isNumber(a)) throw new DatabaseError(16556, `can't $subtract ${typeName(b)} from ${typeName(a)}`);
  return combined('subtract', a, b, 16556);
}

function divide(a: Value | undefined, b: Value | undefined): Value {
  if (isNothing(a) || isNothing(b)) return null;
  if (!isNumber(a) || !isNumber(b)) {
    throw new DatabaseError(16609, `$divide only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  }
  if (toNumber(b) === 0) throw new DatabaseError(2, "can't $divide by zero");
  return double(toNumber(a) / toNumber(b));
}

function modulo(a: Value | undefined, b: Value | undefined): Value {
  if (isNothing(a) || isNothing(b)) return null;
  if (!isNumber(a) || !isNumber(b)) {
    throw new DatabaseError(16611, `$mod only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  }
  if (toNumber(b) === 0) throw new DatabaseError(16610, "can't $mod by zero");
  if (a instanceof Long || b instanceof Long) {
    if (isIntegral(a) && isIntegral(b)) return Long.fromValue(a).modulo(Long.fromValue(b));
  }
  const rest = toNumber(a) % toNumber(b);
  return isIntegral(a) && isIntegral(b) ? rest + 0 || 0 : double(rest);
}

function numeric(name: string, value: Value): Numeric {
  if (!isNumber(value)) throw new DatabaseError(28765, `${name} only supports numeric types, not ${typeName(value)}`);
  if (value instanceof Decimal128) throw new DatabaseError(2, `${name} with Decimal128 is not served`);
  return value;
}

/** An integer stays of its type, a double stays a double. */
function sameType(name: string, value: Value, change: (number: number) => number): Value {
  const given = numeric(name, value);
  if (given instanceof Long) return name === '$abs' && given.isNegative() ? given.negate() : given;
  const result = change(toNumber(given));
  return isIntegral(given) ? result : double(result);
}

function halfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

function rounded(
  name: string,
  value: Value | undefined,
  place: Value | undefined,
  change: (n: number) => number,
): Value {
  if (isNothing(value) || place === null) return null;
  const digits = place === undefined ? 0 : wholeNumber(place);
  if (digits === undefined || digits < -20 || digits > 100) {
    throw new DatabaseError(
      51083,
      `cannot apply ${name} with precision value: it must be a whole number in [-20, 100]`,
    );
  }
  const given = numeric(name, value);
  if (isIntegral(given) && digits >= 0) return given;
  const shifted = Number(`${toNumber(given)}e${digits}`); // by text: 2.675 * 100 would already be rounded wrongly
  const exact = Number.isFinite(shifted) ? Number(`${change(shifted)}e${-digits}`) : toNumber(given);
  const result = Number.isNaN(exact) ? toNumber(given) : exact;
  if (given instanceof Long) return Long.fromNumber(result);
  return isIntegral(given) ? result : double(result);
}

function extreme(values: readonly Value[], direction: 1 | -1): Value {
  let best: Value | undefined;
  for (const value of values) if (best === undefined || compareValues(value, best) * direction > 0) best = value;
  return best ?? null;
}

function distinct(values: readonly Value[]): Value[] {
  const seen = new Map<string, Value>();
  for (const value of values) {
    const key = groupKey(value);
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()].sort(compareValues);
}

function slice([given, second, third]: Args): Value {
  if (isNothing(given) || isNothing(second) || third === null) return null;
  const list = listOf('$slice', given, 28724);
  const [from, count] = [wholeNumber(second), third === undefined ? undefined : wholeNumber(third)];
  if (from === undefined) throw new DatabaseError(28726, '$slice needs whole numbers');
  if (third === undefined) return from < 0 ? list.slice(from) : list.slice(0, from);
  if (count === undefined || count <= 0) throw new DatabaseError(28729, 'Third argument to $slice must be positive');
  const start = from < 0 ? Math.max(0, list.length + from) : from;
  return list.slice(start, start + count);
}

function arrayToObject(list: Value): Doc {
  const doc: Doc = {};
  for (const entry of listOf('$arrayToObject', list, 40386)) {
    const [name, value] = Array.isArray(entry) ? entry : isDoc(entry) ? [entry['k'], entry['v']] : [];
    if (typeof name !== 'string' || value === undefined) {
      throw new DatabaseError(40392, '$arrayToObject requires an array of key-value pairs');
    }
    setField(doc, name, value);
  }
  return doc;
}
