// How does a message become the bytes that are sent?
// The same message gives the same bytes on every attempt (requirement E9, Q3): Date and Message-ID are given, the boundary
// between the parts follows from the Message-ID, and signing adds no time of its own. Every value is written for where it
// stands: encoded words in headers, quoted-printable in the parts; nothing of it can begin a header or a part.
import { createHash } from 'node:crypto';
import { encodeWord, foldLines, quoteString } from 'nodemailer/lib/mime-funcs';
import { displayName } from './address.js';
import { signatureOf, type DkimKey } from './dkim.js';
import { furtherHeaders, type HeaderLine } from './headers.js';
import type { MailPerson, OutgoingMail } from './mailer.js';
import { quotedPrintable } from './quoted-printable.js';

// A word that is too long for a line cannot be folded as it stands; what looks encoded would be decoded.
const isPlain = (value: string): boolean => /^[\x20-\x7e]*$/.test(value) && !/=\?|\S{60}/.test(value);
const words = (value: string): string => encodeWord(value, 'Q', 52);
const folded = (name: string, value: string): HeaderLine => [name, foldLines(`${name}: ${value}`, 76)];

function person({ name, address }: MailPerson): string {
  const shown = displayName(name);
  if (shown === '') return address;
  if (!isPlain(shown)) return `${words(shown)} <${address}>`;
  return `${/^[A-Za-z0-9 ]+$/.test(shown) ? shown : quoteString(shown)} <${address}>`;
}

// Hidden characters have no place in a subject either; a subject is not cut, because staff see it when they write it.
const subjectOf = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim();

const part = (type: string, text: string): string =>
  `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(text)}\r\n`;

/**
 * The message as it goes over the wire, with text and HTML parts, signed where there is a key.
 *
 * @throws RangeError for a Message-ID or header that cannot be written
 */
export function mimeOf(mail: OutgoingMail, key: DkimKey | null = null): Buffer {
  if (!/^<[\x21-\x3b\x3d\x3f-\x7e]+>$/.test(mail.messageIdHeader) || mail.messageIdHeader.length > 250) {
    throw new RangeError('a Message-ID is one word in angle brackets');
  }
  const subject = subjectOf(mail.subject);
  // "=_" cannot stand in quoted-printable, so no part can hold the boundary.
  const boundary = `=_${createHash('sha256').update(mail.messageIdHeader).digest('hex').slice(0, 32)}`;
  const headers: readonly HeaderLine[] = [
    folded('From', person(mail.from)),
    folded('To', person(mail.to)),
    folded('Reply-To', mail.replyTo),
    folded('Subject', isPlain(subject) ? subject : words(subject)),
    ['Message-ID', `Message-ID: ${mail.messageIdHeader}`],
    ['Date', `Date: ${mail.date.toUTCString().replace('GMT', '+0000')}`],
    ...furtherHeaders(mail),
    ['MIME-Version', 'MIME-Version: 1.0'],
    ['Content-Type', `Content-Type: multipart/alternative;\r\n boundary="${boundary}"`],
  ];
  const parts = [part('text/plain', mail.text), part('text/html', mail.html)];
  const body = `${parts.map((each) => `--${boundary}\r\n${each}`).join('')}--${boundary}--\r\n`;
  const lines = [...(key === null ? [] : [signatureOf(headers, body, key)]), ...headers.map(([, line]) => line)];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1'); // all of it is ASCII by now
}
