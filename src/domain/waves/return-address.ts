// Where do bounces of one message go, and which message does such an address name?
// Requirement D3: `b+<message>.<mac>@<bounce domain>`, so that a bounce names its message however badly it is written,
// and nobody can forge one. Mail servers may write a local part in lower case: ids are in lower case anyhow, and the MAC
// stands in letters and digits of one case (base 32, 17 characters, 84 of its bits). The MAC itself is the signer's.
// A Message-ID has the same form, so that mail returned without its return address is matched as surely (Y22).
import type { MessageId } from './message.js';

/** Characters of the base64url MAC that are carried: 84 bits; 80 are the least (D3). */
const macLength = 14;
const sixes = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const fives = 'abcdefghijklmnopqrstuvwxyz234567';

/** Digits of one size as digits of another; the last is filled up with zeros. */
function regroup(text: string, from: string, to: string, length: number): string {
  const size = Math.log2(from.length);
  const bits = Array.from(text, (each) => from.indexOf(each).toString(2).padStart(size, '0')).join('');
  const target = Math.log2(to.length);
  return Array.from({ length }, (_, place) => {
    const group = bits.slice(place * target, (place + 1) * target).padEnd(target, '0');
    return to[Number.parseInt(group, 2)] ?? '';
  }).join('');
}

/** `<message>.<mac>`: names the message and shows that we did. Throws RangeError when the MAC is too short. */
function signedName(id: MessageId, mac: string): string {
  if (mac.length < macLength) throw new RangeError('the MAC of a return address has too few characters');
  return `${id.replaceAll(':', '_')}.${regroup(mac.slice(0, macLength), sixes, fives, 17)}`;
}

/**
 * The envelope sender of a message.
 *
 * @param mac the base64url MAC of the message's id; its first 14 characters are used
 * @throws RangeError when the local part would pass the 64 octets that mail allows, or the MAC is too short
 * @example returnAddress('w1:a1-0001:i:1', mac, 'bounce.example.org') is `b+w1_a1-0001_i_1.ab27…@bounce.example.org`
 */
export function returnAddress(id: MessageId, mac: string, domain: string): string {
  const local = `b+${signedName(id, mac)}`;
  if (local.length > 64) throw new RangeError(`the return address of ${id} would be too long`);
  return `${local}@${domain}`;
}

/** The Message-ID of a message with its angle brackets; the same on every attempt (requirement E9). */
export const messageIdHeader = (id: MessageId, mac: string, domain: string): string =>
  `<${signedName(id, mac)}@${domain}>`;

/** A message that an address or a Message-ID names, and what is to be verified before anything is believed. */
export interface NamedMessage {
  readonly id: MessageId;
  /** 14 characters of base64url, as the signer's `verify` takes them. */
  readonly mac: string;
}

/** What a return address or a Message-ID of ours names; null for any other. Upper and lower case are one. */
export function namedMessage(address: string): NamedMessage | null {
  const found = /^<?(?:b\+)?([a-z0-9_-]{1,64})\.([a-z2-7]{17})@/.exec(address.trim().toLowerCase());
  const [, name, mac] = found ?? [];
  if (name === undefined || mac === undefined) return null;
  return { id: name.replaceAll('_', ':') as MessageId, mac: regroup(mac, fives, sixes, macLength) };
}
