// How does a worker take messages out, say that it is sending, and say how that ended?
// In batches, each one write (decision R5): lease (requirement E3), intent (E4), outcome (E5), and the reaper (E6). Every
// write names the lease and the state that it expects. Leases go by the database's clock, due moments by the caller's (R9).
import type { Connection } from 'mongoose';
import type { LetterRef } from '../domain/waves/letters/letter.js';
import type { MessageId } from '../domain/waves/message.js';
import type { WaveId } from '../domain/waves/wave.js';
import { databaseTime } from './connection.js';
import { laneIn, messageModel, serviceLane, textLaneOf, under, type MessageDocument } from './message-schema.js';
import { leaseOver, writeOf, type Settlement } from './settlement.js';

export interface LeasedMessage extends MessageDocument {
  readonly state: 'leased';
  readonly leaseId: string;
}

/** The write of one end, for a bulk. */
function endWrite(settlement: Settlement) {
  const { from, set, unset } = writeOf(settlement);
  return {
    updateOne: {
      filter: { _id: settlement.id, leaseId: settlement.leaseId, state: { $in: [...from] } },
      update: { $set: set, $unset: unset },
    },
  };
}

/** The worker's side of the messages. */
export function outboxStore(connection: Connection) {
  const messages = messageModel(connection);
  const raw = connection.collection<MessageDocument>('messages'); // pipeline updates and hot writes, each named below

  return {
    serviceLane,
    laneIn,
    textLaneOf,

    /** The receiving domain after `after` for which a wave has mail waiting, and when its first is ready; null at the end. */
    nextReceiver: async (
      wave: WaveId,
      after: string,
    ): Promise<{ readonly receiver: string; readonly readyAt: Date } | null> => {
      const found = await messages
        .findOne(
          { lane: { $gt: laneIn(wave, after), $lt: `${wave}0` }, readyAt: { $exists: true } },
          { lane: 1, readyAt: 1 },
        )
        .sort({ lane: 1, readyAt: 1 })
        .lean<MessageDocument>();
      if (found?.readyAt === undefined) return null;
      return { receiver: found.lane.slice(wave.length + 1), readyAt: found.readyAt };
    },

    /** Whether any message of the lane is due. */
    isDue: async (lane: string, now: Date): Promise<boolean> =>
      (await messages.exists({ lane, readyAt: { $lte: now } })) !== null,

    /** Takes up to `limit` messages of a lane that are due, those first that were due first; nobody else gets them while the lease lasts. */
    lease: async (
      lane: string,
      { leaseId, now, limit, leaseMs }: { leaseId: string; now: Date; limit: number; leaseMs: number },
    ): Promise<readonly LeasedMessage[]> => {
      const due = await messages
        .find({ lane, readyAt: { $lte: now } }, { _id: 1 })
        .sort({ readyAt: 1 })
        .limit(limit)
        .lean<{ _id: MessageId }[]>();
      if (due.length === 0) return [];
      const ids = due.map((each) => each._id);
      await raw.updateMany({ _id: { $in: ids }, state: { $in: ['planned', 'deferred'] }, readyAt: { $lte: now } }, [
        {
          $set: {
            state: 'leased',
            leaseId,
            leaseUntil: { $add: ['$$NOW', leaseMs] },
            fence: { $add: ['$fence', 1] },
            readyAt: '$$REMOVE',
            heldUntil: '$$REMOVE',
          },
        },
      ]);
      const mine = await messages.find({ _id: { $in: ids }, leaseId }).lean<LeasedMessage[]>();
      return mine.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
    },

    /** Writes down which letter these messages say, before they leave; each only if this lease still holds it. */
    noteLetter: async (
      leaseId: string,
      ids: readonly MessageId[],
      { id, version, language }: LetterRef,
    ): Promise<void> => {
      await messages.updateMany(
        { _id: { $in: [...ids] }, leaseId, state: 'leased' },
        { $set: { template: id, letterVersion: version, language } },
      );
    },

    /** The lease lasts from now on as long as at first. */
    renew: async (leaseId: string, ids: readonly MessageId[], leaseMs: number): Promise<void> => {
      await raw.updateMany({ _id: { $in: [...ids] }, leaseId, state: { $in: ['leased', 'sending'] } }, [
        { $set: { leaseUntil: { $add: ['$$NOW', leaseMs] } } },
      ]);
    },

    /**
     * Writes down that the bytes of these messages may leave from now on (requirement E4). Gives those for which that
     * holds: leased to this worker still, and without a stop mark. `relay`: what they are handed to; `ends`: how messages
     * before them ended, written first in the same go.
     */
    recordIntents: async (
      leaseId: string,
      ids: readonly MessageId[],
      { leaseMs, relay = '', ends = [] }: { leaseMs: number; relay?: string; ends?: readonly Settlement[] },
    ): Promise<ReadonlySet<MessageId>> => {
      const update = [
        {
          $set: {
            state: 'sending',
            sendingAt: '$$NOW',
            leaseUntil: { $add: ['$$NOW', leaseMs] },
            attempts: { $add: ['$attempts', 1] },
            ...(relay === '' ? {} : { relay: { $literal: relay } }),
          },
        },
      ];
      const intents = ids.map((_id) => ({
        updateOne: { filter: { _id, leaseId, state: 'leased' as const, stopped: { $exists: false } }, update },
      }));
      const written = await raw.bulkWrite([...ends.map(endWrite), ...intents]); // in this order
      if (written.modifiedCount === ends.length + ids.length) return new Set(ids);
      const mine = await messages
        .find({ _id: { $in: [...ids] }, leaseId, state: 'sending' }, { _id: 1 })
        .lean<{ _id: MessageId }[]>();
      return new Set(mine.map((each) => each._id));
    },

    /** Writes how messages ended; each only if this lease still holds it. Repeatable. */
    settle: async (settlements: readonly Settlement[]): Promise<void> => {
      if (settlements.length > 0) await raw.bulkWrite(settlements.map(endWrite), { ordered: false });
    },

    /** Ends what was stopped while this worker held it. */
    settleStopped: async (leaseId: string, ids: readonly MessageId[]): Promise<void> => {
      await raw.updateMany(
        { _id: { $in: [...ids] }, leaseId, state: 'leased', stopped: { $exists: true } },
        { $set: { state: 'suppressed' }, $unset: { ...leaseOver, seal: true } },
      );
    },

    /** Gives back what was leased and not begun. */
    release: async (leaseId: string, ids: readonly MessageId[]): Promise<void> => {
      await raw.updateMany({ _id: { $in: [...ids] }, leaseId, state: 'leased' }, [
        { $set: { state: 'planned', readyAt: '$dueAt', leaseId: '$$REMOVE', leaseUntil: '$$REMOVE' } },
      ]);
    },

    /**
     * What waits in a lane, or in all lanes of a wave, is of unknown fate: the database was restored from a copy, and it may
     * have left since that was made (requirement E10). Gives how many that were.
     */
    doubt: async (lane: string, at: Date): Promise<number> => {
      const changed = await raw.updateMany(
        lane === serviceLane
          ? { lane, readyAt: { $exists: true } }
          : {
              ...under(lane),
              state: { $in: ['planned', 'deferred', 'leased', 'sending'] },
            },
        {
          $set: {
            state: 'unknown',
            lastReply: { code: null, text: 'It waited when the database was restored from a copy.', at },
          },
          $unset: { readyAt: true, ...leaseOver },
        },
      );
      return changed.modifiedCount;
    },

    /**
     * Takes back what lapsed (requirement E6), by the database's clock: what was only leased is planned again, what was
     * being sent and is older than `unknownAfterMs` is of unknown fate, and is never sent again by itself.
     */
    reap: async (unknownAfterMs: number): Promise<{ readonly planned: number; readonly unknown: number }> => {
      const now = await databaseTime(connection);
      const lapsed = { state: 'leased' as const, leaseUntil: { $lt: now } };
      await raw.updateMany(
        { ...lapsed, stopped: { $exists: true } },
        { $set: { state: 'suppressed' }, $unset: { ...leaseOver, seal: true } },
      );
      const planned = await raw.updateMany({ ...lapsed, stopped: { $exists: false } }, [
        { $set: { state: 'planned', readyAt: '$dueAt', leaseId: '$$REMOVE', leaseUntil: '$$REMOVE' } },
      ]);
      const unknown = await raw.updateMany(
        {
          state: 'sending',
          leaseUntil: { $lt: now },
          sendingAt: { $lt: new Date(now.getTime() - unknownAfterMs) },
        },
        { $set: { state: 'unknown' }, $unset: { leaseUntil: true } },
      );
      return { planned: planned.modifiedCount, unknown: unknown.modifiedCount };
    },
  };
}
