// What of a figure was asked for, and what can be? The one place that decides: what is not there is refused and never replaced, so that
// nobody takes the figures of something else for what they asked for.
import { plannedActivities } from '../../domain/alumni/alumnus.js';
import { activities } from '../../domain/destinations/activity.js';
import { noPlan } from '../../domain/insight/reports.js';
import { CannotAsk } from '../errors.js';

/** What people may have planned after results, where a figure is of one plan. */
export const plansAsked: readonly string[] = [...new Set<string>([...plannedActivities, ...activities, noPlan])];

/** The one that was asked for; the usual where nothing was. Throws CannotAsk. */
export function askedFor<One extends string, Usual>(
  by: string,
  asked: string | undefined,
  possible: readonly One[],
  usual: Usual,
): One | Usual {
  if (asked === undefined || asked === '') return usual;
  const one = possible.find((each) => each === asked);
  if (one === undefined) throw new CannotAsk(by, asked, possible);
  return one;
}
