// What a later wave may start from: the main activity of the latest statement that counts, while it goes on; and what "nothing
// has changed" makes of it.
import { describe, expect, it } from '@jest/globals';
import type { ContactPoint } from '../../../src/domain/alumni/alumnus.js';
import { localDate, localMonth } from '../../../src/domain/calendar/local-date.js';
import { claimsFromResponse } from '../../../src/domain/destinations/claim-from-response.js';
import type { StaffId } from '../../../src/domain/alumni/ids.js';
import type { Claim } from '../../../src/domain/destinations/claim.js';
import type { ConflictId } from '../../../src/domain/destinations/conflict.js';
import { knownPresent } from '../../../src/domain/destinations/known.js';
import { buildRecord } from '../../../src/domain/destinations/rebuild-record.js';
import { canBeConfirmed, knownAnswer, mayBeTold, namesOf } from '../../../src/domain/survey/known.js';
import { quickMonths } from '../../../src/domain/survey/quick-months.js';
import type { Question, Questionnaire } from '../../../src/domain/survey/definition.js';
import { yearlyCheckV2 } from '../../../src/domain/survey/questionnaires/checks-v2.js';
import { sustainedCheckV3, yearlyCheckV3 } from '../../../src/domain/survey/questionnaires/checks-v3.js';
import { fiveYearsOnV3 } from '../../../src/domain/survey/questionnaires/later-v3.js';
import { answersToSend, emptyDraft, type SessionMark } from '../../../src/domain/survey/response.js';
import { firstOpenPage, routeOf, withPage } from '../../../src/domain/survey/routing.js';
import { withoutUnchanged, withUnchanged } from '../../../src/domain/survey/unchanged.js';
import { nameLists } from '../../../src/reference/index.js';
import { aClaim, placedAtAston } from './a-claim.js';

const none = { decisions: [] };
const knownFrom = (...claims: readonly Claim[]) => knownPresent({ claims, ...none });
const leeds = aClaim({ course: 'Physics' });
const atLeeds = {
  situation: 'university',
  provider: 'University of Leeds',
  course: 'Physics',
  since: { month: '2026-09', about: false },
  heldSince: '2026-09',
  knownOn: '2026-11-03',
  byThemselves: true,
};

