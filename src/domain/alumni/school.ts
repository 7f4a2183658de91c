// Is this a school that can be recorded?
// URN: six digits. LAESTAB: three digits of the local authority, four of the establishment (domain reference, section
// 6.3). The short name stands in addresses and settings and never changes; it is made from the name once.
import { parseLocalDate } from '../calendar/local-date.js';
import type { School } from './alumnus.js';
import type { SchoolId } from './ids.js';

export type SchoolField = 'name' | 'urn' | 'laestab' | 'joinedTrustOn';

/** Small letters, digits and hyphens of a name: `St Avery's (invented)` becomes `st-averys-invented`. */
export const shortNameOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[\p{M}'’.]/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);

/** The school that the texts describe, or what to put right about each. */
export function readSchoolForm(
  texts: Readonly<Record<SchoolField, string>>,
):
  | { readonly ok: true; readonly school: School }
  | { readonly ok: false; readonly errors: Partial<Record<SchoolField, string>> } {
  const name = texts.name.replace(/\s+/g, ' ').trim();
  const urn = texts.urn.trim();
  const digits = texts.laestab.replace(/[\s/]/g, '');
  const joined = parseLocalDate(texts.joinedTrustOn);
  const errors: Partial<Record<SchoolField, string>> = {
    ...(shortNameOf(name) === '' || name.length > 100 ? { name: 'Enter the name of the school' } : {}),
    ...(/^\d{6}$/.test(urn) ? {} : { urn: 'Enter the URN, which has six digits' }),
    ...(/^\d{7}$/.test(digits) ? {} : { laestab: 'Enter the DfE number, for example 123/4567' }),
    ...(joined === null ? { joinedTrustOn: 'Enter the day on which the school joined, for example 2018-09-01' } : {}),
  };
  if (joined === null || Object.keys(errors).length > 0) return { ok: false, errors };
  const laestab = `${digits.slice(0, 3)}/${digits.slice(3)}`;
  return { ok: true, school: { id: shortNameOf(name) as SchoolId, name, urn, laestab, joinedTrustOn: joined } };
}
