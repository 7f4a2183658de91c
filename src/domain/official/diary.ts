// Which official files are to be expected, of which leavers, and roughly when? (Y17)
// The months are those in which earlier releases came out; none is promised and all are unverified, so the page says so.
import { academicYearOf } from '../calendar/academic-year.js';
import type { LocalDate, LocalMonth } from '../calendar/local-date.js';
import type { Release } from './figure.js';
import type { OfficialMeasure } from './measure.js';
import type { PlaceKind } from './place.js';

/** One release that comes every year. */
interface YearlyRelease {
  readonly measure: OfficialMeasure;
  readonly release: Release;
  /** The kind of place whose figures show that the file was brought. */
  readonly kind: PlaceKind;
  /** Calendar years from the summer of leaving to the month of publication. */
  readonly yearsLater: number;
  readonly month: number;
}

const yearly: readonly YearlyRelease[] = [
  { measure: '16-18-destinations', release: 'provisional', kind: 'institution', yearsLater: 2, month: 10 },
  { measure: '16-18-destinations', release: 'revised', kind: 'institution', yearsLater: 3, month: 2 },
  { measure: 'ks4-destinations', release: 'provisional', kind: 'institution', yearsLater: 2, month: 10 },
  { measure: 'ks4-destinations', release: 'revised', kind: 'institution', yearsLater: 3, month: 2 },
  { measure: 'progression', release: 'not-said', kind: 'institution', yearsLater: 3, month: 10 },
  { measure: 'longer-term', release: 'not-said', kind: 'institution', yearsLater: 6, month: 5 },
  { measure: 'leo-graduates', release: 'not-said', kind: 'provider', yearsLater: 3, month: 6 },
  { measure: 'ofs-continuation', release: 'not-said', kind: 'provider', yearsLater: 3, month: 7 },
];

/** A file that is to be expected, or was. */
export interface ExpectedFile {
  readonly measure: OfficialMeasure;
  readonly release: Release;
  readonly kind: PlaceKind;
  /** The academic year in which they left, by the year in which it ends. */
  readonly leavers: number;
  readonly month: LocalMonth;
}

/** Files of the last `back` years and of the next twelve months, the latest first. */
export function expectedFiles(today: LocalDate, back = 2): readonly ExpectedFile[] {
  const thisYear = academicYearOf(today);
  const ahead = `${Number(today.slice(0, 4)) + 1}${today.slice(4, 7)}` as LocalMonth;
  const first = `${Number(today.slice(0, 4)) - back}${today.slice(4, 7)}` as LocalMonth;
  return yearly
    .flatMap(({ yearsLater, month, ...file }) =>
      Array.from({ length: back + 2 }, (_, place) => thisYear - yearsLater + 1 - place).map((leavers) => ({
        ...file,
        leavers,
        month: `${leavers + yearsLater}-${String(month).padStart(2, '0')}` as LocalMonth,
      })),
    )
    .filter(({ month }) => month >= first && month <= ahead)
    .sort((a, b) => (a.month === b.month ? (a.measure < b.measure ? -1 : 1) : a.month < b.month ? 1 : -1));
}
