// When does the last message of a step leave, and which limit decides that?
// Contact days and hours, the pace of each receiving domain (requirement D7) and what the mail server takes in a day (decision R7:
// "personal Gmail addresses: 2,000 a day, so until Thursday"). Counted by lane, so that 100,000 people cost no more than
// their domains. A forecast supposes that nobody answers and nothing breaks; mail of other waves that is planned for the
// same days uses the same limits.
import { addDays, type LocalDate } from '../calendar/local-date.js';
import { londonDate, londonInstant } from '../calendar/london-time.js';
import { leavesFrom, opensAt, type Openings } from './contact-hours.js';

/** How fast mail may go; null is without limit. */
export interface Pace {
  readonly perSecond: number | null;
  readonly perDay: number | null;
}

export interface SendingLimits extends Openings {
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

/** Mails of another wave that use the same limits, from the moment on at which it writes, by lane. */
export interface OtherMail {
  readonly at: Date;
  readonly byLane: ReadonlyMap<string, number>;
}

/** From when to when a step's messages leave. */
export interface StepForecast {
  readonly messages: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** Null where all may leave at once. */
  readonly limit: DecidingLimit | null;
  /** Mails of other waves that share the limit that decides; 0 where this wave alone decides. */
  readonly others: number;
}

const dayMs = 86_400_000;

/** The forecast of a step whose messages, counted by lane, may leave from the moment given, beside the mail of other waves. */
export function forecastStep(
  from: Date,
  byLane: ReadonlyMap<string, number>,
  { hours, isQuiet, paceOf, relayPerDay }: SendingLimits,
  others: readonly OtherMail[] = [],
): StepForecast {
  const firstAt = leavesFrom(from, { hours, isQuiet });
  const messages = sumOf(byLane);
  const elsewhere = (count: (mail: OtherMail) => number): readonly Load[] =>
    others.map((mail) => ({ at: mail.at, count: count(mail) })).filter(({ count }) => count > 0);
  const queues = [
    ...[...byLane].map(([lane, count]) => ({
      ...{ lane, count, pace: paceOf(lane) },
      others: elsewhere((mail) => mail.byLane.get(lane) ?? 0),
    })),
    {
      ...{ lane: null, count: messages, pace: { perSecond: null, perDay: relayPerDay } },
      others: elsewhere((mail) => sumOf(mail.byLane)),
    },
  ];
  const nothing: StepForecast = { messages, firstAt, lastAt: firstAt, limit: null, others: 0 };
  return queues.reduce((latest, { lane, count, pace, others: loads }) => {
    const { at, per, others: beside } = lastBeside({ at: firstAt, count }, loads, pace, { hours, isQuiet });
    if (per === null || at <= latest.lastAt) return latest;
    const most = (per === 'day' ? pace.perDay : pace.perSecond) ?? 0;
    return { ...latest, lastAt: at, limit: { lane, per, most }, others: beside };
  }, nothing);
}

const sumOf = (byLane: ReadonlyMap<string, number>): number =>
  [...byLane.values()].reduce((sum, count) => sum + count, 0);

/** So many messages from a moment on, which is within contact hours. */
interface Load {
  readonly at: Date;
  readonly count: number;
}

/**
 * When the last of ours leaves a queue that other mail uses too. What was due earlier and has not left goes first, and takes
 * from what the day allows; what falls due before ours are gone takes turns with them, so all of it is counted: later
 * rather than too early.
 */
function lastBeside(
  ours: Load,
  others: readonly Load[],
  pace: Pace,
  open: Openings,
): ReturnType<typeof lastOf> & { readonly others: number } {
  const alone = { ...lastOf(ours.count, ours.at, pace, open), others: 0 };
  if (ours.count === 0) return alone;
  const endOf = ({ count, at }: Load): Date => lastOf(count, at, pace, open).at;
  const meets = (queue: Load, at: Date): boolean =>
    endOf(queue) > at || (pace.perDay !== null && londonDate(endOf(queue)) >= londonDate(at));
  const inOrder = others.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const together = (queue: Load | null, load: Load): Load =>
    queue !== null && meets(queue, load.at) ? { at: queue.at, count: queue.count + load.count } : load;
  const before = inOrder.filter(({ at }) => at <= ours.at).reduce<Load | null>(together, null);
  let all = together(before, ours);
  for (const load of inOrder)
    if (load.at > ours.at && load.at < endOf(all)) all = { ...all, count: all.count + load.count };
  const last = { ...lastOf(all.count, all.at, pace, open), others: all.count - ours.count };
  return last.at > alone.at ? last : alone;
}

/** When the last of so many messages leaves at the pace, the first at the opening given, and which pace holds it up. */
function lastOf(
  count: number,
  opens: Date,
  { perSecond, perDay }: Pace,
  { hours, isQuiet }: Openings,
): { readonly at: Date; readonly per: DecidingLimit['per'] | null } {
  const after = (moment: Date, messages: number): Date =>
    new Date(moment.getTime() + (perSecond === null ? 0 : Math.ceil(messages / perSecond) * 1_000));
  const within = (ms: number): number =>
    Math.min(perDay ?? Infinity, perSecond === null ? Infinity : Math.floor((perSecond * ms) / 1_000));
  const day = londonDate(opens);
  const openingOn = (on: LocalDate): Date => londonInstant(on, opensAt(hours));
  const closes = hours.from === hours.to ? openingOn(addDays(day, 1)) : londonInstant(day, hours.to);
  const onFirstDay = within(closes.getTime() - opens.getTime());
  if (count <= onFirstDay) return { at: after(opens, count), per: perSecond === null || count === 0 ? null : 'second' };
  const wholeDay = hours.from === hours.to ? dayMs : closes.getTime() - openingOn(day).getTime();
  const onEachDay = Math.max(1, within(wholeDay));
  const further = Math.ceil((count - onFirstDay) / onEachDay);
  const onLastDay = count - onFirstDay - (further - 1) * onEachDay;
  let last = day;
  for (let left = further; left > 0;) {
    last = addDays(last, 1);
    if (!isQuiet(last)) left -= 1;
  }
  return { at: after(openingOn(last), onLastDay), per: onEachDay === perDay ? 'day' : 'second' };
}
