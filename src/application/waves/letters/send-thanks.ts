// Who gets a thank-you after answering?
// Once for each invitation, only where the wave says so, to the address that was written to or else another of their own. It
// is service mail (decision R6): no contact is counted. Whoever must not be written to is looked up again when it leaves.
import { ownAddresses } from '../../../domain/alumni/contact-point.js';
import { londonDate } from '../../../domain/calendar/london-time.js';
import type { InvitationId } from '../../../domain/waves/invitation.js';
import type { MessageId } from '../../../domain/waves/message.js';
import type { Tools } from '../../tools.js';
import { queueServiceLetter } from '../sending/service-letter.js';
import { letterRef, type LetterBook } from './letter-book.js';

const validMs = 24 * 3_600_000;

/** Queues it; a second time for the same invitation changes nothing. */
export const sendThanks =
  (tools: Pick<Tools, 'store' | 'clock' | 'vault' | 'settings'> & { readonly book: LetterBook }) =>
  async (invitationId: InvitationId): Promise<void> => {
    const { store, clock, settings, book } = tools;
    const invitation = await store.invitations.find(invitationId);
    const wave = invitation === null ? null : await store.waves.find('every-school', invitation.waveId);
    if (invitation === null || wave?.thanks !== true || invitation.stop === 'unsubscribed') return; // answered all the same
    const person = await store.alumni.find('every-school', invitation.alumnusId);
    const own = ownAddresses(person?.contactPoints ?? [], londonDate(clock.now()));
    const address = own.find(({ number }) => number === invitation.addressNumber) ?? own[0];
    if (person === null || address === undefined) return;
    const name = person.name.toUse ?? person.name.given;
    const schools = await store.schools.all();
    await queueServiceLetter(tools, {
      id: `service:thank-you:${invitation.id}` as MessageId,
      template: 'thank-you',
      to: { name: `${name} ${person.name.family}`, address: address.value },
      letter: {
        ...letterRef(await book.versionsOf(wave), 'thank-you', wave, person),
        ...{ name, closesOn: wave.closesOn, isTest: false },
        school: schools.find(({ id }) => id === person.schoolId)?.name ?? settings.trustName,
      },
      expiresAt: new Date(clock.now().getTime() + validMs),
      about: {
        ...{ alumnusId: person.id, invitationId: invitation.id, waveId: wave.id },
        ...{ schoolId: person.schoolId, addressNumber: address.number },
      },
    });
  };
