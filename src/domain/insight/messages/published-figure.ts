// A figure as it may be told to people outside: what it says, how far it could be off, of whom, from which version and as of when.
// A message keeps the figure as it stood when it was put in (moonshot M4; features 67 and 77), so that every sentence can be
// traced, and so that a figure that has changed since is noticed. Shares are from 0 to 1.
import type { LocalDate } from '../../calendar/local-date.js';
import { leastForShare, leastShown } from '../../statistics/disclosure.js';
import type { Interval } from '../../statistics/proportion.js';

/** One share with everything that says how much it can carry. */
export interface PublishedFigure {
  /** What it is a figure of, the same over its versions: `own:trust:sustained:y13-2025`. */
  readonly key: string;
  /** What it counts, and of which leavers. */
  readonly title: string;
  readonly definition: string;
  /** Of whom it is a share, to follow “86 % of”. */
  readonly ofWhom: string;
  readonly share: number;
  /** How sure it is, taken as a sample of such leavers. */
  readonly interval: Interval;
  /** Where it could lie for everybody, whatever became of those of whom nothing is known. */
  readonly bounds: Interval;
  /** People under the line, to the nearest five. */
  readonly people: number;
  readonly source: string;
  /** Which version of the measures, or which import of the official file. */
  readonly version: string;
  readonly asOf: LocalDate;
}

/** Everything that the figure leaves possible. */
export const couldBe = ({ interval, bounds }: Pick<PublishedFigure, 'interval' | 'bounds'>): Interval => ({
  low: Math.min(interval.low, bounds.low),
  high: Math.max(interval.high, bounds.high),
});

const whole = (share: number): number => Math.round(share * 100);

/** `86 %`. */
export const shareWords = (share: number): string => `${whole(share)} %`;

/** `86 % of those we have heard from (for everybody, somewhere between 76 and 92 %)`. */
export function figureSentence(figure: PublishedFigure): string {
  const { low, high } = couldBe(figure);
  return `${shareWords(figure.share)} of ${figure.ofWhom} (for everybody, somewhere between ${whole(low)} and ${whole(high)} %)`;
}

/** Whether so few people stand behind the figure, or on one side of it, that it would tell of them. */
export function isTooSmall({ people, share }: Pick<PublishedFigure, 'people' | 'share'>): boolean {
  const few = (count: number): boolean => count > 0.5 && count < leastShown - 0.5;
  return people < leastForShare || few(people * share) || few(people * (1 - share));
}

/** Whether it says something else than it did: another share, range or version. */
export const hasChanged = (before: PublishedFigure, now: PublishedFigure | undefined): boolean =>
  now === undefined ||
  now.version !== before.version ||
  whole(now.share) !== whole(before.share) ||
  whole(couldBe(now).low) !== whole(couldBe(before).low) ||
  whole(couldBe(now).high) !== whole(couldBe(before).high);

/** Figures are named in a text by their letters, in curly brackets. */
export const figureLetters = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;

/** The figure of a letter, by its place in the list. */
export const figureOfLetter = (figures: readonly PublishedFigure[], letter: string): PublishedFigure | undefined =>
  figures[(figureLetters as readonly string[]).indexOf(letter.toUpperCase())];
