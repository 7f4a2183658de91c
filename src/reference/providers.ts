// What is this provider usually called, and which providers might somebody mean?
import type { NameList } from '../domain/survey/listed.js';
import { folded, nameList } from './name-list.js';
import { providerRows, type ProviderRow } from './provider-rows.js';
import { providersByTown } from './provider-towns.js';

/** `University of Leeds`, `Leeds University` and `Uni of Leeds` are one; also without their outer words. */
function keysOf(name: string): readonly string[] {
  const whole = folded(name).replace(/\buni\b/g, 'university');
  const of = /^university of (?:the )?(.+)$/.exec(whole);
  const after = /^(.+) university$/.exec(whole);
  const place = of?.[1];
  const other = place === undefined ? [] : [`${place} university`];
  return [whole, ...other, ...(after?.[1] === undefined ? [] : [`university of ${after[1]}`])];
}

/** By its usual name a provider is called by right: Leeds Beckett is not the University of Leeds. */
const rowsByUsualName = new Map(providerRows.map((row) => [folded(row[1]), row] as const));
/** By its other names; null where several have it, such as a campus that two of them share. */
const rowsByOtherName = new Map<string, ProviderRow | null>();
for (const row of providerRows) {
  const [, ...names] = row;
  for (const key of names.flatMap(keysOf)) {
    const other = rowsByOtherName.get(key);
    rowsByOtherName.set(key, other === undefined || other === row ? row : null);
  }
}

function rowCalled(text: string): ProviderRow | null {
  const keys = keysOf(text);
  for (const rows of [rowsByUsualName, rowsByOtherName]) {
    for (const key of keys) {
      const row = rows.get(key);
      if (row !== undefined && row !== null) return row;
    }
  }
  return null;
}

/** Texts that were asked for; a file of a million rows names the same few hundred places again and again. */
const usualNames = new Map<string, string>();

/** The usual name where the text is one of a provider's names, otherwise the text as it is. */
export function usualProviderName(text: string): string {
  const known = usualNames.get(text);
  if (known !== undefined) return known;
  if (usualNames.size >= 2_000) usualNames.clear();
  const name = rowCalled(text)?.[1] ?? text;
  usualNames.set(text, name);
  return name;
}

const towns = new Map(
  Object.entries(providersByTown).flatMap(([town, ukprns]) => ukprns.split(' ').map((ukprn) => [ukprn, town] as const)),
);

/** The town of a provider by its UKPRN; null where the list names none. */
export const townOfProvider = (ukprn: string): string | null => towns.get(ukprn) ?? null;

/** The town beside a name that does not say it. */
function noteOf(ukprn: string, name: string): { readonly note?: string } {
  const town = towns.get(ukprn);
  return town === undefined || folded(name).includes(folded(town)) ? {} : { note: town };
}

/** Providers of higher education, by UKPRN. */
export const providerList: NameList = nameList({
  version: 'providers 2026-11-23',
  entries: providerRows.map(([code, name, ...others]) => ({ code, name, others, ...noteOf(code, name) })),
  called: (text) => rowCalled(text)?.[0] ?? null,
  bare: (name) => name.replace(/^university of /, '').replace(/ university$/, ''),
});

/** Names by which places of study are called, without abbreviations: every usual name, and others of two words or more. */
export const namesOfProviders: readonly string[] = providerRows.flatMap(([, usual, ...others]) => [
  usual,
  ...others.filter((name) => name.includes(' ')),
]);
