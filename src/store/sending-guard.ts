// How far this database is, for the guard against restored copies (requirement E10, decision R10), and the machines that
// wait until a person lets them send. One document.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { GuardReason, SendingMark } from '../domain/waves/restore-guard.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';

/** A machine that does not send until somebody has looked. */
export interface WaitingMachine {
  /** Made by the machine for this one question, so that no copy of the database can hold the answer. */
  readonly id: string;
  readonly name: string;
  readonly why: GuardReason;
  readonly since: Date;
}

interface GuardDocument extends SendingMark {
  readonly _id: 'sending';
  readonly waiting?: readonly WaitingMachine[];
  readonly armed?: readonly string[];
  /** What came due before this may have left already, as the database was restored. */
  readonly unsureUntil?: Date;
  readonly auditIntents?: readonly AuditIntent[];
}

const guardSchema = new Schema<GuardDocument>(
  {
    _id: { type: String, required: true },
    epoch: { type: String, required: true },
    sent: { type: Number, required: true },
    acts: { type: Number, required: true },
    waiting: {
      type: [new Schema({ id: String, name: String, why: String, since: Date }, { _id: false, id: false })],
      default: undefined,
    },
    armed: { type: [String], default: undefined },
    unsureUntil: { type: Date },
    auditIntents: auditIntentsField,
  },
  { collection: 'sendingguard', versionKey: false, strict: 'throw' },
);
guardSchema.index(...auditIntentsIndex);

const id = { _id: 'sending' } as const;
const toMark = ({ epoch, sent, acts }: GuardDocument): SendingMark => ({ epoch, sent, acts });

/** The one document of the guard. */
export function sendingGuardStore(connection: Connection) {
  const guard = connection.model<GuardDocument>('SendingGuard', guardSchema);
  return {
    /** How far it is; with the epoch given where there was none. */
    open: async (epoch: string): Promise<SendingMark> => {
      await guard.updateOne(id, { $setOnInsert: { epoch, sent: 0, acts: 0 } }, { upsert: true });
      const found = await guard.findOne(id).lean<GuardDocument>();
      if (found === null) throw new Error('The document of the sending guard is gone.');
      return toMark(found);
    },

    read: async () => {
      const found = await guard.findOne(id).lean<GuardDocument>();
      if (found === null) return null;
      const { waiting = [], armed = [], unsureUntil = null } = found;
      return { mark: toMark(found), waiting, armed, unsureUntil };
    },

    /** A worker begins to send; gives how far the database is then, or null when it is another one. */
    beginToSend: async (epoch: string): Promise<SendingMark | null> => {
      const found = await guard
        .findOneAndUpdate({ ...id, epoch }, { $inc: { sent: 1 } }, { returnDocument: 'after' })
        .lean<GuardDocument>();
      return found === null ? null : toMark(found);
    },

    noteActs: async (count: number): Promise<void> => {
      if (count > 0) await guard.updateOne(id, { $inc: { acts: count } });
    },

    /** A machine asks to be let; a second time changes nothing. */
    ask: async (machine: WaitingMachine): Promise<void> => {
      await guard.updateOne({ ...id, 'waiting.id': { $ne: machine.id } }, { $push: { waiting: machine } });
    },

    /** It needs to ask no more. */
    withdraw: async (machineId: string): Promise<void> => {
      await guard.updateOne(id, { $pull: { waiting: { id: machineId }, armed: machineId } });
    },

    /** What came due before the instant may have left already. */
    unsureUntil: async (at: Date): Promise<void> => {
      await guard.updateOne(id, { $set: { unsureUntil: at } });
    },

    /** A person lets these machines send. */
    arm: async (machines: readonly string[], audit: AuditIntent): Promise<void> => {
      await guard.updateOne(id, {
        $addToSet: { armed: { $each: [...machines] } },
        $pull: { waiting: { id: { $in: [...machines] } } },
        $push: { auditIntents: audit },
      });
    },
  };
}
