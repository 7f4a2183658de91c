// On which days do the steps of a planned wave fall, and why not on the days that were planned?
// Steps move to days on which people are written to (Y23), into contact hours, and a week from the message before; each
// move says why. What would come too late for links that live 120 days (requirement T4) is left out, and that is said too.
import { contactDayFrom, type KnownDays } from '../calendar/contact-days.js';
import { addDays, daysBetween, type LocalDate } from '../calendar/local-date.js';
import { isContactTime, type ContactHours } from './contact-hours.js';
import { isMessageStep, kindOfStep, leastGapDays, longestWindowDays } from './contact-plan.js';
import type { WavePoint } from './programme.js';
import type { Step, StepMove, Wave } from './wave.js';

/** The plan of a wave as it comes out of a programme. */
export interface LaidOut {
  readonly steps: readonly Step[];
  readonly closesOn: LocalDate;
  readonly moves: readonly StepMove[];
  readonly leftOut: readonly StepMove[];
}

/** After the last message people have at least this long to answer. */
const leastDaysToAnswer = 7;

const tooSoon = 'less than a week after the message before it';
const tooEarly = 'before the last message has left';
const tooLate = 'after the last day for which links may stay open';

type Spacing = Pick<WavePoint, 'steps' | 'closesAfterDays'>;
interface Around {
  readonly days: KnownDays;
  readonly hours: ContactHours;
  readonly today: LocalDate;
}

/** A plan made by hand with its steps moved to days on which people are written to; no move where it keeps clear already. */
export function clearOfQuietDays({ steps, closesOn }: Pick<Wave, 'steps' | 'closesOn'>, around: Around): LaidOut {
  const anchor = steps[0]?.on ?? closesOn;
  const spaced = steps.map(({ id, on, at }) => ({ id, at, afterDays: daysBetween(anchor, on) }));
  return layOut({ anchor, point: { steps: spaced, closesAfterDays: daysBetween(anchor, closesOn) } }, around);
}

/** Lays out the point's steps from its anchor on, none before the day that it is. */
export function layOut(
  { point, anchor }: { readonly point: Spacing; readonly anchor: LocalDate },
  { days, hours, today }: Around,
): LaidOut {
  const steps: Step[] = [];
  const moves: StepMove[] = [];
  const leftOut: StepMove[] = [];
  for (const { id, afterDays, at } of point.steps) {
    const from = addDays(anchor, afterDays);
    const previous = steps.at(-1);
    const gap = isMessageStep({ id }) ? leastGapDays : 1;
    const earliest = previous === undefined ? today : addDays(previous.on, gap);
    const pushed = earliest > from ? [previous === undefined ? 'past' : gap === 1 ? tooEarly : tooSoon] : [];
    const { day, because } = contactDayFrom(earliest > from ? earliest : from, days);
    const first = steps[0]?.on ?? day;
    if (day > addDays(first, longestWindowDays)) {
      leftOut.push({ step: id, from, because: [...pushed, ...because, tooLate] });
      continue;
    }
    const time = isContactTime(at, hours) ? at : hours.from;
    const outside = time === at ? [] : [`outside contact hours at ${at}, so that it leaves at ${time}`];
    if (day !== from || outside.length > 0)
      moves.push({ step: id, from, because: [...pushed, ...because, ...outside] });
    steps.push({ id, kind: kindOfStep[id], on: day, at: time });
  }
  return { steps, moves, leftOut, closesOn: closingDay(point, anchor, steps) };
}

/** As planned, or later where the steps moved, but never past the life of the links. */
function closingDay(point: Spacing, anchor: LocalDate, steps: readonly Step[]): LocalDate {
  const first = steps[0]?.on ?? anchor;
  const last = steps.at(-1)?.on ?? anchor;
  const planned = addDays(anchor, point.closesAfterDays);
  const wanted = addDays(last, leastDaysToAnswer);
  const latest = addDays(first, longestWindowDays);
  const late = planned > wanted ? planned : wanted;
  return late < latest ? late : latest;
}
