// Does a document satisfy a filter? Written from "Query Predicates" in the manual, on BSON values: arrays match by
// element or whole, null matches missing, comparisons stay within one type. Whatever is not known is refused (code 2).
import { BSONRegExp } from 'bson';
import { compileExpression } from '../aggregate/expression.js';
import { type Variables, isTrue } from '../aggregate/scope.js';
import { equalValues, groupKey } from '../bson/compare.js';
import { partsOf, visitPath } from '../bson/paths.js';
import { type Doc, type Value, firstField, isDoc } from '../bson/types.js';
import { badValue } from '../errors.js';
import { type ValueTest, comparisons, existsOperand, modTest, regexTest, sizeOperand, typeTest } from './predicates.js';

/** Whether the document satisfies the filter. */
export type Predicate = (doc: Doc) => boolean;

/** What a filter's `$expr` may read besides the document. */
export interface FilterContext {
  readonly now: Date;
  readonly variables?: Variables;
}

/**
 * Compiles once, tests many documents.
 * @throws DatabaseError 2 for an unknown operator or a wrong operand
 */
export function compileFilter(filter: Doc, context: FilterContext = { now: new Date() }): Predicate {
  const tests = Object.entries(filter).flatMap(([key, operand]) => compileClause(key, operand, context));
  return allOf(tests);
}

/** Whether a clause value such as `{ $gt: 5 }` holds operators rather than being a document to equal. */
export function holdsOperators(value: Value | undefined): value is Doc {
  return isDoc(value) && firstField(value).startsWith('$') && !['$ref', '$id', '$db'].includes(firstField(value));
}

/** The test that a value alone satisfies: an element of `$pull`, of `$elemMatch` or under an array filter's identifier. */
export function compileElement(condition: Value, context?: FilterContext): ValueTest {
  if (isDoc(condition) && !holdsOperators(condition)) {
    const fits = compileFilter(condition, context);
    return (value) => isDoc(value) && fits(value);
  }
  // The value is looked at as it is, without entering it when it is itself an array.
  const clause = compileClause('v', condition, context ?? { now: new Date() }, true);
  const fits = allOf(clause);
  return (value) => fits(value === undefined ? {} : { v: value });
}

function allOf(tests: readonly Predicate[]): Predicate {
  const [first, second] = tests;
  if (!first) return () => true;
  if (!second) return first;
  return (doc) => tests.every((test) => test(doc));
}

function compileClause(key: string, operand: Value, context: FilterContext, whole = false): Predicate[] {
  if (!key.startsWith('$')) return compilePath(partsOf(key), operand, context, whole);
  switch (key) {
    case '$and':
    case '$or':
    case '$nor':
      return [compileLogical(key, operand, context)];
    case '$expr': {
      const value = compileExpression(operand);
      const { now, variables = {} } = context;
      return [(doc) => isTrue(value({ root: doc, now, variables }))];
    }
    case '$comment':
      return [];
    default:
      throw badValue(`unknown top level operator: ${key}`);
  }
}

function compileLogical(key: '$and' | '$or' | '$nor', operand: Value, context: FilterContext): Predicate {
  if (!Array.isArray(operand)) throw badValue(`${key} must be an array`);
  if (operand.length === 0) throw badValue('$and/$or/$nor must be a nonempty array');
  const branches = operand.map((branch) => {
    if (!isDoc(branch)) throw badValue('$or/$and/$nor entries need to be full objects');
    return compileFilter(branch, context);
  });
  if (key === '$and') return allOf(branches);
  return key === '$or'
    ? (doc) => branches.some((branch) => branch(doc))
    : (doc) => !branches.some((branch) => branch(doc));
}

