// `$group` and `$bucket`: one running result per group and accumulator, never the documents themselves.
import { compareValues, groupKey } from '../bson/compare.js';
import { type Doc, type Value, firstField, isDoc } from '../bson/types.js';
import { DatabaseError } from '../errors.js';
import { type Accumulator, accumulators } from './accumulate.js';
import { partsOfArgument } from './arguments.js';
import { compileExpression } from './expression.js';
import type { Stage } from './flow.js';
import type { Expression, Scope } from './scope.js';

interface Field {
  readonly name: string;
  readonly make: () => Accumulator;
  readonly value: Expression;
}

export function groupStage(argument: Value): Stage {
  if (!isDoc(argument)) throw new DatabaseError(15947, "a group's fields must be specified in an object");
  const { _id: id, ...outputs } = argument;
  if (id === undefined) throw new DatabaseError(15955, 'a group specification must include an _id');
  return grouping(compileExpression(id), fieldsOf(outputs), false);
}

function fieldsOf(outputs: Doc): Field[] {
  return Object.entries(outputs).map(([name, spec]) => {
    if (name.includes('.')) throw new DatabaseError(40235, `The field name '${name}' cannot contain '.'`);
    if (name.startsWith('$')) throw new DatabaseError(40236, `The field name '${name}' cannot be an operator name`);
    if (!isDoc(spec)) throw new DatabaseError(40234, `The field '${name}' must be an accumulator object`);
    if (Object.keys(spec).length !== 1)
      throw new DatabaseError(40238, `The field '${name}' must specify one accumulator`);
    const operator = firstField(spec);
    const make = Object.hasOwn(accumulators, operator) ? accumulators[operator] : undefined;
    if (!make) throw new DatabaseError(15952, `unknown group operator '${operator}'`);
    if (operator !== '$count') return { name, make, value: compileExpression(spec[operator] ?? null) };
    if (!isDoc(spec[operator]) || firstField(spec[operator]) !== '') {
      throw new DatabaseError(9, '$count takes no arguments, i.e. $count:{}');
    }
    return { name, make, value: () => 1 };
  });
}

interface Group {
  readonly id: Value;
  readonly totals: readonly Accumulator[];
}

function grouping(idOf: Expression, fields: readonly Field[], ordered: boolean): Stage {
  return ({ now, variables = {} }) => {
    const groups = new Map<string, Group>();
    return {
      take(root) {
        const scope: Scope = { root, now, variables };
        const id = idOf(scope) ?? null;
        const key = groupKey(id);
        let group = groups.get(key);
        if (!group) {
          group = { id, totals: fields.map(({ make }) => make()) };
          groups.set(key, group);
        }
        for (let at = 0; at < fields.length; at += 1) group.totals[at]?.add(fields[at]?.value(scope));
        return true;
      },
      end(emit) {
        const all = [...groups.values()];
        if (ordered) all.sort((a, b) => compareValues(a.id, b.id));
        for (const { id, totals } of all) {
          const doc: Doc = { _id: id };
          for (const [at, { name }] of fields.entries()) doc[name] = totals[at]?.result() ?? null;
          emit(doc);
        }
      },
    };
  };
}

/** Groups by ranges; a value outside them all goes to `default`, or ends the pipeline with an error. */
export function bucketStage(argument: Value): Stage {
  const parts = partsOfArgument('$bucket', argument, ['groupBy', 'boundaries'], ['default', 'output']);
  const boundaries = parts['boundaries'];
  if (!Array.isArray(boundaries) || boundaries.length < 2) {
    throw new DatabaseError(40192, "The $bucket 'boundaries' field must be an array of at least 2 values");
  }
  if (boundaries.some((each, at) => at > 0 && compareValues(boundaries[at - 1], each) >= 0)) {
    throw new DatabaseError(40194, "The 'boundaries' option to $bucket must be sorted, without equal values");
  }
  const by = compileExpression(parts['groupBy'] ?? null);
  const other = parts['default'];
  const output = parts['output'] ?? { count: { $sum: 1 } };
  if (!isDoc(output)) throw new DatabaseError(40196, "The $bucket 'output' field must be an object");
  const idOf: Expression = (scope) => {
    const value = by(scope);
    const above = boundaries.findIndex((each) => compareValues(value, each) < 0);
    const bucket = above > 0 ? boundaries[above - 1] : other;
    if (bucket === undefined) {
      throw new DatabaseError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    }
    return bucket;
  };
  return grouping(idOf, fieldsOf(output), true);
}
