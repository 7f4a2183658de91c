// What did each invented leaver plan, and where did results day send them?
// Shares are near those of a sixth form whose leavers mostly go to university (domain reference, section 1.2): about
// seven in ten plan it, one plan in seven changes in the summer, and one final destination in eight was never written down.
import type { PlannedActivity, PlannedDestination } from '../../domain/alumni/alumnus.js';
import { localDate, localMonth, type LocalDate } from '../../domain/calendar/local-date.js';
import { apprenticeships, collegeCourses, colleges, degrees, employers, universities } from './names.js';
import type { Random } from './random.js';

/** One plan of the kind, starting in the autumn of the leaving year. */
function planOf(random: Random, activity: PlannedActivity, year: number, recordedOn: LocalDate): PlannedDestination {
  const told = { recordedOn, source: 'school' } as const;
  const autumn = localMonth(`${year}-09`);
  switch (activity) {
    case 'university':
      return { activity, provider: random.pick(universities), course: random.pick(degrees), startsIn: autumn, ...told };
    case 'further-education':
      return {
        activity,
        provider: random.pick(colleges),
        course: random.pick(collegeCourses),
        startsIn: autumn,
        ...told,
      };
    case 'apprenticeship':
      return {
        activity,
        employer: random.pick(employers),
        course: random.pick(apprenticeships),
        startsIn: autumn,
        ...told,
      };
    case 'employment':
      return { activity, employer: random.pick(employers), startsIn: localMonth(`${year}-08`), ...told };
    default:
      return { activity, ...told };
  }
}

/** The plan written down in spring; a few have none. */
export function intendedPlan(random: Random, year: number): PlannedDestination | null {
  const activity = random.weighted<PlannedActivity | null>([
    ['university', 70],
    ['apprenticeship', 9],
    ['employment', 7],
    ['further-education', 4],
    ['gap-year', 3],
    ['undecided', 3],
    ['training', 1],
    [null, 3],
  ]);
  return activity === null ? null : planOf(random, activity, year, localDate(`${year}-03-${10 + random.below(18)}`));
}

/** What was entered after results day: mostly the plan, else another place or another path, or nothing. */
export function finalPlan(
  random: Random,
  intended: PlannedDestination | null,
  year: number,
): PlannedDestination | null {
  if (random.chance(0.12)) return null;
  const recordedOn = localDate(`${year}-08-${14 + random.below(14)}`);
  const kept = intended !== null && intended.activity !== 'undecided' && random.chance(0.84);
  if (kept) return { ...intended, recordedOn, source: intended.activity === 'university' ? 'ucas' : 'school' };
  const activity = random.weighted<PlannedActivity>([
    ['university', intended?.activity === 'university' ? 50 : 15],
    ['employment', 18],
    ['apprenticeship', 12],
    ['gap-year', 10],
    ['further-education', 6],
    ['other', 2],
    ['undecided', 2],
  ]);
  return planOf(random, activity, year, recordedOn);
}
