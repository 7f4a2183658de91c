// How old must a reader be? The grade of Flesch and Kincaid plus five (0.39 words a sentence + 11.8 syllables a word − 15.59;
// Kincaid and others, 1975), with syllables counted by their vowels. A coarse measure: it finds long words and sentences.

const syllablesIn = (word: string): number => {
  const sounded = word
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(?:[^laeiouy]es|[^tdaeiouy]ed|[^laeiouy]e)$/, (end) => end.charAt(0));
  return Math.max(1, sounded.match(/[aeiouy]+/g)?.length ?? 0);
};

const partsOf = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => text.split(/[.?!:](?:\s|$)/)).filter((part) => /[a-z]/i.test(part));
const wordsOf = (part: string): readonly string[] => part.match(/[a-z][a-z’'-]*/gi) ?? [];

/** What a sentence has at least, in words: labels, buttons and single answers read easy whatever stands beside them. */
const fewest = 6;

/** The whole sentences of the texts, without what makes a page look easier than it is. */
export const wholeSentences = (texts: readonly string[]): readonly string[] =>
  partsOf(texts).filter((part) => wordsOf(part).length >= fewest);

/** Sentences of more words than can be taken in at once. */
export const tooLong = (texts: readonly string[], most = 25): readonly string[] =>
  partsOf(texts).filter((part) => wordsOf(part).length > most);

/** The age in years at which the sentences can be read. */
export function readingAge(sentences: readonly string[]): number {
  const parts = partsOf(sentences);
  const words = parts.flatMap(wordsOf);
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  return (0.39 * words.length) / parts.length + (11.8 * syllables) / words.length - 15.59 + 5;
}

/** The sentences of a page's main part, tags taken out; each block is a sentence of its own. */
export const sentencesOf = (html: string): readonly string[] =>
  (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html)
    .split(/<\/(?:p|li|h[1-6]|legend|label|button)>/)
    .map((block) =>
      block
        .replace(/<[^>]+>/g, '')
        .replace(/&[a-z#0-9]+;/g, ' ')
        .replace(/\S+@\S+|\S+\.(?:uk|org|example)\S*/g, 'address')
        .trim(),
    )
    .filter((block) => block !== '');
