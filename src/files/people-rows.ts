// Which columns of a file about people are which, and what does each row hold?
// Headings are known by name in any order, whatever their case, spaces and underscores; the ones that are needed and
// missing are named together with the ones that were recognised. Nothing is ever read by its position.
import type { RowProblem } from '../domain/alumni/leaver-fields.js';
import { plain } from '../domain/alumni/leaver-cells.js';
import type { OwnReading } from '../domain/alumni/own-headings.js';
import { readCsvPieces, type CsvLimits, type CsvRow, type OpenFile } from './csv.js';
import { mendDoubled } from './double-encoded.js';
import { FileRefused, HeadingsRefused } from './refused.js';

/** The columns that one kind of file may have. */
export interface FileColumns<Field extends string> {
  /** Such as `a file of leavers`. */
  readonly what: string;
  /** The columns, by their names on screen. */
  readonly fields: Readonly<Record<Field, string>>;
  /** Other headings for a column than its own name, in plain letters. */
  readonly otherHeadings: Readonly<Partial<Record<Field, readonly string[]>>>;
  /** What is needed and not among the columns that were recognised. */
  readonly missing: (recognised: readonly Field[]) => readonly string[];
}

interface Headings<Field extends string> {
  /** The field of each column, in the order of the file; null for a column that is left aside. */
  readonly columns: readonly (Field | null)[];
  readonly ignored: readonly string[];
}

/** One row: its texts by column, or what is wrong with its form. */
export interface FileLine<Field extends string> {
  readonly line: number;
  readonly texts: Readonly<Partial<Record<Field, string>>>;
  readonly problems: readonly RowProblem[];
}

/** A file whose headings were understood. */
export interface FileRows<Field extends string> {
  readonly ignored: readonly string[];
  /** As many at a time as were read at once. */
  readonly pieces: AsyncIterable<readonly FileLine<Field>[]>;
  /** What was undone so far, each in a sentence. */
  readonly notes: () => readonly string[];
}

/** How many cells were encoded twice, on which line the first, and how many byte-order marks stood inside the file. */
interface Mends {
  doubled: number;
  firstDoubled: number;
  marks: number;
}

/** Letters beyond the plain ones: where there are none, nothing was encoded twice and there is no mark. */
const odd = /[^\0-~]/;

/** The cells as they were meant: what sheets do to files is undone where that is certain. */
function mended(row: CsvRow, mends: Mends): CsvRow {
  const { line, cells } = row;
  if (!cells.some((cell) => odd.test(cell))) return row;
  const meant = cells.map((cell) => {
    const unmarked = cell.includes('\uFEFF') ? cell.replaceAll('\uFEFF', '') : cell;
    const once = mendDoubled(unmarked);
    if (unmarked !== cell) mends.marks += 1;
    if (once === unmarked) return unmarked;
    mends.doubled += 1;
    if (mends.firstDoubled === 0) mends.firstDoubled = line;
    return once.replaceAll('\uFEFF', '');
  });
  return { line, cells: meant };
}

const notesOn = ({ doubled, firstDoubled, marks }: Mends): readonly string[] => [
  ...(doubled === 0
    ? []
    : [`${doubled} cells were encoded twice and are read as they were meant; the first is on line ${firstDoubled}.`]),
  ...(marks === 0 ? [] : [`${marks} byte-order marks inside the file did not matter.`]),
];

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

/** What somebody said of a heading goes before its usual meaning; null: it is left aside. */
function fieldsByHeading<Field extends string>(
  { fields, otherHeadings }: FileColumns<Field>,
  own: OwnReading | undefined,
): ReadonlyMap<string, Field | null> {
  const names = Object.keys(fields) as Field[];
  const usual = names.flatMap((field) =>
    [plain(field), plain(fields[field]), ...(otherHeadings[field] ?? [])].map((heading) => [heading, field] as const),
  );
  const said = (own?.headings ?? []).map(
    ({ heading, field }) => [plain(heading), names.find((name) => name === field) ?? null] as const,
  );
  return new Map<string, Field | null>([...usual, ...said]);
}

