// How far is a small group's share its own, and how far should it lean on the others?
// Partial pooling of shares: the groups' true shares are draws from one beta distribution, whose two numbers are not fixed but
// averaged over what the data leave open, on a grid (Gelman and others, Bayesian Data Analysis, 3rd edition, section 5.3, with
// its prior (α + β)^−5/2). A group of many keeps its own share; one of few is drawn to all. Comparing intervals that are pooled
// so needs no further care for their number (Gelman, Hill and Yajima 2012). The choice of the estimator is unverified (domain
// reference, section 7.7); its name and version stand beside each figure.
import { logBeta } from './log-gamma.js';
import type { Interval, Proportion } from './proportion.js';

/** Printed beside what it gave. */
export const poolingName = 'beta-binomial partial pooling, version 1';

/** With fewer groups nothing can be learnt of how they differ. */
const leastGroups = 3;

/** A pair of the beta distribution's numbers, and how much the data speak for it; the weights add up to one. */
interface Believed {
  readonly alpha: number;
  readonly beta: number;
  readonly weight: number;
}

/** One group's share as pooled: the posterior mean with a 95 per cent interval. */
export interface PooledShare extends Interval {
  readonly share: number;
  /** How much of it is the group's own, from 0 to 1; the rest is of all groups. */
  readonly weight: number;
}

export interface Pooled {
  /** Means of the beta distribution's two numbers. */
  readonly alpha: number;
  readonly beta: number;
  /** In the order of the groups. */
  readonly shares: readonly PooledShare[];
}

interface Cell {
  /** ln(α / β) and ln(α + β). */
  readonly x: number;
  readonly y: number;
  readonly log: number;
}

const numbersAt = (x: number, y: number) => {
  const sum = Math.exp(y);
  const alpha = sum / (1 + Math.exp(-x));
  return { alpha, beta: sum - alpha };
};

const evenly = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, place) => from + ((to - from) * place) / (count - 1));

function cellsOver(groups: readonly Proportion[], xs: readonly number[], ys: readonly number[]): readonly Cell[] {
  return ys.flatMap((y) =>
    xs.map((x) => {
      const { alpha, beta } = numbersAt(x, y);
      // The prior, times αβ for the change to x and y.
      const prior = Math.log(alpha) + Math.log(beta) - 2.5 * Math.log(alpha + beta);
      let log = prior - groups.length * logBeta(alpha, beta);
      for (const { yes, of } of groups) log += logBeta(alpha + yes, beta + of - yes);
      return { x, y, log };
    }),
  );
}

const mostLikely = (cells: readonly Cell[]): number => cells.reduce((most, { log }) => Math.max(most, log), -Infinity);

/** Left out: what is less than one in a thousand as likely as the likeliest. */
const worthKeeping = Math.log(1e-3);

/** What the data say of the distribution: first over everything that could be, then finely where it lies. */
function believedOf(groups: readonly Proportion[]): readonly Believed[] {
  const yes = groups.reduce((sum, group) => sum + group.yes, 0.5);
  const of = groups.reduce((sum, group) => sum + group.of, 1);
  const middle = Math.log(yes / (of - yes));
  const step = 0.5;
  const coarse = cellsOver(groups, evenly(middle - 2.5, middle + 2.5, 11), evenly(-1, 9, 21));
  const top = mostLikely(coarse);
  const near = coarse.filter(({ log }) => log - top > worthKeeping);
  const around = (values: readonly number[], most: number): readonly number[] =>
    evenly(Math.min(...values) - step, Math.min(most, Math.max(...values) + step), 17);
  const xs = around(
    near.map(({ x }) => x),
    Infinity,
  );
  const ys = around(
    near.map(({ y }) => y),
    9,
  );
  const fine = cellsOver(groups, xs, ys);
  const most = mostLikely(fine);
  const kept = fine.filter(({ log }) => log - most > worthKeeping);
  const sum = kept.reduce((total, { log }) => total + Math.exp(log - most), 0);
  return kept.map(({ x, y, log }) => ({ ...numbersAt(x, y), weight: Math.exp(log - most) / sum }));
}

/** Two hundred shares, each in the middle of its half per cent. */
const shareGrid = Array.from({ length: 200 }, (_, place) => {
  const share = (place + 0.5) / 200;
  return { share, yes: Math.log(share), no: Math.log(1 - share) };
});

/** Where the sum of the chances passes the part, between two shares of the grid. */
function quantile(chances: readonly number[], part: number): number {
  const all = chances.reduce((sum, each) => sum + each, 0);
  let sum = 0;
  for (const [place, chance] of chances.entries()) {
    if (sum + chance >= part * all) return (place + (chance === 0 ? 0 : (part * all - sum) / chance)) / 200;
    sum += chance;
  }
  return 1;
}

function pooledShare({ yes, of }: Proportion, believed: readonly Believed[]): PooledShare {
  const chances = new Array<number>(shareGrid.length).fill(0);
  let [share, own] = [0, 0];
  for (const { alpha, beta, weight } of believed) {
    const [a, b] = [alpha + yes, beta + of - yes];
    share += (weight * a) / (a + b);
    own += (weight * of) / (a + b);
    const scale = Math.log(weight) - logBeta(a, b);
    for (let place = 0; place < shareGrid.length; place += 1) {
      const at = shareGrid[place];
      if (at !== undefined)
        chances[place] = (chances[place] ?? 0) + Math.exp(scale + (a - 1) * at.yes + (b - 1) * at.no);
    }
  }
  return { share, weight: own, low: quantile(chances, 0.025), high: quantile(chances, 0.975) };
}

/**
 * The groups' shares, each drawn to all as far as the groups are alike. Counts need not be whole. Null with fewer than three
 * groups of anybody.
 */
export function partiallyPooled(groups: readonly Proportion[]): Pooled | null {
  if (groups.filter(({ of }) => of > 0).length < leastGroups) return null;
  const believed = believedOf(groups);
  const mean = (value: (one: Believed) => number): number =>
    believed.reduce((sum, one) => sum + one.weight * value(one), 0);
  return {
    alpha: mean(({ alpha }) => alpha),
    beta: mean(({ beta }) => beta),
    shares: groups.map((group) => pooledShare(group, believed)),
  };
}
