// May these messages still leave, and what do they say?
// After leasing, suppressions, invitations, waves and people are each read once for the whole batch (decision R5): a stop
// recorded before this reading is honoured here, one recorded after it by the mark that the intent looks for (E13).
import { ownAddresses } from '../../../domain/alumni/contact-point.js';
import type { Alumnus, ContactPoint, School } from '../../../domain/alumni/alumnus.js';
import { londonDate } from '../../../domain/calendar/london-time.js';
import { isAwaitingAnswer } from '../../../domain/waves/due-messages.js';
import type { DestinationRecord } from '../../../domain/destinations/record.js';
import { holdsForEveryWay } from '../../../domain/waves/eligibility.js';
import type { Invitation, InvitationId } from '../../../domain/waves/invitation.js';
import type { MessageId } from '../../../domain/waves/message.js';
import { laneOf } from '../../../domain/waves/pacing.js';
import type { Wave, WaveId } from '../../../domain/waves/wave.js';
import type { OutgoingMail } from '../../../mail/index.js';
import type { LeasedMessage, Settlement } from '../../../store/index.js';
import { faultOf } from '../../fault.js';
import type { Tools } from '../../tools.js';
import type { OutgoingText } from '../../../texts/index.js';
import { readStops } from '../audience.js';
import type { LetterBook, LetterVersions } from '../letters/letter-book.js';
import { readNumberStops } from '../number-stops.js';
import { heldTimes, takeContactSlots } from './contact-slots.js';
import { behindOthers } from './behind-others.js';
import { buildsOnKnown } from './held-in-mail.js';
import { letterToSend, noteLetters, type ChosenLetter } from './letter-to-send.js';
import { openSeal } from './sealed.js';
import { serviceLetterMail } from './service-letter.js';
import { serviceMail, surveyMail } from './write-mail.js';
import { surveyText } from './write-text.js';

type CheckTools = Pick<Tools, 'store' | 'clock' | 'signer' | 'settings' | 'vault' | 'log' | 'languages'> & {
  readonly book: LetterBook;
};

/** A leased message that may leave, written out: a mail or a text. */
export type ReadyMessage = { readonly message: LeasedMessage } & (
  { readonly mail: OutgoingMail } | { readonly text: OutgoingText }
);

/** The messages of the batch that may leave, written out, and how the others end. */
export async function checkBatch(
  tools: CheckTools,
  batch: readonly LeasedMessage[],
): Promise<{ readonly ready: readonly ReadyMessage[]; readonly settled: readonly Settlement[] }> {
  const { vault, log } = tools;
  const about = await readAbout(tools, batch);
  const reasons = new Map(batch.map((message) => [message._id, about.reasonNotTo(message)]));
  const behind = await behindOthers(
    tools,
    batch.filter(({ _id }) => reasons.get(_id) === null),
  );
  const wanted = about.slotsWanted().filter(({ id }) => !behind.has(id));
  const held = new Map([...behind, ...(await takeContactSlots(tools, wanted))]);
  const ready: ReadyMessage[] = [];
  const settled: Settlement[] = [];
  const letters: ChosenLetter[] = [];
  for (const message of batch) {
    const heldUntil = held.get(message._id);
    const reason = heldUntil === undefined ? (reasons.get(message._id) ?? null) : { heldUntil };
    if (reason !== null) {
      settled.push(settlementOf(tools, message, reason));
      continue;
    }
    try {
      if (message.seal === undefined) throw new RangeError('its seal is gone');
      const sealed = openSeal(vault, message._id, message.seal);
      if (message.kind === 'service') {
        const { to, letter } = sealed;
        const mail =
          to === undefined || letter === undefined
            ? serviceMail(tools, message, sealed)
            : await serviceLetterMail(tools, message, { to, letter });
        ready.push({ message, mail });
        continue;
      }
      const parts = about.partsOf(message);
      if (message.channel === 'text') {
        ready.push({ message, text: surveyText(tools, message, { ...parts, secret: sealed.secret ?? '' }) });
        continue;
      }
      const chosen = await letterToSend(tools, message, parts);
      const mail = surveyMail(tools, message, { ...parts, ...chosen, secret: sealed.secret ?? '' });
      letters.push({ message, letter: chosen.letter });
      ready.push({ message, mail });
    } catch (error) {
      log.error('A message could not be written.', { messageId: message._id, why: faultOf(error) });
      const reply = { code: null, text: 'This mail could not be written.', at: tools.clock.now() };
      settled.push({ ...heldBy(message), attempts: message.attempts, to: 'rejected', reply });
    }
  }
  await noteLetters(tools, letters);
  return { ready, settled };
}

