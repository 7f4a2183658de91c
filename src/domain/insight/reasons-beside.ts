// Which figures of reasons would tell a hidden one that stands beside them: over the years, the times of telling and the places, and of
// main reasons over each other?
import { isSensitiveReason } from '../destinations/reason.js';
import { leastGroup, leastSensitive, type Withheld } from '../statistics/disclosure.js';
import { hiddenSharesBeside, type Line } from '../statistics/hidden-beside.js';
import type { Interval, Proportion } from '../statistics/proportion.js';

/** A reason among some people, as somebody may see it. */
export interface ReasonFigure {
  /** Null where it is hidden, and to leaders, who see shares. */
  readonly count: number | null;
  readonly share: number | null;
  readonly interval: Interval | null;
  readonly why: Withheld | 'sensitive' | null;
}

/** Hidden for what stands beside it. */
export const hiddenBeside: ReasonFigure = { count: null, share: null, interval: null, why: 'small-side' };

/** A figure of one reason among some people. */
interface ReasonCell {
  /** The people: a cohort, a time of telling or a place; empty for all of them, or for those at a place on no list. */
  readonly part: string;
  readonly code: string;
  readonly said: Proportion;
  readonly figure: ReasonFigure;
}

/** A reason among some people, in one word. */
export const cellName = (part: string, code: string): string => `${part}~${code}`;

/**
 * The figures without those that would tell of a hidden one, by `cellName`: along the parts of each reason, and where the reasons are
 * parts of a whole (`main`: everybody has one main reason) along them too. In what is hidden stand six people, ten of sensitive reasons.
 */
export function togetherHidden(cells: readonly ReasonCell[], main: boolean): ReadonlyMap<string, ReasonFigure> {
  const hidden = new Set(
    cells.flatMap(({ part, code, figure, said }) => (figure.why !== null && said.of > 0 ? [cellName(part, code)] : [])),
  );
  const [parts, codes] = [new Set(cells.map(({ part }) => part)), new Set(cells.map(({ code }) => code))];
  const lines: readonly Line[] = [
    ...(parts.size > 1
      ? [...codes].map((code): Line => [`*~${code}`, ...[...parts].map((part) => cellName(part, code))])
      : []),
    ...(main ? [...parts].map((part): Line => [`${part}~*`, ...[...codes].map((code) => cellName(part, code))]) : []),
  ];
  // Whoever names it counts, and of the parts of one reason whoever does not.
  const shares = new Map<string, Proportion>();
  const add = (name: string, { yes, of }: Proportion): void => {
    const sum = shares.get(name) ?? { yes: 0, of: 0 };
    shares.set(name, { yes: sum.yes + yes, of: sum.of + of });
  };
  for (const { part, code, said } of cells) {
    const counted = main || isSensitiveReason(code) ? { yes: said.yes, of: said.yes } : said;
    for (const name of [cellName(part, code), `*~${code}`, `${part}~*`]) add(name, counted);
  }
  const sensitive = cells.some(({ figure }) => figure.why === 'sensitive');
  const all = hiddenSharesBeside(hidden, shares, lines, {
    least: sensitive ? leastSensitive : leastGroup,
    missedLeast: (name) => name.startsWith(cellName('', '')),
  });
  return new Map(
    cells.map(({ part, code, figure }) => {
      const name = cellName(part, code);
      return [name, all.has(name) && figure.why === null ? hiddenBeside : figure] as const;
    }),
  );
}
