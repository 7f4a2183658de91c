// Shares of several places under each other, each with its interval and what it is held against: where everything stands in units of
// the drawing; the template draws it, so that every word is escaped. Told apart by shape: ours a dot on its interval, the benchmark
// a hollow diamond. The order is the table's own.
import type { Interval } from '../../domain/statistics/proportion.js';

/** One line of the chart. */
export interface ChartShare {
  readonly label: string;
  readonly share: number;
  readonly interval: Interval;
  readonly benchmark: number | null;
}

const width = 560;
const [left, right] = [12, 500];
const [head, line] = [26, 46];

const across = (share: number): number => Math.round((left + share * (right - left)) * 10) / 10;

/** The drawing of these shares, from top to bottom; null where there is none. */
export function sharesChart(shares: readonly ChartShare[]) {
  if (shares.length === 0) return null;
  const bottom = head + shares.length * line;
  return {
    ...{ width, height: bottom + 24, top: head - 16, bottom },
    ticks: [0, 25, 50, 75, 100].map((each) => ({ x: across(each / 100), text: `${each} %` })),
    lines: shares.map(({ label, share, interval, benchmark }, place) => {
      const y = head + place * line + 22;
      return {
        ...{ label, y, labelY: y - 12, x: across(share), said: `${Math.round(share * 100)} %` },
        interval: { from: across(interval.low), to: across(interval.high) },
        benchmark: benchmark === null ? null : across(benchmark),
      };
    }),
    shows: { benchmark: shares.some(({ benchmark }) => benchmark !== null) },
  };
}
