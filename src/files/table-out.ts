// Writing a table as CSV or XLSX, row by row as they come, so that a million rows need the memory of a few.
// In CSV a text that a spreadsheet would run is made harmless (requirement W6); in XLSX every text is a text by its type and is
// run by nothing, and numbers stay numbers.
import { PassThrough, type Readable } from 'node:stream';
import { csvLine, csvMark } from './csv.js';
import type { ExportRow } from './export-tables.js';

/** The file's text, a line at a time; headings are its first row. */
export async function* tableCsv(headings: ExportRow, rows: AsyncIterable<ExportRow>): AsyncGenerator<string> {
  yield csvMark + csvLine(headings);
  for await (const row of rows) yield csvLine(row);
}

/** At most so many rows stand on one sheet of a workbook. */
const mostRows = 1_048_576;

/** The workbook's bytes; a table that is longer than a sheet goes on on the next. */
export function tableXlsx(title: string, headings: ExportRow, rows: AsyncIterable<ExportRow>): Readable {
  const bytes = new PassThrough();
  const write = async (): Promise<void> => {
    const { default: exceljs } = await import('exceljs'); // large, and needed by few
    const book = new exceljs.stream.xlsx.WorkbookWriter({ stream: bytes, useSharedStrings: false, useStyles: false });
    const newSheet = (number: number) => {
      const sheet = book.addWorksheet(number === 1 ? title.slice(0, 31) : `${title.slice(0, 27)} ${number}`);
      sheet.addRow([...headings]).commit();
      return sheet;
    };
    let [sheets, written] = [1, 1];
    let sheet = newSheet(sheets);
    for await (const row of rows) {
      if (written === mostRows) {
        sheet.commit();
        sheets += 1;
        sheet = newSheet(sheets);
        written = 1;
      }
      sheet.addRow([...row]).commit();
      written += 1;
      // The writer takes what it is given: whoever reads slowly is waited for here.
      if (bytes.destroyed) return; // nobody reads it any more
      if (bytes.writableNeedDrain) {
        await new Promise<void>((done) => bytes.once('drain', done).once('close', done));
      }
    }
    sheet.commit();
    await book.commit();
  };
  write().catch((error: unknown) => bytes.destroy(error instanceof Error ? error : new Error(String(error))));
  return bytes;
}
