// Where people stay beside a benchmark, what was believed beside what is so, and where a surprise lies: by hand, and in worlds with
// nothing in them; and what leaders cannot learn.
import { describe, expect, it } from '@jest/globals';
import type { CohortId, StaffId } from '../../../src/domain/alumni/ids.js';
import { workedBackwards } from '../../../src/domain/insight/backwards.js';
import { coursesElsewhere, fitOf } from '../../../src/domain/insight/fit.js';
import {
  medianOf,
  scoreOf,
  type Guess,
  type GuessRole,
  type GuessSheet,
  type GuessSheetId,
} from '../../../src/domain/insight/guess-sheet.js';
import { guessableFacts, guessables } from '../../../src/domain/insight/guessable.js';
import { hiddenInGrid } from '../../../src/domain/insight/hidden-grid.js';
import { stayingOf, staysIn } from '../../../src/domain/insight/retention.js';
import { reasonsAt } from '../../../src/domain/insight/place-reasons.js';
import { reasonsBy } from '../../../src/domain/insight/reasons.js';
import { staysHidden } from '../../../src/domain/insight/stays-beside.js';
import { stillThere } from '../../../src/domain/insight/still-there.js';
import { seeingAlone } from '../../../src/domain/insight/seeing.js';
import { beliefsOf } from '../../../src/domain/insight/surprises.js';
import type { ReasonLine } from '../../../src/domain/insight/told-lines.js';
import { withheld, type Audience } from '../../../src/domain/statistics/disclosure.js';
import fc from '../../support/properties.js';

const [leeds, york, hull, kent] = ['10007795', '10007167', '10007149', '10007150'] as const;
const noOfficial = () => null;

/** So many who stayed for a year and so many who left in the third month, at a place. */
const place = (ukprn: string, stayed: number, left: number) => ({
  [`296/14/ut/${ukprn}/11`]: stayed,
  [`296/3/ul/${ukprn}/11`]: left,
});

