// What is this provider usually called, and which providers might somebody mean?
import { providerRows, type ProviderRow } from './provider-rows.js';

/** Small letters and digits; `&` is "and", and "the", "university" and "of" at the ends do not matter. */
function folded(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\p{M}'’‘`.]/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/^\s*the /, '')
    .trim();
}

/** `University of Leeds`, `Leeds University` and `Uni of Leeds` are one; also without their outer words. */
function keysOf(name: string): readonly string[] {
  const whole = folded(name).replace(/\buni\b/g, 'university');
  const of = /^university of (?:the )?(.+)$/.exec(whole);
  const after = /^(.+) university$/.exec(whole);
  const place = of?.[1];
  const other = place === undefined ? [] : [`${place} university`];
  return [whole, ...other, ...(after?.[1] === undefined ? [] : [`university of ${after[1]}`])];
}

const rowsByKey = new Map<string, ProviderRow>();
for (const row of providerRows) {
  const [, name] = row;
  rowsByKey.set(folded(name), row);
}
for (const row of providerRows) {
  const [, ...names] = row;
  // A name that another provider bears by right stays with it: Leeds Beckett is not the University of Leeds.
  for (const key of names.flatMap(keysOf)) if (!rowsByKey.has(key)) rowsByKey.set(key, row);
}

/** The usual name where the text is one of a provider's names, otherwise the text as it is. */
export function usualProviderName(text: string): string {
  for (const key of keysOf(text)) {
    const row = rowsByKey.get(key);
    if (row !== undefined) return row[1];
  }
  return text;
}

/** Usual names that begin with the text, or hold a word that does; at most `limit`, by alphabet. */
export function suggestProviders(text: string, limit: number): readonly string[] {
  const start = folded(text);
  if (start === '') return [];
  const names = new Set<string>();
  for (const [, name, ...others] of providerRows) {
    if ([name, ...others].some((each) => ` ${folded(each)}`.includes(` ${start}`))) names.add(name);
  }
  return [...names].sort((a, b) => a.localeCompare(b)).slice(0, limit);
}

/** Names by which places of study are called, without abbreviations: every usual name, and others of two words or more. */
export const namesOfProviders: readonly string[] = providerRows.flatMap(([, usual, ...others]) => [
  usual,
  ...others.filter((name) => name.includes(' ')),
]);
