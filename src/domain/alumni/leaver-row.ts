// What does one row of a leavers file say about one person, or what keeps it out?
// Every cell is read before the row is refused, so that all its problems are told at once (requirement W7, look 6).
// Consent lasts to its last day; a leaving year without a day means 31 July of it, the earlier end of the summer.
import { academicYearOf } from '../calendar/academic-year.js';
import { addDays, ageOn, localDate, type LocalDate } from '../calendar/local-date.js';
import type { Permission, PlannedDestination, School } from './alumnus.js';
import { cohortId } from './cohort.js';
import {
  isSchoolAddress,
  parseEmailAddress,
  parseMobile,
  schoolAddressDays,
  type HeardContact,
} from './contact-point.js';
import { parseFormGroup } from './form-group.js';
import { checkUcasId, checkUln, checkUpn } from './identifiers.js';
import type { CohortId, SchoolId } from './ids.js';
import { plain, readActivity, readBasis, readMonth, readOwner, readStage } from './leaver-cells.js';
import { leaverFields, type LeaverField, type LeaverTexts, type RowProblem } from './leaver-fields.js';
import { dayRemedy, rowReader, type RowReader } from './row-reader.js';

/** A plan as the file states it; without a day of its own it counts from the day of the import. */
export type HeardPlan = Omit<PlannedDestination, 'recordedOn'> & { readonly recordedOn?: LocalDate };

/** What a good row says; absent where the cell was empty. */
export interface LeaverFacts {
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  readonly leftOn: LocalDate;
  /** False when the file gave only the year and the day is assumed. */
  readonly leftOnStated: boolean;
  readonly formGroup?: string;
  readonly name: { readonly given: string; readonly family: string; readonly toUse?: string };
  readonly dateOfBirth?: LocalDate;
  readonly upn?: string;
  readonly formerUpn?: string;
  readonly uln?: string;
  readonly ucasId?: string;
  readonly contacts: readonly HeardContact[];
  readonly permission?: Permission;
  readonly intended?: HeardPlan;
  readonly final?: HeardPlan;
}

/** What reading a row needs to know of the trust and the day. */
export interface RowContext {
  readonly schools: readonly School[];
  readonly today: LocalDate;
  /** The provider's usual name where the text is one of its names; otherwise the text. */
  readonly providerName: (text: string) => string;
  /** Domains of the schools' own mail, beside those under sch.uk. */
  readonly schoolDomains?: readonly string[];
}

/** What the row says, or everything that keeps it out. */
export type LeaverRow =
  { readonly ok: true; readonly facts: LeaverFacts } | { readonly ok: false; readonly problems: readonly RowProblem[] };

/** What remains of a field that may be null: absent, or there. */
type Present<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: Exclude<T[K], null>;
};

/** Only the fields that were read; optional fields are absent and never null. */
function present<const T extends object>(fields: T): Present<T> {
  const there: Partial<T> = {}; // a loop: this is done eight times for each of a million rows
  for (const name of Object.keys(fields) as (keyof T)[]) if (fields[name] !== null) there[name] = fields[name];
  return there as unknown as Present<T>;
}

/** Schools by everything that they are called and were, in plain letters; of one that was split, nobody can say which of the two. */
function schoolsByText(schools: readonly School[]): ReadonlyMap<string, SchoolId> {
  const former = new Map<string, Set<SchoolId>>();
  for (const { id, formerNumbers = [] } of schools) {
    for (const text of formerNumbers.flatMap(({ urn, laestab = '', name = '' }) => [urn, laestab, name])) {
      former.set(plain(text), (former.get(plain(text)) ?? new Set()).add(id));
    }
  }
  const once = [...former].flatMap(([text, ids]) => (ids.size === 1 ? [...ids].map((id) => [text, id] as const) : []));
  const now = schools.flatMap(({ id, urn, laestab, name }) =>
    [id, urn, laestab, name].map((text) => [plain(text), id] as const),
  );
  return new Map([...once, ...now.toReversed()]); // the first of two that are called the same
}

/** Worked out once for a list of schools, not for every row of a file of a million. */
const textsOfSchools = new WeakMap<readonly School[], ReadonlyMap<string, SchoolId>>();

