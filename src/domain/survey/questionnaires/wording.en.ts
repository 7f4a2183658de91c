// What English questions of the bank have in common: who sees the answer, why finer reasons are asked, the two answers that say
// nothing, a scale of five.
import type { QuestionTexts } from '../texts.js';

export const whoSees =
  'It is kept locked. Only the few people at the trust who work on this can open it, and nobody outside sees it with your name.';
export const finer = 'This helps us change the right thing. It is kept locked, and you can skip it.';
/** Of answers that are about health, faith or family: choosing one is the agreement that it is kept. */
export const agreed = (what: string): string =>
  `Some of these answers say something about your ${what}. Choosing one means you agree that we keep it, locked. You can take it back until these questions close.`;
export const commonApart = { 'UNK/U3': 'Something else', 'UNK/U1': 'I’d rather not say' } as const;
export const apart = { 'dont-know': 'I don’t know', 'rather-not-say': 'I’d rather not say' } as const;
/** A scale of five, with words at both ends. */
export const scale = (heading: string, short: string, low: string, high: string): QuestionTexts => ({
  heading,
  hint: `1 is “${low}”, 5 is “${high}”.`,
  short,
  choices: { 1: `1 – ${low}`, 2: '2', 3: '3', 4: '4', 5: `5 – ${high}`, ...apart },
});
