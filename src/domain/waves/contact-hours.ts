// When may a survey message leave?
// Between two wall times of each day in Europe/London, the first included and the second not; the same time twice means
// the whole day. Not on quiet days (Y23). A due moment outside is moved to the next opening (reliability, section 9.3, "Ticks
// and contact hours"); what senders wait for and what pages show is the same moment.
import { quietReason, type KnownDays } from '../calendar/contact-days.js';
import { addDays, type LocalDate, type LocalTime } from '../calendar/local-date.js';
import { londonDate, londonInstant, londonTime } from '../calendar/london-time.js';

/** Between which wall times in Europe/London mail may leave; the first included, the last not; the same twice is all day. */
export interface ContactHours {
  readonly from: LocalTime;
  readonly to: LocalTime;
}

/** When a day's hours begin; at midnight where they are all day. */
export const opensAt = ({ from, to }: ContactHours): LocalTime => (from === to ? ('00:00' as LocalTime) : from);

/** Whether the wall time lies within the hours. */
export const isContactTime = (time: LocalTime, { from, to }: ContactHours): boolean =>
  from === to || (time >= from && time < to);

/** When a wave writes: within the hours, on every day that is not quiet. */
export interface Openings {
  readonly hours: ContactHours;
  readonly isQuiet: (day: LocalDate) => boolean;
}

/**
 * When a wave with these steps writes: not on quiet days and at weekends (Y23), unless a scheduler planned one of its steps
 * for that very day.
 */
export const openingsOf = (
  steps: readonly { readonly on: LocalDate }[],
  hours: ContactHours,
  known: KnownDays,
): Openings => ({
  hours,
  isQuiet: (day) => quietReason(day, known) !== null && !steps.some(({ on }) => on === day),
});

/** When survey messages may leave again on the day after. */
export const nextDaysOpening = (at: Date, hours: ContactHours): Date =>
  londonInstant(addDays(londonDate(at), 1), opensAt(hours));

/**
 * When what may leave from the instant on leaves: the instant itself where the wave writes then, else its next opening. The
 * outbox keeps the instant; senders and pages ask here.
 */
export function leavesFrom(at: Date, { hours, isQuiet }: Openings): Date {
  const time = londonTime(at);
  let moment = isContactTime(time, hours)
    ? at
    : time < hours.from
      ? londonInstant(londonDate(at), hours.from)
      : nextDaysOpening(at, hours);
  while (isQuiet(londonDate(moment))) moment = nextDaysOpening(moment, hours);
  return moment;
}
