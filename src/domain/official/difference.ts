// What changed from the version that was shown before? Compared figure by figure and cell by cell, signs included:
// a number in place of SUPP is a change. Said in two sentences for the diary (Y17).
import { signWords, type CellValue } from './cell.js';
import type { Facets, FigureUnit, OfficialFigure } from './figure.js';
import { cellWords } from './measure.js';

/** One cell that says something else than before. */
export interface CellChange {
  readonly code: string;
  readonly name: string;
  readonly about: Facets;
  readonly unit: FigureUnit;
  readonly cell: string;
  readonly before: CellValue;
  readonly after: CellValue;
}

/** Figures of a new version beside the shown one, and cells that changed: of the trust's schools, and the first of all. */
export interface Difference {
  readonly same: number;
  readonly changed: number;
  readonly added: number;
  readonly gone: number;
  readonly ours: readonly CellChange[];
  readonly first: readonly CellChange[];
}

export const noDifference: Difference = { same: 0, changed: 0, added: 0, gone: 0, ours: [], first: [] };

/** As many cells as are kept of each list. */
const changesKept = 100;

const labels = ({ place, about, unit }: OfficialFigure) => ({ code: place.code, name: place.name, about, unit });

/** Cells of either that the other has not, or has otherwise. */
function changedCells(before: Readonly<Record<string, CellValue>>, figure: OfficialFigure): readonly CellChange[] {
  const after = figure.values;
  const cells = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return cells.flatMap((cell) =>
    before[cell] === after[cell]
      ? []
      : [{ ...labels(figure), cell, before: before[cell] ?? '', after: after[cell] ?? '' }],
  );
}

/** The difference with one more figure: what was shown of it, or null where it is new. */
export function withFigure(
  difference: Difference,
  figure: OfficialFigure,
  shown: Readonly<Record<string, CellValue>> | null,
  isOurs: boolean,
): Difference {
  if (shown === null) return { ...difference, added: difference.added + 1 };
  const cells = changedCells(shown, figure);
  if (cells.length === 0) return { ...difference, same: difference.same + 1 };
  const kept = (list: readonly CellChange[]) => [...list, ...cells].slice(0, changesKept);
  return {
    ...difference,
    changed: difference.changed + 1,
    ours: isOurs ? kept(difference.ours) : difference.ours,
    first: kept(difference.first),
  };
}

/** A value as it stands in a sentence: `82 %`, `57`, `hidden by the publisher (SUPP)`. */
export function valueWords(value: CellValue, unit: FigureUnit, cell: string): string {
  if (typeof value === 'string') return value === '' ? signWords(value) : `${signWords(value)} (${value})`;
  const plain = value.toLocaleString('en-GB');
  if (cell.startsWith('earnings')) return `£${plain}`;
  return unit === 'percent' && !['cohort', 'numerator', 'pscore', 'band', 'difference'].includes(cell)
    ? `${plain} %`
    : plain;
}

/** `sustained of Northgate Academy went from 82 % to 84 %`. */
const changeWords = ({ name, cell, unit, before, after }: CellChange): string =>
  `“${cellWords(cell)}” of ${name} went from ${valueWords(before, unit, cell)} to ${valueWords(after, unit, cell)}`;

const figures = (count: number): string => `${count.toLocaleString('en-GB')} ${count === 1 ? 'figure' : 'figures'}`;

/** Two sentences: how many figures changed, and what changed most for the trust's own schools. */
export function differenceSentences(difference: Difference): readonly [string, string] {
  const { same, changed, added, gone, ours } = difference;
  const first =
    changed + added + gone === 0
      ? `All ${figures(same)} are as before.`
      : `${figures(changed)} changed, ${added.toLocaleString('en-GB')} are new, ${gone.toLocaleString('en-GB')} are gone, and ${same.toLocaleString('en-GB')} are as before.`;
  const whole = ours.filter(({ about }) => Object.keys(about).length === 0);
  const telling = ['overall', 'progressed', 'cohort', 'all_notsust', 'all_unknown'].flatMap((cell) =>
    whole.filter((change) => change.cell === cell),
  );
  const told = (telling.length > 0 ? telling : [...whole, ...ours]).slice(0, 2);
  if (told.length > 0) return [first, `${told.map(changeWords).join('; ')}.`];
  return [
    first,
    changed === 0
      ? 'Nothing changed for the schools of the trust.'
      : 'Nothing of the schools of the trust is among them.',
  ];
}
