// Months named one by one become stretches; what is said beside the present becomes claims of its own or is sealed.
import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { claimsFromResponse } from '../../../src/domain/destinations/claim-from-response.js';
import { windowStart } from '../../../src/domain/destinations/claim-from-window.js';
import { merge, spellOf } from '../../../src/domain/destinations/spell.js';
import type { Answers } from '../../../src/domain/survey/definition.js';

const from = (answers: Answers, knownOn = '2027-04-20') =>
  claimsFromResponse({ responseId: 'w', revision: 1, answers, knownOn: localDate(knownOn), planned: null });
const brief = (answers: Answers, knownOn?: string) =>
  from(answers, knownOn).map(({ claim }) => `${claim.id.slice(4)} ${claim.activity} ${claim.from}–${claim.to}`);
const since = (month: string) => ({ month, about: false });

it.each([
  ['2027-04-01', '2026-10'],
  ['2027-09-30', '2026-10'],
  ['2027-10-01', '2027-10'],
  ['2027-02-01', '2026-10'],
])('on %s somebody speaks of the window that began in %s', (day, october) => {
  expect(windowStart(localDate(day))).toBe(october);
});

describe('the months of the window', () => {
  it.each([
    ['one stretch', ['m10', 'm11', 'm12'], ['study-1 university 2026-10–2026-12']],
    [
      'two stretches',
      ['m10', 'm12', 'm01'],
      ['study-1 university 2026-10–2026-10', 'study-2 university 2026-12–2027-01'],
    ],
    ['all six', ['m10', 'm11', 'm12', 'm01', 'm02', 'm03'], ['study-1 university 2026-10–2027-03']],
    ['none', ['none'], []],
  ])('%s', (_name, months, expected) => {
    const answers = { situation: 'looking', 'months-studying': months, 'studied-at': 'university' };
    expect(brief(answers).slice(1)).toEqual(expected);
  });

  it('leave to the present claim what it covers', () => {
    const answers = {
      situation: 'work',
      since: since('2027-01'),
      'months-working': ['m11', 'm12', 'm01', 'm02', 'm03'],
    };
    expect(brief(answers)).toEqual(['a employment 2027-01–null', 'work-1 employment 2026-11–2026-12']);
  });

  it('that are still ahead are not claimed; a kind that is not known is the present one, else training', () => {
    const answers = { situation: 'looking', 'months-studying': ['m10', 'm11', 'm12'], 'studied-at': 'dont-know' };
    const studies = { situation: 'college', 'months-studying': ['m11'] };
    expect(brief(studies)[1]).toBe('study-1 further-education 2026-11–2026-11');
    expect(brief(answers, '2026-11-05')).toEqual(['a looking-for-work null–null', 'study-1 training 2026-10–2026-11']);
  });
});

describe('“Yes, in all six”', () => {
  const all = (answers: Answers) => brief({ situation: 'university', 'whole-window': 'yes', ...answers });

  it.each<[string, Answers, readonly string[]]>([
    ['without a month of beginning', {}, ['a university null–null', 'window-1 university 2026-10–null']],
    [
      'with a later month, typed by mistake',
      { since: since('2027-02') },
      ['a university 2027-02–null', 'window-1 university 2026-10–null'],
    ],
    [
      'of a place that was left, nobody knows when',
      { since: since('2026-09'), 'still-there': 'left-early' },
      ['a university 2026-09–null', 'window-1 university 2026-10–2027-03'],
    ],
    [
      'up to the end that was named, and no further',
      { 'still-there': 'left-early', 'left-in': since('2027-01') },
      ['a university null–2027-01', 'window-1 university 2026-10–2027-01'],
    ],
    ['of what the present says already', { since: since('2026-09') }, ['a university 2026-09–null']],
    ['that is not known', { 'whole-window': 'dont-know' }, ['a university null–null']],
  ])('%s', (_name, answers, expected) => expect(all(answers)).toEqual(expected));

  it('is said of the same place as the present, for months that have begun', () => {
    const answers = { situation: 'work', 'whole-window': 'yes', employer: 'Millbrook Bakery', job: 'baker' };
    const [present, window] = from(answers, '2026-12-03').map(({ claim }) => claim);
    expect(window).toMatchObject({ employer: 'Millbrook Bakery', job: 'baker', from: '2026-10', to: null });
    expect(window).toMatchObject({ fromCertainty: 'assumed', standing: 'began', saidIn: present?.saidIn });
    expect(Object.keys(window ?? {})).not.toContain('provider');
    const spells = merge([present, window].flatMap((claim) => (claim === undefined ? [] : (spellOf(claim) ?? []))));
    expect(spells.map(({ from: first, lastKnown }) => [first, lastKnown])).toEqual([['2026-10', '2026-12']]);
  });
});

