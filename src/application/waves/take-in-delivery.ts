// What does a mail provider tell us about our messages?
// Each event of a delivery that we believe (signed-delivery.ts) is judged like a returned mail, by the Message-ID that we
// signed (D3): a provider's word about any other changes nothing. "Delivered" proves that a message left (E7).
import { createHash } from 'node:crypto';
import type { MessageId } from '../../domain/waves/message.js';
import { namedMessage } from '../../domain/waves/return-address.js';
import type { ReadMail } from '../../mail/index.js';
import type { Tools } from '../tools.js';
import { takeInSigned, type DeliveryTaken, type SignedEvents } from './signed-delivery.js';
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
    messageIds: [],
    originalMessageId: messageId,
    subject: '',
    from: '',
  };
}

/** Takes in a signed delivery. Safe to run twice and at once. */
export const takeInDelivery =
  (tools: TakeInTools) =>
  (delivery: SignedEvents<ProviderEvent>): Promise<DeliveryTaken> =>
    takeInSigned(tools, { of: 'mail', secret: tools.settings.webhookSecret }, delivery, (event) =>
      takeInEvent(tools, event),
    );

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
