// `$group`: one running result per group and accumulator, never the documents themselves.
import { groupKey } from '../bson/compare.js';
import { type Doc, type Value, firstField, isDoc } from '../bson/types.js';
import { DatabaseError, MEMORY_LIMIT, tooMuchMemory } from '../errors.js';
import { type Accumulator, type MakeAccumulator, accumulators } from './accumulate.js';
import { compileExpression } from './expression.js';
import type { Stage } from './flow.js';
import type { Expression, Scope } from './scope.js';

interface Field {
  readonly name: string;
  readonly make: MakeAccumulator;
  readonly value: Expression;
}

export function groupStage(argument: Value): Stage {
  if (!isDoc(argument)) throw new DatabaseError(15947, "a group's fields must be specified in an object");
  const { _id: id, ...outputs } = argument;
  if (id === undefined) throw new DatabaseError(15955, 'a group specification must include an _id');
  return grouping(compileExpression(id), fieldsOf(outputs));
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

function grouping(idOf: Expression, fields: readonly Field[]): Stage {
  return ({ now, variables = {} }) => {
    const groups = new Map<string, Group>();
    let weight = 0;
    const keep = (bytes: number): void => {
      weight += bytes;
      if (weight > MEMORY_LIMIT) throw tooMuchMemory('$group');
    };
    return {
      take(root) {
        const scope: Scope = { root, now, variables };
        const id = idOf(scope) ?? null;
        const key = groupKey(id);
        let group = groups.get(key);
        if (!group) {
          group = { id, totals: fields.map(({ make }) => make(keep)) };
          groups.set(key, group);
          keep(key.length * 2 + 100 + fields.length * 100);
        }
        for (let at = 0; at < fields.length; at += 1) group.totals[at]?.add(fields[at]?.value(scope));
        return true;
      },
      *end() {
        for (const { id, totals } of groups.values()) {
          const doc: Doc = { _id: id };
          for (const [at, { name }] of fields.entries()) doc[name] = totals[at]?.result() ?? null;
          yield doc;
        }
      },
    };
  };
}
