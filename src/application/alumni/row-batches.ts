// How does a kept file become rows that are read, matched and planned, whatever the rows are about?
// The preview and the writing go through the same batches, so that the preview shows what the writing does (decision R18).
import type { SchoolScope } from '../../domain/alumni/alumnus.js';
import type { AlumnusId, CohortId } from '../../domain/alumni/ids.js';
import {
  rowIdOf,
  type ImportId,
  type ImportKind,
  type LineMatch,
  type LineProblem,
} from '../../domain/alumni/import.js';
import type { RowPlan } from '../../domain/alumni/import-plan.js';
import type { RowProblem } from '../../domain/alumni/leaver-fields.js';
import type { Claim } from '../../domain/destinations/claim.js';
import type { OwnReading } from '../../domain/alumni/own-headings.js';
import type { CsvLimits, FileLine, Files, OpenRows } from '../../files/index.js';

/** One import being read: which file of what kind, whose schools, and the moment that counts as now. */
export interface Reading {
  readonly importId: ImportId;
  readonly kind: ImportKind;
  readonly own?: OwnReading;
  readonly fileHash: string;
  readonly scope: SchoolScope;
  readonly now: Date;
  readonly limits: CsvLimits;
  /** Domains of the schools' own mail. */
  readonly schoolDomains: readonly string[];
  /** Lines whose person somebody has confirmed. */
  readonly confirmed: readonly number[];
  /** The last line that was written before; its rows and those before it are only read. */
  readonly after?: number;
}

/** A row that is right in itself. */
export interface GoodRowOf<Facts> {
  readonly line: number;
  /** Import and line; the id of the person whom the row adds. */
  readonly row: AlumnusId;
  readonly facts: Facts;
}

/** A row with what it would do. `again`: the same row wrote it before, as a new person or a change. */
export interface PlannedRow {
  readonly line: number;
  readonly row: AlumnusId;
  /** The row that writes the person: the last of those in the batch that speak of them. */
  readonly writtenBy: AlumnusId;
  readonly cohortId: CohortId;
  readonly plan: RowPlan;
  /** What goes into the destination record and leaves the person as they are. */
  readonly claim?: Claim;
  readonly again: 'new' | 'changed' | null;
}

/** Good rows against what is known now; those that match nobody for certain are problems, or wait for a person's word. */
export interface PlannedRows {
  readonly planned: readonly PlannedRow[];
  readonly problems: readonly LineProblem[];
  readonly toConfirm: readonly LineMatch[];
}

/** Rows in order; `lastLine` is the last line read, whatever it held. */
export interface BatchOf<Facts> {
  readonly good: readonly GoodRowOf<Facts>[];
  readonly problems: readonly LineProblem[];
  /** How many rows had problems; a row may have several. */
  readonly rowsWithProblems: number;
  readonly lastLine: number;
}

/** Rows in order; those that are right in themselves can be planned against what is known at that moment. */
export interface OpenBatch {
  readonly rows: readonly AlumnusId[];
  readonly problems: readonly LineProblem[];
  readonly rowsWithProblems: number;
  readonly lastLine: number;
  /** Its rows may speak of people whom the rows before them change: those are to be written first. */
  readonly leans: boolean;
  /** Plans the rows named, or all. */
  readonly plan: (only?: ReadonlySet<AlumnusId>) => Promise<PlannedRows>;
}

/** A file whose headings were understood; its rows come as they are read. */
export interface RowsOf<Facts> {
  readonly ignoredHeadings: readonly string[];
  readonly batches: AsyncIterable<BatchOf<Facts>>;
  /** What of the file was undone so far, each in a sentence. */
  readonly notes: () => readonly string[];
}

type Read<Facts> =
  { readonly ok: true; readonly facts: Facts } | { readonly ok: false; readonly problems: readonly RowProblem[] };

const batchRows = 500;

/** The same items, the next of which is read while one is worked on: reading a file and writing its rows need not wait for each other. */
export async function* readAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const source = items[Symbol.asyncIterator]();
  let next = source.next();
  try {
    for (;;) {
      const item: IteratorResult<T, unknown> = await next;
      if (item.done === true) return;
      next = source.next();
      next.catch(() => undefined); // it is thrown where it is waited for
      yield item.value;
    }
  } finally {
    await next.catch(() => undefined);
    await source.return?.();
  }
}

/** The rows in batches, each read by the function; a row that is wrong in its form is not read. */
async function* inBatches<Field extends string, Facts>(
  { importId }: Pick<Reading, 'importId'>,
  pieces: AsyncIterable<readonly FileLine<Field>[]>,
  read: (line: FileLine<Field>) => Read<Facts>,
): AsyncGenerator<BatchOf<Facts>> {
  let good: GoodRowOf<Facts>[] = [];
  let problems: LineProblem[] = [];
  let bad = 0;
  let taken = 0;
  let lastLine = 0;
  for await (const piece of pieces) {
    for (const each of piece) {
      const { line } = each;
      const row: Read<Facts> = each.problems.length > 0 ? { ok: false, problems: each.problems } : read(each);
      if (row.ok) good.push({ line, row: rowIdOf(importId, line), facts: row.facts });
      else {
        bad += 1;
        problems.push(...row.problems.map((problem) => ({ line, ...problem })));
      }
      taken += 1;
      lastLine = line;
      if (taken === batchRows) {
        yield { good, problems, rowsWithProblems: bad, lastLine };
        [good, problems, bad, taken] = [[], [], 0, 0];
      }
    }
  }
  if (taken > 0) yield { good, problems, rowsWithProblems: bad, lastLine };
}

/** Opens the kept file and reads it in batches, each row by the function. Throws FileRefused, also half way. */
export async function openRowBatches<Field extends string, Facts>(
  { files }: { readonly files: Pick<Files, 'open'> },
  reading: Reading,
  open: OpenRows<Field>,
  read: (line: FileLine<Field>) => Read<Facts>,
): Promise<RowsOf<Facts>> {
  const { ignored, pieces, notes } = await open(() => files.open(reading.fileHash), reading.limits, reading.own);
  return { ignoredHeadings: ignored, batches: inBatches(reading, pieces, read), notes };
}
