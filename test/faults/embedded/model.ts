// What MongoDB's manual says of filters, sorts and updates, written as plainly as possible and without an index: the
// measure for the property tests. It shares nothing with the server. Values are those of the driver with
// `promoteValues: false`, so that every number says its type.
import { Binary, Double, Int32, Long, MaxKey, MinKey, ObjectId } from 'bson';

export type Value =
  null | boolean | string | Int32 | Double | Long | Date | ObjectId | Binary | MinKey | MaxKey | Value[] | Doc;
export interface Doc {
  [field: string]: Value;
}

const isNumber = (value: unknown): value is Int32 | Double | Long =>
  value instanceof Int32 || value instanceof Double || value instanceof Long;
const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** "BSON Types, Comparison/Sort Order". Missing counts as null; an empty array, as a sort key, stands below it. */
const EMPTY = Symbol('empty array');
type Key = Value | undefined | typeof EMPTY;
const rank = (value: Key): number => {
  if (value instanceof MinKey) return 0;
  if (value === EMPTY) return 1;
  if (value === null || value === undefined) return 2;
  if (isNumber(value)) return 3;
  if (typeof value === 'string') return 4;
  if (isDoc(value)) return 5;
  if (Array.isArray(value)) return 6;
  if (value instanceof Binary) return 7;
  if (value instanceof ObjectId) return 8;
  if (typeof value === 'boolean') return 9;
  return value instanceof Date ? 10 : 11;
};

const compareNumbers = (a: Int32 | Double | Long, b: Int32 | Double | Long): number => {
  const [x, y] = [a, b].map((each) => (each instanceof Long ? each.toBigInt() : each.value)) as [number, number];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(y)) - Number(Number.isNaN(x));
  return x < y ? -1 : x > y ? 1 : 0; // JavaScript compares bigint with number by worth
};

