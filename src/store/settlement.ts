// What is written about a message when an attempt ends, and from which states that end may be reached (requirement E5).
import type { MessageId, MessageState } from '../domain/waves/message.js';
import type { MessageDocument } from './message-schema.js';

/** How one message ended, for now. */
export type Settlement = { readonly id: MessageId; readonly leaseId: string; readonly attempts: number } & (
  | {
      readonly to: 'accepted';
      readonly at: Date;
      readonly reply: Reply;
      readonly queueId: string | null;
      readonly serverMessageId?: string;
    }
  | { readonly to: 'deferred'; readonly readyAt: Date; readonly firstAttemptAt?: Date; readonly reply: Reply }
  | {
      readonly to: 'rejected' | 'expired';
      readonly reply: Reply;
      /** The address was refused for good, and why; what must follow is done from the message itself. */
      readonly refusedAddress?: string;
    }
  | { readonly to: 'unknown'; readonly reply: Reply }
  /** Nothing left the house; it waits for another turn. */
  | {
      readonly to: 'planned';
      readonly readyAt: Date;
      readonly reply?: Reply;
      readonly lane?: string;
      readonly heldUntil?: Date;
    }
  | { readonly to: 'suppressed' | 'cancelled'; readonly why: string }
);

type Reply = NonNullable<MessageDocument['lastReply']>;

/** A message that nobody holds has none of these. */
export const leaseOver = { leaseId: true, leaseUntil: true, sendingAt: true, relay: true } as const;

/** From which states an end may be reached, and what is written. */
interface Write {
  readonly from: readonly MessageState[];
  readonly set: Partial<MessageDocument>;
  readonly unset: { readonly [Field in 'leaseId' | 'leaseUntil' | 'sendingAt' | 'relay' | 'seal']?: true };
}

/** A hard bounce at once: what it was, as for one that comes back, and the intent to give the address up (requirement D5). */
function ofRefusedAddress({
  refusedAddress,
  reply,
}: Pick<Extract<Settlement, { readonly to: 'rejected' | 'expired' }>, 'refusedAddress' | 'reply'>) {
  if (refusedAddress === undefined) return {};
  const refused = { reason: refusedAddress, at: reply.at };
  return { returned: { class: 'hard', ...refused }, refusedAddress: refused };
}

/** The write of a settlement. */
export function writeOf(settlement: Settlement): Write {
  const { to, attempts } = settlement;
  switch (to) {
    case 'accepted':
      return {
        // The relay's word outweighs the reaper's doubt, as long as nobody ordered another attempt (requirement E7).
        from: ['sending', 'unknown'],
        set: {
          state: to,
          attempts,
          acceptedAt: settlement.at,
          lastReply: settlement.reply,
          ...(settlement.queueId === null ? {} : { queueId: settlement.queueId }),
          ...(settlement.serverMessageId === undefined ? {} : { serverMessageId: settlement.serverMessageId }),
        },
        unset: { ...leaseOver, seal: true },
      };
    case 'deferred':
      return {
        from: ['leased', 'sending'],
        set: {
          state: to,
          attempts,
          readyAt: settlement.readyAt,
          ...(settlement.firstAttemptAt === undefined ? {} : { firstAttemptAt: settlement.firstAttemptAt }),
          lastReply: settlement.reply,
        },
        unset: leaseOver,
      };
    case 'rejected':
    case 'expired':
      return {
        from: ['leased', 'sending', 'unknown'],
        set: { state: to, attempts, lastReply: settlement.reply, ...ofRefusedAddress(settlement) },
        unset: { ...leaseOver, seal: true },
      };
    case 'unknown':
      // The lease's id stays, so that a late answer of the relay is still recorded.
      return {
        from: ['sending'],
        set: { state: to, attempts, lastReply: settlement.reply },
        unset: { leaseUntil: true },
      };
    case 'planned':
      return {
        // `sending` too: an intent whose own answer was lost, while the caller knows that no byte left (requirement F2).
        from: ['leased', 'sending'],
        set: {
          state: to,
          attempts,
          readyAt: settlement.readyAt,
          ...(settlement.reply === undefined ? {} : { lastReply: settlement.reply }),
          ...(settlement.lane === undefined ? {} : { lane: settlement.lane }),
          ...(settlement.heldUntil === undefined ? {} : { heldUntil: settlement.heldUntil }),
        },
        unset: leaseOver,
      };
    case 'suppressed':
    case 'cancelled':
      return {
        from: ['leased'],
        set: { state: to, stopped: settlement.why },
        unset: { ...leaseOver, seal: true },
      };
  }
}
