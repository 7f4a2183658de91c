// The middle of a postcode district, from its first half.
import type { Point } from '../domain/alumni/outcode.js';
import { outcodeRows } from './outcode-rows.js';

/** Latitude and longitude by outcode, made at the first question. */
let points: ReadonlyMap<string, Point> | null = null;

const allPoints = (): ReadonlyMap<string, Point> =>
  new Map(
    Object.entries(outcodeRows).flatMap(([area, rows]) =>
      rows.split(',').flatMap((row) => {
        const [district, latitude, longitude] = row.split(' ');
        return district === undefined
          ? []
          : [[area + district, { latitude: Number(latitude) / 100, longitude: Number(longitude) / 100 }] as const];
      }),
    ),
  );

/** `LS2` is about 53.8 north, 1.55 west; null for a district that is not there. */
export function pointOfOutcode(outcode: string): Point | null {
  points ??= allPoints();
  return points.get(outcode) ?? null;
}
