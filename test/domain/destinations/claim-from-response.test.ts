import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import type { Activity } from '../../../src/domain/destinations/activity.js';
import { claimsFromResponse } from '../../../src/domain/destinations/claim-from-response.js';
import type { Answers } from '../../../src/domain/survey/definition.js';

const since = { month: '2026-09', about: false };
const from = (answers: Answers, planned: Activity | null = null, revision = 1) =>
  claimsFromResponse({ responseId: 'w1:a1', revision, answers, knownOn: localDate('2026-11-03'), planned });

const present = {
  id: 'w1:a1:1:a',
  source: 'survey',
  saidIn: 'response:w1:a1',
  revision: 1,
  knownOn: '2026-11-03',
  standing: 'began',
  from: '2026-09',
  to: null,
  fromCertainty: 'stated',
};

describe('the claims of answers', () => {
  it.each([
    ['university', 'university'],
    ['college', 'further-education'],
    ['apprenticeship', 'apprenticeship'],
    ['work', 'employment'],
    ['training', 'training'],
    ['looking', 'looking-for-work'],
    ['gap-year', 'gap-year'],
    ['other', 'other'],
  ])('%s is %s, with nothing sealed', (situation, activity) => {
    expect(from({ situation, since })).toEqual([{ claim: { ...present, activity }, detail: null }]);
  });

  it('seals that somebody cares for another and says in clear only that they are not in education or work', () => {
    const [made] = from({ situation: 'caring', since });
    expect(made).toEqual({
      claim: { ...present, activity: 'not-in-education-or-work' },
      detail: { situation: 'caring' },
    });
    expect(JSON.stringify(made?.claim)).not.toContain('caring');
  });

  it('keeps names, the job and whether it was the plan; about stays about', () => {
    const answers: Answers = {
      situation: 'work',
      since: { month: '2026-10', about: true },
      employer: ' Example Bakery ',
      job: 'Baker',
      'as-planned': 'partly',
      'still-there': 'yes',
    };
    expect(from(answers)).toEqual([
      {
        claim: {
          ...present,
          activity: 'employment',
          from: '2026-10',
          fromCertainty: 'about',
          employer: 'Example Bakery',
          job: 'Baker',
          planKept: 'partly',
        },
        detail: null,
      },
    ]);
  });

  it('makes no months of a refusal, and a place for later of a deferral', () => {
    expect(from({ situation: 'rather-not-say' })).toEqual([
      { claim: { ...present, activity: 'not-said', from: null, fromCertainty: 'assumed' }, detail: null },
    ]);
    expect(from({ situation: 'deferred', 'deferred-until': { month: '2027-09', about: false } })).toEqual([
      { claim: { ...present, activity: 'deferred-place', standing: 'placed', from: '2027-09' }, detail: null },
    ]);
  });

  it('tells finished from left early, with the month', () => {
    const left = { month: '2026-10', about: false };
    for (const ended of ['finished', 'left-early'] as const) {
      expect(from({ situation: 'college', since, 'still-there': ended, 'left-in': left })).toEqual([
        { claim: { ...present, activity: 'further-education', to: '2026-10', ended }, detail: null },
      ]);
    }
  });

  it('seals opening, reasons, main reason, money and words; a plain choice without a finer one stays a group', () => {
    const answers: Answers = {
      situation: 'university',
      since,
      provider: 'University of Leeds',
      'still-there': 'left-early',
      'left-in': { month: '2026-11', about: false },
      'plan-story': 'started-and-left',
      reasons: ['money', 'place', 'health', 'something-else'],
      'reasons-money': ['FIN/M4', 'FIN/M1'],
      'reasons-health': ['UNK/U1'],
      'reasons-something-else': ['EXT/X3', 'NOT/A1'],
      'main-reason': 'money',
      payment: 'part-loan',
      'reason-words': 'An invented sentence.',
    };
    expect(from(answers, 'university')).toEqual([
      {
        claim: {
          ...present,
          activity: 'university',
          provider: 'University of Leeds',
          to: '2026-11',
          ended: 'left-early',
        },
        detail: {
          opening: 'started-and-left',
          reasons: ['FIN/M4', 'FIN/M1', 'GEO', 'HEA', 'EXT/X3'],
          mainReason: 'FIN',
          payment: 'part-loan',
          agreedTo: 'sensitive answers 1',
          words: 'An invented sentence.',
        },
      },
    ]);
  });

  it.each([
    ['did-not-start', 'university', { standing: 'did-not-start', provider: 'Aston' }],
    ['started-and-left', 'university', { standing: 'began', ended: 'left-early', provider: 'Aston' }],
    ['did-not-start', 'employment', { standing: 'did-not-start', employer: 'Aston' }],
  ] as const)('%s makes a second claim about the planned place (%s)', (story, planned, more) => {
    const answers: Answers = { situation: 'work', since, 'plan-story': story, 'planned-place': 'Aston' };
    expect(from(answers, planned).slice(1)).toEqual([
      {
        claim: {
          ...present,
          id: 'w1:a1:1:b',
          activity: planned,
          from: null,
          fromCertainty: 'assumed',
          ...more,
        },
        detail: null,
      },
    ]);
  });

  it('makes one claim only where the place that was left is the present one', () => {
    const answers: Answers = {
      situation: 'university',
      since,
      provider: 'University of Leeds',
      'still-there': 'left-early',
      'left-in': { month: '2026-11', about: false },
      'plan-story': 'started-and-left',
    };
    expect(from({ ...answers, 'planned-place': 'Leeds' })).toHaveLength(1);
    expect(from({ ...answers, 'planned-place': 'Aston' })).toHaveLength(2);
  });

  it('makes none without a situation', () => {
    expect(from({})).toEqual([]);
  });
});
