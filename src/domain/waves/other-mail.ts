// How much mail of a wave may still leave, and when?
// What another wave's forecast has to leave room for. Counted from what was frozen by receiving domain and from the progress
// document: of a step that is still to come at most those who have not answered, of one that has begun what waits. A wave
// whose audience is not frozen yet is not counted.
import { londonDate, londonInstant } from '../calendar/london-time.js';
import { leavesFrom, type Openings } from './contact-hours.js';
import { channelOfStep } from './contact-plan.js';
import { stepMoment, windowEnd } from './due-messages.js';
import { funnelOf, openMessages } from './progress.js';
import type { OtherMail } from './sending-forecast.js';
import type { Step, Wave } from './wave.js';

/** The mails of the wave that are still to leave, step by step, by lane, from when the wave writes. */
export function mailToCome(wave: Wave, now: Date, openings: Openings): readonly OtherMail[] {
  const lanes = wave.freezing?.lanes ?? [];
  const writtenTo = lanes.reduce((sum, { count }) => sum + count, 0);
  if (writtenTo === 0 || windowEnd(wave) <= now) return [];
  const { invited, byTelephone, completed, stopped, steps } = funnelOf(wave.progress?.schools ?? []);
  const awaiting = wave.progress === undefined ? writtenTo : invited - byTelephone - completed - stopped;
  const today = londonInstant(londonDate(now), '00:00' as Step['at']); // what waits takes from all that the day allows
  return wave.steps.flatMap((step): readonly OtherMail[] => {
    if (channelOfStep[step.id] !== 'mail') return [];
    const at = stepMoment(step);
    const begun = at <= now && steps[step.id] !== undefined;
    const messages = begun ? openMessages(steps[step.id] ?? {}) : awaiting;
    const share = Math.min(1, Math.max(0, messages / writtenTo));
    const byLane = new Map(lanes.map(({ lane, count }) => [lane, Math.ceil(count * share)]));
    return share === 0 ? [] : [{ at: leavesFrom(at > today ? at : today, openings), byLane }];
  });
}
