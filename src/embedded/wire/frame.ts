// What one MongoDB message is on the wire: a 16-byte header, then OP_MSG (every command) or the legacy OP_QUERY,
// which drivers still use for their very first handshake. A frame that does not follow the rules throws BadFrame, and
// the connection it came from is closed; nothing else is harmed.

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const REQUIRED_FLAGS = 0xffff;

/** The largest message accepted or sent, in bytes; advertised as maxMessageSizeBytes. */
export const MAX_MESSAGE_BYTES = 48_000_000;

/** Thrown for bytes that are not a message: the peer is not a MongoDB client, or worse. */
export class BadFrame extends Error {}

/** One command as it came in. */
export interface Request {
  readonly requestId: number;
  /** The command document, as BSON. */
  readonly body: Uint8Array;
  /** Documents sent beside the command (kind-1 sections), by the field they belong to. */
  readonly sequences: ReadonlyMap<string, readonly Uint8Array[]>;
  /** True for the legacy handshake, which wants a legacy answer. */
  readonly legacy: boolean;
  /** False when the client does not wait for an answer (unacknowledged write). */
  readonly wantsReply: boolean;
}

const documentAt = (frame: Buffer, offset: number, end: number): Uint8Array => {
  if (offset + 5 > end) throw new BadFrame('a document is cut short');
  const size = frame.readInt32LE(offset);
  if (size < 5 || offset + size > end || frame[offset + size - 1] !== 0)
    throw new BadFrame('a document has a wrong length');
  return frame.subarray(offset, offset + size);
};

const cStringAt = (frame: Buffer, offset: number, end: number): string => {
  const stop = frame.indexOf(0, offset);
  if (stop < 0 || stop >= end) throw new BadFrame('a name has no end');
  return frame.toString('utf8', offset, stop);
};

const readSequence = (
  frame: Buffer,
  offset: number,
  end: number,
): { name: string; documents: Uint8Array[]; next: number } => {
  if (offset + 4 > end) throw new BadFrame('a section is cut short');
  const next = offset + frame.readInt32LE(offset);
  if (next <= offset + 4 || next > end) throw new BadFrame('a section has a wrong length');
  const name = cStringAt(frame, offset + 4, next);
  const documents: Uint8Array[] = [];
  let at = offset + 4 + Buffer.byteLength(name) + 1;
  while (at < next) {
    const document = documentAt(frame, at, next);
    documents.push(document);
    at += document.length;
  }
  return { name, documents, next };
};

const readMessage = (frame: Buffer, requestId: number): Request => {
  if (frame.length < 26) throw new BadFrame('a message is cut short');
  const flags = frame.readUInt32LE(16);
  if ((flags & REQUIRED_FLAGS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) !== 0) throw new BadFrame('unknown required flags');
  const end = (flags & CHECKSUM_PRESENT) === 0 ? frame.length : frame.length - 4;
  const sequences = new Map<string, readonly Uint8Array[]>();
  let body: Uint8Array | undefined;
  let offset = 20;
  while (offset < end) {
    const kind = frame[offset];
    if (kind === 0) {
      if (body !== undefined) throw new BadFrame('two command documents');
      body = documentAt(frame, offset + 1, end);
      offset += 1 + body.length;
    } else if (kind === 1) {
      const { name, documents, next } = readSequence(frame, offset + 1, end);
      if (sequences.has(name)) throw new BadFrame('one sequence twice');
      sequences.set(name, documents);
      offset = next;
    } else throw new BadFrame(`unknown section kind ${kind ?? -1}`);
  }
  if (body === undefined) throw new BadFrame('no command document');
  return { requestId, body, sequences, legacy: false, wantsReply: (flags & MORE_TO_COME) === 0 };
};

const readLegacyQuery = (frame: Buffer, requestId: number): Request => {
  if (frame.length < 34) throw new BadFrame('a query is cut short');
  const collection = cStringAt(frame, 20, frame.length);
  if (!collection.endsWith('.$cmd')) throw new BadFrame('legacy queries are only served for the handshake');
  const body = documentAt(frame, 20 + Buffer.byteLength(collection) + 1 + 8, frame.length);
  return { requestId, body, sequences: new Map(), legacy: true, wantsReply: true };
};

/** Reads one whole frame (header included). @throws BadFrame */
export const readFrame = (frame: Buffer): Request => {
  const requestId = frame.readInt32LE(4);
  const opcode = frame.readInt32LE(12);
  if (opcode === OP_MSG) return readMessage(frame, requestId);
  if (opcode === OP_QUERY) return readLegacyQuery(frame, requestId);
  throw new BadFrame(`opcode ${opcode} is not served`);
};

/** Answers up to this size are put together before they are sent. */
const MAX_COPIED = 256 * 1024;

/** Puts an answer (BSON, in pieces) into a frame for the request it belongs to. */
export const writeFrame = (request: Request, replyId: number, pieces: readonly Uint8Array[]): Buffer[] => {
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const head = Buffer.alloc(request.legacy ? 36 : 21);
  head.writeInt32LE(head.length + size, 0);
  head.writeInt32LE(replyId, 4);
  head.writeInt32LE(request.requestId, 8);
  head.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  if (request.legacy) {
    head.writeInt32LE(8, 16); // the flag "await capable", which every server since 2.0 sends
    head.writeInt32LE(1, 32); // one document follows
  }
  if (size < MAX_COPIED) return [Buffer.concat([head, ...pieces], head.length + size)]; // one write is cheaper than many
  return [head, ...pieces.map((piece) => Buffer.from(piece.buffer, piece.byteOffset, piece.length))];
};
