// Synthetic official files in every layout that is understood, with invented schools. Headings are those that were published;
// numbers are made so that they add up unless a test says otherwise.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { openOfficial } from '../../src/files/official.js';
import type { OfficialFigure } from '../../src/domain/official/figure.js';

/** What a file of the wide layout says of one school. */
export interface Counts {
  readonly he: number;
  readonly fe: number;
  readonly other: number;
  readonly appren: number;
  readonly work: number;
  readonly notsust: number;
  readonly unknown: number;
}

export const someCounts: Counts = { he: 40, fe: 12, other: 3, appren: 5, work: 15, notsust: 14, unknown: 6 };

type Cells = Readonly<Record<string, string | number>>;

/** A CSV file of these rows under the headings of the first. */
export function csvOf(rows: readonly Cells[], headings = Object.keys(rows[0] ?? {})): string {
  const line = (cells: readonly (string | number)[]): string =>
    cells
      .map((cell) => (/[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell)))
      .join(',');
  return [line(headings), ...rows.map((row) => line(headings.map((heading) => row[heading] ?? '')))]
    .map((text) => `${text}\r\n`)
    .join('');
}

export const totalsOf = ({ he, fe, other, appren, work, notsust, unknown }: Counts) => {
  const education = he + fe + other;
  const overall = education + appren + work;
  return { education, overall, cohort: overall + notsust + unknown };
};

/** The leading columns of Explore Education Statistics for an invented school of authority 999. */
export const leadingCells = (estab: number, name = `School ${estab} (invented)`): Cells => ({
  time_period: '202223',
  time_identifier: 'Academic year',
  geographic_level: 'School',
  country_code: 'E92000001',
  country_name: 'England',
  region_code: 'E12000007',
  region_name: 'London',
  old_la_code: '999',
  new_la_code: 'E09000099',
  la_name: 'Nowhere',
  school_laestab: `999${estab}`,
  school_urn: String(995_000 + estab),
  school_name: name,
});

/** One line of the wide 16–18 layout. */
export const wideRow = (estab: number, counts: Counts = someCounts, more: Cells = {}): Cells => ({
  ...leadingCells(estab),
  institution_group: 'State-funded mainstream schools',
  institution_type: 'Academy',
  cohort_level: 'Total',
  breakdown_topic: 'Total',
  breakdown: 'Total',
  data_type: 'Number of students',
  version: 'Provisional',
  cohort: totalsOf(counts).cohort,
  overall: totalsOf(counts).overall,
  education: totalsOf(counts).education,
  he: counts.he,
  fe: counts.fe,
  other_edu: counts.other,
  appren: counts.appren,
  all_work: counts.work,
  all_notsust: counts.notsust,
  all_unknown: counts.unknown,
  ...more,
});

const levels = ['TOT', 'L3', 'L2', 'LALLOTH'];
const groups = ['', '_DIS', '_NONDIS'];

/** One line of the performance tables' 236 columns; every block but the first is hidden. */
export function tablesRow(estab: number, counts: Counts = someCounts): Cells {
  const { education, overall, cohort } = totalsOf(counts);
  const all = {
    ...{ OVERALL: overall, APPREN: counts.appren, EDUCATION: education, FE: counts.fe, HE: counts.he },
    ...{
      OTHER_EDU: counts.other,
      EMPLOYMENT: counts.work,
      NOT_SUSTAINED: counts.notsust,
      NOT_CAPTURED: counts.unknown,
    },
  };
  const cells: Record<string, string | number> = {
    ...{ RECTYPE: 1, LEA: 999, ESTAB: estab, URN: 995_000 + estab, SCHNAME: `School ${estab} (invented)` },
    ...{ NFTYPE: 'ACC', FEEDER: 0, ICLOSE: 0 },
  };
  for (const level of levels) {
    for (const group of groups) {
      const whole = level === 'TOT' && group === '';
      cells[`${level}_COHORT${group}`] = whole ? cohort : 'SUPP';
      for (const [name, count] of Object.entries(all)) cells[`${level}_${name}${group}`] = whole ? count : 'SUPP';
      for (const [name, count] of Object.entries(all)) {
        cells[`${level}_${name}PER${group}`] = whole ? `${Math.round((count / cohort) * 100)}%` : 'NA';
      }
    }
  }
  return cells;
}

const limits = { rows: 1_000_000, columns: 400, field: 4_096 };

/** Everything that a file gives, read to its end. */
export async function readAll(content: string | Uint8Array) {
  const bytes = Buffer.from(content);
  const opened = await openOfficial(() => Readable.from([bytes]), limits);
  const figures: OfficialFigure[] = [];
  const faults: string[] = [];
  for await (const line of opened.lines) {
    figures.push(...line.figures);
    faults.push(...line.faults.map(({ field, why }) => `${line.line} ${field}: ${why}`));
  }
  return { format: opened.format.name, ignored: opened.ignored, notes: opened.notes(), figures, faults };
}

/** The published sample beside the checkout, or null where it is not there; tests that need it say so. */
export function sampleFile(name: string): string | null {
  const file = path.join(process.cwd(), '..', 'shared/data/dfe', name);
  return existsSync(file) ? file : null;
}
