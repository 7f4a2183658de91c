// Which words make a person look, and which everyday ones do not. Each sentence is invented.
import { describe, expect, it } from '@jest/globals';
import { worryAmong, worryIn } from '../../../src/domain/survey/worrying-words.js';
import { measure, sentencesBy } from '../../support/worrying-sentences.js';

const life = [
  'I want to die',
  'I just wanna die.',
  'Sometimes I wish I was dead',
  'everyone would be better off without me',
  'I’ve been thinking about killing myself',
  "I don't want to be here anymore",
  'there is no point in living',
  'I took an OVERDOSE in October',
  'I started to self-harm again',
  'I cut myself most nights',
  'he said he’ll kill me if I go back',
  'He threatened to kill her',
  'I am in danger',
  'kill   ...  myself',
  'أريد أن أموت',
  'أفكر في الانتحار',
];
const harm = [
  'my dad hits me',
  'My boyfriend controls me',
  'I was raped at a party',
  'they are trying a forced marriage',
  'I have nowhere to live since September',
  'I don’t feel safe at home',
  'my uncle took my passport',
  'She has been abusing me for years',
  'I can’t afford food',
  'أبي يضربني',
];
const neither = [
  '',
  'I was dying to start, and the maths killed the mood',
  'The commute was murder',
  'I left because of the travel and the money',
  'The lectures hit the mark and I am happy',
  'They beat us at football',
  'I chose to take my time',
  'I want to live at home',
  'It was therapeutic; grapes were picked',
  'I died my hair blue',
  'نقلت إلى جامعة أخرى',
];

describe('words', () => {
  it.each(life)('%s: somebody looks, since a life may be at risk', (text) => expect(worryIn(text)).toBe('life'));
  it.each(harm)('%s: somebody looks', (text) => expect(worryIn(text)).toBe('harm'));
  it.each(neither)('“%s” makes nobody look', (text) => expect(worryIn(text)).toBeNull());

  it('of several texts count by the gravest', () => {
    expect(worryAmong(['my dad hits me', 'fine', 'I want to die'])).toBe('life');
    expect(worryAmong(['fine', 'my dad hits me'])).toBe('harm');
    expect(worryAmong(['fine'])).toBeNull();
  });

  it('find most of what is worrying among 500 sentences, half of them harmless ones that look alarming', () => {
    const measured = measure(sentencesBy(55, 500), (text) => worryIn(text) !== null);
    expect(measured.life).toBeGreaterThan(0.9);
    expect(measured.harm).toBeGreaterThan(0.9);
    expect(measured.precision).toBeGreaterThan(0.75);
    const nothing = measure(sentencesBy(55, 500), (text) => text.includes('want'));
    expect(nothing.life).toBeLessThan(0.9); // a judge that looks for one word is seen to fail
  });

  it('of the longest text are read at once, whatever they are made of', () => {
    for (const part of ['want to ', 'kill ', 'a', 'i ', "'", ' my my self ']) {
      expect(worryIn(part.repeat(20_000 / part.length))).toBeNull();
    }
  });
});
