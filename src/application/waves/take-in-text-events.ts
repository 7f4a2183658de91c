// What does the provider of texts tell us?
// Of a delivery that we believe (signed-delivery.ts): whether a text arrived, and what somebody wrote back. A text that cannot
// be delivered suppresses its number; each event may come again without harm.
import type { MessageId } from '../../domain/waves/message.js';
import { changePerson, withPointState } from '../alumni/change-person.js';
import type { Tools } from '../tools.js';
import { numberKey } from './number-stops.js';
import { takeInSigned, type DeliveryTaken, type SignedEvents } from './signed-delivery.js';
import { takeInTextReply, type TextReplyTools } from './take-in-text-reply.js';

export const textEventKinds = ['delivered', 'failed', 'received'] as const;

/** One event, as the provider's adapter words it. */
export interface TextEvent {
  readonly event: (typeof textEventKinds)[number];
  /** The text that it is about, as we named it; absent for what somebody wrote. */
  readonly reference?: string | undefined;
  /** Of `failed`: it will never arrive, such as a number that does not exist. */
  readonly permanent?: boolean | undefined;
  readonly reason?: string | undefined;
  /** Of `received`: the provider's own name for it, who wrote, and what. */
  readonly id?: string | undefined;
  readonly from?: string | undefined;
  readonly text?: string | undefined;
}

type EventTools = TextReplyTools & Pick<Tools, 'settings'>;

/** Takes in a signed delivery. Safe to run twice and at once. */
export const takeInTextEvents =
  (tools: EventTools) =>
  (delivery: SignedEvents<TextEvent>): Promise<DeliveryTaken> =>
    takeInSigned(tools, { of: 'texts', secret: tools.settings.textWebhookSecret }, delivery, (event) =>
      takeIn(tools, event),
    );

async function takeIn(tools: EventTools, event: TextEvent): Promise<void> {
  if (event.event === 'received') {
    await takeInTextReply(tools, event);
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
  if (event.event !== 'failed' || event.permanent !== true || text.alumnusId === undefined) return;
  const failed = { actor: { kind: 'system' }, act: 'contact.number-failed' } as const;
  await changePerson(tools, text.alumnusId, failed, async (person) => {
    const point = person.contactPoints.find(({ kind, number }) => kind === 'mobile' && number === text.addressNumber);
    if (point === undefined) return null;
    await store.suppressions.addAddress(numberKey(signer, point.value), 'bounced', at);
    return point.state === 'usable' ? withPointState(person, point.number, 'bounced') : null;
  });
}