describe('the start check', () => {
  it('takes what has not begun for a place, and what has begun for begun', () => {
    const place = { situation: 'university', begun: 'not-yet', 'starts-in': since('2026-09') };
    expect(from(place, '2026-09-08')[0]?.claim).toMatchObject({ standing: 'placed', from: '2026-09' });
    const begun = { situation: 'work', begun: 'yes', 'started-in': since('2026-08') };
    expect(from(begun, '2026-09-08')[0]?.claim).toMatchObject({ standing: 'began', from: '2026-08' });
  });
});

it('makes a claim of whatever else they do, once, and vouches for no month of it', () => {
  expect(brief({ situation: 'university', also: ['university', 'work'] })).toEqual([
    'a university null–null',
    'also-work employment null–null',
  ]);
  expect(brief({ situation: 'university', also: ['nothing-else'] })).toEqual(['a university null–null']);
});

it('vouches for what they do beside it from the month that they named for each', () => {
  const answers = { situation: 'deferred', also: ['work', 'training'], 'also-since-work': since('2026-11') };
  expect(brief(answers)).toEqual([
    ...['a deferred-place null–null', 'also-work employment 2026-11–null', 'also-training training null–null'],
  ]);
  const about = from({ situation: 'university', also: ['work'], 'also-since-work': { month: '2026-10', about: true } });
  expect(about.map(({ claim }) => claim.fromCertainty)).toEqual(['assumed', 'about']);
});

it('says of a job that it came to an end or was left, which are two things', () => {
  const how = (answers: Answers) => from({ situation: 'work', since: since('2026-09'), ...answers })[0]?.claim.ended;
  const range = { from: since('2026-09'), to: since('2027-01') };
  expect([
    how({ 'still-in-job': 'came-to-end', 'left-in': since('2027-01') }),
    how({ 'still-in-job': 'left-it', 'left-in': since('2027-01') }),
    how({ 'still-in-job': 'yes' }),
    how({ 'months-there': range, 'job-ended': 'came-to-end' }),
    how({ 'months-there': range, 'job-ended': 'left-it' }),
  ]).toEqual(['finished', 'left-early', undefined, 'finished', 'left-early']);
});

it('keeps the finer reasons of who never applied under the same codes', () => {
  const answers = { situation: 'work', 'plan-story': 'never-applied', reasons: ['money', 'place'] };
  const [present] = from({ ...answers, 'against-money': ['FIN/M4'], 'against-place': ['UNK/U1'] });
  expect(present?.detail).toMatchObject({ opening: 'never-applied', reasons: ['FIN/M4', 'GEO'] });
  expect(present?.detail?.agreedTo).toBe('sensitive answers 1');
  expect(from({ ...answers, 'against-money': ['UNK/U1'] })[0]?.detail).not.toHaveProperty('agreedTo');
  expect(from({ ...answers, reasons: ['health'] })[0]?.detail?.agreedTo).toBe('sensitive answers 1');
});

it('seals what was answered beside the statement, with the block that was drawn and for how many it stands', () => {
  const answers = { situation: 'university', 'right-place': '4', earnings: 'rather-not-say', 'drawn-block': 'means' };
  expect(from({ ...answers, 'money-enough': '2' })[0]?.detail?.more).toEqual({
    'right-place': '4',
    earnings: 'rather-not-say',
    'money-enough': '2',
    'drawn-block': 'means',
    'design-weight': '3',
  });
  expect(from(answers)[0]?.detail?.more).toEqual({ 'right-place': '4', earnings: 'rather-not-say' });
  expect(from({ situation: 'university', 'drawn-block': 'means' })[0]?.detail).toBeNull();
  expect(JSON.stringify(from(answers).map(({ claim }) => claim))).not.toContain('right-place');
});
