// Emails to be sent and sent: inserting them, finding a link, stopping what is still open, and what pages list.
// Taking them out for sending is in outbox.ts. Ids are repeatable, so inserting twice adds nothing (decision R2).
import type { Connection } from 'mongoose';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { AlumnusId } from '../domain/alumni/ids.js';
import type { InvitationId } from '../domain/waves/invitation.js';
import { openMessageStates, type Message, type MessageId, type MessageState } from '../domain/waves/message.js';
import type { StepId, WaveId } from '../domain/waves/wave.js';
import { insertNew } from './insert-new.js';
import {
  laneIn,
  messageModel,
  serviceLane,
  textLaneOf,
  toMessage,
  under,
  type ListedMessage,
  type MessageDocument,
} from './message-schema.js';
import { unknownMessages } from './unknown-messages.js';
import { withinSchools } from './within-schools.js';

/** A message as it is queued. */
export type QueuedMessage = Omit<Message, 'attempts' | 'fence' | 'lastReply' | 'acceptedAt' | 'queueId'> &
  Pick<MessageDocument, 'hash' | 'seal' | 'schoolId' | 'toHash'> & {
    /** The receiving domain's lane, where mail to it is paced (requirement D7). */
    readonly receiver?: string;
  };

const linkFields = {
  ...{ hash: 1, invitationId: 1, waveId: 1, addressNumber: 1 },
  ...{ revoked: 1, state: 1, dueAt: 1 },
} as const;

/** What a link's selector leads to. */
export interface FoundLink {
  readonly hash: string;
  readonly invitationId: InvitationId;
  readonly waveId: WaveId;
  /** The address that the message went to; null for one that names none. */
  readonly addressNumber: number | null;
  readonly revoked: boolean;
  readonly state: MessageState;
  readonly dueAt: Date;
}

const laneFor = ({ kind, channel, waveId }: Pick<Message, 'kind' | 'channel' | 'waveId'>, receiver?: string): string =>
  kind === 'service' || waveId === undefined
    ? serviceLane
    : channel === 'text'
      ? textLaneOf(waveId)
      : laneIn(waveId, receiver);

/** What a returned mail needs to know of its message. */
const ofReturned = {
  ...{ state: 1, alumnusId: 1, waveId: 1, schoolId: 1, stepId: 1, addressNumber: 1 },
  ...{ acceptedAt: 1, sendingAt: 1, lastReply: 1 },
} as const;
type ReturnedMessage = Pick<ListedMessage, 'id' | keyof typeof ofReturned>;
/** What is asked of a message that may still leave. */
const ofToLeave = { _id: 0, invitationId: 1, stepId: 1, channel: 1 } as const;
type MessageToLeave = Pick<MessageDocument, 'invitationId' | 'stepId' | 'channel'>;
const waiting = ['planned', 'deferred'] as const;
/** What a person's stop ends: codes and fresh links that they asked for still come. */
const ofPersonToStop = (alumnusId: AlumnusId) => ({
  alumnusId,
  $or: [{ kind: 'survey' as const }, { template: 'thank-you' }],
});

