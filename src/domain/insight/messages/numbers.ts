// Which numbers does a sentence state, and is each of them that of a figure?
// Percentages, “nine in ten”, halves and thirds, “most” and “nearly all”, thresholds (“more than 80 %”) and plain counts. Years, year
// groups, levels, ages and lengths of time are no claims. A share that is typed must bring its range and say of whom it is.
import { couldBe, figureOfLetter, type PublishedFigure } from './published-figure.js';
import { lettersIn } from './sentences.js';

/** One number that a sentence states, in its own words, and what figure carries it. */
export interface StatedNumber {
  readonly words: string;
  /** Where in the sentence. */
  readonly at: number;
  readonly kind: 'share' | 'fraction' | 'threshold' | 'quantity' | 'count';
  /** The figure that it is; undefined where none of them says it. */
  readonly figure: PublishedFigure | undefined;
}

const numerals: Readonly<Record<string, number>> = {
  ...{ one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
  ...{ eleven: 11, twelve: 12, thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17 },
  ...{ eighteen: 18, nineteen: 19, twenty: 20, thirty: 30, forty: 40, fifty: 50, hundred: 100 },
};
const numeral = `\\d+(?:,\\d{3})*(?:\\.\\d+)?|${Object.keys(numerals).join('|')}`;
const valueOf = (text: string): number => numerals[text.toLowerCase()] ?? Number(text.replaceAll(',', ''));

/** People, as texts for parents and teachers call them. */
export const peopleNouns =
  '(?:(?:of )?(?:our|the|these|former|past|young|recent|local)\\s+)*(?:pupils?|students?|leavers?|children|child|people|boys?|girls?|alumni|sixth[- ]formers?|school leavers?)';

const percent = new RegExp(
  `(?:\\b(more than|over|above|at least|less than|fewer than|under|below|up to)\\s+)?\\b(${numeral})\\s?(?:%|per ?cent\\b)`,
  'giu',
);
const inOf = new RegExp(`\\b(${numeral})\\s+(?:in(?: every)?|out of(?: every)?|of every)\\s+(${numeral})\\b`, 'giu');
const fractions: readonly (readonly [RegExp, number])[] = [
  [/\bthree[- ]quarters\b/giu, 3 / 4],
  [/\btwo[- ]thirds\b/giu, 2 / 3],
  [/\bfour[- ]fifths\b/giu, 4 / 5],
  [/\bthree[- ]fifths\b/giu, 3 / 5],
  [/\btwo[- ]fifths\b/giu, 2 / 5],
  [/\b(?:a|one)[- ]half\b|\bhalf(?= (?:of|our|the|all)\b)/giu, 1 / 2],
  [/\b(?:a|one)[- ]third\b/giu, 1 / 3],
  [/\b(?:a|one)[- ]quarter\b/giu, 1 / 4],
  [/\b(?:a|one)[- ]fifth\b/giu, 1 / 5],
  [/\b(?:a|one)[- ]tenth\b/giu, 1 / 10],
];

/** Words for a share, and what the range of the figure must be for them. */
const quantities: readonly (readonly [RegExp, (range: { readonly low: number; readonly high: number }) => boolean])[] =
  [
    [/\b(?:almost|nearly|virtually|practically) (?:all|every|everyone|everybody)\b/giu, ({ low }) => low >= 0.9],
    [/\b(?:the )?(?:vast|great|large|overwhelming) majority\b/giu, ({ low }) => low >= 0.75],
    [
      /\b(?:the )?majority\b|\bmost of\b|\bmost (?=of |our |pupils|students|leavers|young|people|alumni|former)/giu,
      ({ low }) => low > 0.5,
    ],
    [/\b(?:more than|over|at least) half\b/giu, ({ low }) => low > 0.5],
    [/\b(?:less than|under|fewer than) half\b|\ba minority\b/giu, ({ high }) => high < 0.5],
    [/\b(?:very few|hardly any|hardly anyone|a handful)\b/giu, ({ high }) => high <= 0.1],
    [
      /\b(?:many|lots|plenty|a lot|numerous|a large number) (?=of |our |pupils|students|leavers|young|people|alumni|former)/giu,
      ({ low }) => low > 0.25,
    ],
  ];

/** Numbers that claim nothing: taken out before plain counts are looked for. */
const noClaims: readonly RegExp[] = [
  /\b(?:19|20)\d\d(?:\s?[/–-]\s?(?:\d{4}|\d\d))?\b/gu,
  /\b(?:years?|key stages?|levels?|grades?|class|room|page|question|section)\s+\d+(?:\s?(?:to|and|or|[–-])\s?\d+)?/giu,
  /\b16\s?(?:to|[–-])\s?1[89]\b/gu,
  /\b(?:aged?|ages)\s+\d+(?:\s?(?:to|and|or|[–-])\s?\d+)?/giu,
  /\b\d+\s?(?:to|[–-])\s?\d+(?=[- ](?:year[- ]olds?|study|stage|measure|destination))/giu,
  /\b\d+[- ]year[- ]olds?\b/giu,
  /\b\d+(?:st|nd|rd|th)\b/giu,
  /\b\d{1,2}(?::\d\d)?\s?(?:am|pm|o['’]clock)\b/giu,
  /\b\d{1,2}(?= (?:January|February|March|April|May|June|July|August|September|October|November|December)\b)/gu,
  /\b\d+(?=[- ](?:minutes?|hours?|days?|weeks?|months?|years?|terms?|questions?|pages?|steps?|things?|ways?)\b)/giu,
];

const nearest = (figures: readonly PublishedFigure[], share: number, within: number): PublishedFigure | undefined =>
  figures
    .filter((figure) => Math.abs(figure.share - share) <= within)
    .sort((one, other) => Math.abs(one.share - share) - Math.abs(other.share - share))[0];

const otherEnd = '\\d+(?:\\.\\d+)?\\s?(?:%|per ?cent)?';
const rangeBefore = new RegExp(`(?:${otherEnd}\\s?(?:to|[–-])|\\bbetween ${otherEnd}\\s?and)\\s?$`, 'iu');
const rangeAfter = new RegExp(`^\\s?(?:to|[–-])\\s?${otherEnd}`, 'iu');
const betweenBefore = /\bbetween\s$/iu;
const andAfter = new RegExp(`^\\s?and\\s${otherEnd}`, 'iu');

/** Whether the number that stands there is one end of a range: an end by itself is no share. */
function inRange(sentence: string, at: number, words: string): boolean {
  const [before, after] = [sentence.slice(0, at), sentence.slice(at + words.length)];
  return rangeBefore.test(before) || rangeAfter.test(after) || (betweenBefore.test(before) && andAfter.test(after));
}

/** The figure one end of whose range it is. */
const withEnd = (figures: readonly PublishedFigure[], value: number): PublishedFigure | undefined =>
  figures.find(({ interval, bounds }) =>
    [interval.low, interval.high, bounds.low, bounds.high].some((end) => Math.round(end * 100) === value),
  );

function thresholdOf(
  qualifier: string,
  share: number,
  figures: readonly PublishedFigure[],
): PublishedFigure | undefined {
  const above = /more|over|above|least/i.test(qualifier);
  return figures.find((figure) => (above ? couldBe(figure).low >= share : couldBe(figure).high <= share));
}

function shareStated(sentence: string, match: RegExpMatchArray, figures: readonly PublishedFigure[]): StatedNumber {
  const [words = '', qualifier, text = ''] = match;
  const value = valueOf(text);
  const at = match.index ?? 0;
  if (qualifier !== undefined) {
    return { words, at, kind: 'threshold', figure: thresholdOf(qualifier, value / 100, figures) };
  }
  const half = text.includes('.') ? 0.000_5 : 0.005;
  const end = inRange(sentence, at, words) ? withEnd(figures, value) : undefined;
  return { words, at, kind: 'share', figure: nearest(figures, value / 100, half + 1e-9) ?? end };
}

/** Takes out what a pattern finds, keeping every place, and gives what was found. */
function taken(text: { rest: string }, pattern: RegExp): readonly RegExpMatchArray[] {
  const found = [...text.rest.matchAll(pattern)];
  text.rest = text.rest.replace(pattern, (words) => '\u00B7'.repeat(words.length));
  return found;
}

const plainCount = new RegExp(
  `(£\\s?)?\\b(\\d+(?:,\\d{3})*(?:\\.\\d+)?)\\b|\\b(${Object.keys(numerals).join('|')})\\s+(?=${peopleNouns}\\b)`,
  'giu',
);

/**
 * Every number that the sentence states, in the order in which they stand; letters of figures are no numbers. Where the sentence names
 * figures by their letters, a number must be one of theirs.
 */
export function numbersIn(sentence: string, all: readonly PublishedFigure[]): readonly StatedNumber[] {
  const named = lettersIn(sentence).flatMap((letter) => figureOfLetter(all, letter) ?? []);
  const figures = named.length > 0 ? named : all;
  const text = { rest: sentence.replace(/\{[^}]*\}/g, (words) => '\u00B7'.repeat(words.length)) };
  const stated: StatedNumber[] = [];
  for (const match of taken(text, percent)) stated.push(shareStated(sentence, match, figures));
  for (const [pattern, supports] of quantities) {
    for (const match of taken(text, pattern)) {
      const figure = figures.find((one) => supports(couldBe(one)));
      stated.push({ words: match[0].trim(), at: match.index ?? 0, kind: 'quantity', figure });
    }
  }
  for (const match of taken(text, inOf)) {
    const [words = '', part = '', of = ''] = match;
    const whole = valueOf(of);
    const figure = nearest(figures, valueOf(part) / whole, Math.min(0.05, 0.5 / whole) + 1e-9);
    stated.push({ words, at: match.index ?? 0, kind: 'fraction', figure });
  }
  for (const [pattern, share] of fractions) {
    for (const match of taken(text, pattern)) {
      stated.push({ words: match[0], at: match.index ?? 0, kind: 'fraction', figure: nearest(figures, share, 0.03) });
    }
  }
  for (const pattern of noClaims) taken(text, pattern);
  for (const match of taken(text, plainCount)) {
    const value = valueOf((match[2] ?? match[3] ?? '').trim());
    const end = inRange(sentence, match.index ?? 0, match[0]) ? withEnd(figures, value) : undefined;
    const known = figures.find(({ people }) => people === value) ?? end;
    const figure = match[1] === undefined ? known : undefined;
    stated.push({ words: match[0].trim(), at: match.index ?? 0, kind: 'count', figure });
  }
  return stated.sort((one, other) => one.at - other.at);
}
