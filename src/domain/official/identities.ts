// Do the figures of one official row add up as the measure's definition says they must?
// Identities and tolerances: domain reference, section 3.1, computed from published rows. The tolerance belongs to the
// kind of row: exact for institutions; for authorities exact for all students and 5 where groups were rounded to fives;
// for the country 2 in the cohort; percentages as far as their rounding reaches. A row that does not add up is
// the publisher's: it is kept, marked and reported, never mended.
import { isNumber, type CellValue } from './cell.js';
import type { OfficialFigure } from './figure.js';
import type { OfficialMeasure } from './measure.js';

export const identityNames = ['overall', 'education', 'not-sustained', 'cohort', 'small-cohort', 'progressed'] as const;
export type IdentityName = (typeof identityNames)[number];

/** What each identity says, for the report. */
export const identityWords: Readonly<Record<IdentityName, string>> = {
  overall: 'sustained = education + apprenticeship + employment',
  education: 'education = its kinds together',
  'not-sustained': 'not sustained = without benefit + with benefit + benefit only',
  cohort: 'sustained + not sustained + not captured = the cohort (100 in per cent)',
  'small-cohort': 'fewer than six students: every other cell hidden',
  progressed: 'progressed = degree + level 4 or 5 + apprenticeship',
};

/** `not-checkable`: a cell that it needs is no number or is not in the file. */
export type IdentityOutcome =
  | { readonly name: IdentityName; readonly outcome: 'holds' | 'not-checkable' }
  | { readonly name: IdentityName; readonly outcome: 'broken'; readonly sum: number; readonly total: number };

interface Sum {
  readonly name: IdentityName;
  readonly total: string | 100;
  readonly parts: readonly string[];
}

const kindsOfEducation: Readonly<Partial<Record<OfficialMeasure, readonly string[]>>> = {
  '16-18-destinations': ['he', 'fe', 'other_edu'],
  'ks4-destinations': ['fe', 'ssf', 'sfc', 'other_edu'],
  'longer-term': ['he', 'fe', 'sfc_and_ssf', 'other_edu'],
};

function sumsOf(measure: OfficialMeasure, { unit, values }: OfficialFigure): readonly Sum[] {
  if (measure === 'progression') {
    return [{ name: 'progressed', total: 'progressed', parts: ['degree', 'htech', 'appren'] }];
  }
  const kinds = kindsOfEducation[measure];
  if (kinds === undefined) return [];
  const split = ['notsust', 'notsust_ben', 'only_ben'];
  return [
    { name: 'overall', total: 'overall', parts: ['education', 'appren', 'all_work'] },
    { name: 'education', total: 'education', parts: kinds },
    // Only national rows are published with the split; elsewhere there is nothing to check.
    ...(split.some((cell) => cell in values)
      ? [{ name: 'not-sustained', total: 'all_notsust', parts: split } as const]
      : []),
    {
      name: 'cohort',
      total: unit === 'percent' ? 100 : 'cohort',
      parts: ['overall', 'all_notsust', 'all_unknown'],
    },
  ];
}

/** How far apart the sum and the total may be. Of rounded percentages, always less than half a step for each of them. */
function toleranceOf(figure: OfficialFigure, name: IdentityName, rounded: readonly number[]): number {
  if (figure.unit === 'percent') {
    const step = rounded.every(Number.isInteger) ? 1 : 0.1;
    return step * (Math.ceil(rounded.length / 2) - 1);
  }
  const { kind } = figure.place;
  if (kind === 'institution' || kind === 'provider') return 0;
  if (kind === 'nation') return name === 'cohort' ? 2 : 0;
  return figure.about.students === undefined ? 0 : 5;
}

function checkSum(figure: OfficialFigure, { name, total, parts }: Sum): IdentityOutcome {
  const whole: CellValue | undefined = total === 100 ? total : figure.values[total];
  const addends = parts.map((part) => figure.values[part]);
  if (!isNumber(whole) || !addends.every(isNumber)) return { name, outcome: 'not-checkable' };
  const sum = addends.reduce((before, next) => before + next, 0);
  const tolerance = toleranceOf(figure, name, total === 100 ? addends : [...addends, whole]);
  if (Math.abs(sum - whole) <= tolerance + 1e-9) return { name, outcome: 'holds' };
  return { name, outcome: 'broken', sum: Math.round(sum * 10) / 10, total: whole };
}

/** Of fewer than six students a school's figures are hidden, but that nobody was in a category may be said. */
function checkSmallCohort(figure: OfficialFigure): readonly IdentityOutcome[] {
  const { cohort, ...others } = figure.values;
  if (figure.place.kind !== 'institution' || !isNumber(cohort) || cohort >= 6) return [];
  const shown = Object.values(others).filter((value) => isNumber(value) && value !== 0);
  return shown.length === 0
    ? [{ name: 'small-cohort', outcome: 'holds' }]
    : [{ name: 'small-cohort', outcome: 'broken', sum: shown.length, total: 0 }];
}

/** Every identity that the measure has, on one figure. */
export const checkIdentities = (measure: OfficialMeasure, figure: OfficialFigure): readonly IdentityOutcome[] => [
  ...sumsOf(measure, figure).map((sum) => checkSum(figure, sum)),
  ...(kindsOfEducation[measure] === undefined ? [] : checkSmallCohort(figure)),
];

/** How often each identity held, did not, or could not be checked. */
export type IdentityReport = Readonly<
  Partial<Record<IdentityName, { readonly holds: number; readonly broken: number; readonly notCheckable: number }>>
>;

/** The report with one more figure's outcomes. */
export function withOutcomes(report: IdentityReport, outcomes: readonly IdentityOutcome[]): IdentityReport {
  const next: Partial<Record<IdentityName, { holds: number; broken: number; notCheckable: number }>> = { ...report };
  for (const { name, outcome } of outcomes) {
    const counts = { ...(next[name] ?? { holds: 0, broken: 0, notCheckable: 0 }) };
    counts[outcome === 'not-checkable' ? 'notCheckable' : outcome] += 1;
    next[name] = counts;
  }
  return next;
}
