// Returned mails made by a test: delivery reports, complaints and holiday notes about a message, and mutations of any mail.
import { createHash } from 'node:crypto';
import type { MailBytes } from '../../src/mail/index.js';

/** A mail as it is read from a file. */
export const asMail = (text: string | Buffer): MailBytes => {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  return { hash: createHash('sha256').update(bytes).digest('hex'), head: bytes.subarray(0, 512 * 1024) };
};

interface About {
  /** Where the report is sent to: the return address of the message. */
  readonly to: string;
  readonly messageId?: string;
  readonly status?: string;
  readonly diagnostic?: string;
  readonly recipient?: string;
}

const original = ({ messageId = '<invented@example.org>', recipient = 'avery1@example.org' }: About): string =>
  `From: alumni@trust.example\nTo: ${recipient}\nSubject: Where are you now?\nMessage-ID: ${messageId}\n\nHello`;

const wrapped = (type: string, headers: string, parts: readonly string[]): string =>
  `${headers}MIME-Version: 1.0\nContent-Type: ${type}; boundary="=_part"\n\n${parts
    .map((part) => `--=_part\n${part}\n`)
    .join('')}--=_part--\n`;

/** A report as RFC 3464 has it. */
export const aBounce = (about: About): string => {
  const { to, status = '5.1.1', recipient = 'avery1@example.org' } = about;
  const { diagnostic = `550 ${status} <${recipient}>: recipient` } = about;
  return wrapped(
    'multipart/report; report-type=delivery-status',
    `Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: ${to}\nSubject: Undelivered Mail Returned to Sender\n`,
    [
      `Content-Type: text/plain\n\nIt could not be delivered.`,
      `Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ${recipient}\nAction: failed\nStatus: ${status}\nDiagnostic-Code: smtp; ${diagnostic}`,
      `Content-Type: message/rfc822\n\n${original(about)}`,
    ],
  );
};

/** An abuse report as RFC 5965 has it. */
export const aComplaint = (about: About): string =>
  wrapped(
    'multipart/report; report-type=feedback-report',
    `From: complaints@mx.example\nTo: ${about.to}\nSubject: Abuse report\n`,
    [
      `Content-Type: text/plain\n\nThis is an abuse report.`,
      `Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: Test/1\nVersion: 1`,
      `Content-Type: message/rfc822\n\n${original(about)}`,
    ],
  );

/** A holiday note. */
export const aHolidayNote = ({ to }: About): string =>
  `From: avery1@example.org\nTo: ${to}\nSubject: Away until Monday\nAuto-Submitted: auto-replied\n\nMailbox full of sand. User unknown!\n`;

/** Numbers in a fixed order, the same for the same seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The mail with a few bytes changed, cut out, doubled or put elsewhere. */
export function mutated(mail: Buffer, random: () => number): Buffer {
  let bytes: Buffer = Buffer.from(mail);
  for (let changes = 1 + Math.floor(random() * 8); changes > 0; changes -= 1) {
    const at = Math.floor(random() * bytes.length);
    const end = Math.min(bytes.length, at + Math.floor(random() * 400));
    const part = bytes.subarray(at, end);
    const kind = Math.floor(random() * 5);
    if (kind === 0 && bytes.length > 0) bytes[at] = Math.floor(random() * 256);
    if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    if (kind === 2) bytes = Buffer.concat([bytes, part]);
    if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
    if (kind === 4) bytes = bytes.subarray(0, Math.max(1, at));
  }
  return bytes;
}
