// Who may be named in the early-warning list, how they are reached, which counts are shown, and words that steer nobody.
import { describe, expect, it } from '@jest/globals';
import type { Alumnus } from '../../../src/domain/alumni/alumnus.js';
import type { CohortId, SchoolId } from '../../../src/domain/alumni/ids.js';
import { localDate, localMonth } from '../../../src/domain/calendar/local-date.js';
import { firstWords, howToTalk, warningCounts, waysToReach } from '../../../src/domain/insight/early-warning.js';
import { anAlumnus } from '../../application/a-destination.js';

const today = localDate('2026-11-24');
const now = { on: today, isSuppressed: () => false, stopRecorded: false };
const yes: Alumnus['permissions'][number] = {
  ...{ purpose: 'chat', basis: 'consent', evidence: 'Their answer', wording: 'permissions 1' },
  recordedOn: localDate('2026-11-03'),
};
const own: Alumnus['contactPoints'] = [
  { number: 1, kind: 'email', value: 'a@example.org', owner: 'self', state: 'usable', addedOn: today },
  {
    number: 2,
    kind: 'mobile',
    value: '+447700900001',
    owner: 'self',
    state: 'usable',
    addedOn: today,
    confirmedOn: today,
  },
];
const someone = (given: Partial<Alumnus> = {}): Alumnus =>
  anAlumnus('one', { permissions: [yes], contactPoints: own, ...given });

describe('who is named', () => {
  it.each<readonly [string, Partial<Alumnus>]>([
    ['who was never asked', { permissions: [] }],
    ['who took it back', { permissions: [{ ...yes, withdrawnOn: today }] }],
    ['who allowed something else', { permissions: [{ ...yes, purpose: 'quote' }] }],
    ['who will only say yes tomorrow', { permissions: [{ ...yes, recordedOn: localDate('2026-11-25') }] }],
    ['who asked us to stop', { objectedOn: today }],
    ['who has died', { state: 'has-died' }],
    ['whose record is restricted', { state: 'restricted' }],
    ['whose place is deferred', { state: 'deferred', deferredUntil: localMonth('2026-11') }],
  ])('is not %s', (_who, given) => expect(waysToReach(someone(given), now)).toBeNull());

  it('is not who stopped beside their record, nor whom another trust looks after', () => {
    expect(waysToReach(someone(), { ...now, stopRecorded: true })).toBeNull();
    expect(waysToReach(someone(), { ...now, leftTrustOn: today })).toBeNull();
    expect(waysToReach(someone(), { ...now, leftTrustOn: localDate('2026-11-25') })).not.toBeNull();
  });

  it('is reached at what is their own and may be used, by the ways they left open', () => {
    const mail = { way: 'mail', number: 1, confirmed: false };
    const phone = { way: 'phone', number: 2, confirmed: true };
    expect(waysToReach(someone(), now)).toEqual([mail, phone]);
    expect(waysToReach(someone({ state: 'deferred', deferredUntil: localMonth('2026-10') }), now)).toHaveLength(2);
    expect(waysToReach(someone({ contactRules: { notBy: ['phone'] } }), now)).toEqual([mail]);
    expect(waysToReach(someone(), { ...now, isSuppressed: ({ kind }) => kind === 'email' })).toEqual([phone]);
    const parents = own.map((point) => ({ ...point, owner: 'parent' as const }));
    expect(waysToReach(someone({ contactPoints: parents }), now)).toEqual([]);
  });
});

describe('counts', () => {
  const counted = (school: string, count: number, until = '2027-02') => ({
    ...{ schoolId: school as SchoolId, cohortId: 'y13-2026' as CohortId, count, until: localMonth(until) },
  });
  const numbers = [counted('a', 20), counted('a', 5, '2026-12'), counted('b', 12), counted('c', 3)];

  it('are put together by school and cohort, with the nearest month', () => {
    const { rows, all } = warningCounts(numbers, 'team');
    expect(rows.map(({ schoolId, count, until }) => [schoolId, count, until])).toEqual([
      ['a', 25, '2026-12'],
      ['b', 12, '2027-02'],
      ['c', 3, '2027-02'],
    ]);
    expect(all).toBe(40);
  });

  it('hide from leaders the few, and one beside them, and round the rest', () => {
    const { rows, all } = warningCounts(numbers, 'leaders');
    expect(rows.map(({ count, until }) => [count, until])).toEqual([
      [25, '2026-12'],
      [null, null],
      [null, null],
    ]);
    expect(all).toBe(40);
    expect(warningCounts([counted('a', 7)], 'leaders').all).toBeNull();
    expect(warningCounts([], 'leaders')).toEqual({ rows: [], all: 0 });
  });

  it('of one school tell leaders nothing of the others that the trust’s would complete', () => {
    const three = [counted('a', 1), counted('b', 20), counted('c', 40)];
    const of = (...asked: readonly string[]) => warningCounts(three, 'leaders', (id) => asked.includes(id));
    expect(warningCounts(three, 'leaders').all).toBe(60);
    // B's own page too: the trust less B and C would be A's one.
    expect(of('b')).toMatchObject({ rows: [{ count: null, until: null }], all: null });
    expect(of('c')).toMatchObject({ rows: [{ count: 40 }], all: 40 });
    expect(of('a', 'c').all).toBeNull();
  });
});

it('says nothing that we hold, no rule, no day, and no way to go', () => {
  const steering =
    /should|must|ought|best|better|deadline|rule|before|university|college|apprentice|job|work|train|\d/i;
  expect(firstWords.filter((words) => steering.test(words))).toEqual([]);
  expect(howToTalk.length).toBeGreaterThan(0);
  expect(steering.test('You should start at college before 28 February.')).toBe(true);
});
