// Which headers may a message carry besides those of every mail, and how is each written?
// Requirement D2: one-click unsubscribing on a line of its own, unfolded, because some receivers read only that line;
// a list to file the mail under; a word to auto-responders. Requirement W8: nothing outside the list.
import type { OutgoingMail } from './mailer.js';

/** A header as it goes over the wire, CRLF within where it is folded. */
export type HeaderLine = readonly [name: string, line: string];

/** Present on every message unless the caller says otherwise. */
const always: Readonly<Record<string, string>> = {
  'Auto-Submitted': 'auto-generated', // RFC 3834: written by a machine, so holiday notes stay away
  'X-Auto-Response-Suppress': 'All', // the same to Exchange, which does not look at the header above
};
const allowed = new Set([...Object.keys(always), 'List-Id', 'Feedback-ID']);

function unfolded(name: string, value: string): HeaderLine {
  // 998 is the longest line that mail allows; the name and ": " stand on it too.
  if (!/^[\x20-\x7e]+$/.test(value) || name.length + 2 + value.length > 998) {
    throw new RangeError(`the header ${name} holds something that cannot stand in a header`);
  }
  return [name, `${name}: ${value}`];
}

function isUnsubscribeUrl(text: string): boolean {
  if (!URL.canParse(text) || /[<>,\s]/.test(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}

/**
 * The further headers of a message, ready to be written.
 *
 * @throws RangeError for a header outside the list, a value with control or non-ASCII characters, or an unsubscribe
 *   address that is neither https nor on this machine
 */
export function furtherHeaders(mail: Pick<OutgoingMail, 'headers' | 'listUnsubscribe'>): readonly HeaderLine[] {
  const given = Object.entries({ ...always, ...mail.headers });
  const strange = given.find(([name]) => !allowed.has(name));
  if (strange !== undefined) throw new RangeError(`the header ${strange[0]} is not one that mail from here carries`);
  if (mail.listUnsubscribe === undefined) return given.map(([name, value]) => unfolded(name, value));
  const { url, mailto } = mail.listUnsubscribe;
  if (!isUnsubscribeUrl(url)) throw new RangeError('the unsubscribe link must begin with https://');
  if (!/^mailto:[^<>,\s]+$/.test(mailto)) throw new RangeError('the unsubscribe address must begin with mailto:');
  return [
    ...given.map(([name, value]) => unfolded(name, value)),
    unfolded('List-Unsubscribe', `<${url}>, <${mailto}>`),
    // RFC 8058: tells mail programs that one POST to the link is enough.
    unfolded('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
  ];
}