function readSchool({ cell, isEmpty, refuse }: RowReader<LeaverField>, schools: readonly School[]): SchoolId | null {
  if (isEmpty('school')) return refuse('school', 'school is empty', 'write its name or URN');
  const byText = textsOfSchools.get(schools) ?? schoolsByText(schools);
  textsOfSchools.set(schools, byText);
  const named = (text: string): SchoolId | null => (plain(text) === '' ? null : (byText.get(plain(text)) ?? null));
  return cell('school', named, 'a school of the trust', 'use its name or URN as it stands under Settings, Schools');
}

function readWho(reader: RowReader<LeaverField>, today: LocalDate) {
  const { refuse, identifier } = reader;
  const upnForm = 'a pupil number is a letter, eleven digits, and one more digit or letter';
  const dateOfBirth = reader.day('dateOfBirth');
  if (dateOfBirth !== null && (dateOfBirth < '1930-01-01' || dateOfBirth > today)) {
    refuse('dateOfBirth', `no leaver was born on ${dateOfBirth}`, 'check the year');
  }
  const known: readonly LeaverField[] = ['upn', 'uln', 'dateOfBirth'];
  if (known.every(reader.isEmpty)) {
    refuse('upn', 'there is no pupil number, learner number or date of birth', 'give at least one of them');
  }
  return {
    given: reader.name('givenName', 'needed'),
    family: reader.name('familyName', 'needed'),
    toUse: reader.name('nameToUse', 'optional'),
    dateOfBirth,
    upn: identifier('upn', 'pupil number', upnForm, checkUpn),
    formerUpn: identifier('formerUpn', 'former pupil number', upnForm, checkUpn),
    uln: identifier('uln', 'learner number', 'a learner number has ten digits', checkUln),
    ucasId: identifier('ucasId', 'UCAS id', 'a UCAS personal id has ten digits', checkUcasId),
  };
}

/** A file may name who leaves next summer, and is brought some weeks before the year begins. */
const [firstLeavers, daysAhead] = [localDate('2000-01-01'), 400];

function readLeaving({ cell, day, isEmpty, refuse }: RowReader<LeaverField>, today: LocalDate) {
  const stage = isEmpty('stage')
    ? refuse('stage', 'stage is empty', 'write Year 11 or Year 13')
    : cell('stage', readStage, 'a stage that Onward follows', 'write Year 11 or Year 13');
  const leftOn = day('leftOn');
  const year = cell(
    'leavingYear',
    (text) => (/^20\d\d$/.test(text) ? Number(text) : null),
    'a year',
    'write it as 2026',
  );
  if (isEmpty('leftOn') && isEmpty('leavingYear')) {
    refuse('leftOn', 'neither the day nor the year of leaving is given', dayRemedy);
  }
  if (leftOn !== null && year !== null && academicYearOf(leftOn) !== year) {
    const remedy = `somebody who left on that day is a leaver of ${academicYearOf(leftOn)}`;
    refuse('leavingYear', `leaving year ${year} does not fit left on ${leftOn}`, remedy);
  }
  const leaves = leftOn ?? (year === null ? null : localDate(`${year}-07-31`));
  if (leaves !== null && (leaves < firstLeavers || leaves > addDays(today, daysAhead))) {
    const field = leftOn === null ? 'leavingYear' : 'leftOn';
    refuse(
      field,
      `${leaverFields[field]} ${leftOn ?? String(year)} is no year of which people are kept`,
      'check the year',
    );
  }
  return stage === null || leaves === null
    ? null
    : { cohortId: cohortId(stage, academicYearOf(leaves)), leftOn: leaves, leftOnStated: leftOn !== null };
}

function readContacts({ cell, day }: RowReader<LeaverField>): readonly HeardContact[] {
  const email = (field: LeaverField) =>
    cell(field, parseEmailAddress, 'an email address', 'write one address, such as name@example.org');
  const owner = (field: LeaverField) => cell(field, readOwner, 'an owner', 'write self, parent, shared or unknown');
  const heard = (kind: HeardContact['kind'], value: string | null, rest: object): readonly HeardContact[] =>
    value === null ? [] : [present({ kind, value, ...rest })];
  const mobile = cell('mobile', parseMobile, 'a mobile number', 'write it as 07700 900123, or with + and the country');
  return [
    ...heard('email', email('email'), { owner: owner('emailOwner'), usableUntil: day('emailUseUntil') }),
    ...heard('email', email('secondEmail'), { owner: owner('secondEmailOwner') }),
    ...heard('email', email('parentEmail'), { owner: 'parent' }),
    ...heard('mobile', mobile, { owner: owner('mobileOwner') }),
  ];
}

