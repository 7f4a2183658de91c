// How far is an import of leavers, and what did it find and do?
// The stored file is the stage, the preview a dry reading; committing goes line by line in batches and can be taken up
// again at its position (decision R18). The counts of each always add up to its rows.
import type { SchoolScope } from './alumnus.js';
import type { AlumnusId, CohortId, StaffId } from './ids.js';
import type { FieldChange } from './import-plan.js';
import type { RowProblem } from './leaver-fields.js';

export type ImportId = string & { readonly __importId: true };

/** `ready`: previewed and waiting for its confirmation; `committing`: rows are being written; then `done`. */
export type ImportState = 'ready' | 'committing' | 'done' | 'discarded';

/** Rows by what they are: a new person, a changed one, one that says nothing new, one with a problem. */
export interface ImportCounts {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly problems: number;
}
/** No rows of any kind. */
export const noCounts: ImportCounts = { new: 0, changed: 0, unchanged: 0, problems: 0 };

/** Both counts together. */
export const addCounts = (a: ImportCounts, b: ImportCounts): ImportCounts => ({
  new: a.new + b.new,
  changed: a.changed + b.changed,
  unchanged: a.unchanged + b.unchanged,
  problems: a.problems + b.problems,
});

/** A problem of the row that begins on the line. */
export interface LineProblem extends RowProblem {
  readonly line: number;
}

/** A person whom a row changes, field by field. */
export interface LineChange {
  readonly line: number;
  readonly alumnusId: AlumnusId;
  readonly changes: readonly FieldChange[];
}

/** As many changes and problems as an import keeps for its page; the file has them all. */
export const keptForPage = 200;

/** One file of leavers, from its preview to its end. */
export interface LeaversImport {
  readonly id: ImportId;
  readonly state: ImportState;
  readonly fileName: string;
  /** SHA-256 of the stored file. */
  readonly fileHash: string;
  readonly bytes: number;
  readonly uploadedBy: StaffId;
  readonly uploadedAt: Date;
  /** The schools of whoever brought it; rows of others are problems. */
  readonly scope: SchoolScope;
  readonly ignoredHeadings: readonly string[];
  /** Cohorts of the good rows; freezing waits for an open import that touches its cohort. */
  readonly cohortIds: readonly CohortId[];
  readonly found: ImportCounts;
  readonly changes: readonly LineChange[];
  readonly problems: readonly LineProblem[];
  /** The last line that was written; 0 before the first. */
  readonly position: number;
  readonly done: ImportCounts;
  readonly finishedAt?: Date;
  readonly revision: number;
}

/** How many people confirming would write. */
export const peopleToWrite = (found: ImportCounts): number => found.new + found.changed;

/** The row's own name, which is the id of the person whom it adds: import and line, in order of lines (decision R18). */
export const rowIdOf = (importId: ImportId, line: number): AlumnusId =>
  `${importId}-${line.toString(36).padStart(4, '0')}` as AlumnusId;
