// In which languages is there mail, and which of them may be sent?
// One catalogue a language, each with the frame around every letter and version 0 of all letters. A catalogue that no
// speaker has confirmed can be looked at and never be sent (year.md, "Not now"); who reads no language of ours, or says
// nothing, gets English.
import type { LetterCatalogue } from './frame.js';
import { lettersAr } from './letters.ar.js';
import { lettersEn } from './letters.en.js';

export const english: LetterCatalogue = lettersEn;

/** All languages, English first. */
export const letterCatalogues: readonly LetterCatalogue[] = [english, lettersAr];

/** The catalogue of a language, or null when there is none. */
export const findCatalogue = (language: string): LetterCatalogue | null =>
  letterCatalogues.find((each) => each.language === language) ?? null;

/** Which language to write in, given what the person asked for: theirs where it may be sent, otherwise English. */
export const languageToWrite = (
  wanted: string | undefined,
  catalogues: readonly LetterCatalogue[] = letterCatalogues,
): string =>
  catalogues.find(({ language, confirmed }) => language === wanted && confirmed !== null)?.language ?? english.language;
