// The lines of an official file, bound to the layout that its headings name (src/domain/official/formats).
// What sheets and mail do to such files is undone where that is certain, and said: text encoded twice, byte-order marks
// inside the file, the headings once more in the middle. Anything else refuses the file or is a fault of its line.
import type { OfficialFigure } from '../domain/official/figure.js';
import { recognise, type OfficialFormat, type RecognisedFormat, type RowFault } from '../domain/official/format.js';
import { officialFormats } from '../domain/official/formats/catalogue.js';
import { readCsv, type CsvLimits, type CsvRow, type OpenFile } from './csv.js';
import { mendDoubled } from './double-encoded.js';
import { FileRefused } from './refused.js';

/** One line: the figures on it, or what is wrong with it. */
export interface OfficialLine {
  readonly line: number;
  readonly figures: readonly OfficialFigure[];
  readonly faults: readonly RowFault[];
}

/** A file whose headings are known. */
export interface OpenedOfficial {
  readonly format: OfficialFormat;
  readonly ignored: readonly string[];
  readonly lines: AsyncIterable<OfficialLine>;
  /** What was undone so far, each in a sentence. */
  readonly notes: () => readonly string[];
}

interface Mends {
  doubled: number;
  firstDoubled: number;
  marks: number;
  repeated: number[];
}

function mend(row: CsvRow, mends: Mends): readonly string[] {
  return row.cells.map((cell) => {
    const whole = mendDoubled(cell);
    if (whole !== cell) {
      mends.doubled += 1;
      if (mends.firstDoubled === 0) mends.firstDoubled = row.line;
    }
    if (!whole.includes('\uFEFF')) return whole;
    mends.marks += 1;
    return whole.replaceAll('\uFEFF', '');
  });
}

const sameCells = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((cell, place) => cell.trim() === other[place]?.trim());

/** Most cells are headings, so it is the first line of another file that was put behind this one. */
function isOtherHeading(cells: readonly string[], headings: readonly string[]): boolean {
  const names = new Set(headings.map((name) => name.trim().toLowerCase()).filter((name) => name !== ''));
  const hits = cells.filter((cell) => names.has(cell.trim().toLowerCase())).length;
  return hits > 3 && hits > cells.length / 2;
}

function readLine(row: CsvRow, cells: readonly string[], found: RecognisedFormat, limits: CsvLimits): OfficialLine {
  const { line } = row;
  const fault = (field: string, why: string, remedy: string): OfficialLine => ({
    line,
    figures: [],
    faults: [{ field, why, remedy }],
  });
  if (cells.length !== found.columns.length) {
    const why = `the line has ${cells.length} cells and the headings have ${found.columns.length}`;
    return fault('', why, 'look for a comma or a quotation mark too many or too few');
  }
  const tooLong = cells.findIndex((cell) => cell.length > limits.field);
  if (tooLong >= 0)
    return fault(found.columns[tooLong] ?? `column ${tooLong + 1}`, 'the cell is too long', 'shorten it');
  const byHeading = new Map(
    found.columns.flatMap((heading, place) => (heading === null ? [] : [[heading, place] as const])),
  );
  const read = found.format.read({
    line,
    headings: [...byHeading.keys()],
    has: (heading) => byHeading.has(heading),
    text: (heading) => cells[byHeading.get(heading) ?? -1] ?? '',
  });
  return read.ok ? { line, figures: read.figures, faults: [] } : { line, figures: [], faults: read.faults };
}

const times = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;

function notesOf(mends: Mends, mapped: readonly string[]): readonly string[] {
  return [
    ...mapped,
    ...(mends.doubled === 0
      ? []
      : [
          `${times(mends.doubled, 'text was', 'texts were')} encoded twice and read as meant; the first on line ${mends.firstDoubled}.`,
        ]),
    ...(mends.marks === 0
      ? []
      : [`${times(mends.marks, 'byte-order mark', 'byte-order marks')} inside the file did not matter.`]),
    ...(mends.repeated.length === 0
      ? []
      : [
          `The headings stand again on line ${mends.repeated.slice(0, 5).join(', ')}: files of one layout were joined.`,
        ]),
  ];
}

/** Opens the file. Throws FileRefused, also half way, with what was recognised and what was not. */
export async function openOfficial(open: OpenFile, limits: CsvLimits): Promise<OpenedOfficial> {
  const mends: Mends = { doubled: 0, firstDoubled: 0, marks: 0, repeated: [] };
  const rows = readCsv(open, limits);
  const first = await rows.next();
  if (first.done === true) throw new FileRefused('This file is empty.');
  const headings = mend(first.value, mends);
  if (headings.length > limits.columns) {
    const many = headings.length.toLocaleString('en-GB');
    throw new FileRefused(`The first line has ${many} columns; an official file has at most ${limits.columns}.`);
  }
  const recognised = recognise(officialFormats, headings);
  if (!recognised.ok) throw new FileRefused(recognised.why);
  const { found } = recognised;
  async function* lines(): AsyncGenerator<OfficialLine> {
    let any = false;
    for await (const row of rows) {
      const cells = mend(row, mends);
      if (sameCells(cells, headings)) {
        mends.repeated.push(row.line);
        continue;
      }
      if (isOtherHeading(cells, headings)) {
        throw new FileRefused(
          `Line ${row.line} has headings in another order: two files were joined. Bring each as it was published.`,
        );
      }
      any = true;
      yield readLine(row, cells, found, limits);
    }
    if (!any) throw new FileRefused('This file has headings and no rows.');
  }
  return { format: found.format, ignored: found.ignored, lines: lines(), notes: () => notesOf(mends, found.mapped) };
}
