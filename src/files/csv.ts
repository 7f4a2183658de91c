// Reading and writing comma-separated files as streams, so that a large file needs the memory of a small one.
// In: any of four encodings, comma, semicolon or tab, quoted cells, with the limits of requirement W7. Out: RFC 4180,
// and no cell that a spreadsheet would run (requirement W6).
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
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

/** The rows of a file, headings first. Throws FileRefused, also half way, for a file that cannot be read whole. */
export async function* readCsv(open: OpenFile, limits: CsvLimits): AsyncGenerator<CsvRow> {
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
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      rows += 1;
      if (rows > limits.rows) {
        const most = limits.rows.toLocaleString('en-GB');
        throw new FileRefused(
          `This file has more than ${most} rows. Bring it in parts, or import it from the command line.`,
        );
      }
      const inside = record.reduce((lines, cell) => lines + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
      yield { line: info.lines - inside, cells: record };
    }
  } catch (error) {
    throw error instanceof CsvError ? inPlainWords(error) : error;
  } finally {
    parser.destroy();
  }
}

/** What a spreadsheet would take for a formula, also after quotation marks, blanks or a byte-order mark (W6). */
const formula = /^["'\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

const textOut = (value: string): string => (formula.test(value) ? `'${value}` : value);

/** One line of a CSV file with its line end; every text is quoted and no text is run by a spreadsheet. */
export const csvLine = (cells: readonly (string | number)[]): string =>
  stringify([[...cells]], { quoted_string: true, record_delimiter: 'windows', cast: { string: textOut } });

/** Stands at the beginning of a CSV file so that spreadsheets read it as UTF-8. */
export const csvMark = '\uFEFF';
