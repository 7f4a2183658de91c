// May this address be written to now, and if not, from when?
// One survey mail in a day and four in a cycle, counted for the address over all people and schools that share it
// (requirement E12). A mail takes a slot of its address before it leaves; a mail that is tried again takes its own anew.
import type { MessageId } from './message.js';

/** An invitation and three more (requirement E12, decision R7). */
export const mostMailsPerCycle = 4;

/** What one address may get: one mail in a day, and so many in a cycle. */
export interface ContactCaps {
  readonly mostPerCycle: number;
  readonly cycleDays: number;
}

/** A mail that may have reached the address, and when it was let go. */
export interface ContactSlot {
  readonly message: MessageId;
  readonly at: Date;
}

/** `slots` is what the address then holds; `until` is when the next one comes free. */
export type SlotDecision =
  { readonly kind: 'taken'; readonly slots: readonly ContactSlot[] } | { readonly kind: 'held'; readonly until: Date };

/** A day between two mails, and a quarter of an hour because a mail leaves some time after it took its slot. */
const apartMs = (24 * 60 + 15) * 60_000;
const dayMs = 86_400_000;

/** The slots that still count at the moment, oldest first. */
export const slotsWithin = (slots: readonly ContactSlot[], now: Date, { cycleDays }: ContactCaps) =>
  slots
    .filter(({ at }) => at.getTime() > now.getTime() - cycleDays * dayMs)
    .sort((a, b) => a.at.getTime() - b.at.getTime());

/** Takes a slot of the address for the message at the moment, or says until when it is held. */
export function takeSlot(
  slots: readonly ContactSlot[],
  message: MessageId,
  now: Date,
  caps: ContactCaps,
): SlotDecision {
  const others = slotsWithin(slots, now, caps).filter((slot) => slot.message !== message);
  const latest = others.at(-1);
  const apart = latest === undefined ? 0 : latest.at.getTime() + apartMs;
  // The one that must leave the cycle before there is room for one more.
  const oldest = others[others.length - caps.mostPerCycle];
  const room = oldest === undefined ? 0 : oldest.at.getTime() + caps.cycleDays * dayMs;
  const until = Math.max(apart, room);
  if (until > now.getTime()) return { kind: 'held', until: new Date(until) };
  return { kind: 'taken', slots: [...others, { message, at: now }] };
}
