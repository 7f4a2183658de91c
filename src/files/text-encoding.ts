// In which encoding is this file written, and is it text at all?
// UTF-8 or UTF-16 by mark, UTF-16 by its zeros, UTF-8 by its form, else Windows-1252 (requirement W7). One pass over all
// bytes: a single accented letter on the last line decides between UTF-8 and Windows-1252.
import { FileRefused } from './refused.js';

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface ScannedText {
  readonly encoding: TextEncodingName;
  /** The separator of the first line: what stands there most often. */
  readonly separator: ',' | ';' | '\t';
}

const advice = 'Save the sheet as "CSV UTF-8" and bring that file.';
const signatures: readonly (readonly [string, string])[] = [
  ['504b0304', `This is an Excel workbook or a zip file, not a CSV file. ${advice}`],
  ['d0cf11e0', `This is an old Excel workbook, not a CSV file. ${advice}`],
  ['25504446', `This is a PDF, not a CSV file. ${advice}`],
  ['1f8b', 'This file is compressed. Unpack it and bring the CSV file inside.'],
];
const sampleBytes = 4096;

/** Zeros at even and at odd places show which half of each UTF-16 unit is the empty one. */
function utf16WithoutMark(sample: Uint8Array): TextEncodingName | null {
  const zeros = [0, 0];
  sample.forEach((byte, place) => {
    if (byte === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const half = sample.length / 2;
  if (odd > half * 0.4 && even < half * 0.1) return 'utf-16le';
  return even > half * 0.4 && odd < half * 0.1 ? 'utf-16be' : null;
}

function separatorOf(sample: Uint8Array, encoding: TextEncodingName): ScannedText['separator'] {
  const firstLine =
    new TextDecoder(encoding)
      .decode(sample)
      .split(/\r?\n|\r/, 1)[0]
      ?.replace(/"[^"]*"/g, '') ?? '';
  const count = (separator: string): number => firstLine.split(separator).length;
  if (count('\t') > count(',') && count('\t') > count(';')) return '\t';
  return count(';') > count(',') ? ';' : ',';
}

/** Counts well-formed multi-byte characters and bytes that no UTF-8 text holds, over chunks. */
function utf8Counter() {
  let missing = 0; // continuation bytes that the present character still needs
  let line = 1;
  const found = { good: 0, bad: 0, firstBadLine: 0, control: 0 };
  const bad = (): void => {
    found.bad += 1;
    if (found.firstBadLine === 0) found.firstBadLine = line;
  };
  const start = (byte: number): void => {
    if (byte < 0x80) {
      if (byte === 10) line += 1;
      else if (byte < 0x20 && byte !== 9 && byte !== 13 && byte !== 0x1a) found.control += 1;
    } else if (byte >= 0xc2 && byte <= 0xdf) missing = 1;
    else if (byte >= 0xe0 && byte <= 0xef) missing = 2;
    else if (byte >= 0xf0 && byte <= 0xf4) missing = 3;
    else bad();
  };
  const take = (byte: number): void => {
    if (missing === 0) {
      start(byte);
    } else if ((byte & 0xc0) === 0x80) {
      missing -= 1;
      if (missing === 0) found.good += 1;
    } else {
      missing = 0;
      bad();
      start(byte);
    }
  };
  return {
    take,
    end: () => {
      if (missing > 0) bad();
      return found;
    },
  };
}

/** Reads everything once. Throws FileRefused for an empty file, for what is no text, and for a mix of encodings. */
export async function scanText(chunks: AsyncIterable<Uint8Array>): Promise<ScannedText> {
  let sample: Uint8Array = new Uint8Array(0);
  const counter = utf8Counter();
  for await (const chunk of chunks) {
    if (sample.length < sampleBytes) sample = Buffer.concat([sample, chunk]).subarray(0, sampleBytes);
    for (const byte of chunk) counter.take(byte);
  }
  if (sample.length === 0) throw new FileRefused('This file is empty.');
  const begin = Buffer.from(sample.subarray(0, 4)).toString('hex');
  const known = signatures.find(([signature]) => begin.startsWith(signature));
  if (known !== undefined) throw new FileRefused(known[1]);

  const done = (encoding: TextEncodingName): ScannedText => ({ encoding, separator: separatorOf(sample, encoding) });
  if (begin.startsWith('fffe')) return done('utf-16le');
  if (begin.startsWith('feff')) return done('utf-16be');
  const wide = utf16WithoutMark(sample);
  if (wide !== null) return done(wide);
  const { good, bad, firstBadLine, control } = counter.end();
  if (control > 0) throw new FileRefused(`This file is not plain text. ${advice}`);
  if (bad === 0) return done('utf-8');
  if (good > 0) {
    throw new FileRefused(
      `This file mixes two ways of writing accented letters; the first odd one is on line ${firstBadLine}. ${advice}`,
    );
  }
  return done('windows-1252');
}
