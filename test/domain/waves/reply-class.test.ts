// Requirement E5's rule and requirement E17's times, row by row.
import { describe, expect, it } from '@jest/globals';
import { nextAttempt, outcomeState } from '../../../src/domain/waves/reply-class.js';

describe('the state that an attempt leaves behind', () => {
  it.each([
    ['accepted', true, 'accepted'],
    ['deferred', false, 'deferred'],
    ['deferred', true, 'deferred'],
    ['rejected', false, 'rejected'],
    ['rejected', true, 'rejected'],
    ['not-sent', false, 'deferred'],
    ['not-sent', true, 'unknown'],
    ['unknown', false, 'deferred'],
    ['unknown', true, 'unknown'],
    ['withheld', false, null],
    ['withheld', true, 'unknown'],
  ] as const)('%s, intent written: %s: %s', (kind, intentWritten, state) => {
    expect(outcomeState({ kind }, intentWritten)).toBe(state);
  });
});

describe('the next attempt', () => {
  const first = new Date('2026-11-03T09:00:00Z');
  const never = new Date('2027-01-01T00:00:00Z');

  it.each([
    [1, '2026-11-03T09:05:00.000Z'],
    [2, '2026-11-03T09:15:00.000Z'],
    [3, '2026-11-03T09:30:00.000Z'],
    [4, '2026-11-03T10:00:00.000Z'],
    [5, '2026-11-03T11:00:00.000Z'],
    [6, '2026-11-03T13:00:00.000Z'],
    [7, '2026-11-03T17:00:00.000Z'],
    [8, '2026-11-04T01:00:00.000Z'],
    [9, '2026-11-04T09:00:00.000Z'],
    [10, '2026-11-05T09:00:00.000Z'],
    [11, '2026-11-06T09:00:00.000Z'],
    [12, undefined],
    [13, undefined],
  ])('after %i attempts: %s', (attempts, at) => {
    const before =
      attempts === 1 ? first : (nextAttempt(first, attempts - 1, { now: first, closesAt: never }) ?? first);
    expect(nextAttempt(first, attempts, { now: before, closesAt: never })?.toISOString()).toBe(at);
  });

  it.each([
    ['2026-11-03T09:30:00.001Z', '2026-11-03T09:30:00.000Z'],
    ['2026-11-03T09:30:00.000Z', undefined],
    ['2026-11-03T09:29:59.999Z', undefined],
  ])('with a wave that closes at %s: %s', (closes, at) => {
    expect(nextAttempt(first, 3, { now: first, closesAt: new Date(closes) })?.toISOString()).toBe(at);
  });

  it('of those that came due in the night is one, and the plan goes on from there', () => {
    const evening = new Date('2026-11-03T18:50:00Z');
    const at = (attempts: number, now: string, closesAt = never): string | undefined =>
      nextAttempt(evening, attempts, { now: new Date(now), closesAt })?.toISOString();
    expect(at(3, '2026-11-04T09:00:00Z')).toBe('2026-11-04T10:50:00.000Z');
    expect(at(4, '2026-11-04T10:50:00Z')).toBe('2026-11-04T18:50:00.000Z');
    expect(at(2, '2026-11-03T19:04:00Z')).toBe('2026-11-03T19:14:00.000Z'); // not one minute later
    expect(at(5, '2026-11-06T18:50:00Z')).toBeUndefined();
    expect(at(3, '2026-11-04T09:00:00Z', new Date('2026-11-04T10:50:00Z'))).toBeUndefined();
  });
});
