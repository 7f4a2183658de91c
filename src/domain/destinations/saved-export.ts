// A table that is taken out again and again: what, how often, and when next? Days are London's.
import type { StaffId } from '../alumni/ids.js';
import { addDays, addMonths, firstDayOf, monthOf, type LocalDate } from '../calendar/local-date.js';

export type SavedExportId = string & { readonly __savedExportId: true };

/** How often. `once`: whenever somebody asks. */
export const exportRhythms = ['once', 'day', 'week', 'month'] as const;
export type ExportRhythm = (typeof exportRhythms)[number];

/** What came of the last time. */
export interface ExportRun {
  readonly at: Date;
  readonly people: number;
  readonly bytes: number;
  /** The kept file. */
  readonly hash: string;
}

/** One saved export. */
export interface SavedExport {
  readonly id: SavedExportId;
  readonly name: string;
  readonly table: string;
  readonly format: 'csv' | 'xlsx';
  readonly cohort?: string;
  readonly school?: string;
  readonly every: ExportRhythm;
  /** The day from which it is due; absent while it waits for somebody to ask. */
  readonly next?: LocalDate;
  readonly madeBy: StaffId;
  /** How many people have been read, of how many, while it is being written. */
  readonly progress?: { readonly people: number; readonly of: number };
  readonly last?: ExportRun;
  /** The last time it could not be written, or its maker may not take it out any more. */
  readonly failedOn?: LocalDate;
}

/** When it is due after it was written on the day: tomorrow, in a week, on the first of the next month; never by itself. */
export function nextAfter(every: ExportRhythm, on: LocalDate): LocalDate | undefined {
  if (every === 'once') return undefined;
  if (every === 'month') return firstDayOf(addMonths(monthOf(on), 1));
  return addDays(on, every === 'day' ? 1 : 7);
}
