// How long a text is, what it says, and what counts as a stop.
import { describe, expect, it } from '@jest/globals';
import { longestTextLink, stopIn, textLength, textWords } from '../../../src/domain/waves/text-message.js';

describe('the length of a text', () => {
  it.each([
    ['a'.repeat(160), 160, 1],
    ['a'.repeat(161), 161, 2],
    ['a'.repeat(306), 306, 2],
    ['a'.repeat(307), 307, 3],
    ['€'.repeat(80), 160, 1],
    [`${'a'.repeat(159)}€`, 161, 2],
    ['ë'.repeat(70), 70, 1],
    ['ë'.repeat(71), 71, 2],
    ['😀'.repeat(35), 70, 1],
  ])('%s', (text, characters, segments) => {
    expect(textLength(text)).toEqual({ characters, segments });
  });
});

describe('the words', () => {
  const link = 'https://alumni.trust.example/t/'.padEnd(longestTextLink, 'x');
  it.each([
    ['Avery', 'Larkfield Trust', /^Hello Avery, Larkfield Trust: how/],
    ['Zoë', 'Larkfield Trust', /^Hello, Larkfield Trust: how/], // ë would make it three times as long
    ['Avery', 'The Northern Schools Together Trust', /^The Northern Schools Together Trust: how/],
  ])('%s, %s: one segment, with the link and how to stop', (firstName, trust, begins) => {
    const words = textWords({ firstName, trust, link });
    expect(words).toMatch(begins);
    expect(words).toContain(` ${link} Reply STOP`);
    expect(textLength(words).segments).toBe(1);
  });

  it('never lose the link or how to stop, however long the trust’s name is', () => {
    const words = textWords({ firstName: 'Avery', trust: 'A trust with a very long name indeed, '.repeat(3), link });
    expect(words).toContain(` ${link} Reply STOP`);
    expect(textLength(words).segments).toBe(2);
  });
});

describe('a reply', () => {
  it.each([
    ['STOP', 'text'],
    [' stop. ', 'text'],
    ['Stop please!', 'text'],
    ['“STOP”', 'text'],
    ['unsubscribe', 'text'],
    ['STOP ALL', 'all'],
    ['stopall', 'all'],
    ['Please do not stop', null],
    ['I left in November', null],
    ['Stopping by later', null],
    ['', null],
  ] as const)('%s: %s', (reply, expected) => {
    expect(stopIn(reply)).toBe(expected);
  });
});
