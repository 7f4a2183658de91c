// The pipeline form of an update: `$set`/`$addFields`, `$unset`, `$project` and `$replaceWith`/`$replaceRoot`, each on
// the document the one before made. `$$NOW` is one moment for the whole command (requirement E3's leases).
import type { Scope, Variables } from '../aggregate/scope.js';
import { compileReshape } from '../aggregate/reshape.js';
import { type Doc, type Value, firstField, isDoc } from '../bson/types.js';
import { badValue, failedToParse, invalidOptions } from '../errors.js';

const allowed = ['$set', '$addFields', '$unset', '$project', '$replaceWith', '$replaceRoot'];

/** @throws DatabaseError 72 for a stage that updates do not take, 9 or 2 for a malformed pipeline */
export function compilePipelineUpdate(
  stages: readonly Value[],
  { now, variables = {} }: { readonly now: Date; readonly variables?: Variables },
): (doc: Doc) => Doc {
  if (stages.length === 0) throw failedToParse('The update pipeline must have at least one stage');
  const steps = stages.map((stage) => {
    if (!isDoc(stage) || Object.keys(stage).length !== 1)
      throw badValue('A pipeline stage specification object must contain exactly one field.');
    const name = firstField(stage);
    if (!allowed.includes(name)) throw invalidOptions(`${name} is not allowed to be used within an update`);
    return compileReshape(name, stage[name] ?? null);
  });
  return (doc) => {
    let scope: Scope = { root: doc, now, variables };
    for (const step of steps) scope = { root: step(scope), now, variables };
    return scope.root;
  };
}
