// One official figure: of which place, leavers and students it speaks, in counts or per cent, and what it says.
// A line of a wide file holds many; lines of a long file that belong together make one. The key says what the figure
// is about and nothing of what it says, so that two versions of a file can be laid side by side (decision R18).
import { academicYearName } from '../calendar/academic-year.js';
import type { CellValue } from './cell.js';
import type { OfficialPlace } from './place.js';

/** `percent` figures may hold their cohort as a count beside the percentages, as published. */
export type FigureUnit = 'count' | 'percent';

/** How final the publisher calls it. */
export type Release = 'provisional' | 'revised' | 'final' | 'not-said';

/** What narrows a figure to some of the students; a facet that is absent means all of them. */
export const facets = ['level', 'students', 'route', 'institutions', 'counted', 'after', 'subject', 'home'] as const;
export type Facet = (typeof facets)[number];
export type Facets = Readonly<Partial<Record<Facet, string>>>;

/** One official figure as read from a file. */
export interface OfficialFigure {
  readonly place: OfficialPlace;
  /** The academic year in which they left, by the year in which it ends; null where the file does not say. */
  readonly leavers: number | null;
  readonly release: Release;
  readonly about: Facets;
  readonly unit: FigureUnit;
  readonly values: Readonly<Record<string, CellValue>>;
  /** The first line of the file that it stands on. */
  readonly line: number;
}

const inKey = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[|\s]+/g, ' ')
    .trim();

/** Begins with the place, so that a place's figures lie together. */
export function figureKey({
  place,
  leavers,
  about,
  unit,
}: Omit<OfficialFigure, 'values' | 'line' | 'release'>): string {
  const narrowed = facets.flatMap((facet) => {
    const value = about[facet];
    return value === undefined ? [] : [`${facet}=${inKey(value)}`];
  });
  return [place.code, leavers ?? 'year-not-said', unit, ...narrowed].join('|');
}

/** Whether it speaks of all students of the place, of every level and route. */
export const isWhole = ({ about }: Pick<OfficialFigure, 'about'>): boolean => Object.keys(about).length === 0;

/** Both together, the first one's line: lines of a long file, one cell each. A cell that stands twice keeps the last. */
export const joined = (first: OfficialFigure, second: OfficialFigure): OfficialFigure => ({
  ...first,
  values: { ...first.values, ...second.values },
});

/** The academic year of `202223`, `2022/23` or `2022-23`, by the year in which it ends; null for anything else. */
export function readYear(text: string): number | null {
  const [, first, second] = /^(20\d\d)[/-]?(?:20)?(\d\d)$/.exec(text.trim()) ?? [];
  if (first === undefined || second === undefined) return null;
  const ends = Number(first) + 1;
  return ends % 100 === Number(second) ? ends : null;
}

/** The leavers' year as it stands in an address. */
export const leaversKey = ({ leavers }: Pick<OfficialFigure, 'leavers'>): string => String(leavers ?? 'not-said');

/** `2022/23 leavers`, as it stands beside a figure. */
export const leaversWords = (leavers: number | null): string =>
  leavers === null ? 'Leavers of a year that the file does not name' : `${academicYearName(leavers)} leavers`;