/** All tests that one clause `path: operand` asks for. `whole`: do not look at an array's elements one by one. */
function compilePath(parts: readonly string[], operand: Value, context: FilterContext, whole: boolean): Predicate[] {
  const leaves = !whole;
  const some =
    (test: ValueTest, enter = leaves): Predicate =>
    (doc) =>
      visitPath(doc, parts, enter, test);
  const none = (test: ValueTest): Predicate => {
    const positive = some(test);
    return (doc) => !positive(doc);
  };
  if (operand instanceof BSONRegExp) return [some(regexTest(operand))];
  if (!holdsOperators(operand)) return [some(equalTo(operand))];
  const tests: Predicate[] = [];
  for (const [operator, argument] of Object.entries(operand)) {
    const comparison = comparisons[operator];
    if (comparison) {
      tests.push(some(comparison(argument)));
      continue;
    }
    switch (operator) {
      case '$eq':
        tests.push(some(equalTo(argument)));
        break;
      case '$ne':
        if (argument instanceof BSONRegExp) throw badValue("Can't have regex as arg to $ne.");
        tests.push(none(equalTo(argument)));
        break;
      case '$in':
        tests.push(some(oneOf('$in', argument)));
        break;
      case '$nin':
        tests.push(none(oneOf('$nin', argument)));
        break;
      case '$not': {
        const inner = allOf(compileNot(parts, argument, context, whole));
        tests.push((doc) => !inner(doc));
        break;
      }
      case '$exists': {
        const present = some((value) => value !== undefined, false);
        tests.push(existsOperand(argument) ? present : (doc) => !present(doc));
        break;
      }
      case '$type':
        tests.push(some(typeTest(argument)));
        break;
      case '$regex':
        tests.push(some(regexTest(argument, operand['$options'])));
        break;
      case '$options':
        if (!('$regex' in operand)) throw badValue('$options needs a $regex');
        break;
      case '$mod':
        tests.push(some(modTest(argument)));
        break;
      case '$size': {
        const length = sizeOperand(argument);
        tests.push(some((value) => Array.isArray(value) && value.length === length, false));
        break;
      }
      case '$all':
        tests.push(compileAll(parts, argument, context, whole));
        break;
      case '$elemMatch': {
        const fits = elementTest(argument, context);
        tests.push(some((value) => Array.isArray(value) && value.some(fits), false));
        break;
      }
      case '$comment':
        break;
      default:
        throw badValue(`unknown operator: ${operator}`);
    }
  }
  return tests;
}

function compileNot(parts: readonly string[], argument: Value, context: FilterContext, whole: boolean): Predicate[] {
  if (argument instanceof BSONRegExp) return compilePath(parts, argument, context, whole);
  if (!isDoc(argument)) throw badValue('$not needs a regex or a document');
  if (Object.keys(argument).length === 0) throw badValue('$not cannot be empty');
  if (!holdsOperators(argument)) throw badValue(`unknown operator: ${firstField(argument)}`);
  return compilePath(parts, argument, context, whole);
}

/** The element test of `$elemMatch`: a filter on documents, or operators on the bare element. */
export function elementTest(argument: Value, context?: FilterContext): ValueTest {
  if (!isDoc(argument)) throw badValue('$elemMatch needs an Object');
  const first = firstField(argument);
  const logical = ['$and', '$or', '$nor', '$expr'].includes(first);
  if (holdsOperators(argument) && !logical) return compileElement(argument, context);
  const fits = compileFilter(argument, context);
  // An array element that is itself an array is seen as a document whose fields are its indexes.
  return (element) =>
    isDoc(element) ? fits(element) : Array.isArray(element) && fits(Object.fromEntries(element.entries()));
}

function compileAll(parts: readonly string[], argument: Value, context: FilterContext, whole: boolean): Predicate {
  if (!Array.isArray(argument)) throw badValue('$all needs an array');
  if (argument.length === 0) return () => false;
  const members = argument.flatMap((member) => {
    if (isDoc(member) && firstField(member) === '$elemMatch') return compilePath(parts, member, context, whole);
    if (holdsOperators(member)) throw badValue('no $ expressions in $all');
    return compilePath(parts, member instanceof BSONRegExp ? member : { $eq: member }, context, whole);
  });
  return allOf(members);
}

function equalTo(operand: Value): ValueTest {
  if (typeof operand === 'string' || typeof operand === 'boolean') return (value) => value === operand;
  if (operand === null) return (value) => value === undefined || value === null;
  return (value) => value !== undefined && equalValues(value, operand);
}

function oneOf(operator: string, argument: Value): ValueTest {
  if (!Array.isArray(argument)) throw badValue(`${operator} needs an array`);
  const patterns: ValueTest[] = [];
  const members: Value[] = [];
  for (const member of argument) {
    if (member instanceof BSONRegExp) patterns.push(regexTest(member));
    else if (holdsOperators(member)) throw badValue(`cannot nest $ under ${operator}`);
    else members.push(member);
  }
  let keys: Set<string> | undefined; // made when a document is tested: of a thousand members often none is found
  return (value) => {
    keys ??= new Set(members.map(groupKey));
    return keys.has(groupKey(value ?? null)) || patterns.some((pattern) => pattern(value));
  };
}
