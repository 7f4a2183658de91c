// What a command answers when it cannot be served: MongoDB's code, its name and a message in MongoDB's words.
// Drivers and libraries act on the code (11000, 59, 43), people on the message; both are kept as the manual's
// "Error Codes" reference lists them. Anything else thrown inside the engine is a fault of the engine (code 8).
import type { Doc } from './bson/types.js';

const names = {
  2: 'BadValue',
  8: 'UnknownError',
  9: 'FailedToParse',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  16: 'InvalidLength',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  54: 'NotSingleValueField',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  115: 'CommandNotSupported',
  146: 'ExceededMemoryLimit',
  168: 'InvalidPipelineOperator',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
} as const;

/** An answer with `ok: 0` (or one write error of a bulk). `extra` holds further fields of that answer, at its top level. */
export class DatabaseError extends Error {
  readonly codeName: string;

  constructor(
    readonly code: number,
    message: string,
    readonly extra?: Doc,
  ) {
    super(message);
    this.name = 'DatabaseError';
    this.codeName = code in names ? names[code as keyof typeof names] : `Location${code}`;
  }
}

const maker = (code: keyof typeof names) => (message: string) => new DatabaseError(code, message);

export const badValue = maker(2);
export const failedToParse = maker(9);
export const typeMismatch = maker(14);
export const illegalOperation = maker(20);
export const invalidBson = maker(22);
export const namespaceNotFound = maker(26);
export const indexNotFound = maker(27);
export const pathNotViable = maker(28);
export const updateConflict = maker(40);
export const namespaceExists = maker(48);
export const dollarPrefixed = maker(52);
export const notSingleValue = maker(54);
export const immutableField = maker(66);
export const cannotCreateIndex = maker(67);
export const invalidOptions = maker(72);
export const invalidNamespace = maker(73);
export const indexOptionsConflict = maker(85);
export const indexKeySpecsConflict = maker(86);
export const invalidOperator = maker(168);
export const objectTooLarge = maker(10334);

/** Code 59: a command this server does not serve. */
export const commandNotFound = (name: string) => new DatabaseError(59, `no such command: '${name}'`);

/** Code 43: the cursor ended, was killed, or belongs to a server that has restarted. */
export const cursorNotFound = (id: string) => new DatabaseError(43, `cursor id ${id} not found`);

/** What one sort or group may keep in memory, as in MongoDB; nothing is ever put on disk for it here. */
export const MEMORY_LIMIT = 100 * 1024 * 1024;

/** Code 292: a sort or a group that would need more memory than it may have. */
export const tooMuchMemory = (what: string) =>
  new DatabaseError(292, `${what} exceeded memory limit of ${MEMORY_LIMIT} bytes, and nothing is spilled to disk here`);

/** Code 50: `maxTimeMS` ran out. */
export const timeExpired = () => new DatabaseError(50, 'operation exceeded time limit');

/** Code 40415: a field that the command or stage does not know; never passed over in silence. */
export const unknownField = (where: string, field: string) =>
  new DatabaseError(40415, `BSON field '${where}.${field}' is an unknown field.`);

/** Code 40324: a pipeline stage that is not served. */
export const unknownStage = (name: string) => new DatabaseError(40324, `Unrecognized pipeline stage name: '${name}'`);

/**
 * Code 11000, with the fields that drivers and mongoose read.
 * @param namespace `database.collection`
 * @param shown the key as people read it, for instance `{ email: "a@example.org" }`
 */
export const duplicateKey = (namespace: string, index: string, shown: string, keyPattern: Doc, keyValue: Doc) =>
  new DatabaseError(11000, `E11000 duplicate key error collection: ${namespace} index: ${index} dup key: ${shown}`, {
    keyPattern,
    keyValue,
  });
