// How does somebody stop our mail by the link in it or by their choices page, or have less of it?
// One press stops this wave, and where that was chosen everything, or all but one wave a year (requirements D5, D9; RFC
// 8058). It also proves that the message arrived (E7). Acknowledged when it is true: open messages are marked by then.
import { londonDate } from '../../domain/calendar/london-time.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Invitation } from '../../domain/waves/invitation.js';
import type { MessageId } from '../../domain/waves/message.js';
import { readToken, secretMatches } from '../../security/index.js';
import { changePerson } from '../alumni/change-person.js';
import { suppressionKey } from './audience.js';
import { stopPerson, type StopTools } from './stops.js';

/** What may be stopped: this wave; this wave, and later all but one a year; everything. */
export const unsubscribeScopes = ['all', 'wave', 'year'] as const;
export type UnsubscribeScope = (typeof unsubscribeScopes)[number];

/** Stops by the link of a message. `unknown` for a link that we did not send. Doing it again changes nothing. */
export const unsubscribe =
  (tools: StopTools) =>
  async ({
    token,
    scope,
  }: {
    readonly token: string;
    readonly scope: UnsubscribeScope;
  }): Promise<{ readonly kind: 'done' | 'unknown' }> => {
    const { store, clock } = tools;
    const read = readToken(token);
    const link = read === null ? null : await store.messages.findLink(read.messageId);
    if (!secretMatches(read?.secret ?? '', link?.hash ?? null) || read === null || link === null)
      return { kind: 'unknown' };
    const invitation = await store.invitations.find(link.invitationId);
    if (invitation === null) return { kind: 'unknown' };
    await store.messages.acceptOnEvidence(read.messageId as MessageId, clock.now(), 'unsubscribe');
    await stopAsWished(tools)({ invitation, scope, evidence: `link:${read.messageId}` });
    return { kind: 'done' };
  };

/** Stops what the person of the invitation wished to be stopped. Doing it again changes nothing. */
export const stopAsWished =
  (tools: StopTools) =>
  async ({
    invitation,
    scope,
    evidence,
  }: {
    readonly invitation: Invitation;
    readonly scope: UnsubscribeScope;
    readonly evidence: string;
  }): Promise<void> => {
    const { store, clock, signer } = tools;
    await store.invitations.stop(invitation.id, 'unsubscribed');
    await store.messages.stopOfInvitation(invitation.id, 'unsubscribed');
    await store.calls.endOfInvitation(invitation.id, 'stopped');
    const { alumnusId, schoolId } = invitation;
    if (scope === 'year') await onceAYear(tools, alumnusId);
    if (scope !== 'all') return;
    await stopPerson(tools)({ alumnusId, reason: 'unsubscribed', actor: { kind: 'alumnus' }, evidence });
    // The address itself too, so that it stays stopped when the person's record is gone (requirement D6).
    const person = await store.alumni.find('every-school', alumnusId);
    const address = person?.contactPoints.find((point) => point.number === invitation.addressNumber);
    if (address === undefined) return;
    const key = suppressionKey(signer, address.value);
    await store.suppressions.addAddress(key, 'unsubscribed', clock.now(), { evidence, alumnusId, schoolId });
  };

/** Notes in the person's record that they want one survey a year; the rules of eligibility obey it. */
async function onceAYear(tools: StopTools, id: AlumnusId): Promise<void> {
  const asked = { actor: { kind: 'alumnus' }, act: 'contact.once-a-year' } as const;
  await changePerson(tools, id, asked, (person) =>
    person.onceAYearSince === undefined ? { ...person, onceAYearSince: londonDate(tools.clock.now()) } : null,
  );
}
