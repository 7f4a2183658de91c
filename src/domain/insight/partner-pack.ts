// What does the trust lay on the table when it talks with a place of study?
// A pack of aggregated figures about its own former students there, as the outside may see them, with what the trust asks and what
// it would like to change (feature 63). A pack is frozen as of its day under a number of its own and never changes: another day is
// another pack (decision R17).
import type { CohortId, StaffId } from '../alumni/ids.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { Opening } from '../destinations/telling.js';
import type { FitFigure, FitKind } from './fit.js';

/** The most signs of what is asked, and of what is sought. */
export const longestAsk = 1_500;

/** A figure with the name under which it stood on the day. */
export interface PackFigure {
  readonly title: string;
  readonly figure: FitFigure;
}

/** One reason that stood out, as it may be told outside: the share that mentions it there, and at all other places. */
interface PackReason {
  readonly opening: Opening;
  readonly code: string;
  readonly here: number;
  readonly elsewhere: number;
}

/** What the pack showed on its day; nothing of it is worked out again. */
export interface PackFigures {
  readonly kind: FitKind;
  readonly over: readonly CohortId[];
  readonly estimator: string;
  readonly place: PackFigure;
  readonly courses: readonly PackFigure[];
  readonly reasons: readonly PackReason[];
  /** Of all students of the place, from the regulator's file; null where none was imported. */
  readonly official: { readonly share: number; readonly benchmark: number | null; readonly year: number | null } | null;
}

/** One pack. */
export interface PartnerPack {
  readonly ukprn: string;
  /** From 1, counted for each place. */
  readonly version: number;
  readonly asOf: LocalDate;
  readonly madeAt: Date;
  readonly madeBy: StaffId;
  readonly title: string;
  readonly asked: string;
  readonly changes: string;
  readonly figures: PackFigures;
}

/** Whether there is anything in it that may be shown outside. */
export const saysSomething = ({ place, courses }: PackFigures): boolean =>
  [place, ...courses].some(({ figure }) => figure.why === null);
