// Where does one sentence of a message end and the next begin, and what does it read like once its figures are in place?
import { figureOfLetter, figureSentence, type PublishedFigure } from './published-figure.js';

/** Dots that end no sentence, and what stands for them while sentences are told apart. */
const abbreviations = /\b(e\.g|i\.e|vs|approx|incl|etc|St|Mr|Mrs|Ms|Dr|No)\.(?=\s)/g;
const keptDot = '\u2024';
const sentenceEnd = /(?<=[.!?]["”’)]?)\s+(?=["“‘({]?[\p{Lu}\p{N}{])/u;

/** The sentences of a text in order; a line of its own is one, with or without a stop at its end. */
export const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/\n+/)
    .flatMap((line) => line.replace(abbreviations, `$1${keptDot}`).split(sentenceEnd))
    .map((sentence) => sentence.replaceAll(keptDot, '.').trim())
    .filter((sentence) => sentence !== '');

/** `{A}`, and letters that name nothing too. */
export const marker = /\{\s*([A-Za-z])\s*\}/g;

/** The letters that a sentence names, in their order. */
export const lettersIn = (sentence: string): readonly string[] =>
  [...sentence.matchAll(marker)].map(([, letter]) => (letter ?? '').toUpperCase());

/** The text with every figure in place of its letter; a letter that names nothing stays. */
export const withFigures = (text: string, figures: readonly PublishedFigure[]): string =>
  text.replace(marker, (whole, letter: string) => {
    const figure = figureOfLetter(figures, letter);
    return figure === undefined ? whole : figureSentence(figure);
  });

/** Paragraphs as they are printed. */
export const paragraphsOf = (text: string): readonly string[] =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
