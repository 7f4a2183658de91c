// In which languages is there mail, and which of them may be sent?
// One catalogue a language, each with the frame around every letter and version 0 of all letters. A catalogue that no
// speaker has confirmed can be looked at and never be sent (year.md, "Not now"): a wave in it is not confirmed, and a mail in
// it is not written.
import type { SurveyLanguage } from '../../survey/languages/languages.js';
import type { LetterCatalogue } from './frame.js';
import { lettersAr } from './letters.ar.js';
import { lettersEn } from './letters.en.js';

export const english: LetterCatalogue = lettersEn;

/** All languages, English first. */
export const letterCatalogues: readonly LetterCatalogue[] = [english, lettersAr];

/** The catalogue of a language, or null when there is none. */
export const findCatalogue = (language: string): LetterCatalogue | null =>
  letterCatalogues.find((each) => each.language === language) ?? null;

/**
 * Whether a wave may go out in the language: a speaker has confirmed both its letters and the pages that they lead to.
 * @param pages the languages of the pages
 */
export const maySendIn = (
  wanted: string,
  pages: readonly SurveyLanguage[],
  catalogues: readonly LetterCatalogue[] = letterCatalogues,
): boolean =>
  [catalogues, pages].every((known) =>
    known.some(({ language, confirmed }) => language === wanted && confirmed !== null),
  );
