import { describe, expect, it } from '@jest/globals';
import type { LeaverTexts } from '../../../src/domain/alumni/leaver-fields.js';
import { readLeaverRow } from '../../../src/domain/alumni/leaver-row.js';
import { readPlanFileRow } from '../../../src/domain/alumni/plan-file-row.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { schools, uln, upn } from '../../support/leavers-csv.js';

const context = {
  schools,
  today: localDate('2026-11-03'),
  providerName: (text: string) => (text === 'Leeds' ? 'University of Leeds' : text),
};
const good: LeaverTexts = {
  school: 'north',
  upn: upn(1),
  givenName: 'Avery',
  familyName: 'Testperson',
  stage: 'Year 13',
  leavingYear: '2026',
};
const read = (rest: LeaverTexts = {}) => readLeaverRow({ ...good, ...rest }, context);
const problems = (rest: LeaverTexts) => {
  const row = read(rest);
  return row.ok ? [] : row.problems.map(({ field, why, remedy }) => `${field}: ${why}; ${remedy}`);
};

describe('a good row', () => {
  it('needs little', () => {
    expect(read()).toEqual({
      ok: true,
      facts: {
        schoolId: 'north',
        cohortId: 'y13-2026',
        leftOn: '2026-07-31',
        leftOnStated: false,
        name: { given: 'Avery', family: 'Testperson' },
        upn: upn(1),
        contacts: [],
      },
    });
  });

  it('may say much', () => {
    const row = read({
      school: 'SOUTH test_school',
      formerUpn: upn(2).toLowerCase(),
      uln: uln(3),
      ucasId: '109-876-5432',
      givenName: '  Zoe\u0308  Ann ',
      nameToUse: 'Zed',
      dateOfBirth: '5/3/2008',
      leftOn: '17-07-2026',
      stage: 'Y13',
      email: 'Zed@Example.org',
      emailOwner: 'student',
      emailUseUntil: '2026-12-31',
      secondEmail: 'home@example.org',
      secondEmailOwner: 'Shared',
      parentEmail: 'parent@example.org',
      mobile: '07700 900123',
      basis: 'Public task',
      basisEvidence: 'Notice 2026',
      basisRecordedOn: '15/06/2026',
      basisWording: 'notice 3',
      consentUntil: '2027-06-15',
      intendedActivity: 'Gap year',
      intendedRecordedOn: '2026-03-10',
      finalActivity: 'HE',
      finalProvider: 'Leeds',
      finalCourse: 'Physics',
      finalStart: '10/2026',
    });
    expect(row).toEqual({
      ok: true,
      facts: {
        schoolId: 'south',
        cohortId: 'y13-2026',
        leftOn: '2026-07-17',
        leftOnStated: true,
        name: { given: 'Zoë Ann', family: 'Testperson', toUse: 'Zed' },
        dateOfBirth: '2008-03-05',
        upn: upn(1),
        formerUpn: upn(2),
        uln: uln(3),
        ucasId: '1098765432',
        contacts: [
          { kind: 'email', value: 'zed@example.org', owner: 'self', usableUntil: '2026-12-31' },
          { kind: 'email', value: 'home@example.org', owner: 'shared' },
          { kind: 'email', value: 'parent@example.org', owner: 'parent' },
          { kind: 'mobile', value: '+447700900123' },
        ],
        permission: {
          purpose: 'destination-survey',
          basis: 'public-task',
          evidence: 'Notice 2026',
          recordedOn: '2026-06-15',
          ageAtCollection: 18,
          until: '2027-06-15',
          wording: 'notice 3',
        },
        intended: { activity: 'gap-year', recordedOn: '2026-03-10', source: 'school' },
        final: {
          activity: 'university',
          provider: 'University of Leeds',
          course: 'Physics',
          startsIn: '2026-10',
          source: 'school',
        },
      },
    });
  });

  it.each(['north', '999101', '999/4101', 'North Test School', 'NORTH_TEST-SCHOOL'])(
    'knows the school by %j',
    (school) => {
      expect(read({ school })).toMatchObject({ ok: true, facts: { schoolId: 'north' } });
    },
  );

  it.each([
    ['Year 11', 'y11-2026'],
    ['11', 'y11-2026'],
    ['NC Year 13', 'y13-2026'],
  ])('knows the stage %j', (stage, cohortId) => {
    expect(read({ stage })).toMatchObject({ ok: true, facts: { cohortId } });
  });
});

