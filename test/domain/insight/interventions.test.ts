// Whether what was done helped, without saying more than the numbers do; changes of careers provision; and the sentences that go on paper.
import { describe, expect, it } from '@jest/globals';
import type { SchoolId, StaffId } from '../../../src/domain/alumni/ids.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { findingsOf, figureSentence, type CitedFigure } from '../../../src/domain/insight/cited-figure.js';
import {
  comparisonOf,
  interventionAfter,
  type Intervention,
  type OutcomeCell,
} from '../../../src/domain/insight/intervention.js';
import { readsToday } from '../../../src/domain/insight/one-page.js';
import { isReviewLate, provisionAfter, type ProvisionChange } from '../../../src/domain/insight/provision.js';
import { qualityFigure } from '../../../src/domain/insight/quality.js';
import { steppedWedge, type WedgeSchool } from '../../../src/domain/statistics/stepped-wedge.js';
import { randomFrom } from '../../../src/main/sample/random.js';

const school = (from: number, ...shares: readonly (number | null)[]): WedgeSchool => ({ from, shares });

describe('schools that began one after another', () => {
  it('are compared within each year, by the harmonic weights of Thompson and others (2018)', () => {
    // Year 2: one school with it, two without: 0.70 less (0.50 + 0.40) / 2 is 0.25, weight 1 / (1 + 1/2) = 2/3.
    // Year 3: two with, one without: (0.75 + 0.65) / 2 less 0.45 is 0.25, weight 2/3. Years 1 and 4 compare nothing.
    const found = steppedWedge([
      school(1, 0.5, 0.7, 0.75, 0.8),
      school(2, 0.45, 0.5, 0.65, 0.7),
      school(3, 0.35, 0.4, 0.45, 0.6),
    ]);
    expect(found?.effect).toBeCloseTo(0.25, 12);
    expect(found).toMatchObject({ years: 2, orders: 6, interval: null });
    // Of the six orders the real one is the strongest: reversed, the schools say −0.25 + … and no order reaches as far.
    expect(found?.p).toBeCloseTo(1 / 6, 12);
  });

  it('cannot be fooled by what changes for all of them over the years', () => {
    const drift = [0.3, 0.4, 0.5, 0.6, 0.7];
    const found = steppedWedge([1, 2, 3, 4].map((from) => school(from, ...drift)));
    expect(found?.effect).toBeCloseTo(0, 12);
    expect(found?.p).toBe(1);
  });

  it('say nothing where all began at once, and leave out what is not known', () => {
    expect(steppedWedge([school(1, 0.5, 0.7), school(1, 0.4, 0.6)])).toBeNull();
    expect(steppedWedge([])).toBeNull();
    const known = steppedWedge([school(1, 0.5, 0.7), school(2, 0.4, 0.5), school(2, 0.4, null)]);
    expect(known?.effect).toBeCloseTo(0.2, 12);
  });

  it('give an exact interval that holds the planted effect at least as often as it says, and no effect seldom', () => {
    const random = randomFrom(5);
    const worlds = 120;
    let [covered, found, given] = [0, 0, 0];
    for (const effect of [0, 0.15]) {
      for (let left = worlds; left > 0; left -= 1) {
        const schools = [1, 2, 3, 4, 5].map((from) => {
          const own = 0.5 + 0.1 * (random.next() - 0.5);
          return school(
            from,
            ...[0, 1, 2, 3, 4, 5].map(
              (year) => own + 0.02 * year + (year >= from ? effect : 0) + 0.08 * (random.next() - 0.5),
            ),
          );
        });
        const wedge = steppedWedge(schools);
        const interval = wedge?.interval ?? null;
        if (interval === null) continue;
        given += 1;
        if (interval.low <= effect && effect <= interval.high) covered += 1;
        if (effect === 0 && (wedge?.p ?? 1) <= 0.05) found += 1;
      }
    }
    expect(given).toBe(2 * worlds);
    expect(covered / given).toBeGreaterThanOrEqual(0.93);
    expect(found / worlds).toBeLessThanOrEqual(0.08);
  });

  it('draws orders where there are too many, and a recount gives the same', () => {
    const many = Array.from({ length: 8 }, (_, place) =>
      school(place + 1, ...Array.from({ length: 9 }, (_each, year) => (year > place ? 0.7 : 0.5))),
    );
    const found = steppedWedge(many);
    expect(found).toMatchObject({ orders: 2_000, effect: expect.closeTo(0.2, 10) });
    expect(steppedWedge(many)).toEqual(found);
  });
});

