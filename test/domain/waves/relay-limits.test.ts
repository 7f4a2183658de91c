// How many days a wave needs because of what the relay takes (Y22).
import { describe, expect, it } from '@jest/globals';
import { daysNeeded, relayLimits } from '../../../src/domain/waves/relay-limits.js';

describe('the limit of the relay', () => {
  it('is the one that was set, else the provider’s, else none', () => {
    expect(relayLimits(500, 'google')).toEqual({ perDay: 500, from: 'setting' });
    expect(relayLimits(0, 'google')).toEqual({ perDay: 2_000, from: 'provider' });
    expect(relayLimits(0, null)).toEqual({ perDay: null, from: null });
  });

  it.each([
    [0, 1],
    [1, 1],
    [10_000, 1],
    [10_001, 2],
    [25_000, 3],
  ])('lets %i messages leave on %i days', (messages, days) => {
    expect(daysNeeded(messages, relayLimits(10_000, null))).toBe(days);
    expect(daysNeeded(messages, relayLimits(0, null))).toBe(1);
  });
});
