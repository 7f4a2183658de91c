// What does a mail provider tell us about our messages, and do we believe it?
// Only what bears the signature of the shared secret, is at most five minutes old and was not said before (requirement
// W9). Each event is then judged like a returned mail, by the Message-ID that we signed (D3): a provider's word about
// any other changes nothing. "Delivered" proves that a message left (E7).
import { createHash } from 'node:crypto';
import type { MessageId } from '../../domain/waves/message.js';
import { namedMessage } from '../../domain/waves/return-address.js';
import type { ReadMail } from '../../mail/index.js';
import { deliveryIsSigned, type SignedDelivery } from '../../security/index.js';
import type { Tools } from '../tools.js';
import { judgeRead, takeInJudged, type TakeInTools } from './take-in-mail.js';

/** What can have happened to a message at the provider. */
export const providerEventKinds = ['delivered', 'bounced', 'delayed', 'complained', 'unsubscribed'] as const;

/** One event, as the provider's adapter words it. */
export interface ProviderEvent {
  readonly event: (typeof providerEventKinds)[number];
  /** Of the mail that it is about, as we set it. */
  readonly messageId: string;
  readonly recipient?: string | undefined;
  /** Enhanced status code such as `5.1.1`. */
  readonly status?: string | undefined;
  /** The receiver's reply. */
  readonly diagnostic?: string | undefined;
}

/** What became of a delivery. `off`: no secret is set. */
export type DeliveryTaken =
  | { readonly kind: 'off' | 'refused' | 'unreadable' }
  | { readonly kind: 'taken'; readonly known: boolean; readonly events: number };

const keptFor = 15 * 60_000; // three times as long as a delivery is believed

function asRead({ event, messageId, recipient, status, diagnostic }: ProviderEvent): ReadMail {
  const isReport = event === 'bounced' || event === 'delayed';
  return {
    feedbackType: event === 'complained' ? 'abuse' : event === 'unsubscribed' ? 'opt-out' : null,
    automaticAnswer: false,
    fromMailSystem: true,
    report: isReport
      ? {
          action: event === 'delayed' ? 'delayed' : 'failed',
          status: status ?? '',
          diagnostic: diagnostic ?? '',
          reporter: '',
        }
      : null,
    notice: '',
    address: recipient ?? null,
    names: [messageId.replace(/^<|>$/g, '')],
    originalMessageId: messageId,
    subject: '',
    from: '',
  };
}

/** Takes in a delivery; `parse` gives its events, or null when it cannot be read. Safe to run twice and at once. */
export const takeInDelivery =
  (tools: TakeInTools) =>
  async (
    delivery: SignedDelivery,
    parse: (body: Buffer) => readonly ProviderEvent[] | null,
  ): Promise<DeliveryTaken> => {
    const { store, clock, settings } = tools;
    const secret = settings.webhookSecret;
    if (secret === undefined) return { kind: 'off' };
    if (!deliveryIsSigned(secret, delivery, clock.now())) return { kind: 'refused' };
    const events = parse(delivery.body);
    if (events === null) return { kind: 'unreadable' };
    const id = createHash('sha256').update(`${delivery.timestamp}.`).update(delivery.body).digest('hex');
    if (await store.providerDeliveries.isKnown(id)) return { kind: 'taken', known: true, events: events.length };
    for (const event of events) await takeInEvent(tools, event);
    await store.providerDeliveries.keep(id, new Date(clock.now().getTime() + keptFor));
    return { kind: 'taken', known: false, events: events.length };
  };

async function takeInEvent(tools: TakeInTools, event: ProviderEvent): Promise<void> {
  if (event.event === 'delivered') {
    const id = ourMessage(tools, event.messageId);
    if (id !== null) await tools.store.messages.acceptOnEvidence(id, tools.clock.now(), 'webhook');
    return;
  }
  const { event: kind, messageId, recipient = '', status = '', diagnostic = '' } = event;
  const hash = createHash('sha256')
    .update(JSON.stringify(['provider', kind, messageId, recipient, status, diagnostic]))
    .digest('hex');
  await takeInJudged(tools)(judgeRead(asRead(event), tools.signer), { hash, source: 'provider' });
}

function ourMessage({ signer }: Pick<Tools, 'signer'>, messageId: string): MessageId | null {
  const named = namedMessage(messageId);
  return named !== null && signer.verify('return-path', named.id, named.mac) ? named.id : null;
}
