// `$dateAdd` and `$dateSubtract` in UTC: leases and due times are computed in the database's own clock (requirement E3).
// Months, quarters and years keep the day of the month, or take the month's last day ("$dateAdd" in the manual).
import { wholeNumber } from '../bson/numbers.js';
import { type Value, typeName } from '../bson/types.js';
import { DatabaseError } from '../errors.js';
import { partsOfArgument } from './arguments.js';
import { mingoOperator } from './mingo.js';
import type { Compile, Expression } from './scope.js';

const milliseconds: Readonly<Record<string, number>> = {
  millisecond: 1,
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const months: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/** @param direction 1 adds, -1 subtracts */
export function dateAdd(argument: Value, direction: 1 | -1, compile: Compile): Expression {
  const name = direction === 1 ? '$dateAdd' : '$dateSubtract';
  const parts = partsOfArgument(name, argument, ['startDate', 'unit', 'amount'], ['timezone']);
  if ('timezone' in parts) return mingoOperator(name, argument, compile);
  const start = compile(parts['startDate'] ?? null);
  const unitOf = compile(parts['unit'] ?? null);
  const amountOf = compile(parts['amount'] ?? null);
  return (scope) => {
    const [date, unit, given] = [start(scope), unitOf(scope), amountOf(scope)];
    if (date === undefined || date === null || given === undefined || given === null) return null;
    if (!(date instanceof Date)) throw new DatabaseError(5166403, `${name} requires startDate to be a date`);
    const amount = wholeNumber(given);
    if (amount === undefined) throw new DatabaseError(5166405, `${name} expects integer amount of time units`);
    if (typeof unit !== 'string') throw new DatabaseError(5439013, `${name} requires 'unit' to be a string`);
    const step = milliseconds[unit];
    if (step !== undefined) return new Date(date.getTime() + direction * amount * step);
    const wide = months[unit];
    if (wide === undefined) throw new DatabaseError(9, `unknown time unit value: ${unit} (${typeName(unit)})`);
    return addMonths(date, direction * amount * wide);
  };
}

function addMonths(date: Date, count: number): Date {
  const moved = new Date(date);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + count);
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(date.getUTCDate(), last));
  return moved;
}
