// Messages whose address the relay refused for good, until what follows from that is done (requirement D5): the intent stands
// in the message itself, written with its end (src/store/settlement.ts).
import type { Connection } from 'mongoose';
import type { MessageId } from '../domain/waves/message.js';
import { messageModel, type MessageDocument } from './message-schema.js';

/** One refusal that is still to be acted on. */
export type RefusedAddress = { readonly id: MessageId } & Pick<
  MessageDocument,
  'alumnusId' | 'schoolId' | 'waveId' | 'stepId' | 'addressNumber'
> &
  NonNullable<MessageDocument['refusedAddress']>;

const longAgo = new Date(0); // a range, so that the index answers
const about = { alumnusId: 1, schoolId: 1, waveId: 1, stepId: 1, addressNumber: 1, refusedAddress: 1 } as const;

/** Refusals, those of one message or the oldest ones. */
export function refusedAddressesStore(connection: Connection) {
  const messages = messageModel(connection);
  const toRefused = ({ _id, refusedAddress, alumnusId, schoolId, waveId, stepId, addressNumber }: MessageDocument) =>
    refusedAddress === undefined
      ? []
      : [{ id: _id, alumnusId, schoolId, waveId, stepId, addressNumber, ...refusedAddress } as RefusedAddress];
  return {
    of: async (id: MessageId): Promise<readonly RefusedAddress[]> => {
      const found = await messages.findById(id, about).lean<MessageDocument>();
      return found === null ? [] : toRefused(found);
    },

    /** Those that are still to be acted on, oldest first. */
    open: async (limit: number): Promise<readonly RefusedAddress[]> =>
      (
        await messages
          .find({ 'refusedAddress.at': { $exists: true, $gt: longAgo } }, about)
          .sort({ 'refusedAddress.at': 1 })
          .limit(limit)
          .lean<MessageDocument[]>()
      ).flatMap(toRefused),

    /** It was acted on. */
    done: async (id: MessageId): Promise<void> => {
      await messages.updateOne({ _id: id }, { $unset: { refusedAddress: 1 } });
    },
  };
}
