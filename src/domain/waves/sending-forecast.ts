// When does the last message of a step leave, and which limit decides that?
// Contact hours, the pace of each receiving domain (requirement D7) and what the mail server takes in a day (decision R7:
// "personal Gmail addresses: 2,000 a day, so until Thursday"). Counted by lane, so that 100,000 people cost no more than
// their domains. A forecast supposes that nobody answers, nothing breaks and no other wave uses the same limits.
import { addDays } from '../calendar/local-date.js';
import { londonDate, londonInstant } from '../calendar/london-time.js';
import { movedIntoContactHours, type ContactHours } from './contact-hours.js';

/** How fast mail may go; null is without limit. */
export interface Pace {
  readonly perSecond: number | null;
  readonly perDay: number | null;
}

export interface SendingLimits {
  readonly hours: ContactHours;
  readonly paceOf: (lane: string) => Pace;
  /** What the mail server takes in a day; null where nobody said. */
  readonly relayPerDay: number | null;
}

/** What the last message waits for; `lane` is null where it is the mail server itself. */
export interface DecidingLimit {
  readonly lane: string | null;
  readonly per: 'second' | 'day';
  readonly most: number;
}

/** From when to when a step's messages leave. */
export interface StepForecast {
  readonly messages: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** Null where all may leave at once. */
  readonly limit: DecidingLimit | null;
}

const dayMs = 86_400_000;

/** The forecast of a step whose messages, counted by lane, may leave from the moment given. */
export function forecastStep(
  from: Date,
  byLane: ReadonlyMap<string, number>,
  { hours, paceOf, relayPerDay }: SendingLimits,
): StepForecast {
  const firstAt = movedIntoContactHours(from, hours);
  const messages = [...byLane.values()].reduce((sum, count) => sum + count, 0);
  const queues = [
    ...[...byLane].map(([lane, count]) => ({ lane, count, pace: paceOf(lane) })),
    { lane: null, count: messages, pace: { perSecond: null, perDay: relayPerDay } },
  ];
  const nothing: StepForecast = { messages, firstAt, lastAt: firstAt, limit: null };
  return queues.reduce((latest, { lane, count, pace }) => {
    const { at, per } = lastOf(count, firstAt, pace, hours);
    if (per === null || at <= latest.lastAt) return latest;
    const most = (per === 'day' ? pace.perDay : pace.perSecond) ?? 0;
    return { ...latest, lastAt: at, limit: { lane, per, most } };
  }, nothing);
}

/** When the last of so many messages leaves at the pace, the first at the opening given, and which pace holds it up. */
function lastOf(
  count: number,
  opens: Date,
  { perSecond, perDay }: Pace,
  hours: ContactHours,
): { readonly at: Date; readonly per: DecidingLimit['per'] | null } {
  const after = (moment: Date, messages: number): Date =>
    new Date(moment.getTime() + (perSecond === null ? 0 : Math.ceil(messages / perSecond) * 1_000));
  const within = (ms: number): number =>
    Math.min(perDay ?? Infinity, perSecond === null ? Infinity : Math.floor((perSecond * ms) / 1_000));
  const day = londonDate(opens);
  const openingOn = (days: number): Date => londonInstant(addDays(day, days), hours.from);
  const closes = hours.from === hours.to ? openingOn(1) : londonInstant(day, hours.to);
  const onFirstDay = within(closes.getTime() - opens.getTime());
  if (count <= onFirstDay) return { at: after(opens, count), per: perSecond === null || count === 0 ? null : 'second' };
  const wholeDay = hours.from === hours.to ? dayMs : closes.getTime() - openingOn(0).getTime();
  const onEachDay = Math.max(1, within(wholeDay));
  const further = Math.ceil((count - onFirstDay) / onEachDay);
  const onLastDay = count - onFirstDay - (further - 1) * onEachDay;
  return { at: after(openingOn(further), onLastDay), per: onEachDay === perDay ? 'day' : 'second' };
}
