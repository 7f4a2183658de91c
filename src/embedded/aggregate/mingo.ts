// The bridge to mingo for rarer expressions: calendar parts in time zones, text, sets, mathematics. Arguments are
// evaluated by our own rules first, so mingo only ever sees plain values, never field paths, variables or BSON classes.
// Numbers that come back are int32 when whole and small, else doubles. Nothing that runs scripts is reachable.
import { BSONRegExp, Binary, Decimal128, Long, ObjectId } from 'bson';
import { Context, evalExpr } from 'mingo/core';
import * as all from 'mingo/operators/expression';
import { isNumber, toNumber } from '../bson/numbers.js';
import { type Doc, type Value, firstField, isDoc } from '../bson/types.js';
import { DatabaseError, badValue } from '../errors.js';
import { toPattern } from '../query/pattern.js';
import type { Compile, Expression } from './scope.js';

const served = {
  $literal: all.$literal, // only for the quoting below
  ...{ $dateToString: all.$dateToString, $dateTrunc: all.$dateTrunc, $dateDiff: all.$dateDiff },
  ...{ $year: all.$year, $month: all.$month, $dayOfMonth: all.$dayOfMonth, $hour: all.$hour, $isoWeek: all.$isoWeek },
};
const options = { context: Context.init({ expression: served }), scriptEnabled: false };

export const isServedByMingo = (name: string): boolean => Object.hasOwn(served, name);

/** An operator of mingo's; its argument is a list, named parts or one expression, and is evaluated per document. */
export function mingoOperator(name: string, argument: Value, compile: Compile): Expression {
  const evaluate = argumentOf(argument, compile);
  return (scope) => {
    try {
      return fromMingo(evalExpr({}, { [name]: evaluate(scope) }, options as never));
    } catch (error) {
      if (error instanceof DatabaseError) throw error;
      throw badValue(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

function argumentOf(argument: Value, compile: Compile): (scope: Parameters<Expression>[0]) => unknown {
  if (Array.isArray(argument) && argument.length !== 1) {
    const items = argument.map(compile);
    return (scope) => items.map((item) => quoted(item(scope)));
  }
  if (isDoc(argument) && !firstField(argument).startsWith('$')) {
    const parts = Object.entries(argument).map(([name, part]) => [name, compile(part)] as const);
    return (scope) => Object.fromEntries(parts.map(([name, part]) => [name, quoted(part(scope))]));
  }
  // A list of one is the one argument, as everywhere in MongoDB's expressions.
  const only = compile(Array.isArray(argument) ? (argument[0] ?? null) : argument);
  return (scope) => quoted(only(scope));
}

/** What mingo would otherwise read as an expression again is quoted. */
function quoted(value: Value | undefined): unknown {
  const plain = toMingo(value);
  const ambiguous = typeof plain === 'string' ? plain.startsWith('$') : isDoc(value) || Array.isArray(value);
  return ambiguous ? { $literal: plain } : plain;
}

function toMingo(value: Value | undefined): unknown {
  if (value === undefined) return null;
  if (value instanceof Decimal128 || value instanceof Binary)
    throw badValue('this type is not served in this expression');
  if (isNumber(value))
    return value instanceof Long && !Number.isSafeInteger(value.toNumber()) ? value.toBigInt() : toNumber(value);
  if (value instanceof ObjectId) return value;
  if (value instanceof BSONRegExp) return toPattern(value.pattern, value.options);
  if (Array.isArray(value)) return value.map(toMingo);
  if (isDoc(value)) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toMingo(inner)]));
  return value;
}

function fromMingo(value: unknown): Value | undefined {
  if (typeof value === 'bigint') return Long.fromBigInt(value);
  if (Array.isArray(value)) return value.map((each) => fromMingo(each) ?? null);
  if (isDoc(value as Value)) {
    const entries = Object.entries(value as Doc).map(([name, inner]) => [name, fromMingo(inner) ?? null] as const);
    return Object.fromEntries(entries);
  }
  return value as Value | undefined;
}
