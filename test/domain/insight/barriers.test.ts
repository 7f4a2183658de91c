// What stops a school's students: signs of one person, several signs at once, false alarms in worlds without a barrier and finds in
// worlds with one; the board; and effects of what was begun school after school.
import { describe, expect, it } from '@jest/globals';

import type { AlumnusId, CohortId, SchoolId, StaffId } from '../../../src/domain/alumni/ids.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import type { ClaimDetail } from '../../../src/domain/destinations/claim.js';
import {
  actsFor,
  cardAfter,
  newCard,
  type BarrierAct,
  type BarrierCard,
} from '../../../src/domain/insight/barrier-card.js';
import {
  barriers,
  barriersIn,
  leastKnown,
  leastShowing,
  type BarrierName,
} from '../../../src/domain/insight/barrier-detector.js';
import {
  signCount,
  signs,
  signsOf,
  tallySigns,
  type PersonHeard,
  type SignName,
} from '../../../src/domain/insight/barrier-signs.js';
import { mostSteps } from '../../../src/domain/insight/kept-change.js';
import { tallyVoice, voiceSeen } from '../../../src/domain/insight/school-voice.js';
import { narrowed, type Range, type Sum } from '../../../src/domain/statistics/attacker.js';
import { leastGroup, leastShown } from '../../../src/domain/statistics/disclosure.js';
import { fisher, holm, partialConjunction, upperTail } from '../../../src/domain/statistics/partial-conjunction.js';
import { randomFrom, type Random } from '../../../src/main/sample/random.js';
import fc from '../../support/properties.js';

describe('several tests at once', () => {
  it.each([
    // Tables of the normal distribution.
    [0, 0.5],
    [1.644854, 0.05],
    [1.959964, 0.025],
    [3.090232, 0.001],
    [-1.281552, 0.9],
    [6, 9.865876e-10],
  ])('above %d lies %d of the normal distribution', (z, share) => {
    expect(upperTail(z) / share).toBeCloseTo(1, 5);
  });

  it('combines by Fisher as the closed form for two does: p (1 − ln p) of the product', () => {
    const product = 0.05 * 0.05;
    expect(fisher([0.05, 0.05])).toBeCloseTo(product * (1 - Math.log(product)), 12);
    expect(fisher([0.3])).toBeCloseTo(0.3, 12);
    expect(fisher([])).toBe(1);
  });

  it('asks the weaker ones whether so many speak at once, and needs so many tests', () => {
    expect(partialConjunction([1e-9, 1e-9, 0.4, 0.6], 3)).toBeCloseTo(fisher([0.4, 0.6]), 12);
    expect(partialConjunction([1e-9, 0.4], 3)).toBe(1);
  });

  it('adjusts by Holm as p.adjust of R does', () => {
    // p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm") of R's help on p.adjust: 0.05 0.08 0.09 0.09 0.09.
    const adjusted = holm([0.05, 0.01, 0.04, 0.02, 0.03]);
    expect(adjusted.map((p) => Number(p.toFixed(10)))).toEqual([0.09, 0.05, 0.09, 0.08, 0.09]);
  });
});

const person = (
  row: Partial<PersonHeard['row']>,
  details: readonly ClaimDetail[] = [],
  more: Partial<Omit<PersonHeard, 'row' | 'told'>> = {},
): PersonHeard => ({
  row: {
    ...{ id: 'one' as AlumnusId, schoolId: 'northgate' as SchoolId, cohortId: 'y13-2026' as CohortId },
    ...{ rule: 'dfe-1618@1', verdict: 'met', way: '------', conflicts: 0, revision: 1, ...row },
  },
  told: details.map((detail) => ({ activity: 'university', detail })),
  town: null,
  ...more,
});

