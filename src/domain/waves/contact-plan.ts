// Can these steps be the plan of a wave?
// At most four contacts by mail: an invitation, two reminders, one that says it is the last, in order; a text message at
// any place after the invitation; calls only after all of them (decision R7). Messages are a week or more apart (Y23);
// all is inside contact hours and never in the hour that clocks change (requirement F6), between today and the day the wave closes, both included.
import { contactDayFrom, type KnownDays } from '../calendar/contact-days.js';
import { addDays, daysBetween, type LocalDate, type LocalTime } from '../calendar/local-date.js';
import { isInClockChangeHour } from '../calendar/london-time.js';
import { isContactTime, type ContactHours } from './contact-hours.js';
import { mailStepIds, type Channel, type Step, type StepId, type StepKind } from './wave.js';

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
  t: 'text',
  p: 'phone',
};

/** How each step reaches people. */
export const channelOfStep: Readonly<Record<StepId, Channel>> = {
  i: 'mail',
  r1: 'mail',
  r2: 'mail',
  l: 'mail',
  t: 'text',
  p: 'phone',
};

/** The step that the phone queue opens with is for staff: nothing leaves by it, and no invitation waits for it. */
export const isMessageStep = ({ id }: Pick<Step, 'id'>): boolean => channelOfStep[id] !== 'phone';

/** What can be wrong with a plan. */
export const planProblems = [
  'no-invitation',
  'out-of-order',
  'too-soon',
  'before-today',
  'after-close',
  'outside-hours',
  'clock-change-hour',
  'closes-too-late',
] as const;
export type PlanProblem = (typeof planProblems)[number];

export interface FoundPlanProblem {
  readonly problem: PlanProblem;
  /** The step it is about; absent when it is about the closing day. */
  readonly step?: StepId;
}

/** Its place in the order of mails; -1 for a step that is none. */
export const placeAmongMails = (id: StepId): number => mailStepIds.findIndex((each) => each === id);

/** Mail in its own order, a text anywhere between, the phone after all; no step twice (decisions R2, R7). */
function mayFollow(earlier: StepId, later: StepId): boolean {
  if (earlier === later || earlier === 'p') return false;
  const [before, after] = [placeAmongMails(earlier), placeAmongMails(later)];
  return before < 0 || after < 0 || before < after;
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
    const before = steps.slice(0, place);
    const previous = before.at(-1);
    if (previous !== undefined && (!before.every((each) => mayFollow(each.id, step.id)) || step.on <= previous.on)) {
      found.push({ problem: 'out-of-order', step: step.id });
    } else if (previous !== undefined && isMessageStep(step) && daysBetween(previous.on, step.on) < leastGapDays) {
      found.push({ problem: 'too-soon', step: step.id });
    }
    if (step.on < today) found.push({ problem: 'before-today', step: step.id });
    if (step.on > closesOn) found.push({ problem: 'after-close', step: step.id });
    if (!isContactTime(step.at, hours)) found.push({ problem: 'outside-hours', step: step.id });
    else if (isInClockChangeHour(step.at)) found.push({ problem: 'clock-change-hour', step: step.id });
  });
  if (daysBetween(first.on, closesOn) > longestWindowDays) found.push({ problem: 'closes-too-late' });
  return found;
}

/**
 * A plan to begin with: all four steps by mail from today or the next day on which people are written to, ten days apart, closing two weeks after the
 * last. Each at nine, or where that lies outside contact hours when they begin; an invitation for today at a moment that has
 * come, so that it leaves as soon as it is confirmed. `fromToday`: the invitation is for today, whatever day that is.
 */
export function suggestedPlan(
  now: { readonly date: LocalDate; readonly time: LocalTime },
  hours: ContactHours,
  days: KnownDays,
  fromToday = false,
): { readonly steps: readonly Step[]; readonly closesOn: LocalDate } {
  const nine = '09:00' as LocalTime;
  const usual = isContactTime(nine, hours) ? nine : hours.from;
  const steps: Step[] = [];
  let day = now.date;
  for (const id of mailStepIds) {
    if (!fromToday || steps.length > 0) ({ day } = contactDayFrom(day, days));
    const at = day === now.date && now.time < usual ? hours.from : usual;
    steps.push({ id, kind: kindOfStep[id], on: day, at });
    day = addDays(day, 10);
  }
  return { steps, closesOn: addDays(day, 4) };
}
