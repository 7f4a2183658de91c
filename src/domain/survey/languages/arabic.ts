// Arabic: the language that shows how everything reads from right to left. No speaker has confirmed it, so it is never sent.
import type { LanguageSource } from './language.js';
import { leavingAr, leavingOccasionAr } from './leaving.ar.js';
import { placeProblemsAr, placesAr } from './places.ar.js';
import { problemsAr, occasionsAr, questionsAr } from './questions.ar.js';
import { renewingAr } from './renewing.ar.js';
import { wordsAr } from './words.ar.js';

export const arabic: LanguageSource = {
  language: 'ar',
  direction: 'rtl',
  name: 'Arabic',
  ownName: 'العربية',
  confirmed: null,
  words: wordsAr,
  questions: { ...questionsAr, ...placesAr, ...leavingAr, ...renewingAr },
  occasions: { ...occasionsAr, 'leaving-form': leavingOccasionAr },
  problems: { ...problemsAr, ...placeProblemsAr },
};
