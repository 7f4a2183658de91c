// Which columns of a file of month patterns are which?
// A row is a year after leaving: either one column of letters, or a column for each month from August on. Headings are
// known by name in any order. What the words mean is the domain's (domain/destinations/sustained/month-pattern).
import { plain, readDay } from '../domain/alumni/leaver-cells.js';
import type { RowProblem } from '../domain/alumni/leaver-fields.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import { readCsv, type CsvLimits, type CsvRow, type OpenFile } from './csv.js';
import { FileRefused } from './refused.js';

const monthNames = [
  ...['august', 'september', 'october', 'november', 'december', 'january', 'february', 'march', 'april', 'may'],
  ...['june', 'july', 'nextaugust', 'nextseptember', 'nextoctober', 'nextnovember', 'nextdecember'],
];
const months: ReadonlyMap<string, number> = new Map(
  monthNames.flatMap((name, place) => [[name, place] as const, [name.replace(/^(next)?(...).*$/, '$1$2'), place]]),
);
const columns: Readonly<Record<string, 'id' | 'leftOn' | 'asOf' | 'pattern'>> = {
  id: 'id',
  name: 'id',
  label: 'id',
  lefton: 'leftOn',
  leavingdate: 'leftOn',
  asof: 'asOf',
  pattern: 'pattern',
  months: 'pattern',
};

/** One row as it was written. */
export interface PatternLine {
  readonly line: number;
  /** Whatever the file calls the row; empty when it calls it nothing. */
  readonly id: string;
  readonly leftOn: LocalDate | null;
  readonly asOf: LocalDate | null;
  /** From August on. */
  readonly months: readonly string[];
  readonly problems: readonly RowProblem[];
}

type Column = 'id' | 'leftOn' | 'asOf' | 'pattern' | number | null;

function readHeadings(cells: readonly string[]): readonly Column[] {
  const found = cells.map((cell): Column => columns[plain(cell)] ?? months.get(plain(cell)) ?? null);
  const named = found.filter((column) => column !== null);
  const twice = named.findIndex((column, place) => named.indexOf(column) !== place);
  if (twice >= 0) {
    throw new FileRefused('Two columns have the same meaning. Take one away or give it another heading.');
  }
  const byMonth = named.some((column) => typeof column === 'number');
  if (byMonth === named.includes('pattern')) {
    throw new FileRefused(
      byMonth
        ? 'The file has both a column "pattern" and columns of months. Leave one of the two.'
        : 'The first line names no months. It needs a column "pattern", or columns August to July.',
    );
  }
  return found;
}

const notADay = (field: string, text: string): RowProblem => ({
  field,
  why: `"${text.slice(0, 40)}" is no day`,
  remedy: 'write it as 2026-07-17',
});

function readLine({ line, cells }: CsvRow, headings: readonly Column[]): PatternLine {
  const cell = (column: Column): string => {
    const place = headings.indexOf(column);
    return place < 0 ? '' : (cells[place] ?? '').trim();
  };
  const [left, asOf, pattern] = [cell('leftOn'), cell('asOf'), cell('pattern')];
  const problems: RowProblem[] = [];
  if (cells.slice(headings.length).some((extra) => extra.trim() !== '')) {
    const why = `the row has ${cells.length} cells and the headings have ${headings.length}`;
    problems.push({ field: '', why, remedy: 'look for a comma or a quotation mark too many' });
  }
  if (left !== '' && readDay(left) === null) problems.push(notADay('left on', left));
  if (asOf !== '' && readDay(asOf) === null) problems.push(notADay('as of', asOf));
  const last = headings.reduce<number>((most, one) => (typeof one === 'number' && one > most ? one : most), -1);
  return {
    line,
    id: cell('id').slice(0, 200),
    leftOn: readDay(left),
    asOf: readDay(asOf),
    months: headings.includes('pattern')
      ? Array.from(pattern.replace(/\s/g, ''))
      : Array.from({ length: last + 1 }, (_, place) => cell(place)),
    problems,
  };
}

/** The rows of a file of month patterns. Throws FileRefused, also half way. */
export async function* readMonthPatterns(open: OpenFile, limits: CsvLimits): AsyncGenerator<PatternLine> {
  const rows = readCsv(open, limits);
  const first = await rows.next();
  if (first.done === true) throw new FileRefused('This file is empty.');
  const headings = readHeadings(first.value.cells);
  let any = false;
  for await (const row of rows) {
    any = true;
    yield readLine(row, headings);
  }
  if (!any) throw new FileRefused('This file has headings and no rows.');
}
