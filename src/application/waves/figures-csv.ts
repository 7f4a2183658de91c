// The figures that a wave's page shows, as a CSV file: exactly those, cells made safe for spreadsheets (requirement W6).
import { csvLine, csvMark } from '../../files/index.js';

/** The rows as one file. */
export const figuresCsv = (rows: readonly (readonly (string | number)[])[]): string =>
  csvMark + rows.map((row) => csvLine(row)).join('');
