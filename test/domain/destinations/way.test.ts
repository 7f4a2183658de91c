// The way from plan to what lasted and the first stay, in letters and back; and what each station says of real claims.
import { describe, expect, it } from '@jest/globals';
import type { AlumnusId, CohortId, SchoolId } from '../../../src/domain/alumni/ids.js';
import { localDate, localMonth } from '../../../src/domain/calendar/local-date.js';
import { activities } from '../../../src/domain/destinations/activity.js';
import type { Claim } from '../../../src/domain/destinations/claim.js';
import { buildRecord } from '../../../src/domain/destinations/rebuild-record.js';
import { readStay, stayKinds, stayOf, stayText, type Stay } from '../../../src/domain/destinations/stay.js';
import { verdicts } from '../../../src/domain/destinations/sustained/ruleset.js';
import { readWay, statedLevel, wayOf, wayText, type Way } from '../../../src/domain/destinations/way.js';
import { nameLists } from '../../../src/reference/index.js';
import { aClaim, placedAtAston } from './a-claim.js';
import fc from '../../support/properties.js';

const recordOf = (claims: readonly Claim[], asOf = '2028-09-01') =>
  buildRecord(
    {
      ...{ id: 'a' as AlumnusId, schoolId: 'northgate' as SchoolId, cohortId: 'y13-2026' as CohortId },
      ...{ leftOn: localDate('2026-07-17'), claims, decisions: [], revision: 1 },
    },
    localDate(asOf),
  );
const stayIn = (...claims: readonly Claim[]): Stay | null => stayOf(recordOf(claims), nameLists);
const wayIn = (...claims: readonly Claim[]): Way => wayOf(recordOf(claims), 'university', stayIn(...claims));

const said = activities.filter((one) => one !== 'not-said');
const anyWay: fc.Arbitrary<Way> = fc.record({
  intended: fc.constantFrom(null, ...said),
  started: fc.constantFrom(null, 'did-not-start' as const, ...said),
  lost: fc.constantFrom(null, 'did-not-start' as const, 'left-early' as const),
  second: fc.constantFrom(...verdicts),
  fit: fc.constantFrom(null, 1, 2, 3, 4, 5),
  level: fc.constantFrom(null, 'higher' as const, 'lower' as const),
});
const anyStay: fc.Arbitrary<Stay> = fc.record({
  kind: fc.constantFrom(...stayKinds),
  from: fc.constantFrom('2019-08', '2026-09', '2031-12').map(localMonth),
  months: fc.integer({ min: 1, max: 130 }),
  end: fc.constantFrom('left', 'moved', 'finished', 'ended', 'there'),
  provider: fc.constantFrom('', '10007795'),
  subject: fc.constantFrom('', '07', '11'),
});

describe('in letters', () => {
  it('every way and every stay is read back as it was', () => {
    fc.assert(fc.property(anyWay, (way) => expect(readWay(wayText(way))).toEqual(way)));
    fc.assert(fc.property(anyStay, (stay) => expect(readStay(stayText(stay))).toEqual(stay)));
  });

  it('an absent stay is none', () => {
    expect([readStay(undefined), readStay(''), readStay('320/3/zz//')]).toEqual([null, null, null]);
  });
});

describe('the stations', () => {
  it('keep apart who did not start and who left early', () => {
    const gone = aClaim({ id: 'x', standing: 'did-not-start', from: null });
    expect(wayIn(placedAtAston, gone)).toMatchObject({ started: 'did-not-start', lost: 'did-not-start' });
    const left = aClaim({ to: '2026-11', ended: 'left-early', knownOn: '2026-12-01' });
    expect(wayIn(left)).toMatchObject({ started: 'university', lost: 'left-early', level: 'higher' });
    expect(wayIn()).toEqual({
      ...{ intended: 'university', started: null, lost: null, second: 'not-known', fit: null, level: null },
    });
  });

  it('take the full-time place of the autumn before work beside it', () => {
    const job = aClaim({ id: 'j', activity: 'employment', from: '2026-07' });
    expect(wayIn(job, aClaim({ from: '2026-10' })).started).toBe('university');
    expect(wayIn(job).started).toBe('employment');
    expect(wayIn(aClaim({ from: '2026-12', knownOn: '2026-12-20' })).started).toBeNull();
  });

  it('judge the year after by the same rule, and take the latest rating', () => {
    const first = aClaim({ id: 'one', fit: 2 });
    const later = aClaim({ id: 'two', knownOn: '2028-05-02', fit: 4 });
    expect(wayIn(first, later)).toMatchObject({ second: 'met', fit: 4 });
    expect(wayIn(first)).toMatchObject({ second: 'not-known', fit: 2 });
  });

  it.each([
    ['Electrician, level 3', 3],
    ['Digital and technology degree apprenticeship', 6],
    ['HNC Engineering', 4],
    ['Plumbing', null],
    [undefined, null],
  ])('read the level of %s as %s', (course, level) => {
    expect(statedLevel(course)).toBe(level);
  });

  it('leave the level of a course open that does not say it', () => {
    const apprentice = (course: string) => aClaim({ id: course, activity: 'apprenticeship', course });
    expect(wayIn(apprentice('Plumbing')).level).toBeNull();
    expect(wayIn(apprentice('Electrician, level 3')).level).toBe('lower');
    expect(wayIn(aClaim({ activity: 'employment' })).level).toBe('lower');
  });
});

describe('the first stay', () => {
  const until = (to: string, more: Partial<Claim> = {}): Claim => aClaim({ ...more, to, knownOn: '2027-07-01' });

  it('counts months from the first, and ends where it was last heard of', () => {
    expect(stayIn(aClaim({ course: 'Physics' }))).toEqual({
      ...{ kind: 'university', from: '2026-09', months: 3, end: 'there', provider: '10007795', subject: '07' },
    });
  });

  it('says how it ended: left, finished, or nobody said', () => {
    expect(stayIn(until('2027-01', { ended: 'left-early' }))).toMatchObject({ months: 5, end: 'left' });
    expect(stayIn(until('2027-06', { ended: 'finished' }))).toMatchObject({ months: 10, end: 'finished' });
    expect(stayIn(until('2027-01'))).toMatchObject({ end: 'ended' });
  });

  it('is a move where another place of the same kind follows within three months, and not where it comes later', () => {
    const left = until('2027-01', { ended: 'left-early' });
    const next = (from: string): Claim =>
      aClaim({ id: 'n', from, knownOn: '2028-01-10', provider: 'Aston University' });
    expect(stayIn(left, next('2027-04'))).toMatchObject({ months: 5, end: 'moved' });
    expect(stayIn(left, next('2027-09'))).toMatchObject({ months: 5, end: 'left' });
  });

  it('is none where nothing was begun, or only something of another kind', () => {
    expect(stayIn(placedAtAston)).toBeNull();
    expect(stayIn(aClaim({ activity: 'gap-year' }))).toBeNull();
  });
});
