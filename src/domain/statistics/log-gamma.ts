// The logarithm of the gamma function and of what is made of it, for the exact test and partial pooling. Lanczos' approximation with
// nine terms (Press and others, Numerical Recipes, 3rd edition, section 6.1), right to some 14 digits for numbers above nought.

const first = 0.999_999_999_999_809_93;
const terms = [
  676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13, -176.615_029_162_140_59,
  12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6, 1.505_632_735_149_311_6e-7,
];

/** ln Γ(x), for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const at = x - 1;
  const base = at + 7.5;
  let [sum, next] = [first, at];
  for (const term of terms) sum += term / (next += 1);
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(base) - base + Math.log(sum);
}

/** ln B(a, b), for a and b > 0. */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** In how many ways so many can be chosen of so many, as its logarithm. */
export const logChoose = (of: number, chosen: number): number =>
  logGamma(of + 1) - logGamma(chosen + 1) - logGamma(of - chosen + 1);
