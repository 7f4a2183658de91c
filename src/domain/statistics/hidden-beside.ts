// Which counts must be hidden with small ones, so that nobody who sees all the others works them out?
// Over every line of a whole and its parts: schools beside the trust, years beside all of them together. First by rule, then by trying:
// whatever the attacker could still pin down takes the smallest count beside it with it, until there is nothing to be found (P11).
import { pinnedDown, rangeOfShown, type Range } from './attacker.js';
import { disclosed, leastGroup, leastShown } from './disclosure.js';
import type { Proportion } from './proportion.js';

/** A whole and its parts, by the names of the cells. */
export type Line = readonly [string, ...string[]];

interface Grid {
  readonly sizes: ReadonlyMap<string, number>;
  readonly lines: readonly Line[];
  /** The cells are shown to the nearest five; else as they are. */
  readonly rounded: boolean;
  /** So many people at least stand in what is hidden of a shown whole. */
  readonly least: number;
  /** What is missed least and goes before all others: people of whom only is known that they stand nowhere else. */
  readonly missedLeast: (cell: string) => boolean;
}

const sizeIn = ({ sizes }: Grid, cell: string): number => sizes.get(cell) ?? 0;

const shownRange = (grid: Grid, cell: string): Range => {
  const size = sizeIn(grid, cell);
  return grid.rounded ? rangeOfShown(disclosed(size)) : { low: size, high: size };
};

/** Which of these goes first where another must be hidden: what is missed least, then the smallest. */
const firstOf = (cells: readonly string[], grid: Grid): string | undefined =>
  [...cells].sort(
    (one, other) =>
      Number(grid.missedLeast(other)) - Number(grid.missedLeast(one)) || sizeIn(grid, one) - sizeIn(grid, other),
  )[0];

/**
 * Where a whole is shown, what is hidden of it must be at least two cells that could be six people (`least`) between them; where it is
 * hidden, one of its parts at least is hidden too.
 */
function byRule(hidden: Set<string>, grid: Grid): void {
  for (let more = true; more;) {
    more = false;
    for (const [whole, ...parts] of grid.lines) {
      const gone = parts.filter((part) => hidden.has(part));
      const shown = parts.filter((part) => !hidden.has(part) && sizeIn(grid, part) > 0);
      const isGone = gone.some((part) => sizeIn(grid, part) > 0);
      if (hidden.has(whole)) {
        // What is hidden with others and has all its parts shown would be their sum.
        const next = isGone ? undefined : firstOf(shown, grid);
        if (next === undefined) continue;
        hidden.add(next);
        more = true;
        continue;
      }
      if (!isGone) continue;
      const most = shown.reduce((left, part) => left - shownRange(grid, part).low, shownRange(grid, whole).high);
      if (gone.length > 1 && most >= grid.least) continue;
      hidden.add(firstOf(shown, grid) ?? whole);
      more = true;
    }
  }
}

/** The first of what is shown in a line with the cell, else of all that is shown; undefined where nothing is. */
function nextBeside(cell: string, hidden: ReadonlySet<string>, grid: Grid): string | undefined {
  const next = (lines: readonly Line[]): string | undefined =>
    firstOf(
      lines.flat().filter((other) => !hidden.has(other) && sizeIn(grid, other) > 0),
      grid,
    );
  return next(grid.lines.filter((line) => line.includes(cell))) ?? next(grid.lines);
}

function byTrying(hidden: Set<string>, grid: Grid): void {
  const sums = grid.lines.map(([whole, ...parts]) => ({ whole, parts }));
  const names = new Set(grid.lines.flat());
  const { least } = grid;
  const small = Math.max(least, leastShown);
  for (let more = true; more;) {
    more = false;
    const known = new Map(
      [...names].map((name) => [name, hidden.has(name) ? rangeOfShown(null) : shownRange(grid, name)] as const),
    );
    for (const { name } of pinnedDown(known, sums, { least, small })) {
      const size = sizeIn(grid, name);
      const next = size > 0 && size < small ? nextBeside(name, hidden, grid) : undefined;
      if (next === undefined) continue;
      hidden.add(next);
      more = true;
    }
    if (more) byRule(hidden, grid);
  }
}

/** The cells to hide, given those that are hidden by themselves: the smallest others with them, at last the whole. */
export function hiddenBeside(
  hidden: ReadonlySet<string>,
  sizes: ReadonlyMap<string, number>,
  lines: readonly Line[],
  rounded = false,
): ReadonlySet<string> {
  const all = new Set(hidden);
  const grid = { sizes, lines, rounded, least: leastGroup, missedLeast: () => false };
  byRule(all, grid);
  if (rounded && all.size > 0) byTrying(all, grid);
  return all;
}

/**
 * The same of shares, from which whoever knows of how many they are works out both sides: of what is hidden of a shown whole neither
 * those who say yes nor those who do not may be from one to five people, or from one to `least` less one.
 */
export function hiddenSharesBeside(
  hidden: ReadonlySet<string>,
  shares: ReadonlyMap<string, Proportion>,
  lines: readonly Line[],
  { least = leastGroup, missedLeast = () => false }: Partial<Pick<Grid, 'least' | 'missedLeast'>> = {},
): ReadonlySet<string> {
  const all = new Set(hidden);
  const gridOf = (size: (share: Proportion) => number): Grid => ({
    ...{ lines, least, missedLeast, rounded: false },
    sizes: new Map([...shares].map(([name, share]) => [name, size(share)])),
  });
  const people = gridOf(({ of }) => of);
  const sides = [gridOf(({ yes }) => yes), gridOf(({ yes, of }) => of - yes)];
  for (let before = 0; before < all.size;) {
    before = all.size;
    for (const grid of [people, ...sides]) byRule(all, grid);
    for (const grid of sides) byTrying(all, grid);
  }
  return all;
}