describe('what is known', () => {
  it('is what was said last, while it goes on', () => {
    expect(knownFrom(leeds)).toEqual(atLeeds);
    const job = aClaim({ id: 'w2:a:1:a', knownOn: '2027-10-20', activity: 'employment', employer: 'Bluebrick' });
    expect(knownFrom(job, leeds)).toMatchObject({ situation: 'work', employer: 'Bluebrick', knownOn: '2027-10-20' });
  });

  it.each<[string, readonly Claim[]]>([
    ['nothing was said', []],
    ['only a plan speaks', [placedAtAston]],
    ['it has ended', [aClaim({ to: '2026-10', ended: 'left-early' })]],
    ['it ended, nobody knows when', [aClaim({ ended: 'finished' })]],
    ['it is nothing that goes on at a place', [aClaim({ activity: 'looking-for-work' })]],
    ['it reveals something about them', [aClaim({ activity: 'not-in-education-or-work' })]],
    ['they would rather not say now', [leeds, aClaim({ id: 'w2:a:1:a', knownOn: '2027-10-20', activity: 'not-said' })]],
  ])('is nothing where %s', (_why, claims) => {
    expect(knownFrom(...claims)).toBeNull();
  });

  it('is the main activity, whatever was said beside it', () => {
    const beside = { saidIn: leeds.saidIn, activity: 'employment', id: 'w:a:1:also-work', from: null } as const;
    expect(knownFrom(leeds, aClaim(beside))).toEqual(atLeeds);
  });

  it('is nothing while a reviewer has it to decide, and what they decided afterwards', () => {
    const other = aClaim({ id: 'r2', source: 'local-authority', knownOn: '2026-11-20', provider: 'Aston University' });
    const claims = [leeds, other];
    const [conflict] = buildRecord(
      {
        ...{ id: 'a', schoolId: 's', cohortId: 'c', leftOn: localDate('2026-07-17'), revision: 1 },
        ...{ claims, decisions: [] },
      } as never,
      localDate('2026-12-01'),
    ).conflicts;
    expect(knownPresent({ claims, decisions: [] })).toBeNull();
    const decided = {
      conflictId: conflict?.id ?? ('' as ConflictId),
      ruling: { kind: 'accept', claimId: other.id },
      ...{ reason: 'They are there', by: 'reviewer' as StaffId, at: new Date('2026-12-01T10:00:00Z') },
    } as const;
    expect(knownPresent({ claims, decisions: [decided] })).toMatchObject({
      provider: 'Aston University',
      byThemselves: false,
    });
  });

  it('leaves out the answers that are being given, and what came on the day or later', () => {
    const now = aClaim({
      id: 'w2:a:1:a',
      saidIn: 'response:w2:a',
      knownOn: '2027-10-20',
      provider: 'Aston University',
    });
    expect(knownPresent({ claims: [leeds, now], ...none }, { except: 'response:w2:a' })).toEqual(atLeeds);
    expect(knownPresent({ claims: [leeds, now], ...none }, { before: localDate('2027-10-20') })).toEqual(atLeeds);
    expect(knownPresent({ claims: [leeds], ...none }, { before: localDate('2026-11-03') })).toBeNull();
  });

  it('names provider, course and employer, and only to a confirmed address of their own', () => {
    const known = knownFrom(leeds);
    expect(known === null ? '' : namesOf(known)).toBe('University of Leeds, Physics');
    const on = localDate('2027-10-20');
    const point: ContactPoint = {
      ...({ number: 1, kind: 'email', value: 'a@example.org', owner: 'self', state: 'usable' } as const),
      ...{ addedOn: localDate('2026-07-01'), confirmedOn: localDate('2026-11-03') },
    };
    const { confirmedOn: _day, ...unconfirmed } = point;
    expect(mayBeTold(point, on)).toBe(true);
    for (const other of [
      undefined,
      unconfirmed,
      { ...point, owner: 'parent' as const },
      { ...point, owner: 'shared' as const },
      { ...point, owner: 'unknown' as const },
      { ...point, state: 'stopped' as const },
      { ...point, usableUntil: localDate('2026-12-31') },
      { ...point, confirmedOn: localDate('2027-10-21') },
    ]) {
      expect([other, mayBeTold(other, on)]).toEqual([other, false]);
    }
  });

  it('can be confirmed unseen only by who said it', () => {
    const bySchool = knownFrom(aClaim({ source: 'local-authority' }));
    const nameless = knownFrom(aClaim({ source: 'local-authority', activity: 'employment' }));
    const asked = [knownFrom(leeds), bySchool, nameless].map((known) =>
      known === null ? null : [canBeConfirmed(known, false), canBeConfirmed(known, true)],
    );
    expect(asked).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
  });
});

