// The clock of one school as a small drawing among others of the same scale: a cohort is a point with its interval, filled while pupils
// were enrolled at joining, hollow for those who came later; the comparison is a thin line, the mean before a dashed one, and the day
// an upright line. Told apart by shape, never by colour alone.
import type { ClockPoint } from '../../domain/insight/transition.js';

const size = { width: 300, height: 190, left: 40, right: 292, top: 14, bottom: 150 } as const;

/** From which event time to which, and from which share up, all drawings of a page run. */
export interface ClockSpan {
  /** In whole fifths. */
  readonly floor: number;
  readonly first: number;
  readonly last: number;
}

/** The span of these points, the event itself included. */
export const spanOf = (points: readonly Pick<ClockPoint, 'k' | 'interval'>[]): ClockSpan => ({
  floor: Math.max(0, Math.floor(5 * Math.min(0.8, ...points.map(({ interval }) => interval.low))) / 5),
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
  { first, last, floor }: ClockSpan,
) {
  if (points.length === 0) return null;
  const upright = (share: number): number =>
    Math.round(size.bottom - ((Math.max(floor, share) - floor) / (1 - floor)) * (size.bottom - size.top));
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
    ticks: [floor, (floor + 1) / 2, 1].map((each) => ({ y: upright(each), text: `${Math.round(each * 100)} %` })),
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
