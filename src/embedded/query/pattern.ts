// MongoDB's regular expressions on JavaScript's engine.
import { DatabaseError } from '../errors.js';

/** Options as MongoDB takes them (i m s x u), and a leading `(?i)`, on JavaScript's engine. */
export function toPattern(source: string, options: string): RegExp {
  const leading = /^\(\?([imsx]+)\)/.exec(source);
  const asked = options + (leading?.[1] ?? '');
  const unknown = /[^imsxu]/.exec(asked);
  if (unknown) throw new DatabaseError(51108, `invalid flag in regex options: ${unknown[0]}`);
  let text = leading ? source.slice(leading[0].length) : source;
  if (asked.includes('x'))
    text = text.replace(/\\.|\[(?:\\.|[^\]])*\]|\s+|#.*/gs, (part) => (/^[\s#]/.test(part) ? '' : part));
  const flags = [...new Set(asked.replace(/[xu]/g, ''))].join('');
  try {
    return new RegExp(text, `${flags}u`);
  } catch {
    // Unicode mode refuses escapes that MongoDB takes, such as "\-".
  }
  try {
    return new RegExp(text, flags);
  } catch (error) {
    throw new DatabaseError(51091, `Regular expression is invalid: ${(error as Error).message}`);
  }
}
