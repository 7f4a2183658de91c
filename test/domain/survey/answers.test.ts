// What counts as an answer, by tables: choices, months and their bounds, texts, addresses.
import { describe, expect, it } from '@jest/globals';
import { localMonth } from '../../../src/domain/calendar/local-date.js';
import { readAnswer } from '../../../src/domain/survey/answers.js';
import type { Answers, Question } from '../../../src/domain/survey/definition.js';
import { nothingTyped as nothing, type Typed } from '../../../src/domain/survey/typed.js';
import { nameLists } from '../../../src/reference/index.js';

const read = (question: Partial<Question>, typed: Partial<Typed>, answers: Answers = {}) =>
  readAnswer(
    { id: 'q', kind: 'single', ...question },
    { ...nothing, ...typed },
    { answers, thisMonth: localMonth('2026-11'), leftSchoolIn: localMonth('2026-07'), lists: nameLists },
  );
const value = (answer: unknown) => ({ ok: true, value: answer });
const problem = (name: string) => ({ ok: false, problem: name });

const choices = [{ code: 'a' }, { code: 'b' }, { code: 'none', apart: true, alone: true }];

describe('choices', () => {
  it.each([
    ['one known code', { kind: 'single' }, ['a'], value('a')],
    ['two for one', { kind: 'single' }, ['a', 'b'], problem('unknown-choice')],
    ['a code that is not offered', { kind: 'single' }, ['z'], problem('unknown-choice')],
    ['nothing, where it is a skip', { kind: 'single' }, [], value(null)],
    ['nothing, where it is required', { kind: 'single', required: true }, [], problem('missing')],
    ['nothing, where we ask twice', { kind: 'single', askTwice: true }, [], problem('choose-or-skip')],
    ['several, in the order of the question', { kind: 'multiple' }, ['b', 'a', 'b'], value(['a', 'b'])],
    ['one that stands alone', { kind: 'multiple' }, ['none'], value(['none'])],
    ['one that stands alone, with others', { kind: 'multiple' }, ['none', 'a'], problem('alone-with-others')],
  ] as const)('%s', (_name, question, codes, expected) => {
    expect(read({ choices, ...question }, { codes })).toEqual(expected);
  });

  it('offers only what was chosen before, where the question draws on it', () => {
    const question = { choices, onlyChosenIn: 'before' };
    expect(read(question, { codes: ['a'] }, { before: ['a'] })).toEqual(value('a'));
    expect(read(question, { codes: ['b'] }, { before: ['a'] })).toEqual(problem('unknown-choice'));
    expect(read(question, { codes: ['a'] })).toEqual(problem('unknown-choice'));
  });
});

describe('months', () => {
  const month = { earliestFromLeaving: -12, latestFromToday: 0, notBefore: 'since' };
  const since = { since: { month: '2026-09', about: true } };
  it.each([
    ['a month and a year', '9', '2026', value({ month: '2026-09', about: false })],
    ['the present month', '11', '2026', value({ month: '2026-11', about: false })],
    ['the next month', '12', '2026', problem('month-ahead')],
    ['only a month', '9', '', problem('month-incomplete')],
    ['only a year', ' ', '2026', problem('month-incomplete')],
    ['neither', '', ' ', value(null)],
    ['a thirteenth month', '13', '2026', problem('month-impossible')],
    ['words', 'Sept', '2026', problem('month-impossible')],
    ['a year of two digits', '9', '26', problem('month-impossible')],
    ['a year of five digits', '9', '20260', problem('month-impossible')],
    ['the first month that can be', '7', '2025', problem('month-before-start')],
    ['long before leaving school', '6', '2025', problem('month-too-early')],
    ['before the month of starting', '8', '2026', problem('month-before-start')],
  ])('%s', (_name, typedMonth, year, expected) => {
    expect(read({ kind: 'month', month }, { month: typedMonth, year }, since)).toEqual(expected);
  });

  it('keeps "about", and knows what is still to come', () => {
    const ahead = { kind: 'month', month: { earliestFromToday: 0, latestFromToday: 36 } } as const;
    expect(read(ahead, { month: '09', year: '2027', about: true })).toEqual(value({ month: '2027-09', about: true }));
    expect(read(ahead, { month: '10', year: '2026' })).toEqual(problem('month-past'));
    expect(read(ahead, { month: '12', year: '2029' })).toEqual(problem('month-ahead'));
  });
});

describe('texts', () => {
  it.each([
    ['a name', 'short-text', '  University  of\tExampleton ', value('University of Exampleton')],
    ['only spaces', 'short-text', '   ', value(null)],
    ['a name at its longest', 'short-text', 'x'.repeat(120), value('x'.repeat(120))],
    ['a name too long', 'short-text', 'x'.repeat(121), problem('too-long')],
    ['own words keep their lines', 'long-text', ' one\n\ntwo ', value('one\n\ntwo')],
    ['an address', 'email', ' Avery.Testperson@Example.ORG ', value('avery.testperson@example.org')],
    ['no address', 'email', 'avery at example', problem('not-an-email')],
    ['two addresses', 'email', 'a@example.org, b@example.org', problem('not-an-email')],
    ['a mobile number', 'telephone', '07700 900123', value('+447700900123')],
    ['not enough digits', 'telephone', '07700', problem('not-a-telephone')],
  ] as const)('%s', (_name, kind, text, expected) => {
    expect(read({ kind }, { text })).toEqual(expected);
  });

  it('takes own words up to the length of the question', () => {
    const question = { kind: 'long-text', maxLength: 2_000 } as const;
    expect(read(question, { text: 'x'.repeat(2_000) })).toEqual(value('x'.repeat(2_000)));
    expect(read(question, { text: 'x'.repeat(2_001) })).toEqual(problem('too-long'));
  });
});

describe('postcode districts', () => {
  it.each([
    ['LS2', value('LS2')],
    [' ls2 9jt ', value('LS2')],
    ['sw1a1aa', value('SW1A')],
    ['B1', value('B1')],
    ['Leeds', problem('not-an-outcode')],
    ['LS2 9', problem('not-an-outcode')],
    ['12345', problem('not-an-outcode')],
    ['', value(null)],
  ])('%j', (text, expected) => {
    expect(read({ kind: 'outcode' }, { text })).toEqual(expected);
  });
});

it('takes one step of a scale', () => {
  const scale = { kind: 'scale', choices: [{ code: '1' }, { code: '2' }] } as const;
  expect(read(scale, { codes: ['2'] })).toEqual(value('2'));
  expect(read(scale, { codes: ['1', '2'] })).toEqual(problem('unknown-choice'));
  expect(read(scale, { codes: ['3'] })).toEqual(problem('unknown-choice'));
});
