// What a command is, and what it is given: the decoded request, the engine, and typed access to its options that
// answers a wrong type with MongoDB's error in place of guessing.
import { Double, Long } from 'bson';
import { compileExpression } from '../aggregate/expression.js';
import type { Variables } from '../aggregate/scope.js';
import { isDoc, type Doc, type Value } from '../bson/types.js';
import { badValue, DatabaseError, invalidNamespace, timeExpired, typeMismatch } from '../errors.js';
import type { Engine } from '../engine.js';
import type { Reply } from '../wire/reply.js';

export interface Call {
  readonly engine: Engine;
  readonly name: string;
  readonly database: string;
  readonly body: Doc;
  /** Documents sent beside the body, still as bytes. */
  readonly sequences: ReadonlyMap<string, readonly Uint8Array[]>;
  readonly connectionId: number;
  /** It came through the data folder's own socket, which only its user can open. */
  readonly isOwnSocket: boolean;
  /** Throws code 50 once maxTimeMS has run out. */
  readonly checkTime: () => void;
}

export interface Command {
  /** Every field the command knows, beside those every command knows. Any other is refused, code 40415. */
  readonly fields: readonly string[];
  run(call: Call): Reply | Promise<Reply>;
}

/** A plain number from any of BSON's number types, or undefined. */
export const numberFrom = (value: Value | undefined): number | undefined => {
  if (typeof value === 'number') return value;
  if (value instanceof Double) return value.value;
  if (value instanceof Long) return value.toNumber();
  return undefined;
};

const wrongType = (name: string, field: string, wanted: string): DatabaseError =>
  typeMismatch(`BSON field '${name}.${field}' is the wrong type, expected type '${wanted}'`);

export const docOption = (body: Doc, field: string): Doc | undefined => {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (!isDoc(value)) throw wrongType(firstName(body), field, 'object');
  return value;
};

export const listOption = (body: Doc, field: string): readonly Value[] | undefined => {
  const value = body[field];
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw wrongType(firstName(body), field, 'array');
  return value;
};

export const flagOption = (body: Doc, field: string): boolean => {
  const value = body[field];
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  const number = numberFrom(value);
  if (number === undefined) throw wrongType(firstName(body), field, 'bool');
  return number !== 0;
};

/** The variables of a command's `let`, which may read nothing but each other's clock. */
export const letOption = (body: Doc): Variables | undefined => {
  const given = docOption(body, 'let');
  if (given === undefined) return undefined;
  const scope = { root: {}, now: new Date(), variables: {} };
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, compileExpression(value)(scope)]));
};

/** A whole number of at least `least`, or undefined. */
export const numberOption = (body: Doc, field: string, least = 0): number | undefined => {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  const number = numberFrom(value);
  if (number === undefined) throw wrongType(firstName(body), field, 'number');
  if (number < least)
    throw new DatabaseError(51024, `BSON field '${field}' value must be >= ${least}, actual value '${number}'`);
  return Math.trunc(number);
};

export const textOption = (body: Doc, field: string): string | undefined => {
  const value = body[field];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw wrongType(firstName(body), field, 'string');
  return value;
};

const firstName = (body: Doc): string => Object.keys(body)[0] ?? '';

/** The collection a command names as its first field. @throws DatabaseError 73 */
export const collectionName = (call: Call): string => {
  const name = call.body[call.name];
  if (typeof name !== 'string') throw badValue('collection name has invalid type');
  if (name === '' || name.includes('\0') || name.startsWith('.') || name.endsWith('.') || name.includes('$')) {
    throw invalidNamespace(`Invalid namespace specified '${call.database}.${name}'`);
  }
  if (name.startsWith('system.')) throw invalidNamespace(`cannot use a system namespace: ${call.database}.${name}`);
  return name;
};

/** A clock that throws once the time a command was given is over; without a limit it never does. */
export const timeLimit = (milliseconds: number | undefined): (() => void) => {
  if (milliseconds === undefined || milliseconds === 0) return () => undefined;
  const end = performance.now() + milliseconds;
  return () => {
    if (performance.now() > end) throw timeExpired();
  };
};
