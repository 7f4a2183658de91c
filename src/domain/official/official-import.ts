// How far is the import of an official file, and what did it find?
// The stored file is the stage, the preview a dry reading; confirming writes its figures in batches under the import's id,
// where nobody sees them, and then moves the pointer (decision R18).
import type { LineProblem } from '../alumni/import.js';
import type { StaffId } from '../alumni/ids.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { Difference } from './difference.js';
import type { Release } from './figure.js';
import type { IdentityName, IdentityReport } from './identities.js';
import type { OfficialMeasure } from './measure.js';
import type { OfficialImportId, Slice } from './versions.js';

/**
 * `ready`: previewed and waiting; `committing`: figures are being written; `done`: written whole, shown or once shown; `stopped`: the
 * kept file could not be read any more, so that nothing of it is shown and it has to be brought again.
 */
export type OfficialImportState = 'ready' | 'committing' | 'done' | 'discarded' | 'stopped';

/** One slice of the file. */
export interface FileSlice extends Slice {
  /** `not-said` also where the lines of the slice differ. */
  readonly release: Release;
  readonly figures: number;
}

/** A row that does not add up as published. */
export interface BrokenIdentity {
  readonly line: number;
  readonly name: string;
  readonly identity: IdentityName;
  readonly sum: number;
  readonly total: number;
}

/** Lines of the file, the figures on them, and lines with a problem, of which nothing is saved. */
export interface OfficialCounts {
  readonly lines: number;
  readonly figures: number;
  readonly problems: number;
}
export const noOfficialCounts: OfficialCounts = { lines: 0, figures: 0, problems: 0 };

/** What a dry reading found. */
export interface OfficialPreview {
  readonly measure: OfficialMeasure;
  /** `dfe-1618-tables@1`. */
  readonly format: string;
  readonly slices: readonly FileSlice[];
  readonly found: OfficialCounts;
  readonly identities: IdentityReport;
  /** The first of them. */
  readonly broken: readonly BrokenIdentity[];
  /** How often each sign stands in the file, as printed; the empty one is a blank cell. */
  readonly signs: readonly { readonly sign: string; readonly times: number }[];
  readonly problems: readonly LineProblem[];
  readonly ignoredHeadings: readonly string[];
  /** What was undone while reading, each in a sentence. */
  readonly notes: readonly string[];
  /** Beside what is shown now; null where nothing of its slices is shown. */
  readonly difference: Difference | null;
}

/** One official file, from its preview to its end. */
export interface OfficialImport extends OfficialPreview {
  readonly id: OfficialImportId;
  readonly state: OfficialImportState;
  readonly fileName: string;
  /** SHA-256 of the stored file. */
  readonly fileHash: string;
  readonly bytes: number;
  readonly uploadedBy: StaffId;
  readonly uploadedAt: Date;
  /** The day of publication, where whoever brought it said so. */
  readonly publishedOn?: LocalDate;
  /** The leavers' year that they gave for a file that does not say. */
  readonly leaversGiven?: number;
  /** The last line that was written; 0 before the first. */
  readonly position: number;
  readonly done: OfficialCounts;
  readonly finishedAt?: Date;
  /** Why it was stopped, and what to do; in a sentence or two. */
  readonly stopped?: string;
  readonly revision: number;
}
