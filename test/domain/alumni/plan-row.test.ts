import { describe, expect, it } from '@jest/globals';
import type { Alumnus, PlannedDestination } from '../../../src/domain/alumni/alumnus.js';
import type { CohortId, StaffId } from '../../../src/domain/alumni/ids.js';
import type { PlanRow } from '../../../src/domain/alumni/plan-fields.js';
import { placeIn, readPlanForm, type GivenPlan } from '../../../src/domain/alumni/plan-form.js';
import { isOnList, noPlanCounts, planLists, usualView, withRows } from '../../../src/domain/alumni/plan-lists.js';
import {
  bothChanges,
  destinationsOn,
  planHistory,
  planRowAt,
  planRowOf,
  withPlanRow,
} from '../../../src/domain/alumni/plan-row.js';
import { localDate, localMonth } from '../../../src/domain/calendar/local-date.js';
import { aStudent } from '../../support/a-form-group.js';

const staffId = 'tutor-13a' as StaffId;
const today = localDate('2026-08-13');
const leeds: PlannedDestination = {
  activity: 'university',
  provider: 'University of Leeds',
  course: 'Physics',
  recordedOn: localDate('2026-03-10'),
  source: 'school',
};
const person = (given: Partial<Alumnus> = {}): Alumnus => aStudent(1, { intended: leeds, ...given });
const context = (cohortId = 'y13-2026') => ({
  ...{ cohortId: cohortId as CohortId, today, staffId, explicit: false },
  providerName: (text: string) => (text === 'Leeds Uni' ? 'University of Leeds' : text),
});

/** The row after a form, or what was wrong with it. */
const read = (before: PlanRow, given: GivenPlan, cohortId?: string) => readPlanForm(before, given, context(cohortId));
const rowAfter = (before: PlanRow, given: GivenPlan): PlanRow => {
  const form = read(before, given);
  if (!form.ok) throw new Error(JSON.stringify(form.problems));
  return form.row;
};
const changed = (before: PlanRow, given: GivenPlan): Partial<PlanRow> => {
  const after = rowAfter(before, given);
  return Object.fromEntries(Object.entries(after).filter(([field, value]) => before[field as keyof PlanRow] !== value));
};
const saved = (whose: Alumnus, given: GivenPlan, at: string): Alumnus => {
  const row = rowAfter(planRowOf(whose), given);
  const next = withPlanRow(whose, row, {
    at: new Date(at),
    by: staffId,
    source: 'school',
    recordedOn: localDate(at.slice(0, 10)),
  });
  if (next === null) throw new Error('Nothing was changed.');
  return next.person;
};
const withChoices = { firmProvider: 'Leeds Uni', firmCourse: 'Physics', insuranceProvider: 'Aston University' };

