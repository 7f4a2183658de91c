// Which parts does a returned mail have? Read line by line, once, with everything bounded.
// Returned mail is often no whole MIME (finding 8): reports outside their multipart, boundaries that never come, originals
// pasted into the text. Nothing is therefore required: whatever stands there becomes a part. The caps hold for any input.
import { decodeBody } from './decode.js';

/** Bytes that are looked at; reports stand at the beginning, and what comes after is the mail that was returned. */
export const mostBytes = 512 * 1024;
const mostDepth = 20;
const mostParts = 60;
const mostHeaderLines = 1_000;

export interface Part {
  /** Such as `text/plain`, in lower case. */
  readonly type: string;
  readonly text: string;
  /** Within a mail that was returned, or its headers. */
  readonly original: boolean;
}

export interface PartedMail {
  readonly headers: readonly Header[];
  readonly parts: readonly Part[];
  /** All that was looked at, with LF line ends. */
  readonly raw: string;
}

export interface Header {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

/** The fields of a header block, unfolded; lines that are none are left out. */
export function headersOf(lines: readonly string[]): readonly Header[] {
  const headers: { name: string; value: string }[] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      if (last.value.length < 10_000) last.value += ` ${line.trim()}`;
      continue;
    }
    const found = /^([\x21-\x39\x3b-\x7e]{1,100}?)[ \t]*:(.*)$/.exec(line);
    if (found !== null)
      headers.push({ name: (found[1] ?? '').toLowerCase(), value: (found[2] ?? '').slice(0, 10_000).trim() });
  }
  return headers;
}

/** The first field of that name; empty when there is none. */
export const fieldOf = (headers: readonly Header[], name: string): string =>
  headers.find((header) => header.name === name)?.value ?? '';

const parameter = (value: string, name: string): string => {
  const found = new RegExp(`(?:;|\\s)${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(value);
  return found?.[1] ?? found?.[2] ?? '';
};

interface Open {
  readonly type: string;
  readonly charset: string;
  readonly encoding: string;
  readonly original: boolean;
  readonly lines: string[];
}

const opened = (headers: readonly Header[], original: boolean): Open => {
  const value = fieldOf(headers, 'content-type');
  return {
    type: (/^[^\s;]+/.exec(value)?.[0] ?? 'text/plain').toLowerCase(),
    charset: parameter(value, 'charset'),
    encoding: fieldOf(headers, 'content-transfer-encoding').toLowerCase(),
    original,
    lines: [],
  };
};

/** The mail's header fields and parts. Never throws, whatever the bytes; looks at 512 KB of them at the most. */
export function partsOf(bytes: Buffer): PartedMail {
  const raw = bytes
    .subarray(0, mostBytes)
    .toString('latin1')
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:From .*\n|\n)+/, ''); // the line of a mailbox file
  const lines = raw.split('\n');
  const parts: Part[] = [];
  const boundaries: string[] = [];
  const tops: (readonly Header[])[] = [];
  let head: string[] | null = [];
  let open = opened([], false);
  let returned = -1; // how many boundaries were open where the returned mail began

  const close = (): void => {
    if (open.lines.length > 0 && parts.length < mostParts) {
      parts.push({ type: open.type, original: open.original, text: decodeBody(open) });
    }
    open = { ...open, lines: [] };
  };
  const begin = (): void => {
    const fields = headersOf(head ?? []);
    head = null;
    if (tops.length === 0) tops.push(fields);
    open = opened(fields, returned >= 0);
    const boundary = parameter(fieldOf(fields, 'content-type'), 'boundary');
    if (open.type.startsWith('multipart/') && boundary !== '' && boundaries.length < mostDepth) {
      boundaries.push(boundary);
      open = { ...open, type: 'text/plain', encoding: '' };
    }
    if (!open.original && /^(?:message\/(?:global|rfc822)|text\/rfc822-headers?)\b/.test(open.type)) {
      returned = boundaries.length;
      open = { ...open, original: true };
    }
  };

  for (const line of lines) {
    const level = line.startsWith('--') ? levelOf(boundaries, line) : -1;
    if (level >= 0) {
      if (head !== null && head.length > 0) begin();
      close();
      const ends = line.trimEnd() === `--${boundaries[level] ?? ''}--`;
      boundaries.length = ends ? level : level + 1;
      if (boundaries.length <= returned && (ends ? level < returned : true)) returned = -1;
      open = { ...opened([], returned >= 0), lines: [] };
      head = ends ? null : [];
      continue;
    }
    if (head === null) open.lines.push(line);
    else if (line.trim() === '') begin();
    else if (head.length < mostHeaderLines) head.push(line);
  }
  if (head !== null && head.length > 0) begin();
  close();
  return { headers: tops[0] ?? [], parts, raw };
}

/** Which of the open boundaries the line is, the innermost first; -1 for none. */
function levelOf(boundaries: readonly string[], line: string): number {
  const text = line.trimEnd();
  for (let level = boundaries.length - 1; level >= 0; level -= 1) {
    const mark = `--${boundaries[level] ?? ''}`;
    if (text === mark || text === `${mark}--`) return level;
  }
  return -1;
}
