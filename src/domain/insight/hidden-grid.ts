// Which parts of which schools may leaders not see, so that neither the trust beside its schools nor a whole beside its parts tells what
// is hidden (requirement P11)?
// Schools are rows, parts such as places or plans are columns; the trust and the whole are their sums. What is small by itself is
// hidden, and with it what would give it away along any row or column (src/domain/statistics/hidden-beside.ts).
import { leastGroup } from '../statistics/disclosure.js';
import { hiddenBeside, hiddenSharesBeside } from '../statistics/hidden-beside.js';
import type { Proportion } from '../statistics/proportion.js';

/** What one school says of one part. */
export interface GridCell extends Proportion {
  readonly school: string;
  readonly part: string;
}

const [trust, whole] = ['*', '*'];
const nameOf = (school: string | null, part: string | null): string => `${school ?? trust}~${part ?? whole}`;

/** Whether the cell is hidden; null stands for the trust, and for the whole. */
export type IsHidden = (school: string | null, part: string | null) => boolean;

/**
 * What is hidden in the grid, given what is hidden by itself. `rounded`: it is the counts that are shown, to the nearest five; else it is
 * shares. `least`: so many people stand in what is hidden. Cells of nobody are never hidden.
 */
export function hiddenInGrid(
  cells: readonly GridCell[],
  alone: (count: Proportion, school: string | null, part: string | null) => boolean,
  { rounded = false, least = leastGroup }: { readonly rounded?: boolean; readonly least?: number } = {},
): IsHidden {
  const schools = [null, ...new Set(cells.map(({ school }) => school))];
  const parts = [null, ...new Set(cells.map(({ part }) => part))];
  const counts = new Map<string, Proportion>();
  const add = (name: string, { yes, of }: Proportion): void => {
    const sum = counts.get(name) ?? { yes: 0, of: 0 };
    counts.set(name, { yes: sum.yes + yes, of: sum.of + of });
  };
  for (const cell of cells) {
    for (const school of [cell.school, null]) for (const part of [cell.part, null]) add(nameOf(school, part), cell);
  }
  const hidden = new Set<string>();
  for (const school of schools) {
    for (const part of parts) {
      const count = counts.get(nameOf(school, part));
      if (count !== undefined && count.of > 0 && alone(count, school, part)) hidden.add(nameOf(school, part));
    }
  }
  const [, ...ofSchools] = schools;
  const [, ...ofParts] = parts;
  const lines = [
    ...schools.map((school) => [nameOf(school, null), ...ofParts.map((part) => nameOf(school, part))] as const),
    ...parts.map((part) => [nameOf(null, part), ...ofSchools.map((school) => nameOf(school, part))] as const),
  ];
  const sizes = new Map([...counts].map(([name, { of }]) => [name, of]));
  // A part without a name is of those who stand in no other, such as places on no list.
  const missedLeast = (name: string): boolean => name.endsWith(nameOf('', ''));
  const all = rounded
    ? hiddenBeside(hidden, sizes, lines, true)
    : hiddenSharesBeside(hidden, counts, lines, { least, missedLeast });
  return (school, part) => all.has(nameOf(school, part));
}
