// When do answers that were chosen speak of trouble, so that the offer of help stands open on the last page (Y7)?
// Nobody is told anything by this and nothing is kept: the same offer is made to all, only here without a press.
import { codesIn, type Answers, type QuestionId } from './definition.js';

/** By question, the answers that do. Of scales the two lowest steps. */
export const troubles: Readonly<Record<QuestionId, readonly string[]>> = {
  situation: ['looking', 'caring'],
  'still-there': ['left-early'],
  'how-ended': ['left-early'],
  'still-in-job': ['came-to-end', 'left-it'],
  'job-ended': ['came-to-end', 'left-it'],
  'plan-story': ['did-not-start', 'started-and-left'],
  reasons: ['belonging', 'caring', 'money', 'health', 'something-else'],
  ...Object.fromEntries(
    ['right-place', 'satisfied', 'money-enough', 'belong', 'help-there', 'know-where-to-ask'].map((id) => [
      id,
      ['1', '2'],
    ]),
  ),
};

/** Whether the answers speak of trouble. */
export const speaksOfTrouble = (answers: Answers): boolean =>
  Object.entries(troubles).some(([question, codes]) => codesIn(answers[question]).some((code) => codes.includes(code)));
