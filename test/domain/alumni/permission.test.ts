// On what ground may somebody be written to on a day (requirement P1)? Without one they enter no wave (eligibility.test.ts).
import { describe, expect, it } from '@jest/globals';
import type { Permission } from '../../../src/domain/alumni/alumnus.js';
import { basisOn, publicTaskUntil } from '../../../src/domain/alumni/permission.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';

const permission = (rest: Partial<Permission> = {}): Permission => ({
  purpose: 'destination-survey',
  basis: 'consent',
  evidence: 'Leaving form 2026',
  recordedOn: localDate('2026-06-15'),
  wording: 'leaving form 2026',
  ...rest,
});
const on = (day: string, permissions: readonly Permission[], months = 12) =>
  basisOn({ leftOn: localDate('2026-07-17'), permissions }, 'destination-survey', localDate(day), months);
const day = localDate;

describe('public task', () => {
  it.each([
    ['2026-07-17', 12, '2027-07-17'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-08-31', 1, '2026-09-30'],
    ['2026-07-17', 0, '2026-07-17'],
  ])('of somebody who left on %s lasts, over %d months, to %s', (leftOn, months, until) => {
    expect(publicTaskUntil(day(leftOn), months)).toBe(until);
  });

  it.each([
    ['2027-07-17', 12, { kind: 'has', basis: 'public-task', until: '2027-07-17' }],
    ['2027-07-18', 12, { kind: 'none', why: 'never-recorded' }],
    ['2026-11-03', 0, { kind: 'none', why: 'never-recorded' }],
  ] as const)('stands on %s without a record, by a setting of %d months: %j', (date, months, expected) => {
    expect(on(date, [], months)).toEqual(expected);
  });

  it('that was recorded ends by the setting unless it says otherwise', () => {
    const recorded = permission({ basis: 'public-task' });
    expect(on('2027-07-18', [recorded])).toEqual({ kind: 'none', why: 'ended' });
    expect(on('2027-07-18', [{ ...recorded, until: day('2028-01-01') }])).toEqual({
      kind: 'has',
      basis: 'public-task',
      until: '2028-01-01',
    });
  });
});

describe('consent', () => {
  it.each([
    ['2026-06-14', {}, { kind: 'has', basis: 'public-task', until: '2027-07-17' }], // not given yet
    ['2026-06-15', {}, { kind: 'has', basis: 'consent', until: null }],
    ['2029-06-15', { until: day('2029-06-15') }, { kind: 'has', basis: 'consent', until: '2029-06-15' }],
    ['2029-06-16', { until: day('2029-06-15') }, { kind: 'none', why: 'ended' }],
    [
      '2026-09-30',
      { withdrawnOn: day('2026-10-01'), until: day('2030-01-01') },
      { kind: 'has', basis: 'consent', until: '2030-01-01' },
    ],
    ['2026-10-01', { withdrawnOn: day('2026-10-01') }, { kind: 'none', why: 'withdrawn' }],
  ] as const)('on %s with %j', (date, rest, expected) => {
    expect(on(date, [permission(rest)])).toEqual(expected);
  });

  it('that was withdrawn takes public task with it, until a later permission', () => {
    const withdrawn = permission({ withdrawnOn: day('2026-10-01') });
    const earlier = permission({ basis: 'public-task', recordedOn: day('2026-05-01') });
    const later = permission({ recordedOn: day('2026-10-20') });
    expect(on('2026-11-03', [withdrawn, earlier])).toEqual({ kind: 'none', why: 'withdrawn' });
    expect(on('2026-11-03', [withdrawn, earlier, later])).toEqual({ kind: 'has', basis: 'consent', until: null });
  });
});
