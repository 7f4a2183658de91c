// Which element of an array made the filter match: the place of positional `.$` in updates and projections.
// With several conditions on one array the element that meets all of them is taken; failing that, the one that the last
// condition found. Negations ($ne, $nin, $not) find no element.
import { BSONRegExp } from 'bson';
import { partsOf } from '../bson/paths.js';
import { type Doc, type Value, fieldOf, isDoc } from '../bson/types.js';
import { type FilterContext, compileElement, compileFilter, elementTest, holdsOperators } from './match.js';
import type { ValueTest } from './predicates.js';

/** The matched element's index in the array at a path of a document that satisfies the filter, or `undefined`. */
export type Positional = (doc: Doc, arrayPath: string) => number | undefined;

export function positionalFor(filter: Doc, context?: FilterContext): Positional {
  const tests = new Map<string, readonly ValueTest[]>();
  return (doc, arrayPath) => {
    let wanted = tests.get(arrayPath);
    if (!wanted) {
      wanted = clausesOf(filter).flatMap(([path, operand]) => testsFor(path, operand, arrayPath, context));
      tests.set(arrayPath, wanted);
    }
    const list = plainValue(doc, arrayPath);
    const last = wanted.at(-1);
    if (!Array.isArray(list) || !last) return undefined;
    const all = wanted;
    const best = list.findIndex((element) => all.every((test) => test(element)));
    if (best >= 0) return best;
    const found = wanted.map((test) => list.findIndex(test)).filter((index) => index >= 0);
    return found.at(-1);
  };
}

function clausesOf(filter: Doc): [string, Value][] {
  return Object.entries(filter).flatMap(([key, operand]): [string, Value][] => {
    if ((key === '$and' || key === '$or') && Array.isArray(operand)) {
      return operand.flatMap((branch) => (isDoc(branch) ? clausesOf(branch) : []));
    }
    return key.startsWith('$') ? [] : [[key, operand]];
  });
}

const negations = ['$ne', '$nin', '$not', '$exists', '$size', '$comment'];

function testsFor(path: string, operand: Value, arrayPath: string, context?: FilterContext): ValueTest[] {
  if (path !== arrayPath && !path.startsWith(`${arrayPath}.`)) return [];
  const rest = path.slice(arrayPath.length + 1);
  if (holdsOperators(operand) && !(operand instanceof BSONRegExp)) {
    const telling = Object.fromEntries(Object.entries(operand).filter(([operator]) => !negations.includes(operator)));
    if (Object.keys(telling).length === 0) return [];
    return rest === '' ? wholeElement(telling, context) : innerField(rest, telling, context);
  }
  return rest === ''
    ? [compileElement(isDoc(operand) ? { $eq: operand } : operand, context)]
    : innerField(rest, operand, context);
}

function wholeElement(operand: Doc, context?: FilterContext): ValueTest[] {
  const { $elemMatch, $all, ...others } = operand;
  return [
    ...($elemMatch === undefined ? [] : [elementTest($elemMatch, context)]),
    ...(Array.isArray($all) ? $all.map((member) => compileElement({ $in: [member] }, context)) : []),
    ...(Object.keys(others).length === 0 ? [] : [compileElement(others, context)]),
  ];
}

function innerField(rest: string, operand: Value, context?: FilterContext): ValueTest[] {
  const fits = compileFilter({ [rest]: operand }, context);
  return [(element) => isDoc(element) && fits(element)];
}

/** The value at a path through documents and numbered elements only. */
export function plainValue(doc: Doc, path: string): Value | undefined {
  let value: Value | undefined = doc;
  for (const part of partsOf(path)) {
    value = Array.isArray(value) ? value[Number(part)] : isDoc(value) ? fieldOf(value, part) : undefined;
  }
  return value;
}
