// What stands in a row of the grids of plans and results day, and what of it is kept when it changes (Y5)?
// A row is texts by field, empty where nothing is known: the plan, the application through UCAS, what results day brought,
// the final destination and the next step. A change keeps what it replaced, with who, when and from where.
import type { LocalDate } from '../calendar/local-date.js';
import type { StaffId } from './ids.js';

/** The fields by their names on screen, in the order of the row. */
export const planFields = {
  plan: 'plan',
  planProvider: 'place of the plan',
  planEmployer: 'employer of the plan',
  planCourse: 'course or job of the plan',
  planStart: 'start of the plan',
  application: 'UCAS application',
  offers: 'number of offers',
  firmProvider: 'firm choice',
  firmCourse: 'course of the firm choice',
  insuranceProvider: 'insurance choice',
  insuranceCourse: 'course of the insurance choice',
  talkedOn: 'last talked to',
  talkedBy: 'talked to by',
  result: 'results day',
  final: 'final destination',
  finalProvider: 'final place',
  finalEmployer: 'final employer',
  finalCourse: 'final course or job',
  finalStart: 'final start',
  nextStep: 'next step',
} as const;
export type PlanField = keyof typeof planFields;

/** A whole row; days and months are written `2026-08-13` and `2026-09`. */
export type PlanRow = Readonly<Record<PlanField, string>>;

/** Where an application through UCAS stands. */
export const applicationStates = ['not-applying', 'to-apply', 'applied', 'offers'] as const;
export type ApplicationState = (typeof applicationStates)[number];

/** What results day brought; empty in a row: not seen yet. */
export const resultStates = ['firm', 'insurance', 'clearing', 'deferred', 'other-route', 'unplaced'] as const;
export type ResultState = (typeof resultStates)[number];

/** Where a plan or a final destination was told by. */
export type PlanSource = 'school' | 'ucas' | 'alumnus';

/** One change of a row. */
export interface PlanChange {
  /** When it came in. */
  readonly at: Date;
  /** The day for which it was told; a file may be brought later. */
  readonly on: LocalDate;
  /** Who made it; absent where a file did. */
  readonly by?: StaffId;
  /** The row of an import that made it. */
  readonly importRow?: string;
  readonly source: PlanSource;
  /** What the fields that it changed held before. */
  readonly was: Readonly<Partial<Record<PlanField, string>>>;
  /** On which day and by whom the plan or the final destination was told that it replaced; absent where there was none. */
  readonly told?: Readonly<Partial<Record<'plan' | 'final', { readonly on: LocalDate; readonly source: PlanSource }>>>;
}

/** Fields that stand in the plan and the final destination themselves. */
export const planParts = ['plan', 'planProvider', 'planEmployer', 'planCourse', 'planStart'] as const;
export const finalParts = ['final', 'finalProvider', 'finalEmployer', 'finalCourse', 'finalStart'] as const;
type DestinationField = (typeof planParts)[number] | (typeof finalParts)[number];

/** What the grids hold of a person beside plan and final destination. */
export interface Planning {
  /** Empty fields are absent. */
  readonly held: Readonly<Partial<Record<Exclude<PlanField, DestinationField>, string>>>;
  /** The oldest first. Their number is what a form names that rests on the row. */
  readonly changes: readonly PlanChange[];
}

/** Changes of one person after which something else is wrong; more are refused, never dropped. */
export const mostPlanChanges = 400;
