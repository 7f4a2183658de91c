// What stands beside a figure for who sees no names, and could give it away: every school beside the trust, every year beside all
// of them together (requirement P11). A figure is hidden last, with the cells of this grid in view, whichever of them is asked for, so
// that no choice of filters tells what another hides.
import type { CohortId } from '../../domain/alumni/ids.js';
import { merged, type ReportName, type Table } from '../../domain/insight/reports.js';
import { leastGroup } from '../../domain/statistics/disclosure.js';
import { hiddenBeside, hiddenSharesBeside, type Line } from '../../domain/statistics/hidden-beside.js';
import type { Proportion } from '../../domain/statistics/proportion.js';
import type { Tools } from '../tools.js';
import type { KeptTable } from './kept-tables.js';
import type { WhoseFigures } from './whose-figures.js';

/** The cells of the grid. */
export interface Beside<Cell> {
  readonly cells: ReadonlyMap<string, Cell>;
  /** A whole and its parts each. */
  readonly lines: readonly Line[];
  /** The cell that was asked for. */
  readonly here: string;
}

const together = 'together';
const trust = 'trust';

/** The cohorts that can be asked for one by one and together with these. */
export function standingWith(
  { cohorts }: Pick<WhoseFigures, 'cohorts'>,
  over: readonly CohortId[],
): readonly CohortId[] {
  const last = cohorts.slice(-3);
  return over.every((cohort) => last.includes(cohort)) ? last : over;
}

/**
 * The tables of every school, for the cohorts that can be asked for with these, one by one; what is over them is a sum, which
 * `summed` adds. `tableOf` opens sealed ones.
 */
export async function partsBeside(
  { store }: Pick<Tools, 'store'>,
  report: ReportName,
  whose: WhoseFigures,
  over: readonly CohortId[],
  tableOf: (kept: KeptTable) => Table = ({ table }) => table,
): Promise<Beside<Table>> {
  const { every, school } = whose;
  const columns = standingWith(whose, over);
  const rollups = await store.rollups.ofCohorts(report, columns);
  const at = (row: string, column: string): string => `${row}~${column}`;
  const tables = new Map(rollups.map((kept) => [at(kept.schoolId, kept.cohortId), tableOf(kept)]));
  const rows = every.map(({ id }) => id as string);
  const all = columns.length > 1 ? [together, ...columns] : columns;
  const cells = new Map(
    rows.flatMap((row) => columns.map((column) => [at(row, column), tables.get(at(row, column)) ?? {}] as const)),
  );
  const ofColumn = all.map((column) => [at(trust, column), ...rows.map((row) => at(row, column))] as const);
  const ofRow = [trust, ...rows].map(
    (row) => [at(row, together), ...columns.map((column) => at(row, column))] as const,
  );
  return {
    cells,
    lines: columns.length > 1 ? [...ofColumn, ...ofRow] : ofColumn,
    here: at(school?.id ?? trust, over.length > 1 ? together : (over[0] ?? '')),
  };
}

/** The grid with its sums: every school's years together, and the trust's. */
export function summed<Cell>(parts: Beside<Cell>, add: (cells: readonly Cell[]) => Cell): Beside<Cell> {
  const partsOf = new Map<string, readonly string[]>();
  for (const [whole, ...names] of parts.lines) if (!partsOf.has(whole)) partsOf.set(whole, names);
  const cells = new Map(parts.cells);
  const cellOf = (name: string): Cell => {
    const cell = cells.get(name) ?? add((partsOf.get(name) ?? []).map(cellOf));
    cells.set(name, cell);
    return cell;
  };
  for (const name of partsOf.keys()) cellOf(name);
  return { ...parts, cells };
}

/** The tables of every school and the trust: one by one, and together. */
export const tablesBeside = async (...asked: Parameters<typeof partsBeside>): Promise<Beside<Table>> =>
  summed(await partsBeside(...asked), merged);

/** The same grid of something that is worked out of each table. */
export const eachBeside = <One, Other>({ cells, ...grid }: Beside<One>, of: (one: One) => Other): Beside<Other> => ({
  ...grid,
  cells: new Map([...cells].map(([name, cell]) => [name, of(cell)])),
});

const hiddenAlone = <Cell>({ cells }: Beside<Cell>, isHidden: (cell: Cell) => boolean): ReadonlySet<string> =>
  new Set([...cells].flatMap(([name, cell]) => (isHidden(cell) ? [name] : [])));

/**
 * Whether the count asked for, to the nearest five, must be hidden because of those beside it, given the size of each and which are
 * hidden by themselves.
 */
export function countGivenAway<Cell>(
  beside: Beside<Cell>,
  size: (cell: Cell) => number,
  isHidden: (cell: Cell) => boolean,
): boolean {
  const hidden = hiddenAlone(beside, isHidden);
  if (hidden.size === 0) return false;
  const sizes = new Map([...beside.cells].map(([name, cell]) => [name, size(cell)]));
  return hiddenBeside(hidden, sizes, beside.lines, true).has(beside.here);
}

/** The same of a share; `least` people stand in what is hidden, where it is not the usual number. */
export function shareGivenAway<Cell>(
  beside: Beside<Cell>,
  shareOf: (cell: Cell) => Proportion,
  isHidden: (cell: Cell) => boolean,
  least = leastGroup,
): boolean {
  const hidden = hiddenAlone(beside, isHidden);
  if (hidden.size === 0) return false;
  const shares = new Map([...beside.cells].map(([name, cell]) => [name, shareOf(cell)]));
  return hiddenSharesBeside(hidden, shares, beside.lines, { least }).has(beside.here);
}
