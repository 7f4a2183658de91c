// What does a row of a local authority's answer say, and which claim does it make (Y20)?
// The authority's code for what somebody does now, since when, and on which day it was last confirmed. A code that says nothing,
// or that reveals what is not kept, makes no claim and is named with the reason. The layout is unverified; columns are read by
// their headings.
import { checkUln, checkUpn } from '../alumni/identifiers.js';
import { readMonth } from '../alumni/leaver-cells.js';
import type { RowProblem } from '../alumni/leaver-fields.js';
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
}

/** What a code comes in as; undefined for one that the list has not. */
export type ActivityOfCode = (code: string) => { readonly activity: Activity } | { readonly open: string } | undefined;

/** Reads a whole row of a file of the day. */
export function readAuthorityRow(
  texts: Readonly<Partial<Record<AuthorityFileField, string>>>,
  asOf: LocalDate,
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
  const knownOn = reader.day('knownOn') ?? asOf;
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

/** The claim of a row. Its id is what it says, so that the same said again is the same claim. */
export function claimFromAuthority({ code, activity, since, knownOn, provider, employer }: AuthorityFacts): Claim {
  const id = `authority:${code}:${since ?? 'unknown'}:${knownOn}`;
  return {
    id: id as ClaimId,
    source: 'local-authority',
    saidIn: id,
    revision: 1,
    knownOn,
    activity,
    standing: 'began',
    from: since,
    to: null,
    fromCertainty: since === null ? 'assumed' : 'stated',
    ...(provider === undefined ? {} : { provider }),
    ...(employer === undefined ? {} : { employer }),
  };
}
