// Which mails an address was sent lately, one document an address (requirement E12). `_id` is a keyed hash of the address,
// so it names nobody. Every write is guarded by the revision; a document is deleted when its cycle is over.
import { Schema, type Connection } from 'mongoose';
import type { ContactSlot } from '../domain/waves/contact-cap.js';
import { duplicatesIn } from './insert-new.js';

/** The slots of one address as they were read; revision 0 where there was no document. */
export interface AddressSlots {
  readonly key: string;
  readonly slots: readonly ContactSlot[];
  readonly revision: number;
}

interface ContactSlotsDocument {
  readonly _id: string;
  readonly slots: readonly ContactSlot[];
  readonly revision: number;
  /** From when somebody should see whether a slot comes free. */
  readonly lookAt: Date;
}

const contactSlotsSchema = new Schema<ContactSlotsDocument>(
  {
    _id: { type: String, required: true },
    slots: {
      type: [new Schema<ContactSlot>({ message: String, at: Date }, { _id: false, id: false })],
      required: true,
    },
    revision: { type: Number, required: true },
    lookAt: { type: Date, required: true },
  },
  { collection: 'contactslots', versionKey: false, strict: 'throw' },
);
contactSlotsSchema.index({ lookAt: 1 });

const toSlots = ({ _id, slots, revision }: ContactSlotsDocument): AddressSlots => ({ key: _id, slots, revision });

/** Slots by address, and those that should be looked at again. */
export function contactSlotsStore(connection: Connection) {
  const addresses = connection.model<ContactSlotsDocument>('ContactSlots', contactSlotsSchema);
  const raw = connection.collection<ContactSlotsDocument>('contactslots');
  return {
    find: async (keys: readonly string[]): Promise<ReadonlyMap<string, AddressSlots>> => {
      const found = await addresses.find({ _id: { $in: [...keys] } }).lean<ContactSlotsDocument[]>();
      return new Map(found.map((document) => [document._id, toSlots(document)]));
    },

    /**
     * Writes the slots of each address if it still has the revision given, or if there is none yet where that is 0.
     * False when somebody was faster at one of them: then only a new reading tells which were written.
     */
    replace: async (changes: readonly (AddressSlots & { readonly lookAt: Date })[]): Promise<boolean> => {
      if (changes.length === 0) return true;
      try {
        const written = await raw.bulkWrite(
          changes.map(({ key, slots, revision, lookAt }) =>
            revision === 0
              ? { insertOne: { document: { _id: key, slots, revision: 1, lookAt } } }
              : slots.length === 0
                ? { deleteOne: { filter: { _id: key, revision } } }
                : {
                    updateOne: {
                      filter: { _id: key, revision },
                      update: { $set: { slots, revision: revision + 1, lookAt } },
                    },
                  },
          ),
          { ordered: false },
        );
        return written.insertedCount + written.matchedCount + written.deletedCount === changes.length;
      } catch (error) {
        duplicatesIn(error);
        return false;
      }
    },

    /** Those to be looked at, longest waiting first. */
    due: async (now: Date, limit: number): Promise<readonly AddressSlots[]> =>
      (
        await addresses
          .find({ lookAt: { $lte: now } })
          .sort({ lookAt: 1 })
          .limit(limit)
          .lean<ContactSlotsDocument[]>()
      ).map(toSlots),
  };
}