describe('a row', () => {
  it('is the plan and the final destination as texts, with what else is held', () => {
    const row = planRowOf(person());
    expect([row.plan, placeIn(row, 'plan'), row.planCourse, row.final, row.result]).toEqual([
      ...['university', 'University of Leeds', 'Physics', '', ''],
    ]);
    const worked = planRowOf(
      person({ intended: { ...leeds, activity: 'apprenticeship', employer: 'Dovetail Care (invented)' } }),
    );
    expect(placeIn(worked, 'plan')).toBe('Dovetail Care (invented)');
  });

  it('keeps every earlier state, with who and when, and can be read as of any change', () => {
    const first = saved(person(), { ...withChoices, talked: true }, '2026-03-12T10:00:00Z');
    const second = saved(first, { result: 'firm' }, '2026-08-13T07:30:00Z');
    const third = saved(second, { result: 'clearing', nextStep: 'Ring Hull' }, '2026-08-13T09:00:00Z');
    const fourth = saved(third, { finalPlace: 'University of Hull' }, '2026-08-14T09:00:00Z');
    expect(fourth.final).toEqual({
      ...{ activity: 'university', provider: 'University of Hull' },
      ...{ recordedOn: '2026-08-14', source: 'school' },
    });
    expect(planRowAt(fourth, 0)).toEqual(planRowOf(person()));
    expect(planRowAt(fourth, 2)).toEqual(planRowOf(second));
    expect(planRowAt(fourth, 3)).toEqual(planRowOf(third));
    const [last, before] = planHistory(fourth);
    expect(last).toEqual({
      ...{ at: new Date('2026-08-14T09:00:00Z'), on: '2026-08-14', by: staffId, source: 'school' },
      told: { final: { on: '2026-08-13', source: 'school' } },
      fields: [
        { field: 'final', before: 'undecided', after: 'university' },
        { field: 'finalProvider', before: '', after: 'University of Hull' },
      ],
    });
    expect(before?.fields.map(({ field }) => field)).toEqual([
      'result',
      'final',
      'finalProvider',
      'finalCourse',
      'nextStep',
    ]);
    expect(fourth.revision).toBe(5);
    expect(destinationsOn(fourth, localDate('2026-03-09'))).toEqual({});
    expect(destinationsOn(fourth, localDate('2026-03-10'))).toEqual({ intended: leeds });
    expect(destinationsOn(fourth, localDate('2026-08-13')).final).toEqual({
      ...{ activity: 'undecided', recordedOn: '2026-08-13', source: 'school' },
    });
    expect(destinationsOn(fourth, localDate('2026-08-14')).final).toEqual(fourth.final);
  });

  it('that says nothing new makes no change', () => {
    const made = { at: new Date(), source: 'school', recordedOn: today } as const;
    expect(withPlanRow(person(), planRowOf(person()), made)).toBeNull();
    expect(
      changed(planRowOf(person()), { plan: 'university', planPlace: 'University of Leeds', planStart: '' }),
    ).toEqual({});
  });

  it('lets nobody be asked before a place that was put off begins, and again when it is put off no longer', () => {
    const off = saved(person(), { ...withChoices, result: 'deferred' }, '2026-08-13T08:00:00Z');
    expect([off.state, off.deferredUntil, off.final?.startsIn]).toEqual(['deferred', '2027-09', '2027-09']);
    const on = saved(off, { result: 'firm' }, '2026-08-13T08:10:00Z');
    expect([on.state, on.deferredUntil, on.final?.startsIn]).toEqual(['usual', undefined, undefined]);
    const died = saved(person({ state: 'has-died' }), { ...withChoices, result: 'deferred' }, '2026-08-13T08:00:00Z');
    expect(died.state).toBe('has-died');
  });
});

describe('two people at one row', () => {
  const base = planRowOf(person());
  it('who change different things both go in', () => {
    const talked = rowAfter(base, { talked: true });
    const settled = rowAfter(base, { ...withChoices, result: 'firm' });
    expect(bothChanges(base, talked, settled)).toEqual({ ...settled, talkedOn: today, talkedBy: staffId });
  });

  it('who change the same thing alike do not stand in each other’s way', () => {
    const one = rowAfter(base, { nextStep: 'Ring Hull' });
    expect(bothChanges(base, one, { ...one })).toEqual(one);
  });

  it('who make two things of one have to choose, also where they touched different fields of it', () => {
    const clearing = rowAfter(base, { result: 'clearing' });
    const other = rowAfter(base, { final: 'employment', finalPlace: 'Fairmile Foods (invented)' });
    expect(bothChanges(base, clearing, other)).toBeNull();
    expect(bothChanges(base, rowAfter(base, { nextStep: 'a' }), rowAfter(base, { nextStep: 'b' }))).toBeNull();
  });
});

describe('what results day brought', () => {
  const base = rowAfter(planRowOf(person()), withChoices);
  it.each([
    ['firm', {}, { final: 'university', finalProvider: 'University of Leeds', finalCourse: 'Physics' }],
    ['insurance', {}, { final: 'university', finalProvider: 'Aston University' }],
    ['clearing', {}, { final: 'undecided' }],
    ['clearing', { finalPlace: 'University of Hull' }, { final: 'university', finalProvider: 'University of Hull' }],
    ['unplaced', {}, { final: 'undecided' }],
    [
      'deferred',
      {},
      { final: 'university', finalProvider: 'University of Leeds', finalCourse: 'Physics', finalStart: '2027-09' },
    ],
    [
      'other-route',
      { final: 'apprenticeship', finalPlace: 'Dovetail Care (invented)', finalCourse: 'Carer, level 3' },
      { final: 'apprenticeship', finalEmployer: 'Dovetail Care (invented)', finalCourse: 'Carer, level 3' },
    ],
  ])('settles the final destination: %s %j', (result, given, final) => {
    expect(changed(base, { result, ...given })).toEqual({ result, ...final });
  });

  it('forgets a place that stood there before, unless another was written beside it', () => {
    const placed = rowAfter(base, { result: 'firm' });
    const form = { finalPlace: 'University of Leeds', finalCourse: 'Physics', final: 'university', finalStart: '' };
    expect(placeIn(rowAfter(placed, { ...form, result: 'clearing' }), 'final')).toBe('');
    expect(placeIn(rowAfter(placed, { ...form, result: 'unplaced' }), 'final')).toBe('');
    const other = rowAfter(placed, { ...form, result: 'clearing', finalPlace: 'University of Hull' });
    expect([placeIn(other, 'final'), other.finalCourse]).toEqual(['University of Hull', '']);
  });

  it('keeps another route that was on record already', () => {
    const works = rowAfter(base, { final: 'employment', finalPlace: 'Fairmile Foods (invented)' });
    const after = rowAfter(works, {
      result: 'other-route',
      final: 'employment',
      finalPlace: 'Fairmile Foods (invented)',
    });
    expect([after.final, placeIn(after, 'final')]).toEqual(['employment', 'Fairmile Foods (invented)']);
  });

  it('is a college after Year 11', () => {
    const form = read(
      planRowOf(person({ intended: leeds })),
      { firmProvider: 'Millrace College', result: 'firm' },
      'y11-2026',
    );
    expect(form.ok && [form.row.final, placeIn(form.row, 'final')]).toEqual(['further-education', 'Millrace College']);
  });
});

