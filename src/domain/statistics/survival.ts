// How many are still there after so many months, and in which months do they leave?
// Kaplan and Meier's product-limit estimate (1958) with Greenwood's variance, and a band on the log(−log) scale, which stays
// between none and all (Kalbfleisch and Prentice). Whoever is last seen in a month was there in it: leaving in a month comes
// before being lost sight of in it. Months count from 1; people are given as counts, so that the work grows with the months.

/** So many people with the same months and end. */
export interface Spent {
  readonly months: number;
  /** They left in that month; otherwise they were last seen in it. */
  readonly left: boolean;
  readonly count: number;
}

/** One month of the curve. */
export interface SurvivalPoint {
  readonly month: number;
  /** The first month of a step that puts several together; absent where it is one month. */
  readonly from?: number;
  /** Seen in the month or later. */
  readonly atRisk: number;
  readonly left: number;
  /** The share of those still there who left in the month. */
  readonly hazard: number;
  /** The estimated share still there after the month, from 0 to 1. */
  readonly staying: number;
  /** Greenwood's standard error of it. */
  readonly error: number;
  readonly low: number;
  readonly high: number;
}

/** A month of the curve as shares alone, without how many they stand for. */
export type SeenPoint = Pick<SurvivalPoint, 'month' | 'from' | 'hazard' | 'staying' | 'low' | 'high'>;

/** The band; where nobody or everybody has left it is the point itself. */
function bandOf(staying: number, sum: number, z: number): { readonly low: number; readonly high: number } {
  if (staying <= 0 || staying >= 1) return { low: staying, high: staying };
  const half = (z * Math.sqrt(sum)) / Math.abs(Math.log(staying));
  return { low: staying ** Math.exp(half), high: staying ** Math.exp(-half) };
}

/** The curve, month by month from the first to the last in which anybody was seen. */
export function survivalOf(spent: readonly Spent[], z = 1.959963984540054): readonly SurvivalPoint[] {
  const leaving = new Map<number, number>();
  const ending = new Map<number, number>();
  for (const { months, left, count } of spent) {
    ending.set(months, (ending.get(months) ?? 0) + count);
    if (left) leaving.set(months, (leaving.get(months) ?? 0) + count);
  }
  const last = Math.max(0, ...ending.keys());
  let atRisk = spent.reduce((sum, { count }) => sum + count, 0);
  let [staying, sum] = [1, 0];
  const curve: SurvivalPoint[] = [];
  for (let month = 1; month <= last; month += 1) {
    const left = leaving.get(month) ?? 0;
    staying *= (atRisk - left) / atRisk;
    if (left > 0 && left < atRisk) sum += left / (atRisk * (atRisk - left));
    const error = left === atRisk ? 0 : staying * Math.sqrt(sum);
    curve.push({ month, atRisk, left, hazard: left / atRisk, staying, error, ...bandOf(staying, sum, z) });
    atRisk -= ending.get(month) ?? 0;
  }
  return curve;
}

/**
 * As many people as the share still there after the month at this place of a whole curve is worth (Peto and others, British Journal of
 * Cancer 35, 1977, 1–39): those seen in it, over the share still there before it. Everybody where nobody was lost sight of, however
 * many left; `least` of them are enough.
 */
export const worthAt = (curve: readonly SurvivalPoint[], place: number): number =>
  (curve[place]?.atRisk ?? 0) / (curve[place - 1]?.staying ?? 1);
export const isWorth = (curve: readonly SurvivalPoint[], place: number, least: number): boolean =>
  worthAt(curve, place) > least - 1e-6;

/** The curve's last month that is not after the one given; null where it has none. */
export const pointAt = (curve: readonly SurvivalPoint[], month: number): SurvivalPoint | null =>
  curve.findLast((point) => point.month <= month) ?? null;
