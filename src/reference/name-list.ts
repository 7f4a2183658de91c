// A list of names that can be searched as people type: small letters, no accents, beginnings of words in any order, one slip
// of the keys forgiven where nothing else fits. Best first: called exactly so, begins so, the rest by alphabet.
import type { Listed, NameList } from '../domain/survey/listed.js';

/** What can be found: a name with its code, the other names it has, and what stands beside it. */
export interface Entry extends Listed {
  readonly others: readonly string[];
}

/** Small letters and digits; `&` is "and", and "the" at the beginning does not matter. */
export const folded = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[\p{M}'’‘`.]/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/^\s*the /, '')
    .trim();

/** Words that many names have and nobody means by themselves. */
const fillers = new Set(['the', 'of', 'at', 'and', 'in', 'for', 'with', 'a']);

const wordsIn = (text: string): readonly string[] =>
  folded(text)
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => (word === 'uni' ? 'university' : word));

/** Whether one slip of the keys lies between two words: a letter more, less, other, or two that changed places. */
export function oneSlip(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return short.slice(at + 1) === long.slice(at + 1) || (swapped && short.slice(at + 2) === long.slice(at + 2));
}

/** Slips are forgiven in words that are long enough to be known by the rest. */
const forgiving = 5;

interface Known extends Listed {
  readonly words: readonly string[];
  readonly names: readonly string[];
}

const knownOf = ({ others, ...listed }: Entry): Known => ({
  ...listed,
  names: [listed.name, ...others].map(folded),
  words: [...new Set([listed.name, ...others, listed.note ?? ''].flatMap(wordsIn))],
});

/** 0 is best; what it says and what it says only in part stand apart. */
function rankOf({ name, names, code }: Known, wanted: string, bare: (name: string) => string): number {
  if (names.includes(wanted) || code.toLowerCase() === wanted.replaceAll(' ', '-')) return 0;
  const [own, meant] = [bare(folded(name)), bare(wanted)];
  if (own === meant || (meant.length >= forgiving && oneSlip(own, meant))) return 1;
  if (names.some((each) => each.startsWith(wanted) || bare(each).startsWith(meant))) return 2;
  return 3;
}

interface Making {
  readonly version: string;
  readonly entries: readonly Entry[];
  /** The one called exactly so. */
  readonly called: (text: string) => string | null;
  /** A name without what many names have at their ends. */
  readonly bare?: (folded: string) => string;
  /** Words that are left out of a search, such as "degree". */
  readonly beside?: readonly string[];
  /** Where no name has all the words, those that have one of them: people name two subjects in one breath. */
  readonly partly?: boolean;
}

/** A word that finds a name by itself has this many letters. */
const telling = 3;

/** Makes a list to search. */
export function nameList(making: Making): NameList {
  const { version, entries, called, bare = (name) => name, beside = [], partly = false } = making;
  const known = entries.map(knownOf);
  const byCode = new Map(known.map((each) => [each.code, each]));
  const shown = ({ code, name, note }: Known): Listed => ({ code, name, ...(note !== undefined && { note }) });
  const find = (code: string): Listed | null => {
    const found = byCode.get(code);
    return found === undefined ? null : shown(found);
  };

  const search = (text: string, limit: number): readonly Listed[] => {
    const wanted = wordsIn(text).join(' ');
    const all = wordsIn(text).filter((word) => !fillers.has(word) && !beside.includes(word));
    if (all.length === 0) return [];
    const byNumber = known.filter(({ code }) => code.toLowerCase() === text.trim().toLowerCase());
    if (byNumber.length > 0) return byNumber.map(shown);
    const begins = (word: string, own: readonly string[]): boolean => own.some((each) => each.startsWith(word));
    const fits = (word: string, own: readonly string[]): boolean =>
      begins(word, own) || (word.length >= forgiving && own.some((each) => oneSlip(word, each)));
    const withAll = (test: typeof begins) => known.filter(({ words }) => all.every((word) => test(word, words)));
    const withSome = () => {
      const tell = all.filter((word) => word.length >= telling);
      return known.filter(({ words }) => tell.some((word) => begins(word, words)));
    };
    const found = [() => withAll(begins), () => withAll(fits), () => (partly ? withSome() : [])];
    const best = found.reduce<readonly Known[]>((so, next) => (so.length > 0 ? so : next()), []);
    return best
      .map((each) => ({ each, rank: rankOf(each, wanted, bare) }))
      .sort((one, other) => one.rank - other.rank || one.each.name.localeCompare(other.each.name))
      .slice(0, limit)
      .map(({ each }) => shown(each));
  };

  return {
    version,
    find,
    called: (text) => {
      const code = byCode.has(text.trim()) ? text.trim() : called(text);
      return code === null ? null : find(code);
    },
    search,
  };
}
