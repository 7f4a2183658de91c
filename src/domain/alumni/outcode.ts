// The first half of a postcode: what is kept of where somebody lives or a school stands, and how far apart two of them are.
// Distances are along the great circle over a round earth, between the middles of districts: right to a mile or two.

/** Where something is, in degrees; north and east are above nought. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * The postcode district of a postcode or of its first half: `ls2 9jt` and `LS2` give `LS2`. Null for what has another form;
 * whether there is such a district is not looked up. The second half leads to a few doors, so it is never kept.
 */
export function parseOutcode(text: string): string | null {
  return /^([A-Z]{1,2}\d[A-Z\d]?)(?:\s*\d[A-Z]{2})?$/.exec(text.trim().toUpperCase())?.[1] ?? null;
}

const earthInMiles = 3_958.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Miles between two points, by the haversine formula. */
export function milesBetween(one: Point, other: Point): number {
  const halfSine = (from: number, to: number): number => Math.sin(radians(to - from) / 2) ** 2;
  const square =
    halfSine(one.latitude, other.latitude) +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * halfSine(one.longitude, other.longitude);
  return 2 * earthInMiles * Math.asin(Math.min(1, Math.sqrt(square)));
}

/** Bands of miles, the nearest first. */
export const distanceBands = ['under-10', '10-24', '25-54', '55-149', '150-or-more'] as const;
export type DistanceBand = (typeof distanceBands)[number];

/** The band of a distance in miles. */
export const bandOfMiles = (miles: number): DistanceBand =>
  miles < 10 ? 'under-10' : miles < 25 ? '10-24' : miles < 55 ? '25-54' : miles < 150 ? '55-149' : '150-or-more';
