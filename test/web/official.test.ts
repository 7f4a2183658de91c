// The pages of official files and figures, over HTTP, by somebody signed in.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CohortId, SchoolId } from '../../src/domain/alumni/ids.js';
import { aLeaver, eventually, keepTrust } from '../support/a-trust.js';
import { csvOf, leadingCells, someCounts, wideRow } from '../support/official-csv.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

const northgateOnly = ['northgate' as SchoolId];

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let scheduler: Browser;

beforeAll(async () => {
  test = await openTestTools();
  await keepTrust(test.tools, [aLeaver(2), aLeaver(4)]);
  web = await openWeb(test.tools, test.connection);
  scheduler = await web.signedIn('scheduler');
});
afterAll(async () => {
  await web.close();
  await test.close();
});

async function bring(content: string | null, fields: Readonly<Record<string, string>> = {}) {
  const page = await scheduler.get('/staff/official');
  const form = new FormData();
  form.set('_csrf', /name="_csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? '');
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new File(content === null ? [] : [content], content === null ? '' : 'official.csv'));
  const cookie = [...scheduler.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  const address = `${web.origin}/staff/official`;
  const answer = await fetch(address, { method: 'POST', body: form, headers: { cookie }, redirect: 'manual' });
  return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() };
}
const words = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&#34;/g, '"')
    .replace(/\s+/g, ' ');
const revisionOf = (html: string): string => /name="revision" value="(\d+)"/.exec(html)?.[1] ?? '';
const page = async (path: string): Promise<string> => words((await scheduler.get(path)).text);

async function confirmed(content: string, fields: Readonly<Record<string, string>> = {}): Promise<string> {
  const brought = await bring(content, fields);
  expect(brought.status).toBe(303);
  const revision = revisionOf((await scheduler.get(brought.location)).text);
  expect((await scheduler.post(`${brought.location}/confirm`, { revision })).status).toBe(303);
  await eventually(
    () => page(brought.location),
    (text) => text.includes('Pages show the figures of this file.'),
  );
  return brought.location;
}