describe('the signs that one person shows', () => {
  it.each<[string, PersonHeard, Partial<Record<SignName, boolean>>]>([
    ['nothing known', person({}), {}],
    [
      'a place, and an apprenticeship in the autumn',
      person({ planned: 'university', way: 'uax---' }),
      { 'other-route': true, delayed: false, 'left-early': false },
    ],
    [
      'an offer in the plans, and a year out',
      person({ way: 'ug----' }, [], { planning: { held: { offers: '3' }, changes: [] } }),
      { 'other-route': false, delayed: true, 'left-early': false },
    ],
    ['no loan', person({}, [{ payment: 'family' }, { payment: 'student-loan' }]), { 'no-loan': true }],
    ['part of a loan', person({}, [{ payment: 'part-loan' }]), { 'no-loan': false }],
    ['lives with family', person({}, [{ more: { 'lives-with': 'family' } }]), { 'at-home': true }],
    ['would rather not say', person({}, [{ payment: 'rather-not-say' }]), {}],
    ['left', person({ way: 'uuq---', stay: '296/3/ul/10007795/11' }), { 'left-early': true }],
    [
      'rated by lot',
      person({}, [{ more: { 'money-enough': '2', belong: '4' } }]),
      { 'money-short': true, 'not-belonging': false },
    ],
    ['ruled university out', person({}, [{ more: { 'ruled-out': ['university', 'work'] } }]), { 'ruled-out': true }],
    ['ruled nothing out', person({}, [{ more: { 'ruled-out': ['none'] } }]), { 'ruled-out': false }],
  ])('%s', (_what, one, shown) => {
    expect(signsOf(one)).toEqual(shown);
  });

  it.each([
    ['I will not borrow with interest', true],
    ['the LOAN worried my parents', true],
    ['I lost interest in the course', false],
    ['not interested in going', false],
    ['too far from home', false],
  ])('reads “%s” for words about loans: %s', (words, named) => {
    expect(signsOf(person({}, [{ words }]))['loan-words']).toBe(named);
  });

  it('counts a named leaf, a bare group, and never a sensitive leaf but what they say of loans', () => {
    const named = (...reasons: string[]) => signsOf(person({}, [{ reasons }]));
    expect(named('FIN/M4')).toMatchObject({ 'loan-words': true, 'living-cost-words': false });
    expect(named('GEO')).toMatchObject({ 'place-words': true, 'loan-words': false });
    for (const sensitive of ['BEL/B3', 'BEL/B4', 'BEL/B5', 'CAR/C2', 'HEA/H1', 'EXT/X1']) {
      expect(Object.values(named(sensitive))).toEqual([false, false, false, false, false]);
    }
  });

  it('are counted by school and cohort, without those who stand in no figure, and the most chosen town is the near one', () => {
    const { add, table } = tallySigns();
    const at = (town: string) => person({ stay: '296/3/ut/10007795/11' }, [], { town });
    for (const town of ['Leeds', 'Leeds', 'York']) add(at(town));
    add(person({ uncounted: true }, [{ payment: 'family' }]));
    expect(signCount(table(), 'local')).toEqual({ yes: 2, of: 3 });
    expect(signCount(table(), 'no-loan')).toEqual({ yes: 0, of: 0 });
    expect(JSON.stringify(table())).not.toContain('one');
  });

  it('counts what people said of school by theme, each person once and by their latest answer', () => {
    const { add, table } = tallyVoice();
    add(
      person({}, [
        { more: { 'school-should': 'More work experience, and how student loans work' } },
        { more: { 'school-should': 'apprenticeships' } },
      ]),
    );
    add(person({}, [{ more: { 'school-should': '  ', 'school-helped': '5' } }]));
    add(person({}, [{ more: { 'school-helped': '2' } }]));
    const voice = voiceSeen(new Map([['a', table()]]), { audience: 'team', school: null });
    expect(voice).toMatchObject({ said: 1, helped: { share: 0.5, of: 2 } });
    expect(voice.themes.filter(({ people }) => people !== 0).map(({ theme }) => theme)).toEqual([
      'work-experience',
      'money',
    ]);
  });

  it('tells leaders of no school what the trust less the others would tell of few', () => {
    const said = (money: number, helped: number) => ({
      ...{ 'voice:should': 90, 'voice:money': money, 'voice:helped|yes': helped, 'voice:helped|of': 60 },
    });
    const schools = new Map([
      ['a', said(60, 30)],
      ['b', said(3, 57)],
      ['c', said(30, 30)],
    ]);
    const money = (school: string | null, audience: 'leaders' | 'team' = 'leaders') =>
      voiceSeen(schools, { audience, school }).themes.find(({ theme }) => theme === 'money')?.people;
    expect([null, 'a', 'b', 'c'].map((school) => money(school))).toEqual([95, 60, null, null]);
    expect(money('b', 'team')).toBe(3);
    const told = ['a', 'b', 'c'].filter(
      (school) => voiceSeen(schools, { audience: 'leaders', school }).helped.share !== null,
    );
    expect(told).toHaveLength(1);
    expect(voiceSeen(schools, { audience: 'leaders', school: null }).helped).toMatchObject({
      share: 117 / 180,
      of: 180,
    });
  });
});

