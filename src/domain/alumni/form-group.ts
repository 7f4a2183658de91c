// What is a form group called, and when are two names one group?
// Schools write them in their own ways (`13B`, `13 b`, `Y13-B`): what counts is letters and digits, in small letters. Shown as
// the school wrote it.
import { plain } from './leaver-cells.js';

/** The longest name of a form group, in characters. */
export const longestGroup = 20;

/** What tells groups of one school and cohort apart: `13 B` and `13b` are one. */
export const groupKey = (name: string): string => plain(name);

/** The name tidied, or null when it names no group. */
export function parseFormGroup(text: string): string | null {
  const name = text.replace(/\s+/gu, ' ').trim();
  return name.length <= longestGroup && /^[\p{L}\p{N} ./-]+$/u.test(name) && groupKey(name) !== '' ? name : null;
}
