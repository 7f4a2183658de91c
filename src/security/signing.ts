// How does a value come back unchanged from a browser, an address or a form?
// HMAC-SHA-256 under a key of its own per purpose: survey session and form token (decision R12), signed return address
// (requirement D3), keyed hash of a suppressed address (requirement D6).
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyPurpose, KeyRing } from './keys.js';

export interface Signer {
  /** base64url of the whole MAC, 43 characters. */
  readonly sign: (purpose: KeyPurpose, text: string) => string;
  /** Compares in constant time; a shortened MAC is compared over its own length of at least 14 characters (84 bits). */
  readonly verify: (purpose: KeyPurpose, text: string, mac: string) => boolean;
}

/** The signer of a key ring. */
export function signer(keys: KeyRing): Signer {
  const sign = (purpose: KeyPurpose, text: string): string =>
    createHmac('sha256', keys.key(purpose)).update(text).digest('base64url');
  return {
    sign,
    verify: (purpose, text, mac) => {
      if (mac.length < 14 || mac.length > 43) return false;
      const expected = Buffer.from(sign(purpose, text).slice(0, mac.length));
      const given = Buffer.from(mac);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}
