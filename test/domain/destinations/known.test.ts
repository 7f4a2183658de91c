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
import { canBeConfirmed, mayBeTold, namesOf } from '../../../src/domain/survey/known.js';
import { quickMonths } from '../../../src/domain/survey/quick-months.js';
import { yearlyCheckV2 } from '../../../src/domain/survey/questionnaires/checks-v2.js';
import { answersToSend, emptyDraft, type SessionMark } from '../../../src/domain/survey/response.js';
import { routeOf, withPage } from '../../../src/domain/survey/routing.js';
import { withoutUnchanged, withUnchanged } from '../../../src/domain/survey/unchanged.js';
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
  const said = (known: ReturnType<typeof knownFrom>) => {
    if (known === null) throw new Error('Nothing is known.');
    return withUnchanged(yearlyCheckV2, emptyDraft, known, mine);
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
});

it.each([
  ['2026-09-03', ['2026-09']],
  ['2026-10-20', ['2026-09', '2026-10']],
  ['2027-04-02', ['2026-09', '2026-10']],
  ['2027-08-31', ['2026-09', '2026-10']],
])('on %s the months that are offered as buttons are %j', (today, months) => {
  expect(quickMonths(localDate(today))).toEqual(months);
});
