// What would the trust's own records give as the row that the Department publishes, in the same cells?
// Made of the rule's verdicts; the identities of an official row hold in it by construction, with one cell more: people whose
// window is still running. Not heard of is ours alone: the Department sees records that we do not, and we hear of people whom it
// does not see. That a mix of education and work counts as education, beside what the Department calls an education combination, is
// unverified (domain reference, sections 2.1 and 2.2).
import type { StudyLetter } from '../destinations/studied.js';
import type { Category, Verdict } from '../destinations/sustained/ruleset.js';
import { hideSmall } from '../statistics/disclosure.js';

/** People of one school and cohort who have the same result. */
export interface ResultCount {
  readonly verdict: Verdict;
  readonly by?: Category | undefined;
  readonly studied?: StudyLetter | undefined;
  readonly count: number;
}

/** The cells that people's records fill, by the publisher's names; `open`: the window is still running. */
export const ownCells = [
  'cohort',
  'overall',
  'education',
  'he',
  'fe',
  'other_edu',
  'appren',
  'all_work',
  'all_notsust',
  'all_unknown',
  'open',
] as const;
export type OwnCell = (typeof ownCells)[number];
export type OwnRow = Readonly<Record<OwnCell, number>>;

/** The smallest cells that somebody with this result stands in; the larger ones are their sums. */
export function cellOf({ verdict, by, studied }: Omit<ResultCount, 'count'>): OwnCell {
  if (verdict === 'missed') return 'all_notsust';
  if (verdict === 'not-known') return 'all_unknown';
  if (verdict === 'still-possible') return 'open';
  if (by === 'apprenticeship') return 'appren';
  if (by === 'employment') return 'all_work';
  if (by === 'combination') return 'other_edu';
  return studied === 'u' ? 'he' : studied === 'f' ? 'fe' : 'other_edu';
}

/** Adds the larger cells to counts of the smallest. */
export function summed(small: Readonly<Partial<Record<OwnCell, number>>>): OwnRow {
  const of = (cell: OwnCell): number => small[cell] ?? 0;
  const education = of('he') + of('fe') + of('other_edu');
  const overall = education + of('appren') + of('all_work');
  const cohort = overall + of('all_notsust') + of('all_unknown') + of('open');
  return {
    ...{ cohort, overall, education, he: of('he'), fe: of('fe'), other_edu: of('other_edu') },
    ...{ appren: of('appren'), all_work: of('all_work'), all_notsust: of('all_notsust') },
    ...{ all_unknown: of('all_unknown'), open: of('open') },
  };
}

/** The row of these people. */
export function ownRow(results: readonly ResultCount[]): OwnRow {
  const small: Partial<Record<OwnCell, number>> = {};
  for (const { count, ...result } of results) {
    const cell = cellOf(result);
    small[cell] = (small[cell] ?? 0) + count;
  }
  return summed(small);
}

/** Each total with its parts; a count that is missing from one alone could be worked out. */
const sums: readonly (readonly OwnCell[])[] = [
  ['cohort', 'overall', 'all_notsust', 'all_unknown', 'open'],
  ['overall', 'education', 'appren', 'all_work'],
  ['education', 'he', 'fe', 'other_edu'],
];

/**
 * The row for leaders: counts from one to five are hidden, and as many others as it takes that none can be worked out.
 * The number of people in the cohort is shown unless it is small itself.
 */
export const rowForLeaders = (row: OwnRow): Readonly<Record<OwnCell, number | null>> => hideSmall(row, sums);
