// Results in batches: how many documents a reply may hold, and the reply that opens a cursor.
import { Long } from 'bson';
import type { Doc } from '../bson/types.js';
import { breathe } from '../plan/breathe.js';
import { rawList, type Reply } from '../wire/reply.js';
import { docOption, numberOption, type Call } from './call.js';
import type { Source } from './cursors.js';

/** A first batch holds this many documents unless the client asks for another number. */
export const FIRST_BATCH = 101;
/** A reply stays under MongoDB's 16 MB, with room for the fields around the documents. */
const REPLY_BYTES = 16_000_000;

/** The id that says: nothing follows. */
export const NO_CURSOR = Long.fromInt(0);

/** Hands out what a pull gives, within a reply's size. */
export const sourceOf = (pull: (count: number, checkTime: () => void) => Promise<readonly Uint8Array[]>): Source => {
  let kept: readonly Uint8Array[] = [];
  return {
    next: async (count = Infinity, checkTime) => {
      const batch: Uint8Array[] = [];
      let bytes = 0;
      for (;;) {
        if (batch.length >= count) return { batch, done: false };
        const documents = kept.length > 0 ? kept : await pull(Math.min(count - batch.length, 256), checkTime);
        kept = [];
        if (documents.length === 0) return { batch, done: true };
        if (batch.length > 0) await breathe();
        for (const [place, document] of documents.entries()) {
          if (batch.length > 0 && bytes + document.length + 16 > REPLY_BYTES) {
            kept = documents.slice(place);
            return { batch, done: false };
          }
          batch.push(document);
          bytes += document.length + 16;
        }
      }
    },
  };
};

/** The first reply of a command that answers with a cursor. */
export const cursorReply = async (
  call: Call,
  namespace: string,
  source: Source,
  batchSize: number | undefined,
  single = false,
): Promise<Reply> => {
  const { batch, done } = await source.next(batchSize ?? FIRST_BATCH, call.checkTime);
  const id = done || single ? NO_CURSOR : call.engine.cursors.keep(namespace, source);
  return { cursor: { firstBatch: rawList(batch), id, ns: namespace }, ok: 1 };
};

/** The batch size of commands that take it as `cursor: { batchSize }`. */
export const batchSizeOf = (body: Doc): number | undefined =>
  numberOption(docOption(body, 'cursor') ?? {}, 'batchSize');
