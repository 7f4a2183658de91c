// Which outcomes can the transition clock look at, and what is known of each, school by school and leavers by leavers?
// Official measures are read under every number that was the school's own; our own six-month rule as its viewers may see it.
import type { School } from '../../domain/alumni/alumnus.js';
import { parseCohortId, type Stage } from '../../domain/alumni/cohort.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { qualityCounts } from '../../domain/insight/quality.js';
import type { Table } from '../../domain/insight/reports.js';
import type { CohortShare } from '../../domain/insight/transition.js';
import type { OfficialMeasure } from '../../domain/official/measure.js';
import { authorityCodeOf, nationCode, sameSchoolCodes } from '../../domain/official/place.js';
import { groupCode } from '../../domain/official/share.js';
import type { Tools } from '../tools.js';
import { officialSeries, type SeriesPoint } from './official-series.js';
import { qualityStanding, seenFigures, tablesBySchool } from './seen-figures.js';
import type { WhoseFigures } from './whose-figures.js';

/** What the clock can look at. */
export const clockOutcomes = ['sustained', 'progressed', 'year-11', 'third', 'fifth', 'own'] as const;
export type ClockOutcome = (typeof clockOutcomes)[number];

interface OfficialOutcome {
  readonly measure: OfficialMeasure;
  readonly cell: string;
  readonly after: number | null;
  readonly stage: Stage;
}

/** The official figure behind an outcome; null for our own. */
export const outcomeFacts: Readonly<Record<ClockOutcome, OfficialOutcome | null>> = {
  sustained: { measure: '16-18-destinations', cell: 'overall', after: null, stage: 'y13' },
  progressed: { measure: 'progression', cell: 'progressed', after: null, stage: 'y13' },
  'year-11': { measure: 'ks4-destinations', cell: 'overall', after: null, stage: 'y11' },
  third: { measure: 'longer-term', cell: 'overall', after: 3, stage: 'y11' },
  fifth: { measure: 'longer-term', cell: 'overall', after: 5, stage: 'y11' },
  own: null,
};

/** Beside what a school is laid. */
export const clockBesides = ['england', 'authority', 'chosen', 'nothing'] as const;
export type ClockBeside = (typeof clockBesides)[number];

/** Which figure, and of which students: a group as the files name it, in short; empty for all of them. */
interface AskedSeries {
  readonly outcome: ClockOutcome;
  readonly group: string;
}

/** Cohorts with the day as of which the last of them stands. */
export interface Series {
  readonly cohorts: readonly CohortShare[];
  readonly asOf: LocalDate | null;
  /** Groups of students that the files tell apart. */
  readonly groups: readonly string[];
}

function toCohorts(points: readonly SeriesPoint[], after: number | null, group: string): readonly CohortShare[] {
  return points.flatMap(({ leavers, after: years, groups, ...all }) => {
    const told = group === '' ? all : groups.find((one) => groupCode(one.group) === group);
    const { share = null, cohort = null } = told ?? {};
    return share === null || cohort === null || years !== after ? [] : [{ leavers, yes: share * cohort, of: cohort }];
  });
}

const lastDay = (points: readonly SeriesPoint[]): LocalDate | null =>
  points.reduce<LocalDate | null>((last, { asOf }) => (last === null || asOf > last ? asOf : last), null);

/** Reads all these places at once; what it gives tells one of them by its codes. */
async function official(
  tools: Pick<Tools, 'store'>,
  { measure, cell, after }: OfficialOutcome,
  group: string,
  all: readonly string[],
): Promise<(codes: readonly string[]) => Series> {
  const pointsOf = await officialSeries(tools, measure, cell, all);
  return (codes) => {
    const points = pointsOf(codes);
    const groups = points.flatMap((point) => (point.after === after ? point.groups.map((one) => one.group) : []));
    return { cohorts: toCohorts(points, after, group), asOf: lastDay(points), groups: [...new Set(groups)] };
  };
}

