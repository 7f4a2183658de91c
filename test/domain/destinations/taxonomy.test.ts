import { describe, expect, it } from '@jest/globals';
import { plannedActivities } from '../../../src/domain/alumni/alumnus.js';
import { localDate, localMonth } from '../../../src/domain/calendar/local-date.js';
import { activities, activityFacts } from '../../../src/domain/destinations/activity.js';
import { claimToAddFromPlan } from '../../../src/domain/destinations/claim-from-plan.js';
import { samePlace } from '../../../src/domain/destinations/place.js';
import { precedence } from '../../../src/domain/destinations/precedence.js';
import { claimSources } from '../../../src/domain/destinations/claim.js';
import {
  groupOfPlainChoice,
  isReasonCode,
  leafOfApartChoice,
  reasonGroups,
} from '../../../src/domain/destinations/reason.js';
import { destinationCheckV1 } from '../../../src/domain/survey/questionnaires/destination-check-v1.js';

describe('RT-1', () => {
  it('has 12 groups and 58 leaves, each leaf named under its group and once', () => {
    const leaves = reasonGroups.flatMap((group) => group.leaves.map((leaf) => [group.code, leaf.code] as const));
    expect([reasonGroups.length, leaves.length, new Set(leaves.map(([, code]) => code)).size]).toEqual([12, 58, 58]);
    expect(leaves.filter(([group, code]) => !code.startsWith(`${group}/`))).toEqual([]);
  });

  it('covers every choice of the question, broad and fine', () => {
    const questions = destinationCheckV1.pages.flatMap((page) => page.questions);
    const plain = questions.find((question) => question.id === 'reasons')?.choices ?? [];
    const known = { ...groupOfPlainChoice, ...leafOfApartChoice };
    expect(plain.map(({ code }) => code).filter((code) => !isReasonCode(known[code] ?? ''))).toEqual([]);
    const finer = questions.filter(({ id }) => id.startsWith('reasons-')).flatMap(({ choices = [] }) => choices);
    expect(finer.length).toBeGreaterThan(50);
    expect(finer.map(({ code }) => code).filter((code) => !isReasonCode(code))).toEqual([]);
  });

  it('marks health, faith, harassment, pregnancy and visas as sensitive', () => {
    const sensitive = reasonGroups.flatMap(({ leaves }) => leaves.filter((leaf) => leaf.sensitive === true));
    expect(sensitive.map(({ code }) => code)).toEqual([
      ...['BEL/B3', 'BEL/B4', 'BEL/B5', 'CAR/C2', 'FIN/M4'],
      ...['HEA/H1', 'HEA/H2', 'HEA/H3', 'HEA/H4', 'EXT/X1'],
    ]);
  });
});

describe('tables', () => {
  it('every activity has facts and every source a rank', () => {
    expect(Object.keys(activityFacts).sort()).toEqual([...activities].sort());
    expect(precedence.ranks.map(({ source }) => source).sort()).toEqual([...claimSources].sort());
  });

  it.each([
    ['University of Leeds', 'Leeds', true],
    ['Uni of Leeds', 'the university of LEEDS', true],
    ['Leeds', 'Leeds Beckett', false],
    ['King’s College London', 'Kings College, London', true],
    ['Newcastle University', 'Newcastle College', false],
    ['', 'Leeds', null],
    ['University', 'Leeds', null],
  ])('%j and %j are the same place: %j', (one, other, same) => {
    expect(samePlace({ provider: one }, { provider: other })).toBe(same);
    expect(samePlace({ provider: other }, { provider: one })).toBe(same);
  });

  it('takes one employer for the same place though the providers have different names', () => {
    const one = { provider: 'Example Training', employer: 'Example Rail Ltd' };
    expect(samePlace(one, { provider: 'Leeds', employer: 'Example Rail' })).toBe(true);
  });
});

describe('the claim of a final plan', () => {
  const plan = {
    activity: 'university',
    provider: 'Aston University',
    recordedOn: localDate('2026-08-14'),
    source: 'ucas',
  } as const;
  const left = localDate('2026-07-17');

  it('is a place, assumed to begin in the autumn after leaving', () => {
    const expected = {
      id: 'plan:final:1',
      source: 'ucas',
      saidIn: 'plan:final',
      revision: 1,
      knownOn: '2026-08-14',
      activity: 'university',
      standing: 'placed',
      from: '2026-09',
      to: null,
      fromCertainty: 'assumed',
      provider: 'Aston University',
    };
    expect(claimToAddFromPlan(plan, left, [])).toEqual(expected);
    expect(claimToAddFromPlan({ ...plan, startsIn: localMonth('2026-10') }, left, [])).toEqual({
      ...expected,
      from: '2026-10',
      fromCertainty: 'stated',
    });
  });

  it('is not added twice, and a changed plan is the next revision', () => {
    const first = claimToAddFromPlan(plan, left, []);
    if (first === null) throw new Error('no claim');
    expect(claimToAddFromPlan(plan, left, [first])).toBeNull();
    const second = claimToAddFromPlan({ ...plan, provider: 'University of Leeds' }, left, [first]);
    expect(second).toMatchObject({ id: 'plan:final:2', revision: 2, provider: 'University of Leeds' });
    if (second === null) throw new Error('no claim');
    expect(claimToAddFromPlan(plan, left, [first, second])).toMatchObject({
      id: 'plan:final:3',
      provider: 'Aston University',
    });
  });

  it('is none without a plan or without a decision; every other plan makes one', () => {
    expect(claimToAddFromPlan(undefined, left, [])).toBeNull();
    const made = plannedActivities.map((activity) => claimToAddFromPlan({ ...plan, activity }, left, []) !== null);
    expect(made).toEqual(plannedActivities.map((activity) => activity !== 'undecided'));
  });
});
