// Can these steps be the plan of a wave?
// At most four contacts by mail: an invitation, two reminders, one that says it is the last (decision R7), in order,
// a week or more apart (Y23), inside contact hours, between today and the day the wave closes, both included.
import { addDays, daysBetween, type LocalDate, type LocalTime } from '../calendar/local-date.js';
import { workingDayFrom } from '../calendar/working-days.js';
import { isContactTime, type ContactHours } from './contact-hours.js';
import { stepIds, type Step, type StepId, type StepKind } from './wave.js';

/** No message of a wave leaves within this many days of the one before it (Y23). */
export const leastGapDays = 7;
/** Links stay open for at most 120 days in all, of which the last fourteen come after closing (requirement T4). */
export const longestWindowDays = 106;

/** What each step is; its id never changes its meaning. */
export const kindOfStep: Readonly<Record<StepId, StepKind>> = {
  i: 'invitation',
  r1: 'reminder',
  r2: 'reminder',
  l: 'last',
};

/** What can be wrong with a plan. */
export const planProblems = [
  'no-invitation',
  'out-of-order',
  'too-soon',
  'before-today',
  'after-close',
  'outside-hours',
  'closes-too-late',
] as const;
export type PlanProblem = (typeof planProblems)[number];

export interface FoundPlanProblem {
  readonly problem: PlanProblem;
  /** The step it is about; absent when it is about the closing day. */
  readonly step?: StepId;
}

/** Everything that is wrong with the plan, in the order of its steps; empty when it can be confirmed. */
export function checkContactPlan(
  plan: { readonly steps: readonly Step[]; readonly closesOn: LocalDate },
  { today, hours }: { readonly today: LocalDate; readonly hours: ContactHours },
): readonly FoundPlanProblem[] {
  const { steps, closesOn } = plan;
  const first = steps[0];
  if (first?.id !== 'i') return [{ problem: 'no-invitation' }];
  const found: FoundPlanProblem[] = [];
  steps.forEach((step, place) => {
    const before = steps[place - 1];
    if (before !== undefined && stepIds.indexOf(step.id) <= stepIds.indexOf(before.id)) {
      found.push({ problem: 'out-of-order', step: step.id });
    } else if (before !== undefined && daysBetween(before.on, step.on) < leastGapDays) {
      found.push({ problem: 'too-soon', step: step.id });
    }
    if (step.on < today) found.push({ problem: 'before-today', step: step.id });
    if (step.on > closesOn) found.push({ problem: 'after-close', step: step.id });
    if (!isContactTime(step.at, hours)) found.push({ problem: 'outside-hours', step: step.id });
  });
  if (daysBetween(first.on, closesOn) > longestWindowDays) found.push({ problem: 'closes-too-late' });
  return found;
}

/**
 * A plan to begin with: all four steps from today or the next working day on, ten days apart, closing two weeks after the
 * last. Each at nine, or where that lies outside contact hours when they begin; an invitation for today at a moment that has
 * come, so that it leaves as soon as it is confirmed.
 */
export function suggestedPlan(
  now: { readonly date: LocalDate; readonly time: LocalTime },
  hours: ContactHours,
  bankHolidays: ReadonlySet<LocalDate>,
): { readonly steps: readonly Step[]; readonly closesOn: LocalDate } {
  const nine = '09:00' as LocalTime;
  const usual = isContactTime(nine, hours) ? nine : hours.from;
  const steps: Step[] = [];
  let day = now.date;
  for (const id of stepIds) {
    day = workingDayFrom(day, bankHolidays);
    const at = day === now.date && now.time < usual ? hours.from : usual;
    steps.push({ id, kind: kindOfStep[id], on: day, at });
    day = addDays(day, 10);
  }
  return { steps, closesOn: addDays(day, 4) };
}