/** Of how many people of a school a sign is known, over three cohorts of about a hundred leavers. */
const known: Readonly<Record<SignName, number>> = {
  ...{
    'other-route': 170,
    delayed: 170,
    'ruled-out': 200,
    'no-loan': 120,
    local: 110,
    'at-home': 60,
    'left-early': 200,
  },
  ...{ 'loan-words': 80, 'living-cost-words': 80, 'caring-words': 80, 'place-words': 80, 'belonging-words': 80 },
  ...{ 'money-short': 60, 'paid-work-clash': 60, 'hours-hard': 60, 'travel-hard': 60, 'home-hard': 60 },
  ...{ 'not-belonging': 60, 'not-helped': 60 },
};
const usual: Readonly<Partial<Record<SignName, number>>> = {
  'no-loan': 0.1,
  delayed: 0.08,
  'other-route': 0.1,
  local: 0.35,
  'left-early': 0.12,
};
/** How likely whom the barrier stops shows each sign. */
const stopped: Readonly<Partial<Record<SignName, number>>> = {
  ...{
    'other-route': 0.45,
    delayed: 0.2,
    'ruled-out': 0.65,
    'no-loan': 0.9,
    local: 0.7,
    'at-home': 0.6,
    'loan-words': 0.8,
  },
};
const schools = Array.from({ length: 8 }, (_, place) => `school-${place + 1}` as SchoolId);

function deviate(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

interface World {
  /** By how much schools differ anyhow, in log odds. */
  readonly spread: number;
  /** The share of the first school's students whom the barrier stops. */
  readonly barrier: number;
  /** Signs that the first school shows more for causes of their own. */
  readonly otherCauses?: readonly SignName[];
}

function tablesOf(random: Random, { spread, barrier, otherCauses = [] }: World) {
  const table = (place: number): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const [sign, of] of Object.entries(known) as [SignName, number][]) {
      const base = usual[sign] ?? 0.2;
      const cause = place === 0 && otherCauses.includes(sign) ? 1.5 : 0;
      const odds = Math.log(base / (1 - base)) + spread * deviate(random) + cause;
      const share = 1 / (1 + Math.exp(-odds));
      const hit = place === 0 && stopped[sign] !== undefined ? barrier : 0;
      const chance = (1 - hit) * share + hit * (stopped[sign] ?? 0);
      // As many as by chance, by the normal approximation: quick, and close enough for these sizes.
      const yes = Math.min(
        of,
        Math.max(0, Math.round(of * chance + Math.sqrt(of * chance * (1 - chance)) * deviate(random))),
      );
      if (sign === 'local')
        Object.assign(counts, {
          'town|Near': yes,
          'town|Far': Math.min(of - yes, yes),
          'town|Third': Math.max(0, of - 2 * yes),
        });
      else Object.assign(counts, { [`${sign}|of`]: of, [`${sign}|yes`]: yes });
    }
    return counts;
  };
  return new Map(schools.map((id, place) => [id, table(place)]));
}

/** In how many of so many worlds something is raised that is not this barrier of the first school, and in how many that is. */
function look(worlds: number, seed: number, world: World) {
  const random = randomFrom(seed);
  let [others, planted] = [0, 0];
  for (let left = worlds; left > 0; left -= 1) {
    const raised = barriersIn(tablesOf(random, world)).filter((found) => found.raised);
    const is = ({ barrier, schoolId }: { readonly barrier: BarrierName; readonly schoolId: SchoolId }): boolean =>
      barrier === 'loan-with-interest' && schoolId === schools[0];
    if (raised.some(is)) planted += 1;
    if (raised.some((found) => !is(found))) others += 1;
  }
  return { others: others / worlds, planted: planted / worlds };
}
const worlds = Number(process.env['ONWARD_WORLDS'] ?? 80);

