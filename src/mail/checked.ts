// What is checked of a message before any way of sending sees it, and taken out of an answer after?
// Requirement W8: recipients and senders are judged here, because what lies behind reads addresses more generously.
import { isMailAddress } from './address.js';
import type { OutgoingMail, SendOutcome } from './mailer.js';

/** An end in place of sending, for a recipient that cannot be; null where it may be sent. Throws RangeError for a sender. */
export function refusedAtOnce(mail: OutgoingMail): SendOutcome | null {
  for (const address of [mail.envelopeFrom, mail.from.address, mail.replyTo]) {
    if (!isMailAddress(address)) throw new RangeError('a sender or reply address of this message cannot be written to');
  }
  // Said in a relay's words, 553 being its code for an address that cannot be.
  return isMailAddress(mail.to.address)
    ? null
    : { kind: 'rejected', code: 553, text: 'This address cannot be written to.', step: 'address' };
}

/** An answer often repeats the address; what is kept about an attempt must not. */
export const withoutAddress = (outcome: SendOutcome, mail: OutgoingMail): SendOutcome =>
  'text' in outcome ? { ...outcome, text: outcome.text.replaceAll(mail.to.address, '(the address)') } : outcome;

/** Sending is over. */
export const sendingClosed: SendOutcome = { kind: 'not-sent', why: 'sending is closed' };
