// May this text go to parents or teachers? (moonshot M4)
// Every sentence is looked at by itself: each number must be a figure's, each comparison must be borne by two figures, and what no
// figure can say must not be said. What is found names the sentence, what in it, and what to do. Nothing is put right by itself.
import { borneBy, comparedIn } from './comparisons.js';
import { numbersIn, type StatedNumber } from './numbers.js';
import {
  couldBe,
  figureOfLetter,
  hasChanged,
  isTooSmall,
  shareWords,
  type PublishedFigure,
} from './published-figure.js';
import { lettersIn, marker, sentencesOf } from './sentences.js';
import { bareClaim, unsupportedWords, wordRules, type WordRule } from './unsupported-words.js';

/** Every rule of the linter. */
export const lintRules = [
  'number-without-figure',
  'not-borne-by-bounds',
  'no-range',
  'of-whom',
  'comparison-needs-two',
  'comparison-unlike',
  'comparison-overlaps',
  'comparison-wrong-way',
  'claim-without-figure',
  'unknown-letter',
  'figure-changed',
  'figure-too-small',
  ...wordRules,
] as const;
export type LintRule = (typeof lintRules)[number];

/** One thing to be put right. */
export interface Finding {
  /** The sentence's place, from 1; 0 for the title. */
  readonly place: number;
  readonly sentence: string;
  readonly rule: LintRule;
  /** The words that it is about. */
  readonly words: string;
  readonly remedy: string;
}

/** What a sentence rests on: the keys of its figures. */
export interface Claim {
  readonly place: number;
  readonly sentence: string;
  readonly figures: readonly PublishedFigure[];
}

export interface Linted {
  readonly findings: readonly Finding[];
  /** Sentences that state a figure. */
  readonly claims: readonly Claim[];
}

const remedies: Readonly<Record<WordRule | 'claim-without-figure', string>> = {
  ranking: 'Leave the ranking out: the figures cannot order schools. Give your own figure with its range.',
  cause: 'Say only what was seen, in a sentence of its own: figures like these do not show why something happened.',
  promise: 'Say what earlier leavers did; nothing says what a child will do.',
  promotion: 'Leave it out: a message about what we learned from former students must not advertise or ask for money.',
  'route-ranked': 'Name each route without ranking it: an apprenticeship or work is not ranked under university.',
  everybody: 'Say which share, with a figure: no figure here covers everybody.',
  multiple: 'Give the two figures themselves in place of how many times.',
  equal: 'Write “too close to tell”: that ranges overlap does not show that two figures are equal.',
  'small-number': 'Leave it out: so few people could be known by somebody who reads it.',
  'claim-without-figure': 'Put a figure behind it by its letter, such as {A}, or leave it out.',
};

type Found = Pick<Finding, 'rule' | 'words' | 'remedy'>;

const hasRange = (sentence: string): boolean =>
  /\b(?:between|from)\b[^.]*\d[^.]*\b(?:and|to)\b[^.]*\d|\d\s?(?:to|–|-)\s?\d/iu.test(sentence);
const saysOfWhom =
  /\b(?:of those|of the (?:people|leavers|students) (?:we|who)|we (?:have )?heard (?:from|of)|we know (?:of|about)|who (?:answered|told us|replied)|whom we know|counted|counts)\b/iu;

/** What is wrong with one number that the sentence states. */
function numberFindings({ kind, words, figure }: StatedNumber, sentence: string): readonly Found[] {
  if (figure === undefined && (kind === 'threshold' || kind === 'quantity')) {
    const remedy = `No figure of this message bears “${words}” over its whole range. Put its letter in place of the words, such as {A}.`;
    return [{ rule: 'not-borne-by-bounds', words, remedy }];
  }
  if (figure === undefined) {
    const remedy =
      'It is the number of no figure of this message. Choose the figure and write its letter, such as {A}.';
    return [{ rule: 'number-without-figure', words, remedy }];
  }
  if (kind !== 'share' && kind !== 'fraction') return [];
  const { low, high } = couldBe(figure);
  const loose = (high - low) * 100 > 5 && !hasRange(sentence);
  const partOnly = (figure.bounds.high - figure.bounds.low) * 100 > 2 && !saysOfWhom.test(sentence);
  return [
    ...(loose
      ? [
          {
            rule: 'no-range' as const,
            words,
            remedy: `Say how far it could be off: between ${shareWords(low)} and ${shareWords(high)}. The figure’s letter brings that by itself.`,
          },
        ]
      : []),
    ...(partOnly
      ? [
          {
            rule: 'of-whom' as const,
            words,
            remedy: `Say of whom: it is a share of ${figure.ofWhom}, not of everybody.`,
          },
        ]
      : []),
  ];
}

