// What answers changed, in the words of the page on which somebody reads it (Y11).
import { languageToShow, type SurveyLanguage } from '../../domain/survey/languages/languages.js';
import { changeIn, type WhatChanged } from '../../domain/survey/what-changed.js';

/**
 * For `survey/parts/changed`; null where nothing is set.
 * @param language that was asked for: the sentence is in it too, where the page speaks it and somebody wrote it so
 */
export function changedWords(
  changed: WhatChanged | null,
  language: unknown,
  languages: readonly SurveyLanguage[],
): { readonly text: string; readonly lang: string; readonly since: string } | null {
  if (changed === null) return null;
  const { speech, language: shown } = languageToShow(language, languages);
  const { text, language: lang } = changeIn(changed, shown);
  return { text, lang, since: speech.say('thanks.changed-since', { day: speech.date(changed.since) }) };
}
