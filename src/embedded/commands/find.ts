// find, getMore, killCursors, count and distinct. Results are handed out in batches; between batches only the place in
// the index is remembered. Without a projection the stored bytes go out untouched.
import { Long } from 'bson';
import { cutFields } from '../bson/codec.js';
import { encode } from '../bson/encode.js';
import { groupKey } from '../bson/compare.js';
import { partsOf, visitPath } from '../bson/paths.js';
import { isDoc, type Doc, type Value } from '../bson/types.js';
import { badValue } from '../errors.js';
import { countMatches } from '../plan/count.js';
import { batchesOf, select, type Match } from '../plan/select.js';
import { compileProjection, inclusionOf } from '../query/project.js';
import { rawList } from '../wire/reply.js';
import { collectionName, docOption, flagOption, numberOption, textOption, type Command } from './call.js';
import { cursorReply, FIRST_BATCH, NO_CURSOR, sourceOf } from './cursor-reply.js';

/** The hint of a command: an index's name or its key. */
export const hintOption = (body: Doc): Doc | string | undefined => {
  const { hint } = body;
  if (hint === undefined || typeof hint === 'string') return hint;
  if (!isDoc(hint)) throw badValue('hint must be a string or an object');
  return Object.keys(hint).length === 0 ? undefined : hint;
};

/** What turns matches into the bytes that go out, and the only fields that it reads. */
const projector = (
  projection: Doc | undefined,
  filter: Doc,
): { readonly output: (match: Match) => Uint8Array; readonly reads?: ReadonlySet<string> } => {
  if (projection === undefined || Object.keys(projection).length === 0) return { output: ({ raw }) => raw };
  const inclusion = inclusionOf(projection);
  if (inclusion?.whole === true) return { output: ({ raw }) => cutFields(raw, inclusion.fields) };
  const project = compileProjection(projection, { filter });
  return { output: (match) => encode(project(match.doc())), ...(inclusion !== null && { reads: inclusion.fields }) };
};

/** The query that a find (or an explained find) asks for. */
export const findQuery = (body: Doc) => {
  const limit = numberOption(body, 'limit');
  return {
    filter: docOption(body, 'filter') ?? {},
    sort: docOption(body, 'sort'),
    skip: numberOption(body, 'skip'),
    limit: limit === 0 ? undefined : limit,
    hint: hintOption(body),
  };
};

const find: Command = {
  fields: [
    'filter',
    'sort',
    'projection',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'hint',
    'noCursorTimeout',
    'allowDiskUse',
    'allowPartialResults',
  ],
  run: async (call) => {
    const name = collectionName(call);
    const { engine, database, body } = call;
    const namespace = `${database}.${name}`;
    const query = findQuery(body);
    const { output, reads } = projector(docOption(body, 'projection'), query.filter);
    const collection = engine.catalog.find(database, name);
    const selection = select(engine.environment, collection, { ...query, reads });
    const source = sourceOf(async (count, checkTime) => (await selection.next(count, checkTime)).map(output));
    const batchSize = numberOption(body, 'batchSize');
    const single = flagOption(body, 'singleBatch');
    // A client that asks for no more than one batch holds needs no cursor afterwards.
    const enough = query.limit !== undefined && query.limit <= (batchSize ?? FIRST_BATCH) && batchSize !== 0;
    return cursorReply(call, namespace, source, enough ? undefined : batchSize, single);
  },
};

const getMore: Command = {
  fields: ['collection', 'batchSize', 'term', 'lastKnownCommittedOpTime'],
  run: async ({ engine, body, database, checkTime }) => {
    const id = body['getMore'];
    if (!(id instanceof Long)) throw badValue("Field 'getMore' must be of type long");
    const namespace = `${database}.${textOption(body, 'collection') ?? ''}`;
    const source = engine.cursors.take(id, namespace);
    const wanted = numberOption(body, 'batchSize');
    const { batch, done } = await source.next(wanted === 0 ? undefined : wanted, checkTime);
    if (done) engine.cursors.kill(id);
    return { cursor: { nextBatch: rawList(batch), id: done ? NO_CURSOR : id, ns: namespace }, ok: 1 };
  },
};

const killCursors: Command = {
  fields: ['cursors'],
  run: ({ engine, body }) => {
    const ids = body['cursors'];
    if (!Array.isArray(ids)) throw badValue("Field 'cursors' must be an array");
    const killed = ids.filter((id) => id instanceof Long && engine.cursors.kill(id));
    return {
      cursorsKilled: killed,
      cursorsNotFound: ids.filter((id) => !killed.includes(id)),
      cursorsAlive: [],
      cursorsUnknown: [],
      ok: 1,
    };
  },
};

const count: Command = {
  fields: ['query', 'limit', 'skip', 'hint', 'fields'],
  run: async (call) => {
    const name = collectionName(call);
    const { body, engine, database, checkTime } = call;
    const collection = engine.catalog.find(database, name);
    const query = { ...findQuery(body), filter: docOption(body, 'query') ?? {} };
    return { n: await countMatches(engine.environment, collection, query, checkTime), ok: 1 };
  },
};

const distinct: Command = {
  fields: ['key', 'query', 'hint'],
  run: async (call) => {
    const name = collectionName(call);
    const { body, engine, database, checkTime } = call;
    const key = textOption(body, 'key');
    if (key === undefined) throw badValue("BSON field 'distinct.key' is missing but a required field");
    const collection = engine.catalog.find(database, name);
    const values = new Map<string, Value>();
    const reads = new Set(partsOf(key).slice(0, 1));
    const query = { filter: docOption(body, 'query') ?? {}, hint: hintOption(body), reads };
    for await (const matches of batchesOf(select(engine.environment, collection, query), checkTime)) {
      for (const match of matches) {
        visitPath(match.doc(), partsOf(key), false, (value) => {
          for (const each of Array.isArray(value) ? value : [value]) {
            if (each !== undefined) values.set(groupKey(each), values.get(groupKey(each)) ?? each);
          }
          return false;
        });
      }
    }
    return { values: [...values.values()], ok: 1 };
  },
};

export const readCommands = { find, getMore, killCursors, count, distinct };