describe('the detector', () => {
  it.each<[string, World]>([
    ['schools as alike as chance makes them', { spread: 0, barrier: 0 }],
    ['schools that differ as usual', { spread: 0.25, barrier: 0 }],
    ['schools that differ twice as much', { spread: 0.5, barrier: 0 }],
    [
      'one school far ahead in two signs for causes of their own',
      { spread: 0.25, barrier: 0, otherCauses: ['other-route', 'left-early'] },
    ],
  ])('raises something in at most one of twenty worlds without a barrier: %s', (_what, world) => {
    const { others, planted } = look(worlds, 11, world);
    expect(others + planted).toBeLessThanOrEqual(0.05);
  });

  it('finds a loan that stops four of ten students of one school of eight in four of five worlds, and seldom anything else', () => {
    const { others, planted } = look(worlds, 12, { spread: 0.25, barrier: 0.4 });
    expect(planted).toBeGreaterThanOrEqual(0.8);
    expect(others).toBeLessThanOrEqual(0.05);
  });

  it('says nothing of fewer than ten people, nor of a trust of two schools', () => {
    const table = {
      'no-loan|of': 40,
      'no-loan|yes': 9,
      'ruled-out|of': 40,
      'ruled-out|yes': 20,
      'loan-words|of': 40,
      'loan-words|yes': 31,
    };
    const flat = {
      'no-loan|of': 90,
      'no-loan|yes': 12,
      'ruled-out|of': 90,
      'ruled-out|yes': 12,
      'loan-words|of': 90,
      'loan-words|yes': 12,
    };
    const two = [
      ['one' as SchoolId, table],
      ['two' as SchoolId, flat],
    ] as const;
    expect(barriersIn(new Map(two))).toEqual([]);
    const found = barriersIn(new Map([...two, ['three' as SchoolId, flat]]));
    const own = found.find(({ schoolId }) => schoolId === ('one' as SchoolId));
    // Nine pay without a loan: not told, and silent. Nine do not name it: how many is not told, and it speaks.
    expect(own?.signs.map(({ sign, here, p }) => [sign, here, p === 1])).toEqual([
      ['ruled-out', { yes: 20, of: 40 }, false],
      ['no-loan', null, true],
      ['loan-words', null, false],
    ]);
    expect(own?.raised).toBe(false);
  });

  it('tells of the other schools together only what tells nobody of those that are too few to be told', () => {
    const shows = (yes: number) =>
      Object.fromEntries(
        ['no-loan', 'at-home', 'delayed'].flatMap((sign) => [
          [`${sign}|yes`, yes] as const,
          [`${sign}|of`, 60] as const,
        ]),
      );
    const othersOf = (...rest: readonly number[]) => {
      const schools = [30, ...rest].map((yes, place) => [`school-${place}` as SchoolId, shows(yes)] as const);
      const found = barriersIn(new Map(schools)).find(({ schoolId }) => schoolId === 'school-0');
      return found?.signs.map(({ here, others }) => [here?.yes ?? null, others?.yes ?? null]);
    };
    expect(othersOf(20, 12)).toEqual(Array(3).fill([30, 32]));
    // All others less the twenty would be the three.
    expect(othersOf(20, 3)).toEqual(Array(3).fill([30, null]));
    expect(othersOf(20, 3, 4)).toEqual(Array(3).fill([30, null]));
    expect(othersOf(20, 4, 6)).toEqual(Array(3).fill([30, 30]));
  });

  it('lets nobody who reads every card work out how few of a school show a sign, or do not', () => {
    const side = fc.oneof(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 90 }));
    let [small, shown] = [0, 0];
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side), { minLength: 3, maxLength: 7 }), (counts) => {
        const tables = new Map(
          counts.map(([yes, no], place) => {
            const signsSeen = ['no-loan', 'at-home', 'delayed'];
            const table = signsSeen.flatMap((sign) => [
              [`${sign}|yes`, yes] as const,
              [`${sign}|of`, yes + no] as const,
            ]);
            return [`s${place}` as SchoolId, Object.fromEntries(table)] as const;
          }),
        );
        const found = barriersIn(tables).filter(({ barrier }) => barrier === 'loan-with-interest');
        const compared = counts.flatMap(([yes, no], place) => (yes + no >= leastKnown ? [{ place, yes, no }] : []));
        for (const which of ['yes', 'no'] as const) {
          const sideOf = (one: { readonly yes: number; readonly of: number }) =>
            which === 'yes' ? one.yes : one.of - one.yes;
          const seen = (place: number) =>
            found.find(({ schoolId }) => schoolId === `s${place}`)?.signs.find(({ sign }) => sign === 'no-loan');
          const ranges = new Map<string, Range>();
          const sums: Sum[] = [];
          // Whoever knows the rule knows that those of whom nothing is told are under ten on this side, where that is so of all of them.
          const untold = compared.filter(({ place }) => (seen(place)?.here ?? null) === null);
          const most = untold.every((one) => one[which] < leastShowing) ? leastShowing - 1 : Infinity;
          for (const { place } of compared) {
            const [here, others] = [seen(place)?.here ?? null, seen(place)?.others ?? null];
            ranges.set(
              `s${place}`,
              here === null ? { low: 0, high: Infinity } : { low: sideOf(here), high: sideOf(here) },
            );
            if (others === null) continue;
            shown += 1;
            ranges.set(`but ${place}`, { low: sideOf(others), high: sideOf(others) });
            sums.push({
              whole: `but ${place}`,
              parts: compared.flatMap((one) => (one.place === place ? [] : [`s${one.place}`])),
            });
          }
          const bounded = new Map(
            [...ranges].map(
              ([name, range]) => [name, range.high === Infinity ? { low: 0, high: most } : range] as const,
            ),
          );
          const left = narrowed(bounded, sums);
          for (const one of untold.filter((each) => each[which] > 0 && each[which] < leastShown)) {
            small += 1;
            const { low, high } = left.get(`s${one.place}`) ?? { low: 0, high: Infinity };
            expect([
              high < leastShown && high - low + 1 < leastGroup,
              high - low + 1 < leastGroup && sums.length > 0,
            ]).toEqual([false, false]);
          }
        }
      }),
      { numRuns: Number(process.env['ONWARD_RANDOM_TABLES'] ?? 400) },
    );
    expect([small > 100, shown > 100]).toEqual([true, true]);
  });

  it('names for every barrier more signs than must speak, all of them defined', () => {
    for (const { signs: named } of Object.values(barriers)) {
      expect(named.length).toBeGreaterThan(3);
      expect(named.every((sign) => sign in signs)).toBe(true);
    }
  });
});

