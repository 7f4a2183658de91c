// Expression operators over evaluated arguments: arithmetic, comparison, text, arrays, types.
// Null or missing in, null out, unless the manual's page of the operator says otherwise.
import { compareValues, groupKey } from '../bson/compare.js';
import { isNumber, toNumber, wholeNumber } from '../bson/numbers.js';
import { type Numeric, type Value, typeName } from '../bson/types.js';
import { DatabaseError } from '../errors.js';
import { averageOf, sumOf } from './accumulate.js';
import { type Args, add, combined, divide, halfEven, modulo, rounded, sameType, subtract } from './arithmetic.js';
import { isNothing, isTrue } from './scope.js';

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
  $type: exactly(1, ([value]) => typeName(value)),
  $isNumber: exactly(1, ([value]) => isNumber(value)),
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

function extreme(values: readonly Value[], direction: 1 | -1): Value {
  let best: Value | undefined;
  for (const value of values) if (best === undefined || compareValues(value, best) * direction > 0) best = value;
  return best ?? null;
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