describe('what keeps a row out', () => {
  it.each<[LeaverTexts, string[]]>([
    [
      { school: 'west' },
      [
        'school: school reads "west", which is not a school of the trust; use its name or URN as it stands under Settings, Schools',
      ],
    ],
    [{ school: ' ' }, ['school: school is empty; write its name or URN']],
    [
      { upn: 'A801200005001' },
      ['UPN: the pupil number A801200005001 has the wrong check letter; with these digits it would begin with B'],
    ],
    [
      { upn: '123' },
      [
        'UPN: the pupil number 123 is not made like one; a pupil number is a letter, eleven digits, and one more digit or letter',
      ],
    ],
    [
      { uln: '9276308687' },
      ['ULN: the learner number 9276308687 has the wrong last digit; look for a digit that was mistyped or swapped'],
    ],
    [{ uln: '9999999999' }, ['ULN: the learner number 9999999999 stands for "not yet known"; leave the cell empty']],
    [{ upn: '' }, ['UPN: there is no pupil number, learner number or date of birth; give at least one of them']],
    [{ givenName: '' }, ['given name: given name is empty; fill it in']],
    [
      { familyName: '  =cmd|A1' },
      [
        'family name: family name begins like a spreadsheet formula; names do not begin with =, +, -, @ or a tab; write the name itself',
      ],
    ],
    [
      { nameToUse: '<b>Zed</b>' },
      ['name to use: name to use holds characters that names do not have; write the name itself'],
    ],
    [{ givenName: '1234' }, ['given name: given name holds no letter; write the name itself']],
    [{ givenName: 'A'.repeat(101) }, ['given name: given name is longer than 100 characters; shorten it']],
    [
      { dateOfBirth: '31/02/2008' },
      ['date of birth: date of birth reads "31/02/2008", which is not a day; write it as 2026-07-17 or 17/07/2026'],
    ],
    [
      { dateOfBirth: '2026-12-01' },
      [
        'date of birth: no leaver was born on 2026-12-01; check the year',
        'left on: left on is not after the date of birth; check both days',
      ],
    ],
    [
      { stage: 'Year 12' },
      ['stage: stage reads "Year 12", which is not a stage that Onward follows; write Year 11 or Year 13'],
    ],
    [
      { leavingYear: '' },
      ['left on: neither the day nor the year of leaving is given; write it as 2026-07-17 or 17/07/2026'],
    ],
    [
      { leftOn: '2025-09-01', leavingYear: '2025' },
      [
        'leaving year: leaving year 2025 does not fit left on 2025-09-01; somebody who left on that day is a leaver of 2026',
      ],
    ],
    [
      { email: 'nobody' },
      ['email: email reads "nobody", which is not an email address; write one address, such as name@example.org'],
    ],
    [
      { mobile: '01632 960123' },
      [
        'mobile: mobile reads "01632 960123", which is not a mobile number; write it as 07700 900123, or with + and the country',
      ],
    ],
    [
      { email: 'a@example.org', emailOwner: 'dog' },
      ['email owner: email owner reads "dog", which is not an owner; write self, parent, shared or unknown'],
    ],
    [
      { basis: 'consent' },
      [
        'basis evidence: a basis stands without its evidence; say what shows it, such as "leaving form 2026"',
        'basis recorded on: a basis stands without the day on which it was recorded; write it as 2026-07-17 or 17/07/2026',
      ],
    ],
    [
      { basis: 'consent', basisEvidence: 'Form', basisRecordedOn: '2026-11-04' },
      ['basis recorded on: basis recorded on 2026-11-04 is still to come; give the day on which it was recorded'],
    ],
    [
      { finalProvider: 'Leeds' },
      [
        'final activity: the final destination has a place but no activity; write university, apprenticeship, employment, further education, training, gap year, other or undecided',
      ],
    ],
    [
      { finalCourse: 'x'.repeat(201), finalActivity: 'university' },
      ['final course: final course is longer than 200 characters; shorten it'],
    ],
  ])('%j', (rest, expected) => {
    expect(problems(rest)).toEqual(expected);
  });

  it('is told all at once', () => {
    expect(problems({ upn: 'A801200005001', stage: '', email: 'x' })).toHaveLength(3);
  });
});

describe('a day that is still to come', () => {
  it('is no day on which a plan was recorded', () => {
    const plan = { finalActivity: 'HE', finalProvider: 'Leeds' };
    expect(problems({ ...plan, finalRecordedOn: '2026-11-04' })).toEqual([
      'final recorded on: final recorded on 2026-11-04 is still to come; give the day on which it was recorded',
    ]);
    expect(problems({ ...plan, finalRecordedOn: '2026-11-03' })).toEqual([]);
    expect(problems({ intendedActivity: 'HE', intendedRecordedOn: '2027-03-01' })).toHaveLength(1);
    const plans = (asOf: string) => readPlanFileRow({ upn: upn(1), result: 'firm', asOf }, 'ucas', context.today);
    expect([plans('2026-11-03').ok, plans('2026-11-04').ok]).toEqual([true, false]);
  });

  it('is a day of leaving only next summer, and none is before there were records', () => {
    for (const year of ['2062', '2028']) {
      expect(problems({ leavingYear: year })).toEqual([
        `leaving year: leaving year ${year} is no year of which people are kept; check the year`,
      ]);
    }
    expect(problems({ leavingYear: '', leftOn: '17/07/2062' })).toEqual([
      'left on: left on 2062-07-17 is no year of which people are kept; check the year',
    ]);
    expect(problems({ leavingYear: '', leftOn: '1999-07-17' })).toHaveLength(1);
    for (const year of ['2027', '2000']) expect(problems({ leavingYear: year })).toEqual([]);
  });
});
