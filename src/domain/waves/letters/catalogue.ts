// In which languages is there mail, and which of them may be sent?
// One catalogue a language, each with the frame around every letter and version 0 of all letters. A catalogue that no
// speaker has confirmed can be looked at and changed and is never sent (year.md, "Not now"): a wave in it is not confirmed, and
// a mail in it is not written. A speaker confirms the frame and one version of every letter; what is changed after that is
// not sent before it is confirmed again.
import type { StaffId } from '../../alumni/ids.js';
import { languageNamed, type SurveyLanguage } from '../../survey/languages/languages.js';
import type { LetterCatalogue } from './frame.js';
import { letterIds, type LetterId } from './letter.js';
import { lettersAr } from './letters.ar.js';
import { lettersEn } from './letters.en.js';

export const english: LetterCatalogue = lettersEn;

/** All languages, English first. */
export const letterCatalogues: readonly LetterCatalogue[] = [english, lettersAr];

/** The catalogue of a language, or null when there is none. */
export const findCatalogue = (language: string): LetterCatalogue | null =>
  letterCatalogues.find((each) => each.language === language) ?? null;

/** A speaker has read every word in a language, recorded by a member of staff; never changed. */
export interface LanguageConfirmation {
  readonly language: string;
  /** From 1 in each language. */
  readonly number: number;
  /** Who read it, by name. */
  readonly speaker: string;
  readonly by: StaffId;
  readonly at: Date;
  /** Which version of each letter. */
  readonly versions: Readonly<Record<LetterId, number>>;
  /** The words around the letters, as they stood. */
  readonly frame: string;
}

/** Every word around the letters of a catalogue. */
export const frameWords = ({ frame }: Pick<LetterCatalogue, 'frame'>): string =>
  [...frame.wordsOf(true), ...frame.wordsOf(false)].join('\n');

/** The version of each letter that may be sent in the language; null where none may, also while its pages are not confirmed. */
export function confirmedVersions(
  catalogue: Pick<LetterCatalogue, 'language' | 'frame' | 'confirmed'>,
  latest: LanguageConfirmation | null,
  pages: readonly SurveyLanguage[],
): Readonly<Record<LetterId, number>> | null {
  if (languageNamed(catalogue.language, pages) === null) return null;
  if (latest !== null && latest.frame === frameWords(catalogue)) return latest.versions;
  if (catalogue.confirmed === null) return null;
  return Object.fromEntries(letterIds.map((id) => [id, 0])) as Record<LetterId, number>;
}
