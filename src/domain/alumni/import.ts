// How far is an import of leavers or of plans, and what did it find and do?
// The stored file is the stage, the preview a dry reading; committing goes line by line in batches and can be taken up
// again at its position (decision R18). The counts of each always add up to its rows.
import type { SchoolScope } from './alumnus.js';
import type { AlumnusId, CohortId, StaffId } from './ids.js';
import type { FieldChange } from './import-plan.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { RowProblem } from './leaver-fields.js';
import type { OwnReading } from './own-headings.js';
import type { PlanSource } from './plan-fields.js';

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

/** A person whom a row names by name and birth date alone: somebody says whether it is them. */
export interface LineMatch {
  readonly line: number;
  readonly alumnusId: AlumnusId;
  /** As the file has it. */
  readonly name: string;
  readonly dateOfBirth: LocalDate;
}

/**
 * What a file is about: leavers; the plans and results of people on record, told by a source as of a day (Y5); or what a local
 * authority knows of them as of a day (Y20).
 */
export type ImportKind =
  | { readonly of: 'leavers' }
  | { readonly of: 'plans'; readonly source: Extract<PlanSource, 'school' | 'ucas'>; readonly asOf: LocalDate }
  | { readonly of: 'authority'; readonly asOf: LocalDate };

/** As many changes and problems as an import keeps for its page; the file has them all. */
export const keptForPage = 200;

/** One file, from its preview to its end. */
export interface PeopleImport {
  readonly id: ImportId;
  readonly kind: ImportKind;
  /** How its headings are read beside the usual ones, as it was remembered when the file came. */
  readonly own?: OwnReading;
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
  /** What sheets had done to the file and was undone, each in a sentence. */
  readonly notes: readonly string[];
  /** Cohorts of the good rows; freezing waits for an open import that touches its cohort. */
  readonly cohortIds: readonly CohortId[];
  readonly found: ImportCounts;
  readonly changes: readonly LineChange[];
  readonly problems: readonly LineProblem[];
  /** Rows whose person somebody has to confirm, and the lines of those that somebody did. */
  readonly toConfirm: readonly LineMatch[];
  readonly confirmed: readonly number[];
  /** The last line that was written; 0 before the first. */
  readonly position: number;
  readonly done: ImportCounts;
  readonly finishedAt?: Date;
  /** Its file and whom it was about were forgotten, because a school in it was erased. */
  readonly forgotten?: boolean;
  readonly revision: number;
}

/** How many people confirming would write. */
export const peopleToWrite = (found: ImportCounts): number => found.new + found.changed;

/** Whether so many rows have a problem, more than one in five, that a person should look before anything is written. */
export const needsALook = ({ problems, ...good }: ImportCounts): boolean =>
  problems * 4 > good.new + good.changed + good.unchanged;

/** The row's own name, which is the id of the person whom it adds: import and line, in order of lines (decision R18). */
export const rowIdOf = (importId: ImportId, line: number): AlumnusId =>
  `${importId}-${line.toString(36).padStart(4, '0')}` as AlumnusId;
