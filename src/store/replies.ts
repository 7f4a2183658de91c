// Mail that a person must read: answers to our mail, and reports that no rule could tell. They are mails of the collection
// `inboundmail` with a place in the queue; what they say stays sealed there (requirement P5). Each change is guarded by
// the place in the queue, so that a reply is dealt with once.
import type { Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { AlumnusId, SchoolId } from '../domain/alumni/ids.js';
import type { ReplyOutcome } from '../domain/waves/reply.js';
import { inboundMailModel, toMail, type InboundMailDocument, type StoredMail } from './inbound-mail.js';
import { withinSchools } from './within-schools.js';

const day = 86_400_000;
/** Own words are wiped half a year after they were dealt with, at the latest (requirement P5). */
const keptAfter = 183 * day;

/** The queue of replies. Those matched to nobody are seen by who sees every school. */
export function repliesStore(connection: Connection) {
  const mails = inboundMailModel(connection);
  return {
    /** Those that wait, oldest first; or those dealt with, newest first. */
    list: async (scope: SchoolScope, queue: 'open' | 'done', limit: number): Promise<readonly StoredMail[]> =>
      (
        await mails
          .find({ queue, ...withinSchools(scope) })
          .sort({ at: queue === 'open' ? 1 : -1 })
          .limit(limit)
          .lean<InboundMailDocument[]>()
      ).map(toMail),

    countOpen: (scope: SchoolScope): Promise<number> =>
      mails.countDocuments({ queue: 'open', ...withinSchools(scope) }),

    find: async (scope: SchoolScope, id: string): Promise<StoredMail | null> => {
      const found = await mails
        .findOne({ _id: id, queue: { $in: ['open', 'done'] }, ...withinSchools(scope) })
        .lean<InboundMailDocument>();
      return found === null ? null : toMail(found);
    },

    /** Everything that came back about a person or from them, newest first. */
    ofPerson: async (id: AlumnusId, limit: number): Promise<readonly StoredMail[]> =>
      (await mails.find({ alumnusId: id }).sort({ at: -1 }).limit(limit).lean<InboundMailDocument[]>()).map(toMail),

    /** Notes that somebody reads it, before it is opened; null when it is not there. */
    noteReading: async (scope: SchoolScope, id: string, audit: AuditIntent): Promise<StoredMail | null> => {
      const found = await mails
        .findOneAndUpdate(
          { _id: id, queue: { $in: ['open', 'done'] }, ...withinSchools(scope) },
          { $push: { auditIntents: audit } },
          { returnDocument: 'after' },
        )
        .lean<InboundMailDocument>();
      return found === null ? null : toMail(found);
    },

    /** Says whose it is; only while it waits. */
    match: async (
      id: string,
      { alumnusId, schoolId }: { readonly alumnusId: AlumnusId; readonly schoolId: SchoolId },
      audit: AuditIntent,
    ): Promise<boolean> =>
      (
        await mails.updateOne(
          { _id: id, queue: 'open' },
          { $set: { alumnusId, schoolId, matchedBy: 'staff' }, $push: { auditIntents: audit } },
        )
      ).matchedCount === 1,

    /** Takes it out of the queue; false when somebody was first. */
    close: async (
      id: string,
      done: { readonly how: ReplyOutcome; readonly by: string; readonly at: Date },
      audit: AuditIntent,
    ): Promise<boolean> =>
      (
        await mails.updateOne(
          { _id: id, queue: 'open' },
          {
            $set: { queue: 'done', done, sealUntil: new Date(done.at.getTime() + keptAfter) },
            $push: { auditIntents: audit },
          },
        )
      ).matchedCount === 1,
  };
}