const [north, south, east] = ['north', 'south', 'east'] as readonly string[] as readonly [SchoolId, SchoolId, SchoolId];
const cell = (schoolId: SchoolId, year: number, yes: number, of = 100): OutcomeCell => ({ schoolId, year, yes, of });
const cells = [
  ...[cell(north, 2024, 60), cell(north, 2025, 80), cell(north, 2026, 82)],
  ...[cell(south, 2024, 60), cell(south, 2025, 62), cell(south, 2026, 81)],
  ...[cell(east, 2024, 60), cell(east, 2025, 58), cell(east, 2026, 60)],
];
const began = [
  { schoolId: north, from: 2025 },
  { schoolId: south, from: 2026 },
];

describe('a comparison', () => {
  it('lays those whom it reached beside others of the same years, and the same schools before', () => {
    const { beside, before, wedge, effect } = comparisonOf({ began, drawn: true }, cells, 'team');
    expect(beside).toMatchObject({ one: { yes: 243, of: 300 }, other: { yes: 180, of: 300 } });
    expect(beside?.difference.difference).toBeCloseTo(0.21, 10);
    expect(before?.other).toEqual({ yes: 182, of: 300 });
    // 2025: 0.80 less 0.60; 2026: 0.815 less 0.60; both years with weight 2/3.
    expect(wedge?.effect).toBeCloseTo((0.2 + 0.215) / 2, 10);
    expect(effect).toBe(true);
    expect(comparisonOf({ began, drawn: false }, cells, 'team').effect).toBe(false);
  });

  it('leaves years after its end out of both sides', () => {
    const { beside, before } = comparisonOf({ began, drawn: true, endedOn: localDate('2025-12-19') }, cells, 'team');
    expect(beside).toMatchObject({ one: { yes: 80, of: 100 }, other: { yes: 120, of: 200 } });
    expect(before?.one).toEqual({ yes: 80, of: 100 });
  });

  it('shows leaders nothing that rests on few people', () => {
    const few = cells.map((one) => ({ ...one, yes: Math.round(one.yes / 20), of: 5 }));
    expect(comparisonOf({ began, drawn: true }, few, 'leaders')).toEqual({
      beside: null,
      before: null,
      wedge: null,
      effect: false,
    });
    expect(comparisonOf({ began, drawn: true }, few, 'team').beside).not.toBeNull();
  });

  it('tells a school’s leader nothing that is the figure of one other school', () => {
    const only = [{ schoolId: north, from: 2025 }];
    const seenBy = (...theirs: readonly SchoolId[]) =>
      comparisonOf({ began: only, drawn: false }, cells, 'leaders', (id) => theirs.includes(id));
    expect(seenBy(north).beside).not.toBeNull();
    expect(seenBy(south)).toMatchObject({ beside: null, before: null, wedge: null });
    expect(seenBy(north, south).beside).toBeNull();
    expect(seenBy(north, south, east).beside).not.toBeNull();
  });

  it('speaks of no effect where nobody is without it', () => {
    const all = [north, south, east].map((schoolId) => ({ schoolId, from: 2024 }));
    expect(comparisonOf({ began: all, drawn: true }, cells, 'team')).toEqual({
      beside: null,
      before: null,
      wedge: null,
      effect: false,
    });
  });
});

const [at, by] = [new Date('2026-11-03T10:00:00Z'), 'staff-1' as StaffId];
const kept = { id: 'k', openedAt: at, version: 1, place: 'trust' as const, steps: [] };

