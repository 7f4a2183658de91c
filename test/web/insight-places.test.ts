// Places, partnership packs and Guess first, over HTTP: what each audience sees, who is already there only with a yes, packs that never
// change, and guesses that nobody can change, add twice, or read before the sheet is unsealed.
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Permission } from '../../src/domain/alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { OutcomeRow } from '../../src/domain/destinations/outcome.js';
import type { GuessSheet, GuessSheetId } from '../../src/domain/insight/guess-sheet.js';
import { aLeaver, keepTrust, scheduler as officer } from '../support/a-trust.js';
import { csvOf } from '../support/official-csv.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Answer, type Browser, type TestWeb } from '../support/web.js';

const [northgate, southgate] = ['northgate' as SchoolId, 'southgate' as SchoolId];
const cohortId = 'y13-2025' as CohortId;
const [leeds, york, hull] = ['10007795', '10007167', '10007149'] as const;

const asked: Permission = {
  ...{
    purpose: 'answer-questions',
    basis: 'consent',
    evidence: 'answer',
    wording: 'asked 1',
    recordedOn: localDate('2026-01-01'),
  },
};
/** Twelve of Northgate at Leeds: nine may be asked, one of them took it back, one told us to stop writing; three allow a chat alone. */
const people = Array.from({ length: 12 }, (_, n) =>
  aLeaver(n * 2, {
    ...{ schoolId: northgate, cohortId, name: { given: `Avery${n}`, family: 'Testperson' } },
    permissions:
      n < 9 ? [n === 0 ? { ...asked, withdrawnOn: localDate('2026-02-01') } : asked] : [{ ...asked, purpose: 'chat' }],
    ...(n === 1 && { objectedOn: localDate('2026-03-01') }),
  }),
);

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let network: Browser;
let reviewer: Browser;