/** A school's address stops working when its owner leaves: it goes in with a last day (Y1). */
const withLastDay = (heard: HeardContact, leftOn: LocalDate, schoolDomains: readonly string[]): HeardContact =>
  heard.kind === 'email' && heard.usableUntil === undefined && isSchoolAddress(heard.value, schoolDomains)
    ? { ...heard, usableUntil: addDays(leftOn, schoolAddressDays) }
    : heard;

function readPermission(reader: RowReader<LeaverField>, born: LocalDate | null, today: LocalDate): Permission | null {
  const { cell, day, dayUntil, isEmpty, refuse, words } = reader;
  const basis = cell('basis', readBasis, 'a basis', 'write public task or consent');
  const evidence = words('basisEvidence');
  const recordedOn = dayUntil('basisRecordedOn', today);
  const until = day('consentUntil');
  const wording = words('basisWording') ?? 'not stated';
  if (basis === null) return null;
  if (isEmpty('basisEvidence')) {
    refuse('basisEvidence', 'a basis stands without its evidence', 'say what shows it, such as "leaving form 2026"');
  }
  if (isEmpty('basisRecordedOn')) {
    refuse('basisRecordedOn', 'a basis stands without the day on which it was recorded', dayRemedy);
  }
  if (evidence === null || recordedOn === null) return null;
  const ageAtCollection = born === null ? null : ageOn(born, recordedOn);
  return present({ purpose: 'destination-survey', basis, evidence, recordedOn, ageAtCollection, until, wording });
}

function readPlan(
  reader: RowReader<LeaverField>,
  which: 'intended' | 'final',
  { providerName, today }: RowContext,
): HeardPlan | null {
  const { cell, words, refuse } = reader;
  const kinds =
    'write university, apprenticeship, employment, further education, training, gap year, other or undecided';
  const activity = cell(`${which}Activity`, readActivity, 'a kind of destination', kinds);
  const provider = words(`${which}Provider`);
  const course = words(`${which}Course`);
  const employer = words(`${which}Employer`);
  const startsIn = cell(`${which}Start`, readMonth, 'a month', 'write it as 2026-09 or 09/2026');
  const recordedOn = reader.dayUntil(`${which}RecordedOn`, today);
  if (activity === null) {
    const place = provider ?? course ?? employer;
    if (place === null || !reader.isEmpty(`${which}Activity`)) return null;
    return refuse(`${which}Activity`, `the ${which} destination has a place but no activity`, kinds);
  }
  const name = provider === null ? null : providerName(provider);
  return present({ activity, provider: name, course, employer, startsIn, recordedOn, source: 'school' });
}

/** Reads a whole row: what it says, or everything that keeps it out. */
export function readLeaverRow(texts: LeaverTexts, context: RowContext): LeaverRow {
  const { schools, today, schoolDomains = [] } = context;
  const reader = rowReader(leaverFields, texts);
  const schoolId = readSchool(reader, schools);
  const { given, family, toUse, ...who } = readWho(reader, today);
  const leaving = readLeaving(reader, today);
  const formGroup = reader.cell(
    'formGroup',
    parseFormGroup,
    'a form group',
    'write letters and digits, at most 20, such as 13B',
  );
  const contacts = readContacts(reader).map((heard) =>
    leaving === null ? heard : withLastDay(heard, leaving.leftOn, schoolDomains),
  );
  const permission = readPermission(reader, who.dateOfBirth, today);
  const intended = readPlan(reader, 'intended', context);
  const final = readPlan(reader, 'final', context);
  if (leaving !== null && who.dateOfBirth !== null && leaving.leftOn <= who.dateOfBirth) {
    reader.refuse('leftOn', 'left on is not after the date of birth', 'check both days');
  }
  if (reader.problems.length > 0 || schoolId === null || leaving === null) {
    return { ok: false, problems: reader.problems };
  }
  if (given === null || family === null) return { ok: false, problems: reader.problems };
  const name = present({ given, family, toUse });
  return {
    ok: true,
    facts: present({ schoolId, ...leaving, formGroup, name, ...who, contacts, permission, intended, final }),
  };
}
