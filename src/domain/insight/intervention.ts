// What was done for whom, and did it help?
// Groups, not names: schools, and the leavers from which on. A comparison is an association only, unless the schools began one after
// another in an order drawn by lot (domain, section 7.9; year.md, “Not now”: no randomised encouragement). Beside each other in the
// same years; before and after in the same schools; and, where schools began at different times, within each year alone.
import type { Stage } from '../alumni/cohort.js';
import type { SchoolId, StaffId } from '../alumni/ids.js';
import type { LocalDate } from '../calendar/local-date.js';
import { withheld, type Audience } from '../statistics/disclosure.js';
import { differenceOf, type Difference, type Proportion } from '../statistics/proportion.js';
import { steppedWedge, type WedgeEffect } from '../statistics/stepped-wedge.js';
import { mostSteps, stepped, type Kept } from './kept-change.js';
import type { QualityMeasure } from './reports.js';

/** A school, and the year of leaving of the first whom it reached. */
export interface Beginning {
  readonly schoolId: SchoolId;
  readonly from: number;
}

/** Something that was done for a group. */
export interface Intervention extends Kept {
  readonly title: string;
  readonly what: string;
  /** Which group, in words. */
  readonly forWhom: string;
  readonly stage: Stage;
  /** By which measure it is to be judged, chosen before anything is compared. */
  readonly measure: QualityMeasure;
  readonly began: readonly Beginning[];
  /** The order in which schools begin was drawn by lot, and none was written down after its first leavers had left. */
  readonly drawn: boolean;
  readonly endedOn?: LocalDate;
}

export type InterventionAct =
  | { readonly kind: 'school'; readonly began: Beginning; readonly words: string }
  | { readonly kind: 'end'; readonly on: LocalDate; readonly words: string }
  | { readonly kind: 'note'; readonly words: string };

/** `there-already`: the school is in it. `not-now`: it has ended. */
export type InterventionChanged =
  | { readonly kind: 'changed'; readonly next: Intervention }
  | { readonly kind: 'refused'; readonly why: 'there-already' | 'not-now' | 'full' };

/** The intervention after the act. */
export function interventionAfter(
  held: Intervention,
  act: InterventionAct,
  { at, by }: { readonly at: Date; readonly by: StaffId },
): InterventionChanged {
  if (held.steps.length >= mostSteps) return { kind: 'refused', why: 'full' };
  const step = (did: string) => ({ at, by, act: did, words: act.words });
  if (act.kind === 'note') return { kind: 'changed', next: stepped(held, step('noted'), {}) };
  if (held.endedOn !== undefined) return { kind: 'refused', why: 'not-now' };
  if (act.kind === 'end') return { kind: 'changed', next: stepped(held, step('ended'), { endedOn: act.on }) };
  if (held.began.some(({ schoolId }) => schoolId === act.began.schoolId))
    return { kind: 'refused', why: 'there-already' };
  const next = { began: [...held.began, act.began], drawn: held.drawn && isAhead(act.began, at) };
  return { kind: 'changed', next: stepped(held, step('school-began'), next) };
}

/** Whether the first whom it reaches have yet to leave: later, the school could be chosen for how they fared. */
const isAhead = ({ from }: Beginning, at: Date): boolean => at.getTime() < Date.UTC(from, 7, 1);

/** What is known of one school’s leavers of one year. */
export interface OutcomeCell extends Proportion {
  readonly schoolId: SchoolId;
  readonly year: number;
}

/** Two shares and their difference, as somebody may see them; null where they may not or there is nobody. */
export interface SharesBeside {
  readonly one: Proportion;
  readonly other: Proportion;
  readonly difference: Difference;
}

export interface Comparison {
  /** Those whom it reached beside the others of the same years. */
  readonly beside: SharesBeside | null;
  /** The same schools before. */
  readonly before: SharesBeside | null;
  /** Within each year alone, where schools began at different times or some never; schools of at least three. */
  readonly wedge: WedgeEffect | null;
  /** Whether the last may be read as an effect: the order was drawn by lot. */
  readonly effect: boolean;
}

const leastSchools = 3;

const sumOf = (cells: readonly OutcomeCell[]): Proportion =>
  cells.reduce((sum, { yes, of }) => ({ yes: sum.yes + yes, of: sum.of + of }), { yes: 0, of: 0 });

/**
 * The comparison for the audience; a side that is too small hides both. So does one of a single school beside those that are the
 * reader's own (`isTheirs`): it would be that school's figure.
 */
export function comparisonOf(
  { began, drawn, endedOn }: Pick<Intervention, 'began' | 'drawn' | 'endedOn'>,
  cells: readonly OutcomeCell[],
  audience: Audience,
  isTheirs: (id: SchoolId) => boolean = () => true,
): Comparison {
  // Who left in a year after its end had it no more, and perhaps had had it before: they are on neither side.
  const lastYear = endedOn === undefined ? Infinity : Number(endedOn.slice(0, 4));
  const known = cells.filter(({ of, year }) => of > 0 && year <= lastYear);
  const fromOf = (id: SchoolId): number => began.find(({ schoolId }) => schoolId === id)?.from ?? Infinity;
  const reached = known.filter(({ schoolId, year }) => year >= fromOf(schoolId));
  const others = known.filter(({ schoolId, year }) => year < fromOf(schoolId));
  const years = (of: readonly OutcomeCell[]): ReadonlySet<number> => new Set(of.map(({ year }) => year));
  const [withIt, withoutIt] = [years(reached), years(others)];
  const tellsOne = (side: readonly OutcomeCell[]): boolean =>
    new Set(side.map(({ schoolId }) => schoolId).filter((id) => !isTheirs(id))).size === 1;
  const pair = (some: readonly OutcomeCell[], rest: readonly OutcomeCell[]): SharesBeside | null => {
    if (tellsOne(some) || tellsOne(rest)) return null;
    const [one, other] = [sumOf(some), sumOf(rest)];
    if (withheld(one, audience) !== null || withheld(other, audience) !== null) return null;
    const difference = differenceOf(one, other);
    return difference === null ? null : { one, other, difference };
  };
  const schools = [...new Set(known.map(({ schoolId }) => schoolId))].sort();
  const inOrder = [...years(known)].sort((one, other) => one - other);
  const apart = new Set(schools.map(fromOf)).size > 1;
  const beside = pair(
    reached.filter(({ year }) => withoutIt.has(year)),
    others.filter(({ year }) => withIt.has(year)),
  );
  const wedge =
    beside === null || !apart || schools.length < leastSchools
      ? null
      : steppedWedge(
          schools.map((id) => ({
            shares: inOrder.map((year) => {
              const cell = known.find((one) => one.schoolId === id && one.year === year);
              return cell === undefined ? null : cell.yes / cell.of;
            }),
            from: inOrder.filter((year) => year < fromOf(id)).length,
          })),
        );
  return {
    ...{ beside, wedge, effect: wedge !== null && drawn },
    before: pair(
      reached,
      others.filter(({ schoolId }) => fromOf(schoolId) < Infinity),
    ),
  };
}
