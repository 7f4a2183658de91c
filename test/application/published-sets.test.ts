// Every figure that the software publishes, as every leader may read it, for every school and cohort, on two days: read as their systems
// read it, then attacked (moonshot M11, row 54). A new figure is attacked without a word here.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CannotAsk } from '../../src/application/errors.js';
import { insightUseCases } from '../../src/application/insight/compose.js';
import {
  figureNames,
  figures,
  readFigure,
  type AskedFigure,
  type FigureName,
} from '../../src/application/insight/figures.js';
import { recountDue } from '../../src/application/insight/recount-due.js';
import type { CohortId, SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { leadingRuleset } from '../../src/domain/destinations/sustained/catalogue.js';
import { riskNumbersFrom } from '../../src/domain/destinations/sustained/meter.js';
import { attackOn, countsIn, type ReadSet } from '../../src/domain/insight/attack.js';
import { newCard } from '../../src/domain/insight/barrier-card.js';
import type { SignName } from '../../src/domain/insight/barrier-signs.js';
import { guessables } from '../../src/domain/insight/guessable.js';
import { byPlan, meltIn, meltParts } from '../../src/domain/insight/flow.js';
import { groupsIn, qualityCounts } from '../../src/domain/insight/quality.js';
import { merged } from '../../src/domain/insight/reports.js';
import { staysIn } from '../../src/domain/insight/retention.js';
import { cellsOf, countsPeople, type Json } from '../../src/domain/insight/published.js';
import { isSmall, leastShown } from '../../src/domain/statistics/disclosure.js';
import type { Wave, WaveId } from '../../src/domain/waves/wave.js';
import { pinnedDown, type Sum } from '../../src/domain/statistics/attacker.js';
import type { Proportion } from '../../src/domain/statistics/proportion.js';
import { nameLists, subjectGroupName } from '../../src/reference/index.js';
import { randomFrom } from '../../src/main/sample/random.js';
import { openTestTools } from '../support/tools.js';

const subjects = ['11', '07'];
const providerNames: Readonly<Record<string, string | undefined>> = Object.fromEntries(
  ['10007795', '10007790'].map((ukprn) => [ukprn, nameLists.provider.find(ukprn)?.name]),
);
const providers = ['10007795', '10007790'];
const schools = ['northgate', 'southgate', 'westgate'] as readonly string[] as readonly SchoolId[];
const cohorts = ['y13-2023', 'y13-2024', 'y13-2025'] as readonly string[] as readonly CohortId[];
const viewer = (role: Viewer['role'], scope: Viewer['schools'] = 'every-school'): Viewer => ({
  ...{ staffId: role as string as StaffId, role, schools: scope },
});

let test: Awaited<ReturnType<typeof openTestTools>>;
const random = randomFrom(Number(process.env['ONWARD_RANDOM_TABLES'] ?? 11));
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
      stay: '296/18/ut/10007795/11',
    },
    { planned: 'university', verdict: 'missed', way: 'uuqn2h', kept: 'no', stay: '296/3/ul/10007795/11' },
    {
      planned: 'university',
      verdict: 'met',
      by: 'education',
      way: 'uu-m5h',
      kept: 'yes',
      stay: '296/18/ut/10007790/07',
    },
    { planned: 'university', verdict: 'met', by: 'education', way: 'uuum5h', stay: '296/18/ut/10007795/07' },
    { planned: 'university', verdict: 'missed', way: 'uuuq2h', kept: 'no', stay: '296/3/ul/10007790/07' },
    { planned: 'university', verdict: 'missed', way: 'uuuq2h', kept: 'no', stay: '296/9/ul/10007790/11' },
    { planned: 'university', verdict: 'met', by: 'education', way: 'uuum5h', stay: '296/15/ul/10007795/07' },
    { planned: 'university', verdict: 'missed', way: 'uuxx2h', kept: 'no' },
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

/** Null where the figure cannot be asked for so. */
const read = (who: Viewer, name: FigureName, asked: AskedFigure) =>
  readFigure(test.tools)(who, name, asked).catch((error: unknown) => {
    if (error instanceof CannotAsk) return null;
    throw error;
  });

