// What a filter surely says of single paths, for choosing an index. Only what every matching document must satisfy is
// given: clauses at the top and inside `$and`. The matcher still tests each document; these bounds only narrow the search.
// On an index with arrays in it use one end of a range only: two ends may be met by two different elements.
import { BSONRegExp, MaxKey, MinKey } from 'bson';
import { compareValues, equalValues, typeRank } from '../bson/compare.js';
import { type Doc, type Value, isDoc, typeName } from '../bson/types.js';
import { holdsOperators } from './match.js';
import { existsOperand } from './predicates.js';

/** One end of a range: the value, and whether the value itself is inside. */
export interface End {
  readonly value: Value;
  readonly inclusive: boolean;
}

/** What is implied of one path. Equality with null includes a missing field; range ends stay within the value's type. */
export interface Bound {
  readonly eq?: Value;
  readonly in?: readonly Value[];
  readonly low?: End;
  readonly high?: End;
  /** The path exists: implied by `$exists: true`, a non-null equality or a range. */
  readonly exists?: true;
  /** Texts that begin so, or a stored expression that is the same one: what an anchored expression asks for. */
  readonly begins?: { readonly low: End; readonly high?: End; readonly itself: BSONRegExp };
  /** `in` stands for more than was asked: a whole array is looked for by its first element. */
  readonly loose?: true;
}

/** The bounds that the filter implies, by path. */
export function filterBounds(filter: Doc): Map<string, Bound> {
  const bounds = new Map<string, Bound>();
  collect(filter, bounds);
  return bounds;
}

function collect(filter: Doc, bounds: Map<string, Bound>): void {
  for (const [key, operand] of Object.entries(filter)) {
    if (key === '$and' && Array.isArray(operand)) {
      for (const branch of operand) if (isDoc(branch)) collect(branch, bounds);
    }
    if (key.startsWith('$')) continue;
    const plainly = operand instanceof BSONRegExp ? '$regex' : '$eq';
    const clauses: [string, Value][] = holdsOperators(operand) ? Object.entries(operand) : [[plainly, operand]];
    for (const [operator, argument] of clauses) {
      if (operator === '$regex' && isDoc(operand) && operand['$options'] !== undefined) continue;
      const before = bounds.get(key) ?? {};
      const after = narrowed(before, operator, argument);
      if (after !== before) bounds.set(key, after);
    }
  }
}

/** Values that an index holds as they are; whole arrays are held by element, expressions and patterns not at all. */
const plain = (value: Value) => !Array.isArray(value) && !(value instanceof BSONRegExp);

function narrowed(bound: Bound, operator: string, argument: Value): Bound {
  switch (operator) {
    case '$regex':
      return bound.begins === undefined ? { ...bound, ...beginning(argument) } : bound;
    case '$eq':
      if (Array.isArray(argument)) return wholeArray(bound, argument);
      if (!plain(argument) || bound.eq !== undefined) return bound;
      return { ...bound, eq: argument, ...(argument === null ? {} : { exists: true }) };
    case '$in': {
      if (!Array.isArray(argument) || !argument.every(plain) || bound.in) return bound;
      return { ...bound, in: argument, ...(argument.includes(null) ? {} : { exists: true }) };
    }
    case '$gt':
    case '$gte': {
      const end = { value: argument, inclusive: operator === '$gte' };
      return isRangeEnd(argument) && tighter(end, bound.low, 1) ? { ...bound, low: end, exists: true } : bound;
    }
    case '$lt':
    case '$lte': {
      const end = { value: argument, inclusive: operator === '$lte' };
      return isRangeEnd(argument) && tighter(end, bound.high, -1) ? { ...bound, high: end, exists: true } : bound;
    }
    case '$exists':
      return existsOperand(argument) ? { ...bound, exists: true } : bound;
    default:
      return bound;
  }
}

/** An array is held element by element, and as a whole only where it is itself an element. */
function wholeArray(bound: Bound, list: Value[]): Bound {
  const [first] = list;
  if (first === undefined || !plain(first) || bound.eq !== undefined || bound.in !== undefined) return bound;
  return { ...bound, in: [first, list], loose: true, exists: true };
}

