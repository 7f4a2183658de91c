// When a leaving form is open, who stands on its list and by how much of their name, and what its answers change (Y1).
import { describe, expect, it } from '@jest/globals';
import type { CohortId, SchoolId } from '../../../src/domain/alumni/ids.js';
import { isSchoolAddress } from '../../../src/domain/alumni/contact-point.js';
import { coversGroup } from '../../../src/domain/alumni/viewer.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { claimsFromResponse } from '../../../src/domain/destinations/claim-from-response.js';
import { buildRecord } from '../../../src/domain/destinations/rebuild-record.js';
import type { Claim, ClaimId } from '../../../src/domain/destinations/claim.js';
import {
  isOpen,
  latestClose,
  leavingFormId,
  leavingWeeks,
  proposedClose,
  readFormCode,
  shownCode,
} from '../../../src/domain/survey/leaving-form.js';
import {
  withConfirmedAddress,
  withCorrectedAddress,
  withLeavingAnswers,
} from '../../../src/domain/survey/leaving-contact.js';
import { fillsInLeavingForm, shortNames } from '../../../src/domain/survey/leaving-names.js';
import { knownDays } from '../../../src/reference/index.js';
import { aStudent } from '../../support/a-form-group.js';

const y13 = 'y13-2026' as CohortId;
const on = localDate('2026-06-15');
const said = { evidence: 'Leaving form a1, sent 1', wording: 'leaving-form 1', on };
const answers = {
  plan: 'university',
  'plan-firm': 'applied',
  'plan-provider': 'University of Exampleton',
  'plan-course': 'Physics',
  'plan-start': { month: '2026-09', about: false },
  'ruled-out': ['apprenticeship'],
  reasons: ['money', 'health'],
  'reasons-money': ['FIN/M3'],
  'main-reason': 'money',
  payment: 'student-loan',
  'stay-in-touch': 'yes',
  'stay-by': ['mail', 'phone'],
  'stay-until': 'three-years',
  email: 'avery@example.org',
  mobile: '+447700900123',
  'other-email': 'parent@example.org',
  'other-owner': 'parent',
} as const;

describe('the weeks of a leaving form', () => {
  it('run from 1 May to results day of the stage, and to the end of August where that is not known', () => {
    expect(leavingWeeks(y13, knownDays.quiet)).toEqual({ first: '2026-05-01', last: '2026-08-13' });
    expect(leavingWeeks('y11-2026' as CohortId, knownDays.quiet)).toEqual({ first: '2026-05-01', last: '2026-08-20' });
    expect(leavingWeeks('y13-2041' as CohortId, knownDays.quiet)).toEqual({ first: '2041-05-01', last: '2041-08-31' });
    expect(leavingWeeks('all' as CohortId, knownDays.quiet)).toBeNull();
  });

  it('bind a tutor, and let a scheduler open it at other times for two weeks', () => {
    const weeks = { first: localDate('2026-05-01'), last: localDate('2026-08-13') };
    expect(latestClose('tutor', weeks, localDate('2026-04-30'))).toBeNull();
    expect(latestClose('tutor', weeks, localDate('2026-05-01'))).toBe('2026-08-13');
    expect(latestClose('tutor', weeks, localDate('2026-08-13'))).toBe('2026-08-13');
    expect(latestClose('tutor', weeks, localDate('2026-08-14'))).toBeNull();
    expect(latestClose('scheduler', weeks, localDate('2026-11-03'))).toBe('2026-11-17');
    expect(proposedClose(localDate('2026-08-10'), localDate('2026-08-13'))).toBe('2026-08-13');
    expect(proposedClose(localDate('2026-06-15'), localDate('2026-08-13'))).toBe('2026-06-29');
  });

  it('end by themselves after the last day, and at once when somebody closes it', () => {
    const form = { code: 'K7MP2XQD', closesOn: localDate('2026-06-26') };
    expect(isOpen(form, localDate('2026-06-26'))).toBe(true);
    expect(isOpen(form, localDate('2026-06-27'))).toBe(false);
    expect(isOpen({ closesOn: form.closesOn }, localDate('2026-06-16'))).toBe(false);
  });
});