export const compare = (a: Key, b: Key): number => {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (Array.isArray(a) && Array.isArray(b)) {
    for (const [place, value] of a.entries()) {
      if (place >= b.length) return 1;
      const order = compare(value, b[place]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (a instanceof Binary && b instanceof Binary) {
    return a.position - b.position || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value());
  }
  if (a instanceof ObjectId && b instanceof ObjectId) return Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (isDoc(a) && isDoc(b)) {
    const [left, right] = [Object.entries(a), Object.entries(b)];
    for (const [place, [name, value]] of left.entries()) {
      const other = right[place];
      if (other === undefined) return 1;
      const order =
        rank(value) - rank(other[1]) ||
        Buffer.compare(Buffer.from(name), Buffer.from(other[0])) ||
        compare(value, other[1]);
      if (order !== 0) return order;
    }
    return left.length - right.length;
  }
  return 0;
};

/** "Query on Embedded/Nested Documents", "Query an Array": what a dotted path leads to, arrays not yet entered at its end. */
const reached = (value: Value | undefined, parts: readonly string[]): (Value | undefined)[] => {
  const [part, ...rest] = parts;
  if (part === undefined) return [value];
  if (isDoc(value)) return Object.hasOwn(value, part) ? reached(value[part], rest) : [undefined];
  if (!Array.isArray(value)) return [undefined];
  return [
    ...value.filter(isDoc).flatMap((element) => reached(element, parts)),
    ...(/^\d+$/.test(part) && Number(part) < value.length ? reached(value[Number(part)], rest) : []),
  ];
};

type Test = (value: Value | undefined) => boolean;

const isNaNValue = (value: unknown): boolean => value instanceof Double && Number.isNaN(value.value);
const comparing =
  (operand: Value, fits: (order: number) => boolean): Test =>
  (value) => {
    if (operand instanceof MinKey || operand instanceof MaxKey)
      return value !== undefined && fits(compare(value, operand));
    if (rank(value) !== rank(operand)) return false;
    if (isNaNValue(value) || isNaNValue(operand)) return isNaNValue(value) && isNaNValue(operand) && fits(0);
    return fits(compare(value, operand));
  };
const equals =
  (operand: Value): Test =>
  (value) =>
    value === undefined ? operand === null : compare(value, operand) === 0;

const plain = (value: Value): number => (isNumber(value) ? Number(value.toString()) : Number.NaN);

/** One clause such as `a: { $gt: 5 }` on one document. */
const fitsPath = (doc: Doc, path: string, condition: Value): boolean => {
  const ends = reached(doc, path.split('.'));
  const some = (test: Test): boolean =>
    ends.some((end) => test(end) || (Array.isArray(end) && end.some((element) => test(element))));
  if (!isDoc(condition) || !(Object.keys(condition)[0] ?? '').startsWith('$')) return some(equals(condition));
  return Object.entries(condition).every(([operator, operand]) => {
    const list = Array.isArray(operand) ? operand : [];
    switch (operator) {
      case '$eq':
        return some(equals(operand));
      case '$ne':
        return !some(equals(operand));
      case '$gt':
        return some(comparing(operand, (order) => order > 0));
      case '$gte':
        return some(comparing(operand, (order) => order >= 0));
      case '$lt':
        return some(comparing(operand, (order) => order < 0));
      case '$lte':
        return some(comparing(operand, (order) => order <= 0));
      case '$in':
        return some((value) => list.some((member) => equals(member)(value)));
      case '$nin':
        return !some((value) => list.some((member) => equals(member)(value)));
      case '$exists':
        return ends.some((end) => end !== undefined) === operand;
      case '$size':
        return ends.some((end) => Array.isArray(end) && end.length === plain(operand));
      case '$all':
        return list.length > 0 && list.every((member) => some(equals(member)));
      case '$not':
        return !fitsPath(doc, path, operand);
      case '$elemMatch':
        return ends.some(
          (end) => Array.isArray(end) && end.some((element) => isDoc(element) && fits(element, operand as Doc)),
        );
      default:
        throw new Error(`the model does not know ${operator}`);
    }
  });
};

/** Whether a document satisfies a filter. */
export const fits = (doc: Doc, filter: Doc): boolean =>
  Object.entries(filter).every(([key, condition]) => {
    const branches = condition as Doc[];
    if (key === '$and') return branches.every((branch) => fits(doc, branch));
    if (key === '$or') return branches.some((branch) => fits(doc, branch));
    if (key === '$nor') return !branches.some((branch) => fits(doc, branch));
    return fitsPath(doc, key, condition);
  });

/** "cursor.sort()": an array stands by its smallest element ascending, by its largest descending. */
const sortKeys = (value: Value | undefined, parts: readonly string[]): Key[] => {
  const [part, ...rest] = parts;
  if (Array.isArray(value)) {
    if (part === undefined) return value.length === 0 ? [EMPTY] : value;
    return value.length === 0
      ? [null]
      : value.flatMap((element) => (isDoc(element) ? sortKeys(element, parts) : [null]));
  }
  if (part === undefined) return [value];
  return isDoc(value) && Object.hasOwn(value, part) ? sortKeys(value[part], rest) : [null];
};

export const sorted = (docs: readonly Doc[], sort: Readonly<Record<string, 1 | -1>>): Doc[] => {
  const keyOf = (doc: Doc, path: string, direction: 1 | -1): Key =>
    sortKeys(doc, path.split('.')).reduce((best, key) => (compare(key, best) * direction < 0 ? key : best));
  return [...docs].sort((a, b) => {
    for (const [path, direction] of Object.entries(sort)) {
      const order = compare(keyOf(a, path, direction), keyOf(b, path, direction)) * direction;
      if (order !== 0) return order;
    }
    return 0;
  });
};

const INT32 = 2n ** 31n;
const calculated = (a: Int32 | Double | Long, b: Int32 | Double | Long, times: boolean): Value => {
  if (a instanceof Double || b instanceof Double) {
    // Not by way of text, which would lose the sign of a zero.
    const [x, y] = [a, b].map((each) => (each instanceof Long ? each.toNumber() : each.value)) as [number, number];
    return new Double(times ? x * y : x + y);
  }
  const [x, y] = [BigInt(a.toString()), BigInt(b.toString())];
  const whole = times ? x * y : x + y;
  if (BigInt.asIntN(64, whole) !== whole) throw new Error('does not fit 64 bits');
  const wide = a instanceof Long || b instanceof Long || whole >= INT32 || whole < -INT32;
  return wide ? Long.fromBigInt(whole) : new Int32(Number(whole));
};

/** One operator on one top-level field. @throws where MongoDB refuses it */
const changed = (operator: string, before: Value | undefined, operand: Value): Value | undefined => {
  const list = (): Value[] => {
    if (before === undefined) return [];
    if (!Array.isArray(before)) throw new Error('not an array');
    return before;
  };
  switch (operator) {
    case '$set':
      return operand;
    case '$unset':
      return undefined;
    case '$inc':
    case '$mul': {
      if (!isNumber(operand)) throw new Error('not a number');
      if (before === undefined) {
        if (operator === '$inc') return operand;
        return operand instanceof Double ? new Double(0) : operand instanceof Long ? Long.ZERO : new Int32(0);
      }
      if (!isNumber(before)) throw new Error('not a number');
      return calculated(before, operand, operator === '$mul');
    }
    case '$min':
      return before === undefined || compare(operand, before) < 0 ? operand : before;
    case '$max':
      return before === undefined || compare(operand, before) > 0 ? operand : before;
    case '$push':
      return [...list(), operand];
    case '$addToSet':
      return list().some((member) => compare(member, operand) === 0) ? before : [...list(), operand];
    case '$pull':
      return before === undefined ? undefined : list().filter((member) => compare(member, operand) !== 0);
    case '$pop':
      if (before === undefined) return undefined;
      return plain(operand) === 1 ? list().slice(0, -1) : list().slice(1);
    default:
      throw new Error(`the model does not know ${operator}`);
  }
};

/** A document after an update. @throws where MongoDB refuses it */
export const updated = (doc: Doc, update: Readonly<Record<string, Doc>>): Doc => {
  const result = { ...doc };
  for (const [operator, fields] of Object.entries(update)) {
    for (const [field, operand] of Object.entries(fields)) {
      const after = changed(operator, doc[field], operand);
      if (after === undefined) Reflect.deleteProperty(result, field);
      else result[field] = after;
    }
  }
  return result;
};
