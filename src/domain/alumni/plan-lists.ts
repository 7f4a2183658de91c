// Whom does a grid of plans or of results day show, whom does somebody look for in it, and what comes first (Y5)?
// "Unplaced with no next step" has an owner for each school and cohort: whoever answers for nobody being left alone.
import type { Alumnus, PersonState } from './alumnus.js';
import type { CohortId, SchoolId, StaffId } from './ids.js';
import { plain } from './leaver-cells.js';
import { parseCohortId } from './cohort.js';
import { placeIn } from './plan-form.js';
import type { PlanRow } from './plan-fields.js';
import type { LocalDate } from '../calendar/local-date.js';

/** The two grids over the same rows. */
export const planViews = ['plans', 'results'] as const;
export type PlanView = (typeof planViews)[number];

/** From 1 August of the summer in which they leave, results come first. */
export const usualView = (cohortId: CohortId, today: LocalDate): PlanView =>
  today >= `${parseCohortId(cohortId)?.leavingYear ?? 9999}-08-01` ? 'results' : 'plans';

const notListed: readonly PersonState[] = ['has-died', 'restricted', 'repeating-year'];

/** Whether somebody stands in the grids: not who has died, whose record may not be used, or who does not leave yet. */
export const isPlanned = ({ state }: Pick<Alumnus, 'state'>): boolean => !notListed.includes(state);

/** Rows that somebody looks for. */
export const planLists = ['no-plan', 'not-talked', 'not-seen', 'unplaced', 'not-known', 'changed'] as const;
export type PlanList = (typeof planLists)[number];

/** Which lists each grid offers, what comes first before the rest. */
export const listsOfView: Readonly<Record<PlanView, readonly PlanList[]>> = {
  plans: ['no-plan', 'not-talked', 'not-known', 'changed'],
  results: ['unplaced', 'not-seen', 'not-known', 'changed'],
};

const open = (kind: string): boolean => kind === '' || kind === 'undecided';

/** What a list asks of a row; counts by group know no more of it. */
export type RowInShort = Pick<PlanRow, 'plan' | 'final' | 'result' | 'nextStep' | 'talkedOn'>;

const holds: Readonly<Record<Exclude<PlanList, 'changed'>, (row: RowInShort) => boolean>> = {
  'no-plan': ({ plan }) => open(plan),
  'not-talked': ({ talkedOn }) => talkedOn === '',
  'not-seen': ({ result }) => result === '',
  unplaced: ({ result, final, nextStep }) =>
    nextStep === '' && (result === 'unplaced' || result === 'clearing') && open(final),
  'not-known': ({ final }) => open(final),
};

/** Whether plan and final destination, both known, are two: another kind, or another place. */
function isChanged(row: PlanRow): boolean {
  if (open(row.plan) || open(row.final)) return false;
  const [planned, now] = [plain(placeIn(row, 'plan')), plain(placeIn(row, 'final'))];
  return row.plan !== row.final || (planned !== '' && now !== '' && planned !== now);
}

/** Whether the row is on the list. */
export const isOnList = (list: PlanList, row: PlanRow): boolean =>
  list === 'changed' ? isChanged(row) : holds[list](row);

/** How many rows are on each list. */
export type PlanCounts = Readonly<Record<Exclude<PlanList, 'changed'>, number>> & { readonly people: number };
export const noPlanCounts: PlanCounts = {
  ...{ people: 0, 'no-plan': 0, 'not-talked': 0, 'not-seen': 0, unplaced: 0, 'not-known': 0 },
};

/** The counts with as many rows of one kind more. */
export const withRows = (counts: PlanCounts, row: RowInShort, times: number): PlanCounts => {
  const add = (list: keyof typeof holds): number => counts[list] + (holds[list](row) ? times : 0);
  return {
    people: counts.people + times,
    'no-plan': add('no-plan'),
    'not-talked': add('not-talked'),
    'not-seen': add('not-seen'),
    unplaced: add('unplaced'),
    'not-known': add('not-known'),
  };
};

/** Who answers for the list "unplaced with no next step" of a school and cohort. */
export interface PlanListOwner {
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  readonly owner: StaffId;
  readonly since: Date;
  /** Raised by one with every change. */
  readonly revision: number;
}
