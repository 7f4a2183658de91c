// What do official and linked files say of the years after school: of our schools, their authority and England, and of graduates of
// the places where our former students study? Aggregates alone; nothing here is of one person. Files that the trust was given (LEO or
// NFER style) are not public: what they say of few people is hidden from leaders by the same rules as our own figures.
import type { School } from '../../domain/alumni/alumnus.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { payBand, type PayBand } from '../../domain/insight/later.js';
import type { OfficialMeasure } from '../../domain/official/measure.js';
import { authorityCodeOf, nationCode, sameSchoolCodes } from '../../domain/official/place.js';
import { officialPoint, shareInContext, type OfficialPoint } from '../../domain/official/share.js';
import { isNumber, type CellValue } from '../../domain/official/cell.js';
import { leastForShare, withheld, type Audience } from '../../domain/statistics/disclosure.js';
import { nameLists } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { officialSeries, type SeriesPoint } from './official-series.js';

/** One official figure of a place so many years on, beside the area and in its context. */
export interface LongTermRow {
  readonly who: string;
  readonly leavers: number;
  readonly after: number;
  readonly point: OfficialPoint;
  readonly authority: number | null;
  readonly nation: number | null;
  /** What it would be if each group of the place's students did as that group does in England; null where groups are not told. */
  readonly inContext: { readonly topic: string; readonly share: number } | null;
  readonly asOf: LocalDate;
}

/** Shares and pay of groups in a file that the trust was given; null is hidden or not told. */
export interface AggregateRow {
  readonly who: string;
  readonly leavers: number;
  readonly after: number;
  readonly cohort: number | null;
  readonly hidden: boolean;
  readonly employment: number | null;
  readonly education: number | null;
  readonly benefit: number | null;
  /** The median. */
  readonly pay: PayBand | null;
  readonly asOf: LocalDate;
}

/** Graduates of one place, or of England. */
export interface GraduateRow {
  readonly who: string;
  readonly leavers: number;
  readonly after: number;
  readonly graduates: number | null;
  readonly sustained: number | null;
  readonly payLow: PayBand | null;
  readonly pay: PayBand | null;
  readonly payHigh: PayBand | null;
  readonly asOf: LocalDate;
}

const inTime = (points: readonly SeriesPoint[], { leavers, after }: Pick<SeriesPoint, 'leavers' | 'after'>) =>
  points.find((one) => one.leavers === leavers && one.after === after);

/** The last of each number of years after leaving, of many leavers; all where one school was asked for. */
const latest = (points: readonly SeriesPoint[]): readonly SeriesPoint[] =>
  points.filter(({ leavers, after }) => !points.some((other) => other.after === after && other.leavers > leavers));

/** The official long-term measure of these schools. */
export async function longTermRows(
  tools: Pick<Tools, 'store'>,
  schools: readonly School[],
  every: boolean,
): Promise<readonly LongTermRow[]> {
  const [measure, cell] = ['longer-term', 'overall'] as const;
  const areaOf = ({ laestab }: School): string => authorityCodeOf(laestab);
  const codes = [nationCode, ...schools.flatMap((school) => [areaOf(school), ...sameSchoolCodes(school)])];
  const seriesOf = await officialSeries(tools, measure, cell, codes);
  const nation = seriesOf([nationCode]);
  const rows: LongTermRow[] = [];
  for (const school of schools) {
    const authority = seriesOf([areaOf(school)]);
    const own = seriesOf(sameSchoolCodes(school));
    for (const point of every ? own : latest(own)) {
      if (point.after === null) continue;
      const country = inTime(nation, point);
      const context =
        country === undefined || point.cohort === null || point.share === null
          ? null
          : shareInContext(point.groups, country.groups, point.cohort);
      rows.push({
        ...{ who: school.name, leavers: point.leavers, after: point.after, point, asOf: point.asOf },
        authority: inTime(authority, point)?.share ?? null,
        nation: country?.share ?? null,
        inContext: context,
      });
    }
  }
  return rows;
}

const number = (value: CellValue | undefined): number | null => (isNumber(value) ? value : null);

const bandOf = (value: CellValue | undefined): PayBand | null => {
  const pounds = number(value);
  return pounds === null ? null : payBand(pounds);
};

