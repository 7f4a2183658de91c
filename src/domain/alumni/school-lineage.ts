// Under which numbers is and was a school known, and when did it belong to the trust (Y21)?
// A school keeps one short name here for good; its URN and DfE number change when it becomes an academy, merges or is split
// (domain reference, section 3.10). Each former number has its last day and what happened. Links between numbers, which
// published lists hold backwards, open at both ends or in circles, are not kept: a number stands under the school that it
// became, once, or under two where a school was split.
import { addDays, parseLocalDate, type LocalDate } from '../calendar/local-date.js';
import type { School } from './alumnus.js';
import { numberChanges, type FormerNumber } from './former-number.js';
import { parseOutcode } from './outcode.js';

export type NumberField = 'urn' | 'laestab' | 'name' | 'on' | 'how';
export type NumberTexts = Readonly<Record<NumberField, string>>;
type NumberErrors = Partial<Record<NumberField, string>>;
type Changed<Field extends string> =
  | { readonly ok: true; readonly school: School }
  | { readonly ok: false; readonly errors: Partial<Record<Field, string>> };

const laestabOf = (text: string): string | null => {
  const digits = text.replace(/[\s/]/g, '');
  return digits === '' ? '' : /^\d{7}$/.test(digits) ? `${digits.slice(0, 3)}/${digits.slice(3)}` : null;
};

const newestFirst = (numbers: readonly FormerNumber[]): readonly FormerNumber[] =>
  [...numbers].sort((a, b) => (a.until < b.until ? 1 : -1));

/** Why the number cannot stand there; null where it can. A split leaves one number under two schools. */
function takenBy(urn: string, how: string, school: School, schools: readonly School[]): string | null {
  if (urn === school.urn) return 'This is the school’s present URN';
  if (school.formerNumbers?.some((each) => each.urn === urn) === true) return 'This URN is in the list already';
  const present = schools.find((other) => other.id !== school.id && other.urn === urn);
  if (present !== undefined) return `This is the present URN of ${present.name}`;
  const former = schools.find(
    (other) => other.id !== school.id && other.formerNumbers?.some((each) => each.urn === urn),
  );
  return former === undefined || how === 'split' ? null : `This URN stands under ${former.name}; say that it was split`;
}

function read(texts: NumberTexts, school: School, schools: readonly School[], today: LocalDate) {
  const urn = texts.urn.trim();
  const laestab = laestabOf(texts.laestab);
  const on = parseLocalDate(texts.on);
  const how = numberChanges.find((each) => each === texts.how);
  const taken = takenBy(urn, texts.how, school, schools);
  const name = texts.name.replace(/\s+/g, ' ').trim();
  const errors: NumberErrors = {
    ...(!/^\d{6}$/.test(urn) ? { urn: 'Enter the URN, which has six digits' } : taken === null ? {} : { urn: taken }),
    ...(laestab === null ? { laestab: 'Enter the DfE number, for example 123/4567, or leave it empty' } : {}),
    ...(name.length > 100 ? { name: 'Say it in at most 100 characters' } : {}),
    ...(on === null
      ? { on: 'Enter the day, for example 2018-08-31' }
      : on > today
        ? { on: 'Enter a day that is over: proposed numbers may still change' }
        : {}),
    ...(how === undefined ? { how: 'Choose what happened' } : {}),
  };
  return { urn, laestab: laestab ?? '', name, on, how, errors };
}

/** The school with one more number that it, or a school that became part of it, had until the day. */
export function withFormerNumber(
  school: School,
  texts: NumberTexts,
  schools: readonly School[],
  today: LocalDate,
): Changed<NumberField> {
  const { urn, laestab, name, on, how, errors } = read(texts, school, schools, today);
  if (on === null || how === undefined || Object.keys(errors).length > 0) return { ok: false, errors };
  const former: FormerNumber = {
    ...{ urn, until: on, how },
    ...(laestab === '' || laestab === school.laestab ? {} : { laestab }),
    ...(name === '' || name === school.name ? {} : { name }),
  };
  return { ok: true, school: { ...school, formerNumbers: newestFirst([...(school.formerNumbers ?? []), former]) } };
}

