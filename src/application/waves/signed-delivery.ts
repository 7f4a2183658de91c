// Do we believe what a provider tells us?
// Only what bears the signature of the shared secret, is at most five minutes old and was not said before (requirement
// W9). What is kept of a delivery is its hash, for three times as long as one is believed; it is kept once every event was
// taken in, so that a delivery that was broken off is taken in again, and each event has to bear that.
import { createHash } from 'node:crypto';
import { deliveryIsSigned, type SignedDelivery } from '../../security/index.js';
import type { Tools } from '../tools.js';

/** A delivery and how its events are read; `parse` gives null when they cannot be. */
export interface SignedEvents<Event> extends SignedDelivery {
  readonly parse: (body: Buffer) => readonly Event[] | null;
}

/** What became of a delivery. `off`: no secret is set. */
export type DeliveryTaken =
  | { readonly kind: 'off' | 'refused' | 'unreadable' }
  | { readonly kind: 'taken'; readonly known: boolean; readonly events: number };

const keptForMs = 15 * 60_000;

/** Takes in a delivery, event by event. Safe to run twice and at once. `of`: whose deliveries these are. */
export async function takeInSigned<Event>(
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
  { of, secret }: { readonly of: 'mail' | 'texts'; readonly secret: string | undefined },
  { parse, ...delivery }: SignedEvents<Event>,
  takeIn: (event: Event) => Promise<void>,
): Promise<DeliveryTaken> {
  if (secret === undefined) return { kind: 'off' };
  if (!deliveryIsSigned(secret, delivery, clock.now())) return { kind: 'refused' };
  const events = parse(delivery.body);
  if (events === null) return { kind: 'unreadable' };
  const id = createHash('sha256').update(`${of} ${delivery.timestamp}.`).update(delivery.body).digest('hex');
  if (await store.providerDeliveries.isKnown(id)) return { kind: 'taken', known: true, events: events.length };
  for (const event of events) await takeIn(event);
  await store.providerDeliveries.keep(id, keptForMs);
  return { kind: 'taken', known: false, events: events.length };
}
