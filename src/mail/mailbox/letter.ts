// What is in a message, for a page or a test that asks? Parsed only here and only then.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { AddressObject } from 'mailparser';

/** One message as a person reads it. */
export interface Letter {
  /** The Message-ID header with its angle brackets. */
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly replyTo: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The header lines as they came. */
  readonly headers: string;
  readonly raw: string;
}

const shown = (people: AddressObject | undefined): string =>
  (people?.value ?? []).map(({ name, address = '' }) => (name === '' ? address : `${name} <${address}>`)).join(', ');

export async function readLetter(raw: Buffer): Promise<Letter> {
  const { simpleParser } = await import('mailparser'); // large, and needed where a letter is opened
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  const to = Array.isArray(mail.to) ? mail.to[0] : mail.to;
  return {
    messageId: mail.messageId ?? '',
    from: shown(mail.from),
    to: shown(to),
    replyTo: shown(mail.replyTo),
    subject: mail.subject ?? '(no subject)',
    text: mail.text ?? '',
    html: mail.html === false || mail.html === undefined ? '' : mail.html,
    headers: mail.headerLines.map(({ line }) => line).join('\n'),
    raw: raw.toString('utf8'),
  };
}

/** Every message of a mailbox's folder in order of arrival; works while the mailbox runs and after it. */
export async function readMaildir(folder: string): Promise<readonly Letter[]> {
  const kept = path.join(folder, 'new');
  const letters: Letter[] = [];
  for (const name of (await readdir(kept).catch(() => [])).sort()) {
    letters.push(await readLetter(await readFile(path.join(kept, name))));
  }
  return letters;
}
