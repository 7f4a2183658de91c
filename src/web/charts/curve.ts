// A curve of who is still there, month by month, with its band: where everything stands in units of the drawing. The curve is a
// stair, because it falls only in months in which somebody left; over months that are put together it slopes, because in which of
// them they left is not told.
import type { SeenPoint } from '../../domain/statistics/survival.js';

const size = { width: 560, height: 240, left: 44, right: 548, top: 14, bottom: 204 } as const;

const upright = (share: number): number => Math.round((size.bottom - share * (size.bottom - size.top)) * 10) / 10;

/** The drawing; null where there is no curve. Months run to the end of a year at least. */
export function stayingChart(curve: readonly SeenPoint[]) {
  const last = curve.at(-1);
  if (last === undefined) return null;
  const months = Math.max(12, last.month);
  const across = (month: number): number => Math.round(size.left + (month / months) * (size.right - size.left));
  const stair = (value: (point: SeenPoint) => number): readonly string[] =>
    curve.flatMap((point, place) => {
      const before = place === 0 ? 1 : value(curve[place - 1] ?? point);
      const [x, after] = [across(point.month), upright(value(point))];
      return point.from === undefined ? [`${x},${upright(before)}`, `${x},${after}`] : [`${x},${after}`];
    });
  const start = `${across(0)},${upright(1)}`;
  const every = months <= 15 ? 3 : months <= 30 ? 6 : 12;
  return {
    ...size,
    ticks: [0, 25, 50, 75, 100].map((each) => ({ y: upright(each / 100), text: `${each} %` })),
    months: Array.from({ length: Math.floor(months / every) + 1 }, (_, place) => ({
      x: across(place * every),
      text: String(place * every),
    })),
    line: `M${[start, ...stair(({ staying }) => staying)].join('L')}`,
    band: `M${[start, ...stair(({ high }) => high), ...stair(({ low }) => low).toReversed(), start].join('L')}Z`,
    slopes: curve.some(({ from }) => from !== undefined),
    // Under the band, where no grid line of the top runs through it.
    end: { x: across(last.month), y: upright(last.low) + 16, text: `${Math.round(last.staying * 100)} %` },
  };
}
