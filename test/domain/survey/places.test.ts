// What counts as an answer about a place: names that may be on a list, months from and until, consents; and what is asked
// about once though it may be so.
import { describe, expect, it } from '@jest/globals';
import { localMonth } from '../../../src/domain/calendar/local-date.js';
import { readAnswer } from '../../../src/domain/survey/answers.js';
import { checkDefinition } from '../../../src/domain/survey/check-definition.js';
import type { Answers, AnswerValue, Question, Questionnaire } from '../../../src/domain/survey/definition.js';
import { codesIn, wordsIn } from '../../../src/domain/survey/definition.js';
import { doubtsOf, kindOfPlace } from '../../../src/domain/survey/soft-checks.js';
import { checkTexts } from '../../../src/domain/survey/texts.js';
import { nothingTyped, type Typed } from '../../../src/domain/survey/typed.js';
import { nameLists } from '../../../src/reference/index.js';

const leftSchoolIn = localMonth('2026-07');
const read = (question: Partial<Question>, typed: Partial<Typed>, answers: Answers = {}) =>
  readAnswer(
    { id: 'q', kind: 'provider', ...question },
    { ...nothingTyped, ...typed },
    { answers, thisMonth: localMonth('2026-11'), leftSchoolIn, lists: nameLists },
  );
const value = (answer: unknown) => ({ ok: true, value: answer });
const problem = (name: string) => ({ ok: false, problem: name });

describe('names of a list', () => {
  const list = nameLists.provider.version;
  const leeds = { code: '10007795', name: 'University of Leeds', list };
  it.each([
    ['its usual name', { text: ' university of  LEEDS ' }, value({ typed: 'university of LEEDS', ...leeds })],
    ['a name that may mean several', { text: 'Leeds' }, problem('which-one')],
    ['the one that was meant', { text: 'Leeds', pick: '10007795' }, value({ typed: 'Leeds', ...leeds })],
    ['one that was picked for another name', { text: 'Bristol', pick: '10007795' }, problem('which-one')],
    ['a number that is on no list', { text: 'Leeds', pick: '99999999' }, problem('which-one')],
    ['none of these', { text: 'Leeds', pick: 'as-typed' }, value({ typed: 'Leeds', code: null, name: 'Leeds', list })],
    [
      'a name that is on no list',
      { text: 'Exampleton' },
      value({ typed: 'Exampleton', code: null, name: 'Exampleton', list }),
    ],
    ['nothing', { text: ' ' }, value(null)],
    ['nothing but a pick', { pick: '10007795' }, value(null)],
    ['more than is taken', { text: 'x'.repeat(121) }, problem('too-long')],
  ])('%s', (_name, typed, expected) => {
    expect(read({}, typed)).toEqual(expected);
  });

  it('keep the name of a course beside the code of its subject', () => {
    expect(read({ kind: 'subject' }, { text: 'BSc Physics' })).toEqual(
      value({ typed: 'BSc Physics', code: 'CAH07-01-01', name: 'Physics', list: nameLists.subject.version }),
    );
  });
});

describe('from when until when', () => {
  const range = { kind: 'month-range', month: { earliestFromLeaving: -120, latestFromToday: 0 } } as const;
  const until = (month: string, year: string, about = false) => ({ until: { month, year, about } });
  const september = { month: '9', year: '2026' };
  const from = { month: '2026-09', about: false };
  it.each([
    [
      'still going on',
      { ...september, about: true, goingOn: true },
      value({ from: { ...from, about: true }, to: null }),
    ],
    [
      'ended, about then',
      { ...september, ...until('10', '2026', true) },
      value({ from, to: { month: '2026-10', about: true } }),
    ],
    ['one month', { ...september, ...until('9', '2026') }, value({ from, to: from })],
    [
      'an end before its start, which is a doubt',
      { ...september, ...until('8', '2026') },
      value({ from, to: { month: '2026-08', about: false } }),
    ],
    ['nothing at all', until(' ', ''), value(null)],
    ['neither an end nor going on', september, problem('until-missing')],
    ['both', { ...september, ...until('10', '2026'), goingOn: true }, problem('until-and-going-on')],
    ['going on since nobody knows when', { goingOn: true }, problem('month-incomplete')],
    ['an end alone', until('10', '2026'), problem('month-incomplete')],
    ['half a start', { month: '9', goingOn: true }, problem('month-incomplete')],
    ['half an end', { ...september, ...until('', '2026') }, problem('until-incomplete')],
    ['a start that cannot be', { month: '13', year: '2026', goingOn: true }, problem('month-impossible')],
    ['an end that cannot be', { ...september, ...until('10', '26') }, problem('until-impossible')],
    ['a start in the future', { month: '12', year: '2026', goingOn: true }, problem('month-ahead')],
    ['an end in the future', { ...september, ...until('12', '2026') }, problem('until-ahead')],
    ['ages ago', { month: '6', year: '2016', goingOn: true }, problem('month-too-early')],
  ])('%s', (_name, typed, expected) => {
    expect(read(range, typed)).toEqual(expected);
  });
});

