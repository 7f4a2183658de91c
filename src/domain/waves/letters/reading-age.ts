// How old must somebody be to read this with ease?
// Flesch–Kincaid grade (0.39 words a sentence + 11.8 syllables a word − 15.59) and five years, the age at which grade 0
// begins. Syllables are counted by groups of vowels, so the figure is an estimate, and is shown as one (requirement P3).

/** Survey mail is written for this age, as everything that alumni read (look.md, section 6; requirement P3 allows 12). */
export const readingAgeWanted = 11;

const vowelGroups = /[aeiouy]+/g;

/** An estimate for one English word; at least one. */
export function syllablesIn(word: string): number {
  const bare = word.toLowerCase().replace(/[^a-z]/g, '');
  if (bare.length <= 3) return 1;
  const trimmed = bare.replace(/(?:[^laeiouyscgxzh]es|[^td]ed|[^laeiouy]e)$/, (ending) => ending.slice(0, 1));
  return Math.max(1, trimmed.match(vowelGroups)?.length ?? 1);
}

/** Words that hold a letter or a figure. */
export const wordsIn = (text: string): readonly string[] =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));

/** The reading age in whole years, of sentences given one by one or together; 5 for no words. */
export function readingAge(text: string): number {
  const sentences = text.split(/[.!?:]+(?:\s|$)|\n+/).filter((sentence) => wordsIn(sentence).length > 0);
  const words = wordsIn(text);
  if (words.length === 0 || sentences.length === 0) return 5;
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  const grade = (0.39 * words.length) / sentences.length + (11.8 * syllables) / words.length - 15.59;
  return Math.max(5, Math.round(grade + 5));
}