describe('an official file in the browser', () => {
  it('goes from the file to the preview to the figures, beside our own', async () => {
    const content = csvOf([
      wideRow(4001),
      wideRow(4002, someCounts, { overall: 80 }),
      wideRow(4003, someCounts, { he: '?' }),
    ]);
    const brought = await bring(content, { published: '2026-10-15' });
    const preview = await page(brought.location);
    expect(preview).toContain('This is what the file holds. Nothing of it is shown yet.');
    expect(preview).toContain('Import and show 2 figures');
    expect(preview).toContain('sustained = education + apprenticeship + employment 1 1 0');
    expect(preview).toContain('Line 4 he “?” is neither a number nor a sign that is known;');
    expect(await page('/staff/figures?school=northgate')).toContain('No official file is shown yet.');

    await confirmed(content, { published: '2026-10-15' });
    const figures = await page('/staff/figures?school=northgate');
    expect(figures).toContain('Sustained 0 (0 %) 75');
    expect(figures).toContain('Official: this school: 2022/23 leavers, provisional; published 15 October 2026');
    expect(figures).toContain('Education, apprenticeship or employment that lasted six months.');
    expect(await page('/staff/figures?school=southgate')).toContain('Does not add up as published: sustained = ');
    expect(await page('/staff/figures?school=northgate&place=999/4002')).toContain('Official: School 4002 (invented)');
  });

  it('says what changed, and can be taken back and shown again', async () => {
    const next = await confirmed(csvOf([wideRow(4001, { ...someCounts, he: 44 }, { version: 'Revised' })]));
    expect(await page(next)).toContain('“Sustained” of School 4001 (invented) went from 75 to 79');
    const press = async (what: string) =>
      scheduler.post(`${next}/${what}`, { revision: revisionOf((await scheduler.get(next)).text) });
    expect((await press('take-back')).status).toBe(303);
    expect(await page('/staff/figures?school=northgate')).toContain('Sustained 0 (0 %) 75');
    expect(await page(next)).toContain('This version is kept and not shown.');
    expect((await press('show')).status).toBe(303);
    expect(await page('/staff/figures?school=northgate')).toContain('Sustained 0 (0 %) 79');
    expect((await scheduler.post(`${next}/take-back`, { revision: '1' })).status).toBe(409);
  });

  it('shows what could explain the gaps to those who see people, and to nobody else', async () => {
    const ours = 'Our records: Year 13, 2026';
    const apart = await page('/staff/figures?school=northgate');
    expect([apart.includes(ours), apart.includes('What could explain the gaps')]).toEqual([true, false]);
    expect(apart).toContain('we hold none of the leavers of whom these official figures speak');
    expect(await page('/staff/figures/gaps?school=northgate')).toContain(
      'one year’s people explain nothing of another’s',
    );
    const of2023 = [6, 8].map((n) => aLeaver(n, { cohortId: 'y13-2023' as CohortId }));
    await keepTrust(test.tools, of2023);
    const figures = await page('/staff/figures?school=northgate&cohort=y13-2026');
    expect([figures.includes(ours), figures.includes('What could explain the gaps')]).toEqual([false, true]);
    const gaps = await page('/staff/figures/gaps?school=northgate');
    expect(gaps).toContain('We have 2 people, the official row has 99 students.');
    expect(gaps).toContain('counted by one of the two only');
    const leader = await web.signedIn('school-leader', northgateOnly);
    expect((await leader.get('/staff/figures/gaps?school=northgate')).status).toBe(403);
    expect((await leader.get('/staff/figures?school=northgate')).status).toBe(200);
    expect((await leader.get('/staff/figures?school=southgate')).status).toBe(404);
  });

  it('lays our Year 11 beside the key stage 4 row too, all kinds of education as one', async () => {
    const inYear11 = [11, 13].map((n) => ({
      ...aLeaver(n),
      schoolId: 'northgate' as SchoolId,
      cohortId: 'y11-2023' as CohortId,
    }));
    await test.tools.store.alumni.writeRows(
      inYear11.map((alumnus) => ({ row: `ks4:${alumnus.id}`, kind: 'new' as const, alumnus, recordDue: true })),
    );
    const row = {
      ...leadingCells(4001),
      ...{ institution_group: 'x', institution_type: 'y', breakdown_topic: 'Total', breakdown: 'Total' },
      ...{ data_type: 'Number of pupils', version: 'Revised', cohort: 100, overall: 90, education: 80 },
      ...{ fe: 30, ssf: 40, sfc: 8, other_edu: 2, appren: 6, all_work: 4, all_notsust: 7 },
      ...{ notsust_beneet: 3, only_beneet: 1, all_unknown: 3 },
    };
    await confirmed(csvOf([row]));
    const figures = (await scheduler.get('/staff/figures?school=northgate&measure=ks4-destinations')).text;
    const link = /href="(\/staff\/figures\/gaps\?[^"]*)"/.exec(figures)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(link).toContain('measure=ks4-destinations');
    const gaps = await page(link);
    expect(gaps).toContain('We have 2 people, the official row has 100 students.');
    expect(gaps).toContain('Sustained education 0 80 +80');
    expect(gaps).toContain('our records do not tell a sixth form from a college');
  });

  it.each([
    ['no file', null, {}, 'Choose a file first'],
    [
      'a translated file',
      csvOf([wideRow(4001)]).replace('overall', 'insgesamt'),
      {},
      'these headings are missing: overall',
    ],
    ['a day that is none', csvOf([wideRow(4001)]), { published: '2026-02-30' }, 'Enter the day of publication'],
    ['a year that is none', csvOf([wideRow(4001)]), { leavers: '2023/25' }, 'Enter two years'],
  ])('answers %s with 422 and what to do', async (_what, content, fields, why) => {
    const answer = await bring(content, fields);
    expect([answer.status, words(answer.text).includes(why)]).toEqual([422, true]);
  });

  it('stands in the diary with what changed, beside what is still to come', async () => {
    const diary = await page('/staff/diary');
    expect(diary).toContain('16–18 destination measures 2022/23 leavers, provisional ✓ Imported official.csv');
    expect(diary).toContain('2022/23 leavers, revised ✓ Imported official.csv');
    expect(diary).toContain('● To come');
    expect(diary).toContain('▲ Not imported');
  });

  it('can be discarded before it is confirmed', async () => {
    const brought = await bring(csvOf([wideRow(4009)]));
    const revision = revisionOf((await scheduler.get(brought.location)).text);
    expect((await scheduler.post(`${brought.location}/discard`, { revision })).status).toBe(303);
    expect(await page(brought.location)).toContain('This file was discarded. Nothing of it was saved.');
    expect((await scheduler.get('/staff/official/nothing')).status).toBe(404);
  });

  it('whose kept copy is gone says so with what to do, and can be brought again', async () => {
    const content = csvOf([wideRow(4008)]);
    const { location } = await bring(content);
    const revision = revisionOf((await scheduler.get(location)).text);
    const kept = (await test.tools.store.officialImports.list(1))[0]?.fileHash ?? '';
    await test.tools.files.forget(kept);
    const press = async () => (await scheduler.post(`${location}/confirm`, { revision })).status;
    expect([await press(), await press()]).toEqual([303, 303]);
    await eventually(
      () => page(location),
      (text) => text.includes('The kept copy of “official.csv” is gone. Its figures are not shown: bring the same'),
    );
    expect(await page('/staff/official')).toContain('✕ Bring it again');
    await confirmed(content);
  });

  it('shows what we knew on a past day, keeps it once, and counts it again; to those who see people', async () => {
    await test.tools.store.alumni.markRecordDue([aLeaver(2).id, aLeaver(4).id]);
    await web.application.destinations.rebuildDue(100);
    test.setClock(new Date('2026-11-05T10:00:00Z'));
    const later = await web.signedIn('scheduler');
    const pageOf = async (path: string) => words((await later.get(path)).text);
    const path = '/staff/figures/then?school=northgate&cohort=y13-2026';
    const shown = await later.get(`${path}&on=2026-11-03`);
    expect(words(shown.text)).toContain('as known on 3 November 2026');
    expect(words(shown.text)).toContain('Everybody of the cohort 2 2 0');
    const nobodyYet = await pageOf(`${path}&on=2026-11-02`);
    expect(nobodyYet).toContain('Everybody of the cohort 0 2 +2');
    expect(nobodyYet).not.toContain('Keep the figures of'); // of nobody
    for (const day of ['2026-11-05', 'yesterday']) {
      const refused = await later.get(`${path}&on=${day}`);
      expect([refused.status, refused.text.includes('Enter a day that is over')]).toEqual([422, true]);
    }
    await later.get(`${path}&on=2026-11-03`);
    const fields = { school: 'northgate', cohort: 'y13-2026', on: '2026-11-03' };
    const kept = await later.post('/staff/figures/then', fields);
    expect([kept.status, (await later.post('/staff/figures/then', fields)).location]).toEqual([303, kept.location]);
    expect(await pageOf(kept.location ?? '')).toContain('✓ The same, to the last byte');
    expect(await pageOf(`${path}&on=2026-11-03`)).not.toContain('Keep the figures of');
    const leader = await web.signedIn('school-leader', northgateOnly);
    for (const one of [path, kept.location ?? '']) expect((await leader.get(one)).status).toBe(403);
  });
});