describe('what is kept', () => {
  it('takes schools one after another until it has ended', () => {
    const held: Intervention = {
      ...{ ...kept, title: 'Mentors', what: 'A mentor each', forWhom: 'All of Year 12' },
      ...{ stage: 'y13', measure: 'sustained', began: [], drawn: true },
    };
    const act = { kind: 'school', began: { schoolId: north, from: 2027 }, words: 'First by lot' } as const;
    const once = interventionAfter(held, act, { at, by });
    if (once.kind === 'refused') throw new Error(once.why);
    expect(once.next).toMatchObject({
      version: 2,
      began: [{ schoolId: north, from: 2027 }],
      steps: [{ act: 'school-began', by }],
    });
    expect(once.next.drawn).toBe(true);
    const late = { ...act, began: { schoolId: south, from: 2026 } };
    expect(interventionAfter(once.next, late, { at, by })).toMatchObject({ next: { drawn: false } });
    expect(interventionAfter(once.next, act, { at, by })).toEqual({ kind: 'refused', why: 'there-already' });
    const over = interventionAfter(
      once.next,
      { kind: 'end', on: localDate('2027-07-16'), words: 'No money' },
      { at, by },
    );
    if (over.kind === 'refused') throw new Error(over.why);
    expect(interventionAfter(over.next, { ...act, began: { schoolId: south, from: 2028 } }, { at, by })).toEqual({
      kind: 'refused',
      why: 'not-now',
    });
  });

  it('is looked at again by its day', () => {
    const held: ProvisionChange = {
      ...{ ...kept, kind: 'added', what: 'Talks', yearGroups: ['y9'], from: localDate('2027-01-11') },
      ...{ because: { source: 'alumni', words: '' }, reviewOn: localDate('2027-07-01') },
    };
    expect([isReviewLate(held, localDate('2027-07-01')), isReviewLate(held, localDate('2027-07-02'))]).toEqual([
      false,
      true,
    ]);
    const [on, next] = [localDate('2027-07-03'), localDate('2028-07-01')];
    const changed = provisionAfter(
      held,
      { kind: 'review', verdict: 'keep', on, next, words: 'Well liked' },
      { at, by },
    );
    expect(changed).toMatchObject({
      kind: 'changed',
      next: { review: { on, verdict: 'keep' }, reviewOn: next, version: 2 },
    });
  });
});

const figure = (people: number, yes: number, no: number) => qualityFigure({ people, yes, no, open: 0 }, 'leaders');
const cited = (key: string, given: Partial<CitedFigure> = {}): CitedFigure => ({
  ...{
    key,
    measure: 'sustained',
    title: 'Sustained for six months',
    definition: 'What it counts.',
    over: 'Year 13, 2025',
  },
  ...{ figure: figure(100, 60, 20), trust: null, england: null, verdict: null, ...given },
});

describe('on paper', () => {
  it('a figure is one sentence with its interval, of how many, of whom, and its bounds', () => {
    expect(figureSentence(cited('trust/sustained:y13-2025'))).toBe(
      'Sustained for six months: 75 % (95 % interval 65 % to 83 %) of about 80 people heard of, Year 13, 2025; whatever became of the others, 60 % to 80 %',
    );
    expect(figureSentence(cited('trust/sustained:y13-2025', { figure: figure(20, 9, 9) }))).toBeNull();
  });

  it('a finding has what stands beside it, and the trust’s where the school is too small (Y18)', () => {
    const trust = figure(400, 300, 60);
    const [large] = findingsOf([cited('north/sustained:y13-2025', { trust, england: 0.88, verdict: 'cannot-tell' })]);
    expect(large?.beside).toEqual([
      'The trust: 83 % (95 % interval 79 % to 87 %).',
      'England, official: 88 %.',
      'Whether it is getting better is too close to tell.',
    ]);
    expect(large?.uncertain).toBe(
      'Sustained for six months: anywhere from 60 % to 80 %, whatever became of the 20 % whom we have not heard of.',
    );
    const [small] = findingsOf([cited('north/sustained:last', { figure: figure(20, 9, 9), trust })]);
    expect(small).toMatchObject({
      said: 'Sustained for six months: too few to tell; over the same years the trust’s say 83 % (95 % interval 79 % to 87 %)',
      uncertain: null,
    });
  });

  it('says what reads otherwise today and what is shown no more', () => {
    const findings = findingsOf([cited('north/sustained:y13-2025')]);
    expect(readsToday({ findings }, findings)).toEqual([]);
    const later = findingsOf([cited('north/sustained:y13-2026', { over: 'Year 13, 2026' })]);
    expect(readsToday({ findings }, later)).toEqual([{ title: 'Sustained for six months', now: later[0]?.said }]);
    expect(readsToday({ findings }, [])).toEqual([{ title: 'Sustained for six months', now: null }]);
  });
});
