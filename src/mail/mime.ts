// How does a message become the bytes that are sent?
// The same message gives the same bytes on every attempt (Q3): Date and Message-ID are given, and the boundaries
// between the parts follow from the Message-ID.
import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { displayName } from './address.js';
import { furtherHeaders } from './headers.js';
import type { MailPerson, OutgoingMail } from './mailer.js';

const shown = ({ name, address }: MailPerson): MailPerson => ({ name: displayName(name), address });

/**
 * The message as it goes over the wire, with text and HTML parts.
 *
 * @throws RangeError for a Message-ID or header that cannot be written
 */
export async function mimeOf(mail: OutgoingMail): Promise<Buffer> {
  if (!/^<[\x21-\x3b\x3d\x3f-\x7e]+>$/.test(mail.messageIdHeader) || mail.messageIdHeader.length > 250) {
    throw new RangeError('a Message-ID is one word in angle brackets');
  }
  const node = new MailComposer({
    from: shown(mail.from),
    to: shown(mail.to),
    replyTo: mail.replyTo,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageIdHeader,
    date: mail.date,
    headers: furtherHeaders(mail),
    baseBoundary: createHash('sha256').update(mail.messageIdHeader).digest('hex').slice(0, 32),
    newline: 'win', // CRLF, so that a line break within the text is not sent bare
    disableFileAccess: true, // a text that looks like a path or a link is never fetched
    disableUrlAccess: true,
  }).compile();
  return node.build();
}
