// What names a person besides their own record, and how it follows when two records become one or are told apart again.
// Each document is one guarded write that names the record it leaves, so that doing it again changes nothing. Ids stay as they
// are: under them links and later mail find their way, and by them it is known whose it was.
import type { Connection } from 'mongoose';
import type { AlumnusId } from '../domain/alumni/ids.js';

/** Collections whose documents name a person by `alumnusId`, each with an index on it. */
const collections = ['invitations', 'responses', 'messages', 'calls', 'inboundmail'] as const;

interface Naming {
  readonly _id: string;
  readonly alumnusId: AlumnusId;
  readonly addressNumber?: number;
  readonly invitationId?: string;
  readonly messageId?: string;
}

/** From which record to which, and the numbers of contact points there by their numbers here. */
interface Following {
  readonly from: AlumnusId;
  readonly to: AlumnusId;
  readonly numbers: Readonly<Record<number, number>>;
}

const batch = 500;

/** Whether the document was begun under the id: its own id, its invitation's or its message's names it. */
const bears = ({ _id, invitationId, messageId }: Naming, id: AlumnusId): boolean =>
  [_id, invitationId, messageId].some((each) => each?.split(':')[1] === id);

/** Moving what names one record to another. */
export function followingStore(connection: Connection) {
  const of = (name: (typeof collections)[number]) => connection.collection<Naming>(name);

  async function move({ from, to, numbers }: Following, which: (document: Naming) => boolean): Promise<void> {
    for (const name of collections) {
      for (let after = ''; ;) {
        const found = await of(name)
          .find(
            { alumnusId: from, _id: { $gt: after } },
            { projection: { alumnusId: 1, addressNumber: 1, invitationId: 1, messageId: 1 } },
          )
          .sort({ _id: 1 })
          .limit(batch)
          .toArray();
        for (const document of found.filter(which)) {
          const number = document.addressNumber === undefined ? undefined : numbers[document.addressNumber];
          await of(name).updateOne(
            { _id: document._id, alumnusId: from },
            { $set: { alumnusId: to, ...(number === undefined ? {} : { addressNumber: number }) } },
          );
        }
        after = found.at(-1)?._id ?? '';
        if (found.length < batch) break;
      }
    }
  }

  return {
    /** Everything that names the one record names the other. */
    all: (following: Following): Promise<void> => move(following, () => true),

    /** What was begun under the id that it goes to, and the mails named, name that record again. */
    ownOnly: (following: Following, mails: readonly string[]): Promise<void> =>
      move(following, (document) => bears(document, following.to) || mails.includes(document._id)),

    /** The mails of a person that bear no id of theirs: who wrote was found by the address alone. */
    mailsOf: async (id: AlumnusId): Promise<readonly string[]> =>
      (
        await of('inboundmail')
          .find({ alumnusId: id }, { projection: { _id: 1 } })
          .toArray()
      ).map(({ _id }) => _id),
  };
}
