// The tables of a page of Insight as one CSV file: exactly what the page shows, a line a cell, so that tables of different columns
// stand in one file (look.md, section 5).
import type { Response } from 'express';

type Cell = string | number | null | { readonly text: string; readonly href?: string; readonly tone?: string };

/** A table as a page shows it; the first cell of a row is its heading. */
export interface ShownTable {
  readonly caption: string;
  readonly columns: readonly { readonly text: string; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly Cell[])[];
}

const words = (cell: Cell | undefined): string | number =>
  cell === null || cell === undefined ? '' : typeof cell === 'object' ? cell.text : cell;

/** Table, row, figure, value. */
export const linesOf = (tables: readonly ShownTable[]): readonly (readonly (string | number)[])[] => [
  ['Table', 'Row', 'Figure', 'Value'],
  ...tables.flatMap(({ caption, columns, rows }) =>
    rows.flatMap((row) =>
      columns.slice(1).map(({ text }, place) => [caption, words(row[0]), text, words(row[place + 1])]),
    ),
  ),
];

/** Sends the file under a name of its own. */
export function sendFile(res: Response, name: string, csv: string): void {
  res.type('text/csv; charset=utf-8');
  res.set('Content-Disposition', `attachment; filename="${name}.csv"`);
  res.send(csv);
}
