// Do at least so many of several tests speak at once, and which of many questions stand out?
// Partial conjunction: the evidence that at least `least` of the tests are not by chance (Benjamini and Heller, Biometrics 64, 2008,
// 1215–1222), with Fisher’s combination of the weaker ones; up to `least − 1` of them may speak truly for another cause. The tests
// are taken as independent. Over many questions: Holm (Scandinavian Journal of Statistics 6, 1979, 65–70), which keeps the chance of
// even one false alarm under the level.
import { twoSided } from './false-discovery.js';

/** The chance that a standard normal deviate is above `z`, right to seven digits. `upperTail(1.959964)` is 0.025. */
export function upperTail(z: number): number {
  const half = twoSided(z) / 2;
  return z >= 0 ? half : 1 - half;
}

/** Fisher’s combination: the chance of p-values as small as these together. `fisher([0.05, 0.05])` is 0.0175. */
export function fisher(ps: readonly number[]): number {
  const half = -ps.reduce((sum, p) => sum + Math.log(Math.max(p, Number.MIN_VALUE)), 0);
  let [term, sum] = [1, 1];
  for (let place = 1; place < ps.length; place += 1) {
    term *= half / place;
    sum += term;
  }
  return Math.min(1, Math.exp(-half) * sum);
}

/** The p-value of “fewer than `least` of these speak”; 1 where there are fewer tests than that. */
export function partialConjunction(ps: readonly number[], least: number): number {
  const weakest = [...ps].sort((one, other) => one - other).slice(least - 1);
  return weakest.length === 0 ? 1 : fisher(weakest);
}

/** Each p-value as Holm adjusts it, in the order given: those of at most 0.05 stand out, with one false alarm in twenty rounds. */
export function holm(ps: readonly number[]): readonly number[] {
  const order = ps.map((p, place) => ({ p, place })).sort((one, other) => one.p - other.p);
  const adjusted = new Array<number>(ps.length).fill(1);
  let highest = 0;
  order.forEach(({ p, place }, rank) => {
    highest = Math.max(highest, Math.min(1, (ps.length - rank) * p));
    adjusted[place] = highest;
  });
  return adjusted;
}