/** The text every match of an expression such as `^abc` begins with, as a range of texts. */
function beginning(given: Value): Pick<Bound, 'begins'> {
  const itself = typeof given === 'string' ? new BSONRegExp(given) : given;
  if (!(itself instanceof BSONRegExp) || itself.options !== '' || itself.pattern.includes('|')) return {};
  const literal = /^\^((?:[^\\.*+?^${}()|[\]]|\\[^\w\s])*)(.?)/su.exec(itself.pattern);
  const optional = ['*', '?', '{'].includes(literal?.[2] ?? '');
  const letters = Array.from((literal?.[1] ?? '').replace(/\\(.)/gsu, '$1')).slice(0, optional ? -1 : undefined);
  const last = letters.at(-1)?.codePointAt(0);
  if (last === undefined) return {};
  const next = last === 0xd7ff ? 0xe000 : last + 1;
  const low = { value: letters.join(''), inclusive: true };
  if (next > 0x10ffff) return { begins: { low, itself } };
  const high = { value: letters.slice(0, -1).join('') + String.fromCodePoint(next), inclusive: false };
  return { begins: { low, high, itself } };
}

function isRangeEnd(value: Value): boolean {
  const special = value === null || value instanceof MinKey || value instanceof MaxKey;
  return plain(value) && !special && !(typeof value === 'number' && Number.isNaN(value));
}

function tighter(end: End, than: End | undefined, direction: 1 | -1): boolean {
  if (!than) return true;
  if (typeRank(end.value) !== typeRank(than.value)) return false;
  const order = compareValues(end.value, than.value) * direction;
  return order > 0 || (order === 0 && !end.inclusive);
}

/**
 * Whether every document that satisfies `filter` surely satisfies `condition`, the filter of a partial index.
 * Answers false when in doubt. Knows equality, `$in`, ranges and `$exists: true`; anything else must be repeated word
 * for word in the filter.
 */
export function filterImplies(filter: Doc, condition: Doc): boolean {
  const bounds = filterBounds(filter);
  return Object.entries(condition).every(([key, operand]) => {
    if (key === '$and')
      return Array.isArray(operand) && operand.every((part) => isDoc(part) && filterImplies(filter, part));
    const said = Object.hasOwn(filter, key) ? filter[key] : undefined;
    if (said !== undefined && equalValues(said, operand)) return true;
    const bound = bounds.get(key);
    if (!bound || key.startsWith('$') || operand instanceof BSONRegExp) return false;
    const clauses: [string, Value][] = holdsOperators(operand) ? Object.entries(operand) : [['$eq', operand]];
    return clauses.every(([operator, argument]) => boundImplies(bound, operator, argument));
  });
}

/** Types that fill their bracket in the order: a range over one of their values holds values of that type only. */
const typesAlone = ['string', 'object', 'binData', 'objectId', 'bool', 'date', 'timestamp'];

function boundImplies(bound: Bound, operator: string, argument: Value): boolean {
  const points = bound.eq !== undefined ? [bound.eq] : bound.in;
  const within = (fits: (order: number) => boolean, end: End | undefined, inclusive: boolean) => {
    const same = (value: Value) => typeRank(value) === typeRank(argument);
    if (points) return points.every((point) => same(point) && fits(compareValues(point, argument)));
    if (!end || !same(end.value)) return false;
    const order = compareValues(end.value, argument);
    return order === 0 ? inclusive || !end.inclusive : fits(order);
  };
  switch (operator) {
    case '$eq':
      return plain(argument) && points !== undefined && points.every((point) => equalValues(point, argument));
    case '$in':
      return (
        Array.isArray(argument) &&
        points !== undefined &&
        points.every((point) => argument.some((member) => equalValues(point, member)))
      );
    case '$exists':
      return existsOperand(argument) && bound.exists === true;
    case '$gt':
      return isRangeEnd(argument) && within((order) => order > 0, bound.low, false);
    case '$gte':
      return isRangeEnd(argument) && within((order) => order >= 0, bound.low, true);
    case '$lt':
      return isRangeEnd(argument) && within((order) => order < 0, bound.high, false);
    case '$lte':
      return isRangeEnd(argument) && within((order) => order <= 0, bound.high, true);
    case '$type': {
      // Only where the type is one of a bracket of its own: numbers and text-like values share theirs with others.
      const values = points ?? [bound.low?.value ?? bound.high?.value];
      return (
        typeof argument === 'string' &&
        typesAlone.includes(argument) &&
        values.every((value) => value !== undefined && typeName(value) === argument)
      );
    }
    default:
      return false;
  }
}

/** The top-level fields that the filter reads, so that only these need decoding; `null` when `$expr` may read any. */
export function filterFields(filter: Doc): Set<string> | null {
  const fields = new Set<string>();
  for (const [key, operand] of Object.entries(filter)) {
    if (key === '$expr') return null;
    if (!key.startsWith('$')) fields.add(key.split('.')[0] ?? '');
    else if (Array.isArray(operand)) {
      for (const branch of operand) {
        const inner = isDoc(branch) ? filterFields(branch) : null;
        if (!inner) return null;
        for (const field of inner) fields.add(field);
      }
    }
  }
  return fields;
}