describe('“nothing has changed”', () => {
  const mine = 'mine' as SessionMark;
  const facts = { responseId: 'w2:a', revision: 1, knownOn: localDate('2027-10-20'), planned: null };
  const said = (known: ReturnType<typeof knownFrom>, questionnaire: Questionnaire = yearlyCheckV2) => {
    if (known === null) throw new Error('Nothing is known.');
    return withUnchanged(questionnaire, emptyDraft, { known, by: mine, lists: nameLists });
  };

  it('claims that it still holds on the day, since it was first so', () => {
    const draft = said(knownFrom(leeds));
    const [made, ...others] = claimsFromResponse({ ...facts, answers: answersToSend(draft) });
    expect(others).toEqual([]);
    expect(made).toEqual({
      claim: {
        ...{ id: 'w2:a:1:a', source: 'survey', saidIn: 'response:w2:a', revision: 1, knownOn: '2027-10-20' },
        ...{ activity: 'university', standing: 'began', from: '2026-09', to: null, fromCertainty: 'stated' },
        ...{ provider: 'University of Leeds', course: 'Physics' },
        carried: { confirmed: ['course', 'provider'], changed: [] },
      },
      detail: null,
    });
  });

  it('vouches from the month in which it was first known, where nobody knows since when, and stays as unsure', () => {
    const undated = aClaim({ from: null, fromCertainty: 'assumed' });
    const [first] = claimsFromResponse({ ...facts, answers: answersToSend(said(knownFrom(undated))) });
    expect(first?.claim).toMatchObject({ from: '2026-11', fromCertainty: 'assumed' });
    const again = first === undefined ? [] : [undated, first.claim];
    const later = { ...facts, responseId: 'w3:a', knownOn: localDate('2028-10-20') };
    const [second] = claimsFromResponse({ ...later, answers: answersToSend(said(knownFrom(...again))) });
    expect(second?.claim).toMatchObject({ from: '2026-11', fromCertainty: 'assumed', knownOn: '2028-10-20' });
  });

  it('makes one spell of it, without a conflict', () => {
    const about = aClaim({ fromCertainty: 'about' });
    const [made] = claimsFromResponse({ ...facts, answers: answersToSend(said(knownFrom(about))) });
    const record = buildRecord(
      {
        ...{ id: 'a', schoolId: 's', cohortId: 'c', leftOn: localDate('2026-07-17'), revision: 1 },
        ...{ claims: made === undefined ? [] : [about, made.claim], decisions: [] },
      } as never,
      localDate('2027-10-20'),
    );
    expect(record.conflicts).toEqual([]);
    expect(record.spells.map(({ from, to, lastKnown }) => [from, to, lastKnown])).toEqual([
      ['2026-09', null, '2027-10'],
    ]);
  });

  it('leaves three more questions to ask and no others; a changed answer takes it back', () => {
    const draft = said(knownFrom(leeds));
    const answers = { ...answersToSend(draft), 'drawn-block': 'living', 'three-more': 'yes' };
    const route = routeOf(yearlyCheckV2, answers).map(({ id }) => id);
    expect(route.filter((id) => draft.entries[id] === undefined)).toEqual([
      ...['three-more', 'travel-works', 'home-works', 'belong'],
    ]);
    const page = yearlyCheckV2.pages.find(({ id }) => id === 'course');
    if (page === undefined) throw new Error('No such page.');
    const same = withPage(yearlyCheckV2, draft, page, { course: 'Physics' }, mine);
    expect([same.heldSince, same.entries['course']?.carried]).toEqual([localMonth('2026-09'), 'confirmed']);
    const other = withPage(yearlyCheckV2, draft, page, { course: 'Chemistry' }, mine);
    expect([other.heldSince, other.entries['course']?.carried]).toEqual([undefined, undefined]);
    expect(routeOf(yearlyCheckV2, answersToSend(other)).map(({ id }) => id)).toContain('as-planned');
    expect(withoutUnchanged(draft)).toEqual(emptyDraft);
    expect(withoutUnchanged(emptyDraft)).toBe(emptyDraft);
  });

  it('claims the place by its number and the subject by its code, and answers only what the person would be asked', () => {
    const known = knownFrom(aClaim({ ukprn: '10007795', course: 'BSc Physics', subject: 'CAH07-01-01' }));
    const draft = said(known, sustainedCheckV3);
    expect(Object.keys(draft.entries)).toEqual(['situation', 'since', 'study-place', 'study-subject', 'still-there']);
    const [made] = claimsFromResponse({ ...facts, answers: answersToSend(draft) });
    expect(made?.claim).toMatchObject({
      ...{ provider: 'University of Leeds', ukprn: '10007795', course: 'BSc Physics', subject: 'CAH07-01-01' },
      ...{ from: '2026-09', to: null, carried: { confirmed: ['provider', 'course'], changed: [] } },
    });
    const page = sustainedCheckV3.pages.find(({ id }) => id === 'study-place');
    const place = draft.entries['study-place']?.value;
    if (page === undefined || place === undefined) throw new Error('No place.');
    expect(withPage(sustainedCheckV3, draft, page, { 'study-place': place }, mine).heldSince).toBe('2026-09');
    expect(withPage(sustainedCheckV3, draft, page, { 'study-place': null }, mine).heldSince).toBeUndefined();
  });

  it('holds from when until when where one range asks for both', () => {
    const draft = said(knownFrom(aClaim({ activity: 'employment', employer: 'Bluebrick' })), fiveYearsOnV3);
    expect(draft.entries['months-there']?.value).toEqual({ from: { month: '2026-09', about: false }, to: null });
    expect(draft.entries['works-for']).toMatchObject({ value: 'Bluebrick', carried: 'confirmed' });
    const undated = said(knownFrom(aClaim({ from: null, fromCertainty: 'assumed' })), fiveYearsOnV3);
    expect(undated.entries['months-there']).toBeUndefined();
  });

  it('leaves how they pay to be asked, and nothing that tells what somebody else may not know', () => {
    const draft = { ...said(knownFrom(leeds), yearlyCheckV3), drawn: 'living' };
    const open = (session: SessionMark) => firstOpenPage(yearlyCheckV3, draft, { session, unlocked: false })?.id;
    expect(open(mine)).toBe('payment');
    expect(open('another' as SessionMark)).toBe('three-more');
    const atWork = said(knownFrom(aClaim({ activity: 'employment', employer: 'Bluebrick' })), fiveYearsOnV3);
    const openAtWork = (session: SessionMark) => firstOpenPage(fiveYearsOnV3, atWork, { session, unlocked: false })?.id;
    expect([openAtWork(mine), openAtWork('another' as SessionMark)]).toEqual(['works-as', 'satisfied']);
  });
});

