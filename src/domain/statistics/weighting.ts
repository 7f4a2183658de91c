// What would those who answered say if every school and every plan had answered alike?
// Raking (iterative proportional fitting, Deming and Stephan 1940): weights are scaled until the weighted people of each category
// are as many as there are in all, in every dimension; it stops at one in a million or after a hundred rounds (domain reference,
// section 7.2). Weights far from the mean are trimmed to 0.3 to 3 times it and raked again. Effective size by Kish; that formula
// is unverified there.
import type { Proportion } from './proportion.js';

/** People who answered and are alike in every dimension. */
export interface WeighedCell {
  /** The category in each dimension. */
  readonly at: readonly string[];
  readonly count: number;
}

/** How many people there are in all, by category, one list a dimension. */
export type Targets = readonly Readonly<Record<string, number>>[];

const closeEnough = 1e-6;
const mostRounds = 100;
const [leastTimes, mostTimes] = [0.3, 3];

export interface Weights {
  /** The weight of one person of each cell, in the order of the cells. */
  readonly weights: readonly number[];
  /** Whether every category was met. Trimmed weights may miss some by a little. */
  readonly met: boolean;
}

/** Weights of the cells; categories that nobody of the cells stands in are left out of the targets. */
export function rake(cells: readonly WeighedCell[], targets: Targets, start?: readonly number[]): Weights {
  const weights = cells.map((_, place) => start?.[place] ?? 1);
  const sumAt = (dimension: number, category: string): number =>
    cells.reduce(
      (sum, { at, count }, place) => (at[dimension] === category ? sum + count * (weights[place] ?? 0) : sum),
      0,
    );
  for (let round = 0; round < mostRounds; round += 1) {
    let furthest = 0;
    targets.forEach((target, dimension) => {
      for (const [category, people] of Object.entries(target)) {
        const sum = sumAt(dimension, category);
        if (sum === 0) continue;
        furthest = Math.max(furthest, Math.abs(people / sum - 1));
        cells.forEach(({ at }, place) => {
          if (at[dimension] === category) weights[place] = (weights[place] ?? 0) * (people / sum);
        });
      }
    });
    if (furthest < closeEnough) return { weights, met: true };
  }
  return { weights, met: false };
}

/** Raked, trimmed, and raked once more. */
export function trimmedWeights(cells: readonly WeighedCell[], targets: Targets): readonly number[] {
  const { weights } = rake(cells, targets);
  const people = cells.reduce((sum, { count }) => sum + count, 0);
  const mean = cells.reduce((sum, { count }, place) => sum + count * (weights[place] ?? 0), 0) / Math.max(1, people);
  const trim = (weight: number): number => Math.min(mostTimes * mean, Math.max(leastTimes * mean, weight));
  if (weights.every((weight) => trim(weight) === weight)) return weights;
  return rake(cells, targets, weights.map(trim)).weights.map(trim);
}

/** For how many people of equal weight these stand: `(Σw)² / Σw²`. */
export function effectiveSize(cells: readonly WeighedCell[], weights: readonly number[]): number {
  const sum = cells.reduce((total, { count }, place) => total + count * (weights[place] ?? 0), 0);
  const squares = cells.reduce((total, { count }, place) => total + count * (weights[place] ?? 0) ** 2, 0);
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/** People of whom some say yes, each standing for so many. */
export interface WeighedAnswer extends Proportion {
  readonly weight: number;
}

/**
 * The weighted share as a share of people of equal weight, for intervals and tests: Hájek's ratio estimate with Kish's effective
 * number. A weight is one divided by how likely the person was to be asked.
 */
export function weighedProportion(answers: readonly WeighedAnswer[]): Proportion {
  const sum = (value: (answer: WeighedAnswer) => number): number =>
    answers.reduce((total, answer) => total + value(answer), 0);
  const whole = sum(({ of, weight }) => of * weight);
  if (whole === 0) return { yes: 0, of: 0 };
  const of = (whole * whole) / sum((answer) => answer.of * answer.weight ** 2);
  return { yes: (sum(({ yes, weight }) => yes * weight) / whole) * of, of };
}
