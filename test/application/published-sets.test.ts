// Every figure that the software publishes, as every leader may read it, for every school and cohort, on two days: read as their systems
// read it, then attacked (moonshot M11, row 54). A new figure is attacked without a word here.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { figureNames, figures, readFigure } from '../../src/application/insight/figures.js';
import { recountDue } from '../../src/application/insight/recount-due.js';
import type { CohortId, SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { leadingRuleset } from '../../src/domain/destinations/sustained/catalogue.js';
import { riskNumbersFrom } from '../../src/domain/destinations/sustained/meter.js';
import { attackOn, countsIn, type ReadSet } from '../../src/domain/insight/attack.js';
import { cellsOf, countsPeople } from '../../src/domain/insight/published.js';
import { leastShown } from '../../src/domain/statistics/disclosure.js';
import type { Wave, WaveId } from '../../src/domain/waves/wave.js';
import { randomFrom } from '../../src/main/sample/random.js';
import { openTestTools } from '../support/tools.js';

const schools = ['northgate', 'southgate', 'westgate'] as readonly string[] as readonly SchoolId[];
const cohorts = ['y13-2023', 'y13-2024', 'y13-2025'] as readonly string[] as readonly CohortId[];
const viewer = (role: Viewer['role'], scope: Viewer['schools'] = 'every-school'): Viewer => ({
  ...{ staffId: role as string as StaffId, role, schools: scope },
});

let test: Awaited<ReturnType<typeof openTestTools>>;
const random = randomFrom(11);
let serial = 0;
const [{ number: atRisk } = { number: 0 }] = riskNumbersFrom(
  leadingRuleset(cohorts[0] as CohortId),
  localDate('2026-11-24'),
);

/** Rows of a few kinds, small and large numbers mixed, straight into the collection. */
async function moreRows(most: number): Promise<void> {
  const kinds = [
    {
      planned: 'university',
      verdict: 'met',
      by: 'education',
      way: 'uu-m4h',
      kept: 'yes',
      stay: '296/12/ut/10007795/11',
    },
    { planned: 'university', verdict: 'missed', way: 'uuqn2h', kept: 'no', stay: '296/3/ul/10007795/11' },
    {
      planned: 'university',
      verdict: 'met',
      by: 'education',
      way: 'uu-m5h',
      kept: 'yes',
      stay: '296/12/ut/10007790/07',
    },
    { planned: 'employment', verdict: 'missed', way: 'ee-n2w', kept: 'no', stay: '296/4/el//' },
    {
      planned: 'apprenticeship',
      verdict: 'met',
      by: 'apprenticeship',
      way: 'aa-m4w',
      kept: 'yes',
      stay: '296/12/at//',
    },
    { verdict: 'not-known', way: '------' },
  ];
  const rows = schools.flatMap((schoolId) =>
    cohorts.flatMap((cohortId) =>
      kinds.flatMap((kind) => {
        const many = random.chance(0.5) ? random.below(10) : random.below(most);
        return Array.from({ length: many }, () => ({
          ...{
            _id: `row-${(serial += 1)}` as never,
            schoolId,
            cohortId,
            rule: 'dfe-1618@1',
            conflicts: 0,
            revision: 1,
          },
          ...kind,
        }));
      }),
    ),
  );
  await test.connection.collection('outcomes').insertMany(
    // One in three is at risk.
    rows.map((row, place) => (place % 3 === 0 ? { ...row, risk: [atRisk] } : row)),
  );
  await test.tools.store.rollups.mark(
    schools.flatMap((schoolId) => cohorts.map((cohortId) => ({ schoolId, cohortId }))),
  );
  await recountDue(test.tools)(500);
}

/** What people of every school said that it should add or drop. */
async function aVoice(): Promise<void> {
  const { store, vault } = test.tools;
  for (const schoolId of schools) {
    for (const cohortId of cohorts) {
      const table = { 'voice:should': 30, 'voice:money': random.below(12), 'voice:advice': random.below(30) };
      const sealed = vault.seal(table, `barriersigns/${schoolId}~${cohortId}`);
      await store.barrierSigns.replace({ schoolId, cohortId, marked: 1, countedAt: new Date('2026-11-24'), sealed });
    }
  }
}

/** A closed wave of a cohort, in which people of every school and plan were asked. */
async function aWave(cohortId: CohortId): Promise<void> {
  const part = () => {
    const invited = random.below(40);
    const completed = random.below(invited + 1);
    return { invited, completed, started: random.below(invited - completed + 1) };
  };
  const wave = {
    ...{ id: `wave-${cohortId}` as WaveId, title: 'Arrival check', cohortId, schoolIds: schools, revision: 1 },
    questionnaire: { name: 'destination-check', version: 1 },
    steps: [{ id: 'i', kind: 'invitation', on: localDate('2025-11-03'), at: '10:00' as LocalTime }],
    ...{ closesOn: localDate('2025-12-31'), state: 'closed', createdBy: 'tester' as StaffId },
    progress: {
      asOf: new Date('2026-01-01T10:00:00Z'),
      schools: schools.map((schoolId) => ({
        ...{ schoolId, candidates: 0, exclusions: {}, invitations: {}, accepted: 0, steps: {} },
        groups: { university: part(), employment: part(), apprenticeship: part() },
      })),
    },
  } as Wave;
  await test.tools.store.waves.insert(wave, new Date('2025-11-01T10:00:00Z'), []);
}

async function readAll(who: Viewer, day: number): Promise<readonly ReadSet[]> {
  const sets: ReadSet[] = [];
  for (const name of figureNames) {
    const { filters, exact = [] } = figures[name] as { filters: readonly string[]; exact?: readonly string[] };
    const own = who.schools === 'every-school' ? schools : who.schools;
    for (const school of filters.includes('school') ? ['', ...own] : ['']) {
      for (const cohort of filters.includes('cohort') ? [null, ...cohorts] : [null]) {
        const asked = { ...(filters.includes('school') && { school }), ...(cohort !== null && { cohort }) };
        const figure = await readFigure(test.tools)(who, name, asked);
        sets.push({
          figure: name,
          school: school === '' ? null : school,
          cohort,
          day,
          cells: cellsOf(figure.figures),
          exact,
        });
      }
    }
  }
  return sets;
}

const leaders = viewer('network-leader');
const team = viewer('reviewer');

beforeAll(async () => {
  test = await openTestTools({ now: new Date('2026-11-24T10:00:00Z') });
  for (const [place, id] of schools.entries()) {
    await test.tools.store.schools.save({
      ...{ id, name: `${id} (invented)`, urn: `90000${place + 1}`, laestab: `999400${place + 1}` },
      joinedTrustOn: localDate('2020-09-01'),
    });
  }
  await moreRows(60);
  for (const cohortId of cohorts) await aWave(cohortId);
  await aVoice();
});
afterAll(() => test.close());

describe('all that leaders may read', () => {
  it('is whole fives and whole per cents, nothing under eight', async () => {
    const wrong = (await readAll(leaders, 0)).flatMap(({ figure, cells, exact }) =>
      cells.flatMap(({ at, value }) => {
        const name = at.slice(at.lastIndexOf('/') + 1).trim();
        if (typeof value !== 'number' || exact.includes(name)) return [];
        const whole = Number.isInteger(value);
        const isPeople = whole && countsPeople(name);
        const fine = isPeople
          ? value === 0 || (value % 5 === 0 && Math.abs(value) >= leastShown)
          : Math.abs(value * 100 - Math.round(value * 100)) < 1e-6;
        return fine ? [] : [`${figure}: ${at} = ${value}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('says how far a share of answers could be off only where it says who answered', async () => {
    const waves = (await readAll(leaders, 0)).flatMap(({ figure, cells }) =>
      figure === 'response'
        ? cells.flatMap(({ at, value }) => {
            const wave = /^waves \/ (.*) \/ open$/.exec(at)?.[1];
            const told = (name: string) => cells.find((cell) => cell.at === `waves / ${wave} / ${name}`)?.value ?? null;
            const [share, indicator] = [told('all / shares / complete / share'), told('representativity / indicator')];
            return wave === undefined ? [] : [[value, share, indicator].filter((one) => one !== null).length];
          })
        : [],
    );
    expect(waves.every((told) => told === 0 || told === 3)).toBe(true);
    expect(waves).toEqual(expect.arrayContaining([0, 3]));
  });

  it('lets nobody work out a small count, over filters and over days', async () => {
    const first = [await readAll(leaders, 0), await readAll(team, 0)] as const;
    await moreRows(12);
    const sets = [...first[0], ...(await readAll(leaders, 1))];
    const truth = countsIn([...first[1], ...(await readAll(team, 1))]);
    const told = attackOn(sets, { schools, cohorts }, { growing: true }).filter(({ name }) => {
      const count = truth.get(name) ?? 0;
      return count > 0 && count < leastShown;
    });
    expect(told).toEqual([]);
    // And there was something to find: counts that the team sees and leaders do not.
    expect([...truth.values()].filter((count) => count > 0 && count < leastShown).length).toBeGreaterThan(20);
  });

  it('would be found out, were small counts hidden alone', () => {
    const cells = (at: string, value: number | null) => [{ at, value }];
    const sets = [
      { figure: 'f', school: null, cohort: null, day: 0, cells: cells('people', 20), exact: [] },
      { figure: 'f', school: 'northgate', cohort: null, day: 0, cells: cells('people', 15), exact: [] },
      { figure: 'f', school: 'southgate', cohort: null, day: 0, cells: cells('people', null), exact: [] },
    ].map((set) => ({ ...set, exact: ['people'] }));
    const found = attackOn(sets, { schools: ['northgate', 'southgate'], cohorts: [] }, { growing: false });
    expect(found).toEqual([{ name: 'f @ people @ southgate @ together @ 0', low: 5, high: 5 }]);
  });

  it('says to one school of two nothing of the other', async () => {
    const one = viewer('school-leader', schools.slice(0, 2));
    for (const name of figureNames) {
      if (!(figures[name].filters as readonly string[]).includes('school')) continue;
      const read = await readFigure(test.tools)(one, name, { school: '' });
      expect([name, JSON.stringify(read.figures).includes('westgate')]).toEqual([name, false]);
    }
  });
});
