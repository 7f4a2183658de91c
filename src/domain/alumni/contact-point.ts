// Is this an address or number that can be written to, and which points of a person may be used on a day?
// Addresses: requirement W8 (one plain address, ASCII, no quoted part, at most 254 characters). Owners: Y2; only a
// point of the person's own may carry anything that we hold. `usableUntil` is the last day.
import type { LocalDate } from '../calendar/local-date.js';
import type { ContactOwner, ContactPoint } from './alumnus.js';
import { plainDigits } from './plain-digits.js';

const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const address = new RegExp(`^${atom}(?:\\.${atom})*@(?:${label}\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`);

/** The address in lower case, or null when it cannot be written to. */
export function parseEmailAddress(text: string): string | null {
  const value = text.trim().toLowerCase();
  return value.length <= 254 && value.indexOf('@') <= 64 && address.test(value) ? value : null;
}

/** A mobile number as `+447700900123`; a leading 0 means the United Kingdom. Null when it is no mobile number. */
export function parseMobile(text: string): string | null {
  const value = plainDigits(text)
    .replace(/[\s().-]/g, '')
    .replace(/^00/, '+');
  const whole = value.startsWith('0') ? `+44${value.slice(1)}` : value;
  if (whole.startsWith('+44')) return /^\+447\d{9}$/.test(whole) ? whole : null;
  return /^\+[1-9]\d{7,14}$/.test(whole) ? whole : null;
}

/** Whether the address belongs to a school: a domain under sch.uk, or one that the trust names. */
export function isSchoolAddress(address: string, schoolDomains: readonly string[]): boolean {
  const domain = address.slice(address.indexOf('@') + 1).toLowerCase();
  return domain.endsWith('.sch.uk') || schoolDomains.some((own) => domain === own || domain.endsWith(`.${own}`));
}

/** How long a school's address may be used after its owner has left, in days, where nobody said otherwise (Y1). */
export const schoolAddressDays = 60;

/** Whether it may be used on the day. */
export const isUsable = (point: ContactPoint, on: LocalDate): boolean =>
  point.state === 'usable' && (point.usableUntil === undefined || on <= point.usableUntil);

const own = (kind: ContactPoint['kind'], points: readonly ContactPoint[], on: LocalDate): readonly ContactPoint[] =>
  points
    .filter((point) => point.kind === kind && point.owner === 'self' && isUsable(point, on))
    .sort((a, b) => Number(b.confirmedOn !== undefined) - Number(a.confirmedOn !== undefined) || b.number - a.number);

/** The person's own addresses that may be used on the day, confirmed ones first, then the newest. */
export const ownAddresses = (points: readonly ContactPoint[], on: LocalDate): readonly ContactPoint[] =>
  own('email', points, on);

/** The person's own mobile numbers that may be used on the day, in the same order. */
export const ownNumbers = (points: readonly ContactPoint[], on: LocalDate): readonly ContactPoint[] =>
  own('mobile', points, on);

/**
 * Whether a text may go there: a mobile number of the United Kingdom. Numbers that begin with 070 are personal numbers
 * and those with 076 pagers, but for 07624 on the Isle of Man (Ofcom's National Telephone Numbering Plan).
 */
export const takesTexts = (number: string): boolean => /^\+447(?:[1-57-9]\d{8}|624\d{6})$/.test(number);

/** The points where that one, if it is the person's own, is confirmed: they answered by what came to it. */
export const withConfirmed = (
  points: readonly ContactPoint[],
  number: number,
  on: LocalDate,
): readonly ContactPoint[] =>
  points.map((point) =>
    point.number === number && point.owner === 'self' && point.confirmedOn === undefined
      ? { ...point, confirmedOn: on }
      : point,
  );

/** A contact detail as a file or an answer gives it. */
export interface HeardContact {
  readonly kind: ContactPoint['kind'];
  readonly value: string;
  /** Absent where whoever told us did not say. */
  readonly owner?: ContactOwner;
  readonly usableUntil?: LocalDate;
}

/**
 * The points with one more: a value that is not there yet takes the next number; one that is there keeps number, state
 * and day, and learns its owner unless the person confirmed it. Nothing is ever taken away (decision R2 rests on numbers).
 */
export function withContact(
  points: readonly ContactPoint[],
  heard: HeardContact,
  on: LocalDate,
): readonly ContactPoint[] {
  const { owner, usableUntil } = heard;
  const known = points.find((point) => point.kind === heard.kind && point.value === heard.value);
  if (known === undefined) {
    const fresh: ContactPoint = {
      number: Math.max(0, ...points.map((point) => point.number)) + 1,
      kind: heard.kind,
      value: heard.value,
      owner: owner ?? 'unknown',
      state: 'usable',
      ...(usableUntil === undefined ? {} : { usableUntil }),
      addedOn: on,
    };
    return [...points, fresh];
  }
  if (known.confirmedOn !== undefined || owner === undefined || owner === known.owner) return points;
  return points.map((point) => (point === known ? { ...point, owner } : point));
}