/** The cohorts of each school, by its id. */
export async function seriesOfSchools(
  tools: Pick<Tools, 'store'>,
  whose: WhoseFigures,
  { outcome, group }: AskedSeries,
): Promise<ReadonlyMap<string, Series>> {
  const facts = outcomeFacts[outcome];
  if (facts !== null) {
    const seriesOf = await official(tools, facts, group, whose.every.flatMap(sameSchoolCodes));
    return new Map(whose.every.map((school) => [school.id, seriesOf(sameSchoolCodes(school))]));
  }
  const tables = await tablesBySchool(tools, 'quality', whose, whose.allCohorts);
  // Laid out as on the page of quality, so that neither tells what the other hides.
  const standing = { ...qualityStanding(whose.cohorts, tables, 'sustained'), cohorts: whose.allCohorts };
  const counts = (table: Table, one?: string) => qualityCounts(table, 'sustained', one);
  const seen = seenFigures(whose, tables, counts, standing);
  return new Map(
    whose.every.map(({ id }) => {
      const cohorts = whose.allCohorts.flatMap((cohortId): readonly CohortShare[] => {
        const { share, heard, people } = seen.ofSchool(id, [cohortId]);
        const leavers = parseCohortId(cohortId)?.leavingYear;
        if (share === null || heard === null || people === null || leavers === undefined) return [];
        const of = Math.round(heard * people);
        return [{ leavers, of, yes: Math.round(share * of) }];
      });
      return [id, { cohorts, asOf: null, groups: [] }];
    }),
  );
}

/** All of them added up, for the years of which each has a figure. */
function addedUp(all: readonly (readonly CohortShare[])[]): readonly CohortShare[] {
  const years = [...new Set(all.flatMap((cohorts) => cohorts.map(({ leavers }) => leavers)))];
  return years.flatMap((leavers) => {
    const at = all.map((cohorts) => cohorts.find((one) => one.leavers === leavers));
    // A school that comes in or goes would look like a change.
    if (at.some((one) => one === undefined)) return [];
    const sum = (value: (one: CohortShare) => number): number =>
      at.reduce((total, one) => total + (one === undefined ? 0 : value(one)), 0);
    return [{ leavers, yes: sum(({ yes }) => yes), of: sum(({ of }) => of) }];
  });
}

/** The authority’s cohorts without those of our own schools in it. */
function withoutOurs(area: readonly CohortShare[], ours: readonly (readonly CohortShare[])[]): readonly CohortShare[] {
  return area.map((whole) =>
    ours.reduce<CohortShare>((left, cohorts) => {
      const own = cohorts.find(({ leavers }) => leavers === whole.leavers);
      if (own === undefined || own.of >= left.of) return left;
      return { ...left, yes: Math.max(0, left.yes - own.yes), of: left.of - own.of };
    }, whole),
  );
}

/** What a typed list of numbers names: URNs of six digits, DfE numbers of seven. */
export const chosenCodes = (text: string): readonly string[] =>
  [...new Set(text.split(/[\s,;]+/).map((part) => part.replace('/', '')))]
    .flatMap((part) => (/^\d{6}$/.test(part) ? [`urn:${part}`] : /^\d{7}$/.test(part) ? [`estab:${part}`] : []))
    .slice(0, 20);

/** The comparison of each school, by its id; nothing for our own figures, which have no like. */
export async function comparisonsOf(
  tools: Pick<Tools, 'store'>,
  { every }: WhoseFigures,
  { outcome, group, beside, chosen }: AskedSeries & { readonly beside: ClockBeside; readonly chosen: string },
  own: ReadonlyMap<string, Series>,
): Promise<ReadonlyMap<string, readonly CohortShare[]>> {
  const facts = outcomeFacts[outcome];
  if (facts === null || beside === 'nothing') return new Map();
  const areaOf = ({ laestab }: School): string => authorityCodeOf(laestab);
  const codes = { england: [nationCode], chosen: chosenCodes(chosen), authority: [...new Set(every.map(areaOf))] }[
    beside
  ];
  const seriesOf = await official(tools, facts, group, codes);
  const cohortsOf = (code: string): readonly CohortShare[] => seriesOf([code]).cohorts;
  if (beside !== 'authority') {
    const cohorts = addedUp(codes.map(cohortsOf).filter((found) => found.length > 0));
    return new Map(every.map(({ id }) => [id, cohorts]));
  }
  const others = new Map(
    codes.map((area) => {
      const ours = every.filter((school) => areaOf(school) === area).map(({ id }) => own.get(id)?.cohorts ?? []);
      return [area, withoutOurs(cohortsOf(area), ours)];
    }),
  );
  return new Map(every.map((school) => [school.id, others.get(areaOf(school)) ?? []]));
}
