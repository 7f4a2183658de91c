// What do the shown official files say of schools and areas, leavers by leavers, and so many years after leaving?
// All places are read at once, then told one by one; whole students alone, with the groups that they fall into.
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { Release } from '../../domain/official/figure.js';
import type { OfficialMeasure } from '../../domain/official/measure.js';
import { officialPoint, yearsAfter, type GroupShare, type OfficialPoint } from '../../domain/official/share.js';
import { figuresByCode, type DatedFigure, type FiguresByCode } from '../official/figures-by-code.js';
import type { Tools } from '../tools.js';

/** One official share with where it stands. */
export interface SeriesPoint extends OfficialPoint {
  /** The academic year in which they left, by the year in which it ends. */
  readonly leavers: number;
  /** Years after leaving; null where the measure is of the year after. */
  readonly after: number | null;
  readonly release: Release;
  readonly importId: string;
  /** The day of publication, or of the import where that is not known. */
  readonly asOf: LocalDate;
  /** The number under which it was found. */
  readonly code: string;
  /** The same cell by groups of students, for its context. */
  readonly groups: readonly GroupShare[];
  readonly figure: Pick<DatedFigure, 'unit' | 'values'>;
}

const narrowing = ({ about }: DatedFigure): readonly string[] =>
  Object.keys(about).filter((facet) => facet !== 'after' && facet !== 'counted' && facet !== 'institutions');

const cohortOf = ({ values }: DatedFigure): number => (typeof values['cohort'] === 'number' ? values['cohort'] : 0);

const placeInTime = ({ leavers, about }: DatedFigure): string => `${leavers ?? ''}|${about.after ?? ''}`;

/** Counts before percentages, which are rounded; of areas the widest set of institutions. */
const better = (one: DatedFigure, other: DatedFigure): number =>
  Number(one.unit === 'percent') - Number(other.unit === 'percent') || cohortOf(other) - cohortOf(one);

function groupsAt(figures: readonly DatedFigure[], whole: DatedFigure, cell: string): readonly GroupShare[] {
  const best = new Map<string, GroupShare>();
  const groups = figures.filter(
    (one) => narrowing(one).join() === 'students' && placeInTime(one) === placeInTime(whole),
  );
  for (const figure of [...groups].sort(better)) {
    const point = officialPoint(figure, cell);
    const group = figure.about.students ?? '';
    if (point?.share === null || point?.share === undefined || point.cohort === null || best.has(group)) continue;
    best.set(group, { group, cohort: point.cohort, share: point.share });
  }
  return [...best.values()];
}

/** The series of a cell under the codes of one place, the earliest leavers first; a year stands once, under the first code that has it. */
function seriesUnder(figures: FiguresByCode, cell: string, codes: readonly string[]): readonly SeriesPoint[] {
  const points = new Map<string, SeriesPoint>();
  for (const code of codes) {
    const under = figures.get(code) ?? [];
    const wholes = under.filter((one) => narrowing(one).length === 0 && one.leavers !== null);
    for (const figure of [...wholes].sort(better)) {
      const key = placeInTime(figure);
      const point = officialPoint(figure, cell);
      if (point === null || figure.leavers === null || points.has(key)) continue;
      const { leavers, release, importId, publishedOn, importedAt, unit, values } = figure;
      points.set(key, {
        ...point,
        ...{ leavers, release, importId, code, after: yearsAfter(figure.about) },
        asOf: publishedOn ?? londonDate(importedAt),
        groups: groupsAt(under, figure, cell),
        figure: { unit, values },
      });
    }
  }
  return [...points.values()].sort(
    (one, other) => one.leavers - other.leavers || (one.after ?? 0) - (other.after ?? 0),
  );
}

/** What narrows students to some of them other than by their groups. */
const parts = ['level', 'route', 'subject', 'home'] as const;

/** Reads a cell of all these codes at once; what it gives tells the series of one place by its codes. */
export async function officialSeries(
  { store }: Pick<Tools, 'store'>,
  measure: OfficialMeasure,
  cell: string,
  all: readonly string[],
): Promise<(codes: readonly string[]) => readonly SeriesPoint[]> {
  const figures = await figuresByCode(store, await store.officialImports.versions(measure), all, parts);
  return (codes) => seriesUnder(figures, cell, codes);
}
