// What does a form send for one question, and what can be wrong with it?
// Words only: the rules that read what was typed are in answers.ts, the sentences for people in the texts.
import type { QuestionId } from './definition.js';

/** What a form sent for one question: codes for choices, `[year, month]` in `month`, text for the rest. */
export interface Typed {
  readonly codes: readonly string[];
  readonly text: string;
  readonly month: string;
  readonly year: string;
  readonly about: boolean;
}

/** What a form sent for the questions of a page. */
export type TypedPage = Readonly<Record<QuestionId, Typed>>;

/** What can be wrong with an answer. */
export const answerProblems = [
  'missing',
  'choose-or-skip',
  'unknown-choice',
  'alone-with-others',
  'month-incomplete',
  'month-impossible',
  'month-ahead',
  'month-past',
  'month-too-early',
  'month-before-start',
  'too-long',
  'not-an-email',
  'not-a-telephone',
  'not-an-outcode',
] as const;
/** Why an answer is not taken; the sentence that says what to do stands in the texts. */
export type AnswerProblem = (typeof answerProblems)[number];

/** What is wrong with the answers, by question. */
export type Problems = Readonly<Record<QuestionId, AnswerProblem>>;
