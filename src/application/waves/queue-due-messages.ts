// Which mails are due, and how do they get into the outbox exactly once?
// Inserted first under repeatable ids, then the invitation moves on by a guarded write (decision R2): a planner that dies
// in between, or two at once, insert the same message. Each message gets a link of its own (R3, requirement T1).
import { ownAddresses } from '../../domain/alumni/contact-point.js';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { leavesFrom } from '../../domain/waves/contact-hours.js';
import { dueMoment, isAwaitingAnswer, isLateStart, stepAfter, windowEnd } from '../../domain/waves/due-messages.js';
import { invitedAs, type Invitation } from '../../domain/waves/invitation.js';
import { messageId } from '../../domain/waves/message.js';
import type { LetterRef } from '../../domain/waves/letters/letter.js';
import { letterFor } from '../../domain/waves/letters/letter-for.js';
import { laneOf } from '../../domain/waves/pacing.js';
import { mailStepIds, type Step, type Wave } from '../../domain/waves/wave.js';
import { mintLink } from '../../security/index.js';
import type { Advance, QueuedMessage } from '../../store/index.js';
import type { Tools } from '../tools.js';
import { letterRef, type LetterBook } from './letters/letter-book.js';
import { openingsFor } from './openings.js';
import { sealPlace } from './sending/sealed.js';

export type QueueTools = Pick<Tools, 'store' | 'clock' | 'settings' | 'vault' | 'log'> & { readonly book: LetterBook };
/** Queues a wave's texts; what was due until the moment given may have left already (requirement E10). */
export type QueueTexts = (wave: Wave, unsureUntil: Date | null) => Promise<number>;

const batch = 500;

/** Queues everything that is due in running waves, texts by a queue of their own; gives how many that were. */
export const queueDueMessages = (tools: QueueTools, queueTexts: QueueTexts) => async (): Promise<number> => {
  const { store, clock, log } = tools;
  const unsureUntil = (await store.sendingGuard.read())?.unsureUntil ?? null;
  let queued = 0;
  for (const wave of await store.waves.inStates(['running'])) {
    const now = clock.now();
    if (windowEnd(wave) <= now) continue;
    if (wave.startedAt === undefined && wave.armedAt === undefined && isLateStart(wave, now)) {
      log.warn('A wave should have started more than a day ago and waits for a person.', { wave: wave.id });
      continue;
    }
    queued += (await queueWave(tools, wave, unsureUntil)) + (await queueTexts(wave, unsureUntil));
  }
  return queued;
};

async function queueWave(tools: QueueTools, wave: Wave, unsureUntil: Date | null): Promise<number> {
  const { store, clock } = tools;
  const versions = await tools.book.versionsOf(wave);
  let queued = 0;
  for (;;) {
    const now = clock.now();
    const due = await store.invitations.dueIn(wave.id, mailStepIds, now, batch);
    if (due.length === 0) return queued;
    const people = await store.alumni.findMany(due.map((each) => each.alumnusId));
    const messages: QueuedMessage[] = [];
    const advances: Advance[] = [];
    for (const invitation of due) {
      const step = await stepDue(tools, wave, invitation, now);
      if (step === 'later') continue;
      const dueAt = leavesFrom(step.dueAt > now ? step.dueAt : now, openingsFor(tools.settings, wave));
      const to = await addressNumber(tools, invitation, people.get(invitation.alumnusId), now);
      if (to === 'changed') continue; // read again in the next round
      const person = people.get(invitation.alumnusId);
      if (isAwaitingAnswer(invitation.state)) {
        // What it says as things stand now; looked at again when it is sent.
        const id = letterFor(step.step, invitation, { wave, points: person?.contactPoints ?? [] });
        const letter = letterRef(versions, id, wave, person);
        messages.push({
          ...toMessage(tools, wave, invitation, { stepId: step.id, address: to, dueAt, letter }),
          // Due before a copy of the database was put back: it may have left already (requirement E10).
          ...(unsureUntil !== null && step.dueAt <= unsureUntil ? { state: 'unknown' as const } : {}),
          ...(tools.settings.pacing === 'off' ? {} : { receiver: receiverOf(person, to) }),
        });
      }
      advances.push({ id: invitation.id, from: step.id, dueAt, next: nextOf(tools, wave, invitation, step.id, dueAt) });
    }
    if (messages.length > 0) {
      // The first message of a wave marks that it began, before it can leave (requirement E10, Q9).
      await store.waves.markStarted(wave.id, now);
      await store.messages.insertNew(messages, now);
    }
    await store.invitations.advance(advances);
    queued += messages.length;
  }
}

