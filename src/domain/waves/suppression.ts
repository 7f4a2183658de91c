// Why must an address not be mailed, for what, and may that be lifted?
// Requirement D6: reason, scope, evidence; hard bounces and stops do not expire. Lifting always takes a recorded reason; a
// stop that the person asked for, or a complaint, is lifted only when the person asks for that too.
import { stopReasons } from './invitation.js';

/** `by-hand`: added by staff; `imported`: from a list of addresses or keys that says no reason of ours. */
export const suppressionReasons = [...stopReasons, 'bounced', 'complained', 'by-hand', 'imported'] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** `survey`: mail that asks how things are going, of every wave. `all`: service mail too, which nobody there would read. */
export const suppressionScopes = ['survey', 'all'] as const;
export type SuppressionScope = (typeof suppressionScopes)[number];

/** What the reason covers where nobody says otherwise. */
export const scopeOf = (reason: SuppressionReason): SuppressionScope =>
  reason === 'bounced' || reason === 'complained' || reason === 'has-died' || reason === 'not-me' ? 'all' : 'survey';

const theirs: readonly SuppressionReason[] = ['complained', 'unsubscribed', 'objected', 'not-me'];

/** Whether it is the person's own wish, so that only the person can take it back. */
export const isTheirWish = (reason: SuppressionReason): boolean => theirs.includes(reason);

/** Whether the address is no way to the person: mail came back from it, or somebody else reads it. Nobody asked to stop. */
export const isDeadAddress = (reason: SuppressionReason): boolean => reason === 'bounced' || reason === 'not-me';

/** `person:` and an id is a person's stop; everything else the key of an address. */
export const stoppedPerson = (id: string): string | null =>
  id.startsWith('person:') ? id.slice('person:'.length) : null;

/** A key as the list is exported and imported: 43 characters of base64url. */
export const isSuppressionKey = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);
