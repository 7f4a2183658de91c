// Of many differences that are looked at together, which are more than chance, and how many of those may be chance all the same?
// Benjamini and Hochberg's step-up procedure (Journal of the Royal Statistical Society B 57, 1995, 289–300) keeps the expected share
// of false ones among those that are listed under the level. Two shares are compared by the chi-squared test with Yates's
// correction, which errs on the side of not finding.
import type { Proportion } from './proportion.js';

/** At most this share of what is listed is expected to be chance (domain reference, section 7.8). */
export const falseDiscoveryLevel = 0.1;

/** Chebyshev coefficients of the complementary error function; relative error under 1.2e-7 everywhere (Press et al., section 6.2). */
const erfcTerms = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];

/** How likely a standard normal deviate is at least this far from nought on either side: `twoSided(1.959964)` is 0.05. */
export function twoSided(deviate: number): number {
  const z = Math.abs(deviate) / Math.SQRT2;
  const t = 1 / (1 + z / 2);
  const series = erfcTerms.reduceRight((sum, term) => sum * t + term, 0);
  return Math.min(1, t * Math.exp(series - z * z));
}

/** How likely two shares are to differ at least so much by chance; 1 where one has nobody, or all say the same. */
export function chanceOfDifference(one: Proportion, other: Proportion): number {
  const of = one.of + other.of;
  const share = (one.yes + other.yes) / of;
  if (one.of === 0 || other.of === 0 || share <= 0 || share >= 1) return 1;
  // The deviation from what is expected is the same in all four cells.
  const off = Math.max(0, Math.abs(one.yes - one.of * share) - 0.5);
  return twoSided(off / Math.sqrt((share * (1 - share) * one.of * other.of) / of));
}

/**
 * The adjusted chances, in the order given: what is at most the level is listed at that level.
 * `adjustedForMany([0.01, 0.04])` is `[0.02, 0.04]`.
 */
export function adjustedForMany(chances: readonly number[]): readonly number[] {
  const order = chances.map((chance, place) => ({ chance, place })).sort((one, other) => other.chance - one.chance);
  const adjusted: number[] = chances.map(() => 1);
  let least = 1;
  order.forEach(({ chance, place }, from) => {
    least = Math.min(least, (chance * chances.length) / (chances.length - from));
    adjusted[place] = least;
  });
  return adjusted;
}
