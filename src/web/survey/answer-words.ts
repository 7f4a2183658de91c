// How does an answer read back to the person who gave it?
import type { LocalMonth } from '../../domain/calendar/local-date.js';
import { codesIn, isMonth, type AnswerValue, type Question } from '../../domain/survey/definition.js';
import type { QuestionnaireTexts } from '../../domain/survey/texts.js';
import { format } from '../format.js';

/** The answer in words; `Skipped` where there is none. */
export function answerWords(texts: QuestionnaireTexts, question: Question, value: AnswerValue | null): string {
  if (value === null) return 'Skipped';
  if (typeof value !== 'string' && isMonth(value)) {
    return `${value.about ? 'About ' : ''}${format.month(value.month as LocalMonth)}`;
  }
  if (question.choices === undefined) return typeof value === 'string' ? value : value.join('; ');
  return codesIn(value)
    .map((code) => texts.questions[question.id]?.choices?.[code] ?? code)
    .join('; ');
}
