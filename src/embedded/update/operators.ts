// The update operators on single values: each says what stands at its path afterwards, given what stood there before.
// Array operators are in arrays.ts. Messages and codes follow MongoDB's.
import { Decimal128, Long, Timestamp } from 'bson';
import { compareValues } from '../bson/compare.js';
import { type Arithmetic, arithmetic, double, isIntegral, isNumber, toNumber, wholeOf } from '../bson/numbers.js';
import { type Doc, type Value, firstField, isDoc, typeName } from '../bson/types.js';
import { badValue, typeMismatch } from '../errors.js';
import { arrayChanges } from './arrays.js';
import type { Change, CompileChange } from './change.js';

const creating = (next: Change['next']): Change => ({ creates: true, next });

export const changes: Readonly<Record<string, CompileChange>> = {
  $set: (operand) => creating(() => operand),
  $setOnInsert: (operand) => creating(() => operand),
  $unset: () => ({ creates: false, next: () => undefined }),
  $inc: (operand, path) => calculation('$inc', 'add', operand, path),
  $mul: (operand, path) => calculation('$mul', 'multiply', operand, path),
  $min: (operand) =>
    creating((before) => (before === undefined || compareValues(operand, before) < 0 ? operand : before)),
  $max: (operand) =>
    creating((before) => (before === undefined || compareValues(operand, before) > 0 ? operand : before)),
  $currentDate: currentDate,
  $rename: rename,
  $bit: bitwise,
  ...arrayChanges,
};

function calculation(name: string, kind: Arithmetic, operand: Value, path: string): Change {
  if (!isNumber(operand)) {
    const verb = name === '$inc' ? 'increment' : 'multiply';
    throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${typeName(operand)}}`);
  }
  if (operand instanceof Decimal128) throw badValue(`${name} with Decimal128 is not served`);
  return creating((before, where, doc) => {
    if (before === undefined) return name === '$inc' ? operand : zeroLike(operand);
    if (!isNumber(before)) {
      const id = idText(doc);
      const last = where.split('.').at(-1) ?? where;
      throw typeMismatch(
        `Cannot apply ${name} to a value of non-numeric type. {_id: ${id}} has the field '${last}' of non-numeric type ${typeName(before)}`,
      );
    }
    const result = arithmetic(kind, before, operand);
    if (result === undefined)
      throw badValue(`Failed to apply ${name} operations to current value for document {_id: ${idText(doc)}}`);
    return result;
  });
}

function zeroLike(operand: Value): Value {
  if (operand instanceof Long) return Long.ZERO;
  return isIntegral(operand) ? 0 : double(0);
}

/** The document's `_id` as messages show it. */
function idText(doc: Doc): string {
  const id = doc['_id'];
  if (typeof id === 'string') return JSON.stringify(id);
  if (isNumber(id)) return String(toNumber(id));
  return id === undefined
    ? 'null'
    : typeName(id) === 'objectId'
      ? `ObjectId('${(id as { toString(): string }).toString()}')`
      : typeName(id);
}

function currentDate(operand: Value, _path: string, { now }: { readonly now: Date }): Change {
  if (operand === true || operand === false) return creating(() => now);
  if (!isDoc(operand)) {
    throw badValue(
      `${typeName(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  }
  const { $type: type, ...others } = operand;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw badValue(`Unrecognized $currentDate option: ${unknown}`);
  if (type === 'date') return creating(() => now);
  if (type === 'timestamp') return creating(() => new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 }));
  throw badValue(
    "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
  );
}

function rename(operand: Value, path: string): Change {
  if (typeof operand !== 'string') throw badValue(`The 'to' field for $rename must be a string: ${path}`);
  if (operand === path || operand.startsWith(`${path}.`) || path.startsWith(`${operand}.`)) {
    throw badValue(
      `The source and target field for $rename must differ and not contain each other: ${path}: "${operand}"`,
    );
  }
  for (const [side, given] of [
    ['source', path],
    ['destination', operand],
  ] as const) {
    if (given.split('.').some((part) => part.startsWith('$'))) {
      throw badValue(`The ${side} field for $rename may not be dynamic: ${given}`);
    }
  }
  return { creates: true, next: (before) => before, from: path.split('.'), to: operand };
}

function bitwise(operand: Value, path: string): Change {
  if (!isDoc(operand) || firstField(operand) === '')
    throw badValue(
      `The $bit modifier is not compatible with a ${typeName(operand)}. You must pass in an embedded document`,
    );
  const steps = Object.entries(operand).map(([name, mask]) => {
    if (!['and', 'or', 'xor'].includes(name))
      throw badValue(
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator`,
      );
    if (!isIntegral(mask))
      throw badValue(
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(mask)}' is not supported here: {${name}: ...}`,
      );
    return { name, mask };
  });
  const isWide = steps.some(({ mask }) => mask instanceof Long);
  return creating((before, _path, doc) => {
    const start = before ?? (isWide ? Long.ZERO : 0);
    if (!isIntegral(start))
      throw badValue(
        `Cannot apply $bit to a value of non-integral type. {_id: ${idText(doc)}} has the field ${path} of non-integer type ${typeName(before)}`,
      );
    let bits = wholeOf(start);
    for (const { name, mask } of steps) {
      const other = wholeOf(mask);
      bits = name === 'and' ? bits & other : name === 'or' ? bits | other : bits ^ other;
    }
    return isWide || start instanceof Long ? Long.fromBigInt(BigInt.asIntN(64, bits)) : Number(BigInt.asIntN(32, bits));
  });
}
