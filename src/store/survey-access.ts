// Who may see earlier answers of an invitation, and how often was mail asked for? One document per invitation that needed
// it: the open code, the sessions that proved themselves by one (requirement T6), and when codes and fresh links were
// sent. Of a code only a keyed hash is kept. Kept apart from the answers, so that asking never touches them.
import { Schema, type Connection } from 'mongoose';
import type { SessionMark } from '../domain/survey/response.js';
import type { InvitationId } from '../domain/waves/invitation.js';
import { insertOnce } from './insert-new.js';

export interface OpenCode {
  /** Only this session may use it. */
  readonly session: SessionMark;
  readonly hash: string;
  readonly expiresAt: Date;
  readonly tries: number;
}

export interface SurveyAccess {
  readonly id: InvitationId;
  readonly code?: OpenCode;
  readonly unlocked: readonly SessionMark[];
  readonly codesSentAt: readonly Date[];
  readonly linksSentAt: readonly Date[];
  readonly revision: number;
}

interface AccessDocument extends Omit<SurveyAccess, 'id'> {
  readonly _id: InvitationId;
}

const inner = { _id: false, id: false } as const;
const accessSchema = new Schema<AccessDocument>(
  {
    _id: { type: String, required: true },
    code: new Schema<OpenCode>({ session: String, hash: String, expiresAt: Date, tries: Number }, inner),
    unlocked: { type: [String] },
    codesSentAt: { type: [Date] },
    linksSentAt: { type: [Date] },
    revision: { type: Number, required: true },
  },
  { collection: 'surveyaccess', versionKey: false, strict: 'throw' },
);

const nothingYet = (id: InvitationId): SurveyAccess => ({
  id,
  unlocked: [],
  codesSentAt: [],
  linksSentAt: [],
  revision: 0,
});

/** Access by invitation. */
export function surveyAccessStore(connection: Connection) {
  const accesses = connection.model<AccessDocument>('SurveyAccess', accessSchema);
  return {
    /** What is known; an empty one of revision 0 where there is nothing yet. */
    find: async (id: InvitationId): Promise<SurveyAccess> => {
      const document = await accesses.findById(id).lean<AccessDocument>();
      if (document === null) return nothingYet(id);
      const { _id, ...rest } = document;
      return { id: _id, ...rest };
    },

    /** Writes the next state over the revision that it rests on; false when another write was first. */
    replace: async (next: SurveyAccess): Promise<boolean> => {
      const { id, ...rest } = next;
      if (next.revision > 1) {
        return (await accesses.replaceOne({ _id: id, revision: next.revision - 1 }, rest)).matchedCount === 1;
      }
      return insertOnce(() => accesses.insertMany([{ _id: id, ...rest }]));
    },
  };
}
