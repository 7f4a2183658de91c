// When may somebody be rung, and when next?
// On days of contact (Y23), between two wall times of every place where they may be (Y4: nobody is rung at night), a set
// number of hours after the last attempt. Who asked for the call is rung on quiet days too, but not on a day off. Attempts go round the parts of the day; the part in which somebody was reached before
// comes first. Moments are looked for on the half hour.
import type { LocalDate, LocalTime } from '../calendar/local-date.js';
import { quietReason, type KnownDays } from '../calendar/contact-days.js';
import type { TimeZone } from '../alumni/number-places.js';
import type { CallAttempt } from './call.js';
import { isContactTime, type ContactHours } from './contact-hours.js';

/** The rules for ringing, from the settings. */
export interface CallRules {
  /** On the clock of where the person is; the first included, the last not. */
  readonly hours: ContactHours;
  /** Attempts at most at which nobody is reached. */
  readonly attempts: number;
  /** Hours between two attempts. */
  readonly gapHours: number;
}

const clocks = new Map<TimeZone, Intl.DateTimeFormat>();

/** Date and wall time in the zone, cut to the minute. */
export function wallTime(at: Date, zone: TimeZone): { readonly date: LocalDate; readonly time: LocalTime } {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' });
  clocks.set(zone, clock);
  const [date, time] = clock.format(at).split(' ');
  return { date: date as LocalDate, time: time as LocalTime };
}

const parts = ['evening', 'afternoon', 'morning'] as const;
type PartOfDay = (typeof parts)[number];

const partOf = (time: LocalTime): PartOfDay => (time < '12:00' ? 'morning' : time < '17:00' ? 'afternoon' : 'evening');

/** The days that hold for a call: one that somebody asked for only keeps clear of weekends, bank holidays and Christmas. */
export const daysForCall = (days: KnownDays, asked: boolean): KnownDays => (asked ? { ...days, quiet: [] } : days);

/** Whether it is a good time everywhere where the telephone may ring; never where no place is known. */
export const mayRingAt = (at: Date, zones: readonly TimeZone[], hours: ContactHours, days: KnownDays): boolean =>
  zones.length > 0 &&
  zones.every((zone) => {
    const { date, time } = wallTime(at, zone);
    return isContactTime(time, hours) && quietReason(date, days) === null;
  });

const reached = (attempt: Pick<CallAttempt, 'outcome'>): boolean =>
  attempt.outcome !== 'no-answer' && attempt.outcome !== 'voicemail' && attempt.outcome !== 'wrong-number';

/** Parts of the day, the best first: where somebody was reached, then the least tried. */
function bestParts(attempts: readonly Pick<CallAttempt, 'at' | 'outcome'>[], zone: TimeZone): readonly PartOfDay[] {
  const count = (part: PartOfDay, counts: (attempt: Pick<CallAttempt, 'outcome'>) => boolean): number =>
    attempts.filter((attempt) => counts(attempt) && partOf(wallTime(attempt.at, zone).time) === part).length;
  return parts.toSorted(
    (a, b) =>
      count(b, reached) - count(a, reached) ||
      count(a, () => true) - count(b, () => true) ||
      parts.indexOf(a) - parts.indexOf(b),
  );
}

const halfHour = 30 * 60_000;
const lookAheadDays = 60; // longer than any run of quiet days: the main exam weeks are six

/** The first half hour from the moment on that the test allows, or null within the days that are looked at. */
function firstMoment(from: Date, allowed: (at: Date) => boolean): Date | null {
  if (allowed(from)) return from;
  const first = Math.ceil((from.getTime() + 1) / halfHour) * halfHour;
  for (let ms = first; ms < from.getTime() + lookAheadDays * 86_400_000; ms += halfHour) {
    const at = new Date(ms);
    if (allowed(at)) return at;
  }
  return null;
}

interface Where {
  readonly zones: readonly TimeZone[];
  readonly rules: CallRules;
  readonly days: KnownDays;
}

/** The moment itself if it is a good one, else the next; null where no place is known. */
export const movedIntoCallHours = (at: Date, { zones, rules, days }: Where): Date | null =>
  zones.length === 0 ? null : firstMoment(at, (moment) => mayRingAt(moment, zones, rules.hours, days));

/**
 * When the person is rung next, counted from the last attempt: after the gap, in the part of the day that promises most,
 * within the coming week; else at the first good moment. Null where no place is known.
 */
export function nextCallAt(
  attempts: readonly Pick<CallAttempt, 'at' | 'outcome'>[],
  now: Date,
  where: Where,
): Date | null {
  const [zone] = where.zones;
  const last = attempts.at(-1);
  const earliest = last === undefined ? now : new Date(last.at.getTime() + where.rules.gapHours * 3_600_000);
  const first = movedIntoCallHours(earliest > now ? earliest : now, where);
  if (first === null || zone === undefined || last === undefined) return first;
  for (const part of bestParts(attempts, zone)) {
    const moment = firstMoment(
      first,
      (at) => mayRingAt(at, where.zones, where.rules.hours, where.days) && partOf(wallTime(at, zone).time) === part,
    );
    if (moment !== null && moment.getTime() - first.getTime() < 7 * 86_400_000) return moment;
  }
  return first;
}
