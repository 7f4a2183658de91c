// From when until when did somebody do something?
// Both ends are whole months, included; "about" is kept with each; in place of the end it may be still going on. That an
// end lies before its start is a doubt, not an error (soft-checks.ts): one of the two was typed wrong, and only they know.
import { addMonths, parseLocalMonth, type LocalMonth } from '../calendar/local-date.js';
import type { MonthRangeAnswer, Question } from './definition.js';
import type { AnswerProblem, Typed } from './typed.js';

interface RangeContext {
  readonly thisMonth: LocalMonth;
  readonly leftSchoolIn: LocalMonth;
}

type Part = Pick<Typed, 'month' | 'year' | 'about'>;

const isEmpty = ({ month, year }: Part): boolean => month.trim() === '' && year.trim() === '';
const isHalf = ({ month, year }: Part): boolean =>
  !isEmpty({ month, year, about: false }) && (month.trim() === '' || year.trim() === '');
const monthIn = ({ month, year }: Part): LocalMonth | null =>
  parseLocalMonth(`${year.trim()}-${month.trim().padStart(2, '0')}`);

/** The range that was typed, null where nothing was, or what is wrong with it. */
export function readRange(
  { month: bounds = {} }: Question,
  typed: Typed,
  { thisMonth, leftSchoolIn }: RangeContext,
): MonthRangeAnswer | null | AnswerProblem {
  const until: Part = typed.until ?? { month: '', year: '', about: false };
  const goingOn = typed.goingOn === true;
  if (isEmpty(typed) && isEmpty(until) && !goingOn) return null;
  if (isEmpty(typed) || isHalf(typed)) return 'month-incomplete';
  const from = monthIn(typed);
  if (from === null) return 'month-impossible';
  const { earliestFromLeaving, latestFromToday } = bounds;
  const latest = latestFromToday === undefined ? null : addMonths(thisMonth, latestFromToday);
  if (latest !== null && from > latest) return 'month-ahead';
  if (earliestFromLeaving !== undefined && from < addMonths(leftSchoolIn, earliestFromLeaving))
    return 'month-too-early';
  const start = { month: from, about: typed.about };
  if (goingOn) return isEmpty(until) ? { from: start, to: null } : 'until-and-going-on';
  if (isEmpty(until)) return 'until-missing';
  if (isHalf(until)) return 'until-incomplete';
  const to = monthIn(until);
  if (to === null) return 'until-impossible';
  if (latest !== null && to > latest) return 'until-ahead';
  return { from: start, to: { month: to, about: until.about } };
}

/** Whether the end lies before the start: then neither month can be relied on. */
export const endsBeforeStart = ({ from, to }: MonthRangeAnswer): boolean => to !== null && to.month < from.month;
