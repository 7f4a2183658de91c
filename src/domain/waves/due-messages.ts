// Which message of an invitation comes next, and from which moment may it leave?
// A step's moment is its wall time in Europe/London; what falls outside contact hours or on a quiet day is moved to the next opening; and
// whatever was late before, no message leaves within a week of the one before it (Y23, decision R2).
import { addDays } from '../calendar/local-date.js';
import { londonDate, londonInstant } from '../calendar/london-time.js';
import { leavesFrom, type Openings } from './contact-hours.js';
import { isMessageStep, leastGapDays } from './contact-plan.js';
import type { InvitationState } from './invitation.js';
import type { Step, StepId, Wave } from './wave.js';

/** Reminders go only to those who have not answered. */
export const isAwaitingAnswer = (state: InvitationState): boolean => state === 'invited' || state === 'started';

/** A wave that should have begun more than this long ago waits for a person (requirement E10). */
export const lateStartHours = 24;

/** When the step's messages are planned to leave. */
export const stepMoment = (step: Pick<Step, 'on' | 'at'>): Date => londonInstant(step.on, step.at);

/** The first instant after the wave's window: nothing is sent and no answer taken from then on. */
export const windowEnd = (wave: Pick<Wave, 'closesOn'>): Date =>
  londonInstant(addDays(wave.closesOn, 1), '00:00' as Step['at']);

/** The moment from which a step's message may leave, given when the message before it was due. */
export function dueMoment(step: Step, previousDueAt: Date | undefined, openings: Openings): Date {
  const planned = stepMoment(step);
  const earliest =
    previousDueAt === undefined ? planned : londonInstant(addDays(londonDate(previousDueAt), leastGapDays), step.at);
  return leavesFrom(earliest > planned ? earliest : planned, openings);
}

/** The message that follows, by mail or text, or null after the last one; calls wait for no invitation. */
export function stepAfter(steps: readonly Step[], id: StepId): Step | null {
  const place = steps.findIndex((step) => step.id === id);
  return place < 0 ? null : (steps.slice(place + 1).find(isMessageStep) ?? null);
}

/**
 * Whether the wave is so late that its first message waits for a person to start it (requirement E10, Q9). Where the list
 * is made and no mail reaches anybody on it, that message is the text.
 */
export const isLateStart = ({ steps, freezing }: Pick<Wave, 'steps' | 'freezing'>, now: Date): boolean => {
  const byTelephone = freezing?.done === true && freezing.lanes?.length === 0;
  const first = byTelephone ? steps.find(({ kind }) => kind === 'text') : steps[0];
  return first !== undefined && now.getTime() - stepMoment(first).getTime() > lateStartHours * 3_600_000;
};
