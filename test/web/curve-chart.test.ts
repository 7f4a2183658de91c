// The drawing of who is still there: a stair, and a slope where it is not told in which month people left.
import { describe, expect, it } from '@jest/globals';
import { stayingChart } from '../../src/web/charts/curve.js';

const point = (month: number, staying: number, from?: number) => ({
  ...{ month, hazard: 0.1, staying, low: staying, high: staying },
  ...(from !== undefined && { from }),
});
/** The line as pairs of numbers. */
const lineOf = (chart: ReturnType<typeof stayingChart>): readonly (readonly number[])[] =>
  (chart?.line ?? '')
    .slice(1)
    .split('L')
    .map((pair) => pair.split(',').map(Number));

describe('the drawing of who is still there', () => {
  it('falls like a stair in the months in which somebody left', () => {
    const chart = stayingChart([point(1, 0.9), point(2, 0.5)]);
    const [start, before, after, on, end] = lineOf(chart);
    expect(lineOf(chart)).toHaveLength(5);
    expect([before?.[1], on?.[1]]).toEqual([start?.[1], after?.[1]]);
    expect([after?.[0], end?.[0]]).toEqual([before?.[0], on?.[0]]);
    expect(chart?.slopes).toBe(false);
  });

  it('slopes over months that are put together', () => {
    const chart = stayingChart([point(12, 0.9, 1), point(13, 0.9)]);
    const [start, slope, on, end] = lineOf(chart);
    expect(lineOf(chart)).toHaveLength(4);
    expect((slope?.[0] ?? 0) > (start?.[0] ?? 0) && (slope?.[1] ?? 0) > (start?.[1] ?? 0)).toBe(true);
    expect([on?.[1], end?.[1]]).toEqual([slope?.[1], slope?.[1]]);
    expect(chart?.slopes).toBe(true);
  });
});
