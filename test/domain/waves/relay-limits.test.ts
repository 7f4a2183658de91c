// What the relay takes in a day (Y22).
import { describe, expect, it } from '@jest/globals';
import { relayLimits, saysDayIsOver } from '../../../src/domain/waves/relay-limits.js';

describe('the limit of the relay', () => {
  it('is the one that was set, else the provider’s, else none', () => {
    expect(relayLimits(500, 'google')).toEqual({ perDay: 500, from: 'setting' });
    expect(relayLimits(0, 'google')).toEqual({ perDay: 2_000, from: 'provider' });
    expect(relayLimits(0, null)).toEqual({ perDay: null, from: null });
  });
});

describe('a refusal', () => {
  it.each([
    ['5.1.90 Your message cannot be sent because you have reached your daily limit for message recipients', true],
    ['5.4.5 Daily user sending limit exceeded. For more information', true],
    ['4.5.3 Daily message quota exceeded', true],
    ['5.2.0 Submission Quota exceeded', true],
    ['5.2.2 mailbox over quota', false],
    ['5.2.2 user has exceeded the storage quota', false],
    ['5.1.9 no', false],
    ['5.4.51 no', false],
    ['4.7.1 rate limit, try later', false],
    ['5.3.4 message size limit', false],
  ])('“%s” says that the day’s limit is used up: %s', (text, over) => {
    expect(saysDayIsOver(text)).toBe(over);
  });
});
