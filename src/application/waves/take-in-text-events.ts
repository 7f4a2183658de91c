// What does the provider of texts tell us, and do we believe it?
// Only what bears the signature of the shared secret, is at most five minutes old and was not said before (requirement W9).
// A text that cannot be delivered suppresses its number; STOP stops texts and calls to the number at once, STOP ALL
// everything; each may come again without harm.
import { createHash } from 'node:crypto';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { parseMobile } from '../../domain/alumni/contact-point.js';
import type { MessageId } from '../../domain/waves/message.js';
import { stopIn } from '../../domain/waves/text-message.js';
import { deliveryIsSigned, type SignedDelivery } from '../../security/index.js';
import type { ListedMessage } from '../../store/index.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Tools } from '../tools.js';
import { numberKey } from './number-stops.js';
import { stopPerson } from './stops.js';

export const textEventKinds = ['delivered', 'failed', 'received'] as const;

/** One event, as the provider's adapter words it. */
export interface TextEvent {
  readonly event: (typeof textEventKinds)[number];
  /** The text that it is about, as we named it; absent for what somebody wrote. */
  readonly reference?: string | undefined;
  /** Of `failed`: it will never arrive, such as a number that does not exist. */
  readonly permanent?: boolean | undefined;
  readonly reason?: string | undefined;
  /** Of `received`: who wrote, and what. */
  readonly from?: string | undefined;
  readonly text?: string | undefined;
}

export type TextEventsTaken =
  | { readonly kind: 'off' | 'refused' | 'unreadable' }
  | { readonly kind: 'taken'; readonly known: boolean; readonly events: number };

type EventTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'signer' | 'settings' | 'log'>;

const keptFor = 15 * 60_000; // three times as long as it is believed
const mostAttempts = 5;

/** Takes in signed events; `parse` gives them, or null when they cannot be read. Safe to run twice and at once. */
export const takeInTextEvents =
  (tools: EventTools) =>
  async (delivery: SignedDelivery, parse: (body: Buffer) => readonly TextEvent[] | null): Promise<TextEventsTaken> => {
    const { store, clock, settings } = tools;
    const secret = settings.textWebhookSecret;
    if (secret === undefined) return { kind: 'off' };
    if (!deliveryIsSigned(secret, delivery, clock.now())) return { kind: 'refused' };
    const events = parse(delivery.body);
    if (events === null) return { kind: 'unreadable' };
    const id = createHash('sha256').update(`texts ${delivery.timestamp}.`).update(delivery.body).digest('hex');
    if (await store.providerDeliveries.isKnown(id)) return { kind: 'taken', known: true, events: events.length };
    for (const event of events) await takeIn(tools, event);
    await store.providerDeliveries.keep(id, new Date(clock.now().getTime() + keptFor));
    return { kind: 'taken', known: false, events: events.length };
  };

async function takeIn(tools: EventTools, event: TextEvent): Promise<void> {
  if (event.event === 'received') {
    await takeInReply(tools, event.from ?? '', event.text ?? '');
    return;
  }
  const { store, clock, signer } = tools;
  const text =
    event.reference === undefined ? null : await store.messages.findText({ id: event.reference as MessageId });
  if (text === null) return; // a word about any other changes nothing
  const at = clock.now();
  await store.messages.acceptOnEvidence(text.id, at, 'webhook'); // whatever was said of it, it left (requirement E7)
  const reason = event.reason === undefined ? {} : { reason: event.reason.slice(0, 200) };
  await store.messages.noteDelivery(text.id, { state: event.event, at, ...reason });
  if (event.event !== 'failed' || event.permanent !== true) return;
  await markNumber(tools, text, async (number) => {
    await store.suppressions.addAddress(numberKey(signer, number), 'bounced', at);
    return 'bounced';
  });
}

/** Marks the number that the text went to in the person's own record. */
async function markNumber(
  { store, clock, newId }: EventTools,
  text: ListedMessage,
  stateOf: (number: string) => Promise<'bounced'>,
): Promise<void> {
  for (let attempt = 0; text.alumnusId !== undefined && attempt < mostAttempts; attempt += 1) {
    const person = await store.alumni.find('every-school', text.alumnusId);
    const point = person?.contactPoints.find(({ kind, number }) => kind === 'mobile' && number === text.addressNumber);
    if (person === null || point === undefined) return;
    const state = await stateOf(point.value);
    if (point.state !== 'usable') return;
    const next: Alumnus = {
      ...person,
      contactPoints: person.contactPoints.map((each) => (each === point ? { ...each, state } : each)),
      revision: person.revision + 1,
    };
    const subject = `alumnus:${person.id}`;
    const audit = {
      id: newId(),
      at: clock.now(),
      actor: { kind: 'system' },
      act: 'contact.number-failed',
      subject,
    } as const;
    if (await store.alumni.replace(next, [audit])) return;
  }
  if (text.alumnusId !== undefined) throw new ChangedMeanwhile();
}

/** STOP is honoured before anything is answered; other words are noted, so that somebody looks (Y3). */
async function takeInReply(tools: EventTools, from: string, words: string): Promise<void> {
  const { store, clock, newId, signer, log } = tools;
  const number = parseMobile(from);
  if (number === null) return;
  const key = numberKey(signer, number);
  const text = await store.messages.findText({ toHash: key });
  const stop = stopIn(words);
  const at = clock.now();
  if (stop !== null) await store.suppressions.addAddress(key, 'unsubscribed', at);
  if (text?.alumnusId === undefined) {
    if (stop === null) log.info('Somebody to whom we sent nothing wrote a text.');
    return;
  }
  const actor = { kind: 'alumnus' } as const;
  if (stop === 'all') {
    await stopPerson(tools)({ alumnusId: text.alumnusId, reason: 'unsubscribed', actor });
    return;
  }
  if (stop === 'text' && text.invitationId !== undefined) {
    await store.messages.stopTextsOfPerson(text.alumnusId, 'unsubscribed');
    await store.calls.endOfPerson(text.alumnusId, 'stopped');
  }
  await store.auditEvents.append([
    {
      id: newId(),
      at,
      actor,
      act: stop === null ? 'text.replied' : 'text.stopped',
      subject: `alumnus:${text.alumnusId}`,
    },
  ]);
}
