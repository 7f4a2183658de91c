// What can somebody work out from everything that is published, who knows the rules by which it was rounded and hidden?
// The differencing attacker (moonshot M11, requirement P11): each count is a range of whole numbers, each published sum an equation.
// Ranges are narrowed along the equations, and along those that follow from them by elimination, until nothing moves. A hidden count
// is pinned down when what is left of its range is small and narrower than the threshold.
import { leastGroup, leastShown } from './disclosure.js';

/** Whole numbers from low to high, both included; `high` may be Infinity. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** A whole and its parts, by the names of the counts. */
export interface Sum {
  readonly whole: string;
  readonly parts: readonly string[];
}

/** What a published count to the nearest five says; null where it is hidden or not there. */
export const rangeOfShown = (shown: number | null): Range =>
  shown === null
    ? { low: 0, high: Infinity }
    : shown === 0
      ? { low: 0, high: 0 }
      : { low: Math.max(leastShown, shown - 2), high: shown + 2 };

/** Coefficients by name; together nought. */
type Equation = ReadonlyMap<string, number>;

const tiny = 1e-6;
/** Coefficients of sums are whole numbers and simple fractions of them; what is off by rounding is set right at once. */
const snapped = (value: number): number => {
  const simple = Math.round(value * 2_520) / 2_520;
  return Math.abs(simple - value) < tiny ? simple : value;
};
const anything: Range = { low: 0, high: Infinity };
/** Of more sums only the ranges are narrowed: eliminating grows with their square. */
const mostEliminated = 200;

function plus(one: Equation, other: Equation, times: number): Equation {
  const sum = new Map(one);
  for (const [name, value] of other) {
    const next = snapped((sum.get(name) ?? 0) + times * value);
    if (Math.abs(next) < tiny) sum.delete(name);
    else sum.set(name, next);
  }
  return sum;
}

/** Equations that follow from these, each with one of the unknowns that no other has. */
function eliminated(equations: readonly Equation[], isUnknown: (name: string) => boolean): readonly Equation[] {
  let rows = [...equations];
  const done: Equation[] = [];
  while (rows.length > 0) {
    const pivot = rows.find((row) => [...row.keys()].some(isUnknown));
    if (pivot === undefined) break;
    const name = [...pivot.keys()].find(isUnknown) ?? '';
    const by = pivot.get(name) ?? 1;
    const without = (row: Equation): Equation => (row.has(name) ? plus(row, pivot, -(row.get(name) ?? 0) / by) : row);
    rows = rows.filter((row) => row !== pivot).map(without);
    done.splice(0, done.length, ...done.map(without), pivot);
  }
  return [...done, ...rows.filter(({ size }) => size > 0)];
}

/** What one term can be at least and at most. */
const ends = (times: number, { low, high }: Range): readonly [number, number] =>
  times > 0 ? [times * low, times * high] : [times * high, times * low];

/** Sums of the ends of all terms, those without end counted apart, so that each can be taken out again. */
function totalsOf(equation: Equation, rangeOf: (name: string) => Range) {
  const totals = { low: 0, high: 0, lowOpen: 0, highOpen: 0 };
  for (const [name, times] of equation) {
    const [low, high] = ends(times, rangeOf(name));
    if (low === -Infinity) totals.lowOpen += 1;
    else totals.low += low;
    if (high === Infinity) totals.highOpen += 1;
    else totals.high += high;
  }
  return totals;
}

/** The range that the others of an equation leave to one of its names. */
function leftTo(times: number, range: Range, totals: ReturnType<typeof totalsOf>): Range {
  const [ownLow, ownHigh] = ends(times, range);
  const openLow = totals.lowOpen - (ownLow === -Infinity ? 1 : 0) > 0;
  const openHigh = totals.highOpen - (ownHigh === Infinity ? 1 : 0) > 0;
  const low = openLow ? -Infinity : totals.low - (ownLow === -Infinity ? 0 : ownLow);
  const high = openHigh ? Infinity : totals.high - (ownHigh === Infinity ? 0 : ownHigh);
  const [one, other] = [-low / times, -high / times];
  return { low: Math.ceil(Math.min(one, other) - tiny), high: Math.floor(Math.max(one, other) + tiny) };
}

/** The ranges after everything that follows from the sums; names without a range may be anything. */
export function narrowed(known: ReadonlyMap<string, Range>, sums: readonly Sum[]): ReadonlyMap<string, Range> {
  const ranges = new Map(known);
  const equations = sums.map(
    ({ whole, parts }): Equation => new Map([[whole, -1], ...parts.map((part) => [part, 1] as const)]),
  );
  const rangeOf = (name: string): Range => ranges.get(name) ?? anything;
  const isUnknown = (name: string): boolean => rangeOf(name).high === Infinity;
  const all = sums.length > mostEliminated ? equations : [...equations, ...eliminated(equations, isUnknown)];
  for (let moved = true, round = 0; moved && round < 50; round += 1) {
    moved = false;
    for (const equation of all) {
      let totals = totalsOf(equation, rangeOf);
      for (const [name, times] of equation) {
        const before = rangeOf(name);
        const left = leftTo(times, before, totals);
        const next = { low: Math.max(before.low, left.low), high: Math.min(before.high, left.high) };
        if (next.low <= before.low && next.high >= before.high) continue;
        ranges.set(name, next);
        totals = totalsOf(equation, rangeOf);
        moved = true;
      }
    }
  }
  return ranges;
}

/** A count that could be worked out, and how far. */
export interface Pinned extends Range {
  readonly name: string;
}

/**
 * The hidden counts that are left fewer values than `least`, all of them under `small`; where one is known to be nought nobody is told
 * of.
 */
export function pinnedDown(
  known: ReadonlyMap<string, Range>,
  sums: readonly Sum[],
  { least = leastGroup, small = leastShown }: { readonly least?: number; readonly small?: number } = {},
): readonly Pinned[] {
  const after = narrowed(known, sums);
  return [...known].flatMap(([name, before]) => {
    const { low, high } = after.get(name) ?? before;
    const wasHidden = before.high === Infinity;
    const tells = high > 0 && high < small && high - low + 1 < least;
    return wasHidden && tells ? [{ name, low, high }] : [];
  });
}
