// The clock of one school as a small drawing among others of the same scale: a cohort is a point with its interval, filled while pupils
// were enrolled at joining, hollow for those who came later; the comparison is a thin line, the mean before a dashed one, and the day
// an upright line. Told apart by shape, never by colour alone.
import type { ClockPoint } from '../../domain/insight/transition.js';

const size = { width: 300, height: 190, left: 40, right: 292, top: 14, bottom: 150 } as const;
const upright = (share: number): number => Math.round(size.bottom - share * (size.bottom - size.top));

/** From which event time to which all drawings of a page run. */
export interface ClockSpan {
  readonly first: number;
  readonly last: number;
}

/** The span of these points, the event itself included. */
export const spanOf = (points: readonly Pick<ClockPoint, 'k'>[]): ClockSpan => ({
  first: Math.min(-1, ...points.map(({ k }) => k)),
  last: Math.max(1, ...points.map(({ k }) => k)),
});

/** The drawing; null where there is no point. `beside` are shares of the comparison by event time. */
export function clockChart(
  points: readonly ClockPoint[],
  {
    before,
    beside,
  }: { readonly before: number | null; readonly beside: readonly { readonly k: number; readonly share: number }[] },
  { first, last }: ClockSpan,
) {
  if (points.length === 0) return null;
  const across = (k: number): number =>
    Math.round(size.left + ((k - first + 0.5) / (last - first + 1)) * (size.right - size.left));
  const every = last - first > 14 ? 5 : 2;
  const times = Array.from({ length: last - first + 1 }, (_, place) => first + place).filter((k) => k % every === 0);
  const line = beside
    .filter(({ k }) => k >= first && k <= last)
    .map(({ k, share }) => `${across(k)},${upright(share)}`)
    .join('L');
  return {
    ...size,
    ticks: [0, 50, 100].map((each) => ({ y: upright(each / 100), text: `${each} %` })),
    times: times.map((k) => ({ x: across(k), text: k > 0 ? `+${k}` : String(k) })),
    event: across(-0.5),
    before: before === null ? null : { y: upright(before) },
    beside: line === '' ? null : `M${line}`,
    points: points.map(({ k, share, interval, pupils }) => ({
      ...{ x: across(k), y: upright(share), pupils },
      top: upright(interval.high),
      bottom: upright(interval.low),
    })),
  };
}
