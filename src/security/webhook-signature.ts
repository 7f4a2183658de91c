// Did the mail provider send this, and just now?
// HMAC-SHA-256 under a secret shared with the provider, over the second of sending and the exact bytes (requirement W9):
// `v1=<hexadecimal>`, several divided by commas while a secret is being changed. Compared in constant time.
import { createHmac, timingSafeEqual } from 'node:crypto';

const window = 5 * 60;

/** What came with the request. */
export interface SignedDelivery {
  /** Seconds since 1970, as text. */
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Buffer;
}

/** The signature of a body under the secret. */
export const signDelivery = (secret: string, timestamp: string, body: Buffer): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;

/** Whether it bears a signature of the secret and is at most five minutes old, or ahead of our clock. */
export function deliveryIsSigned(secret: string, { timestamp, signature, body }: SignedDelivery, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  const expected = Buffer.from(signDelivery(secret, timestamp, body));
  const signed = signature
    .slice(0, 1_000)
    .split(',')
    .map((each) => Buffer.from(each.trim()))
    .some((each) => each.length === expected.length && timingSafeEqual(each, expected));
  return signed && Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= window;
}
