// Can so many of so many be chance, if the share were this?
// The exact binomial test, two-sided by adding up everything that is no likelier than what was seen (Conover, Practical
// Nonparametric Statistics, 1971, section 3.1). It holds for small numbers too.
import { logChoose } from './log-gamma.js';
import type { Proportion } from './proportion.js';

/** How much likelier than what was seen still counts as no likelier: sums of logarithms are not exact. */
const slack = 1 + 1e-7;

/** The two-sided p-value of a share that was thought to be this, from 0 to 1; null where there is nobody. */
export function binomialTest({ yes, of }: Proportion, share: number): number | null {
  if (of === 0) return null;
  if (share <= 0) return yes === 0 ? 1 : 0;
  if (share >= 1) return yes === of ? 1 : 0;
  const chance = (each: number): number =>
    Math.exp(logChoose(of, each) + each * Math.log(share) + (of - each) * Math.log(1 - share));
  const line = chance(yes) * slack;
  let sum = 0;
  for (let each = 0; each <= of; each += 1) {
    const one = chance(each);
    if (one <= line) sum += one;
  }
  return Math.min(1, sum);
}
