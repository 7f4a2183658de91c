// In which order are the choices of a question shown?
// One order for everyone, never by what we guess about the person; reasons in a random order per person, which is
// stored; what is set apart always last (Y11). The block of questions that falls to somebody is drawn by the same lot (Y10).
import type { Question, Questionnaire } from './definition.js';

/** 32 bits of the text (FNV-1a). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Numbers from 0 to below 1 that follow from the seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * The codes of a question in the order for one person.
 * @param lot an unguessable text that belongs to the person; the same lot gives the same order again
 */
export function choiceOrder(question: Question, lot: string): readonly string[] {
  const choices = question.choices ?? [];
  const plain = choices.filter((choice) => choice.apart !== true).map((choice) => choice.code);
  const apart = choices.filter((choice) => choice.apart === true).map((choice) => choice.code);
  if (question.randomOrder === true) {
    const next = numbersFrom(hashOf(`${lot} ${question.id}`));
    for (let last = plain.length - 1; last > 0; last -= 1) {
      const other = Math.floor(next() * (last + 1));
      [plain[last], plain[other]] = [plain[other] ?? '', plain[last] ?? ''];
    }
  }
  return [...plain, ...apart];
}

/** The block that falls to one person, each with the same chance; undefined where the questionnaire has none. */
export const drawBlock = ({ blocks = [] }: Questionnaire, lot: string): string | undefined =>
  blocks[Math.floor(numbersFrom(hashOf(`${lot} block`))() * blocks.length)];
