// A share over the years as points with their intervals, and the bounds that whoever is not known leaves open as a band behind.
// Gives where everything stands, in units of the drawing; the template draws it, so that every word is escaped. Told apart by
// shape and word, never by colour alone: ours filled, official figures hollow, the trust's a line across.
import type { Interval } from '../../domain/statistics/proportion.js';

/** One year on the chart; what is null is not drawn, and `note` stands in its place. */
export interface ChartYear {
  readonly label: string;
  readonly share: number | null;
  readonly interval: Interval | null;
  readonly bounds: Interval | null;
  readonly trust: number | null;
  readonly official: number | null;
  readonly note: string | null;
}

const size = { width: 380, height: 220, left: 44, right: 372, top: 14, bottom: 182 } as const;

const upright = (share: number): number => Math.round(size.bottom - share * (size.bottom - size.top));
const spanOf = ({ low, high }: Interval) => ({ y: upright(high), height: Math.max(1, upright(low) - upright(high)) });
const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** The drawing of these years, oldest first; null where nothing of them may be drawn (Y18). */
export function yearsChart(years: readonly ChartYear[]) {
  if (years.every(({ share, trust, official }) => share === null && trust === null && official === null)) return null;
  const step = (size.right - size.left) / Math.max(1, years.length);
  const points = years.map((year, place) => {
    const x = Math.round(size.left + step * (place + 0.5));
    return {
      ...{ x, label: year.label, note: year.share === null ? year.note : null },
      y: year.share === null ? null : upright(year.share),
      said: year.share === null ? null : percent(year.share),
      bounds: year.bounds === null ? null : { x: x - 15, width: 30, ...spanOf(year.bounds) },
      interval:
        year.interval === null ? null : { top: upright(year.interval.high), bottom: upright(year.interval.low) },
      trust: year.trust === null ? null : { y: upright(year.trust), from: x - 20, to: x + 20 },
      official: year.official === null ? null : { x: x + 12, y: upright(year.official) },
    };
  });
  return {
    ...size,
    ticks: [0, 25, 50, 75, 100].map((each) => ({ y: upright(each / 100), text: `${each} %` })),
    points,
    shows: {
      bounds: years.some(({ bounds }) => bounds !== null),
      trust: years.some(({ trust }) => trust !== null),
      official: years.some(({ official }) => official !== null),
    },
  };
}
