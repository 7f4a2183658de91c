// The destinations of former students as a CSV file: one line a person, headings first, nothing that a spreadsheet would
// run (requirement W6), and nothing sensitive. Written line by line as the rows come.
import { csvLine, csvMark } from './csv.js';

export interface DestinationRow {
  readonly school: string;
  readonly cohort: string;
  readonly upn: string;
  readonly uln: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly intended: string;
  readonly final: string;
  /** Activity and names, as last heard of. */
  readonly now: string;
  readonly activity: string;
  /** Months, `2026-09`; empty when unknown or still going on. */
  readonly from: string;
  readonly to: string;
  readonly lastKnown: string;
  /** Who said so last. */
  readonly source: string;
  readonly ruleset: string;
  readonly verdict: string;
  readonly because: string;
  readonly asOf: string;
  readonly conflictsOpen: number;
}

const columns: readonly (readonly [heading: string, field: keyof DestinationRow])[] = [
  ['School', 'school'],
  ['Cohort', 'cohort'],
  ['UPN', 'upn'],
  ['ULN', 'uln'],
  ['Given name', 'givenName'],
  ['Family name', 'familyName'],
  ['Intended destination', 'intended'],
  ['Final destination', 'final'],
  ['Now', 'now'],
  ['Kind of activity', 'activity'],
  ['From', 'from'],
  ['To', 'to'],
  ['Last known in', 'lastKnown'],
  ['Source', 'source'],
  ['Rule', 'ruleset'],
  ['Verdict', 'verdict'],
  ['Why', 'because'],
  ['As of', 'asOf'],
  ['Open conflicts', 'conflictsOpen'],
];

/** The file's text, a line at a time. */
export async function* destinationsCsv(rows: AsyncIterable<DestinationRow>): AsyncGenerator<string> {
  yield csvMark + csvLine(columns.map(([heading]) => heading));
  for await (const row of rows) yield csvLine(columns.map(([, field]) => row[field]));
}
