// What easy-read questions have in common (Y13): who sees the answer, what one agrees to, that a question can be skipped.
import type { QuestionTexts } from '../texts.js';

/** A question without choices of its own wording, or with those given. */
export type EasyTexts = Pick<QuestionTexts, 'heading'> & Partial<Pick<QuestionTexts, 'hint' | 'why' | 'choices'>>;

export const whoSees = 'We keep your answer locked. Only a few people can see it.';
export const maySkip = 'You can skip this question.';
/** Choosing an answer is the agreement that it is kept. */
export const agreed = (what: string): string =>
  `Some answers are about ${what}. If you choose one, you say we can keep it.`;
export const takeBack = 'You can change your mind later.';
export const pickAll = 'You can choose more than one.';
export const guess = 'You can guess.';
export const commonApart = { 'UNK/U3': 'Something else', 'UNK/U1': 'I’d rather not say' } as const;
