// Insight over HTTP: the story in three minutes, the long term, the years since joining, and messages to parents and teachers; what
// leaders cannot learn, what other schools' leaders cannot reach, and the same numbers as files.
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandStartedEvent } from 'mongodb';
import type { ShownClock } from '../../src/application/insight/show-clock.js';
import type { School } from '../../src/domain/alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId } from '../../src/domain/alumni/ids.js';
import { seenFigures } from '../../src/application/insight/seen-figures.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { OutcomeRow } from '../../src/domain/destinations/outcome.js';
import { cellsOf } from '../../src/domain/insight/published.js';
import { merged, type Table } from '../../src/domain/insight/reports.js';
import { keepTrust, scheduler } from '../support/a-trust.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Answer, type Browser, type TestWeb } from '../support/web.js';

const [northgate, southgate] = ['northgate' as SchoolId, 'southgate' as SchoolId];
const home = '/staff/insight';

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let network: Browser;
let reviewer: Browser;
let southLeader: Browser;

let serial = 0;
async function rows(count: number, given: Partial<OutcomeRow>): Promise<void> {
  for (let place = 0; place < count; place += 1) {
    serial += 1;
    await test.tools.store.outcomes.write({
      ...{ id: `row-${serial}` as AlumnusId, schoolId: northgate, cohortId: 'y13-2023' as CohortId },
      ...{ rule: 'dfe-1618@1', verdict: 'not-known', way: '------', conflicts: 0, revision: 1, ...given },
    });
  }
}

const words = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');
const page = async (browser: Browser, path: string): Promise<string> => words((await browser.get(home + path)).text);

async function bring(file: string): Promise<void> {
  const summary = await web.application.official.importOfficial({
    viewer: scheduler,
    stream: Readable.from([readFileSync(file)]),
    fileName: file,
    dryRun: false,
    publishedOn: localDate('2026-05-14'),
  });
  expect(summary).toMatchObject({ kind: 'read', outcome: 'written', import: { problems: [], broken: [] } });
}

it('no school, year, or years together tell leaders of the year of a school that is hidden', () => {
  const cohorts = ['y13-2023', 'y13-2024', 'y13-2025'] as readonly string[] as readonly CohortId[];
  const counts = (people: number, yes: number, no: number) => ({ people, yes, no, open: 0 });
  const like = (yes: number) => cohorts.map(() => counts(60, yes, 50 - yes));
  const of: Readonly<Record<string, readonly ReturnType<typeof counts>[]>> = {
    northgate: [counts(60, 40, 10), counts(60, 40, 10), counts(30, 17, 3)],
    ...{ southgate: like(30), westgate: like(20) },
  };
  const every = Object.keys(of).map((id) => ({ id }) as School);
  const tableOf = (id: string, over: readonly CohortId[]): Table =>
    merged(over.map((cohort) => ({ ...of[id]?.[cohorts.indexOf(cohort)] })));
  const seen = seenFigures(
    { every, school: null, audience: 'leaders' },
    { tableOf, trustTable: (over) => merged(every.map(({ id }) => tableOf(id, over))) },
    ({ people = 0, yes = 0, no = 0, open = 0 }) => ({ people, yes, no, open }),
    { cohorts, pooled: cohorts, groups: [] },
  );
  const columns = [cohorts, ...cohorts.map((cohort) => [cohort])];
  const shown = (figure: (over: readonly CohortId[]) => { readonly share: number | null }): readonly boolean[] =>
    columns.map((over) => figure(over).share !== null);
  const [north, south, west] = every.map(({ id }) => shown((over) => seen.ofSchool(id, over)));
  const trust = shown(seen.ofTrust);
  expect(north?.[3]).toBe(false);
  // Wherever the trust is shown two schools are hidden or none, wherever all years together are two of them or none.
  for (const place of columns.keys()) {
    const hidden = [north, south, west].filter((row) => row?.[place] === false).length;
    expect(trust[place] === true && hidden === 1).toBe(false);
  }
  for (const [together, ...years] of [north, south, west, trust].map((row) => row ?? [])) {
    expect(together === true && years.filter((one) => !one).length === 1).toBe(false);
  }
  // And most of it is shown all the same.
  expect([north, south, west, trust].flatMap((row) => row ?? []).filter(Boolean)).toHaveLength(12);
});