describe('consent', () => {
  const consent: Question = {
    id: 'q',
    kind: 'consent',
    wording: 'linked 1',
    choices: [{ code: 'yes' }, { code: 'no' }],
  };
  it.each([
    [['yes'], value({ consent: 'yes', wording: 'linked 1' })],
    [['no'], value({ consent: 'no', wording: 'linked 1' })],
    [[], value(null)],
    [['maybe'], problem('unknown-choice')],
    [['yes', 'no'], problem('unknown-choice')],
  ])('%j', (codes, expected) => {
    expect(read(consent, { codes })).toEqual(expected);
  });

  const page = (question: Question): Questionnaire => ({
    name: 'test',
    version: 1,
    ending: { question: 's', refusals: ['no'] },
    usual: {},
    pages: [
      {
        id: 's',
        shownWhen: { kind: 'always' },
        questions: [{ id: 's', kind: 'single', required: true, choices: [{ code: 'a' }, { code: 'no' }] }],
      },
      { id: 'q', shownWhen: { kind: 'always' }, questions: [question] },
    ],
  });
  it('is a yes or a no of a named wording that nothing presses for', () => {
    expect(checkDefinition(page(consent))).toEqual([]);
    expect(checkDefinition(page({ ...consent, wording: '' }))).toEqual([
      'q: a consent without the version of its wording',
    ]);
    expect(checkDefinition(page({ ...consent, required: true }))).toEqual(['q: a consent that is required is none']);
    expect(checkDefinition(page({ ...consent, choices: [{ code: 'yes' }, { code: 'later' }] }))).toEqual([
      'q: a consent is a yes or a no',
    ]);
    expect(checkDefinition(page({ id: 'q', kind: 'short-text', wording: 'linked 1' }))).toEqual([
      'q: a wording on a question that is no consent',
    ]);
  });

  it('doubts belong to what they can be about, look back, and have words', () => {
    const text: Question = { id: 'q', kind: 'short-text', doubts: [{ kind: 'ends-before-start' }] };
    expect(checkDefinition(page(text))).toEqual(['q: the doubt ends-before-start does not fit a short-text']);
    const later: Question = { id: 'q', kind: 'provider', doubts: [{ kind: 'other-kind', by: 'later', kinds: {} }] };
    expect(checkDefinition(page(later))).toEqual(['page q: looks at later, which is not asked before it']);
    const words = {
      language: 'en',
      direction: 'ltr',
      problems: {},
      questions: { q: { heading: 'Q', short: 'Q' } },
    } as const;
    expect(checkTexts(page(later), words)).toContain('q: no words for the doubt other-kind');
  });
});

describe('doubts', () => {
  const month = (text: string) => ({ month: text, about: false });
  const name = (text: string): AnswerValue => ({ typed: text, code: null, name: text, list: 'l' });
  const question = {
    doubts: [
      { kind: 'ends-before-start' },
      { kind: 'long-before-leaving', months: 24 },
      { kind: 'other-kind', by: 'situation', kinds: { university: 'university', college: 'college' } },
    ],
  } as const;
  it.each<[string, AnswerValue | null, string, readonly string[]]>([
    ['an end before its start', { from: month('2026-09'), to: month('2026-08') }, '', ['ends-before-start']],
    ['an end after it', { from: month('2026-09'), to: month('2026-09') }, '', []],
    ['long before leaving', { from: month('2024-06'), to: null }, '', ['long-before-leaving']],
    ['not so long', { from: month('2024-07'), to: null }, '', []],
    ['a month long before leaving', month('2020-01'), '', ['long-before-leaving']],
    ['both', { from: month('2020-09'), to: month('2019-09') }, '', ['ends-before-start', 'long-before-leaving']],
    ['a university for a college', name('University of Leeds'), 'college', ['other-kind']],
    ['a sixth form for a university', name('Exampleton Sixth Form'), 'university', ['other-kind']],
    ['a university for a university', name('University of Leeds'), 'university', []],
    ['a name that does not say', name('Exampleton'), 'college', []],
    ['a name that says both', name('University College Birmingham'), 'college', []],
    ['somebody who is trained', name('University of Leeds'), 'training', []],
    ['a skip', null, 'college', []],
  ])('%s', (_name, answer, situation, expected) => {
    expect(doubtsOf(question, answer, { answers: { situation }, leftSchoolIn })).toEqual(expected);
  });

  it('read a name no further than it goes', () => {
    expect(
      ['Leeds', 'London School of Economics', 'Northgate Sixth Form', 'Leeds Beckett University'].map(kindOfPlace),
    ).toEqual([null, null, 'college', 'university']);
  });
});

it('answers give their codes to conditions, and their names to words', () => {
  const from = { month: '2026-09', about: false };
  const answers: readonly AnswerValue[] = [
    { from, to: null },
    { from, to: from },
    from,
    { consent: 'no', wording: 'w' },
    { typed: 'Leeds', code: '10007795', name: 'University of Leeds', list: 'l' },
    { typed: 'Leeds', code: null, name: 'Leeds', list: 'l' },
    ['a', 'b'],
    'a',
  ];
  expect(answers.map(codesIn)).toEqual([...[['going-on'], ['ended'], [], ['no'], ['10007795'], [], ['a', 'b'], ['a']]]);
  expect(answers.map(wordsIn).filter((words) => words !== undefined)).toEqual(['University of Leeds', 'Leeds', 'a']);
});