async function readAll(who: Viewer, day: number): Promise<readonly ReadSet[]> {
  const sets: ReadSet[] = [];
  for (const name of figureNames) {
    const { filters, exact = [] } = figures[name] as { filters: readonly string[]; exact?: readonly string[] };
    const own = who.schools === 'every-school' ? schools : who.schools;
    for (const school of filters.includes('school') ? ['', ...own] : ['']) {
      for (const cohort of filters.includes('cohort') ? [null, ...cohorts] : [null]) {
        const asked = { ...(filters.includes('school') && { school }), ...(cohort !== null && { cohort }) };
        const places = filters.includes('place') && cohort === null ? ['', ...providers] : [''];
        for (const place of places) {
          const figure = await read(who, name, { ...asked, ...(place !== '' && { place }) });
          if (figure === null) continue;
          const whose = { school: school === '' ? null : school, cohort };
          sets.push({ ...whose, figure: `${name} ${place}`, day, cells: cellsOf(figure.figures), exact });
        }
      }
    }
  }
  for (const { id, schoolId, cohortId } of await test.tools.store.guessSheets.latest(60)) {
    const figure = await read(who, 'guesses', { sheet: id });
    if (figure === null) continue;
    const { figures: form } = figure;
    // What people guessed is no count of former students.
    const { found } = form as { readonly found: Json };
    sets.push({ figure: 'sheet', school: schoolId, cohort: cohortId, day, cells: cellsOf({ found }), exact: [] });
  }
  return sets;
}

/** A sheet of every year, of every school and the trust, unsealed at once: as much as could be asked of what people guess. */
async function sheets(): Promise<void> {
  const { openGuessSheet, unsealGuessSheet } = insightUseCases(test.tools);
  for (const cohort of cohorts) {
    for (const school of ['', ...schools]) {
      for (const asked of [guessables.slice(0, 5), guessables.slice(5)]) {
        const id = await openGuessSheet(team, { title: 'Guess', school, cohort, figures: asked });
        if (id !== null) await unsealGuessSheet(team, id);
      }
    }
  }
}

interface ShareCell extends Proportion {
  readonly shown: boolean;
}