it('years together do not tell leaders how many people stand in the one that is hidden', () => {
  const years: Readonly<Record<string, Table>> = {
    'y13-2021': { people: 60, yes: 40, no: 20 },
    'y13-2022': { people: 4, yes: 2, no: 2 },
    'y13-2023': { people: 50, yes: 25, no: 25 },
  };
  const over = Object.keys(years) as CohortId[];
  const seen = seenFigures(
    { every: [], school: null, audience: 'leaders' },
    { tableOf: () => ({}), trustTable: (of) => merged(of.map((cohort) => years[cohort] ?? {})) },
    ({ people = 0, yes = 0, no = 0, open = 0 }) => ({ people, yes, no, open }),
    { cohorts: over, pooled: over, groups: [] },
  );
  expect(seen.own(['y13-2022' as CohortId])).toMatchObject({ people: null, share: null });
  // The smallest other goes with it; what is left of them gives nobody away.
  expect(seen.own(['y13-2023' as CohortId])).toMatchObject({ people: null, share: null, why: 'small-side' });
  expect(seen.own(['y13-2021' as CohortId])).toMatchObject({ people: 60, share: 2 / 3 });
  expect(seen.own(over)).toMatchObject({ people: 114, share: 67 / 114 });
});

beforeAll(async () => {
  test = await openTestTools({ now: new Date('2026-11-24T10:00:00Z'), query: '?monitorCommands=true' });
  await keepTrust(test.tools, []);
  for (const school of await test.tools.store.schools.all()) {
    await test.tools.store.schools.save({ ...school, joinedTrustOn: localDate('2014-09-01') });
  }
  web = await openWeb(test.tools, test.connection);
  network = await web.signedIn('network-leader');
  reviewer = await web.signedIn('reviewer');
  southLeader = await web.signedIn('school-leader', [southgate]);
});
afterAll(async () => {
  await web.close();
  await test.close();
});

describe('before anything is counted', () => {
  it.each(['/story', '/long-term', '/clock', '/messages'])('%s says so', async (path) => {
    const answer = await network.get(home + path);
    expect(answer.status).toBe(200);
    expect(words(answer.text)).toMatch(
      /not enough answers yet to say anything safely|Too few to tell how it is going|No school has a figure|No message has been begun/,
    );
  });
});