const heldBy = ({ _id, leaseId }: LeasedMessage) => ({ id: _id, leaseId });

type Reason =
  | 'expired'
  | 'wave-paused'
  | 'cancelled'
  | { readonly suppressed: string }
  | { readonly heldUntil: Date }
  /** The address changed since, and with it the receiving domain. */
  | { readonly otherReceiver: string };

function settlementOf(tools: CheckTools, message: LeasedMessage, reason: Reason): Settlement {
  const now = tools.clock.now();
  const held = { ...heldBy(message), attempts: message.attempts };
  if (reason === 'expired') {
    return { ...held, to: 'expired', reply: { code: null, text: 'Its time was over.', at: now } };
  }
  if (reason === 'wave-paused') return { ...held, to: 'planned', readyAt: message.dueAt };
  if (reason === 'cancelled') return { ...held, to: 'cancelled', why: 'wave-ended' };
  if ('otherReceiver' in reason) return { ...held, to: 'planned', readyAt: message.dueAt, lane: reason.otherReceiver };
  if ('heldUntil' in reason) return { ...held, to: 'planned', ...heldTimes(tools, reason.heldUntil) };
  return { ...held, to: 'suppressed', why: reason.suppressed };
}

interface Parts {
  readonly invitation: Invitation;
  readonly person: Alumnus;
  readonly address: ContactPoint;
  readonly school: School | undefined;
  readonly wave: Wave;
  readonly versions: LetterVersions;
  readonly record?: DestinationRecord;
}

