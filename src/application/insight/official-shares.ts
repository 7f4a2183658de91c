// What do official files say of the same leavers, as shares?
// The school's own row, and England's over schools and colleges together; whole students only, and a sign stays a sign. Beside
// the trust stand all of its schools added up, where the file has a number for every one of them.
import type { School } from '../../domain/alumni/alumnus.js';
import type { Stage } from '../../domain/alumni/cohort.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { isNumber } from '../../domain/official/cell.js';
import type { Release } from '../../domain/official/figure.js';
import type { OfficialMeasure } from '../../domain/official/measure.js';
import { codesOfSchool, nationCode } from '../../domain/official/place.js';
import { figuresByCode, underFirst, type DatedFigure } from '../official/figures-by-code.js';
import type { Tools } from '../tools.js';

/** One official share. */
export interface OfficialShare {
  readonly who: 'school' | 'schools' | 'nation';
  readonly cell: 'overall' | 'he';
  /** The year in which they left. */
  readonly leavers: number;
  /** From 0 to 1; null where the publisher has a sign in its place. */
  readonly share: number | null;
  readonly sign: string | null;
  readonly release: Release;
  readonly publishedOn: LocalDate | null;
}

const measures: Readonly<Record<Stage, OfficialMeasure>> = { y13: '16-18-destinations', y11: 'ks4-destinations' };
const cells = ['overall', 'he'] as const;
/** What would narrow a figure to some of the students. */
const parts = ['level', 'students', 'route', 'after', 'subject', 'home'] as const;

/** Of everybody, and over an area of schools and colleges together. */
const isOfEverybody = ({ about }: DatedFigure): boolean =>
  Object.keys(about).every((facet) => facet === 'institutions' || facet === 'counted') &&
  (about.institutions === undefined || /schools (?:&|and) colleges/i.test(about.institutions));

function shareIn(figure: DatedFigure, cell: (typeof cells)[number]): Pick<OfficialShare, 'share' | 'sign'> | null {
  const value = figure.values[cell];
  const { cohort } = figure.values;
  if (value === undefined) return null;
  if (!isNumber(value)) return { share: null, sign: value };
  if (figure.unit === 'percent') return { share: value / 100, sign: null };
  return isNumber(cohort) && cohort > 0 ? { share: value / cohort, sign: null } : null;
}

/** Counts before percentages: they are not rounded. One figure a year and cell. */
function sharesFrom(who: OfficialShare['who'], figures: readonly DatedFigure[]): readonly OfficialShare[] {
  const inOrder = figures
    .filter((figure) => isOfEverybody(figure) && figure.leavers !== null)
    .sort((one, other) => Number(one.unit === 'percent') - Number(other.unit === 'percent'));
  const found = new Map<string, OfficialShare>();
  for (const figure of inOrder) {
    for (const cell of cells) {
      const share = shareIn(figure, cell);
      const { leavers, release, publishedOn } = figure;
      if (share === null || leavers === null || found.has(`${cell}${leavers}`)) continue;
      found.set(`${cell}${leavers}`, { who, cell, leavers, release, publishedOn, ...share });
    }
  }
  return [...found.values()];
}

/** All schools of the trust added up, for the years in which each has counts. */
function addedUp(bySchool: readonly (readonly DatedFigure[])[]): readonly OfficialShare[] {
  const counts = bySchool.map((figures) => figures.filter((one) => isOfEverybody(one) && one.unit === 'count'));
  const years = new Set(counts.flatMap((figures) => figures.flatMap(({ leavers }) => leavers ?? [])));
  return [...years].flatMap((leavers) =>
    cells.flatMap((cell) => {
      const all = counts.map((figures) => figures.find((one) => one.leavers === leavers));
      const [first] = all;
      const values = all.map((figure) => figure?.values[cell]).filter(isNumber);
      const cohorts = all.map((figure) => figure?.values['cohort']).filter(isNumber);
      if (first === undefined || values.length < all.length || cohorts.length < all.length) return [];
      const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
      if (sum(cohorts) === 0) return [];
      const { release, publishedOn } = first;
      const share = sum(values) / sum(cohorts);
      return [{ ...{ who: 'schools' as const, cell, leavers, release, publishedOn }, share, sign: null }];
    }),
  );
}

/** The official shares of the school, or of all schools of the trust, and of England. */
export async function officialShares(
  { store }: Pick<Tools, 'store'>,
  {
    stage,
    school,
    every,
  }: { readonly stage: Stage; readonly school: School | null; readonly every: readonly School[] },
): Promise<readonly OfficialShare[]> {
  const versions = await store.officialImports.versions(measures[stage]);
  const codes = [nationCode, ...(school === null ? every : [school]).flatMap(codesOfSchool)];
  const figures = await figuresByCode(store, versions, codes, parts);
  const nation = sharesFrom('nation', underFirst(figures, [nationCode]));
  const ownOf = (one: School): readonly DatedFigure[] => underFirst(figures, codesOfSchool(one));
  return [...(school === null ? addedUp(every.map(ownOf)) : sharesFrom('school', ownOf(school))), ...nation];
}
