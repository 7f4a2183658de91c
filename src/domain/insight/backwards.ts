// From a surprise backwards: in which part of a figure does it lie?
// The figure is taken apart by school, year, plan, place or subject; each part is held against the rest of its kind. Of all parts
// that are looked at together those are told which are more than chance, under false-discovery control (features.md, M6). Parts
// that somebody may not see are left out before anything is tested.
import { adjustedForMany, chanceOfDifference, falseDiscoveryLevel } from '../statistics/false-discovery.js';
import { differenceOf, wilson, type Difference, type Interval } from '../statistics/proportion.js';
import type { GuessedFigure, PartBy } from './guessable.js';

/** By what a figure is taken apart. */
export type BrokenBy = 'school' | 'year' | PartBy;

/** The parts of one kind, which together are the whole. */
export interface Breakdown {
  readonly by: BrokenBy;
  readonly parts: readonly {
    readonly name: string;
    readonly figure: GuessedFigure;
    /** From the reader, small as it is or as others beside it are. */
    readonly hidden: boolean;
  }[];
}

/** One part as somebody may see it. */
export interface SeenPart {
  readonly name: string;
  readonly of: number;
  readonly share: number;
  readonly interval: Interval;
  /** Against the rest; null where there is no rest. */
  readonly difference: Difference | null;
  /** More than chance. */
  readonly standsOut: boolean;
}

export interface SeenBreakdown {
  readonly by: BrokenBy;
  /** The largest first. */
  readonly parts: readonly SeenPart[];
  /** The names of those that are hidden. */
  readonly hidden: readonly string[];
}

/** With fewer people a part is not looked at, whoever is looking. */
const leastInPart = 10;

/** The breakdowns as the reader may see them. */
export function workedBackwards(breakdowns: readonly Breakdown[]): readonly SeenBreakdown[] {
  const looked = breakdowns.map(({ by, parts }) => {
    const known = parts.filter(({ figure }) => figure.of > 0);
    const whole = known.reduce((sum, { figure }) => ({ yes: sum.yes + figure.yes, of: sum.of + figure.of }), {
      yes: 0,
      of: 0,
    });
    const seen = known.filter(({ figure, hidden }) => !hidden && figure.of >= leastInPart);
    return {
      by,
      hidden: known.filter((part) => !seen.includes(part)).map(({ name }) => name),
      parts: seen
        .map(({ name, figure: { yes, of } }) => {
          const rest = { yes: whole.yes - yes, of: whole.of - of };
          return { name, own: { yes, of }, rest, chance: chanceOfDifference({ yes, of }, rest) };
        })
        .sort((one, other) => other.own.of - one.own.of || (one.name < other.name ? -1 : 1)),
    };
  });
  const chances = adjustedForMany(looked.flatMap(({ parts }) => parts.map(({ chance }) => chance)));
  let place = 0;
  return looked.map(({ by, hidden, parts }) => ({
    ...{ by, hidden },
    parts: parts.map(({ name, own, rest }) => {
      const chance = chances[place] ?? 1;
      place += 1;
      return {
        ...{ name, of: own.of, share: own.yes / own.of, interval: wilson(own), difference: differenceOf(own, rest) },
        standsOut: chance <= falseDiscoveryLevel,
      };
    }),
  }));
}
