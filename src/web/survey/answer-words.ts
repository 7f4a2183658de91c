// How does an answer read back to the person who gave it?
import type { LocalMonth } from '../../domain/calendar/local-date.js';
import type { Speech } from '../../domain/survey/languages/speech.js';
import { codesIn, isMonth, type AnswerValue, type Question } from '../../domain/survey/definition.js';
import type { QuestionnaireTexts } from '../../domain/survey/texts.js';

/** The answer in words; `Skipped`, or what that is in the language, where there is none. */
export function answerWords(
  { texts, speech }: { readonly texts: QuestionnaireTexts; readonly speech: Speech },
  question: Question,
  value: AnswerValue | null,
): string {
  if (value === null) return speech.say('answer.skipped');
  if (typeof value !== 'string' && isMonth(value)) {
    const month = speech.month(value.month as LocalMonth);
    return value.about ? speech.say('answer.about', { month }) : month;
  }
  if (question.choices === undefined) return typeof value === 'string' ? value : value.join('; ');
  return codesIn(value)
    .map((code) => texts.questions[question.id]?.choices?.[code] ?? code)
    .join('; ');
}
