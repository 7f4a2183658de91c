// What is a local authority told about somebody, in which of its own words (Y20)?
// Three files: offers at the end of September, the situation on 1 November, and who left mid-course. Somebody who told us to
// pass on no more than the basic details stands in them by name and date of birth alone. Codes are NCCIS's; where our record
// cannot choose one, the row says why and has none, because a code that was guessed is worse than none. The codes of offers
// between the first and "not yet recorded" are unverified and not used.
import type { Alumnus, PersonState, School } from '../alumni/alumnus.js';
import { placeIn } from '../alumni/plan-form.js';
import { planRowOf } from '../alumni/plan-row.js';
import { monthOf, type LocalDate } from '../calendar/local-date.js';
import { activityFacts } from './activity.js';
import { lastTold } from './outcome.js';
import type { DestinationRecord } from './record.js';
import type { Spell } from './spell.js';
import { primaryOf } from './way.js';

export const returnKinds = ['offers', 'situation', 'left-early'] as const;
export type ReturnKind = (typeof returnKinds)[number];

/** The columns by our own headings; an authority may have others. */
export const returnFields = {
  upn: 'UPN',
  uln: 'ULN',
  givenName: 'Given name',
  familyName: 'Family name',
  dateOfBirth: 'Date of birth',
  school: 'School',
  laestab: 'DfE number',
  code: 'Code',
  situation: 'Situation',
  place: 'Place',
  since: 'Since',
  knownOn: 'Known on',
  leftOn: 'Left on',
  note: 'Note',
} as const;
export type ReturnField = keyof typeof returnFields;
export type ReturnRow = Readonly<Record<ReturnField, string>>;

const who: readonly ReturnField[] = ['upn', 'uln', 'givenName', 'familyName', 'dateOfBirth', 'school', 'laestab'];
/** Which columns each file has. */
export const fieldsOfReturn: Readonly<Record<ReturnKind, readonly ReturnField[]>> = {
  offers: [...who, 'code', 'situation', 'place', 'note'],
  situation: [...who, 'code', 'situation', 'place', 'since', 'knownOn', 'note'],
  'left-early': [...who, 'leftOn', 'note'],
};

/** The three digits of the authority in which a school is. The authority of somebody's home is not on record. */
export const authorityOf = ({ laestab }: Pick<School, 'laestab'>): string => laestab.replace(/\D/g, '').slice(0, 3);

const neverPassedOn: readonly PersonState[] = ['has-died', 'restricted'];

/** Whether somebody stands in the file. */
export const isInReturn = ({ state }: Pick<Alumnus, 'state'>, kind: ReturnKind): boolean =>
  kind === 'left-early' ? state === 'left-mid-course' : !neverPassedOn.includes(state);

/** A code of the authority's list, or why there is none. */
export type CodeFor = (activity: Spell['activity']) => { readonly code: string; readonly note: string };

const empty = Object.fromEntries(Object.keys(returnFields).map((field) => [field, ''])) as ReturnRow;
const offerMade = '110';
const notYetRecorded = '159';
const notKnown = '810';

/** The main thing that the person does in the month, as far as somebody saw it; a place that was only entered is none. */
function spellIn({ spells }: Pick<DestinationRecord, 'spells'>, on: LocalDate): Spell | null {
  const month = monthOf(on);
  const there = spells.filter(
    ({ standing, from, to, lastKnown }) => standing === 'began' && from <= month && (to ?? lastKnown) >= month,
  );
  return primaryOf(there) ?? null;
}

function offersOf(person: Alumnus): Partial<ReturnRow> {
  const row = planRowOf(person);
  const place = [row.firmProvider, placeIn(row, 'final'), row.insuranceProvider].find((name) => name !== '') ?? '';
  const offered = place !== '' || Number(row.offers) > 0 || row.application === 'offers';
  return offered
    ? { code: offerMade, situation: 'Offer made', place }
    : { code: notYetRecorded, situation: 'Not yet recorded' };
}

function situationOf(record: DestinationRecord | null, on: LocalDate, codeFor: CodeFor): Partial<ReturnRow> {
  const spell = record === null ? null : spellIn(record, on);
  if (record === null || spell === null) return { code: notKnown, situation: 'Current situation not known' };
  return {
    ...codeFor(spell.activity),
    situation: activityFacts[spell.activity].words,
    place: spell.provider ?? spell.employer ?? '',
    since: spell.from,
    knownOn: lastTold(spell, record.claims) ?? '',
  };
}

/** The row of one person. */
export function returnRow(
  kind: ReturnKind,
  {
    person,
    school,
    record,
  }: { readonly person: Alumnus; readonly school: School; readonly record: DestinationRecord | null },
  on: LocalDate,
  codeFor: CodeFor,
): ReturnRow {
  const basic = {
    ...empty,
    ...{ givenName: person.name.given, familyName: person.name.family, dateOfBirth: person.dateOfBirth ?? '' },
  };
  if (person.contactRules?.basicDetailsOnlySince !== undefined) return { ...basic, note: 'Basic details only' };
  const full = {
    ...basic,
    ...{ upn: person.upn ?? '', uln: person.uln ?? '', school: school.name, laestab: school.laestab },
  };
  switch (kind) {
    case 'offers':
      return { ...full, ...offersOf(person) };
    case 'situation':
      return { ...full, ...situationOf(record, on, codeFor) };
    case 'left-early':
      return { ...full, leftOn: person.leftOn };
  }
}

/** The headings of an authority, by our columns: `UPN = Unique Pupil Number`, one a line; or the line that is none. */
export function readHeadings(
  text: string,
):
  | { readonly ok: true; readonly headings: Readonly<Partial<Record<ReturnField, string>>> }
  | { readonly ok: false; readonly line: string } {
  const headings: Partial<Record<ReturnField, string>> = {};
  const fields = Object.entries(returnFields) as [ReturnField, string][];
  for (const line of text.split(/\r?\n/).filter((one) => one.trim() !== '')) {
    const [, ours = '', theirs = ''] = /^([^=]+)=(.+)$/.exec(line) ?? [];
    const field = fields.find(([, name]) => name.toLowerCase() === ours.trim().toLowerCase())?.[0];
    if (field === undefined || theirs.trim() === '') return { ok: false, line: line.trim().slice(0, 60) };
    headings[field] = theirs.trim().slice(0, 100);
  }
  return { ok: true, headings };
}

/** The headings as they are written on the page, every column of ours once. */
export const headingsText = (headings: Readonly<Partial<Record<ReturnField, string>>>): string =>
  (Object.entries(returnFields) as [ReturnField, string][])
    .map(([field, name]) => `${name} = ${headings[field] ?? name}`)
    .join('\n');
