// What becomes of an invented leaver, and what all of them answer alike in a month: how a place is told of, taken up or not, left or
// not. Chances and reasons are each demonstration's own; nothing here knows what a page says of it.
import type { Alumnus, PlannedActivity } from '../../domain/alumni/alumnus.js';
import { addMonths, localMonth, type LocalMonth } from '../../domain/calendar/local-date.js';
import type { Answers } from '../../domain/survey/definition.js';
import { employers } from './names.js';
import type { Random } from './random.js';

/** One leaver with what is to come. */
export interface Life {
  readonly person: Alumnus;
  readonly summer: number;
  readonly plan: PlannedActivity;
  readonly started: boolean;
  /** Counted from the September in which they began; null where they stay. */
  readonly monthsThere: number | null;
  readonly rating: number;
}

const situations: Readonly<Partial<Record<PlannedActivity, string>>> = {
  university: 'university',
  'further-education': 'college',
  apprenticeship: 'apprenticeship',
  employment: 'work',
  training: 'training',
  'gap-year': 'gap-year',
};

/** Whether anything can be said of who planned this. */
export const canBeTold = (plan: PlannedActivity): boolean => situations[plan] !== undefined;

/** How well the place suits them. */
export const ratingOf = (random: Random, leaves: boolean): number =>
  random.weighted<number>(
    leaves
      ? [
          [1, 2],
          [2, 3],
          [3, 1],
        ]
      : [
          [3, 2],
          [4, 5],
          [5, 4],
        ],
  );

export const monthOf = (year: number, number: number): LocalMonth =>
  localMonth(`${year}-${String(number).padStart(2, '0')}`);
export const said = (value: LocalMonth) => ({ month: value, about: false });

/** The last month in which they were there. */
export const leftIn = ({ summer, monthsThere }: Life): LocalMonth | null =>
  monthsThere === null ? null : addMonths(monthOf(summer, 9), monthsThere - 1);

export const working = ({ rating }: Life): Answers => ({
  situation: 'work',
  employer: employers[rating % employers.length] ?? employers[0],
});

/** Of the place that was not taken up or was left. */
export const plannedPlace = ({ person }: Life): Answers => {
  const place = person.final ?? person.intended;
  return place?.provider === undefined ? {} : { 'planned-place': place.provider };
};

/** Of who had a place and did not start. */
export const notStarted = (life: Life): Answers => ({
  ...{ ...working(life), ...plannedPlace(life), since: said(monthOf(life.summer, 10)) },
  ...{ 'as-planned': 'no', 'plan-story': 'did-not-start', 'still-there': 'yes' },
});

/** Of who is in the place, or left it in the last half-year. */
export function inThePlace(life: Life, now: LocalMonth): Answers {
  const { person, summer, plan, rating } = life;
  const place = person.final ?? person.intended;
  const left = leftIn(life);
  return {
    situation: situations[plan] ?? 'other',
    since: said(monthOf(summer, 9)),
    ...(place?.provider !== undefined && { provider: place.provider }),
    ...(place?.course !== undefined && { course: place.course }),
    ...(place?.employer !== undefined && { employer: place.employer }),
    ...{ 'as-planned': person.intended?.activity === plan ? 'yes' : 'partly', 'right-place': String(rating) },
    ...(left !== null && left < now
      ? { 'still-there': 'left-early', 'left-in': said(left) }
      : { 'still-there': 'yes' }),
  };
}
