// Moonshot M1 on a synthetic population of 5,000 leavers of 25 schools whose truth is known: the official row is made of the truth as the
// Department sees it, ours of what we were told, and the gaps between the two are planted cause by cause. Every planted
// number of people must lie within the range that is given for its cause.
import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { merge, spellOf } from '../../../src/domain/destinations/spell.js';
import { studiedIn } from '../../../src/domain/destinations/studied.js';
import { dfe1618v1 } from '../../../src/domain/destinations/sustained/dfe-1618-v1.js';
import type { CellValue } from '../../../src/domain/official/cell.js';
import { checkIdentities } from '../../../src/domain/official/identities.js';
import { summed } from '../../../src/domain/official/own-row.js';
import {
  smallCells,
  standingOf,
  type GapCause,
  type SmallCell,
  type Standing,
} from '../../../src/domain/official/standing.js';
import { educationAsOne, poolsOf, twinOf, type Twin } from '../../../src/domain/official/twin.js';
import { cheapest } from '../../../src/domain/official/transport.js';
import { aClaim } from '../destinations/a-claim.js';

const leftOn = localDate('2026-07-17');
const asOf = localDate('2027-08-20');
type Told = readonly Parameters<typeof aClaim>[0][];

/** What we were told of somebody, and in which cell the Department has them. */
interface Person {
  readonly told: Told;
  readonly abroad?: boolean;
  readonly official: SmallCell;
  /** Why the two differ, where they do. */
  readonly planted?: GapCause | 'unexplained';
}

const knownOn = '2027-06-10';
const uni: Told = [{ knownOn }];
const college: Told = [{ knownOn, activity: 'further-education', provider: 'Millrace College (invented)' }];
const school: Told = [{ knownOn, activity: 'training', provider: 'Fernhill Training (invented)' }];
const apprentice: Told = [{ knownOn, activity: 'apprenticeship', employer: 'Bluebrick Build (invented)' }];
const work: Told = [{ knownOn, activity: 'employment', employer: 'Fairmile Foods (invented)' }];
const leftEarly: Told = [
  { knownOn, to: '2026-12', ended: 'left-early' },
  { id: 'w:a:2:a', knownOn, activity: 'looking-for-work', from: '2027-01' },
];
const looking: Told = [{ knownOn, activity: 'looking-for-work', from: '2026-09' }];
const mixed: Told = [
  { knownOn, to: '2026-12', ended: 'left-early' },
  { id: 'w:a:2:a', knownOn, activity: 'employment', employer: 'Fairmile Foods (invented)', from: '2027-01' },
];
const worksNow: Told = [
  { knownOn, to: '2027-05', ended: 'left-early' },
  { id: 'w:a:2:a', knownOn, activity: 'employment', employer: 'Fairmile Foods (invented)', from: '2027-06' },
];
const fromOctober: Told = [{ knownOn, from: '2026-10' }];

const agreeing: readonly Person[] = [
  ...[uni, uni, uni, uni].map((told) => ({ told, official: 'he' as const })),
  ...[college, college].map((told) => ({ told, official: 'fe' as const })),
  { told: worksNow, official: 'he' },
  { told: school, official: 'other_edu' },
  { told: apprentice, official: 'appren' },
  { told: work, official: 'all_work' },
  { told: leftEarly, official: 'all_notsust' },
];
const planted: Readonly<Record<Exclude<GapCause, 'cohort'> | 'unexplained', readonly Person[]>> = {
  late: [{ told: fromOctober, official: 'all_notsust', planted: 'late' }],
  abroad: [
    { told: uni, abroad: true, official: 'all_unknown', planted: 'abroad' },
    { told: work, abroad: true, official: 'all_unknown', planted: 'abroad' },
  ],
  benefit: [{ told: looking, official: 'all_unknown', planted: 'benefit' }],
  rule: [{ told: mixed, official: 'all_work', planted: 'rule' }],
  unknown: [
    { told: [], official: 'he', planted: 'unknown' },
    { told: [], official: 'all_work', planted: 'unknown' },
    { told: [], official: 'fe', planted: 'unknown' },
  ],
  unexplained: [{ told: apprentice, official: 'he', planted: 'unexplained' }],
};

/** The same people, of whom the Department and we say the same: they could differ and do not. */
const steady: readonly Person[] = [
  { told: fromOctober, official: 'he' },
  { told: uni, abroad: true, official: 'he' },
  { told: [], official: 'all_unknown' },
  { told: looking, official: 'all_notsust' },
  { told: mixed, official: 'other_edu' },
];

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function standing({ told, abroad = false }: Person): Standing {
  const claims = told.map(aClaim);
  const spells = merge(claims.flatMap((claim) => spellOf(claim) ?? []));
  const result = dfe1618v1.judge({ spells, leftOn, asOf });
  const studied = studiedIn({ spells, leftOn });
  return standingOf({ result, studied, abroad, knownOn: claims[0]?.knownOn, closedOn: null });
}