describe('where people stay', () => {
  it('is the plain share where everybody was seen for a year, and Kaplan and Meier’s where not', () => {
    const seen = stayingOf(staysIn(place(leeds, 40, 10), 'university'), 'team');
    expect(stillThere(seen.curve, 12)).toEqual({ yes: 40, of: 50 });
    // By hand: 10 of 60 leave in month 3, 10 are lost sight of in month 6, 5 of 40 leave in month 9.
    const table = { '296/3/ul//': 10, '296/6/ut//': 10, '296/9/ul//': 5, '296/13/ut//': 35 };
    const found = stillThere(stayingOf(staysIn(table, 'university'), 'team').curve, 12);
    const staying = (50 / 60) * (35 / 40);
    expect(found?.yes).toBe(35);
    expect(found?.of).toBeCloseTo(35 / staying, 10);
    expect(stillThere(seen.curve, 24)).toBeNull();
  });

  const table = { ...place(leeds, 90, 10), ...place(york, 30, 30), ...place(hull, 48, 2), ...place(kent, 10, 5) };
  const stays = staysIn(table, 'university');
  const asked = {
    by: 'provider',
    kind: 'university',
    audience: 'team',
    hidden: { share: () => false, people: () => false },
    official: noOfficial,
    ours: 178 / 225,
  } as const;
  /** As leaders see the places of these. */
  const toLeaders = (some: ReturnType<typeof staysIn>) => {
    const { share, people } = staysHidden([{ school: 'a', cohort: 'y', stays: some }], 'university');
    const hidden = {
      share: (provider: string | null) => share({ provider }),
      people: (provider: string | null) => people({ provider }),
    };
    return fitOf(some, { ...asked, audience: 'leaders', hidden });
  };

  it('is told above or below its benchmark only where the whole interval is, the largest place first', () => {
    const { all, parts } = fitOf(stays, asked);
    expect(all.plain?.share).toBeCloseTo(178 / 225, 10);
    expect(parts.map(({ name, against }) => [name, against])).toEqual([
      [leeds, 'above'],
      [york, 'below'],
      [hull, 'above'],
      [kent, 'cannot-tell'],
    ]);
    // Few are drawn further than many, and a place of few has the wider interval.
    const [first, , , last] = parts;
    expect(Math.abs((first?.pooled?.share ?? 0) - 0.9)).toBeLessThan(0.02);
    expect(last?.pooled?.share).toBeGreaterThan(10 / 15);
    expect(first?.pooled?.weight).toBeGreaterThan(last?.pooled?.weight ?? 1);
    expect(first?.bounds).toEqual({ low: 0.9, high: 0.9 });
  });

  it('is held against the official figure where there is one, and says so', () => {
    const { parts } = fitOf(stays, { ...asked, official: (name) => (name === leeds ? 0.97 : null) });
    expect(parts[0]).toMatchObject({ benchmark: { share: 0.97, what: 'official' }, against: 'below' });
    expect(parts[1]?.benchmark?.what).toBe('ours');
  });

  it('pools the courses of one place beside the courses of all others', () => {
    const own = stays.filter(({ provider }) => provider === kent);
    const beside = coursesElsewhere(stays, kent, 'university');
    expect(beside).toHaveLength(3);
    const [course] = fitOf(own, { ...asked, by: 'subject', ours: 0.8, beside }).parts;
    expect(course).toMatchObject({ name: '11', people: 15, benchmark: { share: 0.8, what: 'ours' } });
    expect(course?.pooled?.weight).toBeLessThan(1);
  });

  it('says nothing of fewer than ten, nor of those who were not seen for so long', () => {
    const few = { ...place(leeds, 7, 2), '296/5/ut/10007167/11': 40 };
    const { parts } = fitOf(staysIn(few, 'university'), asked);
    expect(parts.map(({ name, why, plain }) => [name, why, plain])).toEqual([
      [york, 'not-long-enough', null],
      [leeds, 'too-few', null],
    ]);
  });

  it('tells of a place however many left it, and pools it with the others', () => {
    const many = { ...place(leeds, 16, 2), ...place(york, 9, 9), ...place(hull, 0, 18) };
    const { parts } = fitOf(staysIn(many, 'university'), asked);
    expect(parts.map(({ name, plain, why }) => [name, plain?.share, why])).toEqual([
      [hull, 0, null],
      [york, 0.5, null],
      [leeds, 16 / 18, null],
    ]);
    expect(parts.every(({ pooled }) => pooled !== null)).toBe(true);
    // Of leaders, where the few who remain would be told, it is hidden; where enough do, it is not.
    const seen = (stayed: number, left: number) =>
      toLeaders(staysIn({ ...place(leeds, stayed, left), ...place(york, stayed, left) }, 'university')).parts.map(
        ({ why, plain }) => why ?? plain?.share,
      );
    expect([seen(10, 40), seen(7, 40)]).toEqual([
      [0.2, 0.2],
      ['small-side', 'small-side'],
    ]);
  });

  it('hides from leaders small sides and counts, and never one place alone beside the whole', () => {
    const size = fc.record({ stayed: fc.integer({ min: 0, max: 60 }), left: fc.integer({ min: 0, max: 40 }) });
    fc.assert(
      fc.property(fc.array(size, { minLength: 2, maxLength: 4 }), (sizes) => {
        const names = [leeds, york, hull, kent];
        const given = sizes.flatMap((one, at) => Object.entries(place(names[at] ?? '', one.stayed, one.left)));
        const known = Object.fromEntries(given.filter(([, count]) => count > 0));
        const { all, parts } = toLeaders(staysIn(known, 'university'));
        const hidden = parts.filter(({ why }) => why !== null);
        expect(hidden.length === 1 && parts.length > 1 && all.why === null).toBe(false);
        for (const { people, plain, name } of parts) {
          const { stayed = 0, left = 0 } = sizes[names.indexOf(name as typeof leeds)] ?? {};
          expect(people === null || (people >= 10 && people % 5 === 0) || people === 0).toBe(true);
          if (plain !== null) expect(stayed + left >= 23 && [stayed, left].every((n) => n === 0 || n >= 8)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('reasons that stand out at a place', () => {
  const line = (provider: string, count: number, ...codes: readonly string[]): ReasonLine => ({
    ...{ opening: 'started-and-left', group: 'university', period: 'spring', main: null },
    ...{ provider, codes, count },
  });
  const lines = [
    ...[line(leeds, 30, 'TEA/T1'), line(leeds, 10, 'FIN/M1'), line(leeds, 4, 'HEA/H1')],
    ...[line(york, 10, 'TEA/T1'), line(york, 50, 'FIN/M1'), line(york, 40, 'HEA/H1')],
    line(hull, 5, 'TEA/T1'),
  ];
  const at = (ukprn: string, told = lines, audience: Audience = 'team') =>
    reasonsAt(seeingAlone(told, audience), ukprn, 'started-and-left');

  it('are those that differ from all other places by more than chance', () => {
    const { told, rows } = at(leeds);
    expect(told).toBe(44);
    expect(rows.map(({ code, standsOut }) => [code, standsOut])).toEqual([
      ['TEA', true],
      ['FIN', true],
    ]);
    expect(rows[0]).toMatchObject({ here: { share: 30 / 44 }, elsewhere: { share: 15 / 105 } });
  });

  it('say nothing of sensitive ones of fewer than ten, nor of few who told', () => {
    expect(at(leeds).rows.some(({ code }) => code === 'HEA')).toBe(false);
    expect(at(hull).rows).toEqual([]);
    expect(at(leeds, [])).toMatchObject({ told: 0, rows: [] });
  });

  it('tell nobody of the place where few name something sensitive by those of the others', () => {
    const naming = (provider: string, health: number) => [
      ...[line(provider, health, 'HEA/H1'), line(provider, 20, 'TEA/T1')],
    ];
    const three = [...naming(leeds, 5), ...naming(york, 20), ...naming(hull, 30)];
    const tells = (ukprn: string): boolean => at(ukprn, three).rows.some(({ code }) => code === 'HEA');
    // Hull alone: with York too, all less the two of them would be Leeds.
    expect([leeds, york, hull].map(tells)).toEqual([false, false, true]);
  });

  it('are told leaders of a place that many leave, though a few name them elsewhere, and not by how many told', () => {
    // As in the large trust: a handful at small places, who would be told by all places less those on a list and on none.
    const poorFit = [
      ...[line(leeds, 42, 'TEA/T1'), line(leeds, 8, 'GEO/G1')],
      ...[line('', 51, 'TEA/T1'), line('', 153, 'GEO/G1')],
      ...[line(york, 2, 'TEA/T1'), line(hull, 2, 'TEA/T1'), line(york, 9, 'GEO/G1'), line(hull, 9, 'GEO/G1')],
    ];
    const { told, rows } = at(leeds, poorFit, 'leaders');
    expect([told, rows[0]]).toMatchObject([
      null,
      { code: 'TEA', standsOut: true, here: { share: 42 / 50 }, elsewhere: { share: 55 / 226 } },
    ]);
    // What is hidden in its place is those at a place on no list.
    const by = reasonsBy(seeingAlone(poorFit, 'leaders'), ({ provider }) => provider);
    expect(by.map(({ name, most }) => [name, most.some(({ code }) => code === 'TEA')])).toEqual([
      ['', false],
      [leeds, true],
      [hull, false],
      [york, false],
    ]);
  });
});

describe('figures that can be guessed', () => {
  const quality = {
    'university|people': 80,
    'university|kept|yes': 50,
    'university|kept|no': 10,
    'employment|people': 20,
  };
  const ways = { 'uuuh-': 40, 'uu--x': 9, uuunq: 12, 'eeee-': 20 };

  it('are counted from the tables of the pages, and their parts add up to them', () => {
    expect(guessableFacts.kept.count(quality)).toEqual({ people: 100, yes: 50, of: 60 });
    expect(guessableFacts['did-not-start'].count(ways)).toEqual({ people: 81, yes: 9, of: 81 });
    expect(guessableFacts['left-early'].count(ways)).toEqual({ people: 72, yes: 12, of: 72 });
    expect(guessableFacts['stays-university'].count(place(leeds, 40, 10))).toEqual({ people: 50, yes: 40, of: 50 });
    const tables = { quality, flow: ways, stays: { ...place(leeds, 40, 10), ...place(york, 20, 20) } } as const;
    for (const key of guessables) {
      const { count, parts, partsOf, report } = guessableFacts[key];
      for (const by of parts) {
        const sum = partsOf(tables[report], by).reduce((total, { figure }) => total + figure.of, 0);
        expect([key, by, sum]).toEqual([key, by, count(tables[report]).of]);
      }
    }
  });

  it('hide no school alone beside the trust, and no part alone beside its whole', () => {
    const cell = (school: string, part: string, yes: number, of: number) => ({ school, part, yes, of });
    const isHidden = hiddenInGrid(
      [
        ...[cell('a', 'u', 30, 60), cell('b', 'u', 2, 40), cell('c', 'u', 20, 30)],
        ...[cell('a', 'e', 20, 70), cell('b', 'e', 10, 24), cell('c', 'e', 15, 40)],
      ],
      ({ yes, of }) => withheld({ yes, of }, 'leaders') !== null,
    );
    const hidden = ['a', 'b', 'c', null].flatMap((school) =>
      ['u', 'e', null].flatMap((part) => (isHidden(school, part) ? [`${school ?? 'all'} ${part ?? 'all'}`] : [])),
    );
    // The second school's first part is small; along its row and its column others go with it, and so on.
    expect(hidden).toEqual(['b u', 'b e', 'c u', 'c e']);
    expect(hiddenInGrid([cell('a', 'u', 2, 40)], () => false)('a', 'u')).toBe(false);
  });
});

describe('guesses', () => {
  it('are scored by squared distance and by hits', () => {
    // By hand: 10, 20 and 0 points off make the root of 500 thirds.
    const score = scoreOf([{ of100: 90, low: 85, high: 95 }, { of100: 60, low: 50, high: 80 }, { of100: 80 }], 80);
    expect(score).toEqual({ guesses: 3, median: 80, off: Math.sqrt(500 / 3), ranges: 2, hits: 1 });
    expect(scoreOf([], 80)).toBeNull();
    expect([medianOf([3, 1]), medianOf([5, 1, 3]), medianOf([])]).toEqual([2, 3, null]);
  });

  const guess = (id: string, role: GuessRole, of100: number, more: Partial<Guess> = {}): Guess => ({
    ...{ id, role, at: new Date('2026-11-24T10:00:00Z'), shares: { kept: { of100 } }, ...more },
  });
  const five = (role: GuessRole, of100: number) => [1, 2, 3, 4, 5].map((n) => guess(`${role}${n}`, role, of100));
  const sheet = (guesses: readonly Guess[], figure: { yes: number; of: number; people?: number }): GuessSheet => ({
    ...{ id: 's' as GuessSheetId, title: 'Meeting', schoolId: null, cohortId: 'y13-2025' as CohortId },
    ...{ figures: ['kept'], seenBefore: [], openedBy: 'a' as StaffId, openedAt: new Date(0), guesses },
    unsealed: {
      ...{ at: new Date(0), by: 'a' as StaffId },
      figures: [{ key: 'kept', people: figure.people ?? figure.of, openly: true, yes: figure.yes, of: figure.of }],
    },
  });
  const anything = () => true;

  it('surprise where the people behind the figure contradict them, and not where they could be chance', () => {
    const said = [...five('teacher', 90), ...five('student', 72), ...five('parent', 70).slice(1)];
    const beliefs = beliefsOf([sheet(said, { yes: 140, of: 200 })], anything);
    expect(beliefs.map(({ role, surprise }) => [role, surprise])).toEqual([
      ['teacher', true],
      ['student', false],
    ]);
    expect(beliefs[0]).toMatchObject({ share: 0.7, open: false, score: { guesses: 5, median: 90, off: 20 } });
  });

  it('are whole per cents, and held against the nearest share that rounds to them', () => {
    // Of 12,000 7.4 % is three tenths more than 7.1 %: further than chance from 7 exactly, and what 7 may mean.
    const near = (of100: number) => beliefsOf([sheet(five('teacher', of100), { yes: 888, of: 12_000 })], anything)[0];
    expect([near(7)?.surprise, near(6)?.surprise]).toEqual([false, true]);
  });

  it('of a group are held against the nearer end of its range, and told open where the silent could make them true', () => {
    const group = (shares: Guess['shares']) =>
      guess('g', 'parent', 0, { writtenBy: 'b' as StaffId, said: 'Evening', shares });
    const wide = beliefsOf(
      [sheet([group({ kept: { of100: 90, low: 65, high: 95 } })], { yes: 140, of: 200 })],
      anything,
    );
    expect(wide).toMatchObject([{ said: 'Evening', surprise: false, score: { ranges: 1, hits: 1 } }]);
    const open = beliefsOf([sheet([group({ kept: { of100: 90 } })], { yes: 140, of: 200, people: 900 })], anything);
    expect(open).toMatchObject([{ surprise: true, open: true }]);
  });

  it('are not tested while the sheet is sealed, nor where the reader may not see the figure', () => {
    const { unsealed: _none, ...sealed } = sheet(five('teacher', 90), { yes: 140, of: 200 });
    expect(beliefsOf([sealed], anything)).toEqual([]);
    expect(beliefsOf([sheet(five('teacher', 90), { yes: 140, of: 200 })], () => false)).toEqual([]);
  });
});

describe('from a surprise backwards', () => {
  const part = (name: string, yes: number, of: number, hidden = false) => ({
    name,
    hidden,
    figure: { people: of, yes, of },
  });

  it('names the part in which it lies, and no other', () => {
    const [schools, years] = workedBackwards([
      { by: 'school', parts: [part('a', 81, 90), part('b', 80, 90), part('c', 45, 90)] },
      { by: 'year', parts: [part('2024', 68, 90), part('2025', 66, 90), part('2026', 72, 90)] },
    ]);
    const outstanding = (all: typeof schools) =>
      all?.parts.filter(({ standsOut }) => standsOut).map(({ name }) => name);
    expect(outstanding(schools)).toEqual(['a', 'b', 'c']);
    expect(schools?.parts.find(({ name }) => name === 'c')?.difference?.difference).toBeCloseTo(0.5 - 161 / 180, 10);
    expect(outstanding(years)).toEqual([]);
  });

  it('tests nothing that is hidden, and nothing of fewer than ten', () => {
    const [seen] = workedBackwards([
      { by: 'plan', parts: [part('u', 60, 100), part('e', 3, 40, true), part('f', 9, 9), part('none', 0, 0)] },
    ]);
    expect(seen?.parts.map(({ name }) => name)).toEqual(['u']);
    expect([...(seen?.hidden ?? [])].sort()).toEqual(['e', 'f']);
  });
});
