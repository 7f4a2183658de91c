// explain: how find, aggregate, count, distinct, update, delete and findAndModify would look for their documents, in
// MongoDB's words: IDHACK by _id, IXSCAN by an index, COLLSCAN through everything, and what that cost. Nothing is changed.
import { isDoc, type Doc } from '../bson/types.js';
import { badValue, commandNotFound, failedToParse } from '../errors.js';
import type { Plan } from '../plan/planner.js';
import { batchesOf, select, type Query } from '../plan/select.js';
import type { Reply } from '../wire/reply.js';
import { pipelineQuery } from './aggregate.js';
import { collectionName, docOption, listOption, numberOption, type Call, type Command } from './call.js';
import { decode } from '../bson/codec.js';
import { findQuery, hintOption } from './find.js';

const NAMES = ['find', 'aggregate', 'count', 'distinct', 'update', 'delete', 'findAndModify'];

const statementQuery = (call: Call, field: string): Query => {
  const beside = call.sequences.get(field)?.[0];
  const [first] = beside === undefined ? (listOption(call.body, field) ?? []) : [decode(beside)];
  if (first === undefined || !isDoc(first))
    throw failedToParse(`explained commands need exactly one statement in '${field}'`);
  const many = first['multi'] === true || numberOption(first, 'limit') === 0;
  return { filter: docOption(first, 'q') ?? {}, hint: hintOption(first), limit: many ? undefined : 1 };
};

/** The query behind a command, as the command itself would run it. */
const queryOf = (call: Call): Query => {
  const { body } = call;
  switch (call.name) {
    case 'find':
      return findQuery(body);
    case 'count':
    case 'distinct':
      return { filter: docOption(body, 'query') ?? {}, hint: hintOption(body) };
    case 'findAndModify':
      return {
        filter: docOption(body, 'query') ?? {},
        sort: docOption(body, 'sort'),
        hint: hintOption(body),
        limit: 1,
      };
    case 'aggregate':
      return pipelineQuery(body).query;
    default:
      return statementQuery(call, call.name === 'update' ? 'updates' : 'deletes');
  }
};

const scanOf = (plan: Plan, sort: Doc): Doc => {
  if (plan.branches !== undefined) return { stage: 'OR', inputStages: plan.branches.map((each) => scanOf(each, {})) };
  const scan: Doc = {
    stage: plan.stage,
    ...(plan.indexName !== undefined && { indexName: plan.indexName }),
    ...(plan.index !== undefined && { keyPattern: plan.index.options.key, isMultiKey: plan.index.multikey }),
    direction: plan.reverse ? 'backward' : 'forward',
  };
  return plan.merge === undefined ? scan : { stage: 'SORT_MERGE', sortPattern: sort, inputStages: [scan] };
};

const explain: Command = {
  fields: ['verbosity'],
  run: async (call): Promise<Reply> => {
    const inner = call.body['explain'];
    if (inner === undefined || !isDoc(inner)) throw badValue("The 'explain' command needs a document");
    const name = Object.keys(inner)[0] ?? '';
    if (!NAMES.includes(name)) throw commandNotFound(`explain ${name}`);
    const explained: Call = { ...call, name, body: inner };
    const collection = call.engine.catalog.find(call.database, collectionName(explained));
    const query = queryOf(explained);
    const namespace = `${call.database}.${collectionName(explained)}`;
    const common = { explainVersion: '1', command: inner, serverInfo: { version: '7.0.0' }, ok: 1 };
    const planner = { namespace, parsedQuery: query.filter, rejectedPlans: [] };
    const began = performance.now();
    const selection = select(call.engine.environment, collection, query);
    const chosen = selection.plan;
    const scan = scanOf(chosen, query.sort ?? {});
    const winningPlan: Doc = chosen.sorted ? scan : { stage: 'SORT', sortPattern: query.sort ?? {}, inputStage: scan };
    const queryPlanner = { ...planner, winningPlan };
    if (call.body['verbosity'] === 'queryPlanner') return { ...common, queryPlanner };
    let found = 0;
    for await (const matches of batchesOf(selection, call.checkTime)) found += matches.length;
    const executionStats = {
      executionSuccess: true,
      nReturned: found,
      executionTimeMillis: Math.round(performance.now() - began),
      totalKeysExamined: selection.examined.keys,
      totalDocsExamined: selection.examined.docs,
    };
    return { ...common, queryPlanner, executionStats };
  },
};

export const explainCommands = { explain };