function officialRow(people: readonly Person[]): Readonly<Record<string, number>> {
  const small: Partial<Record<SmallCell, number>> = {};
  for (const { official } of people) small[official] = (small[official] ?? 0) + 1;
  const { open: _open, ...row } = summed(small);
  return row;
}

const twinFor = (people: readonly Person[], row: Readonly<Record<string, CellValue>> = officialRow(people)) => {
  const twin = twinOf(people.map(standing), row);
  if (twin.kind === 'none') throw new Error(twin.why);
  return twin;
};

/** How many of the planted stand in ours and in the official cell, by cause: what each gap really is made of. */
function truth(people: readonly Person[], cells: readonly SmallCell[], cause: string): number {
  return people.reduce((sum, person) => {
    if (person.planted !== cause) return sum;
    const { cell } = standing(person);
    const into = cells.includes(person.official) ? 1 : 0;
    return sum + into - (cell !== 'open' && cells.includes(cell) ? 1 : 0);
  }, 0);
}

/** Planted numbers that lie within the ranges, and those that do not. */
function judge(people: readonly Person[], twin: Extract<Twin, { kind: 'twin' }>): { right: number; wrong: string[] } {
  const checks: [string, number, { least: number; most: number } | undefined][] = [];
  for (const cause of ['late', 'abroad', 'benefit', 'rule', 'unknown'] as const) {
    checks.push([cause, people.filter((one) => one.planted === cause).length, twin.moved[cause]]);
    for (const { cells, by } of twin.gaps) {
      checks.push([`${cells.join('+')} ${cause}`, truth(people, cells, cause), by[cause]]);
    }
  }
  const wrong = checks
    .filter(([, count, range]) => count < (range?.least ?? 0) || count > (range?.most ?? 0))
    .map(([name, count, range]) => `${name}: ${count} in ${JSON.stringify(range)}`);
  return { right: checks.length - wrong.length, wrong };
}

const perSchool = 200;
const fill = (random: () => number, from: readonly Person[], count: number): readonly Person[] =>
  Array.from(
    { length: count },
    () => from[Math.floor(random() * from.length)] ?? { told: [], official: 'all_unknown' },
  );

describe('5,000 leavers of 25 schools', () => {
  const random = randomFrom(20_261_126);
  const causes = ['late', 'abroad', 'benefit', 'rule', 'unknown'] as const;
  /** The first five have one cause each and nobody who could differ otherwise; the others have everything at once. */
  const schools = Array.from({ length: 25 }, (_, place) => {
    const only = causes[place];
    if (only !== undefined) {
      const few = fill(random, planted[only], 8 + Math.floor(random() * 12));
      return { only, people: [...few, ...fill(random, agreeing, perSchool - few.length)] };
    }
    const few = causes.flatMap((cause) => fill(random, planted[cause], Math.floor(random() * 12)));
    const calm = fill(random, steady, 30);
    return { only: null, people: [...few, ...calm, ...fill(random, agreeing, perSchool - few.length - calm.length)] };
  });

  it('are 5,000, and every official row adds up exactly', () => {
    expect(schools.reduce((sum, { people }) => sum + people.length, 0)).toBe(5_000);
    for (const { people } of schools) {
      const values = officialRow(people);
      const place = { kind: 'institution', code: 'estab:9994001', name: 'x' } as const;
      const figure = { place, leavers: 2026, release: 'final', about: {}, unit: 'count', values, line: 2 } as const;
      expect(checkIdentities('16-18-destinations', figure).map(({ outcome }) => outcome)).toEqual([
        'holds',
        'holds',
        'holds',
      ]);
    }
  });

  it('with one cause: it is named, its number exactly, and no other cause is', () => {
    for (const { only, people } of schools) {
      if (only === null) continue;
      const count = people.filter((one) => one.planted === only).length;
      const twin = twinFor(people);
      expect([only, twin.unexplained, Object.keys(twin.moved)]).toEqual([
        only,
        0,
        only === 'unknown' ? expect.arrayContaining(['unknown']) : [only],
      ]);
      expect([only, twin.moved[only]]).toEqual([only, { least: count, most: count }]);
    }
  });

  it('with every cause at once: each planted number lies within its range, in every school and cell', () => {
    let right = 0;
    const wrong: string[] = [];
    for (const { people } of schools) {
      const twin = twinFor(people);
      expect(twin.unexplained).toBe(0);
      const judged = judge(people, twin);
      right += judged.right;
      wrong.push(...judged.wrong);
    }
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(900);
  });

  it('with hidden official cells: they are pooled, and the planted numbers still lie within', () => {
    for (const { people } of schools.slice(5, 12)) {
      const row = { ...officialRow(people), he: 'SUPP', fe: 'SUPP', all_notsust: 'SUPP', all_unknown: 'SUPP' };
      const twin = twinFor(people, row);
      expect(twin.gaps.map(({ cells }) => cells)).toContainEqual(['he', 'fe']);
      expect(twin.gaps.map(({ cells }) => cells)).toContainEqual(['all_notsust', 'all_unknown']);
      // Who moved inside a pool cannot be seen, so the totals by cause do not count them.
      expect(judge(people, twin).wrong.filter((line) => /^[a-z_+]+ [a-z]+:/.test(line))).toEqual([]);
    }
  });

  it('with the kinds of education as one, as after key stage 4: the planted numbers still lie within', () => {
    for (const { people } of schools.slice(5, 12)) {
      const twin = twinFor(people, educationAsOne(officialRow(people)));
      expect(twin.unexplained).toBe(0);
      expect(twin.gaps.map(({ cells }) => cells)).toContainEqual(['he', 'fe', 'other_edu']);
      expect(judge(people, twin).wrong.filter((line) => /^[a-z_+]+ [a-z]+:/.test(line))).toEqual([]);
    }
  });

  it('with people whom no cause explains: at least so many are said to be unexplained', () => {
    for (const { people } of schools.slice(0, 5)) {
      const strange = fill(random, planted.unexplained, 7);
      const twin = twinFor([...people, ...strange]);
      expect(twin.unexplained).toBeGreaterThan(0);
      expect(twin.unexplained).toBeLessThanOrEqual(7);
    }
  });
});

