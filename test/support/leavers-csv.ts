// Leavers files for tests: every person in them is invented.
import { ulnCheckDigit, upnCheckLetter } from '../../src/domain/alumni/identifiers.js';
import type { School } from '../../src/domain/alumni/alumnus.js';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';

export const schools: readonly School[] = [
  {
    id: 'north' as SchoolId,
    name: 'North Test School',
    urn: '999101',
    laestab: '999/4101',
    joinedTrustOn: localDate('2015-09-01'),
  },
  {
    id: 'south' as SchoolId,
    name: 'South Test School',
    urn: '999102',
    laestab: '999/4102',
    joinedTrustOn: localDate('2016-09-01'),
  },
];

/** A right pupil number for the serial. */
export function upn(serial: number): string {
  const rest = `999410119${String(serial).padStart(3, '0')}`;
  return upnCheckLetter(rest) + rest;
}

/** A right learner number for the serial, which must not be one that has no check digit. */
export function uln(serial: number): string {
  const nine = String(300_000_000 + serial);
  const check = ulnCheckDigit(nine);
  if (check === null) throw new RangeError(`No learner number begins with ${nine}.`);
  return nine + check;
}

export const headings =
  'School,UPN,Forename,Surname,Date of birth,Left on,Year group,Email,Email owner,Final activity,Final provider';

/** One row under `headings`. */
export const row = (
  serial: number,
  { given = 'Avery', family = 'Testperson', email = '', provider = 'Leeds University' } = {},
) =>
  `north,${upn(serial)},${given},${family}${serial},2008-03-0${1 + (serial % 9)},2026-07-17,Year 13,${email},self,university,${provider}`;

export const file = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;
