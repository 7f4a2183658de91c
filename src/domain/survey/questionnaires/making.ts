// The small words in which questionnaires are written: choices, conditions, a page of one question.
import type { Choice, Condition, Page, Question } from '../definition.js';

/** Codes to choose from. */
export const choices = (...codes: readonly string[]): readonly Choice[] => codes.map((code) => ({ code }));
/** "I'd rather not say", set apart. */
export const refused: Choice = { code: 'rather-not-say', apart: true, means: 'refused' };
/** "I don't know", set apart. */
export const unknown: Choice = { code: 'dont-know', apart: true, means: 'unknown' };

/** "Something else" and "I'd rather not say" among finer reasons, by their codes of RT-1. */
export const unsaid: readonly Choice[] = [
  { code: 'UNK/U3', apart: true },
  { code: 'UNK/U1', apart: true, alone: true },
];

export const always: Condition = { kind: 'always' };
/** One of these codes was the answer to that question. */
export const answerIn = (question: string, ...codes: readonly string[]): Condition => ({
  kind: 'answer-in',
  question,
  codes,
});
export const all = (...of: readonly Condition[]): Condition => ({ kind: 'all', of });
export const any = (...of: readonly Condition[]): Condition => ({ kind: 'any', of });

/** A page of one question, under the question's id. */
export const page = (shownWhen: Condition, question: Question, hard?: 'hard'): Page => ({
  id: question.id,
  questions: [question],
  shownWhen,
  ...(hard === undefined ? {} : { hard: true }),
});
