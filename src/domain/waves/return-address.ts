// Where do bounces of one message go?
// Requirement D3: `b+<message>.<mac>@<bounce domain>`, so that a bounce names its message however badly it is written,
// and nobody can forge one. The MAC is the caller's: the signer's over the message's id, cut to 14 characters (84 bits).
import type { MessageId } from './message.js';

/** Characters of the MAC that stand in a return address; 80 bits are the least (D3), and a local part holds 64 octets. */
const macLength = 14;

/**
 * The envelope sender of a message.
 *
 * @param mac the base64url MAC of the message's id; its first 14 characters are used
 * @throws RangeError when the local part would pass the 64 octets that mail allows, or the MAC is too short
 * @example returnAddress('w1:a1-0001:i:1', mac, 'bounce.example.org') is `b+w1_a1-0001_i_1.Zm9vYmFyYmF6cX@bounce.example.org`
 */
export function returnAddress(id: MessageId, mac: string, domain: string): string {
  const local = `b+${id.replaceAll(':', '_')}.${mac.slice(0, macLength)}`;
  if (mac.length < macLength) throw new RangeError('the MAC of a return address has too few characters');
  if (local.length > 64) throw new RangeError(`the return address of ${id} would be too long`);
  return `${local}@${domain}`;
}