describe('a cohort of another size', () => {
  const people = [...fill(randomFrom(1), agreeing, 60)];

  it('is explained by people whom only one of the two counts', () => {
    const row = { ...officialRow(people) };
    const more = twinFor(people, {
      ...row,
      he: (row['he'] ?? 0) + 4,
      education: (row['education'] ?? 0) + 4,
      overall: (row['overall'] ?? 0) + 4,
      cohort: 64,
    });
    expect([more.ours, more.official, more.moved]).toEqual([60, 64, { cohort: { least: 4, most: 4 } }]);
    const fewer = twinFor(people, officialRow(people.slice(3)));
    expect([fewer.official, fewer.unexplained, fewer.moved.cohort]).toEqual([57, 0, { least: 3, most: 3 }]);
  });

  it('that is hidden, or whose cells contradict each other, is not compared', () => {
    expect(twinOf([], { cohort: 'SUPP' })).toEqual({ kind: 'none', why: 'cohort-hidden' });
    expect(twinOf([], { ...officialRow(people), cohort: 9 })).toEqual({ kind: 'none', why: 'does-not-add-up' });
  });
});

it('pools what is hidden under the smallest total that is shown', () => {
  const row = {
    cohort: 100,
    overall: 80,
    education: 60,
    he: 50,
    fe: 'c',
    other_edu: 'c',
    appren: 'c',
    all_work: 'c',
    all_notsust: 15,
    all_unknown: 5,
  };
  expect(poolsOf(row)).toEqual([
    { cells: ['he'], count: 50 },
    { cells: ['fe', 'other_edu'], count: 10 },
    { cells: ['appren', 'all_work'], count: 20 },
    { cells: ['all_notsust'], count: 15 },
    { cells: ['all_unknown'], count: 5 },
  ]);
  const { education: _education, ...without } = row;
  expect(poolsOf(without)?.map(({ cells, count }) => [cells.length, count])).toEqual([
    [1, 50],
    [4, 30],
    [1, 15],
    [1, 5],
  ]);
  expect(poolsOf(educationAsOne({ ...row, appren: 12, all_work: 8 }))).toEqual([
    { cells: ['he', 'fe', 'other_edu'], count: 60 },
    { cells: ['appren'], count: 12 },
    { cells: ['all_work'], count: 8 },
    { cells: ['all_notsust'], count: 15 },
    { cells: ['all_unknown'], count: 5 },
  ]);
});

it('finds the cheapest way as trying every way does', () => {
  const random = randomFrom(7);
  for (let round = 0; round < 200; round += 1) {
    const supplies = [0, 0, 0].map(() => Math.floor(random() * 4));
    const total = supplies.reduce((sum, one) => sum + one, 0);
    const first = Math.floor(random() * (total + 1));
    const demands = [first, total - first];
    const costs = supplies.map(() => demands.map(() => Math.floor(random() * 7) - 3));
    const pairs = costs.flatMap((row, from) => row.map((cost, to) => ({ from, to, cost })));
    const amounts = cheapest(supplies, demands, pairs);
    const spent = pairs.reduce((sum, { cost }, place) => sum + cost * (amounts[place] ?? 0), 0);
    let best = Infinity;
    // How many of each supply go to the first demand decides everything.
    const every = (place: number, left: number, cost: number): void => {
      const supply = supplies[place];
      if (supply === undefined) {
        if (left === 0) best = Math.min(best, cost);
        return;
      }
      for (let to = 0; to <= supply; to += 1) {
        every(place + 1, left - to, cost + to * (costs[place]?.[0] ?? 0) + (supply - to) * (costs[place]?.[1] ?? 0));
      }
    };
    every(0, first, 0);
    expect(spent).toBe(best);
  }
});

it('never holds a cell that is not one of the official row', () => {
  expect(smallCells).toHaveLength(7);
});