/** Messages by id, by wave, by invitation and by person. */
export function messagesStore(connection: Connection) {
  const messages = messageModel(connection);
  const raw = connection.collection<MessageDocument>('messages'); // for the one pipeline update

  /** Ends what waits and marks what a worker holds, so that its intent fails (requirement E13, lines 2 and 4). */
  const stopAll = async (
    filter:
      | ReturnType<typeof under>
      | ReturnType<typeof ofPersonToStop>
      | (ReturnType<typeof ofPersonToStop> & { readonly addressNumber: number })
      | { readonly alumnusId: AlumnusId; readonly kind: 'survey'; readonly channel: 'text' },
    why: string,
    state: 'suppressed' | 'cancelled' | 'expired',
  ): Promise<void> => {
    const isWaiting = { $in: ['$state', [...waiting]] };
    await raw.updateMany({ ...filter, state: { $in: [...waiting, 'leased'] } }, [
      {
        $set: {
          stopped: why,
          seal: { $cond: [isWaiting, '$$REMOVE', '$seal'] },
          readyAt: '$$REMOVE',
          heldUntil: '$$REMOVE',
          state: { $cond: [isWaiting, state, '$state'] },
        },
      },
    ]);
  };

  return {
    /** Inserts those that are not there yet. */
    insertNew: async (queued: readonly QueuedMessage[], createdAt: Date): Promise<void> => {
      await insertNew<MessageDocument>(
        messages,
        queued.map(({ id, receiver, ...rest }) => ({
          _id: id,
          ...rest,
          lane: laneFor(rest, receiver),
          createdAt,
          attempts: 0,
          fence: 0,
          ...(rest.state === 'planned' ? { readyAt: rest.dueAt } : {}),
        })),
      );
    },

    findLink: async (id: string): Promise<FoundLink | null> => {
      const found = await messages.findById(id, linkFields).lean<MessageDocument>();
      if (found?.hash === undefined || found.invitationId === undefined || found.waveId === undefined) return null;
      const { hash, invitationId, waveId, addressNumber = null, revoked = false, state, dueAt } = found;
      return { hash, invitationId, waveId, addressNumber, revoked, state, dueAt };
    },

    /** Stops the open messages of an invitation: those that wait end as suppressed, those in a worker's hands are marked. */
    stopOfInvitation: (id: InvitationId, why: string): Promise<void> => stopAll(under(id), why, 'suppressed'),
    /** Stops the open survey messages of a person, in every wave, and thanks that are still to come. */
    stopOfPerson: (id: AlumnusId, why: string): Promise<void> => stopAll(ofPersonToStop(id), why, 'suppressed'),
    /** The same of those alone that go to one address, or number, of theirs. */
    stopToAddress: (id: AlumnusId, addressNumber: number, why: string): Promise<void> =>
      stopAll({ ...ofPersonToStop(id), addressNumber }, why, 'suppressed'),
    /** Stops the open texts of a person, in every wave; mail goes on. */
    stopTextsOfPerson: (id: AlumnusId, why: string): Promise<void> =>
      stopAll({ alumnusId: id, kind: 'survey', channel: 'text' }, why, 'suppressed'),
    stopOfWave: (id: WaveId, why: string, state: 'cancelled' | 'expired'): Promise<void> =>
      stopAll(under(id), why, state),

    /** What has not left yet may leave until then. */
    extendWave: async (id: WaveId, expiresAt: Date): Promise<void> => {
      await messages.updateMany({ ...under(id), state: { $in: [...openMessageStates] } }, { $set: { expiresAt } });
    },

    /** The links of these messages open nothing from now on (requirement T4). */
    revokeOfInvitation: async (id: InvitationId): Promise<void> => {
      await messages.updateMany(under(id), { $set: { revoked: true } });
    },
    revokeOfWave: async (id: WaveId): Promise<void> => {
      await messages.updateMany(under(id), { $set: { revoked: true } });
    },

    ...unknownMessages(messages),

    /** Messages of a wave that wait because their address got enough of late, within the schools; soonest free first. */
    held: async (scope: SchoolScope, wave: WaveId, limit: number): Promise<readonly ListedMessage[]> =>
      (
        await messages
          .find({
            waveId: wave,
            heldUntil: { $exists: true },
            ...withinSchools(scope),
          })
          .sort({ heldUntil: 1 })
          .limit(limit)
          .lean<MessageDocument[]>()
      ).map(toMessage),

    /** Messages of a wave that were first tried before the moment and still wait, within the schools; longest first. */
    stuck: async (scope: SchoolScope, wave: WaveId, before: Date, limit: number): Promise<readonly ListedMessage[]> =>
      (
        await messages
          .find({
            waveId: wave,
            state: 'deferred',
            firstAttemptAt: { $lte: before },
            ...withinSchools(scope),
          })
          .sort({ firstAttemptAt: 1 })
          .limit(limit)
          .lean<MessageDocument[]>()
      ).map(toMessage),

    /** Where each of these messages stands; those that are not kept any more are missing. */
    statesOf: async (ids: readonly MessageId[]): Promise<ReadonlyMap<MessageId, MessageState>> => {
      const found = await messages.find({ _id: { $in: [...ids] } }, { state: 1 }).lean<MessageDocument[]>();
      return new Map(found.map(({ _id, state }) => [_id, state]));
    },

    /** Messages of the wave to these people that may still leave. */
    stillToLeave: async (wave: WaveId, people: readonly AlumnusId[]): Promise<readonly MessageToLeave[]> =>
      people.length === 0
        ? []
        : messages
            .find({ alumnusId: { $in: [...people] }, waveId: wave, state: { $in: [...openMessageStates] } }, ofToLeave)
            .lean<MessageToLeave[]>(),

    /** All messages of one person, for their page; newest first. */
    ofPerson: async (id: AlumnusId, limit: number): Promise<readonly ListedMessage[]> =>
      (await messages.find({ alumnusId: id }).limit(limit).lean<MessageDocument[]>())
        .map(toMessage)
        .sort((a, b) => b.dueAt.getTime() - a.dueAt.getTime()),

    /** What a returned mail is matched with; null when there is no such message. */
    findReturned: async (id: MessageId): Promise<ReturnedMessage | null> => {
      const found = await messages.findById(id, ofReturned).lean<MessageDocument>();
      return found === null ? null : toMessage(found);
    },

    /** The same by a Message-ID that the mail server gave, in lower case with angle brackets. */
    findRenamed: async (ids: readonly string[]): Promise<ReturnedMessage | null> => {
      if (ids.length === 0) return null;
      const found = await messages
        .findOne({ serverMessageId: { $in: [...ids], $exists: true } }, ofReturned)
        .lean<MessageDocument>();
      return found === null ? null : toMessage(found);
    },

    /** The message of a short link. */
    findShortLink: async (hash: string): Promise<(FoundLink & { readonly id: MessageId }) | null> => {
      const found = await messages.findOne({ hash, channel: 'text' }, linkFields).lean<MessageDocument>();
      if (found?.hash === undefined || found.invitationId === undefined || found.waveId === undefined) return null;
      const { _id, hash: held, invitationId, waveId, addressNumber = null, revoked = false, state, dueAt } = found;
      return { id: _id, hash: held, invitationId, waveId, addressNumber, revoked, state, dueAt };
    },

    /** A text by its id, or the newest to the number of that hash; null where there is none. */
    findText: async (by: { readonly id: MessageId } | { readonly toHash: string }): Promise<ListedMessage | null> => {
      const found =
        'id' in by
          ? await messages.find({ _id: by.id, channel: 'text' }).lean<MessageDocument[]>()
          : await messages.find({ toHash: by.toHash }).lean<MessageDocument[]>();
      const [newest] = found.sort((a, b) => b.dueAt.getTime() - a.dueAt.getTime());
      return newest === undefined ? null : toMessage(newest);
    },

    /** What the provider of texts said became of it; a failure stands, whatever is said later. */
    noteDelivery: async (id: MessageId, delivery: NonNullable<MessageDocument['delivery']>): Promise<void> => {
      await messages.updateOne({ _id: id, 'delivery.state': { $ne: 'failed' } }, { $set: { delivery } });
    },

    noteReturned: async (id: MessageId, returned: NonNullable<MessageDocument['returned']>): Promise<void> => {
      await messages.updateOne({ _id: id }, { $set: { returned } });
    },

    /** Whether a message of the wave may still leave. */
    anyOpen: async (wave: WaveId): Promise<boolean> =>
      // While mail waits an index says so at once. That none is left is said by the walk alone, which misses none that
      // changes its state meanwhile (requirement E2).
      (await messages.exists({
        lane: { $gte: laneIn(wave), $lt: `${wave}0` },
        readyAt: { $exists: true },
        waveId: wave,
      })) !== null ||
      (await messages.exists({ ...under(wave), state: { $in: [...waiting, 'leased', 'sending'] } })) !== null,

    /** Goes through a wave's messages in order of id, so that those of one person come together. */
    each: (
      wave: WaveId,
    ): AsyncIterable<
      Pick<MessageDocument, '_id' | 'state' | 'alumnusId' | 'schoolId' | 'heldUntil' | 'firstAttemptAt'> & {
        readonly stepId?: StepId;
      }
    > =>
      messages
        .find(under(wave), { state: 1, alumnusId: 1, schoolId: 1, stepId: 1, heldUntil: 1, firstAttemptAt: 1 })
        .sort({ _id: 1 })
        .lean<MessageDocument[]>()
        .cursor({ batchSize: 1_000 }),
  };
}
