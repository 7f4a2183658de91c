// Builds answers. Stored documents go into them as the bytes they are, without being decoded: `rawList`
// marks a list of them, anywhere in the answer's fields.
import { encode } from '../bson/encode.js';
import type { Value } from '../bson/types.js';
import type { DatabaseError } from '../errors.js';

const RAW = Symbol('raw');

interface RawValue {
  readonly [RAW]: true;
  readonly documents: readonly Uint8Array[];
}

/** An answer's fields: values, or stored documents to be passed through. */
export interface Reply {
  readonly [field: string]: Value | RawValue | Reply;
}

/** A list of stored documents as they are. */
export const rawList = (documents: readonly Uint8Array[]): RawValue => ({ [RAW]: true, documents });

const isRaw = (value: Value | RawValue | Reply): value is RawValue =>
  typeof value === 'object' && value !== null && RAW in value;
const holdsRaw = (value: Value | RawValue | Reply): value is RawValue | Reply =>
  isRaw(value) ||
  (typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.values(value as Reply).some(holdsRaw));

const head = (type: number, name: string): Buffer => Buffer.from(`${String.fromCharCode(type)}${name}\0`, 'latin1');
const ZERO = Buffer.from([0]);

const wrap = (pieces: readonly Uint8Array[]): Uint8Array[] => {
  const length = Buffer.allocUnsafe(4);
  length.writeInt32LE(pieces.reduce((sum, piece) => sum + piece.length, 5));
  return [length, ...pieces, ZERO];
};

const field = (name: string, value: Value | RawValue | Reply): Uint8Array[] => {
  if (!holdsRaw(value)) return [encode({ [name]: value }).subarray(4, -1)];
  if (!isRaw(value)) return [head(3, name), ...replyPieces(value)];
  return [head(4, name), ...wrap(value.documents.flatMap((document, place) => [head(3, String(place)), document]))];
};

const replyPieces = (reply: Reply): Uint8Array[] =>
  holdsRaw(reply) ? wrap(Object.entries(reply).flatMap(([name, value]) => field(name, value))) : [encode(reply)];

/** The answer as BSON, in pieces: stored documents are not copied here. */
export const encodeReply = (reply: Reply): readonly Uint8Array[] => replyPieces(reply);

/** The answer to a command that cannot be served. */
export const errorReply = (error: DatabaseError): Reply => ({
  ok: 0,
  errmsg: error.message,
  code: error.code,
  codeName: error.codeName,
  ...error.extra,
});
