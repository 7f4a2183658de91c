// What stands in one cell of an official file: a number, or a sign that a publisher put in place of one?
// Signs are values, never errors, and are kept as printed (domain reference, sections 3.2 and 8.5). A cell that is
// neither is a problem of its row; nothing is guessed.

/** A number as published, or the publisher's sign exactly as printed; the empty text is a cell left blank. */
export type CellValue = number | string;

interface SignFacts {
  /** As staff read it. */
  readonly words: string;
  /** Which publisher uses it so, and whether its meaning was confirmed. */
  readonly source: string;
}

const tables = 'school and college performance tables; meaning unverified';
const statistics = 'Explore Education Statistics, data guidance';
const students = 'Office for Students, release notes';

/** Every sign that is understood, in small letters. */
const signs: Readonly<Record<string, SignFacts>> = {
  '': { words: 'left blank', source: 'every publisher' },
  supp: { words: 'hidden by the publisher', source: tables },
  na: { words: 'not applicable', source: tables },
  ne: { words: 'no entries', source: tables },
  sp: { words: 'hidden, a small percentage', source: tables },
  sn: { words: 'hidden, a small number', source: tables },
  c: { words: 'hidden by the publisher', source: statistics },
  x: { words: 'not available', source: statistics },
  z: { words: 'not applicable', source: statistics },
  low: { words: 'more than none, less than half a per cent', source: statistics },
  '~': { words: 'more than none, less than half a per cent', source: statistics },
  u: { words: 'not reliable enough to publish', source: 'Government Analysis Function; unverified for these files' },
  k: { words: 'hidden, rounds to nothing', source: 'Government Analysis Function; unverified for these files' },
  ':': { words: 'not available', source: 'older statistical releases; unverified' },
  '[c]': { words: 'hidden by the publisher', source: 'Government Analysis Function' },
  '[x]': { words: 'not available', source: 'Government Analysis Function' },
  '[z]': { words: 'not applicable', source: 'Government Analysis Function' },
  '[low]': { words: 'too few students to publish', source: students },
  '[none]': { words: 'no students', source: students },
  '[dp]': { words: 'hidden to protect people', source: students },
  '[dpl]': { words: 'hidden, close to none', source: students },
  '[dph]': { words: 'hidden, close to all', source: students },
  '[dq]': { words: 'hidden, the data are in doubt', source: students },
  '[rr]': { words: 'hidden, too few answered', source: `${students}; unverified` },
  '[n/a]': { words: 'not applicable', source: students },
};

/** What a sign says, for the page; the sign itself where it is not in the list. */
export const signWords = (sign: string): string => signs[sign.toLowerCase()]?.words ?? `“${sign}”`;

/** The publisher and standing of a sign's meaning. */
export const signSource = (sign: string): string => signs[sign.toLowerCase()]?.source ?? 'not in the list of signs';

const numeral = /^-?£?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?$/;

/**
 * Reads a cell that should hold a figure; null for a text that is neither a number nor a known sign.
 * `readCell('48%')` is 48, `readCell('1,812')` is 1812, `readCell('SUPP')` is `'SUPP'`.
 */
export function readCell(text: string): CellValue | null {
  const trimmed = text.trim();
  if (numeral.test(trimmed)) return Number(trimmed.replace(/[£,%]/g, ''));
  return Object.hasOwn(signs, trimmed.toLowerCase()) ? trimmed : null;
}

/** Whether the value is a number that can be added up. */
export const isNumber = (value: CellValue | undefined): value is number => typeof value === 'number';