/** Every share of a school's or the trust's people by what it is of: as it is, and whether any page or sheet shows leaders it. */
async function sharesOf(school: string, cohort: CohortId | null): Promise<ReadonlyMap<string, ShareCell>> {
  const over = cohort === null ? cohorts : [cohort];
  const asked = { school, ...(cohort !== null && { cohort }) };
  const tables = async (report: 'quality' | 'flow' | 'stays') =>
    merged(
      (await test.tools.store.rollups.ofCohorts(report, over))
        .filter(({ schoolId }) => school === '' || schoolId === school)
        .map(({ table }) => table),
    );
  const insight = insightUseCases(test.tools);
  const all = new Map<string, ShareCell>();
  const add = (name: string, { yes, of }: Proportion, shown: boolean): void =>
    void all.set(name, { yes, of, shown: shown || all.get(name)?.shown === true });
  const [quality, flow, stays] = [await tables('quality'), await tables('flow'), await tables('stays')];
  const leavers = (which: (stay: ReturnType<typeof staysIn>[number]) => boolean, by = 12): Proportion => {
    const some = staysIn(stays, 'university').filter(which);
    const sum = (of: typeof some): number => of.reduce((total, { count }) => total + count, 0);
    return { yes: sum(some.filter(({ left, months }) => left && months <= by)), of: sum(some) };
  };
  for (const { measure, years, pooled, groups } of (await insight.showQuality(leaders, { school })).measures) {
    const of = (group?: string): Proportion => {
      const { yes, no } = qualityCounts(quality, measure, group);
      return { yes, of: yes + no };
    };
    const one = cohort === null ? pooled.own : years.find(({ cohortId }) => cohortId === cohort)?.own;
    add(measure, of(), (one?.share ?? null) !== null);
    if (cohort !== null) continue;
    for (const group of groupsIn(quality)) {
      const told = groups.find((each) => each.group === group)?.figure.share ?? null;
      add(`${measure} by ${group}`, of(group), told !== null);
    }
  }
  const { melt } = await insight.showFlow(leaders, asked);
  for (const part of meltParts) add(part, meltIn(flow)[part], melt[part].share !== null);
  for (const group of school === '' && cohort === null ? groupsIn(quality) : []) {
    const one = await insight.showFlow(leaders, { ...asked, group });
    for (const part of meltParts) {
      add(`${part} by ${group}`, meltIn(byPlan(flow).get(group) ?? {})[part], one.melt[part].share !== null);
    }
  }
  const staying = await insight.showStaying(leaders, asked);
  const tells = ({ curve }: Pick<typeof staying.staying, 'curve'>, by = 12): boolean =>
    curve.some(({ month }) => month === by);
  add(
    'leavers',
    leavers(() => true),
    tells(staying.staying),
  );
  // Of no part another month is told.
  for (const by of [3, 6, 9, 15])
    add(
      `leavers-by-${by}`,
      leavers(() => true, by),
      tells(staying.staying, by),
    );
  expect([...staying.byProvider, ...staying.bySubject].flatMap((each) => each.staying.curve.slice(1))).toEqual([]);
  for (const { id, schoolId, cohortId } of await test.tools.store.guessSheets.latest(60)) {
    if (cohortId !== cohort || (schoolId ?? '') !== school) continue;
    for (const { key, share } of (await insight.showGuessSheet(leaders, id)).found) {
      const name =
        key === 'did-not-start'
          ? 'didNotStart'
          : key === 'left-early'
            ? 'leftEarly'
            : key === 'stays-university'
              ? 'leavers'
              : key;
      const own = all.get(name);
      // A sheet says nothing of which no page tells leaders.
      if (share !== null && own !== undefined)
        expect([school, cohortId, name, own.shown]).toEqual([school, cohortId, name, true]);
    }
  }
  if (cohort !== null) return all;
  const fit = await insight.showFit(leaders, asked);
  for (const ukprn of providers) {
    const curve = staying.byProvider.find(({ name }) => name === providerNames[ukprn]);
    const told = fit.places.find(({ name }) => name === ukprn)?.figure.why === null;
    add(
      `leavers by place ${ukprn}`,
      leavers(({ provider }) => provider === ukprn),
      told || (curve !== undefined && tells(curve.staying)),
    );
    const { courses } = await insight.showPlaceFit(leaders, ukprn, asked);
    for (const subject of subjects) {
      const course = courses.find(({ name }) => name === subject);
      add(
        `leavers by course ${ukprn} ${subject}`,
        leavers((stay) => stay.provider === ukprn && stay.subject === subject),
        course?.figure.why === null,
      );
    }
  }
  for (const subject of subjects) {
    const curve = staying.bySubject.find(({ name }) => name === subjectGroupName(subject));
    add(
      `leavers by subject ${subject}`,
      leavers((stay) => stay.subject === subject),
      curve !== undefined && tells(curve.staying),
    );
  }
  return all;
}

/** Whole and parts of shares within one school and time. */
function partsOfShares(names: readonly string[]): readonly Sum[] {
  const starting = (start: string): readonly string[] => names.filter((name) => name.startsWith(start));
  return [
    ...names.filter((name) => !name.includes(' ')).map((whole) => ({ whole, parts: starting(`${whole} by `) })),
    { whole: 'leavers', parts: starting('leavers by place') },
    { whole: 'leavers', parts: starting('leavers by subject') },
    ...providers.map((each) => ({ whole: `leavers by place ${each}`, parts: starting(`leavers by course ${each}`) })),
    ...subjects.map((each) => ({
      whole: `leavers by subject ${each}`,
      parts: starting('leavers by course').filter((name) => name.endsWith(` ${each}`)),
    })),
  ].filter(
    ({ whole, parts }) =>
      parts.length > 0 && !(whole === 'leavers' && parts.some((part) => part.includes('by course'))),
  );
}