/** Reads the first row. Throws FileRefused when a needed column is missing or two columns are the same one. */
function readHeadings<Field extends string>(
  cells: readonly string[],
  limits: CsvLimits,
  kind: FileColumns<Field>,
  own: OwnReading | undefined,
): Headings<Field> {
  const { what, fields, missing: missingIn } = kind;
  if (cells.length > limits.columns) {
    throw new FileRefused(
      `The first line has ${cells.length.toLocaleString('en-GB')} columns; ${what} has at most ${limits.columns}.`,
    );
  }
  const byHeading = fieldsByHeading(kind, own);
  const columns = cells.map((cell) => byHeading.get(plain(cell)) ?? null);
  const recognised = columns.filter((column) => column !== null);
  const ignored = cells
    .filter((cell, place) => columns[place] === null && cell.trim() !== '')
    .map((cell) => cell.slice(0, 40));
  const school = 'school' as Field;
  const missing = missingIn(own?.school === undefined ? recognised : [...recognised, school]);
  if (missing.length > 0) {
    throw new HeadingsRefused(
      `These headings are missing from the first line: ${listed(missing)}. ` +
        `Recognised: ${listed(recognised.map((field) => fields[field]))}. Not recognised: ${listed(ignored.slice(0, 20))}.`,
      { missing, unknown: cells.filter((cell, place) => columns[place] === null && plain(cell) !== '') },
    );
  }
  const twice = recognised.find((field, place) => recognised.indexOf(field) !== place);
  if (twice !== undefined) {
    throw new FileRefused(`Two columns are both read as ${fields[twice]}. Take one away or give it another heading.`);
  }
  return { columns, ignored };
}

function readLine<Field extends string>(
  { line, cells }: CsvRow,
  { columns }: Headings<Field>,
  limits: CsvLimits,
  fields: Readonly<Record<Field, string>>,
): FileLine<Field> {
  const texts: Partial<Record<Field, string>> = {};
  const extra = cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== '');
  if (extra || cells.length < columns.length) {
    const why = `the row has ${cells.length} cells and the headings have ${columns.length}`;
    const remedy = 'look for a comma or a quotation mark too many or too few';
    return { line, texts, problems: [{ field: '', why, remedy }] };
  }
  const problems: RowProblem[] = [];
  columns.forEach((field, place) => {
    const text = cells[place] ?? '';
    if (text.length > limits.field) {
      const name = field === null ? `column ${place + 1}` : fields[field];
      const why = `${name} is longer than ${limits.field.toLocaleString('en-GB')} characters`;
      problems.push({ field: name, why, remedy: 'shorten it' });
    } else if (field !== null && text !== '') texts[field] = text;
  });
  return { line, texts, problems };
}

/** The texts with the school of whose folder the file lay in, where the file has no column of schools. */
const withSchool = <Field extends string>(
  line: FileLine<Field>,
  { columns }: Headings<Field>,
  { school }: OwnReading,
): FileLine<Field> =>
  school === undefined || columns.includes('school' as Field) ? line : { ...line, texts: { ...line.texts, school } };

/** Opens the rows of one kind of file; `own` says how its headings are read beside the usual ones. */
export type OpenRows<Field extends string> = (
  open: OpenFile,
  limits: CsvLimits,
  own?: OwnReading,
) => Promise<FileRows<Field>>;

/** The rows of a file of the kind, and the headings that were left aside. Throws FileRefused, also half way. */
export async function openRows<Field extends string>(
  open: OpenFile,
  limits: CsvLimits,
  kind: FileColumns<Field>,
  own?: OwnReading,
): Promise<FileRows<Field>> {
  const pieces = readCsvPieces(open, limits);
  const first = await pieces.next();
  const [top, ...rest] = first.done === true ? [] : first.value;
  if (top === undefined) throw new FileRefused('This file is empty.');
  const mends: Mends = { doubled: 0, firstDoubled: 0, marks: 0 };
  const headings = readHeadings(mended(top, mends).cells, limits, kind, own);
  const hasSchool = Object.hasOwn(kind.fields, 'school');
  const lineOf = (row: CsvRow): FileLine<Field> => {
    const line = readLine(mended(row, mends), headings, limits, kind.fields);
    return own === undefined || !hasSchool ? line : withSchool(line, headings, own);
  };
  async function* lines(): AsyncGenerator<readonly FileLine<Field>[]> {
    let any = rest.length > 0;
    if (any) yield rest.map(lineOf);
    for await (const piece of pieces) {
      any = true;
      yield piece.map(lineOf);
    }
    if (!any) throw new FileRefused('This file has headings and no rows.');
  }
  return { ignored: headings.ignored, pieces: lines(), notes: () => notesOn(mends) };
}
