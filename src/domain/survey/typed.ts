// What does a form send for one question, and what can be wrong with it?
// Words only: the rules that read what was typed are in answers.ts, the sentences for people in the texts.
import type { QuestionId, SoftCheckKind } from './definition.js';

/** A month as it was typed. */
interface TypedMonth {
  readonly month: string;
  readonly year: string;
  readonly about: boolean;
}

/** What a form sent for one question: codes for choices, a month, or a month and the one until when, text for the rest. */
export interface Typed extends TypedMonth {
  readonly codes: readonly string[];
  readonly text: string;
  /** Which of the names offered was meant: its code, or `asTyped`. */
  readonly pick?: string;
  readonly until?: TypedMonth;
  readonly goingOn?: boolean;
}

/** Nothing was typed. */
export const nothingTyped: Typed = { codes: [], text: '', month: '', year: '', about: false };

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
  'until-missing',
  'until-incomplete',
  'until-impossible',
  'until-ahead',
  'until-and-going-on',
  'which-one',
  'too-long',
  'not-an-email',
  'not-a-telephone',
  'not-an-outcode',
  'school-address',
  'school-address-alone',
] as const;
/** Why an answer is not taken; the sentence that says what to do stands in the texts. */
export type AnswerProblem = (typeof answerProblems)[number];

/** What is wrong with the answers, by question. */
export type Problems = Readonly<Record<QuestionId, AnswerProblem>>;

/** What is unlikely about the answers, by question; they can stand all the same. */
export type Doubts = Readonly<Record<QuestionId, readonly SoftCheckKind[]>>;