describe('with two schools, three cohorts and the official files', () => {
  beforeAll(async () => {
    const stayed = {
      planned: 'university',
      now: 'university',
      verdict: 'met',
      by: 'education',
      way: 'uu-m4h',
    } as const;
    const left = { planned: 'university', verdict: 'missed', way: 'uuqn2h' } as const;
    for (const year of [2021, 2023, 2025]) {
      const cohort = { cohortId: `y13-${year}` as CohortId };
      const later = year === 2021 ? 'eww-' : year === 2023 ? 'ew--' : 'e---';
      const gone = year === 2021 ? 'ewn-' : year === 2023 ? 'en--' : 'n---';
      await rows(48, { ...stayed, ...cohort, later, stay: '296/12/ut/10007795/11' });
      await rows(14, { ...left, ...cohort, later: gone, stay: '296/3/ul/10007795/11' });
      await rows(10, cohort);
      await rows(28, { ...stayed, ...cohort, later, schoolId: southgate });
      await rows(3, { ...left, ...cohort, later: gone, schoolId: southgate });
    }
    await test.tools.store.rollups.mark(
      [northgate, southgate].flatMap((schoolId) =>
        [2021, 2023, 2025].map((year) => ({ schoolId, cohortId: `y13-${year}` as CohortId })),
      ),
    );
    await web.application.insight.recountDue(500);
    await bring('docs/sample-long-term.csv');
    await bring('docs/sample-linked-records.csv');
  });

  it('tells the story in sentences, each with what bears it and its page', async () => {
    const html = (await network.get(`${home}/story`)).text;
    const text = words(html);
    // 48 + 28 of 48 + 14 + 28 + 3 known, of 103 people.
    expect(text).toContain('Sustained for six months: 82 % of the 2025 leavers of whom we know.');
    expect(text).toContain('We know of 90 % of 103 people; whatever became of the others, it is 74 to 83 %.');
    expect(text).toContain('Is it getting better? Too close to tell');
    expect(text).toMatch(/Plans melt most often where people start and leave early: \d+ %\./);
    expect(text).toContain(
      '77 % are still at university after 12 months; those who leave do so most often in month 3.',
    );
    expect(html).toContain('href="/staff/insight/staying?school=&amp;stage=y13"');
    const told = html.match(/class="onward-told"/g) ?? [];
    expect(told.length).toBeGreaterThanOrEqual(5);
    expect(told.length).toBeLessThanOrEqual(8);
    expect((await network.get(`${home}/story.csv`)).text).toContain('"In three minutes","Who stays","Sentence"');
    expect(words((await network.get('/staff')).text)).toContain('In three minutes');
  });

  it('tells a school with few on one side what three years together bear, and no more', async () => {
    const text = await page(southLeader, '/story');
    expect(text).toContain('Sustained for six months: 90 % over three years');
    expect(text).not.toContain('Sustained for six months: 90 % of the 2025 leavers');
    expect(text).toContain('What we cannot tell yet Too few to tell how long people stay at university.');
    expect(text).not.toContain('82 %');
    for (const path of ['/story', '/story.csv']) {
      expect((await southLeader.get(`${home}${path}?school=northgate`)).status).toBe(404);
    }
    expect((await (await web.signedIn('tutor', [southgate])).get(`${home}/story`)).status).toBe(403);
  });

  it('counts the long term by our own records once a year is over, with bounds', async () => {
    const text = await page(network, '/long-term');
    // Five years on: 48 + 28 of 93 known, of 103; the leavers of 2023 are not five years on yet.
    expect(text).toContain('82 % of those we know of are in education, an apprenticeship or work five years on');
    expect(text).toContain('Five years on: Year 13, 2021 103 90 % 82 % (73 to 88 %) 74 to 83 %');
    expect(text).not.toContain('Five years on: Year 13, 2023');
    expect(text).toContain('Three years on: all of them together 206');
    expect(text).not.toContain('Ten years on: Year 13');
  });

  it('reaches no other school', async () => {
    for (const path of ['/long-term', '/clock', '/long-term.csv', '/clock.csv']) {
      expect((await southLeader.get(`${home}${path}?school=northgate`)).status).toBe(404);
    }
    expect((await (await web.signedIn('tutor', [southgate])).get(`${home}/long-term`)).status).toBe(403);
  });

  it('hides from leaders what few people of a school would tell', async () => {
    const text = await page(southLeader, '/long-term');
    expect(text).toContain('One year on: Year 13, 2025 31 – hidden, too few people');
    expect(await page(reviewer, '/long-term?school=southgate')).toContain('One year on: Year 13, 2025 31 100 % 90 % (');
    const file = (await southLeader.get(`${home}/long-term.csv`)).text;
    expect(file).toContain('"One year on: Year 13, 2025","Share, with 95 % interval","hidden, too few people"');
  });

  it('lays official figures beside the authority, England and their context, and pay in bands', async () => {
    const text = await page(network, '/long-term');
    expect(text).toMatch(
      /Northgate Academy \(invented\): three years on, 2020\/21 leavers of Year 11 \d+ \d+ % \d+ to \d+ % 88 % 89 % \d+ %, so \d+ points (above|below) \(disadvantage status\) 14 May 2026/,
    );
    expect(text).toMatch(/Five years on: England, 2017\/18 leavers 310,000 \d+ % \d+ % 6 % £22,500 to £25,000/);
    // Northgate's benefit share is of few people: the team sees it, leaders do not.
    const [few] = [/One year on: Northgate Academy \(invented\), 2021\/22 leavers 70 \d+ % \d+ % – £/];
    expect(text).toMatch(few);
    expect(await page(reviewer, '/long-term')).toMatch(
      /One year on: Northgate Academy \(invented\), 2021\/22 leavers 70 \d+ % \d+ % 3 % £/,
    );
  });

  it('tells pay in bands alone, by the API and the command line too', async () => {
    const { figures } = await web.application.insight.readFigure(scheduler, 'long-term', {});
    const paid = cellsOf(figures).filter(({ at }) => / pay(Low|High)? /.test(`${at} `));
    expect(paid.length).toBeGreaterThan(2);
    for (const { at, value } of paid) {
      expect([at, value === null || (/ \/ (from|to)$/.test(at) && Number(value) % 2_500 === 0)]).toEqual([at, true]);
    }
  });

  it('finds the years from joining to better outcomes, raw and beside England, legacy pupils apart', async () => {
    const html = (await network.get(`${home}/clock?outcome=third&school=northgate`)).text;
    const text = words(html);
    expect(text).toMatch(
      /Northgate Academy \(invented\) 1 September 2014 7[5-9] % After (one|two) years? After (one|two) years? After (one|two) years?/,
    );
    expect(text).toContain('Official figures, of everybody whom the Department counts, as of 14 May 2026.');
    expect(html).toContain('class="onward-chart__event"');
    expect(text).toContain('2018/19 4 came later');
    expect(text).toContain('2017/18 3 enrolled already');
    const own = await page(network, '/clock?outcome=own');
    expect(own).toContain('By our own records');
    expect(own).not.toContain('Southgate Academy (invented), cohort by cohort');
    expect((await network.get(`${home}/clock.csv?outcome=third`)).text).toContain(
      '"Northgate Academy (invented), cohort by cohort","2017/18","Pupils","enrolled already"',
    );
    expect(await page(network, '/clock?from=special-measures&outcome=third')).toContain(
      'Without a figure or a day to count from: Northgate Academy (invented), Southgate Academy (invented)',
    );
    expect((await network.get(`${home}/clock?outcome=third&beside=chosen&chosen=9994002`)).status).toBe(200);
    expect((await network.get(`${home}/clock?outcome=third&beside=authority`)).status).toBe(200);
  });

  it('tells the clock of a group of students too, and a group that the files do not know has no figure', async () => {
    const html = (await network.get(`${home}/clock?outcome=third&group=disadvantage-status-disadvantaged`)).text;
    expect(html).toContain('<option value="disadvantage-status-disadvantaged" selected>');
    expect(words(html)).toContain('Sustained three years after Year 11, Disadvantage status: Disadvantaged: ');
    expect(html).toContain('group=disadvantage-status-disadvantaged');
    const { figures } = await web.application.insight.readFigure(scheduler, 'clock', {
      ...{ outcome: 'third', group: 'disadvantage-status-disadvantaged', beside: 'authority' },
    });
    const all = (await web.application.insight.readFigure(scheduler, 'clock', { outcome: 'third' })).figures;
    const students = (given: typeof figures): number =>
      (given as unknown as ShownClock).clocks[0]?.clock.points.at(-1)?.of ?? 0;
    expect(students(figures)).toBeGreaterThan(0);
    expect(students(figures)).toBeLessThan(students(all));
    expect(await page(network, '/clock?outcome=third&group=left-handed')).toContain('Left handed: nothing known');
    expect(await page(network, '/clock?outcome=third&group=left-handed')).toContain('No school has a figure');
  });

  it('asks the official files once for all schools, and once for what they are laid beside', async () => {
    let asked = 0;
    const count = ({ commandName, command, databaseName }: CommandStartedEvent): void => {
      const { find } = command as { readonly find?: unknown };
      if (databaseName === test.connection.name && commandName === 'find' && find === 'officialfigures') asked += 1;
    };
    test.connection.getClient().on('commandStarted', count);
    for (const path of ['/clock?outcome=third', '/clock?outcome=third&beside=authority']) {
      asked = 0;
      expect((await network.get(home + path)).status).toBe(200);
      expect(asked).toBe(2);
    }
    test.connection.getClient().off('commandStarted', count);
  });

  describe('a message', () => {
    let at = '';
    const typedIn = (html: string) => ({
      version: /name="version" value="(\d+)"/.exec(html)?.[1] ?? '',
      title: /name="title"[^>]*value="([^"]*)"/.exec(html)?.[1] ?? '',
      ...Object.fromEntries(
        [...html.matchAll(/<select[^>]*name="(figure-[A-H])"[\s\S]*?<\/select>/g)].map(([select, name]) => [
          name ?? '',
          /<option value="([^"]*)" selected>/.exec(select)?.[1] ?? '',
        ]),
      ),
    });
    const save = async (
      browser: Browser,
      text: string,
      given: Readonly<Record<string, string>> = {},
    ): Promise<Answer> => {
      const { text: html } = await browser.get(at);
      return browser.post(at, { ...typedIn(html), text, action: 'save', ...given });
    };

    it('is begun from a text for its readers, with figures in place', async () => {
      expect((await network.post(`${home}/messages`, { school: '' })).status).toBe(422);
      await network.get(`${home}/messages`);
      const begun = await network.post(`${home}/messages`, { readers: 'primary-parents', school: '' });
      expect(begun.status).toBe(303);
      at = begun.location ?? '';
      const text = words((await network.get(at)).text);
      expect(text).toContain('Nothing is to be put right');
      expect(text).toContain(
        'Six months after leaving, 82 % of those we have heard from (for everybody, somewhere between 73 and 88 %) were in education',
      );
      expect(text).toContain('Our own records, measures, version 1, as of 24 November 2026');
      const sheet = words((await network.get(`${at}/sheet`)).text);
      expect(sheet).toContain('Where the figures come from');
      expect(sheet).toContain('Version 1, 24 November 2026.');
    });

    it('is looked at sentence by sentence, saved in versions, and printed only when nothing is left', async () => {
      const saved = await save(network, 'Thanks to us, {A} stayed. We are the best school. 75 % went on.');
      expect(saved.status).toBe(303);
      const text = words((await network.get(at)).text);
      expect(text).toContain('Saved as version 2. Three things are to be put right before it can be printed.');
      expect(text).toMatch(/A cause Sentence 1: Thanks to us/);
      expect(text).toMatch(
        /A ranking or superlative Sentence 2: We are the best school\. best : Leave the ranking out/,
      );
      expect(text).toMatch(/A number that is no figure’s Sentence 3/);
      expect((await network.get(`${at}/sheet`)).status).toBe(409);
      expect(words((await network.get(`${at}?version=1`)).text)).toContain('This is what version 1 said.');
      const looked = await network.post(at, {
        ...typedIn((await network.get(at)).text),
        text: 'Hello.',
        action: 'look',
      });
      expect([looked.status, words(looked.text).includes('This is not saved yet.')]).toEqual([200, true]);
      expect((await save(network, 'Of them {A} stayed.')).status).toBe(303);
      expect((await network.get(`${at}/sheet`)).status).toBe(200);
      expect((await save(network, 'Of them {A} stayed.')).status).toBe(303);
      const stored = await test.connection.collection('parentmessages').findOne({});
      expect((stored?.['versions'] as { findings: number }[]).map(({ findings }) => findings)).toEqual([0, 3, 0]);
      expect(stored?.['versions']).toMatchObject([
        { figures: [{ key: 'own:trust:sustained:y13-2025', version: 'measures, version 1', asOf: '2026-11-24' }] },
        {},
        {},
      ]);
    });

    it('of two who save at once takes one, and closes no gap between letters', async () => {
      const html = (await network.get(at)).text;
      const typed = typedIn(html);
      expect((await save(reviewer, 'From the reviewer, {A}.')).status).toBe(303);
      const late = await network.post(at, { ...typed, text: 'Mine, {A}.', action: 'save' });
      expect([late.status, words(late.text).includes('Somebody else saved this message meanwhile')]).toEqual([
        409,
        true,
      ]);
      const gap = await save(network, '{B}', { 'figure-A': '', 'figure-B': 'own:trust:level:y13-2025' });
      expect([gap.status, words(gap.text).includes('Choose a figure here')]).toEqual([422, true]);
    });

    it('of the whole trust is read by one school’s leader, and neither begun nor saved by them', async () => {
      const html = (await southLeader.get(at)).text;
      expect(words(html)).toContain('Who looks after every school can change it');
      expect(html).not.toContain('value="save"');
      expect((await southLeader.post(at, { ...typedIn(html), text: 'Theirs, {A}.', action: 'save' })).status).toBe(403);
      expect((await page(southLeader, '/messages')).split('The whole trust').length).toBe(2); // in the list alone
      await southLeader.get(`${home}/messages`);
      expect((await southLeader.post(`${home}/messages`, { readers: 'teachers', school: '' })).status).toBe(403);
    });

    it('of one school is out of reach of another’s leader, and offers no hidden figure, whoever writes it', async () => {
      await reviewer.get(`${home}/messages`);
      const begun = await reviewer.post(`${home}/messages`, { readers: 'teachers', school: northgate });
      expect((await southLeader.get(begun.location ?? '')).status).toBe(404);
      await reviewer.get(`${home}/messages`);
      const south = await reviewer.post(`${home}/messages`, { readers: 'teachers', school: southgate });
      const html = (await reviewer.get(south.location ?? '')).text;
      expect(html).not.toContain('own:southgate:sustained:y13-2025');
      expect(html).toContain('own:trust:sustained:y13-2025');
      expect(await page(southLeader, '/messages')).toContain('Southgate Academy (invented)');
      expect(await page(southLeader, '/messages')).not.toContain('Northgate Academy (invented)');
      const acts = await test.connection.collection('parentmessages').find().toArray();
      expect(acts.flatMap(({ auditIntents }) => (auditIntents as { act: string }[]).map(({ act }) => act))).toContain(
        'message.saved',
      );
    });
  });
});
