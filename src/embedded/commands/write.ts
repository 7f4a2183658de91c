// insert, update and delete. Each statement of a bulk stands alone: it is done whole or not at all, and what failed is
// listed in writeErrors. An ordered bulk stops at its first error, an unordered one goes on.
import { encode } from '../bson/encode.js';
import { isDoc, type Doc, type Value } from '../bson/types.js';
import { failedToParse, unknownField } from '../errors.js';
import { isReplacement } from '../update/update.js';
import type { Reply } from '../wire/reply.js';
import type { Variables } from '../aggregate/scope.js';
import {
  collectionName,
  docOption,
  flagOption,
  letOption,
  listOption,
  numberOption,
  type Call,
  type Command,
} from './call.js';
import { hintOption } from './find.js';
import { removeFirst, updateFirst, type Target, type UpdateSpec } from './modify.js';
import { removeMany, updateMany } from './modify-many.js';
import { asDoc, errorOf, isOrdered, runStatements, statements, type Statement } from './statements.js';

/** Documents in one write: enough to share the flush and the index pages they touch, not so many that others wait. */
const CHUNK = 500;

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
    let before: Promise<void> | undefined;
    for (let from = 0; from < documents.length && !(ordered && errors.length > 0); from += CHUNK) {
      call.checkTime();
      const written = engine.environment.write(() => {
        if (ordered && errors.length > 0) return;
        const collection = engine.catalog.ensure(database, name);
        for (const [place, document] of documents.slice(from, from + CHUNK).entries()) {
          const result = engine.environment.attempt(() => engine.records.insert(collection, document));
          if ('value' in result) n += 1;
          else {
            errors.push(errorOf(from + place, result.error));
            if (ordered) return;
          }
        }
      });
      written.catch(() => undefined); // told when it is waited for
      // The next one waits in line while this one is flushed, so that two share a flush; no more, lest others wait.
      await before;
      before = written;
    }
    await before;
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
  variables: Variables | undefined,
): UpdateSpec => {
  if (update === undefined || (!isDoc(update) && !Array.isArray(update))) {
    throw failedToParse('Update argument must be either an object or an array');
  }
  return { update, arrayFilters, upsert, variables };
};

const readUpdateStatement = (target: Target, statement: Doc, call: Call): Statement => {
  checkStatement('update.updates', statement, UPDATE_FIELDS);
  const variables = letOption(call.body);
  const arrayFilters = listOption(statement, 'arrayFilters');
  const spec = readUpdate(statement['u'], arrayFilters, flagOption(statement, 'upsert'), variables);
  const query = { filter: docOption(statement, 'q') ?? {}, hint: hintOption(statement), variables };
  if (flagOption(statement, 'multi')) {
    if (isReplacement(spec.update)) throw failedToParse('multi update is not supported for replacement-style update');
    return { many: async () => updateMany(target, query, spec, call.checkTime) };
  }
  return {
    one: updateFirst(target, query, spec),
    did: ({ before, changed, upserted }) => {
      if (upserted !== undefined) return { n: 1, modified: 0, upserted };
      return { n: before === undefined ? 0 : 1, modified: changed ? 1 : 0 };
    },
  };
};

const readDeleteStatement = (target: Target, statement: Doc, call: Call): Statement => {
  checkStatement('delete.deletes', statement, DELETE_FIELDS);
  const query = {
    filter: docOption(statement, 'q') ?? {},
    hint: hintOption(statement),
    variables: letOption(call.body),
  };
  const limit = numberOption(statement, 'limit');
  if (limit !== 0 && limit !== 1) throw failedToParse('The limit field in delete objects must be 0 or 1');
  if (limit === 0) return { many: async () => ({ n: await removeMany(target, query, call.checkTime) }) };
  return { one: removeFirst(target, query), did: ({ changed }) => ({ n: changed ? 1 : 0 }) };
};

const update: Command = {
  fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'],
  run: async (call): Promise<Reply> => {
    const { done, n, upserted, errors } = await runStatements(call, 'updates', readUpdateStatement);
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
  fields: ['deletes', 'ordered', 'let'],
  run: async (call): Promise<Reply> => {
    const { n, errors } = await runStatements(call, 'deletes', readDeleteStatement);
    return { n, ...(errors.length > 0 && { writeErrors: errors }), ok: 1 };
  },
};

export const writeCommands = { insert, update, delete: remove };
