// Which cohort does a leaver belong to, and what is it called?
// A cohort is all who left in one academic year from one stage (glossary); `y13-2026` left Year 13 in 2025/26.
import { academicYearOf } from '../calendar/academic-year.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { CohortId } from './ids.js';

/** The years after which pupils leave: Year 11 and Year 13. */
export const stages = ['y11', 'y13'] as const;
export type Stage = (typeof stages)[number];

/** The cohort of those who left the stage in the academic year that ends in the year given. */
export const cohortId = (stage: Stage, leavingYear: number): CohortId => `${stage}-${leavingYear}` as CohortId;

/** The cohort by the day of leaving; somebody who left in November 2025 belongs with the leavers of 2026. */
export const cohortOf = (stage: Stage, leftOn: LocalDate): CohortId => cohortId(stage, academicYearOf(leftOn));

/** Stage and year of an id, or null for a text that names no cohort. */
export function parseCohortId(text: string): { readonly stage: Stage; readonly leavingYear: number } | null {
  const match = /^(y11|y13)-(20\d{2})$/.exec(text);
  return match === null ? null : { stage: match[1] as Stage, leavingYear: Number(match[2]) };
}

/** `Year 13, 2026`; a text that names no cohort stands as it is. */
export function cohortName(id: string): string {
  const parts = parseCohortId(id);
  return parts === null ? id : `Year ${parts.stage.slice(1)}, ${parts.leavingYear}`;
}

/** The same in a sentence: `Year 13 leavers of 2026`, or `Year 13 leavers` of a stage; another text stands as it is. */
export function leaversName(id: string): string {
  const parts = parseCohortId(id);
  if (parts !== null) return `Year ${parts.stage.slice(1)} leavers of ${parts.leavingYear}`;
  return stages.some((stage) => stage === id) ? `Year ${id.slice(1)} leavers` : id;
}
