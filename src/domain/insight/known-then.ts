// What did the figures of a school's cohort say at the end of a past day? (moonshot M12, decision R17)
// Made of everybody's record as it was known then, by the same rows and tables as today's figures. Reasons, money and the like stand
// sealed beside the records and are not in it. Told in one fixed order: the same knowledge always gives the same text, byte for byte.
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../alumni/ids.js';
import type { LocalDate } from '../calendar/local-date.js';
import { recordAsKnownOn, recordedOn } from '../destinations/as-known-on.js';
import { outcomeOf } from '../destinations/outcome.js';
import type { DestinationRecord } from '../destinations/record.js';
import { ownRow, type OwnRow, type ResultCount } from '../official/own-row.js';
import type { NameLists } from '../survey/listed.js';
import { tallyReports, type CountedPlace, type Table } from './reports.js';

/** The tables that are told of a past day. */
export const reportsThen = ['quality', 'flow', 'stays', 'later'] as const;

/** How these figures are made; raised with every change that gives other figures from the same records. */
export const recipeThen = 2;

/** What was known of one school's cohort. */
export interface FiguresThen {
  /** The cells of the official row, as our records gave them. */
  readonly row: OwnRow;
  readonly tables: Readonly<Record<(typeof reportsThen)[number], Table>>;
}

/** Figures of a past day that are kept, with everything that they rest on; never changed. */
export interface KeptReport extends CountedPlace {
  readonly id: string;
  /** Known by the end of this day. */
  readonly on: LocalDate;
  readonly madeAt: Date;
  readonly madeBy: StaffId;
  /** `dfe-1618@1`. */
  readonly rule: string;
  /** Versions of the lists by which names are told. */
  readonly lists: readonly string[];
  readonly recipe: number;
  /** Whose records it is made of, in order. */
  readonly people: readonly AlumnusId[];
  readonly figures: FiguresThen;
  /** SHA-256 of the text of the figures. */
  readonly hash: string;
}

/** One report for one school's cohort and day, however often it is asked for. */
export const keptReportId = (schoolId: SchoolId, cohortId: CohortId, on: LocalDate): string =>
  `${schoolId}~${cohortId}~${on}`;

interface TallyThen {
  /** Whoever was not on record then, or stood in another school's cohort, is left out. */
  readonly add: (record: DestinationRecord) => void;
  readonly figures: () => FiguresThen;
  readonly people: () => readonly AlumnusId[];
}

const wasOnRecord = ({ knownAs, claims }: DestinationRecord, day: LocalDate): boolean => {
  const begun = knownAs?.[0]?.since;
  return begun === undefined || begun <= day || claims.some((claim) => recordedOn(claim) <= day);
};

/** Counts records, one after the other, as they were known at the end of the day. */
export function tallyThen({ schoolId, cohortId }: CountedPlace, day: LocalDate, lists: NameLists): TallyThen {
  const tally = tallyReports();
  const results: ResultCount[] = [];
  const people = new Set<AlumnusId>();
  return {
    add: (record) => {
      if (people.has(record.id) || !wasOnRecord(record, day)) return;
      const then = recordAsKnownOn(record, day);
      if (then.schoolId !== schoolId || then.cohortId !== cohortId) return;
      const row = outcomeOf(then, lists);
      people.add(record.id);
      tally.add(row);
      if (row.uncounted !== true) results.push({ verdict: row.verdict, by: row.by, studied: row.studied, count: 1 });
    },
    figures: () => {
      const { quality, flow, stays, later } = tally.tables();
      return { row: ownRow(results), tables: { quality, flow, stays, later } };
    },
    people: () => [...people].sort(),
  };
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

/** The figures as one text, whatever the order in which they were counted. */
export const textOfFigures = ({ row, tables }: FiguresThen): string =>
  JSON.stringify([row, ...reportsThen.map((name) => tables[name])].map((each) => Object.entries(each).sort(byName)));
