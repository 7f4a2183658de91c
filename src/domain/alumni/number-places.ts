// What time may it be where somebody's telephone rings?
// By the number's country code (ITU-T E.164), for the countries where former students of an English school most often
// are. A country of several zones gives its outermost ones, so that a call suits all of it. Where the person told us their
// zone, that one counts; a country that is not listed gives none, and nobody is rung there unasked (Y4).
import type { Alumnus } from './alumnus.js';

/** An IANA name, such as `Europe/London`. */
export type TimeZone = string;

const zonesByCode: readonly (readonly [code: string, ...zones: readonly TimeZone[]])[] = [
  ['+44', 'Europe/London'],
  ['+353', 'Europe/Dublin'],
  ['+1', 'America/St_Johns', 'America/Los_Angeles'],
  ['+27', 'Africa/Johannesburg'],
  ['+30', 'Europe/Athens'],
  ['+31', 'Europe/Amsterdam'],
  ['+32', 'Europe/Brussels'],
  ['+33', 'Europe/Paris'],
  ['+34', 'Atlantic/Canary', 'Europe/Madrid'],
  ['+351', 'Atlantic/Azores', 'Europe/Lisbon'],
  ['+356', 'Europe/Malta'],
  ['+357', 'Asia/Nicosia'],
  ['+358', 'Europe/Helsinki'],
  ['+36', 'Europe/Budapest'],
  ['+39', 'Europe/Rome'],
  ['+40', 'Europe/Bucharest'],
  ['+41', 'Europe/Zurich'],
  ['+43', 'Europe/Vienna'],
  ['+45', 'Europe/Copenhagen'],
  ['+46', 'Europe/Stockholm'],
  ['+47', 'Europe/Oslo'],
  ['+48', 'Europe/Warsaw'],
  ['+49', 'Europe/Berlin'],
  ['+61', 'Australia/Sydney', 'Australia/Perth'],
  ['+64', 'Pacific/Auckland'],
  ['+852', 'Asia/Hong_Kong'],
  ['+90', 'Europe/Istanbul'],
  ['+91', 'Asia/Kolkata'],
  ['+92', 'Asia/Karachi'],
  ['+971', 'Asia/Dubai'],
  ['+880', 'Asia/Dhaka'],
  ['+233', 'Africa/Accra'],
  ['+234', 'Africa/Lagos'],
  ['+254', 'Africa/Nairobi'],
];

/** Whether it names a time zone. */
export function isTimeZone(text: string): boolean {
  try {
    return Intl.DateTimeFormat('en-GB', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The zones in which it must be a good time before the number is rung; empty when nobody knows. */
export function zonesOf(person: Pick<Alumnus, 'contactRules'>, number: string): readonly TimeZone[] {
  const told = person.contactRules?.timeZone;
  if (told !== undefined) return [told];
  const known = zonesByCode.filter(([code]) => number.startsWith(code)).sort(([a], [b]) => b.length - a.length)[0];
  return known === undefined ? [] : known.slice(1);
}