/** The step that is due, or `later` once its new moment is written down. */
export async function stepDue(
  { store, settings }: QueueTools,
  wave: Wave,
  invitation: Invitation,
  now: Date,
): Promise<'later' | { readonly id: Step['id']; readonly step: Step; readonly dueAt: Date }> {
  const step = wave.steps.find((each) => each.id === invitation.nextStep);
  if (step === undefined)
    throw new RangeError(`The invitation ${invitation.id} waits for a step that its wave has not.`);
  const dueAt = dueMoment(step, invitation.lastDueAt, openingsFor(settings, wave));
  if (dueAt <= now) return { id: step.id, step, dueAt };
  await store.invitations.postpone(invitation.id, step.id, dueAt);
  return 'later';
}

/** The invitation's own address, or, where that may not be used any more, the next one, written down before it is used. */
async function addressNumber(
  { store }: QueueTools,
  invitation: Invitation,
  person: Alumnus | undefined,
  now: Date,
): Promise<number | 'changed'> {
  const current = invitation.addressNumber ?? 1;
  const usable = ownAddresses(person?.contactPoints ?? [], londonDate(now));
  const other = usable[0]?.number;
  // With none left the message is still made: its fate, suppressed for want of an address, then stands in the sums.
  if (other === undefined || usable.some((point) => point.number === current)) return current;
  if (invitation.nextStep === undefined) return 'changed';
  // Written down first: a second look finds the new address, and the letter that says why mail comes to it.
  const wroteBefore = invitation.lastDueAt !== undefined;
  await store.invitations.useAddress(invitation.id, invitation.nextStep, { from: current, to: other, wroteBefore });
  return 'changed';
}

/** The step after this one, and when it is due; null after the last, and for whom no mail reaches. */
export function nextOf(
  { settings }: Pick<QueueTools, 'settings'>,
  wave: Wave,
  invitation: Invitation,
  step: Wave['steps'][number]['id'],
  dueAt: Date,
): Advance['next'] {
  const goesOn = isAwaitingAnswer(invitation.state) && invitation.byTelephone !== true;
  const next = goesOn ? stepAfter(wave.steps, step) : null;
  if (next === null) return null;
  const nextDueAt = dueMoment(next, dueAt, openingsFor(settings, wave));
  return nextDueAt < windowEnd(wave) ? { step: next.id, dueAt: nextDueAt } : null;
}

/** The lane of the address; where it is gone, the message ends when it is checked, whatever its lane. */
const receiverOf = (person: Alumnus | undefined, address: number): string =>
  laneOf(person?.contactPoints.find(({ number }) => number === address)?.value ?? '');

function toMessage(
  { vault }: QueueTools,
  wave: Wave,
  invitation: Invitation,
  {
    stepId,
    address,
    dueAt,
    letter,
  }: { readonly stepId: Step['id']; readonly address: number; readonly dueAt: Date; readonly letter: LetterRef },
): QueuedMessage {
  const id = messageId(wave.id, invitedAs(invitation), stepId, address);
  const { secret, hash } = mintLink();
  return {
    id,
    kind: 'survey',
    state: 'planned',
    waveId: wave.id,
    schoolId: invitation.schoolId,
    alumnusId: invitation.alumnusId,
    invitationId: invitation.id,
    stepId,
    addressNumber: address,
    template: letter.id,
    letterVersion: letter.version,
    language: letter.language,
    dueAt,
    expiresAt: windowEnd(wave),
    hash,
    seal: vault.seal({ secret }, sealPlace(id)),
  };
}
