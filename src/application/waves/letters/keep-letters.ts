// What do the letters say now, what did they say before, and how does somebody change one?
// Saving adds a version; none is ever edited or taken away (architecture, section 1, line 7). Whoever saves names the
// version that they began from: if it is not the newest any more, nothing is saved and both texts are shown (F7). Each
// language has letters and versions of its own.
import type { Viewer } from '../../../domain/alumni/viewer.js';
import { english, findCatalogue } from '../../../domain/waves/letters/catalogue.js';
import { checkLetter, type CheckedLetter } from '../../../domain/waves/letters/check-letter.js';
import {
  letterIds,
  letterKey,
  type LetterId,
  type LetterText,
  type LetterVersion,
} from '../../../domain/waves/letters/letter.js';
import type { LetterCatalogue } from '../../../domain/waves/letters/frame.js';
import { normalized } from '../../../domain/waves/letters/markup.js';
import { namesOfProviders } from '../../../reference/index.js';
import { NotFound } from '../../errors.js';
import type { Tools } from '../../tools.js';
import { currentLetter, firstVersion } from './letter-book.js';

const shownVersions = 50;

/** A version with the name of who saved it; null for version 0 and for somebody who is not kept any more. */
export type NamedVersion = LetterVersion & { readonly byName: string | null };

/** The letter of that name. Throws NotFound. */
export function letterNamed(id: string): LetterId {
  const known = letterIds.find((each) => each === id);
  if (known === undefined) throw new NotFound();
  return known;
}

/** The catalogue of the language, English where none is named. Throws NotFound. */
export function catalogueNamed(language: string = english.language): LetterCatalogue {
  const known = findCatalogue(language);
  if (known === null) throw new NotFound();
  return known;
}

async function withNames(
  { store }: Pick<Tools, 'store'>,
  versions: readonly LetterVersion[],
): Promise<readonly NamedVersion[]> {
  const people = [...new Set(versions.map(({ savedBy }) => savedBy))].filter((id) => id !== null);
  const members = await Promise.all(people.map((id) => store.staff.find('every-school', id)));
  const names = new Map(members.map((member) => [member?.id, member?.name]));
  return versions.map((version) => ({ ...version, byName: names.get(version.savedBy ?? undefined) ?? null }));
}

/** Every letter in its newest version. Throws NotFound for a language that there is not. */
export const listLetters =
  (tools: Pick<Tools, 'store'>) =>
  async (wanted?: string): Promise<readonly NamedVersion[]> => {
    const { language } = catalogueNamed(wanted);
    return withNames(tools, await Promise.all(letterIds.map((id) => currentLetter(tools, id, language))));
  };

/** One letter: its newest version and those before, newest first. Throws NotFound. */
export const showLetter =
  (tools: Pick<Tools, 'store'>) =>
  async (
    name: string,
    wanted?: string,
  ): Promise<{ readonly current: NamedVersion; readonly versions: readonly NamedVersion[] }> => {
    const id = letterNamed(name);
    const { language } = catalogueNamed(wanted);
    const saved = await tools.store.letters.history(id, language, shownVersions);
    const versions = await withNames(tools, [...saved, firstVersion(id, language)]);
    const [current] = versions;
    if (current === undefined) throw new NotFound();
    return { current, versions };
  };

/** One version of a letter. Throws NotFound. */
export async function letterVersion(
  { store }: Pick<Tools, 'store'>,
  id: LetterId,
  language: string,
  version: number,
): Promise<LetterVersion> {
  const found = version === 0 ? firstVersion(id, language) : await store.letters.find(id, language, version);
  if (found === null) throw new NotFound();
  return found;
}

/** The checks of a letter of this trust. */
export const checkText =
  ({ settings }: Pick<Tools, 'settings'>) =>
  (id: LetterId, text: LetterText, catalogue: LetterCatalogue): CheckedLetter =>
    checkLetter(id, text, {
      frame: catalogue.frame,
      signOff: [settings.mailFrom.name, settings.trustName, settings.postalAddress],
      places: namesOfProviders,
    });

/** How saving ended. */
export type SavedResult =
  | { readonly kind: 'saved'; readonly version: number }
  /** It says what it said already. */
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly checked: CheckedLetter }
  | { readonly kind: 'changed-meanwhile'; readonly current: NamedVersion };

/** Publishes a new version, from the moment on for every wave that is confirmed later. Throws NotFound. */
export const saveLetter =
  (tools: Pick<Tools, 'store' | 'settings' | 'clock' | 'newId'>) =>
  async (
    viewer: Viewer,
    {
      letter,
      basedOn,
      ...typed
    }: LetterText & { readonly letter: string; readonly language?: string; readonly basedOn: number },
  ): Promise<SavedResult> => {
    const { store, clock, newId } = tools;
    const id = letterNamed(letter);
    const text = { subject: normalized(typed.subject), body: normalized(typed.body) };
    const catalogue = catalogueNamed(typed.language);
    const { language } = catalogue;
    const { current } = await showLetter(tools)(id, language);
    if (current.subject === text.subject && current.body === text.body) return { kind: 'same' };
    const checked = checkText(tools)(id, text, catalogue);
    if (checked.letter === null) return { kind: 'refused', checked };
    if (current.version !== basedOn) return { kind: 'changed-meanwhile', current };
    const version = basedOn + 1;
    const saved = { id, language, version, ...text, savedBy: viewer.staffId, savedAt: clock.now() };
    const added = await store.letters.insert(saved, {
      id: newId(),
      at: saved.savedAt,
      actor: { kind: 'staff', id: viewer.staffId },
      act: 'letter.saved',
      subject: `letter:${letterKey(id, language)}:${version}`,
    });
    if (added) return { kind: 'saved', version };
    return { kind: 'changed-meanwhile', current: (await showLetter(tools)(id, language)).current };
  };