describe('a card of the board', () => {
  const [at, by] = [new Date('2026-11-03T10:00:00Z'), 'staff-1' as StaffId];
  const fresh = newCard(
    { id: 'c1', place: 'trust', title: 'Travel', hint: 'Many say the bus is too dear' },
    { at, by },
  );
  if (fresh === null) throw new Error('No card.');
  const after = (card: BarrierCard, ...acts: readonly BarrierAct[]): BarrierCard =>
    acts.reduce((now, act) => {
      const changed = cardAfter(now, act, { at, by });
      if (changed.kind === 'refused') throw new Error(changed.why);
      return changed.next;
    }, card);
  const looked = { kind: 'evidence', words: 'Asked 60', holds: true } as const;
  const decided = {
    kind: 'decide',
    way: 'remove',
    words: 'Passes',
    gains: 'Those from afar',
    loses: 'Nobody',
    dutyCheckedBy: 'A. Person',
  } as const;

  it('goes from hint to result, each step one version with who and when', () => {
    const done = after(
      fresh,
      looked,
      decided,
      { kind: 'act', words: 'Bus passes', owner: 'Head of sixth form', by: localDate('2027-01-31') },
      { kind: 'result', result: 'cannot-tell', words: 'Too few yet' },
    );
    expect(done).toMatchObject({
      stage: 'result',
      result: 'cannot-tell',
      version: 5,
      decision: { way: 'remove', loses: 'Nobody' },
    });
    expect(done.steps.map(({ act }) => act)).toEqual(['noticed', 'looked-into', 'decided', 'began', 'found']);
    expect(after(done, { kind: 'again', words: 'A new year' }).stage).toBe('evidence');
  });

  it('is not decided before it was looked into, and what is not borne out is set aside', () => {
    expect(cardAfter(fresh, decided, { at, by })).toEqual({ kind: 'refused', why: 'not-now' });
    expect(after(fresh, { ...looked, holds: false }).stage).toBe('set-aside');
    expect(actsFor('set-aside')).toEqual(['note', 'again']);
  });

  it('says what stops people and not who they are, but for who gains and loses by a decision', () => {
    const who = 'Muslim students do not take loans';
    expect(newCard({ id: 'c2', place: 'trust', title: 'Loans', hint: who }, { at, by })).toBeNull();
    expect(cardAfter(fresh, { ...looked, words: who }, { at, by })).toEqual({ kind: 'refused', why: 'who' });
    expect(after(fresh, looked, { ...decided, gains: who }).decision?.gains).toBe(who);
  });

  it('takes no more than it can hold', () => {
    const full = { ...fresh, steps: Array.from({ length: mostSteps }, () => ({ at, act: 'noted' })) };
    expect(cardAfter(full, { kind: 'note', words: 'one more' }, { at, by })).toEqual({ kind: 'refused', why: 'full' });
  });
});
