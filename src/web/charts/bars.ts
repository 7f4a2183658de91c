// Shares as bars that lie, each under its own words, with its interval: where everything stands, in units of the drawing. A second
// share of the same row is a hollow mark on the same line; told apart by shape and word, never by colour alone.
import type { Interval } from '../../domain/statistics/proportion.js';

/** One bar; what is null is not drawn. */
export interface ChartBar {
  readonly label: string;
  readonly share: number | null;
  readonly interval: Interval | null;
  /** A second share, such as that of a main reason. */
  readonly beside: number | null;
}

const size = { width: 380, left: 4, right: 372, step: 50, top: 24 } as const;
const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** The drawing, a bar a row in the order given; null where no share may be drawn (Y18). */
export function barsChart(bars: readonly ChartBar[]) {
  const drawn = bars.flatMap(({ share, ...bar }) => (share === null ? [] : [{ ...bar, share }]));
  if (drawn.length === 0) return null;
  const furthest = Math.max(
    ...drawn.map(({ share, interval, beside }) => Math.max(share, interval?.high ?? 0, beside ?? 0)),
  );
  // To the next whole fifth, so that small shares can be seen.
  const most = Math.min(1, Math.ceil(furthest * 5) / 5);
  const across = (share: number): number => Math.round(size.left + (share / most) * (size.right - size.left));
  const bottom = size.top + drawn.length * size.step;
  return {
    ...size,
    bottom,
    height: bottom + 20,
    ticks: [0, 0.5, 1].map((part) => ({ x: across(most * part), text: percent(most * part) })),
    bars: drawn.map(({ label, share, interval, beside }, place) => {
      const y = size.top + place * size.step;
      return {
        ...{ label, y, said: percent(share), width: Math.max(1, across(share) - size.left) },
        interval: interval === null ? null : { from: across(interval.low), to: across(interval.high) },
        beside: beside === null ? null : across(beside),
      };
    }),
    shows: { beside: drawn.some(({ beside }) => beside !== null) },
  };
}
