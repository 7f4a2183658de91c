// Is this the link that we sent, and to which invitation does it lead?
// Lookup by the message's id, then the secret against its hash, with the same work where there is no such message
// (requirements T1, T4; decision R3). Whoever asks learns no more than yes or no.
import { linkIsOver } from '../../domain/survey/access.js';
import type { Invitation } from '../../domain/waves/invitation.js';
import type { MessageId } from '../../domain/waves/message.js';
import type { Wave } from '../../domain/waves/wave.js';
import { readToken, secretMatches, shortLinkHash } from '../../security/index.js';
import type { Tools } from '../tools.js';

export interface OpenedLink {
  readonly invitation: Invitation;
  readonly wave: Wave;
  readonly messageId: string;
  readonly addressNumber: number | null;
  readonly revoked: boolean;
  /** From when its message was to leave. */
  readonly dueAt: Date;
}

/** The message of a link: by its selector with the secret beside it, or, from a text, by the hash of the secret alone. */
async function findLink(store: Tools['store'], token: string) {
  const short = shortLinkHash(token);
  if (short !== null) return store.messages.findShortLink(short);
  const read = readToken(token);
  const link = read === null ? null : await store.messages.findLink(read.messageId);
  const matches = secretMatches(read?.secret ?? '', link?.hash ?? null);
  return read === null || link === null || !matches ? null : { ...link, id: read.messageId };
}

/**
 * What the token of a link leads to; null for any that we did not send, and once its time is over (requirement T4). Asked for by a
 * POST alone, so whoever asks has the mail: where its fate was unknown, it is not any more (requirement E7).
 * @param over also where its time is over: for sending a fresh link to the address on file, never for acting by it
 */
export async function openLink(
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
  token: string,
  { over = false }: { readonly over?: boolean } = {},
): Promise<OpenedLink | null> {
  const link = await findLink(store, token);
  if (link === null) return null;
  if (link.state === 'unknown') {
    await store.messages.acceptOnEvidence(link.id as MessageId, clock.now(), 'survey');
  }
  const [invitation, wave] = await Promise.all([
    store.invitations.find(link.invitationId),
    store.waves.find('every-school', link.waveId),
  ]);
  const { id: messageId, addressNumber, revoked, dueAt } = link;
  if (invitation === null || wave === null) return null;
  if (!over && linkIsOver({ closesOn: wave.closesOn, dueAt }, clock.now())) return null;
  return { invitation, wave, messageId, addressNumber, revoked, dueAt };
}

/** The number, in the person's record as it is now, of the address that the message went to; null for service mail. */
export const addressNumberOf = ({ messageId, invitation, addressNumber }: OpenedLink): number | null =>
  messageId.startsWith(`${invitation.id}:`) ? addressNumber : null;
