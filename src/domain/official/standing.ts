// In which cell of the official row does our record put somebody, and in which others could the Department have them instead?
// Used for counting alone: nothing here says what happened to anybody, and nothing of it is kept (moonshot M1).
// Causes. Rule: another reading of what is unverified in the rule. Late: a date at the edge of the window, or something that we heard
// after the official data were closed, and that may have reached nobody else. Abroad: outside the United Kingdom the
// Department sees nothing. Benefit: whether somebody of whom nothing else is seen claims a benefit we do not know.
// Unknown: we have not been told. Cohort: the two count other people.
import type { StudyLetter } from '../destinations/studied.js';
import type { SustainedResult } from '../destinations/sustained/ruleset.js';
import type { LocalDate } from '../calendar/local-date.js';
import { cellOf, type OwnCell } from './own-row.js';

/** What can explain a gap between our row and the official one. */
export const gapCauses = ['late', 'abroad', 'benefit', 'rule', 'unknown', 'cohort'] as const;
export type GapCause = (typeof gapCauses)[number];

/** The cells that an official row counts people in. */
export const smallCells = ['he', 'fe', 'other_edu', 'appren', 'all_work', 'all_notsust', 'all_unknown'] as const;
export type SmallCell = (typeof smallCells)[number];

/** Our cell, and for each cause the cells in which the Department could have them instead. */
export interface Standing {
  readonly cell: SmallCell | 'open';
  readonly could: Readonly<Partial<Record<GapCause, readonly SmallCell[]>>>;
}

export interface StandingInput {
  readonly result: Pick<SustainedResult, 'verdict' | 'category' | 'months'>;
  /** Where they studied from October to March. */
  readonly studied: StudyLetter | null;
  readonly abroad: boolean;
  /** The day of the latest statement that counts. */
  readonly knownOn: LocalDate | undefined;
  /** The day on which the official data were closed, as far as known. */
  readonly closedOn: LocalDate | null;
}

const counts = (finding: string): boolean => ['education', 'employment', 'apprenticeship'].includes(finding);

/** Months of the window, October to March, of the twelve from August to July. */
const inWindow = <T>(months: readonly T[]): readonly T[] => months.slice(2, 8);

const placeOf: Readonly<Record<StudyLetter, SmallCell>> = { u: 'he', f: 'fe', t: 'other_edu' };

function otherReadings({ result, studied }: StandingInput, cell: OwnCell): readonly SmallCell[] {
  const window = inWindow(result.months.map(({ finding }) => finding));
  const covered = window.filter(counts).length;
  const education = window.includes('education');
  const work = window.includes('employment') || window.includes('apprenticeship');
  const place = placeOf[studied ?? 't'];
  if (!education || !work) {
    // Months of an apprenticeship that falls short may not count as work.
    return cell === 'all_work' && window.includes('apprenticeship') ? ['appren', 'all_notsust'] : [];
  }
  if (covered < 5) return [];
  // A mix: in which category it lands, and whether five months of it are enough, are unverified.
  const mixed = ['other_edu', place, 'all_work'] as const;
  return covered === 5 ? [...mixed, 'all_notsust'] : mixed;
}

function lateCells({ result, studied, knownOn, closedOn }: StandingInput, cell: OwnCell): readonly SmallCell[] {
  const months = result.months.map(({ finding }) => finding);
  const heardLate = closedOn !== null && knownOn !== undefined && knownOn > closedOn;
  if (result.verdict === 'met') {
    // They were not there yet in September, or no more in April: a month's difference at either end undoes it.
    const edge = !counts(months[1] ?? '') || !counts(months[8] ?? '');
    return heardLate || edge ? (heardLate ? ['all_notsust', 'all_unknown'] : ['all_notsust']) : [];
  }
  const window = inWindow(months);
  const missing = window.filter((finding) => !counts(finding)).length;
  const atTheEdge = !counts(window[0] ?? '') || !counts(window[5] ?? '');
  if (cell !== 'all_notsust' || missing > 2 || !atTheEdge) return [];
  if (window.includes('apprenticeship')) return ['appren', 'all_work'];
  if (!window.includes('education')) return ['all_work'];
  return [placeOf[studied ?? 't']];
}

const except = (cells: readonly SmallCell[], cell: OwnCell): readonly SmallCell[] => [
  ...new Set(cells.filter((one) => one !== cell)),
];

/** Where our record puts them, and where else they could be. */
export function standingOf(input: StandingInput): Standing {
  const { result, studied, abroad } = input;
  const cell = cellOf({ verdict: result.verdict, by: result.category, studied: studied ?? undefined }) as
    SmallCell | 'open';
  const seen = result.months.some(({ finding }) => counts(finding));
  const could: Record<GapCause, readonly SmallCell[]> = {
    late: except(lateCells(input, cell), cell),
    abroad: abroad && cell !== 'all_unknown' && cell !== 'open' ? ['all_unknown'] : [],
    benefit: cell === 'all_unknown' ? ['all_notsust'] : cell === 'all_notsust' && !seen ? ['all_unknown'] : [],
    rule: except(otherReadings(input, cell), cell),
    unknown: cell === 'all_unknown' || cell === 'open' ? except(smallCells, cell) : [],
    cohort: [],
  };
  return { cell, could: Object.fromEntries(Object.entries(could).filter(([, cells]) => cells.length > 0)) };
}

/** What makes two people the same for counting. */
export const standingKey = ({ cell, could }: Standing): string =>
  [cell, ...gapCauses.map((cause) => (could[cause] ?? []).join('+'))].join('|');
