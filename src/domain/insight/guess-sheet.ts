// What did teachers, parents and students believe before they saw the figures, and how near were they (Y14; features.md, M6)?
// A sheet asks up to five figures of one school's or the trust's leavers of one year. Guesses are only ever added, while it is
// sealed; unsealing ends that, and freezes the figures beside them. Nothing is changed afterwards. A guess is scored by its squared
// distance from the figure, in points; a range by whether the figure lies in it.
import type { CohortId, SchoolId, StaffId } from '../alumni/ids.js';
import type { Guessable, GuessedFigure } from './guessable.js';

export type GuessSheetId = string & { readonly __guessSheetId: true };

/** Who guesses. Nothing else is kept of somebody who does so by the code. */
export const guessRoles = ['teacher', 'parent', 'student', 'other'] as const;
export type GuessRole = (typeof guessRoles)[number];

/** How many figures a sheet asks at most: it takes a minute. */
export const mostStatements = 5;
/** How many guesses a sheet takes: more than any hall holds. */
export const mostGuesses = 2_000;
/** Guesses of fewer people of a role are not told apart. */
export const leastGuesses = 5;

/** One guess of one figure, in whole per cents; a range where one was given, its ends included. */
export interface GuessedShare {
  readonly of100: number;
  readonly low?: number;
  readonly high?: number;
}

/** What one person, or a group through a member of staff, believes. */
export interface Guess {
  readonly id: string;
  readonly role: GuessRole;
  readonly at: Date;
  readonly shares: Readonly<Partial<Record<Guessable, GuessedShare>>>;
  /** It came from a device that was handed on, or from a browser that keeps no mark: perhaps somebody's second. */
  readonly perhapsAgain?: true;
  /** Who wrote it down for a group, and where it was said; absent for guesses by the code. */
  readonly writtenBy?: StaffId;
  readonly said?: string;
}

/** A figure as it stood when the sheet was unsealed. */
export interface UnsealedFigure extends GuessedFigure {
  readonly key: Guessable;
  /** Whether leaders and the outside may be told it, beside what they see of the other schools. */
  readonly openly: boolean;
}

/** One sheet. */
export interface GuessSheet {
  readonly id: GuessSheetId;
  readonly title: string;
  /** Null for the whole trust. */
  readonly schoolId: SchoolId | null;
  readonly cohortId: CohortId;
  readonly figures: readonly Guessable[];
  /** Of the figures those that pages of Insight already showed when it was opened. */
  readonly seenBefore: readonly Guessable[];
  /** Eight signs; absent once it is unsealed. */
  readonly code?: string;
  readonly openedBy: StaffId;
  readonly openedAt: Date;
  readonly guesses: readonly Guess[];
  readonly unsealed?: { readonly at: Date; readonly by: StaffId; readonly figures: readonly UnsealedFigure[] };
}

/** Whether it still takes guesses, and shows none. */
export const isSealedSheet = ({ unsealed }: Pick<GuessSheet, 'unsealed'>): boolean => unsealed === undefined;

/** The middle one; of an even number the mean of the two. Null of none. */
export function medianOf(values: readonly number[]): number | null {
  const inOrder = [...values].sort((one, other) => one - other);
  const [low, high] = [inOrder[Math.ceil(inOrder.length / 2) - 1], inOrder[Math.floor(inOrder.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** How near the guesses of some people were. */
export interface Score {
  readonly guesses: number;
  readonly median: number;
  /** The root of the mean squared distance from the figure, in points: nought is right. */
  readonly off: number;
  /** Of those who gave a range, how many hit the figure. */
  readonly ranges: number;
  readonly hits: number;
}

/** Scores guesses of a figure in per cent; null of none. */
export function scoreOf(shares: readonly GuessedShare[], figure: number): Score | null {
  const median = medianOf(shares.map(({ of100 }) => of100));
  if (median === null) return null;
  const squares = shares.reduce((sum, { of100 }) => sum + (of100 - figure) ** 2, 0);
  const ranges = shares.filter(({ low, high }) => low !== undefined && high !== undefined);
  const hits = ranges.filter(({ low = 0, high = 0 }) => low <= figure && figure <= high).length;
  return { guesses: shares.length, median, off: Math.sqrt(squares / shares.length), ranges: ranges.length, hits };
}

/** How many guesses may be somebody's second. */
export const perhapsAgain = (guesses: readonly Guess[]): number =>
  guesses.filter((guess) => guess.perhapsAgain === true).length;

/** The guesses of a figure, those that were given. */
export const sharesOf = (guesses: readonly Guess[], key: Guessable): readonly GuessedShare[] =>
  guesses.flatMap(({ shares }) => shares[key] ?? []);
