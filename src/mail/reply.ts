// What did the relay say?
// A reply is three digits on every line; the last line's count. Anything else is no reply at all, however much it looks
// like one: only a code decides (requirement E5).

export interface Reply {
  readonly code: number;
  readonly text: string;
}

/** The reply in these lines, or null when the last one does not begin with a code of 2xx to 5xx. */
export function readReply(lines: string): Reply | null {
  const all = lines.split(/\r?\n/).filter((line) => line !== '');
  const code = /^([2-5][0-9]{2})(?: |$)/.exec(all.at(-1) ?? '')?.[1];
  if (code === undefined) return null;
  const text = all.map((line) => line.replace(/^[0-9]{3}[ -]?/, '')).join(' ');
  return { code: Number(code), text: text.replace(/\p{Cc}+/gu, ' ').slice(0, 400) };
}

const queueIdShapes = [
  /\bqueued (?:mail for delivery )?as ([A-Za-z0-9._-]{4,64})/i, // Postfix and many others
  /\bid=([A-Za-z0-9._-]{4,64})/i, // Exim
  /\b([A-Za-z0-9]{8,64}) message accepted for delivery/i, // Sendmail
  /^ok:? ([0-9a-f]{8,}(?:-[0-9a-f]+)+)$/i, // Amazon SES
];

/** How Microsoft 365 and Exchange name the Message-ID under which they send a mail on (their wording, unverified). */
const ownMessageId = /^2\.(?:0\.0 OK|6\.0) (<[^<>\s@]{1,250}@[^<>\s@]{1,250}>) \[(?:Hostname|InternalId)=/i;

/** The Message-ID that the relay's reply to a message tells, in lower case with angle brackets; null where it tells none. */
export const messageIdIn = (text: string): string | null => ownMessageId.exec(text)?.[1]?.toLowerCase() ?? null;

/** The relay's own name for the message it took, where the reply tells one in a known form. */
export function queueIdIn(text: string): string | null {
  for (const shape of queueIdShapes) {
    const id = shape.exec(text)?.[1];
    if (id !== undefined) return id;
  }
  return null;
}
