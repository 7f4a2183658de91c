// What is counted of a school's cohort for the pages of Insight?
// One table a report, made whole from the rows of `outcomes` and never added to (decision R16). A table is a flat list of
// counts under names that say what was counted, so that tables of several schools and cohorts are merged by adding them up,
// and a recount is compared name by name. Nothing is hidden here: that is done last, for who is looking.
import type { CohortId, SchoolId } from '../alumni/ids.js';
import type { OutcomeRow } from '../destinations/outcome.js';
import type { DestinationRecord } from '../destinations/record.js';
import { milestones, readLater, type LaterState, type Milestone } from '../destinations/later.js';
import { activityLetter, readWay } from '../destinations/way.js';
import type { Telling } from '../destinations/telling.js';
import { cellOf, type OwnCell } from '../official/own-row.js';
import { factorLines, reasonLines, recallCounts } from './told-lines.js';

/**
 * `quality`: the measures of Y15 by group. `flow`: ways from plan to what lasted. `stays`: how long people stayed. `later`: where
 * they were one, three, five and ten years on. `reasons`: why they did not go or stay. `factors`: what goes with staying. `recall`:
 * how well they remembered.
 */
export const reportNames = ['quality', 'flow', 'stays', 'later', 'reasons', 'factors', 'recall'] as const;
export type ReportName = (typeof reportNames)[number];

/** Whether the table tells of reasons, money and the like, and is kept sealed. */
export const isSealedReport = (report: ReportName): boolean => report === 'reasons' || report === 'factors';

/** Counts by name; what is absent is none. */
export type Table = Readonly<Record<string, number>>;
export type Tables = Readonly<Record<ReportName, Table>>;

/** Whose rows one table is made of. */
export interface CountedPlace {
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
}

/** The tables in which somebody stands, or stood before their school or cohort was put right. */
export function placesOf({
  schoolId,
  cohortId,
  knownAs = [],
}: Pick<DestinationRecord, 'schoolId' | 'cohortId' | 'knownAs'>): readonly CountedPlace[] {
  const before = knownAs.at(-2);
  const moved = before !== undefined && (before.schoolId !== schoolId || before.cohortId !== cohortId);
  return [{ schoolId, cohortId }, ...(moved ? [{ schoolId: before.schoolId, cohortId: before.cohortId }] : [])];
}

/** The group of those without a plan after results. */
export const noPlan = 'no-plan';

/** The measures of the quality of destinations, in order of time (Y15). */
export const qualityMeasures = ['kept', 'sustained', 'level', 'fit', 'second'] as const;
export type QualityMeasure = (typeof qualityMeasures)[number];

/** `yes`, `no`, `open` while it cannot be said yet; whoever is missing to the people of the group is not known. */
export type QualityAnswer = 'yes' | 'no' | 'open';
export const qualityName = (group: string, measure: QualityMeasure, answer: QualityAnswer): string =>
  `${group}|${measure}|${answer}`;
export const peopleName = (group: string): string => `${group}|people`;

/** Where people were at a milestone, and the name under which everybody of the table is counted. */
export const laterName = (milestone: Milestone, state: LaterState): string => `${milestone}|${state}`;
export const laterPeople = 'people';

/** The last station of a way, by the cell of the official row. */
export const lastLetters: Readonly<Record<string, OwnCell>> = {
  h: 'he',
  f: 'fe',
  s: 'other_edu',
  a: 'appren',
  e: 'all_work',
  n: 'all_notsust',
  '-': 'all_unknown',
  p: 'open',
};
const letterOfCell = (cell: OwnCell): string => Object.entries(lastLetters).find(([, one]) => one === cell)?.[0] ?? '-';

const verdictAnswer = { met: 'yes', missed: 'no', 'still-possible': 'open', 'not-known': null } as const;

/** What each measure says of one person; null where it is not known. */
function answersOf(row: OutcomeRow): Readonly<Record<QualityMeasure, QualityAnswer | null>> {
  const { second, fit, level } = readWay(row.way);
  const kept = row.kept === undefined || row.kept === 'had-no-plan' ? null : row.kept === 'yes' ? 'yes' : 'no';
  return {
    kept,
    sustained: verdictAnswer[row.verdict],
    level: level === null ? null : level === 'higher' ? 'yes' : 'no',
    fit: fit === null ? null : fit >= 4 ? 'yes' : 'no',
    second: verdictAnswer[second],
  };
}

/** Five letters: plan, final, autumn, what lasted, and what was lost on the way. */
function wayName(row: OutcomeRow): string {
  const way = readWay(row.way);
  const begun = [way.intended, row.planned ?? null, way.started].map(activityLetter);
  return [...begun, letterOfCell(cellOf(row)), row.way[2] ?? '-'].join('');
}

interface Tally {
  /** `telling` is what the person told beside the row. */
  readonly add: (row: OutcomeRow, telling?: Telling) => void;
  readonly tables: () => Tables;
}

/** The tables of the rows that are added, one after the other. */
export function tallyReports(): Tally {
  const tables: Record<ReportName, Record<string, number>> = {
    ...{ quality: {}, flow: {}, stays: {}, later: {} },
    ...{ reasons: {}, factors: {}, recall: {} },
  };
  const count = (report: ReportName, name: string, times = 1): void => {
    tables[report][name] = (tables[report][name] ?? 0) + times;
  };
  return {
    add: (row, telling) => {
      if (row.uncounted === true) return;
      const group = row.planned ?? noPlan;
      count('quality', peopleName(group));
      for (const [measure, answer] of Object.entries(answersOf(row))) {
        if (answer !== null) count('quality', qualityName(group, measure as QualityMeasure, answer));
      }
      count('flow', wayName(row));
      if (row.stay !== undefined) count('stays', row.stay);
      count('later', laterPeople);
      const later = readLater(row.later);
      for (const milestone of milestones) {
        const state = later[milestone];
        if (state !== null) count('later', laterName(milestone, state));
      }
      for (const line of reasonLines(row, telling)) count('reasons', line);
      for (const line of factorLines(row, telling)) count('factors', line);
      for (const [name, times] of recallCounts(telling)) count('recall', name, times);
    },
    tables: () => tables,
  };
}

/** All tables in one. */
export function merged(all: readonly Table[]): Table {
  const sum: Record<string, number> = {};
  for (const table of all) {
    for (const name of Object.keys(table)) sum[name] = (sum[name] ?? 0) + (table[name] ?? 0);
  }
  return sum;
}

/** The names whose counts differ between two tables. */
export const differingNames = (one: Table, other: Table): readonly string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => (one[name] ?? 0) !== (other[name] ?? 0))
    .sort();
