// What share does an official figure state, of how many, and where could it lie for those whom the publisher did not see?
// A count is divided by its cohort, a percentage stands as printed. Students not captured could be either, so that the bounds run
// from the share to the share with them (domain reference, section 7.3). A sign in place of a number stays a sign.
import { within, type Interval } from '../statistics/proportion.js';
import { isNumber, type CellValue } from './cell.js';
import type { Facets, FigureUnit } from './figure.js';

/** One official share; all null but the sign where the publisher prints one in its place. */
export interface OfficialPoint {
  /** From 0 to 1. */
  readonly share: number | null;
  readonly sign: string | null;
  /** Students in the measure; null where the file does not say. */
  readonly cohort: number | null;
  readonly bounds: Interval | null;
}

interface Stated {
  readonly unit: FigureUnit;
  readonly values: Readonly<Record<string, CellValue>>;
}

/** The share of a cell; null where the figure does not have the cell. */
export function officialPoint({ unit, values }: Stated, cell: string): OfficialPoint | null {
  const value = values[cell];
  if (value === undefined) return null;
  const cohort = isNumber(values['cohort']) ? values['cohort'] : null;
  if (!isNumber(value)) return { share: null, sign: value, cohort, bounds: null };
  const of = unit === 'percent' ? 100 : cohort;
  if (of === null || of === 0) return { share: null, sign: '', cohort, bounds: null };
  const unseen = values['all_unknown'];
  const share = value / of;
  return { share, sign: null, cohort, bounds: within(share, share + (isNumber(unseen) ? unseen / of : 0)) };
}

/** `3 years` is 3; null where the figure is of no year after leaving. */
export const yearsAfter = ({ after }: Facets): number | null =>
  after === undefined ? null : Number.parseInt(after, 10);

/** A group of the students of a place, such as `Disadvantage status: Disadvantaged`, with its share. */
export interface GroupShare {
  readonly group: string;
  readonly cohort: number;
  readonly share: number;
}

/** `Disadvantage status: Disadvantaged` is `disadvantage-status-disadvantaged`, to be asked for by. */
export const groupCode = (group: string): string =>
  group
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);

const topicOf = (group: string): string => group.split(':')[0] ?? '';

/**
 * What the share would be if each group of the place's students did as the same group does in the country: the context of the place.
 * Of the topics by which both are split, the one whose groups hold the most of the place's students; null where none is known of
 * at least nine in ten of them.
 */
export function shareInContext(
  own: readonly GroupShare[],
  country: readonly GroupShare[],
  cohort: number,
): { readonly topic: string; readonly share: number; readonly people: number } | null {
  const shares = new Map(country.map(({ group, share }) => [group, share]));
  const topics = [...new Set(own.map(({ group }) => topicOf(group)))];
  const found = topics.flatMap((topic) => {
    const groups = own.filter(({ group }) => topicOf(group) === topic && shares.has(group));
    const people = groups.reduce((sum, one) => sum + one.cohort, 0);
    // More people than there are: the groups of the topic overlap.
    if (people < 0.9 * cohort || people > 1.02 * cohort + 5) return [];
    const expected = groups.reduce((sum, one) => sum + one.cohort * (shares.get(one.group) ?? 0), 0);
    return [{ topic, share: expected / people, people }];
  });
  return found.sort((one, other) => other.people - one.people)[0] ?? null;
}
