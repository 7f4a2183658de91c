// What the relay takes in a day (Y22).
import { describe, expect, it } from '@jest/globals';
import { relayLimits } from '../../../src/domain/waves/relay-limits.js';

describe('the limit of the relay', () => {
  it('is the one that was set, else the provider’s, else none', () => {
    expect(relayLimits(500, 'google')).toEqual({ perDay: 500, from: 'setting' });
    expect(relayLimits(0, 'google')).toEqual({ perDay: 2_000, from: 'provider' });
    expect(relayLimits(0, null)).toEqual({ perDay: null, from: null });
  });
});
