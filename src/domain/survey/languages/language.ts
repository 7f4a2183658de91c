// What does a language bring, beside English?
import type { QuestionId } from '../definition.js';
import type { QuestionTexts } from '../texts.js';
import type { AnswerProblem } from '../typed.js';
import type { Text } from './text.js';
import type { WordKey } from './words.en.js';

/** What a language brings; English has its questions with the published questionnaires. */
export interface LanguageSource {
  /** BCP 47. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** Its name in English, for staff. */
  readonly name: string;
  /** Its name in itself, for those who read it. */
  readonly ownName: string;
  /** Who read every text as a speaker of the language, and when; null until somebody has. */
  readonly confirmed: { readonly by: string; readonly on: string } | null;
  readonly words: Readonly<Record<WordKey, Text>>;
  readonly questions: Readonly<Record<QuestionId, QuestionTexts>>;
  /** By questionnaire: questions that it words for its occasion. */
  readonly occasions: Readonly<Record<string, Readonly<Record<QuestionId, QuestionTexts>>>>;
  readonly problems: Readonly<Partial<Record<AnswerProblem, string>>>;
}
