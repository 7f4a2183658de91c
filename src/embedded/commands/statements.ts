// The statements of a bulk: read from beside the command or from within it, run in their order, each done whole or not
// at all. What failed is listed by its place; an ordered bulk stops there, an unordered one goes on.
import { decode } from '../bson/codec.js';
import { isDoc, type Doc, type Value } from '../bson/types.js';
import { badValue, DatabaseError, failedToParse } from '../errors.js';
import { collectionName, flagOption, listOption, type Call } from './call.js';
import type { FirstChange, Outcome, Target } from './modify.js';

/** Statements in one write: enough to share the flush, not so many that others wait; each looks for its document. */
const STATEMENTS = 100;

/** One entry of writeErrors. */
export const errorOf = (index: number, error: DatabaseError): Doc => ({
  index,
  code: error.code,
  ...error.extra,
  errmsg: error.message,
});

/** Bulks are ordered unless they say otherwise. */
export const isOrdered = (body: Doc): boolean => body['ordered'] === undefined || flagOption(body, 'ordered');

/** The statements of a bulk, from beside the body or from within it. */
export const statements = (call: Call, field: string): readonly Uint8Array[] | readonly Value[] => {
  const list = call.sequences.get(field) ?? listOption(call.body, field);
  if (list === undefined) throw failedToParse(`BSON field '${call.name}.${field}' is missing but a required field`);
  if (list.length === 0 || list.length > 100_000) {
    throw new DatabaseError(16, `Write batch sizes must be between 1 and 100000. Got ${list.length} operations.`);
  }
  return list;
};

export const asDoc = (statement: Uint8Array | Value): Doc => {
  const doc = statement instanceof Uint8Array ? decode(statement) : statement;
  if (!isDoc(doc)) throw badValue('each statement of a bulk must be a document');
  return doc;
};

/** What one statement did. */
export interface Done {
  readonly n: number;
  readonly modified?: number;
  readonly upserted?: Value;
}

/** A statement read and checked: one that fits into a shared write, or one that needs writes of its own. */
export type Statement =
  { readonly one: FirstChange; readonly did: (outcome: Outcome) => Done } | { readonly many: () => Promise<Done> };

/** An error of the statement is noted; one of the command itself (an unknown field, its time over) ends the command. */
const settle = (error: unknown): { readonly error: DatabaseError } => {
  if (error instanceof DatabaseError && error.code !== 40415 && error.code !== 50) return { error };
  throw error;
};
const attemptRead = <T>(read: () => T): { readonly value: T } | { readonly error: DatabaseError } => {
  try {
    return { value: read() };
  } catch (error) {
    return settle(error);
  }
};
const attemptLong = async <T>(
  run: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly error: DatabaseError }> => {
  try {
    return { value: await run() };
  } catch (error) {
    return settle(error);
  }
};

/** Runs statements in their order, so that each sees what the ones before it did; neighbours share a write. */
export const runStatements = async (
  call: Call,
  field: string,
  read: (target: Target, statement: Doc, call: Call) => Statement,
): Promise<{ done: Done[]; n: number; upserted: Doc[]; errors: Doc[] }> => {
  const target = { engine: call.engine, database: call.database, name: collectionName(call) };
  const { environment } = call.engine;
  const ordered = isOrdered(call.body);
  const all = statements(call, field);
  const done: Done[] = [];
  const upserted: Doc[] = [];
  const errors: Doc[] = [];
  const note = (index: number, result: { readonly value: Done } | { readonly error: DatabaseError }): void => {
    if ('error' in result) errors.push(errorOf(index, result.error));
    else {
      done.push(result.value);
      if (result.value.upserted !== undefined) upserted.push({ index, _id: result.value.upserted });
    }
  };
  const over = (): boolean => ordered && errors.length > 0;
  let waiting: ({ index: number } & Extract<Statement, { one: unknown }>)[] = [];
  const runWaiting = async (): Promise<void> => {
    const together = waiting;
    waiting = [];
    while (together.length > 0 && !over()) {
      const long = await environment.write(() => {
        for (let next = together.shift(); next !== undefined && !over(); next = together.shift()) {
          const { index, one, did } = next;
          const result = environment.attempt(one.now);
          if ('error' in result) note(index, result);
          else if (result.value === undefined) return next;
          else note(index, { value: did(result.value) });
        }
        return undefined;
      });
      if (long === undefined) continue;
      note(long.index, await attemptLong(async () => long.did(await long.one.later(call.checkTime))));
    }
  };
  for (const [index, given] of all.entries()) {
    const statement = attemptRead(() => read(target, asDoc(given), call));
    if ('error' in statement || 'many' in statement.value) {
      await runWaiting();
      if (over()) break;
      if ('error' in statement) note(index, statement);
      else if ('many' in statement.value) note(index, await attemptLong(statement.value.many));
      if (over()) break;
    } else {
      waiting.push({ index, ...statement.value });
      if (waiting.length >= STATEMENTS) await runWaiting();
    }
    call.checkTime();
  }
  await runWaiting();
  return { done, n: done.reduce((sum, each) => sum + each.n, 0), upserted, errors };
};