/** The figures that a sentence names, by letter or by number, in the order in which they stand in it. */
function namedIn(sentence: string, numbers: readonly StatedNumber[], figures: readonly PublishedFigure[]) {
  const byLetter = [...sentence.matchAll(marker)].flatMap((match) => {
    const figure = figureOfLetter(figures, match[1] ?? '');
    return figure === undefined ? [] : [{ at: match.index, figure }];
  });
  const byNumber = numbers.flatMap(({ at, figure }) => (figure === undefined ? [] : [{ at, figure }]));
  const inOrder = [...byLetter, ...byNumber].sort((one, other) => one.at - other.at).map(({ figure }) => figure);
  return inOrder.filter((figure, place) => inOrder.findIndex(({ key }) => key === figure.key) === place);
}

function comparisonFindings(sentence: string, named: readonly PublishedFigure[]): readonly Found[] {
  const compared = comparedIn(sentence);
  if (compared === null) return [];
  const { words } = compared;
  const [one, other] = named;
  if (one === undefined || other === undefined) {
    const remedy = 'Name both figures in this sentence, or leave the comparison out.';
    return [{ rule: 'comparison-needs-two', words, remedy }];
  }
  if (one.definition !== other.definition || one.source !== other.source) {
    const remedy =
      'The two figures count different things. Compare figures of one measure and one source, or leave the comparison out.';
    return [{ rule: 'comparison-unlike', words, remedy }];
  }
  const how = borneBy(compared, one, other);
  if (how === 'apart') return [];
  if (how === 'wrong-way') {
    const remedy = `It is the other way round: ${shareWords(one.share)} and ${shareWords(other.share)}.`;
    return [{ rule: 'comparison-wrong-way', words, remedy }];
  }
  const [a, b] = [couldBe(one), couldBe(other)];
  const remedy = `The two ranges overlap (${shareWords(a.low)} to ${shareWords(a.high)}, and ${shareWords(b.low)} to ${shareWords(b.high)}). Give both and write “too close to tell”.`;
  return [{ rule: 'comparison-overlaps', words, remedy }];
}

function figureFindings(
  named: readonly PublishedFigure[],
  now: ReadonlyMap<string, PublishedFigure> | null,
): readonly Found[] {
  return named.flatMap((figure): readonly Found[] => {
    if (isTooSmall(figure)) {
      const remedy = 'So few people stand behind it that it could tell of them. Choose a figure of more people.';
      return [{ rule: 'figure-too-small', words: figure.title, remedy }];
    }
    if (now === null || !hasChanged(figure, now.get(figure.key))) return [];
    const today = now.get(figure.key);
    const remedy =
      today === undefined
        ? 'It is not published any more. Choose another figure.'
        : `It was ${shareWords(figure.share)} (${figure.version}) and is ${shareWords(today.share)} now (${today.version}). Choose it again.`;
    return [{ rule: 'figure-changed', words: figure.title, remedy }];
  });
}

/**
 * Looks at a text with its figures, in the order of their letters. `now` are the figures as they stand today, by key: one that has
 * changed is named; null where that is not to be looked at.
 */
export function lint(
  text: string,
  figures: readonly PublishedFigure[],
  now: ReadonlyMap<string, PublishedFigure> | null = null,
): Linted {
  const findings: Finding[] = [];
  const claims: Claim[] = [];
  sentencesOf(text).forEach((sentence, index) => {
    const place = index + 1;
    const unknown = lettersIn(sentence).filter((letter) => figureOfLetter(figures, letter) === undefined);
    const words = unsupportedWords(sentence, lettersIn(sentence).length > 0);
    // Where so few people are named, that is said once and not as a number of no figure too.
    const few = words.find(({ rule }) => rule === 'small-number');
    const numbers = numbersIn(sentence, figures).filter(
      (one) => few === undefined || one.kind !== 'count' || !few.words.startsWith(one.words),
    );
    const named = namedIn(sentence, numbers, figures);
    const bare = named.length === 0 ? bareClaim(sentence) : null;
    const found: readonly Found[] = [
      ...unknown.map((letter) => ({
        rule: 'unknown-letter' as const,
        words: `{${letter}}`,
        remedy: 'No figure has this letter. Choose the figure first, or take the letter out.',
      })),
      ...numbers.flatMap((one) => numberFindings(one, sentence)),
      ...comparisonFindings(sentence, named),
      ...words.map(({ rule, words: said }) => ({ rule, words: said, remedy: remedies[rule] })),
      ...(bare === null
        ? []
        : [{ rule: 'claim-without-figure' as const, words: bare, remedy: remedies['claim-without-figure'] }]),
      ...figureFindings(named, now),
    ];
    findings.push(...found.map((one) => ({ place, sentence, ...one })));
    if (named.length > 0) claims.push({ place, sentence, figures: named });
  });
  return { findings, claims };
}

/** The same of a message: its title, which stands at place 0, and its text. */
export function lintMessage(
  { title, text }: { readonly title: string; readonly text: string },
  figures: readonly PublishedFigure[],
  now: ReadonlyMap<string, PublishedFigure> | null = null,
): Linted {
  const [head, body] = [lint(title, figures, now), lint(text, figures, now)];
  const atHead = <T extends { readonly place: number }>(found: readonly T[]) =>
    found.map((one) => ({ ...one, place: 0 }));
  return {
    findings: [...atHead(head.findings), ...body.findings],
    claims: [...atHead(head.claims), ...body.claims],
  };
}