const shareOf = ({ figure }: SeriesPoint, cell: string): number | null => officialPoint(figure, cell)?.share ?? null;

/** Whether any of the shares would tell of few people; then none of them is told, since they are parts of one another. */
function isHidden(point: SeriesPoint, shares: readonly (number | null)[], audience: Audience): boolean {
  const { cohort } = point;
  if (audience === 'team') return false;
  if (cohort === null || cohort < leastForShare) return true;
  return shares.some(
    (share) => share !== null && withheld({ yes: Math.round(share * cohort), of: cohort }, audience) !== null,
  );
}

/** What linked files say of these schools, as counts or shares of groups. */
export async function aggregateRows(
  tools: Pick<Tools, 'store'>,
  schools: readonly School[],
  audience: Audience,
): Promise<readonly AggregateRow[]> {
  const measure = 'long-term-aggregates';
  const places = [
    ...schools.map((school) => ({ who: school.name, codes: sameSchoolCodes(school), open: false })),
    { who: 'England', codes: [nationCode], open: true },
  ];
  const all = places.flatMap(({ codes }) => codes);
  const seriesOf = await officialSeries(tools, measure, 'all_work', all);
  const rows: AggregateRow[] = [];
  for (const { who, codes, open } of places) {
    for (const point of seriesOf(codes)) {
      if (point.after === null) continue;
      const [employment, education, benefit] = ['all_work', 'education', 'ben'].map((cell) => shareOf(point, cell));
      const whole = shareOf(point, 'overall');
      const hidden = !open && isHidden(point, [employment ?? null, education ?? null, whole], audience);
      // No part of the others, so that it can be hidden by itself.
      const fewBenefits = !open && isHidden(point, [benefit ?? null], audience);
      rows.push({
        ...{ who, leavers: point.leavers, after: point.after, asOf: point.asOf, hidden },
        cohort: hidden ? null : point.cohort,
        employment: hidden ? null : (employment ?? null),
        education: hidden ? null : (education ?? null),
        benefit: fewBenefits ? null : (benefit ?? null),
        pay: hidden ? null : bandOf(point.figure.values['earnings_median']),
      });
    }
  }
  return rows.sort((one, other) => one.after - other.after || one.leavers - other.leavers);
}

/** Files print counts or per cents and do not say which: what adds up to a hundred is per cents. */
function graduateShare({ figure, cohort }: SeriesPoint): number | null {
  const [sustained, none, unseen] = ['sust_emp_fs_or_both', 'no_sust_dest', 'activity_not_captured'].map((cell) =>
    number(figure.values[cell]),
  );
  if (sustained === null || sustained === undefined) return null;
  const sum = sustained + (none ?? 0) + (unseen ?? 0);
  const percent = Math.abs(sum - 100) <= 1.5;
  return percent ? sustained / 100 : cohort === null || cohort === 0 ? null : sustained / cohort;
}

/** Graduates of England and of these places (UKPRN), the latest leavers of each number of years. */
export async function graduateRows(
  tools: Pick<Tools, 'store'>,
  ukprns: readonly string[],
): Promise<readonly GraduateRow[]> {
  const measure: OfficialMeasure = 'leo-graduates';
  const nameOf = (ukprn: string): string => nameLists.provider.find(ukprn)?.name ?? ukprn;
  const places = [
    { who: 'England', codes: [nationCode] },
    ...ukprns.map((ukprn) => ({ who: nameOf(ukprn), codes: [`ukprn:${ukprn}`, providerCode(nameOf(ukprn))] })),
  ];
  const all = places.flatMap(({ codes }) => codes);
  const seriesOf = await officialSeries(tools, measure, 'sust_emp_fs_or_both', all);
  const rows: GraduateRow[] = [];
  for (const { who, codes } of places) {
    for (const point of latest(seriesOf(codes))) {
      if (point.after === null) continue;
      const { values } = point.figure;
      rows.push({
        ...{ who, leavers: point.leavers, after: point.after, graduates: point.cohort, asOf: point.asOf },
        sustained: graduateShare(point),
        payLow: bandOf(values['earnings_lq']),
        pay: bandOf(values['earnings_median']),
        payHigh: bandOf(values['earnings_uq']),
      });
    }
  }
  return rows;
}

/** The code of a university in a file that names it without its number. */
const providerCode = (name: string): string =>
  `provider:${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)}`;
