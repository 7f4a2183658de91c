// Stages that turn one document into one other, for pipelines and for the pipeline form of updates.
import { type Doc, type Value, isDoc, typeName } from '../bson/types.js';
import { DatabaseError } from '../errors.js';
import { compileAddFields, compileProjectStage } from '../query/project.js';
import { partsOfArgument } from './arguments.js';
import { compileExpression } from './expression.js';
import type { Scope } from './scope.js';

/** The stages served here. */
export type Reshape = (scope: Scope) => Doc;

export function compileReshape(name: string, argument: Value): Reshape {
  switch (name) {
    case '$set':
    case '$addFields':
      return compileAddFields(docOf(name, argument, 40272));
    case '$project':
      return compileProjectStage(docOf(name, argument, 15969));
    case '$unset':
      return compileUnset(argument);
    case '$replaceRoot':
      return compileReplace(partsOfArgument(name, argument, ['newRoot'])['newRoot'] ?? null);
    default: // $replaceWith
      return compileReplace(argument);
  }
}

function docOf(name: string, argument: Value, code: number): Doc {
  if (isDoc(argument)) return argument;
  throw new DatabaseError(code, `${name} specification stage must be an object, got ${typeName(argument)}`);
}

function compileUnset(argument: Value): Reshape {
  const paths = Array.isArray(argument) ? argument : [argument];
  if (paths.length === 0)
    throw new DatabaseError(31119, '$unset specification must be a string or an array with at least one field');
  const spec: Doc = {};
  for (const path of paths) {
    if (typeof path !== 'string')
      throw new DatabaseError(31120, '$unset specification must be a string or an array containing only string values');
    spec[path] = 0;
  }
  return compileProjectStage(spec);
}

function compileReplace(argument: Value): Reshape {
  const value = compileExpression(argument);
  return (scope) => {
    const result = value(scope);
    if (isDoc(result)) return result;
    throw new DatabaseError(
      40228,
      `'newRoot' expression must evaluate to an object, but resulting value was of type: ${typeName(result)}`,
    );
  };
}
