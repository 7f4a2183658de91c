// How good are the destinations, and is it getting better?
// A visible set of measures side by side, never one score (Y15); apprenticeships and work are not ranked under university. Each
// share is of those of whom it is known, with its interval, and with the bounds that whoever is not known leaves open. What is
// shown to whom is decided last (src/domain/statistics/disclosure.ts).
import { leastGroup, withheld, type Audience, type Withheld } from '../statistics/disclosure.js';
import { hiddenBeside, hiddenSharesBeside, type Line } from '../statistics/hidden-beside.js';
import {
  boundsOf,
  differenceOf,
  trendOf,
  wilson,
  type Difference,
  type Interval,
  type Trend,
} from '../statistics/proportion.js';
import { peopleName, qualityName, type QualityMeasure, type Table } from './reports.js';

interface MeasureFacts {
  readonly title: string;
  readonly definition: string;
  /** The cell of the official row that is nearest to it, and how the two differ. */
  readonly official?: { readonly cell: 'overall' | 'he'; readonly words: string };
}

/** What each measure is called and counts. */
export const qualityFacts: Readonly<Record<QualityMeasure, MeasureFacts>> = {
  kept: {
    title: 'Plan kept',
    definition:
      'Of those who said how the present compares with their plan: as planned. Partly as planned counts as not kept; who had no plan stands outside.',
  },
  sustained: {
    title: 'Sustained for six months',
    definition: 'Of those of whom we know enough: the DfE six-month rule is met by what we have been told.',
    official: {
      cell: 'overall',
      words: 'DfE: education, apprenticeship or employment that lasted six months, of everybody it counts.',
    },
  },
  level: {
    title: 'Level 4 or above',
    definition:
      'Of those whose level is known: at university, or on a course or apprenticeship whose name says level 4 or above, in the year after leaving.',
    official: {
      cell: 'he',
      words: 'DfE: higher education alone, of everybody it counts; apprenticeships are not in it.',
    },
  },
  fit: {
    title: 'Right place for me',
    definition: 'Of those who rated it from 1 to 5, in their own words: 4 or 5.',
  },
  second: {
    title: 'On track at year two',
    definition: 'Of those of whom we know enough: the six-month rule once more, on the months of the year after.',
  },
};

/** How many of a group say what. */
export interface QualityCounts {
  readonly people: number;
  readonly yes: number;
  readonly no: number;
  /** The time for it is still running. */
  readonly open: number;
}

/** The counts of one measure in a table: of one group, or of everybody. */
export function qualityCounts(table: Table, measure: QualityMeasure, group?: string): QualityCounts {
  const groups = group === undefined ? groupsIn(table) : [group];
  const sum = (name: (one: string) => string): number =>
    groups.reduce((total, one) => total + (table[name(one)] ?? 0), 0);
  const answered = (answer: 'yes' | 'no' | 'open'): number => sum((one) => qualityName(one, measure, answer));
  return { people: sum(peopleName), yes: answered('yes'), no: answered('no'), open: answered('open') };
}

/** The groups that people of the table stand in, by what they planned. */
export const groupsIn = (table: Table): readonly string[] =>
  Object.keys(table)
    .filter((name) => name.endsWith(peopleName('')))
    .map((name) => name.slice(0, -peopleName('').length))
    .sort();

/** Whether so many still wait for the end of their time that the share of the others would mislead. */
export const isRunning = ({ open, people }: QualityCounts): boolean => open * 10 > people;

/** One figure as somebody may see it. Everything null where it is withheld, but for the number of people where that is safe. */
export interface QualityFigure {
  readonly people: number | null;
  /** The share of people of whom it is known. */
  readonly heard: number | null;
  readonly share: number | null;
  readonly interval: Interval | null;
  readonly bounds: Interval | null;
  readonly why: Withheld | 'running' | 'nobody' | null;
}

