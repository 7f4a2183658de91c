// Do two names mean the same university, college or employer?
// People write "Leeds", "Uni of Leeds" and "University of Leeds". Words that say only what kind of place it is are left
// out and the rest compared as a set. Nothing is guessed: "Leeds" and "Leeds Beckett" are two places, and a doubt goes
// to a reviewer (feature 8).

const EMPTY_WORDS = new Set([
  'university',
  'uni',
  'univ',
  'of',
  'the',
  'and',
  'at',
  'in',
  'ltd',
  'limited',
  'plc',
  'llp',
]);

interface Placed {
  readonly provider?: string;
  readonly ukprn?: string;
  readonly employer?: string;
}

const words = (name: string): string =>
  [
    ...new Set(
      name
        .normalize('NFKD')
        .toLowerCase()
        .replace(/[\u0300-\u036f'’.]/g, '')
        .split(/[^\p{L}\p{N}]+/u)
        .filter((word) => word !== '' && !EMPTY_WORDS.has(word)),
    ),
  ]
    .sort()
    .join(' ');

/** Whether both names mean one place; null when one of them is missing or says nothing. */
export function sameName(one: string | undefined, other: string | undefined): boolean | null {
  const first = words(one ?? '');
  const second = words(other ?? '');
  return first === '' || second === '' ? null : first === second;
}

/** The same provider, by its number where both have one; null when one of them is missing. */
const sameProvider = (one: Placed, other: Placed): boolean | null =>
  one.ukprn !== undefined && other.ukprn !== undefined
    ? one.ukprn === other.ukprn
    : sameName(one.provider, other.provider);

/** The same provider or the same employer; null when there is nothing to compare. */
export function samePlace(one: Placed, other: Placed): boolean | null {
  const provider = sameProvider(one, other);
  const employer = sameName(one.employer, other.employer);
  if (provider === true || employer === true) return true;
  return provider === null && employer === null ? null : false;
}

/** A key under which the same place is found again; empty when no name is known. */
export const placeKey = (placed: Placed): string => `${words(placed.provider ?? '')}|${words(placed.employer ?? '')}`;