describe('a code', () => {
  it('is read however it is typed, and never with a sign that it cannot hold', () => {
    expect(readFormCode(' k7mp-2xqd ')).toBe('K7MP2XQD');
    expect(shownCode('K7MP2XQD')).toBe('K7MP-2XQD');
    for (const text of ['K7MP2XQ', 'K7MP2XQDD', 'K7MP2XQ0', 'K7MP2XQE', '']) expect(readFormCode(text)).toBeNull();
  });

  it('belongs to one group, however its name is spelt', () => {
    const group = { schoolId: 'northgate' as SchoolId, cohortId: y13, formGroup: '13 B' };
    expect(leavingFormId(group)).toBe('northgate.y13-2026.13b');
    expect(coversGroup({ formGroups: ['13b'] }, '13 B')).toBe(true);
    expect(coversGroup({ formGroups: ['13a'] }, '13 B')).toBe(false);
    expect(coversGroup({ formGroups: [] }, '13 B')).toBe(false);
    expect(coversGroup({}, '13 B')).toBe(true);
  });
});

describe('the list of names', () => {
  it('shows one letter of the family name, and more only where two would read the same', () => {
    const named = (n: number, given: string, family: string, toUse?: string) =>
      aStudent(n, { name: { given, family, ...(toUse === undefined ? {} : { toUse }) } });
    expect(
      shortNames([
        named(1, 'Blake', 'Sampleton'),
        named(2, 'Avery', 'Testperson'),
        named(3, 'Avery', 'Thornsample'),
        named(4, 'Casey', 'Samplewick', 'Kit'),
      ]).map(({ text }) => text),
    ).toEqual(['Avery Testperson', 'Avery Thornsample', 'Blake S.', 'Kit S.']);
  });

  it('leaves out who has died, may not be asked, left before or repeats the year', () => {
    const states = ['usual', 'deferred', 'stayed-with-us', 'has-died', 'restricted', 'left-mid-course'] as const;
    expect(states.map((state) => fillsInLeavingForm({ state }))).toEqual([true, true, true, false, false, false]);
  });
});

