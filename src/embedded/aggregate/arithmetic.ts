// Arithmetic expressions: integers stay integers while they fit, dates take part in $add and $subtract, null in means
// null out ("Arithmetic Expression Operators" in the manual). Decimal128 is refused.
import { Decimal128, Long } from 'bson';
import { type Arithmetic, arithmetic, double, isIntegral, isNumber, toNumber, wholeNumber } from '../bson/numbers.js';
import { type Numeric, type Value, typeName } from '../bson/types.js';
import { DatabaseError } from '../errors.js';
import { isNothing } from './scope.js';

/** An operator's arguments, evaluated. */
export type Args = readonly (Value | undefined)[];

/** One step of a sum or product; a whole result too large for an int64 goes on as a double. */
export function combined(kind: Arithmetic, a: Numeric | null, b: Value | undefined, code: number): Numeric | null {
  if (a === null || isNothing(b)) return null;
  if (!isNumber(b)) throw new DatabaseError(code, `$${kind} only supports numeric types, not ${typeName(b)}`);
  const exact = arithmetic(kind, a, b);
  if (exact !== undefined) return exact;
  const [x, y] = [toNumber(a), toNumber(b)];
  return double(kind === 'multiply' ? x * y : kind === 'add' ? x + y : x - y);
}

export function add(args: Args): Value {
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

export function subtract([a, b]: Args): Value {
  if (isNothing(a) || isNothing(b)) return null;
  if (a instanceof Date) {
    if (b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
    if (isNumber(b)) return new Date(a.getTime() - Math.round(toNumber(b)));
  }
  if (!isNumber(a)) throw new DatabaseError(16556, `can't $subtract ${typeName(b)} from ${typeName(a)}`);
  return combined('subtract', a, b, 16556);
}

export function divide(a: Value | undefined, b: Value | undefined): Value {
  if (isNothing(a) || isNothing(b)) return null;
  if (!isNumber(a) || !isNumber(b)) {
    throw new DatabaseError(16609, `$divide only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  }
  if (toNumber(b) === 0) throw new DatabaseError(2, "can't $divide by zero");
  return double(toNumber(a) / toNumber(b));
}

export function modulo(a: Value | undefined, b: Value | undefined): Value {
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
export function sameType(name: string, value: Value, change: (number: number) => number): Value {
  const given = numeric(name, value);
  if (given instanceof Long) return name === '$abs' && given.isNegative() ? given.negate() : given;
  const result = change(toNumber(given));
  return isIntegral(given) ? result : double(result);
}

export function halfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

export function rounded(
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