let serial = 0;
async function rows(count: number, given: Partial<OutcomeRow>, ids: readonly AlumnusId[] = []): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    serial += 1;
    await test.tools.store.outcomes.write({
      ...{ id: ids[at] ?? (`row-${serial}` as AlumnusId), schoolId: northgate, cohortId },
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
const page = async (browser: Browser, path: string): Promise<string> => words((await browser.get(path)).text);

const stayed = (ukprn: string) =>
  ({
    planned: 'university',
    now: 'university',
    verdict: 'met',
    by: 'education',
    way: 'uu-m4h',
    stay: `296/14/ut/${ukprn}/11`,
  }) as const;
const left = (ukprn: string) =>
  ({ planned: 'university', verdict: 'missed', way: 'uuqn2h', stay: `296/3/ul/${ukprn}/11` }) as const;

beforeAll(async () => {
  test = await openTestTools({ now: new Date('2026-11-24T10:00:00Z') });
  await keepTrust(test.tools, people);
  web = await openWeb(test.tools, test.connection);
  network = await web.signedIn('network-leader');
  reviewer = await web.signedIn('reviewer');
});
afterAll(async () => {
  await web.close();
  await test.close();
});

it('before anything is counted every page says so', async () => {
  expect(await page(network, '/staff/insight/fit')).toContain('There is no place yet of which enough people were seen');
  expect(await page(network, `/staff/insight/fit/${leeds}`)).toContain('Too few to tell where people stay');
  expect(await page(network, '/staff/insight/guesses')).toContain('No belief stands beside its figure yet.');
  expect((await network.get('/staff/insight/fit/12345678')).status).toBe(404);
  expect((await network.get('/staff/insight/fit/leeds')).status).toBe(404);
});

describe('with three places', () => {
  beforeAll(async () => {
    await rows(
      12,
      { ...stayed(leeds), at: leeds },
      people.map(({ id }) => id),
    );
    await rows(58, stayed(leeds));
    await rows(10, left(leeds));
    for (const schoolId of [northgate, southgate]) {
      await rows(15, { ...stayed(york), schoolId });
      await rows(15, { ...left(york), schoolId });
    }
    await rows(27, stayed(hull));
    await rows(3, left(hull));
    await test.tools.store.rollups.mark([northgate, southgate].map((schoolId) => ({ schoolId, cohortId })));
    while ((await web.application.insight.recountDue(500)).counted > 0);
  });

  it('shows the team each place beside its benchmark, without a ranking', async () => {
    const text = await page(reviewer, '/staff/insight/fit?cohort=y13-2025');
    expect(text).toContain('University of Leeds 80 88 % (');
    expect(text).toContain('University of Hull 30 90 % (');
    expect(text).toMatch(/University of York 60 50 % .*? 75 %, ours at all places ▲ Below/);
    expect(text).toContain('one below');
    expect(text.indexOf('University of Leeds 80')).toBeLessThan(text.indexOf('University of York 60'));
    expect(text).toContain('beta-binomial partial pooling, version 1');
  });

  it('hides from leaders the place with few who left, and the smallest other beside it', async () => {
    const text = await page(network, '/staff/insight/fit');
    expect(text).toMatch(
      /Too few to tell at these places, or hidden beside them: University of Hull, University of York/,
    );
    expect(text).toContain('University of Leeds 80 88 % (');
    expect((await network.get('/staff/insight/fit.csv')).text).not.toContain('Hull');
    expect((await reviewer.get('/staff/insight/fit.csv')).text).toContain('"University of Hull","People","30"');
    const school = await web.signedIn('school-leader', [southgate]);
    expect((await school.get('/staff/insight/fit?school=northgate')).status).toBe(404);
    expect((await school.get(`/staff/insight/fit/${york}?school=northgate`)).status).toBe(404);
    expect(await page(school, `/staff/insight/fit/${york}`)).toContain('University of York 30 50 % (33 to 67 %)');
    expect(await page(school, `/staff/insight/fit/${hull}`)).toContain('Too few to tell where people stay');
    expect(await page(reviewer, `/staff/insight/fit/${york}?school=southgate`)).toContain('Of one place, one below');
  });

  it('counts who is already there for everybody, and names those who said yes to the team alone', async () => {
    const team = await page(reviewer, `/staff/insight/fit/${leeds}`);
    expect(team).toContain('as far as we know: 12 . Of them agreed to answer questions of students: 7 .');
    expect(team).toContain('Avery8 Testperson');
    for (const without of ['Avery0 ', 'Avery1 ', 'Avery9 ', 'Avery11 ']) expect(team).not.toContain(without);
    const leaders = await page(network, `/staff/insight/fit/${leeds}`);
    expect(leaders).toContain('as far as we know: 10 . Of them agreed to answer questions of students: fewer than 8 .');
    expect(leaders).not.toContain('Testperson');
    const elsewhere = await web.signedIn('school-leader', [southgate]);
    expect(await page(elsewhere, `/staff/insight/fit/${leeds}`)).toContain('as far as we know: 0 .');
  });

  it('gives the page of a place as figures by name, without names of people', async () => {
    const { readFigure } = web.application.insight;
    const { figures } = await readFigure(officer, 'fit', { place: york, school: 'southgate' });
    expect(figures).toMatchObject({ ukprn: york, place: { figure: { people: 30, plain: { share: 0.5 } } } });
    const there = (await readFigure(officer, 'fit', { place: leeds })).figures;
    expect(there).toMatchObject({ there: { people: 12, agreed: 7 } });
    expect(JSON.stringify(there)).not.toContain('Testperson');
    await expect(readFigure(officer, 'fit', { place: '12345678' })).rejects.toThrow(
      `There is no place “12345678” here. There are: ${leeds}, ${york}, ${hull}.`,
    );
    await expect(readFigure(officer, 'fit', { pack: '1' })).rejects.toThrow('Leave the pack out.');
  });

  it('makes packs that say what the outside may know, and never change', async () => {
    const packs = `/staff/insight/fit/${leeds}/packs`;
    expect((await (await web.signedIn('school-leader', [northgate])).post(packs, {})).status).toBe(403);
    const scheduler = await web.signedIn('scheduler');
    expect(await page(scheduler, packs)).toContain('No pack has been made for them yet.');
    const ask = { kind: 'university', asked: 'Who rings after a missed week?', changes: 'A call in October <b>' };
    expect((await scheduler.post(packs, { ...ask, asked: '' })).status).toBe(422);
    expect((await scheduler.post(packs, { ...ask, version: '9' })).status).toBe(400);
    const both = await Promise.all([scheduler.post(packs, ask), scheduler.post(packs, { ...ask, asked: 'Another?' })]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(both.map(({ location }) => location).sort()).toEqual([`${packs}/1`, `${packs}/2`]);
    const before = await network.get(`${packs}/1`);
    expect(words(before.text)).toContain('as of 24 November 2026');
    expect(words(before.text)).toContain('University of Leeds 80 88 % (');
    expect(before.text).toContain('A call in October &lt;b&gt;');
    expect(before.text).not.toContain('Testperson');
    await rows(40, left(leeds));
    await test.tools.store.rollups.mark([{ schoolId: northgate, cohortId }]);
    while ((await web.application.insight.recountDue(500)).counted > 0);
    expect(await page(reviewer, '/staff/insight/fit')).toContain('University of Leeds 120 58 % (');
    expect((await network.get(`${packs}/1`)).text).toBe(before.text);
    expect((await network.get(`${packs}/1/figures.csv`)).text).toContain('"University of Leeds","People","80"');
    expect((await network.get(`${packs}/3`)).status).toBe(404);
    const { readFigure } = web.application.insight;
    const pack = (await readFigure(officer, 'fit', { place: leeds, pack: '1' })).figures;
    expect(pack).toMatchObject({ version: 1, asOf: '2026-11-24', figures: { place: { figure: { people: 80 } } } });
    await expect(readFigure(officer, 'fit', { place: leeds, pack: '3' })).rejects.toThrow('There are: 2, 1.');
    // Beside its own figures the trust's would tell a school of two those of the other.
    const oneOfTwo = await web.signedIn('school-leader', [southgate]);
    expect((await oneOfTwo.get(`${packs}/1`)).status).toBe(404);
    expect((await oneOfTwo.get(packs)).status).toBe(404);
    const few = `/staff/insight/fit/10007773/packs`;
    expect(await page(scheduler, few)).toContain('too few of our former students there');
    expect((await scheduler.post(few, ask)).status).toBe(409);
  });

  it('lays a place and its courses beside the regulator’s figures where a file has them', async () => {
    const here = `/staff/insight/fit/${york}`;
    expect(await page(reviewer, here)).toMatch(/Computing 60 50 % .*? \d+ %, ours at all places/);
    const row = { ukprn: york, provider_name: 'University of York', mode: 'Full-time', denominator: 900 };
    const file = csvOf([
      { ...row, year: '2021-22', subject: '', indicator_value: 93.1, benchmark_value: 92.4 },
      { ...row, year: '2020-21', subject: 'Computing', indicator_value: 80.2, benchmark_value: 88.1 },
      { ...row, year: '2021-22', subject: 'Computing', indicator_value: 89.2, benchmark_value: 90.4 },
      { ...row, year: '2021-22', subject: 'Computing games', indicator_value: 11.1, benchmark_value: 90.4 },
      {
        ...row,
        year: '2021-22',
        subject: 'Computing',
        mode: 'Part-time',
        indicator_value: 44.4,
        benchmark_value: 60.1,
      },
    ]);
    const summary = await web.application.official.importOfficial({
      viewer: officer,
      stream: Readable.from([Buffer.from(file)]),
      ...{ fileName: 'continuation-invented.csv', dryRun: false, publishedOn: localDate('2026-07-14') },
    });
    expect(summary).toMatchObject({ kind: 'read', outcome: 'written', import: { problems: [] } });
    const text = await page(reviewer, here);
    expect(text).toMatch(/University of York 60 50 % .*? 93 %, official, all its students ▲ Below/);
    expect(text).toMatch(/Computing 60 50 % .*? 89 %, official, all its students ▲ Below/);
    await web.application.official.takeBackVersion(
      officer,
      summary.kind === 'read' ? summary.import.id : ('' as never),
      (await test.tools.store.officialImports.versions('ofs-continuation')).revision,
    );
    expect(await page(reviewer, here)).not.toContain('official, all its students');
  });

  describe('guess first', () => {
    const home = '/staff/insight/guesses';
    let sheet = '';
    let code = '';
    const stored = () => test.tools.store.guessSheets.find(sheet.slice(home.length + 1) as GuessSheetId);
    const formOf = async (browser: Browser) =>
      /name="ticket" value="([^"]+)"/.exec((await browser.get(`/guess/g/${code}`)).text)?.[1] ?? '';
    const send = (browser: Browser, fields: Readonly<Record<string, string>>): Promise<Answer> =>
      browser.post(`/guess/g/${code}`, fields);

    it('is opened by who sees all that it is of, with a code', async () => {
      const school = await web.signedIn('school-leader', [southgate]);
      const asked = {
        title: 'Staff meeting',
        school: '',
        cohort: cohortId,
        figures: ['sustained', 'stays-university'],
      };
      await school.get(home);
      expect((await school.post(home, asked)).status).toBe(422);
      expect((await school.post(home, { ...asked, school: 'northgate' })).status).toBe(422);
      expect((await network.post(home, { ...asked, figures: [] })).status).toBe(422);
      const opened = await network.post(home, asked);
      expect(opened.status).toBe(303);
      sheet = opened.location ?? '';
      const text = await page(network, sheet);
      code = /The code is ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(text)?.[1] ?? '';
      expect(text).toContain('The sheet is sealed');
      expect(await page(network, `${sheet}/sheet`)).toContain(code);
      expect(await page(school, sheet)).not.toContain('Unseal the sheet');
      expect((await school.post(`${sheet}/unseal`)).status).toBe(404);
    });

    it('takes one guess of each browser, once, whoever sends it again or both at once', async () => {
      const someone = web.browser();
      expect((await someone.post('/guess', { code: 'K7MP-2XQD' })).status).toBe(404);
      expect((await someone.post('/guess', { code })).location).toBe(`/guess/g/${code.replace('-', '')}`);
      const ticket = await formOf(someone);
      const guess = { ticket, role: 'teacher', sustained: '90', 'stays-university': '95' };
      expect((await send(someone, { ...guess, sustained: '101' })).status).toBe(422);
      expect((await send(someone, { ticket, role: 'teacher' })).status).toBe(422);
      expect((await send(someone, { ...guess, role: 'governor' })).status).toBe(422);
      expect((await send(someone, { ...guess, 'sustained-low': '1' })).status).toBe(400);
      expect(
        (await send(someone, { ...guess, ticket: `${ticket.slice(0, -1)}${ticket.endsWith('A') ? 'B' : 'A'}` })).status,
      ).toBe(403);
      expect((await stored())?.guesses).toEqual([]);
      const twice = await Promise.all([send(someone, guess), send(web.browser(), { ...guess, sustained: '10' })]);
      const here = `/guess/g/${code.replace('-', '')}`;
      expect(twice.map(({ location }) => location).sort()).toEqual(['/guess/done', here]);
      const [first] = (await stored())?.guesses ?? [];
      expect((await stored())?.guesses).toHaveLength(1);
      await send(someone, { ...guess, role: 'parent', sustained: '55' });
      expect((await stored())?.guesses).toEqual([first]);
      const again = await someone.get(here);
      expect([again.text.includes('name="ticket"'), words(again.text).includes('is in and sealed')]).toEqual([
        false,
        true,
      ]);
      for (let n = 0; n < 5; n += 1) {
        const other = web.browser();
        await send(other, { ticket: await formOf(other), role: 'teacher', sustained: '97', 'stays-university': '93' });
      }
      expect((await stored())?.guesses).toHaveLength(6);
    });

    it('of a device that is handed on, or keeps no mark, says that it may be a second one', async () => {
      const tablet = web.browser();
      const guessed = async (sustained: string): Promise<string | null> =>
        (await send(tablet, { ticket: await formOf(tablet), role: 'student', sustained })).location;
      expect(await guessed('80')).toBe('/guess/done');
      const here = `/guess/g/${code.replace('-', '')}`;
      expect((await tablet.post(`${here}/next`, { turn: '0' })).status).toBe(400);
      expect((await tablet.post('/guess/g/K7MP2XQD/next')).status).toBe(404);
      expect((await tablet.post(`${here}/next`)).location).toBe(here);
      expect(await guessed('81')).toBe('/guess/done');
      const ticket = await formOf(web.browser());
      expect((await send(web.browser(), { ticket, role: 'student', sustained: '82' })).location).toBe('/guess/done');
      const students = (await stored())?.guesses.filter(({ role }) => role === 'student') ?? [];
      expect(students.map(({ shares, perhapsAgain }) => [shares.sustained?.of100, perhapsAgain])).toEqual([
        [80, undefined],
        [81, true],
        [82, true],
      ]);
      expect(await page(network, sheet)).toMatch(
        /(Two|Three) guesses came from one that was handed on or keeps no cookies/,
      );
    });

    it('is read by nobody while it is sealed', async () => {
      const staff = await web.signedIn('administrator');
      const group = {
        role: 'parent',
        said: 'Parents’ evening',
        sustained: '76',
        'sustained-low': '70',
        'sustained-high': '85',
      };
      await staff.get(sheet);
      expect((await staff.post(`${sheet}/guess`, { ...group, 'sustained-high': '' })).status).toBe(422);
      expect((await staff.post(`${sheet}/guess`, { ...group, 'sustained-high': '72' })).status).toBe(422);
      expect((await staff.post(`${sheet}/guess`, group)).status).toBe(303);
      for (const path of [sheet, home, `${sheet}/sheet`, `${home}.csv`]) {
        const text = (await page(staff, path)).replaceAll(code, '').replaceAll(code.replace('-', ''), '');
        for (const said of ['97', '93', '76 %', 'evening']) expect([path, text.includes(said)]).toEqual([path, false]);
      }
      expect((await staff.get(`${sheet}/figures.csv`)).status).toBe(404);
      expect((await staff.get(`${sheet}/back/sustained`)).status).toBe(404);
    });

    it('unsealed shows what was said beside the figures, and takes nothing more', async () => {
      const late = web.browser();
      const ticket = await formOf(late);
      await network.get(sheet);
      const twice = await Promise.all([network.post(`${sheet}/unseal`), network.post(`${sheet}/unseal`)]);
      expect(twice.map(({ status }) => status)).toEqual([303, 303]);
      const before = await stored();
      expect(before?.guesses).toHaveLength(10);
      expect((await send(late, { ticket, role: 'teacher', sustained: '61' })).status).toBe(404);
      expect((await network.post(`${sheet}/guess`, { role: 'parent', said: 'Later', sustained: '61' })).status).toBe(
        409,
      );
      const guess = { id: 'later', role: 'teacher', at: new Date(), shares: { sustained: { of100: 61 } } } as const;
      expect(await test.tools.store.guessSheets.add(before?.id ?? ('' as GuessSheetId), guess, null)).toBe(false);
      expect(await stored()).toEqual(before);
      // 127 of 210 met the rule.
      const text = await page(network, sheet);
      expect(text).toContain('Sustained for six months 97 % 60 % (');
      expect(text).toMatch(
        /Sustained for six months: teachers and staff \(six guesses\) 97 % 60 % .*? points – ▲ Surprise Insight showed it already/,
      );
      expect(text).toMatch(/parents and carers \(Parents’ evening\) 76 % 60 % 15.5 points 0 of 1 ▲ Surprise/);
      expect(await page(network, home)).toContain('surprises among');
      expect(await page(network, `${sheet}/sheet`)).toContain('You said, the figures say');
      const oneOfTwo = await web.signedIn('school-leader', [southgate]);
      expect(await page(oneOfTwo, sheet)).toContain('Sustained for six months 97 % we cannot tell yet');
      const acts = await actsOf(sheet.slice(home.length + 1));
      expect(acts).toEqual(['guess-sheet.opened', 'guess-sheet.group-guess', 'guess-sheet.unsealed']);
    });

    it('is tested with all other sheets wherever its beliefs are shown', async () => {
      const held = await stored();
      if (held?.unsealed === undefined) throw new Error('The sheet is sealed.');
      const more: GuessSheet = { ...held, id: 'another' as GuessSheetId, title: 'Another' };
      const audit = { id: 'another', at: held.openedAt, actor: { kind: 'system' }, act: 'guess-sheet.opened' } as const;
      expect(await test.tools.store.guessSheets.insert(more, { ...audit, subject: 'guess-sheet:another' })).toBe(true);
      const { showGuesses, showGuessSheet } = web.application.insight;
      const all = (await showGuesses(officer)).beliefs.filter((belief) => belief.sheet.id === held.id);
      const own = (await showGuessSheet(officer, held.id)).beliefs;
      const chances = (beliefs: typeof own) => beliefs.map(({ key, role, chance }) => [key, role, chance]).sort();
      expect(own.length).toBeGreaterThan(0);
      expect(chances(own)).toEqual(chances(all));
    });

    it('is a figure by name too, without its code or who may keep it', async () => {
      const { readFigure } = web.application.insight;
      const id = sheet.slice(home.length + 1);
      const { figures } = await readFigure(officer, 'guesses', { sheet: id });
      expect(figures).toMatchObject({ id, guesses: expect.any(Number), found: expect.any(Array) });
      expect(JSON.stringify(figures)).toMatch(/"key":"sustained","share":0\.6/);
      expect(Object.keys(figures as object)).not.toEqual(expect.arrayContaining(['code']));
      await expect(readFigure(officer, 'guesses', { sheet: 'nowhere' })).rejects.toThrow(
        /^There is no sheet “nowhere” here\. There are: /,
      );
    });

    it('leads backwards by school, year, plan and place, within what the reader may see', async () => {
      const team = await page(reviewer, `${sheet}/back/stays-university`);
      expect(team).toMatch(/University of York 60 50 % .*? points \(/);
      expect(team).toContain('Southgate Academy (invented) 30 50 %');
      expect((await reviewer.get(`${sheet}/back/stays-university`)).text).toContain(`/staff/insight/fit/${york}?`);
      const inside = await page(reviewer, `${sheet}/back/stays-university?school=southgate`);
      expect(inside).toContain('Southgate Academy (invented)');
      expect(inside).not.toContain('University of Leeds');
      const leaders = await page(network, `${sheet}/back/stays-university`);
      expect(leaders).toMatch(/hidden beside them. By place: University of Hull, University of York/);
      const school = await web.signedIn('school-leader', [southgate]);
      expect(await page(school, `${sheet}/back/stays-university`)).not.toContain('Northgate Academy');
      expect((await school.get(`${sheet}/back/stays-university?school=northgate`)).status).toBe(404);
      expect((await reviewer.get(`${sheet}/back/kept`)).status).toBe(404);
      expect((await reviewer.get(`${sheet}/back/stays-university/figures.csv`)).text).toContain('"By place"');
    });
  });
});

async function actsOf(id: string): Promise<readonly string[]> {
  await test.tools.store.auditEvents.moveIntents();
  const found = await test.connection
    .collection('auditevents')
    .find({ subject: `guess-sheet:${id}` })
    .sort({ _id: 1 })
    .toArray();
  return found.map(({ act }) => String(act));
}
