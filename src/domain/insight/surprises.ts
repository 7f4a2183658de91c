// Which beliefs does the data contradict?
// A belief that was recorded before the figure was unsealed is a share that was named beforehand: the middle guess of a role, or
// what a group said through a member of staff, of a range the end that is nearer. It is held against the people that the figure
// rests on by an exact test; of all beliefs together the surprises are told under false-discovery control (features.md, M6).
import { binomialTest } from '../statistics/exact.js';
import { adjustedForMany, falseDiscoveryLevel } from '../statistics/false-discovery.js';
import { boundsOf, type Interval } from '../statistics/proportion.js';
import type { Guessable } from './guessable.js';
import {
  guessRoles,
  leastGuesses,
  scoreOf,
  sharesOf,
  type Guess,
  type GuessedShare,
  type GuessRole,
  type GuessSheet,
  type Score,
  type UnsealedFigure,
} from './guess-sheet.js';

/** What some people believed of one figure, beside it. */
export interface Belief {
  readonly sheet: Pick<GuessSheet, 'id' | 'title' | 'schoolId' | 'cohortId'>;
  readonly key: Guessable;
  readonly role: GuessRole;
  /** What a group said through a member of staff, and where; null for guesses by the code. */
  readonly said: string | null;
  readonly score: Score;
  /** What the figures say, from 0 to 1. */
  readonly share: number;
  /** Pages of Insight showed the figure when the sheet was opened. */
  readonly seenBefore: boolean;
  /** Adjusted for all that were looked at together. */
  readonly chance: number;
  readonly surprise: boolean;
  /** Whether those of whom nothing is known could still make the belief true. */
  readonly open: boolean;
}

/** Guesses are whole per cents: whoever says 10 means anything that rounds to it. */
const rounded = 0.5;

/** The share that was thought that is nearest to the figure: of a range its nearer end; inside it the figure itself. */
function thought({ of100, low = of100, high = of100 }: GuessedShare, figure: number): number {
  return Math.min(Math.max(figure, low - rounded, 0), high + rounded, 100) / 100;
}

type Untested = Omit<Belief, 'chance' | 'surprise'> & { readonly p: number };

const within = ({ low, high }: Interval, share: number): boolean => low <= share && share <= high;

function beliefOf(
  sheet: GuessSheet,
  figure: UnsealedFigure,
  {
    role,
    said,
    shares,
  }: { readonly role: GuessRole; readonly said: string | null; readonly shares: readonly GuessedShare[] },
): readonly Untested[] {
  const inPercent = (figure.yes / figure.of) * 100;
  const score = scoreOf(shares, inPercent);
  if (score === null) return [];
  const one = said === null ? undefined : shares[0];
  const believed = thought(one ?? { of100: score.median }, inPercent);
  const { id, title, schoolId, cohortId } = sheet;
  return [
    {
      ...{ sheet: { id, title, schoolId, cohortId }, key: figure.key, role, said, score },
      share: inPercent / 100,
      seenBefore: sheet.seenBefore.includes(figure.key),
      p: binomialTest(figure, believed) ?? 1,
      open: within(boundsOf(figure, figure.people), believed),
    },
  ];
}

const byCode = (guesses: readonly Guess[], role: GuessRole): readonly Guess[] =>
  guesses.filter((guess) => guess.role === role && guess.writtenBy === undefined);

type May = (figure: UnsealedFigure, sheet: GuessSheet) => boolean;

function beliefsIn(sheet: GuessSheet, may: May): readonly Untested[] {
  const { unsealed, guesses } = sheet;
  return (unsealed?.figures ?? [])
    .filter((figure) => figure.of > 0 && may(figure, sheet))
    .flatMap((figure) => {
      const ofRoles = guessRoles.flatMap((role) => {
        const shares = sharesOf(byCode(guesses, role), figure.key);
        return shares.length < leastGuesses ? [] : beliefOf(sheet, figure, { role, said: null, shares });
      });
      const ofGroups = guesses
        .filter(({ writtenBy }) => writtenBy !== undefined)
        .flatMap((guess) =>
          beliefOf(sheet, figure, { role: guess.role, said: guess.said ?? '', shares: sharesOf([guess], figure.key) }),
        );
      return [...ofRoles, ...ofGroups];
    });
}

/**
 * Every belief of these sheets beside its figure, tested together; those of sealed sheets, and of figures that the reader may
 * not see, are left out before anything is tested.
 */
export function beliefsOf(sheets: readonly GuessSheet[], may: May): readonly Belief[] {
  const all = sheets.flatMap((sheet) => beliefsIn(sheet, may));
  const chances = adjustedForMany(all.map(({ p }) => p));
  return all.map(({ p: _p, ...belief }, place) => {
    const chance = chances[place] ?? 1;
    return { ...belief, chance, surprise: chance <= falseDiscoveryLevel };
  });
}
