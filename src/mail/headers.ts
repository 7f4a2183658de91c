// Which headers may a message carry besides those of every mail, and how is each written?
// Requirement D2: one-click unsubscribing on a line of its own, unfolded, because some receivers read only that line;
// a list to file the mail under; a word to auto-responders. Requirement W8: nothing outside the list.
import type { OutgoingMail } from './mailer.js';

/** Present on every message unless the caller says otherwise. */
const always: Readonly<Record<string, string>> = {
  'Auto-Submitted': 'auto-generated', // RFC 3834: written by a machine, so holiday notes stay away
  'X-Auto-Response-Suppress': 'All', // the same to Exchange, which does not look at the header above
};
const allowed = new Set([...Object.keys(always), 'List-Id', 'Feedback-ID']);

interface PreparedHeader {
  readonly value: string;
  /** Written as it stands: neither encoded nor folded. */
  readonly prepared: true;
  readonly foldLines: false;
}

function prepared(name: string, value: string): PreparedHeader {
  // 998 is the longest line that mail allows; the name and ": " stand on it too.
  if (!/^[\x20-\x7e]+$/.test(value) || name.length + 2 + value.length > 998) {
    throw new RangeError(`the header ${name} holds something that cannot stand in a header`);
  }
  return { value, prepared: true, foldLines: false };
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
export function furtherHeaders(
  mail: Pick<OutgoingMail, 'headers' | 'listUnsubscribe'>,
): Readonly<Record<string, PreparedHeader>> {
  const headers = new Map<string, PreparedHeader>();
  for (const [name, value] of Object.entries({ ...always, ...mail.headers })) {
    if (!allowed.has(name)) throw new RangeError(`the header ${name} is not one that mail from here carries`);
    headers.set(name, prepared(name, value));
  }
  if (mail.listUnsubscribe !== undefined) {
    const { url, mailto } = mail.listUnsubscribe;
    if (!isUnsubscribeUrl(url)) throw new RangeError('the unsubscribe link must begin with https://');
    if (!/^mailto:[^<>,\s]+$/.test(mailto)) throw new RangeError('the unsubscribe address must begin with mailto:');
    headers.set('List-Unsubscribe', prepared('List-Unsubscribe', `<${url}>, <${mailto}>`));
    // RFC 8058: tells mail programs that one POST to the link is enough.
    headers.set('List-Unsubscribe-Post', prepared('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'));
  }
  return Object.fromEntries(headers);
}
