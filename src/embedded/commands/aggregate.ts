// aggregate: the front of the pipeline ($match, $sort, $skip, $limit) is done by the query's own means, with indexes;
// the rest runs over the stream of what that gives. Counting, which mongoose asks for all the time, reads no document
// when an index has the answer.
import { encode } from '../bson/encode.js';
import { firstField, isDoc, type Doc, type Value } from '../bson/types.js';
import { fieldsRead, leadingMatch } from '../aggregate/leading.js';
import type { PipelineContext, Stream } from '../aggregate/flow.js';
import { runPipeline } from '../aggregate/pipeline.js';
import { DatabaseError, failedToParse } from '../errors.js';
import { breathe } from '../plan/breathe.js';
import { countMatches } from '../plan/count.js';
import { batchesOf, select, type Query, type Selection } from '../plan/select.js';
import type { Engine } from '../engine.js';
import { collectionName, listOption, type Call, type Command } from './call.js';
import { batchSizeOf, cursorReply, sourceOf } from './cursor-reply.js';
import { hintOption } from './find.js';

/** The query at the front of a pipeline, and the stages behind it. */
export const pipelineQuery = (body: Doc): { readonly query: Query; readonly rest: readonly Value[] } => {
  const pipeline = listOption(body, 'pipeline');
  if (pipeline === undefined) throw failedToParse("A pipeline must be given as an array named 'pipeline'");
  const [first] = pipeline;
  if (first !== undefined && isDoc(first) && firstField(first) === '$changeStream') {
    throw new DatabaseError(40573, 'The $changeStream stage is only supported on replica sets');
  }
  const { filter, sort, skip, limit, rest } = leadingMatch(pipeline);
  return { query: { filter, sort, skip, limit, hint: hintOption(body) }, rest };
};

/** The name under which the pipeline's rest counts documents: `$count`, or `$group` into one with `$sum: 1`. */
const countName = (rest: readonly Value[]): { readonly name: string; readonly id?: Value } | undefined => {
  const [stage, ...more] = rest;
  if (stage === undefined || more.length > 0 || !isDoc(stage)) return undefined;
  const { $count: counted, $group: group } = stage;
  if (typeof counted === 'string' && /^[^$.][^.]*$/.test(counted)) return { name: counted }; // others are refused later
  if (group === undefined || !isDoc(group)) return undefined;
  const { _id: id, ...fields } = group;
  const [[name, sum] = ['', null], ...others] = Object.entries(fields);
  const constant = id === null || typeof id === 'number';
  const ones = isDoc(sum) && sum['$sum'] === 1 && Object.keys(sum).length === 1;
  return constant && ones && others.length === 0 ? { name, id } : undefined;
};

async function* documentsOf(selection: Selection, checkTime: () => void): Stream {
  for await (const found of batchesOf(selection, checkTime)) yield found.map((match) => match.doc());
}

const contextOf = (engine: Engine, database: string, checkTime: () => void): PipelineContext => ({
  now: new Date(),
  checkTime: () => {
    checkTime();
    return breathe();
  },
  lookup: (name, filter) => {
    const collection = engine.catalog.find(database, name);
    return documentsOf(select(engine.environment, collection, { filter }), checkTime);
  },
});

/** Everything a stream gives, encoded, in batches of the size asked for. */
const streamSource = (open: (checkTime: () => void) => Stream) => {
  let checkNow: () => void = () => undefined; // each batch has the time that its own command was given
  const iterator = open(() => checkNow())[Symbol.asyncIterator]();
  let ready: readonly Doc[] = [];
  return sourceOf(async (count, checkTime) => {
    checkNow = checkTime;
    if (ready.length === 0) {
      const next = await iterator.next();
      if (next.done === true) return [];
      ready = next.value;
    }
    const batch = ready.slice(0, count);
    ready = ready.slice(count);
    return batch.map((doc) => encode(doc));
  });
};

const countDocs = async function* (
  call: Call,
  name: string,
  query: Query,
  result: { readonly name: string; readonly id?: Value },
  checkTime: () => void,
): Stream {
  const collection = call.engine.catalog.find(call.database, name);
  const n = await countMatches(call.engine.environment, collection, query, checkTime);
  if (n > 0) yield [{ ...(result.id !== undefined && { _id: result.id }), [result.name]: n }];
};

const aggregate: Command = {
  fields: ['pipeline', 'cursor', 'allowDiskUse', 'hint', 'bypassDocumentValidation'],
  run: async (call) => {
    const { engine, database, body } = call;
    const name = collectionName(call);
    const { query, rest } = pipelineQuery(body);
    const counted = countName(rest);
    const collection = engine.catalog.find(database, name);
    const documents = (checkTime: () => void): Stream => {
      const selection = select(engine.environment, collection, { ...query, reads: fieldsRead(rest) });
      return runPipeline(rest, documentsOf(selection, checkTime), contextOf(engine, database, checkTime));
    };
    const source = streamSource((checkTime) =>
      counted === undefined ? documents(checkTime) : countDocs(call, name, query, counted, checkTime),
    );
    return cursorReply(call, `${database}.${name}`, source, batchSizeOf(body));
  },
};

export const aggregateCommands = { aggregate };
