// What stands in an emailed link, and how is it checked?
// A selector (the message's id, nothing personal) and a secret of 256 bits, of which only the SHA-256 is stored
// (requirement T1, decision R3). Comparing takes the same time whatever is wrong.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface MintedLink {
  /** 43 characters of base64url; only ever in the mail and, sealed, in the message until it is accepted. */
  readonly secret: string;
  /** What the message keeps. */
  readonly hash: string;
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** A new secret and the hash to keep. */
export function mintLink(): MintedLink {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: hashOf(secret) };
}

/** A link for a text message: 22 characters, 132 bits, of which only the hash is kept; it is found by that hash. */
export function mintShortLink(): MintedLink {
  const secret = randomBytes(17).toString('base64url').slice(0, 22);
  return { secret, hash: hashOf(secret) };
}

/** The hash under which a short link is kept, or null when the token cannot be one. */
export const shortLinkHash = (token: string): string | null =>
  /^[A-Za-z0-9_-]{22}$/.test(token) ? hashOf(token) : null;

/** The token of a link: `w1_a1_i_1.<secret>`; `:` of ids becomes `_`, so that it needs no escaping. */
export const tokenOf = (messageId: string, secret: string): string => `${messageId.replaceAll(':', '_')}.${secret}`;

/** Selector and secret of a token, or null when it cannot be one. */
export function readToken(token: string): { readonly messageId: string; readonly secret: string } | null {
  const match = /^([a-z0-9_-]{3,120})\.([A-Za-z0-9_-]{43})$/.exec(token);
  return match?.[1] === undefined || match[2] === undefined
    ? null
    : { messageId: match[1].replaceAll('_', ':'), secret: match[2] };
}

/** Whether the secret belongs to the stored hash; a missing hash costs the same time and is never right. */
export function secretMatches(secret: string, hash: string | null): boolean {
  const expected = Buffer.from(hash ?? hashOf(''), 'base64url');
  const given = Buffer.from(hashOf(secret), 'base64url');
  return (
    timingSafeEqual(expected.length === given.length ? expected : Buffer.alloc(given.length), given) && hash !== null
  );
}
