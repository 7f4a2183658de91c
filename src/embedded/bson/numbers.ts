// Arithmetic and comparison over MongoDB's four number types, as one numeric line.
// Result types follow the manual ($inc, $mul, $add): int32 with int32 stays int32 while it fits, else becomes int64;
// anything with a double is a double. Decimal128 is stored and compared, but arithmetic with it is refused (code 2).
import { Decimal128, Double, Long, Timestamp } from 'bson';
import { badValue } from '../errors.js';
import { type Numeric, type Value, isInt32 } from './types.js';

export function isNumber(value: Value | undefined): value is Numeric {
  return (
    typeof value === 'number' ||
    value instanceof Double ||
    (value instanceof Long && !(value instanceof Timestamp)) ||
    value instanceof Decimal128
  );
}

/** A double in its one form in memory. */
export function double(value: number): Numeric {
  return isInt32(value) ? new Double(value) : value;
}

/** The nearest JavaScript number. */
export function toNumber(value: Numeric): number {
  if (typeof value === 'number') return value;
  if (value instanceof Double) return value.value;
  if (value instanceof Long) return value.toNumber();
  return Number(value.toString());
}

/** Whether the value is of an integer type (int32 or int64), whatever its worth. */
export function isIntegral(value: Value | undefined): value is number | Long {
  return typeof value === 'number' ? isInt32(value) : value instanceof Long && !(value instanceof Timestamp);
}

/** A whole number given as any number type (5, 5.0, Long 5), or `undefined` when the value is something else. */
export function wholeNumber(value: Value | undefined): number | undefined {
  if (!isNumber(value)) return undefined;
  const number = toNumber(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;

export type Arithmetic = 'add' | 'subtract' | 'multiply';

/**
 * `a` and `b` added, subtracted or multiplied.
 * @returns `undefined` when the whole result does not fit an int64: updates refuse that, expressions go on as double.
 */
export function arithmetic(kind: Arithmetic, a: Numeric, b: Numeric): Numeric | undefined {
  if (a instanceof Decimal128 || b instanceof Decimal128) throw badValue('arithmetic with Decimal128 is not served');
  if (!isIntegral(a) || !isIntegral(b)) return double(onNumbers(kind, toNumber(a), toNumber(b)));
  const wide = a instanceof Long || b instanceof Long;
  if (!wide) {
    const quick = onNumbers(kind, a, b);
    if (Number.isSafeInteger(quick)) return isInt32(quick) ? quick : quick === 0 ? 0 : Long.fromNumber(quick);
  }
  const [x, y] = [wholeOf(a), wholeOf(b)];
  const exact = kind === 'add' ? x + y : kind === 'subtract' ? x - y : x * y;
  return exact < least || exact > most ? undefined : Long.fromBigInt(exact);
}

function onNumbers(kind: Arithmetic, a: number, b: number): number {
  return kind === 'add' ? a + b : kind === 'subtract' ? a - b : a * b;
}

/** The exact worth of an int32 or int64. */
export function wholeOf(value: number | Long): bigint {
  return typeof value === 'number' ? BigInt(value) : value.toBigInt();
}

/** Order on the numeric line: NaN below everything and equal to itself, -0 equal to 0, no rounding between types. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  if (a instanceof Decimal128 || b instanceof Decimal128) return compareExact(a, b);
  const x = a instanceof Long ? a.toBigInt() : toNumber(a);
  const y = b instanceof Long ? b.toBigInt() : toNumber(b);
  if (x < y) return -1;
  if (x > y) return 1;
  if (x == y) return 0; // a bigint and a number compare by worth
  return Number(Number.isNaN(y)) - Number(Number.isNaN(x)); // at least one of them is NaN
}

function compareExact(a: Numeric, b: Numeric): number {
  const [x, y] = [toNumber(a), toNumber(b)];
  if (!Number.isFinite(x) || !Number.isFinite(y) || Math.abs(x) > 1e300 || Math.abs(y) > 1e300) {
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(y)) - Number(Number.isNaN(x));
    if (x !== y) return x < y ? -1 : 1;
  }
  const [p, q] = [fractionOf(a), fractionOf(b)];
  const difference = p.over * q.under - q.over * p.under;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** A finite number as an exact fraction; infinite ones as the largest decimal's sign, which is never compared further. */
function fractionOf(value: Numeric): Fraction {
  if (value instanceof Long) return { over: value.toBigInt(), under: 1n };
  if (value instanceof Decimal128) {
    const parts = /^(-?)(\d+)(?:\.(\d*))?(?:E([+-]?\d+))?$/.exec(value.toString());
    if (!parts) return { over: value.toString().startsWith('-') ? -1n : 1n, under: 0n };
    const [, sign = '', whole = '0', decimals = '', power = '0'] = parts;
    const exponent = Number(power) - decimals.length;
    const digits = BigInt(`${sign}${whole}${decimals}`);
    return exponent < 0
      ? { over: digits, under: 10n ** BigInt(-exponent) }
      : { over: digits * 10n ** BigInt(exponent), under: 1n };
  }
  let number = toNumber(value);
  if (!Number.isFinite(number)) return { over: number < 0 ? -1n : 1n, under: 0n };
  let under = 1n;
  while (!Number.isInteger(number)) {
    number *= 2;
    under *= 2n;
  }
  return { over: BigInt(number), under };
}
