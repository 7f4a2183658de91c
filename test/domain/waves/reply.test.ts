// What people write back: their own words without ours, and what counts as "stop" (Y3).
import { describe, expect, it } from '@jest/globals';
import { asksToStop, ownWords } from '../../../src/domain/waves/reply.js';

describe('own words', () => {
  it.each([
    [
      'I left in November.\n\nOn Tue, 3 Nov 2026 at 09:00, Sample Trust <a@b.example> wrote:\n> Hello Avery\n> How',
      'I left in November.',
    ],
    ['Stop\n\n-----Original Message-----\nFrom: Sample Trust\nHello', 'Stop'],
    ['Thanks\n________________________________\nFrom: Sample Trust <a@b.example>\nSent: today', 'Thanks'],
    ['> Hello Avery\n> How are things?\n\nFine, at Leeds', 'Fine, at Leeds'],
    ['Am Di., 3. Nov. 2026 schrieb Sample Trust <a@b.example>:\n> Hallo\nIch bin fertig', 'Ich bin fertig'],
    ['Still there\n\nSent from my phone', 'Still there'],
    ['', ''],
  ])('of %j are %j', (text, own) => {
    expect(ownWords(text)).toBe(own);
  });

  it('of a long text cost little, whatever stands in it', () => {
    for (const text of ['On '.repeat(30_000), '>'.repeat(90_000), '\n'.repeat(90_000), 'from: '.repeat(15_000)]) {
      expect(ownWords(text).length).toBeLessThanOrEqual(text.length); // quadratic work would end the test by its limit
    }
  });
});

describe('stop', () => {
  it.each([
    'stop',
    'STOP',
    'Stop.',
    'Please stop',
    'STOP, thanks!',
    'unsubscribe',
    'Unsubscribe me please',
    'opt out',
    'Stop emailing me',
    'please stop sending me these emails',
    'take me off your list',
    'Remove me from this mailing list',
    'Don’t contact me again',
    'no more emails',
  ])('is understood in %j', (words) => {
    expect(asksToStop('Re: One minute: how are things going?', words)).toBe(true);
  });

  it.each([
    'I had to stop my course in November',
    'I could not stop laughing',
    'The bus stop is outside',
    'Wrong person',
    'He died in June',
    'I stopped going',
    'Can you stop by on Monday?',
    'Non-stop',
    '',
    'Stop calling my mother, but do write to me',
    'Do not stop',
  ])('is not read into %j', (words) => {
    expect(asksToStop('Re: One minute: how are things going?', words)).toBe(false);
  });

  it('is understood in the subject that a mail program writes, with nothing else said', () => {
    expect(asksToStop('stop w1_a1-0001_i_1.agyj2epruerdfjjso@trust.example', '')).toBe(true);
    expect(asksToStop('stop w1_a1-0001_i_1.agyj2epruerdfjjso@trust.example', 'This was sent by mistake, sorry')).toBe(
      false,
    );
    expect(asksToStop('Re: stop', 'I am at Leeds now')).toBe(false);
  });
});
