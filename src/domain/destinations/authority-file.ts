// What does a row of a local authority's answer say, and which claim does it make (Y20)?
// The authority's code for what somebody does now, since when, and on which day it was last confirmed. A code that says nothing,
// or that reveals what is not kept, makes no claim and is named with the reason. The layout is unverified; columns are read by
// their headings.
import { checkUln, checkUpn } from '../alumni/identifiers.js';
import { readMonth } from '../alumni/leaver-cells.js';
import type { RowProblem } from '../alumni/leaver-fields.js';
import { foldName, nameKey } from '../alumni/matching.js';
import type { WhoInFile } from '../alumni/plan-file-row.js';
import { rowReader } from '../alumni/row-reader.js';
import { monthOf, type LocalDate, type LocalMonth } from '../calendar/local-date.js';
import type { Activity } from './activity.js';
import type { Claim, ClaimId } from './claim.js';

/** The columns, by their names on screen. */
export const authorityFileFields = {
  upn: 'UPN',
  uln: 'ULN',
  givenName: 'given name',
  familyName: 'family name',
  dateOfBirth: 'date of birth',
  code: 'activity code',
  since: 'since',
  knownOn: 'last confirmed on',
  provider: 'provider',
  employer: 'employer',
} as const;
export type AuthorityFileField = keyof typeof authorityFileFields;

/** What a good row says. */
export interface AuthorityFacts {
  readonly who: WhoInFile;
  readonly code: string;
  readonly activity: Activity;
  readonly since: LocalMonth | null;
  /** The day of the file where the row has none. */
  readonly knownOn: LocalDate;
  readonly provider?: string;
  readonly employer?: string;
  /** An earlier row of the same file says the same of them at another place: they are at both. */
  readonly besides?: true;
}

/** What a code comes in as; undefined for one that the list has not. */
export type ActivityOfCode = (code: string) => { readonly activity: Activity } | { readonly open: string } | undefined;

/** Reads a whole row of a file of the day, which says nothing of days after today. */
export function readAuthorityRow(
  texts: Readonly<Partial<Record<AuthorityFileField, string>>>,
  { asOf, today }: { readonly asOf: LocalDate; readonly today: LocalDate },
  activityOf: ActivityOfCode,
):
  | { readonly ok: true; readonly facts: AuthorityFacts }
  | { readonly ok: false; readonly problems: readonly RowProblem[] } {
  const reader = rowReader(authorityFileFields, texts);
  const { cell, identifier, isEmpty, refuse, words } = reader;
  const named = !isEmpty('givenName') && !isEmpty('familyName') && !isEmpty('dateOfBirth');
  if (isEmpty('upn') && isEmpty('uln') && !named) {
    refuse(
      'upn',
      'the row says of nobody for certain what it says',
      'give the UPN, the ULN, or the name with the birth date',
    );
  }
  const upnForm = 'a pupil number is a letter, eleven digits, and one more digit or letter';
  const upn = identifier('upn', 'pupil number', upnForm, checkUpn);
  const uln = identifier('uln', 'learner number', 'a learner number has ten digits', checkUln);
  const given = reader.name('givenName', 'optional');
  const family = reader.name('familyName', 'optional');
  const dateOfBirth = reader.day('dateOfBirth');
  const code = cell(
    'code',
    (text) => (/^\d{3}$/.test(text) ? text : null),
    'a code',
    'write the three digits of the NCCIS code',
  );
  if (isEmpty('code')) refuse('code', 'there is no activity code', 'give the NCCIS code of what they do now');
  const comesIn = code === null ? undefined : activityOf(code);
  if (code !== null && comesIn === undefined)
    refuse('code', `the list has no code ${code}`, 'look for a digit that was mistyped');
  if (comesIn !== undefined && 'open' in comesIn) {
    const why = comesIn.open.slice(0, 1).toLowerCase() + comesIn.open.slice(1).replace(/\.$/, '');
    refuse('code', `code ${code ?? ''} makes no statement: ${why}`, 'nothing needs to be done');
  }
  const since = cell('since', readMonth, 'a month', 'write it as 2026-09 or 09/2026');
  const knownOn = reader.dayUntil('knownOn', today) ?? asOf;
  if (since !== null && since > monthOf(knownOn)) {
    refuse('since', 'it began after the day on which it was last confirmed', 'find out which is right');
  }
  const [provider, employer] = [words('provider'), words('employer')];
  if (reader.problems.length > 0 || code === null || comesIn === undefined || 'open' in comesIn) {
    return { ok: false, problems: reader.problems };
  }
  return {
    ok: true,
    facts: {
      who: {
        ...(upn === null ? {} : { upn }),
        ...(uln === null ? {} : { uln }),
        ...(given === null || family === null ? {} : { name: { given, family } }),
        ...(dateOfBirth === null ? {} : { dateOfBirth }),
      },
      ...{ code, activity: comesIn.activity, since, knownOn },
      ...(provider === null ? {} : { provider }),
      ...(employer === null ? {} : { employer }),
    },
  };
}

const idOf = ({ code, since, knownOn }: AuthorityFacts): string => `authority:${code}:${since ?? 'unknown'}:${knownOn}`;
const placeOf = ({ provider, employer }: Pick<Claim, 'provider' | 'employer'>): string =>
  foldName(`${provider ?? ''} ${employer ?? ''}`).replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Marks, row after row of one file, who is said to be at two places at once; without that the second would read as a
 * correction of the first.
 */
export function besidesOf(): (facts: AuthorityFacts) => AuthorityFacts {
  const places = new Map<string, string>();
  return (facts) => {
    const { upn, uln, name, dateOfBirth } = facts.who;
    const said = `${upn ?? uln ?? `${nameKey(name ?? { given: '', family: '' })} ${dateOfBirth ?? ''}`} ${idOf(facts)}`;
    const [first, place] = [places.get(said), placeOf(facts)];
    if (place === '' || first === place) return facts;
    if (first !== undefined) return { ...facts, besides: true };
    places.set(said, place);
    return facts;
  };
}

/**
 * The claim of a row beside what the record holds. Its id is what it says, so that the same said again is the same claim; where the
 * authority now names another place for the same, it is the next revision. `known`: the record holds it already, also from a file
 * that was corrected since.
 */
export function claimFromAuthority(
  facts: AuthorityFacts,
  held: readonly Claim[],
): { readonly claim: Claim; readonly known: boolean; readonly corrects?: Claim } {
  const id = idOf(facts);
  const saidIn = facts.besides === true ? `${id}:${placeOf(facts).slice(0, 60)}` : id;
  const said = held.filter((claim) => claim.saidIn === id || claim.saidIn.startsWith(`${id}:`));
  const corrects = said
    .filter((claim) => claim.saidIn === saidIn)
    .sort((a, b) => a.revision - b.revision)
    .at(-1);
  const revision = (corrects?.revision ?? 0) + 1;
  // A row without a place takes none away.
  const known = said.find((claim) => [placeOf(claim), ''].includes(placeOf(facts)));
  const { activity, since, knownOn, provider, employer } = facts;
  const claim: Claim = {
    id: (revision === 1 ? saidIn : `${saidIn}:r${revision}`) as ClaimId,
    source: 'local-authority',
    ...{ saidIn, revision, knownOn },
    activity,
    standing: 'began',
    from: since,
    to: null,
    fromCertainty: since === null ? 'assumed' : 'stated',
    ...(provider === undefined ? {} : { provider }),
    ...(employer === undefined ? {} : { employer }),
  };
  return { claim: known ?? claim, known: known !== undefined, ...(corrects === undefined ? {} : { corrects }) };
}