/** The figure for the audience, before what must be hidden beside it. */
export function qualityFigure(counts: QualityCounts, audience: Audience): QualityFigure {
  const { people, yes, no } = counts;
  const known = { yes, of: yes + no };
  const shownPeople = audience === 'team' || people === 0 || people >= leastGroup ? people : null;
  const none = { people: shownPeople, heard: null, share: null, interval: null, bounds: null };
  if (people === 0) return { ...none, why: 'nobody' };
  if (isRunning(counts)) return { ...none, why: 'running' };
  const why = withheld(known, audience);
  if (why !== null) return { ...none, why };
  return {
    people: shownPeople,
    heard: known.of / people,
    share: yes / known.of,
    interval: wilson(known),
    bounds: boundsOf(known, people),
    why: null,
  };
}

/** The figure without what it tells, where another beside it would be given away by it. */
const withheldBeside = (figure: QualityFigure): QualityFigure =>
  figure.share === null
    ? figure
    : { people: figure.people, heard: null, share: null, interval: null, bounds: null, why: 'small-side' };

/** Figures that add up along lines of a whole and its parts, of which none that is hidden may be told from the others; by name. */
export function figuresBeside(
  cells: ReadonlyMap<string, QualityCounts>,
  lines: readonly Line[],
  audience: Audience,
): ReadonlyMap<string, QualityFigure> {
  const figures = new Map([...cells].map(([name, counts]) => [name, qualityFigure(counts, audience)]));
  if (audience === 'team') return figures;
  const hiddenOf = (sizes: ReadonlyMap<string, number>, what: 'share' | 'people'): ReadonlySet<string> =>
    new Set([...sizes].flatMap(([name, size]) => (size > 0 && figures.get(name)?.[what] === null ? [name] : [])));
  const sizesOf = (size: (counts: QualityCounts) => number): ReadonlyMap<string, number> =>
    new Map([...cells].map(([name, counts]) => [name, size(counts)]));
  const known = new Map([...cells].map(([name, { yes, no }]) => [name, { yes, of: yes + no }]));
  const shareless = hiddenOf(
    sizesOf(({ yes, no }) => yes + no),
    'share',
  );
  const shares = hiddenSharesBeside(shareless, known, lines);
  const everybody = sizesOf((counts) => counts.people);
  const people = hiddenBeside(hiddenOf(everybody, 'people'), everybody, lines);
  return new Map(
    [...figures].map(([name, figure]) => {
      const seen = shares.has(name) ? withheldBeside(figure) : figure;
      return [name, people.has(name) ? { ...seen, people: null } : seen];
    }),
  );
}

/** One cohort's counts, by the year in which it left. */
export interface CountsOfYear extends QualityCounts {
  readonly year: number;
}

/** What can be said of the change; intervals decide, and they speak of those who are known. */
export interface Improvement {
  readonly verdict: 'better' | 'worse' | 'cannot-tell';
  /** The years compared: the last with the one before, or the slope a year over all of them. */
  readonly from: number;
  readonly to: number;
  readonly change: Difference | null;
  readonly trend: Trend | null;
  /** Whether the bounds of the first and last year are apart too, so that nobody unknown could undo it. */
  readonly certain: boolean;
}

const side = ({ low, high }: Interval): Improvement['verdict'] =>
  low > 0 ? 'better' : high < 0 ? 'worse' : 'cannot-tell';

/**
 * Whether it is improving, over the years whose figures may be shown: the slope where there are three or more, else the
 * difference of the two; null with fewer.
 */
export function improvementOf(years: readonly CountsOfYear[], audience: Audience): Improvement | null {
  const shown = years
    .filter((year) => qualityFigure(year, audience).share !== null)
    .sort((one, other) => one.year - other.year);
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const proportion = ({ yes, no }: QualityCounts) => ({ yes, of: yes + no });
  const trend = trendOf(shown.map((year) => ({ ...proportion(year), at: year.year })));
  const change = differenceOf(proportion(last), proportion(first));
  const [b1, b2] = [first, last].map((year) => boundsOf(proportion(year), year.people));
  const told = trend ?? change;
  return {
    verdict: told === null ? 'cannot-tell' : side(told),
    ...{ from: first.year, to: last.year, change, trend },
    certain: b1 !== undefined && b2 !== undefined && (b2.low > b1.high || b2.high < b1.low),
  };
}