describe('what was answered', () => {
  it('becomes addresses with their owners, consent with its ways and its end, and the plan', () => {
    const after = withLeavingAnswers(aStudent(1), answers, said);
    expect(after).toMatchObject({
      revision: 2,
      contactPoints: [
        { number: 1, kind: 'email', value: 'parent@example.org', owner: 'parent' },
        { number: 2, kind: 'email', value: 'avery@example.org', owner: 'self' },
        { number: 3, kind: 'mobile', value: '+447700900123', owner: 'self' },
      ],
      permissions: [
        {
          basis: 'consent',
          channels: ['mail', 'phone'],
          until: '2029-06-15',
          recordedOn: '2026-06-15',
          ageAtCollection: 18,
          wording: 'leaving-form 1',
          evidence: 'Leaving form a1, sent 1',
        },
      ],
      intended: {
        activity: 'university',
        provider: 'University of Exampleton',
        course: 'Physics',
        startsIn: '2026-09',
        source: 'alumnus',
        recordedOn: '2026-06-15',
      },
    });
    expect(after?.contactPoints.some(({ confirmedOn }) => confirmedOn !== undefined)).toBe(false);
    if (after === null) throw new Error('It changed nothing.');
    expect(withLeavingAnswers(after, answers, said)).toBeNull(); // the same again
  });

  it('has the codes of what was chosen from a list in the plan and its claim, and says what was typed without', () => {
    const list = 'a list';
    const listed = {
      ...answers,
      'plan-place': { typed: 'leeds', code: '10007795', name: 'University of Leeds', list },
      'plan-subject': { typed: 'Physics with a year abroad', code: 'CAH07-01-01', name: 'Physics', list },
    };
    const plan = { provider: 'University of Leeds', course: 'Physics with a year abroad' };
    expect(withLeavingAnswers(aStudent(1), listed, said)?.intended).toMatchObject(plan);
    const facts = { responseId: 'leaving:a1', revision: 1, knownOn: on, planned: null };
    expect(claimsFromResponse({ ...facts, answers: listed })[0]?.claim).toMatchObject({
      ...{ ...plan, ukprn: '10007795', subject: 'CAH07-01-01' },
    });
    const own = { ...answers, 'plan-place': { typed: 'Elsewhere', code: null, name: 'Elsewhere', list } };
    expect(claimsFromResponse({ ...facts, answers: own })[0]?.claim).not.toHaveProperty('ukprn');
  });

  it('objects with a clear no, and says nothing where a question was skipped', () => {
    expect(withLeavingAnswers(aStudent(1), { plan: 'work', 'stay-in-touch': 'no' }, said)).toMatchObject({
      objectedOn: '2026-06-15',
      permissions: [],
      intended: { activity: 'employment' },
    });
    expect(withLeavingAnswers(aStudent(1), { plan: 'rather-not-say' }, said)).toBeNull();
  });

  it('uses email alone where no way was ticked', () => {
    const after = withLeavingAnswers(aStudent(1), { ...answers, 'stay-by': [] }, said);
    expect(after?.permissions[0]?.channels).toEqual(['mail']);
  });

  it('makes one claim, the plan, with what was ruled out and why sealed beside it', () => {
    const [made, ...more] = claimsFromResponse({
      responseId: 'leaving:a1',
      revision: 1,
      answers,
      knownOn: on,
      planned: null,
    });
    expect(more).toEqual([]);
    expect(made?.claim).toMatchObject({
      standing: 'planned',
      activity: 'university',
      from: '2026-09',
      source: 'survey',
    });
    expect(JSON.stringify(made?.claim)).not.toMatch(/FIN|HEA|apprenticeship|loan/);
    expect(made?.detail).toMatchObject({
      opening: 'never-applied',
      reasons: ['FIN/M3', 'HEA'],
      mainReason: 'FIN',
      payment: 'student-loan',
      more: { 'ruled-out': ['apprenticeship'], 'plan-firm': 'applied' },
    });
  });

  it('contradicts nothing that comes later, and counts for no month', () => {
    const [made] = claimsFromResponse({ responseId: 'leaving:a1', revision: 1, answers, knownOn: on, planned: null });
    if (made === undefined) throw new Error('There is no claim.');
    const elsewhere: Claim = {
      ...{ id: 'r:1:a' as ClaimId, source: 'survey', saidIn: 'response:r', revision: 1, to: null },
      ...{ knownOn: localDate('2026-11-03'), activity: 'employment', standing: 'began', fromCertainty: 'stated' },
      from: made.claim.from,
    };
    const { id, schoolId, cohortId, leftOn } = aStudent(1);
    const facts = { id, schoolId, cohortId, leftOn, decisions: [], revision: 1 };
    const record = buildRecord({ ...facts, claims: [made.claim, elsewhere] }, localDate('2026-11-04'));
    expect(record.conflicts).toEqual([]);
    expect(record.spells.map(({ activity }) => activity)).toEqual(['employment']);
  });
});

describe('an address', () => {
  it('of a school is told by its domain', () => {
    expect(isSchoolAddress('a@northgate.anytown.sch.uk', [])).toBe(true);
    expect(isSchoolAddress('a@pupils.school.example', ['school.example'])).toBe(true);
    expect(isSchoolAddress('a@notschool.example', ['school.example'])).toBe(false);
  });

  it('is confirmed by its code, and a mistyped one is used no more', () => {
    const after = withLeavingAnswers(aStudent(1), answers, said);
    if (after === null) throw new Error('It changed nothing.');
    expect(withConfirmedAddress(after, 2, on)?.contactPoints[1]).toMatchObject({ confirmedOn: on, state: 'usable' });
    expect(withConfirmedAddress(after, 9, on)).toBeNull();
    const corrected = withCorrectedAddress(after, 2, 'avery.t@example.org', on);
    expect(corrected.contactPoints.map(({ value, state }) => [value, state])).toEqual([
      ['parent@example.org', 'usable'],
      ['avery@example.org', 'stopped'],
      ['+447700900123', 'usable'],
      ['avery.t@example.org', 'usable'],
    ]);
  });
});
