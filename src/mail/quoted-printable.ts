// How does text become lines that every mail server passes on unchanged, at the price of one encoding for many mails?
// Line by line: nearly every line of a wave's mail is the same for everybody, and a line that was encoded once is not
// encoded again. What differs between people, such as a name or a link, is encoded by itself and can break out of nothing.
import { encode, wrap } from 'nodemailer/lib/qp';

const longestLine = 76; // RFC 2045
const mostKept = 4_000; // lines; a mail has about a hundred
const longestKept = 2_000; // characters

const kept = new Map<string, string>();

function lineOf(line: string): string {
  const known = kept.get(line);
  if (known !== undefined) return known;
  const encoded = wrap(encode(line), longestLine);
  if (kept.size >= mostKept) kept.clear(); // mostly lines of people whose mail has left
  if (line.length <= longestKept) kept.set(line, encoded);
  return encoded;
}

/** The text as quoted-printable with CRLF line ends; the same text gives the same bytes. */
export const quotedPrintable = (text: string): string =>
  text
    .split(/\r\n|\n|\r/)
    .map(lineOf)
    .join('\r\n');
