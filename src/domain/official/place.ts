// Of which school, authority or country does an official row speak?
// Institutions go by their DfE number (LAESTAB) where the file has one, because published files have been seen with
// that number in the column of the URN; otherwise by URN (domain reference, sections 3.2 and 6.3).

import type { School } from '../alumni/alumnus.js';
import { isSameSchool, type FormerNumber } from '../alumni/former-number.js';

/** What an official row can be about, from the smallest to the largest. */
export type PlaceKind = 'institution' | 'provider' | 'area' | 'authority' | 'region' | 'nation';

/** As staff read them, in the plural. */
export const placeKindWords: Readonly<Record<PlaceKind, string>> = {
  institution: 'Schools and colleges',
  provider: 'Universities and colleges of higher education',
  area: 'Other areas',
  authority: 'Local authorities',
  region: 'Regions',
  nation: 'Countries',
};

/** One place of an official file. */
export interface OfficialPlace {
  readonly kind: PlaceKind;
  /** `estab:2054000`, `urn:136750`, `la:205`, `region:E12000007`, `nation:E92000001`, `ukprn:10007795`. */
  readonly code: string;
  readonly name: string;
  readonly urn?: string;
}

const digits = (text: string | undefined): string => (text ?? '').replace(/[\s/]/g, '');

type Numbers = Pick<School, 'urn' | 'laestab'>;

/** The codes of a former number; the DfE number tells it apart only where it was another. */
export const codesOfFormer = ({ urn, laestab }: FormerNumber): readonly string[] => [
  ...(laestab === undefined ? [] : [`estab:${digits(laestab)}`]),
  `urn:${digits(urn)}`,
];

/** The codes under which a school of the trust stands in official files now. */
export const presentCodes = ({ urn, laestab }: Numbers): readonly string[] => [
  `estab:${digits(laestab)}`,
  `urn:${digits(urn)}`,
];

/** All codes under which it stands or stood, or a school that became part of it: the present ones first. */
export const codesOfSchool = (school: Numbers & Pick<School, 'formerNumbers'>): readonly string[] => [
  ...presentCodes(school),
  ...(school.formerNumbers ?? []).flatMap(codesOfFormer),
];

/**
 * The codes under which official files speak of the same pupils, the present ones first: a new URN after conversion or a change of
 * trust goes on with them, a merger or a split does not (Y21).
 */
export const sameSchoolCodes = (school: Numbers & Pick<School, 'formerNumbers'>): readonly string[] => [
  ...new Set([...presentCodes(school), ...(school.formerNumbers ?? []).filter(isSameSchool).flatMap(codesOfFormer)]),
];

/** The URN that a code names; null for any other. */
export const urnOfCode = (code: string): string | null => /^urn:(\d{6})$/.exec(code)?.[1] ?? null;

/** The authority in which the school stands, as a code of official files. */
export const authorityCodeOf = (laestab: string): string => `la:${digits(laestab).slice(0, 3)}`;

/** The country of these files: England. */
export const nationCode = 'nation:E92000001';

/** A school or college by its numbers; null where it has neither. A URN has six digits, a DfE number seven. */
export function institution(given: {
  readonly urn?: string | undefined;
  readonly laestab?: string | undefined;
  readonly name: string;
}): OfficialPlace | null {
  const [urn, laestab] = [digits(given.urn), digits(given.laestab)];
  const known = /^\d{6}$/.test(urn) ? { urn } : {};
  if (/^\d{7}$/.test(laestab)) return { kind: 'institution', code: `estab:${laestab}`, name: given.name, ...known };
  return /^\d{6}$/.test(urn) ? { kind: 'institution', code: `urn:${urn}`, name: given.name, urn } : null;
}

/** An authority by its three-digit number. */
export const authority = (number: string | undefined, name: string): OfficialPlace | null =>
  /^\d{3}$/.test(digits(number)) ? { kind: 'authority', code: `la:${digits(number)}`, name } : null;
