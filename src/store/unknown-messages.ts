// Messages of which nobody knows whether they left (requirement E6): what pages list, what a person decides, what proves it.
import type { Model } from 'mongoose';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { DeliveryEvidence, MessageId } from '../domain/waves/message.js';
import type { WaveId } from '../domain/waves/wave.js';
import { toMessage, under, type ListedMessage, type MessageDocument } from './message-schema.js';
import { withinSchools } from './within-schools.js';

/** Nobody left it as it is; what was sent again may be of unknown fate once more. */
const undecided = { 'resolution.choice': { $ne: 'leave' as const } };
/** What is written about a decision; "send again" makes the message wait for its next attempt. */
const resolved = (resolution: NonNullable<MessageDocument['resolution']>) =>
  resolution.choice === 'send-again'
    ? {
        $set: { resolution, state: 'planned' as const, readyAt: resolution.at },
        $unset: { leaseId: 1, leaseUntil: 1, sendingAt: 1 },
      }
    : { $set: { resolution } };

/** A part of the store of messages. */
export function unknownMessages(messages: Model<MessageDocument>) {
  return {
    /** Messages of unknown fate that nobody has decided about yet, of one wave or of all, within the schools. */
    unknown: async (scope: SchoolScope, wave: WaveId | null, limit: number): Promise<readonly ListedMessage[]> =>
      (
        await messages
          .find({
            state: 'unknown',
            ...withinSchools(scope),
            ...(wave === null ? {} : under(wave)),
            ...undecided,
          })
          .limit(limit)
          .lean<MessageDocument[]>()
      ).map(toMessage),

    /** How many messages of unknown fate of a wave nobody has decided about yet; `since`: begun after it, by the database's clock. */
    countUnknown: (wave: WaveId, since?: Date): Promise<number> =>
      messages.countDocuments({
        state: 'unknown',
        ...under(wave),
        ...undecided,
        ...(since === undefined ? {} : { sendingAt: { $gt: since } }),
      }),

    /** The same within the schools, for every wave that has any; thanks and fresh links are not the wave's. */
    countUndecided: async (scope: SchoolScope): Promise<ReadonlyMap<WaveId, number>> => {
      const rows = await messages.aggregate<{ _id: WaveId; n: number }>([
        { $match: { state: 'unknown', ...withinSchools(scope), kind: 'survey', ...undecided } },
        { $group: { _id: '$waveId', n: { $sum: 1 } } },
      ]);
      return new Map(rows.map(({ _id, n }) => [_id, n]));
    },

    /** Records what a person decided about an unknown fate; "send again" makes it wait for its next attempt. */
    resolve: async (
      id: MessageId,
      scope: SchoolScope,
      resolution: NonNullable<MessageDocument['resolution']>,
    ): Promise<boolean> => {
      const changed = await messages.updateOne(
        { _id: id, state: 'unknown', ...undecided, ...withinSchools(scope) },
        resolved(resolution),
      );
      return changed.matchedCount === 1;
    },

    /** The same for every message of a wave that nobody has decided about yet; gives how many. */
    resolveAll: async (
      wave: WaveId,
      scope: SchoolScope,
      resolution: NonNullable<MessageDocument['resolution']>,
    ): Promise<number> =>
      (
        await messages.updateMany(
          {
            state: 'unknown',
            ...under(wave),
            ...withinSchools(scope),
            ...undecided,
          },
          resolved(resolution),
        )
      ).modifiedCount,

    /** What came back proves that it left: an unknown fate becomes accepted (requirement E7). Repeatable. */
    acceptOnEvidence: async (id: MessageId, at: Date, by: DeliveryEvidence): Promise<void> => {
      await messages.updateOne(
        { _id: id, state: 'unknown' },
        {
          $set: { state: 'accepted', acceptedAt: at, evidence: { by, at } },
          $unset: { leaseId: 1, leaseUntil: 1, sendingAt: 1, seal: 1 },
        },
      );
    },
  };
}
