// How do the bytes of a part become text?
// Transfer encodings of RFC 2045 and whatever charset is named; what cannot be decoded is read byte for byte, because the
// codes and addresses that matter are ASCII.

const quotedPrintable = (text: string): string =>
  text
    .replace(/=[ \t]{0,5}\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

function decoderOf(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset === '' || /^us-ascii$/i.test(charset) ? 'utf-8' : charset);
  } catch {
    return new TextDecoder('utf-8'); // a charset that nobody knows
  }
}

/** The text of a part; its lines hold one character per byte. */
export function decodeBody({
  lines,
  encoding,
  charset,
}: {
  readonly lines: readonly string[];
  readonly encoding: string;
  readonly charset: string;
}): string {
  const body = lines.join('\n');
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : Buffer.from(encoding === 'quoted-printable' ? quotedPrintable(body) : body, 'latin1');
  return decoderOf(charset).decode(bytes);
}

const mostMarkup = 100_000;

/** The words of a page without its marks; each step is linear in its length, whatever stands in it. */
export function withoutMarkup(html: string): string {
  const [first = '', ...blocks] = html.slice(0, mostMarkup).split(/<(?:style|script)\b/i);
  const after = blocks.map((block) =>
    block
      .split(/<\/(?:style|script)>/i)
      .slice(1)
      .join(' '),
  );
  return [first, ...after]
    .join(' ')
    .replace(/<(?:br|\/p|\/div|\/tr|\/li)\b[^<>]{0,200}>/gi, '\n')
    .replace(/<[^<>]{1,2000}>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}

/** A header value with its encoded words (RFC 2047) as text; what cannot be decoded stays as it is. */
export const inWords = (value: string): string =>
  value
    .slice(0, 2_000)
    .replace(/(=\?[^?\s]{1,40}\?[bq]\?[^?\s]{0,400}\?=)\s+(?==\?)/gi, '$1')
    .replace(/=\?([^?\s]{1,40})\?([bq])\?([^?\s]{0,400})\?=/gi, (_, charset: string, how: string, text: string) => {
      const line = how.toLowerCase() === 'q' ? quotedPrintable(text.replaceAll('_', ' ')) : '';
      const bytes = line === '' ? Buffer.from(text, 'base64') : Buffer.from(line, 'latin1');
      return decoderOf(charset).decode(bytes);
    });