describe('a form that needs another look', () => {
  const base = planRowOf(aStudent(1));
  it.each([
    [{ result: 'firm' }, { finalPlace: 'Write which place their firm choice is' }],
    [{ result: 'deferred' }, { finalPlace: 'Write which place is put off' }],
    [{ result: 'other-route' }, { final: 'Choose what they are doing instead' }],
    [{ planPlace: 'University of Leeds' }, { plan: 'Choose what kind of plan it is' }],
    [{ finalPlace: 'University of Leeds' }, { final: 'Choose what kind of destination it is' }],
    [{ offers: 'many' }, { offers: 'Write the number of offers in figures' }],
    [{ planStart: 'soon' }, { planStart: 'Write the month as 2026-09 or 09/2026' }],
    [{ result: 'won' }, { result: 'Choose one of the list' }],
    [
      { nextStep: 'x'.repeat(201), plan: 'nonsense' },
      { nextStep: 'Shorten this to at most 200 characters', plan: 'Choose one of the list' },
    ],
  ] as const)('%j', (given, problems) => {
    expect(read(base, given)).toEqual({ ok: false, problems });
  });
});

describe('lists', () => {
  const row = (given: Partial<PlanRow>): PlanRow => ({ ...planRowOf(aStudent(1)), ...given });
  const on = (given: Partial<PlanRow>) => planLists.filter((list) => isOnList(list, row(given)));

  it('are what somebody looks for', () => {
    expect(on({})).toEqual(['no-plan', 'not-talked', 'not-seen', 'not-known']);
    expect(on({ plan: 'undecided', talkedOn: '2026-05-01', result: 'unplaced', final: 'undecided' })).toEqual([
      ...['no-plan', 'unplaced', 'not-known'],
    ]);
    expect(on({ plan: 'employment', talkedOn: '2026-05-01', result: 'unplaced', nextStep: 'Ring' })).toEqual([
      'not-known',
    ]);
    const settled = { plan: 'university', talkedOn: '2026-05-01', result: 'firm', final: 'university' };
    expect(on(settled)).toEqual([]);
    expect(on({ ...settled, planProvider: 'University of Leeds', finalProvider: 'Aston University' })).toEqual([
      'changed',
    ]);
    expect(on({ ...settled, final: 'employment' })).toEqual(['changed']);
  });

  it('count the same whether rows or kinds of rows are counted', () => {
    const kinds = [
      row({}),
      row({ plan: 'university', result: 'unplaced' }),
      row({ final: 'employment', talkedOn: '2026-05-01' }),
    ];
    const counts = kinds.reduce((sum, kind) => withRows(sum, kind, 3), noPlanCounts);
    expect(counts).toEqual({
      ...{ people: 9, 'no-plan': 6, 'not-talked': 6, 'not-seen': 6, unplaced: 3, 'not-known': 6 },
    });
  });

  it('begin with results from August of the summer of leaving', () => {
    const view = (day: string) => usualView('y13-2026' as CohortId, localDate(day));
    expect([view('2026-07-31'), view('2026-08-01'), view('2027-01-01')]).toEqual(['plans', 'results', 'results']);
  });
});

it('a month that was written in another way is kept in one form', () => {
  expect(changed(planRowOf(person()), { planStart: '10/2026' })).toEqual({ planStart: localMonth('2026-10') });
});
