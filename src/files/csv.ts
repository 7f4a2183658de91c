// Reading and writing comma-separated files as streams, so that a large file needs the memory of a small one.
// In: any of four encodings, comma, semicolon or tab, quoted cells, with the limits of requirement W7. Out: RFC 4180,
// and no cell that a spreadsheet would run (requirement W6).
import { finished, pipeline, Readable } from 'node:stream';
import { CsvError, parse, type Parser } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { FileRefused } from './refused.js';
import { scanText, type ScannedText } from './text-encoding.js';

export interface CsvLimits {
  readonly rows: number;
  readonly columns: number;
  /** In characters. */
  readonly field: number;
}

export interface CsvRow {
  /** The line of the file on which the row begins; the headings are on line 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Opens the same bytes from the beginning, each time it is called. */
export type OpenFile = () => Readable;

async function* decoded(chunks: AsyncIterable<Uint8Array>, encoding: ScannedText['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new FileRefused('This file is damaged or is not text. Save the sheet as "CSV UTF-8" and bring that file.');
  }
}

function inPlainWords(error: CsvError): FileRefused {
  const line = typeof error['lines'] === 'number' ? error['lines'] : 0;
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new FileRefused(
      `The row at line ${line} is longer than any row of this kind can be. The file is no CSV file, or a quotation mark is missing.`,
    );
  }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new FileRefused('A quotation mark is opened and never closed, so the end of the file cannot be read.');
  }
  return new FileRefused(`The file cannot be read as CSV; the trouble begins at line ${line}.`);
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Everything that is there at once: the stream's own iterator makes every record wait for a promise of its own. */
async function* inPieces(parser: Parser): AsyncGenerator<readonly Parsed[]> {
  let wake = (): void => undefined;
  let end: { readonly error?: Error | null | undefined } | undefined;
  const ended = () => end; // it changes while we wait
  parser.on('readable', () => wake());
  finished(parser, { writable: false }, (error) => {
    end = { error };
    wake();
  });
  for (;;) {
    const piece: Parsed[] = [];
    const next = () => (parser.destroyed ? null : (parser.read() as Parsed | null));
    for (let each = next(); each !== null; each = next()) piece.push(each);
    const over = ended();
    if (piece.length > 0) yield piece;
    else if (over?.error) throw over.error;
    else if (over !== undefined) return;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}

const lineEnds = (cells: readonly string[]): number =>
  cells.reduce((lines, cell) => lines + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);

/** The rows of a file, headings first, as many at a time as were read at once. Throws FileRefused, also half way. */
export async function* readCsvPieces(open: OpenFile, limits: CsvLimits): AsyncGenerator<readonly CsvRow[]> {
  const { encoding, separator } = await scanText(open());
  const parser = parse({
    bom: true,
    delimiter: separator,
    info: true,
    max_record_size: limits.columns * limits.field,
    relax_column_count: true, // a row of another length is that row's problem
    relax_quotes: true, // so is a stray quotation mark inside a cell
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  });
  // The callback takes the error that the loop below meets too; without it the process would end on it.
  pipeline(Readable.from(decoded(open(), encoding)), parser, () => undefined);
  let rows = -1; // the headings are no row
  let before = 0;
  try {
    for await (const piece of inPieces(parser)) {
      rows += piece.length;
      if (rows > limits.rows) {
        const most = limits.rows.toLocaleString('en-GB');
        throw new FileRefused(
          `This file has more than ${most} rows. Bring it in parts, or import it from the command line.`,
        );
      }
      yield piece.map(({ record, info: { lines } }) => {
        const alone = lines === before + 1; // by far most rows stand on one line
        before = lines;
        return { line: alone ? lines : lines - lineEnds(record), cells: record };
      });
    }
  } catch (error) {
    throw error instanceof CsvError ? inPlainWords(error) : error;
  } finally {
    parser.destroy();
  }
}

/** The same rows one by one. */
export async function* readCsv(open: OpenFile, limits: CsvLimits): AsyncGenerator<CsvRow> {
  for await (const piece of readCsvPieces(open, limits)) yield* piece;
}

/** What a spreadsheet would take for a formula, also after quotation marks, blanks or a byte-order mark (W6). */
const formula = /^["'\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

const textOut = (value: string): string => (formula.test(value) ? `'${value}` : value);

/** One line of a CSV file with its line end; every text is quoted and no text is run by a spreadsheet. */
export const csvLine = (cells: readonly (string | number)[]): string =>
  stringify([[...cells]], { quoted_string: true, record_delimiter: 'windows', cast: { string: textOut } });

/** Stands at the beginning of a CSV file so that spreadsheets read it as UTF-8. */
export const csvMark = '\uFEFF';
