// May these mails leave, or did their addresses get enough of late?
// After leasing and before the intent each mail takes a slot of its address by one guarded write that names it
// (requirement E12); so does a text of its number. For a batch one reading and one bulk write (decision R5), again only where another worker was faster.
// A recurring job gives back the slots of mails that ended without having left.
import { slotsWithin, takeSlot, type ContactSlot } from '../../../domain/waves/contact-cap.js';
import { openMessageStates, type MessageId, type MessageState } from '../../../domain/waves/message.js';
import type { AddressSlots } from '../../../store/index.js';
import type { Tools } from '../../tools.js';

type SlotTools = Pick<Tools, 'store' | 'clock' | 'signer' | 'settings'>;

/** A mail that is about to leave, and where to. */
export interface WantedSlot {
  readonly id: MessageId;
  readonly address: string;
  /** Where else the person may have been written to in the same wave. */
  readonly others: readonly string[];
}

const mostRounds = 5;
/** Where other workers were faster so often, the mail waits for its next turn. */
const nextTurnMs = 60_000;
/** A slot whose mail may still leave is looked at this often. */
const lookAgainMs = 10 * 60_000;
const batch = 500;

/** The key of an address's slots. */
export const contactKey = (signer: Tools['signer'], address: string): string =>
  signer.sign('contact-cap', address.trim().toLowerCase());

/** Takes a slot for each mail; gives those that are held instead, with the moment until which. Repeatable. */
export async function takeContactSlots(
  { store, clock, signer, settings }: SlotTools,
  wanted: readonly WantedSlot[],
): Promise<ReadonlyMap<MessageId, Date>> {
  const held = new Map<MessageId, Date>();
  const keyOf = (address: string): string => contactKey(signer, address);
  let open = wanted.map(({ id, address, others }) => ({ id, key: keyOf(address), others: others.map(keyOf) }));
  for (let round = 1; open.length > 0; round += 1) {
    const now = clock.now();
    if (round > mostRounds) {
      for (const { id } of open) held.set(id, new Date(now.getTime() + nextTurnMs));
      break;
    }
    const stored = await store.contactSlots.find([...new Set(open.flatMap(({ key, others }) => [key, ...others]))]);
    const lookAt = new Date(now.getTime() + lookAgainMs);
    const changed = new Map<string, AddressSlots & { readonly lookAt: Date }>();
    const slotsOf = (key: string): AddressSlots =>
      changed.get(key) ?? stored.get(key) ?? { key, slots: [], revision: 0 };
    const taking = open.filter(({ id, key, others }) => {
      const before = slotsOf(key);
      const elsewhere = others.flatMap((other) => slotsOf(other).slots);
      const decision = takeSlot(before.slots, id, now, settings.contactCaps, elsewhere);
      if (decision.kind === 'held') held.set(id, decision.until);
      else changed.set(key, { ...before, slots: decision.slots, lookAt });
      return decision.kind === 'taken';
    });
    if (await store.contactSlots.replace([...changed.values()])) break;
    const after = await store.contactSlots.find([...changed.keys()]);
    const isWritten = ({ id, key }: (typeof taking)[number]): boolean =>
      after.get(key)?.slots.some(({ message, at }) => message === id && at.getTime() === now.getTime()) ?? false;
    open = taking.filter((each) => !isWritten(each));
  }
  return held;
}

/** A held mail is looked at again within the hour, as a slot may be given back. */
export const heldTimes = (
  { clock }: Pick<Tools, 'clock'>,
  until: Date,
): { readonly readyAt: Date; readonly heldUntil: Date } => {
  const inAnHour = new Date(clock.now().getTime() + 3_600_000);
  return { readyAt: until < inAnHour ? until : inAnHour, heldUntil: until };
};

const mayLeave: ReadonlySet<MessageState> = new Set(openMessageStates);
const mayHaveArrived: ReadonlySet<MessageState> = new Set([...openMessageStates, 'accepted', 'unknown']);

/** Gives back the slots of mails that ended without having left, and forgets addresses whose cycle is over. */
export const returnContactSlots =
  ({ store, clock, settings }: Pick<Tools, 'store' | 'clock' | 'settings'>) =>
  async (): Promise<{ readonly returned: number }> => {
    const now = clock.now();
    let returned = 0;
    for (;;) {
      const due = await store.contactSlots.due(now, batch);
      const states = await store.messages.statesOf(due.flatMap(({ slots }) => slots.map(({ message }) => message)));
      const changes = due.map((address) => {
        const slots = slotsWithin(address.slots, now, settings.contactCaps);
        // A message that is kept no more was erased with its person.
        const kept = slots.filter(({ message }) => mayHaveArrived.has(states.get(message) ?? 'cancelled'));
        returned += slots.length - kept.length;
        const open = kept.some(({ message }) => mayLeave.has(states.get(message) ?? 'cancelled'));
        return { ...address, slots: kept, lookAt: open ? new Date(now.getTime() + lookAgainMs) : endOf(kept) };
      });
      await store.contactSlots.replace(changes); // where a worker was faster, it set a new look itself
      if (due.length < batch) return { returned };
    }

    function endOf(slots: readonly ContactSlot[]): Date {
      const oldest = slots[0]?.at ?? now;
      return new Date(oldest.getTime() + settings.contactCaps.cycleDays * 86_400_000);
    }
  };
