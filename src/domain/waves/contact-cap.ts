// May this address be written to now, and if not, from when?
// One survey mail in a day and four in a cycle, counted for the address over all people and schools that share it
// (requirement E12); and whenever the message before it left in the end, no message of a wave follows it within a week (Y23).
// A mail takes a slot of its address before it leaves; a mail that is tried again takes its own anew.
import { channelOfStep, leastGapDays, placeAmongMails } from './contact-plan.js';
import { partOfWave, type MessageId } from './message.js';
import type { StepId } from './wave.js';

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
/** Half a day less than a week, because the messages of one step leave at any time of the day. */
const stepsApartMs = (leastGapDays - 0.5) * dayMs;

/**
 * Whether the message lets a mail of its wave to the same person leave first: one of an earlier step, and a text any. So the
 * gap counts from when the one before really left, however long both waited; a text that waits holds up no mail.
 */
export const letsLeaveFirst = (message: StepId, mail: StepId): boolean =>
  message !== mail && (channelOfStep[message] === 'text' || placeAmongMails(mail) < placeAmongMails(message));

/** The earliest moment for a message whose forerunner has not left yet. */
export const gapFrom = (now: Date): Date => new Date(now.getTime() + stepsApartMs);

/** Whether both are messages of one wave to one person, by different steps. */
function isOtherStep(one: MessageId, other: MessageId): boolean {
  const [a, b] = [partOfWave(one), partOfWave(other)];
  return a !== null && b !== null && a.round === b.round && a.step !== b.step;
}

/** The slots that still count at the moment, oldest first. */
export const slotsWithin = (slots: readonly ContactSlot[], now: Date, { cycleDays }: ContactCaps) =>
  slots
    .filter(({ at }) => at.getTime() > now.getTime() - cycleDays * dayMs)
    .sort((a, b) => a.at.getTime() - b.at.getTime());

/**
 * Takes a slot of the address for the message at the moment, or says until when it is held.
 *
 * @param elsewhere slots of the person's other addresses and numbers, of which only those of the same wave count
 */
export function takeSlot(
  slots: readonly ContactSlot[],
  message: MessageId,
  now: Date,
  caps: ContactCaps,
  elsewhere: readonly ContactSlot[] = [],
): SlotDecision {
  const others = slotsWithin(slots, now, caps).filter((slot) => slot.message !== message);
  const latest = others.at(-1);
  const apart = latest === undefined ? 0 : latest.at.getTime() + apartMs;
  // The one that must leave the cycle before there is room for one more.
  const oldest = others[others.length - caps.mostPerCycle];
  const room = oldest === undefined ? 0 : oldest.at.getTime() + caps.cycleDays * dayMs;
  const before = [...others, ...elsewhere].filter((slot) => isOtherStep(slot.message, message));
  const week = before.map(({ at }) => at.getTime() + stepsApartMs);
  const until = Math.max(apart, room, ...week);
  if (until > now.getTime()) return { kind: 'held', until: new Date(until) };
  return { kind: 'taken', slots: [...others, { message, at: now }] };
}