/** The school under a new number from the day on; the present one becomes a former one. */
export function withNewNumber(
  school: School,
  texts: NumberTexts,
  schools: readonly School[],
  today: LocalDate,
): Changed<NumberField> {
  const { urn, laestab, name, on, how, errors } = read(texts, school, schools, today);
  if (on === null || how === undefined || Object.keys(errors).length > 0) return { ok: false, errors };
  const nextLaestab = laestab === '' ? school.laestab : laestab;
  const nextName = name === '' ? school.name : name;
  const former: FormerNumber = {
    ...{ urn: school.urn, until: addDays(on, -1), how },
    ...(nextLaestab === school.laestab ? {} : { laestab: school.laestab }),
    ...(nextName === school.name ? {} : { name: school.name }),
  };
  const next = { ...school, urn, laestab: nextLaestab, name: nextName };
  return { ok: true, school: { ...next, formerNumbers: newestFirst([...(school.formerNumbers ?? []), former]) } };
}

/** Without the former number, which was entered by mistake. */
export function withoutFormerNumber(school: School, urn: string): School {
  const { formerNumbers = [], ...rest } = school;
  const left = formerNumbers.filter((each) => each.urn !== urn);
  return left.length === 0 ? rest : { ...rest, formerNumbers: left };
}

export type MembershipField = 'joinedTrustOn' | 'leftTrustOn' | 'specialMeasuresOn' | 'receivedUnder' | 'outcode';

/**
 * The school with the days on which it joined and left the trust and was put in special measures, what its leavers’ records were
 * received under, and where it is.
 */
export function withMembership(
  school: School,
  texts: Readonly<Record<MembershipField, string>>,
): Changed<MembershipField> {
  const {
    leftTrustOn: _left,
    receivedUnder: _under,
    specialMeasuresOn: _measures,
    outcode: _district,
    ...rest
  } = school;
  const joined = parseLocalDate(texts.joinedTrustOn);
  const left = texts.leftTrustOn.trim() === '' ? undefined : parseLocalDate(texts.leftTrustOn);
  const measures = texts.specialMeasuresOn.trim() === '' ? undefined : parseLocalDate(texts.specialMeasuresOn);
  const under = texts.receivedUnder.replace(/\s+/g, ' ').trim();
  const outcode = texts.outcode.trim() === '' ? undefined : parseOutcode(texts.outcode);
  const errors: Partial<Record<MembershipField, string>> = {
    ...(joined === null ? { joinedTrustOn: 'Enter the day on which the school joined, for example 2018-09-01' } : {}),
    ...(left === null ? { leftTrustOn: 'Enter the day on which the school left, or leave it empty' } : {}),
    ...(joined !== null && left !== undefined && left !== null && left < joined
      ? { leftTrustOn: 'The school cannot leave before it joined' }
      : {}),
    ...(measures === null ? { specialMeasuresOn: 'Enter the day of the report, or leave it empty' } : {}),
    ...(outcode === null ? { outcode: 'Enter the first half of a postcode, for example LS2, or leave it empty' } : {}),
    ...(under.length > 200 ? { receivedUnder: 'Say it in at most 200 characters' } : {}),
  };
  const wrong = Object.keys(errors).length > 0;
  if (joined === null || left === null || measures === null || outcode === null || wrong) return { ok: false, errors };
  return {
    ok: true,
    school: {
      ...rest,
      joinedTrustOn: joined,
      ...(left === undefined ? {} : { leftTrustOn: left }),
      ...(measures === undefined ? {} : { specialMeasuresOn: measures }),
      ...(outcode === undefined ? {} : { outcode }),
      ...(under === '' ? {} : { receivedUnder: under }),
    },
  };
}
