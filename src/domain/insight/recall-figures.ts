// Do changes pile up where two answers meet, are months rounded, and what does waiting cost?
// The seam ratio is the share of steps with a change at seams over that within answers; one means no pile (domain reference, section
// 7.5). Memory is looked at by the months between an event and the answer that first told it. Small numbers are hidden from leaders.
import type { RememberedEvent } from '../destinations/recall.js';
import type { Withheld } from '../statistics/disclosure.js';
import { ratioOf, wilson, type Interval, type Proportion, type Ratio } from '../statistics/proportion.js';
import { whyHidden, type Seeing } from './seeing.js';
import type { RecallLine } from './told-lines.js';

/** A share of some answers, as somebody may see it. */
export interface RecallShare {
  /** To the nearest five for leaders; null where it is hidden. */
  readonly people: number | null;
  readonly share: number | null;
  readonly interval: Interval | null;
  readonly why: Withheld | null;
}

/** Steps from a month to the next; they are no people, and one person makes many. */
export interface StepShare {
  readonly steps: number | null;
  readonly share: number | null;
  readonly interval: Interval | null;
}

export interface SeamFigures {
  readonly seam: StepShare;
  readonly within: StepShare;
  /** Null where too few changes are known. */
  readonly ratio: Ratio | null;
}

/** How many said that something began or ended in a calendar month; null where it is hidden. */
export interface MonthNamed {
  /** 1 is January. */
  readonly month: number;
  readonly began: number | null;
  readonly left: number | null;
}

/** Answers told so long after the event. */
export interface RecallAfter {
  readonly delay: Delay;
  /** Of beginnings, how many were said to be about right or the month was left open. */
  readonly unsure: RecallShare;
  /** Of those who left early, how many told why. */
  readonly why: RecallShare;
}

/** Months from the event to the answer. */
export const delays = ['0-2', '3-5', '6-11', '12+', 'unknown'] as const;
export type Delay = (typeof delays)[number];

const delayOf = ({ delay }: Pick<RememberedEvent, 'delay'>): Delay =>
  delay === null ? 'unknown' : delay <= 2 ? '0-2' : delay <= 5 ? '3-5' : delay <= 11 ? '6-11' : '12+';

type Lines = readonly RecallLine[];
type Of = (lines: Lines) => Proportion;

const eventsIn = (lines: Lines, holds: (event: RememberedEvent) => boolean): number =>
  lines.reduce((sum, { event, count }) => (event !== null && holds(event) ? sum + count : sum), 0);

function shareOf(seeing: Seeing<RecallLine>, of: Of): RecallShare {
  const why = whyHidden(seeing, of);
  const said = of(seeing.own);
  return {
    people: seeing.count((lines) => of(lines).of),
    share: why === null ? said.yes / said.of : null,
    interval: why === null ? wilson(said) : null,
    why,
  };
}

/** The fewest changes on each side of the ratio: fewer say nothing. */
const leastChanges = 5;

const stepsOf =
  (where: 'seam' | 'within'): Of =>
  (lines) => {
    const sum = (what: 'steps' | 'changes'): number =>
      lines.reduce((so, line) => (line.steps === `${where}|${what}` ? so + line.count : so), 0);
    return { yes: sum('changes'), of: sum('steps') };
  };

/** Changes at seams beside those within answers. */
export function seamFigures(seeing: Seeing<RecallLine>): SeamFigures {
  const [atSeam, inAnswers] = [stepsOf('seam'), stepsOf('within')];
  const stepShare = (of: Of): StepShare => {
    const { people, share, interval } = shareOf(seeing, of);
    return { steps: people, share, interval };
  };
  const [seam, within] = [stepShare(atSeam), stepShare(inAnswers)];
  const [one, other] = [atSeam(seeing.own), inAnswers(seeing.own)];
  const enough = one.yes >= leastChanges && other.yes >= leastChanges && seam.share !== null && within.share !== null;
  return { seam, within, ratio: enough ? ratioOf(one, other) : null };
}

/** Which months are named. */
export const monthsNamed = ({ count }: Seeing<RecallLine>): readonly MonthNamed[] =>
  Array.from({ length: 12 }, (_, place) => {
    const named = (kind: RememberedEvent['kind']): number | null =>
      count((lines) => eventsIn(lines, (event) => event.kind === kind && event.month === place + 1));
    return { month: place + 1, began: named('began'), left: named('left') };
  });

/** How sure people were and whether they told why, by the months that had gone by. */
export const recallAfter = (seeing: Seeing<RecallLine>): readonly RecallAfter[] =>
  delays.map((delay) => {
    const told = (kind: RememberedEvent['kind'], yes: (event: RememberedEvent) => boolean): RecallShare => {
      const among = (event: RememberedEvent): boolean => event.kind === kind && delayOf(event) === delay;
      return shareOf(seeing, (lines) => ({
        yes: eventsIn(lines, (event) => among(event) && yes(event)),
        of: eventsIn(lines, among),
      }));
    };
    return {
      delay,
      unsure: told('began', ({ how }) => how !== 'stated'),
      why: told('left', ({ how }) => how === 'reason'),
    };
  });

/** Of what was told four months later or more, how much is said to lie whole half-years back: one in six without rounding. */
export function wholeHalfYears(seeing: Seeing<RecallLine>): RecallShare {
  const long = ({ delay }: RememberedEvent): boolean => delay !== null && delay >= 4;
  return shareOf(seeing, (lines) => ({
    yes: eventsIn(lines, (event) => long(event) && (event.delay ?? 0) % 6 === 0),
    of: eventsIn(lines, long),
  }));
}
