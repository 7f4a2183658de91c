// `$lookup`: the documents of another collection that belong to each document, by equality of fields, by a pipeline, or
// by both ("$lookup" in the manual). The other collection is asked by a filter, so that an index can serve it.
import { partsOf, valueAt } from '../bson/paths.js';
import { type Doc, type Value, isDoc } from '../bson/types.js';
import { DatabaseError, failedToParse } from '../errors.js';
import { draftOf, put } from '../update/draft.js';
import { partsOfArgument } from './arguments.js';
import { compileExpression } from './expression.js';
import type { Flow, PipelineContext, Stream } from './flow.js';
import { leadingMatch } from './leading.js';

export function lookupStage(argument: Value, compile: (stages: readonly Value[]) => Flow): Flow {
  const given = partsOfArgument('$lookup', argument, ['from', 'as'], ['localField', 'foreignField', 'let', 'pipeline']);
  const { from, as, localField, foreignField, let: variables = {}, pipeline } = given;
  if (typeof from !== 'string' || typeof as !== 'string')
    throw failedToParse('$lookup needs "from" and "as" as strings');
  const byFields = localField !== undefined || foreignField !== undefined;
  if (byFields && (typeof localField !== 'string' || typeof foreignField !== 'string')) {
    throw failedToParse('$lookup requires both or neither of "localField" and "foreignField" to be specified');
  }
  if (!byFields && pipeline === undefined)
    throw failedToParse('$lookup needs "localField" and "foreignField", or a "pipeline"');
  if (pipeline !== undefined && !Array.isArray(pipeline)) throw failedToParse('"pipeline" of $lookup must be an array');
  if (!isDoc(variables)) throw failedToParse('"let" of $lookup must be an object');
  const bound = Object.entries(variables).map(([name, value]) => [name, compileExpression(value)] as const);
  const { filter: first, rest } = leadingMatch(pipeline ?? [], { only: '$match' });
  const flow = compile(rest);

  const joined = (doc: Doc, context: PipelineContext): Stream => {
    const scope = { root: doc, now: context.now, variables: context.variables ?? {} };
    const inner = { ...context.variables, ...Object.fromEntries(bound.map(([name, value]) => [name, value(scope)])) };
    const conditions = [first];
    if (typeof localField === 'string' && typeof foreignField === 'string') {
      conditions.push({ [foreignField]: matching(valueAt(doc, partsOf(localField))) });
    }
    const filters = conditions.filter((condition) => Object.keys(condition).length > 0);
    const filter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {});
    return flow(context.lookup(from, filter), { ...context, variables: inner });
  };
  return async function* (source, context) {
    for await (const docs of source) {
      for (const doc of docs) {
        const list: Doc[] = [];
        for await (const found of joined(doc, context)) list.push(...found);
        await context.checkTime();
        const draft = draftOf(doc);
        put(draft, partsOf(as), list);
        yield [draft.root];
      }
    }
  };
}

/** An array joins by each of its elements; a missing value joins like null. */
function matching(value: Value | undefined): Doc {
  if (!Array.isArray(value)) return { $eq: value ?? null };
  if (value.some((member) => Array.isArray(member)))
    throw new DatabaseError(2, '$lookup on arrays within arrays is not served');
  return { $in: value };
}
