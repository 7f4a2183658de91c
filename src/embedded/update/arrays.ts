// The update operators on arrays: $push with its modifiers, $addToSet, $pop, $pull, $pullAll.
import { equalValues, compareValues, groupKey } from '../bson/compare.js';
import { wholeNumber } from '../bson/numbers.js';
import { type Doc, type Value, firstField, isDoc, typeName } from '../bson/types.js';
import { badValue, failedToParse, typeMismatch } from '../errors.js';
import { compileElement } from '../query/match.js';
import { compileSort } from '../query/sort.js';
import type { CompileChange } from './change.js';

export const arrayChanges: Readonly<Record<string, CompileChange>> = {
  $push: push,
  $addToSet: addToSet,
  $pop: (operand, path) => {
    const end = wholeNumber(operand);
    if (end !== 1 && end !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${end ?? typeName(operand)}`);
    return {
      creates: false,
      next: (before) => {
        if (!Array.isArray(before))
          throw typeMismatch(`Path '${path}' contains an element of non-array type '${typeName(before)}'`);
        return end === 1 ? before.slice(0, -1) : before.slice(1);
      },
    };
  },
  $pull: (operand) => {
    const gone = compileElement(operand);
    return without('$pull', gone);
  },
  $pullAll: (operand) => {
    if (!Array.isArray(operand))
      throw badValue(`$pullAll requires an array argument but was given a ${typeName(operand)}`);
    const gone = new Set(operand.map(groupKey));
    return without('$pullAll', (value) => gone.has(groupKey(value)));
  },
};

function without(name: string, gone: (value: Value) => boolean): ReturnType<CompileChange> {
  return {
    creates: false,
    next: (before) => {
      if (!Array.isArray(before)) throw badValue(`Cannot apply ${name} to a non-array value`);
      const kept = before.filter((value) => !gone(value));
      return kept.length === before.length ? before : kept;
    },
  };
}

/** The members to add: those of `$each`, else the operand itself. */
function membersOf(name: string, operand: Value): { readonly members: readonly Value[]; readonly modifiers: Doc } {
  if (!isDoc(operand) || !Object.hasOwn(operand, '$each')) return { members: [operand], modifiers: {} };
  const { $each, ...modifiers } = operand;
  if (!Array.isArray($each))
    throw typeMismatch(`The argument to $each in ${name} must be an array but it was of type ${typeName($each)}`);
  return { members: $each, modifiers };
}

function push(operand: Value, path: string): ReturnType<CompileChange> {
  const { members, modifiers } = membersOf('$push', operand);
  for (const name of Object.keys(modifiers)) {
    if (!['$slice', '$position', '$sort'].includes(name)) throw badValue(`Unrecognized clause in $push: ${name}`);
  }
  const position = wholeModifier(modifiers, '$position');
  const slice = wholeModifier(modifiers, '$slice');
  const order = modifiers['$sort'] === undefined ? undefined : elementOrder(modifiers['$sort']);
  return {
    creates: true,
    next: (before, _path, doc) => {
      if (before !== undefined && !Array.isArray(before)) {
        const id = doc['_id'] === undefined ? '' : ` in document with _id of type ${typeName(doc['_id'])}`;
        throw badValue(`The field '${path}' must be an array but is of type ${typeName(before)}${id}`);
      }
      const list = [...(before ?? [])];
      const at = position === undefined ? list.length : position < 0 ? Math.max(0, list.length + position) : position;
      list.splice(at, 0, ...members);
      if (order) list.sort(order);
      if (slice === undefined) return list;
      return slice === 0 ? [] : slice < 0 ? list.slice(slice) : list.slice(0, slice);
    },
  };
}

function wholeModifier(modifiers: Doc, name: string): number | undefined {
  const value = modifiers[name];
  if (value === undefined) return undefined;
  const whole = wholeNumber(value);
  if (whole === undefined)
    throw badValue(`The value for ${name} must be an integer value but was given type: ${typeName(value)}`);
  return whole;
}

/** `$sort: 1 | -1` orders the elements themselves, a document orders them by their fields. */
function elementOrder(spec: Value): (a: Value, b: Value) => number {
  if (isDoc(spec)) {
    if (firstField(spec) === '') throw badValue('The $sort pattern is empty when it should be a set of fields.');
    const order = compileSort(spec);
    const asDoc = (value: Value): Doc => (isDoc(value) ? value : {});
    return (a, b) => order(asDoc(a), asDoc(b));
  }
  const direction = wholeNumber(spec);
  if (direction !== 1 && direction !== -1) throw badValue('The $sort element value must be either 1 or -1');
  return (a, b) => compareValues(a, b) * direction;
}

function addToSet(operand: Value, path: string): ReturnType<CompileChange> {
  const { members, modifiers } = membersOf('$addToSet', operand);
  const [unknown] = Object.keys(modifiers);
  if (unknown !== undefined) throw badValue(`Found unexpected fields after $each in $addToSet: ${unknown}`);
  return {
    creates: true,
    next: (before) => {
      if (before !== undefined && !Array.isArray(before)) {
        throw badValue(
          `Cannot apply $addToSet to non-array field. Field named '${path}' has non-array type ${typeName(before)}`,
        );
      }
      const list = [...(before ?? [])];
      for (const member of members) if (!list.some((value) => equalValues(value, member))) list.push(member);
      return list;
    },
  };
}
