// How sure is a share, how far could it be off for those of whom nothing is known, and is it rising?
// Interval: Wilson's score interval (1927). Difference: Newcombe's hybrid score interval (Statistics in Medicine 17, 1998,
// 873–890, method 10). Trend: the least-squares slope that the Cochran–Armitage test rests on. Bounds: domain reference, section
// 7.3 (Manski). All shares are from 0 to 1, all intervals 95 per cent unless said otherwise.

/** So many of so many. */
export interface Proportion {
  readonly yes: number;
  /** At least one for a share to exist. */
  readonly of: number;
}

/** Both ends included. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The standard normal deviate of a two-sided 95 per cent interval. */
export const z95 = 1.959963984540054;

/** The interval, kept between none and all. */
export const within = (low: number, high: number): Interval => ({ low: Math.max(0, low), high: Math.min(1, high) });

/** Wilson's score interval; 0 to 1 where there is nobody. `wilson({ yes: 81, of: 263 })` is 0.2553 to 0.3662. */
export function wilson({ yes, of }: Proportion, z: number = z95): Interval {
  if (of === 0) return { low: 0, high: 1 };
  const share = yes / of;
  const z2 = z * z;
  const middle = share + z2 / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  return within((middle - half) / (1 + z2 / of), (middle + half) / (1 + z2 / of));
}

/** A difference of two shares with its interval, from −1 to 1. */
export interface Difference extends Interval {
  readonly difference: number;
}

/** The first share less the second; null where one of them does not exist. */
export function differenceOf(one: Proportion, other: Proportion, z: number = z95): Difference | null {
  if (one.of === 0 || other.of === 0) return null;
  const [p1, p2] = [one.yes / one.of, other.yes / other.of];
  const [w1, w2] = [wilson(one, z), wilson(other, z)];
  const difference = p1 - p2;
  return {
    difference,
    low: difference - Math.hypot(p1 - w1.low, w2.high - p2),
    high: difference + Math.hypot(w1.high - p1, p2 - w2.low),
  };
}

/** A share at a point in time, such as a year. */
export interface SharePoint extends Proportion {
  readonly at: number;
}

/** Change of the share for each step of time, with its interval. */
export interface Trend extends Interval {
  readonly slope: number;
}

/** The slope over at least three points; null with fewer, or where everybody or nobody is a yes throughout. */
export function trendOf(points: readonly SharePoint[], z: number = z95): Trend | null {
  const known = points.filter(({ of }) => of > 0);
  if (known.length < 3) return null;
  const sum = (value: (point: SharePoint) => number): number => known.reduce((total, point) => total + value(point), 0);
  const of = sum((point) => point.of);
  const share = sum((point) => point.yes) / of;
  const middle = sum((point) => point.of * point.at) / of;
  const spread = sum((point) => point.of * (point.at - middle) ** 2);
  if (spread === 0 || share === 0 || share === 1) return null;
  const slope = sum((point) => (point.at - middle) * (point.yes - point.of * share)) / spread;
  const half = z * Math.sqrt((share * (1 - share)) / spread);
  return { slope, low: slope - half, high: slope + half };
}

/**
 * How low and how high the share of all people could be, whatever became of those of whom nothing is known.
 * `boundsOf({ yes: 60, of: 80 }, 100)` is 0.6 to 0.8. 0 to 1 where there is nobody.
 */
export const boundsOf = ({ yes, of }: Proportion, people: number): Interval =>
  people === 0 ? { low: 0, high: 1 } : within(yes / people, (yes + people - of) / people);

/** A share as so many times another, with its interval. */
export interface Ratio extends Interval {
  readonly ratio: number;
}

/** How many times the second share the first is, interval by Katz (Biometrics 34, 1978, 469–474); null where one is nought. */
export function ratioOf(one: Proportion, other: Proportion, z: number = z95): Ratio | null {
  if (one.yes === 0 || other.yes === 0) return null;
  const ratio = one.yes / one.of / (other.yes / other.of);
  const half = z * Math.sqrt(1 / one.yes - 1 / one.of + 1 / other.yes - 1 / other.of);
  return { ratio, low: ratio * Math.exp(-half), high: ratio * Math.exp(half) };
}
