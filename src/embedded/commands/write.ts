// insert, update and delete. Each statement of a bulk stands alone: it is done whole or not at all, and what failed is
// listed in writeErrors. An ordered bulk stops at its first error, an unordered one goes on.
import { decode } from '../bson/codec.js';
import { encode } from '../bson/encode.js';
import { isDoc, type Doc, type Value } from '../bson/types.js';
import { badValue, DatabaseError, failedToParse, unknownField } from '../errors.js';
import { isReplacement } from '../update/update.js';
import type { Reply } from '../wire/reply.js';
import { collectionName, docOption, flagOption, listOption, numberOption, type Call, type Command } from './call.js';
import { hintOption } from './find.js';
import { removeFirst, updateFirst, type Target, type UpdateSpec } from './modify.js';
import { removeMany, updateMany } from './modify-many.js';

/** Statements in one write: enough to share the flush, not so many that others wait. */
const CHUNK = 250;

const errorOf = (index: number, error: DatabaseError): Doc => ({
  index,
  code: error.code,
  ...error.extra,
  errmsg: error.message,
});

const isOrdered = (body: Doc): boolean => body['ordered'] === undefined || flagOption(body, 'ordered');

/** The statements of a bulk, from beside the body or from within it. */
const statements = (call: Call, field: string): readonly Uint8Array[] | readonly Value[] => {
  const list = call.sequences.get(field) ?? listOption(call.body, field);
  if (list === undefined) throw failedToParse(`BSON field '${call.name}.${field}' is missing but a required field`);
  if (list.length === 0 || list.length > 100_000) {
    throw new DatabaseError(16, `Write batch sizes must be between 1 and 100000. Got ${list.length} operations.`);
  }
  return list;
};

const asDoc = (statement: Uint8Array | Value): Doc => {
  const doc = statement instanceof Uint8Array ? decode(statement) : statement;
  if (!isDoc(doc)) throw badValue('each statement of a bulk must be a document');
  return doc;
};

const insert: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  run: async (call) => {
    const name = collectionName(call);
    const { engine, database, body } = call;
    const documents = statements(call, 'documents').map((each) =>
      each instanceof Uint8Array ? each : encode(asDoc(each)),
    );
    const ordered = isOrdered(body);
    const errors: Doc[] = [];
    let n = 0;
    for (let from = 0; from < documents.length && !(ordered && errors.length > 0); from += CHUNK) {
      call.checkTime();
      await engine.environment.write(() => {
        const collection = engine.catalog.ensure(database, name);
        for (const [place, document] of documents.slice(from, from + CHUNK).entries()) {
          try {
            engine.environment.step(() => engine.records.insert(collection, document));
            n += 1;
          } catch (error) {
            if (!(error instanceof DatabaseError)) throw error;
            errors.push(errorOf(from + place, error));
            if (ordered) return;
          }
        }
      });
    }
    return { n, ...(errors.length > 0 && { writeErrors: errors }), ok: 1 };
  },
};

const UPDATE_FIELDS = ['q', 'u', 'upsert', 'multi', 'arrayFilters', 'hint'];
const DELETE_FIELDS = ['q', 'limit', 'hint'];

const checkStatement = (where: string, statement: Doc, known: readonly string[]): void => {
  for (const field of Object.keys(statement)) if (!known.includes(field)) throw unknownField(where, field);
};

/** Reads the update of a statement or of findAndModify. */
export const readUpdate = (
  update: Value | undefined,
  arrayFilters: readonly Value[] | undefined,
  upsert: boolean,
): UpdateSpec => {
  if (update === undefined || (!isDoc(update) && !Array.isArray(update))) {
    throw failedToParse('Update argument must be either an object or an array');
  }
  return { update, arrayFilters, upsert };
};

interface Done {
  readonly n: number;
  readonly modified?: number;
  readonly upserted?: Value;
}

const updateOne = async (target: Target, statement: Doc, call: Call): Promise<Done> => {
  checkStatement('update.updates', statement, UPDATE_FIELDS);
  const spec = readUpdate(statement['u'], listOption(statement, 'arrayFilters'), flagOption(statement, 'upsert'));
  const query = { filter: docOption(statement, 'q') ?? {}, hint: hintOption(statement) };
  if (flagOption(statement, 'multi')) {
    if (isReplacement(spec.update)) throw failedToParse('multi update is not supported for replacement-style update');
    const { matched, modified, inserted } = await updateMany(target, query, spec, call.checkTime);
    return inserted?.upserted === undefined
      ? { n: matched, modified }
      : { n: 1, modified: 0, upserted: inserted.upserted };
  }
  const outcome = await target.engine.environment.write(() => updateFirst(target, query, spec));
  if (outcome.upserted !== undefined) return { n: 1, modified: 0, upserted: outcome.upserted };
  return outcome.before === undefined ? { n: 0, modified: 0 } : { n: 1, modified: outcome.changed ? 1 : 0 };
};

const deleteOne = async (target: Target, statement: Doc, call: Call): Promise<Done> => {
  checkStatement('delete.deletes', statement, DELETE_FIELDS);
  const query = { filter: docOption(statement, 'q') ?? {}, hint: hintOption(statement) };
  const limit = numberOption(statement, 'limit');
  if (limit !== 0 && limit !== 1) throw failedToParse('The limit field in delete objects must be 0 or 1');
  if (limit === 0) return { n: await removeMany(target, query, call.checkTime) };
  const { changed } = await target.engine.environment.write(() => removeFirst(target, query));
  return { n: changed ? 1 : 0 };
};

/** Runs statements one after another, so that each sees what the ones before it did. */
const runStatements = async (
  call: Call,
  field: string,
  one: (target: Target, statement: Doc, call: Call) => Promise<Done>,
): Promise<{ done: Done[]; n: number; upserted: Doc[]; errors: Doc[] }> => {
  const target = { engine: call.engine, database: call.database, name: collectionName(call) };
  const ordered = isOrdered(call.body);
  const all = statements(call, field);
  const done: Done[] = [];
  const upserted: Doc[] = [];
  const errors: Doc[] = [];
  for (const [index, statement] of all.entries()) {
    try {
      const result = await one(target, asDoc(statement), call);
      done.push(result);
      if (result.upserted !== undefined) upserted.push({ index, _id: result.upserted });
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      if (error.code === 40415 || error.code === 50) throw error; // the command itself is wrong, or its time is over
      errors.push(errorOf(index, error));
      if (ordered) break;
    }
  }
  return { done, n: done.reduce((sum, each) => sum + each.n, 0), upserted, errors };
};

const update: Command = {
  fields: ['updates', 'ordered', 'bypassDocumentValidation'],
  run: async (call): Promise<Reply> => {
    const { done, n, upserted, errors } = await runStatements(call, 'updates', updateOne);
    const nModified = done.reduce((sum, each) => sum + (each.modified ?? 0), 0);
    return {
      n,
      nModified,
      ...(upserted.length > 0 && { upserted }),
      ...(errors.length > 0 && { writeErrors: errors }),
      ok: 1,
    };
  },
};

const remove: Command = {
  fields: ['deletes', 'ordered'],
  run: async (call): Promise<Reply> => {
    const { n, errors } = await runStatements(call, 'deletes', deleteOne);
    return { n, ...(errors.length > 0 && { writeErrors: errors }), ok: 1 };
  },
};

export const writeCommands = { insert, update, delete: remove };
