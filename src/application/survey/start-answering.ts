// May the person who pressed "This is me" go on to the questions?
// The press is the identity confirmation; it exchanges the link's token for a session bound to the invitation
// (decision R11, requirement T3). Whatever is wrong with the token, the answer is one and the same.
import type { Reading } from '../../domain/survey/reading.js';
import type { Tools } from '../tools.js';
import { addressNumberOf, openLink, type OpenedLink } from './open-link.js';
import { newSession, readSession, renewedSession, type SurveyCookie } from './session.js';
import { takesAnswers } from './visit.js';

export type StartResult = { readonly kind: 'started'; readonly cookie: SurveyCookie } | { readonly kind: 'closed' };

/** The session that a link leads to: the one that this browser holds of the invitation goes on, with all that it typed. */
export function sessionByLink(
  signer: Tools['signer'],
  link: OpenedLink,
  { held, now }: { readonly held: string | undefined; readonly now: Date },
): SurveyCookie {
  const before = readSession(signer, held, now, { late: true });
  const to = addressNumberOf(link);
  if (before === null || before.caller !== undefined || before.invitationId !== link.invitation.id) {
    return newSession(signer, link.invitation.id, now, { to });
  }
  const { id, invitationId, expiresAt } = before;
  return renewedSession(signer, { id, invitationId, expiresAt, ...(to === null ? {} : { to }) }, now);
}

/**
 * Exchanges the token of a link; an answered link is no error and opens what was answered.
 * @param reading what they chose before they began
 * @param cookie what this browser holds already: its own session of the invitation goes on, with all that it typed
 */
export const startAnswering =
  (tools: Pick<Tools, 'store' | 'clock' | 'signer'>) =>
  async (token: string, reading: Reading = {}, cookie?: string): Promise<StartResult> => {
    const link = await openLink(tools, token);
    const now = tools.clock.now();
    if (link === null || link.revoked || !takesAnswers(link.invitation, link.wave, now)) return { kind: 'closed' };
    // What the next reminder says hangs on it: that the place is kept, not that nothing has been heard.
    await tools.store.invitations.markOpened(link.invitation.id, now);
    await tools.store.invitations.keepReading(link.invitation.id, reading);
    return { kind: 'started', cookie: sessionByLink(tools.signer, link, { held: cookie, now }) };
  };
