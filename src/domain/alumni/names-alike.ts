// Are these two names one person's?
// The same letters, one slip of the pen apart, one part of a double name, or a short form that is commonly used. No sound
// codes: they were made for English surnames and tell other names badly apart. Names are folded first (matching.ts).
import { foldName } from './matching.js';

/** How alike two names are. */
export type Likeness = 'same' | 'alike' | 'different';

/** Given names with the short forms that do not begin like them; short forms that do are seen by their beginning. */
const shortForms: readonly (readonly string[])[] = [
  ['william', 'bill', 'billy', 'liam'],
  ['robert', 'bob', 'bobby'],
  ['elizabeth', 'beth', 'betty', 'lizzie', 'lisa', 'liz', 'eliza'],
  ['margaret', 'meg', 'peggy', 'maggie'],
  ['alexander', 'alexandra', 'sandy', 'sasha', 'lex'],
  ['anthony', 'tony'],
  ['henry', 'harry', 'hal'],
  ['john', 'jack', 'johnny'],
  ['james', 'jim', 'jimmy', 'jamie'],
  ['edward', 'ted', 'teddy', 'ned', 'eddie'],
  ['richard', 'dick', 'rick', 'ricky'],
  ['katherine', 'catherine', 'kate', 'cathy', 'kitty', 'kathryn'],
  ['mohammed', 'muhammad', 'mohammad', 'mohamed', 'mohamad', 'mo'],
  ['yusuf', 'yousef', 'youssef', 'joseph'],
  ['isabella', 'isobel', 'bella', 'izzy'],
  ['sarah', 'sally'],
  ['theodore', 'theo', 'ted'],
];

/** Letters that a short form has at least before its beginning tells anything: `sam`, `kat`. */
const shortest = 3;

/** Whether one becomes the other by one letter added, left out, changed, or two neighbours swapped. */
function oneSlipApart(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1 || short.length < shortest) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return short.slice(at + 1) === long.slice(at + 1) || (swapped && short.slice(at + 2) === long.slice(at + 2));
}

const parts = (name: string): readonly string[] => name.split(/[\s-]+/).filter((part) => part !== '');

/** Family names: `Test-Person` and `Person` are alike, and so are `Testperson` and `Testpersen`. */
export function familyLikeness(one: string, other: string): Likeness {
  const [first, second] = [foldName(one), foldName(other)];
  if (parts(first).join() === parts(second).join()) return 'same';
  const shared = parts(first).some((part) => part.length >= shortest && parts(second).includes(part));
  return shared || oneSlipApart(first, second) ? 'alike' : 'different';
}

/** Given names: the first of several counts; `Kate` and `Katherine`, `Sam` and `Samira` are alike. */
export function givenLikeness(one: string, other: string): Likeness {
  const [first, second] = [foldName(one), foldName(other)];
  if (parts(first).join() === parts(second).join()) return 'same';
  const [a = '', b = ''] = [parts(first)[0], parts(second)[0]];
  const begins = Math.min(a.length, b.length) >= shortest && (a.startsWith(b) || b.startsWith(a));
  const known = shortForms.some((forms) => forms.includes(a) && forms.includes(b));
  return a === b || begins || known || oneSlipApart(a, b) ? 'alike' : 'different';
}