describe('what is known of a place of the list', () => {
  const listed = aClaim({ ukprn: '10007795', course: 'BSc Physics', subject: 'CAH07-01-01' });
  const known = knownFrom(listed);
  if (known === null) throw new Error('Nothing is known.');
  const { version: providers } = nameLists.provider;
  const [place, subject]: readonly [Question, Question] = [
    { id: 'study-place', kind: 'provider' },
    { id: 'study-subject', kind: 'subject' },
  ];
  const atLeedsByNumber = {
    typed: 'University of Leeds',
    code: '10007795',
    name: 'University of Leeds',
    list: providers,
  };

  it('fills in the name with its number, and the course as they call it with the code of its subject', () => {
    expect(known).toMatchObject({ ukprn: '10007795', subject: 'CAH07-01-01' });
    expect(knownAnswer(place, known, nameLists)).toEqual(atLeedsByNumber);
    expect(knownAnswer(subject, known, nameLists)).toMatchObject({ typed: 'BSc Physics', code: 'CAH07-01-01' });
    expect(knownAnswer({ id: 'college-course', kind: 'short-text' }, known, nameLists)).toBe('BSc Physics');
    expect(knownAnswer({ id: 'works-as', kind: 'job-title' }, known, nameLists)).toBeUndefined();
  });

  it('is found by its name where no number was known, and stays as it was where the list has none', () => {
    const named = knownFrom(aClaim({}));
    expect(named === null ? null : knownAnswer(place, named, nameLists)).toEqual(atLeedsByNumber);
    const invented = knownFrom(aClaim({ provider: 'University of Exampleton' }));
    expect(invented === null ? null : knownAnswer(place, invented, nameLists)).toEqual({
      ...{ typed: 'University of Exampleton', code: null, name: 'University of Exampleton', list: providers },
    });
    const gone = knownFrom(aClaim({ provider: 'Leeds', ukprn: '19999999' }));
    expect(gone === null ? null : knownAnswer(place, gone, nameLists)).toMatchObject({
      typed: 'Leeds',
      code: '19999999',
    });
  });
});

it.each([
  ['2026-09-03', ['2026-09']],
  ['2026-10-20', ['2026-09', '2026-10']],
  ['2027-04-02', ['2026-09', '2026-10']],
  ['2027-08-31', ['2026-09', '2026-10']],
])('on %s the months that are offered as buttons are %j', (today, months) => {
  expect(quickMonths(localDate(today))).toEqual(months);
});
