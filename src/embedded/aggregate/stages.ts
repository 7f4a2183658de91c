// Pipeline stages that need no other collection, as operators that documents are pushed through: no stage waits for
// another, and only $sort and $group keep anything ("Aggregation Stages" in the manual).
import { Long } from 'bson';
import { wholeNumber } from '../bson/numbers.js';
import { partsOf } from '../bson/paths.js';
import { type Doc, type Value, copyOf, isDoc, typeName, weightOf } from '../bson/types.js';
import { DatabaseError, unknownStage } from '../errors.js';
import { compileFilter } from '../query/match.js';
import { compileSort } from '../query/sort.js';
import { sorterOf } from '../query/sorter.js';
import { draftOf, placeOf, put } from '../update/draft.js';
import { partsOfArgument } from './arguments.js';
import type { Stage, StageContext } from './flow.js';
import { groupStage } from './group.js';
import { compileReshape } from './reshape.js';

const oneByOne =
  (change: (doc: Doc, context: StageContext) => Doc): Stage =>
  (context) => ({
    take(doc, emit) {
      emit(change(doc, context));
      return true;
    },
  });

/**
 * Checks one stage.
 * @param following the stages after it: a `$sort` before a `$limit` keeps only that many
 * @throws DatabaseError 40324 for a stage that is not served
 */
export function compileStage(name: string, argument: Value, following: readonly Doc[]): Stage {
  switch (name) {
    case '$match': {
      if (!isDoc(argument)) throw new DatabaseError(15959, 'the match filter must be an expression in an object');
      compileFilter(argument); // refuses now what it would refuse later
      return (context) => {
        const fits = compileFilter(argument, context);
        return {
          take(doc, emit) {
            if (fits(doc)) emit(doc);
            return true;
          },
        };
      };
    }
    case '$project':
    case '$addFields':
    case '$set':
    case '$unset':
    case '$replaceRoot':
    case '$replaceWith': {
      const reshape = compileReshape(name, argument);
      return oneByOne((root, { now, variables = {} }) => reshape({ root, now, variables }));
    }
    case '$group':
      return groupStage(argument);
    case '$sort':
      return sortStage(argument, following);
    case '$limit':
      return limitStage(argument);
    case '$skip':
      return skipStage(argument);
    case '$count':
      return countStage(argument);
    case '$unwind':
      return unwindStage(argument);
    case '$changeStream':
      throw new DatabaseError(40573, 'The $changeStream stage is only supported on replica sets');
    default:
      throw unknownStage(name);
  }
}

function sortStage(argument: Value, following: readonly Doc[]): Stage {
  if (!isDoc(argument)) throw new DatabaseError(15973, 'the $sort key specification must be an object');
  if (Object.keys(argument).length === 0) throw new DatabaseError(15976, '$sort stage must have at least one sort key');
  const order = compileSort(argument);
  const [next, afterNext] = following;
  const skip = wholeNumber(next?.['$skip']);
  const limit = wholeNumber((skip === undefined ? next : afterNext)?.['$limit']);
  const wanted = limit === undefined ? Infinity : limit + (skip ?? 0);
  return () => {
    const sorter = sorterOf(order, wanted, weightOf);
    return {
      take(doc) {
        sorter.add(doc);
        return true;
      },
      end: () => sorter.results(),
    };
  };
}

function limitStage(argument: Value): Stage {
  const limit = wholeNumber(argument);
  if (limit === undefined) throw new DatabaseError(5107201, `invalid argument to $limit stage: Expected an integer`);
  if (limit <= 0) throw new DatabaseError(15958, 'the limit must be positive');
  return () => {
    let count = 0;
    return {
      take(doc, emit) {
        count += 1;
        if (count <= limit) emit(doc);
        return count < limit;
      },
    };
  };
}

function skipStage(argument: Value): Stage {
  const skip = wholeNumber(argument);
  if (skip === undefined || skip < 0) {
    throw new DatabaseError(5107200, 'invalid argument to $skip stage: Expected a non-negative integer');
  }
  return () => {
    let count = 0;
    return {
      take(doc, emit) {
        count += 1;
        if (count > skip) emit(doc);
        return true;
      },
    };
  };
}

function countStage(argument: Value): Stage {
  if (typeof argument !== 'string' || argument === '')
    throw new DatabaseError(40156, 'the count field must be a non-empty string');
  if (argument.startsWith('$')) throw new DatabaseError(40158, 'the count field cannot be a $-prefixed path');
  if (argument.includes('.')) throw new DatabaseError(40160, "the count field cannot contain '.'");
  return () => {
    let count = 0;
    return {
      take() {
        count += 1;
        return true;
      },
      end: () => (count > 0 ? [{ [argument]: count }] : []),
    };
  };
}

function unwindStage(argument: Value): Stage {
  const given = isDoc(argument)
    ? partsOfArgument('$unwind', argument, ['path'], ['preserveNullAndEmptyArrays', 'includeArrayIndex'])
    : { path: argument };
  const {
    path,
    preserveNullAndEmptyArrays: preserve = false,
    includeArrayIndex: indexField,
  } = given as Record<string, Value>;
  if (typeof path !== 'string')
    throw new DatabaseError(28808, `expected a string as the path for $unwind stage, got ${typeName(path)}`);
  if (!path.startsWith('$'))
    throw new DatabaseError(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  if (indexField !== undefined && (typeof indexField !== 'string' || indexField === '')) {
    throw new DatabaseError(28810, 'expected a non-empty string for the includeArrayIndex option to $unwind stage');
  }
  const parts = partsOf(path.slice(1));
  const withValue = (doc: Doc, value: Value | undefined, index: number | null): Doc => {
    const draft = draftOf(doc);
    put(draft, parts, value);
    if (indexField !== undefined) put(draft, partsOf(indexField), index === null ? null : Long.fromNumber(index));
    return draft.changed ? draft.root : copyOf(doc);
  };
  return () => ({
    take(doc, emit) {
      const { value } = placeOf(doc, parts);
      if (!Array.isArray(value)) {
        if ((value !== undefined && value !== null) || preserve === true) emit(withValue(doc, value, null));
      } else if (value.length === 0) {
        if (preserve === true) emit(withValue(doc, undefined, null));
      } else for (const [index, element] of value.entries()) emit(withValue(doc, element, index));
      return true;
    },
  });
}
