// In which language does this page speak? Templates say everything by `say`; a router that knows the language tells them here.
// Only a language that a speaker has confirmed is shown to alumni; without one it is English.
import type { Request, Response } from 'express';
import { confirmedOf, english, languageToShow, type SurveyLanguage } from '../../domain/survey/languages/languages.js';
import type { Reading } from '../../domain/survey/reading.js';
import type { Speech } from '../../domain/survey/languages/speech.js';

/** Lets the page speak this language, errors too; gives what routers say titles with. */
export function speak(res: Response, { speech }: SurveyLanguage): Speech {
  Object.assign(res.locals, { say: speech.say, speech });
  return speech;
}

/** For a page of somebody's session: their language where it may be shown, in big letters where they read easy. */
export function speakTo(res: Response, { language, easy }: Reading, languages: readonly SurveyLanguage[]): Speech {
  const spoken = languageToShow(language, languages);
  Object.assign(res.locals, { easy: easy === true && spoken.hasEasy });
  return speak(res, spoken);
}

/** What the page speaks so far: English unless it was told otherwise. */
export const spokenBy = (res: Response): Speech => (res.locals['speech'] as Speech | undefined) ?? english.speech;

/** For a page without a session: the language that its address names, with links to the same page in the others. */
export function speakAsAsked(req: Request, res: Response, languages: readonly SurveyLanguage[]): Speech {
  const language = languageToShow(req.query['lang'], languages);
  const asked = new URLSearchParams(
    Object.entries(req.query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const otherLanguages = confirmedOf(languages)
    .filter((other) => other.language !== language.language)
    .map((other) => {
      asked.set('lang', other.language);
      return { ...other, href: `?${asked.toString()}` };
    });
  Object.assign(res.locals, { otherLanguages });
  return speak(res, language);
}