/** What follows from all shares together for who knows of how many each is; `small`: how many sides there were to be found. */
async function attackOnShares(): Promise<{ readonly told: readonly string[]; readonly small: number }> {
  const cells = new Map<string, ShareCell>();
  const [sums, at] = [
    [] as Sum[],
    (name: string, school: string, cohort: string | null) => `${name} @ ${school} @ ${cohort ?? 'all'}`,
  ];
  let names: readonly string[] = [];
  for (const cohort of [null, ...cohorts]) {
    for (const school of ['', ...schools]) {
      const shares = await sharesOf(school, cohort);
      for (const [name, share] of shares) cells.set(at(name, school, cohort), share);
      names = [...new Set([...names, ...shares.keys()])];
      const within = partsOfShares([...shares.keys()]);
      sums.push(
        ...within.map(({ whole, parts }) => ({
          whole: at(whole, school, cohort),
          parts: parts.map((part) => at(part, school, cohort)),
        })),
      );
    }
  }
  for (const name of names) {
    for (const cohort of [null, ...cohorts])
      sums.push({ whole: at(name, '', cohort), parts: schools.map((school) => at(name, school, cohort)) });
    for (const school of ['', ...schools])
      sums.push({ whole: at(name, school, null), parts: cohorts.map((cohort) => at(name, school, cohort)) });
  }
  const held = sums.map(({ whole, parts }) => ({ whole, parts: parts.filter((part) => cells.has(part)) }));
  const known = held.filter(({ whole, parts }) => cells.has(whole) && parts.length > 0);
  let small = 0;
  const told = ([(share) => share.yes, (share) => share.of - share.yes] as ((share: Proportion) => number)[]).flatMap(
    (side, place) => {
      const ranges = new Map(
        [...cells].map(([name, share]) => [
          name,
          share.shown ? { low: side(share), high: side(share) } : { low: 0, high: Infinity },
        ]),
      );
      const isSmallSide = (name: string): boolean => {
        const share = cells.get(name);
        return share !== undefined && isSmall(side(share));
      };
      small += [...cells.keys()].filter(isSmallSide).length;
      return pinnedDown(ranges, known)
        .filter(({ name }) => isSmallSide(name))
        .map(({ name, low, high }) => `${place === 0 ? 'yes' : 'no'} of ${name}: ${low} to ${high}`);
    },
  );
  return { told, small };
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
  await sheets();
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
      figure === 'response '
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

  it('lets nobody who knows of how many each share is work out a small side of it, whatever page or sheet tells it', async () => {
    const { told, small } = await attackOnShares();
    expect(told).toEqual([]);
    expect(small).toBeGreaterThan(10);
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

  it('tells leaders by no card how many left early, which the pages of ways hide with other schools in view', async () => {
    const shown = { yes: 20, of: 60 };
    const sign = (name: SignName) => ({ sign: name, here: shown, others: shown, difference: null, p: 0.01 });
    const detected = { signs: [sign('left-early'), sign('no-loan')], p: 0.01, raised: true, asOf: new Date(), cohorts };
    const card = newCard(
      { id: 'card', place: schools[0] as SchoolId, title: 'Travel', hint: 'The bus is dear' },
      { at: new Date('2026-11-24'), by: team.staffId },
    );
    if (card === null) throw new Error('the card says who people are');
    const audit = {
      id: 'a',
      at: new Date(),
      actor: { kind: 'system' },
      act: 'barrier.raised',
      subject: 'barrier:card',
    } as const;
    await test.tools.store.barriers.insert({ ...card, detected }, audit);
    const insight = insightUseCases(test.tools);
    const told = async (who: Viewer) => {
      const one = await insight.showBarrier(who, 'card');
      const { cards } = await insight.showBarriers(who, {});
      return [one, ...cards].map(({ card: { detected: seen } }) => seen?.signs.map(({ here }) => here));
    };
    expect(await told(leaders)).toEqual(Array(2).fill([null, shown]));
    expect(await told(team)).toEqual(Array(2).fill([shown, shown]));
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

  // Last: the log names schools, as whoever writes it does.
  it('tells on paper, on the website and beside what was done nothing but figures of the pages, and sums of them', async () => {
    const insight = insightUseCases(test.tools);
    // Whoever makes a pack or looks at the website's block: it leaves the house.
    for (const ukprn of providers) {
      const { place, courses } = await insight.showPlaceFit(leaders, ukprn, {});
      const { figures } = await insight.showPacks(team, ukprn);
      const told = courses.flatMap(({ figure }) => (figure.why === null ? [figure] : []));
      expect(figures.courses.map(({ figure }) => figure)).toEqual(told);
      expect(figures.place.figure).toEqual(place.figure);
    }
    for (const school of ['', ...schools]) {
      const { measures } = await insight.showQuality(leaders, { school });
      const pooled = new Map(measures.map(({ measure, pooled: { own } }) => [measure, own]));
      const { figures } = await insight.showWebsiteBlock(team, { school });
      for (const { measure, figure } of figures) expect([measure, figure]).toEqual([measure, pooled.get(measure)]);
    }
    // And a year in which of one school so few did not keep their plan that it is hidden, with another beside it.
    const before = 'y13-2022' as CohortId;
    const keptOf = (schoolId: SchoolId, kept: string, count: number) =>
      Array.from({ length: count }, () => ({
        ...{ _id: `row-${(serial += 1)}` as never, schoolId, cohortId: before, rule: 'dfe-1618@1', conflicts: 0 },
        ...{ revision: 1, planned: 'university', verdict: 'met', by: 'education', way: 'uu-m4h', kept },
      }));
    const rows = schools.flatMap((id, place) => [...keptOf(id, 'yes', 40), ...keptOf(id, 'no', place === 0 ? 3 : 20)]);
    await test.connection.collection('outcomes').insertMany(rows);
    await test.tools.store.rollups.mark(schools.map((schoolId) => ({ schoolId, cohortId: before })));
    await recountDue(test.tools)(500);
    const tables = await test.tools.store.rollups.ofCohorts('quality', [before, ...cohorts]);
    let [compared, hidden] = [0, 0];
    for (const measure of ['kept', 'sustained', 'level', 'fit'] as const) {
      const cells: Proportion[] = [];
      for (const { schoolId, cohortId, table } of tables) {
        const { measures } = await insight.showQuality(leaders, { school: schoolId });
        const { years = [] } = measures.find((one) => one.measure === measure) ?? {};
        const { yes, no } = qualityCounts(table, measure);
        if (years.find((year) => year.cohortId === cohortId)?.own.share === null) hidden += 1;
        else cells.push({ yes, of: yes + no });
      }
      const about = { what: 'Mentors', forWhom: 'All', stage: 'y13', measure, drawn: false } as const;
      for (const first of [...schools, 'every'])
        for (const from of [2024, 2025])
          await insight.logIntervention(team, { ...about, title: 'Mentors', place: 'trust', first, from });
      // Every choice of the cells that are told, and what they sum up to.
      const sums = new Set(
        Array.from({ length: 2 ** cells.length }, (_, choice) => {
          const some = cells.filter((_cell, place) => (choice >> place) % 2 === 1);
          return `${some.reduce((sum, { yes }) => sum + yes, 0)} of ${some.reduce((sum, { of }) => sum + of, 0)}`;
        }),
      );
      const log = (await insight.showInterventions(leaders, {})).log.filter(
        ({ intervention }) => intervention.measure === measure,
      );
      const sides = log
        .flatMap(({ comparison }) => [comparison?.beside ?? null, comparison?.before ?? null])
        .flatMap((each) => (each === null ? [] : [each.one, each.other]));
      compared += sides.length;
      expect(sides.filter(({ yes, of }) => !sums.has(`${yes} of ${of}`))).toEqual([]);
    }
    expect([compared > 0, hidden > 0]).toEqual([true, true]);
  });
});