async function readAbout(tools: CheckTools, batch: readonly LeasedMessage[]) {
  const { store, clock } = tools;
  const toPeople = batch.filter((message) => message.kind === 'survey' || message.template === 'thank-you');
  const idsOf = <Id>(pick: (message: LeasedMessage) => Id | undefined): Id[] => [
    ...new Set(toPeople.map(pick).filter((id) => id !== undefined)),
  ];
  const none = toPeople.length === 0;
  const [waves, invitations, people, schools] = await Promise.all([
    none ? new Map<WaveId, Wave>() : store.waves.findMany(idsOf((message) => message.waveId)),
    none ? new Map<InvitationId, Invitation>() : store.invitations.findMany(idsOf((message) => message.invitationId)),
    none ? new Map<Alumnus['id'], Alumnus>() : store.alumni.findMany(idsOf((message) => message.alumnusId)),
    none ? [] : store.schools.all(),
  ]);
  const verdictOn = await readStops(tools, [...people.values()], { schools });
  const texts = batch.some(({ channel }) => channel === 'text');
  const numbersOn = await readNumberStops(tools, texts ? [...people.values()] : []);
  const versions = new Map<WaveId, LetterVersions>();
  for (const wave of waves.values()) versions.set(wave.id, await tools.book.versionsOf(wave));
  const returning = new Set([...waves.values()].filter(buildsOnKnown).map(({ id }) => id));
  const coming = toPeople.filter(({ waveId }) => waveId !== undefined && returning.has(waveId));
  const records =
    coming.length === 0
      ? new Map<Alumnus['id'], DestinationRecord>()
      : await store.destinationRecords.findMany(
          'every-school',
          coming.flatMap(({ alumnusId }) => alumnusId ?? []),
        );
  const found = new Map<MessageId, Parts>();

  const personOf = ({ alumnusId }: LeasedMessage): Alumnus | undefined =>
    alumnusId === undefined ? undefined : people.get(alumnusId);

  /** The person and the address of the message, if both may be written to now. */
  const writable = (
    person: Alumnus | undefined,
    message: LeasedMessage,
  ): { readonly suppressed: string } | { readonly person: Alumnus; readonly address: ContactPoint } => {
    if (person === undefined) return { suppressed: 'erased' };
    const on = londonDate(clock.now());
    const verdict = verdictOn(person, on);
    if (verdict.kind === 'excluded') return { suppressed: verdict.reason };
    // The message's identity holds its address: where that one may not be used, another message must take its place.
    const address = ownAddresses(person.contactPoints, on).find((point) => point.number === message.addressNumber);
    if (address === undefined) return { suppressed: 'no-own-address' };
    const only = verdictOn({ ...person, contactPoints: [address] }, on);
    return only.kind === 'excluded' ? { suppressed: only.reason } : { person, address };
  };

  const reasonNotTo = (message: LeasedMessage): Reason | null => {
    const now = clock.now();
    if (message.expiresAt <= now) return 'expired';
    if (message.stopped !== undefined) return { suppressed: message.stopped };
    if (message.template === 'thank-you') {
      const to = writable(personOf(message), message);
      return 'suppressed' in to ? to : null;
    }
    if (message.kind === 'service') return null;
    const wave = message.waveId === undefined ? undefined : waves.get(message.waveId);
    if (wave?.state === 'paused') return 'wave-paused';
    if (wave?.state === 'closing' || wave?.state === 'closed') return 'expired';
    if (wave?.state !== 'running') return 'cancelled';
    const invitation = message.invitationId === undefined ? undefined : invitations.get(message.invitationId);
    if (invitation === undefined || !isAwaitingAnswer(invitation.state)) {
      return { suppressed: invitation?.state === 'completed' ? 'answered' : (invitation?.stop ?? 'stopped') };
    }
    const person = personOf(message);
    if (person === undefined) return { suppressed: 'erased' };
    const school = schools.find(({ id }) => id === person.schoolId);
    const record = returning.has(wave.id) ? records.get(person.id) : undefined;
    const parts = {
      ...{ invitation, person, wave, versions: versions.get(wave.id) ?? {}, school },
      ...(record !== undefined && { record }),
    };
    if (message.channel === 'text') {
      const point = person.contactPoints.filter(({ number }) => number === message.addressNumber);
      const verdict = verdictOn(person, londonDate(now));
      if (verdict.kind === 'excluded' && holdsForEveryWay(verdict.reason)) return { suppressed: verdict.reason };
      const reach = numbersOn({ ...person, contactPoints: point }, 'text', londonDate(now));
      if (reach.kind === 'may-not') return { suppressed: reach.reason };
      found.set(message._id, { ...parts, address: reach.number });
      return null;
    }
    const to = writable(person, message);
    if ('suppressed' in to) return to;
    const { address } = to;
    const lane = store.outbox.laneIn(wave.id, laneOf(address.value));
    if (message.lane !== wave.id && message.lane !== lane) return { otherReceiver: lane };
    found.set(message._id, { ...parts, address });
    return null;
  };

  const partsOf = (message: LeasedMessage): Parts => {
    const parts = found.get(message._id);
    if (parts === undefined) throw new RangeError('it was not checked');
    return parts;
  };
  const slotsWanted = () =>
    [...found].map(([id, { address, person }]) => {
      const others = person.contactPoints.filter(({ value }) => value !== address.value).map(({ value }) => value);
      return { id, address: address.value, others };
    });
  return { reasonNotTo, partsOf, slotsWanted };
}
