// One school's page: its numbers over the years, found again in official files and in files of leavers; joining and leaving.
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readLeaverRow } from '../../src/domain/alumni/leaver-row.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { aLeaver, aPlan, keepTrust, scheduler } from '../support/a-trust.js';
import { csvOf, wideRow } from '../support/official-csv.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let administrator: Browser;

beforeAll(async () => {
  ({ test, web } = await openSite());
  await keepTrust(test.tools, [aLeaver(1), aLeaver(2)]);
  administrator = await web.signedIn('administrator');
});
afterAll(() => web.close());

const page = '/staff/settings/schools/northgate';
const revisionIn = (html: string): string => /name="revision" value="(\d+)"/.exec(html)?.[1] ?? '';
const words = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const number = (more: Readonly<Record<string, string>>) => ({
  ...{
    kind: 'former-number',
    urn: '995009',
    laestab: '',
    name: 'Old North (invented)',
    on: '2021-08-31',
    how: 'conversion',
  },
  ...more,
});
const schoolNow = async () => (await test.tools.store.schools.all()).find(({ id }) => id === 'northgate');

describe('the numbers of a school', () => {
  it('are kept once, with what was typed where something is wrong', async () => {
    const shown = await administrator.get(page);
    expect(words(shown.text)).toContain('What joining the trust asks for');
    const revision = revisionIn(shown.text);
    const wrong = await administrator.post(`${page}/number`, number({ revision, urn: '12' }));
    expect([wrong.status, wrong.text.includes('value="Old North (invented)"')]).toEqual([422, true]);
    expect((await administrator.post(`${page}/number`, number({ revision }))).status).toBe(303);
    expect((await administrator.post(`${page}/number`, number({ revision }))).status).toBe(409); // somebody was first
    expect((await schoolNow())?.formerNumbers).toEqual([
      { urn: '995009', name: 'Old North (invented)', until: '2021-08-31', how: 'conversion' },
    ]);
    const acts = await test.tools.store.auditEvents.about('school:northgate');
    expect(acts.map(({ act }) => act)).toEqual(['school.former-number-added']);
  });

  it('find the official figures of earlier years, and say under which number they stand', async () => {
    const old = csvOf([wideRow(4009, undefined, { school_laestab: '', school_urn: '995009' })]);
    await web.application.official.importOfficial({
      ...{ viewer: scheduler, stream: Readable.from([Buffer.from(old)]), fileName: 'old.csv', dryRun: false },
    });
    const beside = await web.application.official.besideOfficial(scheduler, { schoolId: 'northgate' });
    expect(beside?.columns.map(({ who, figures }) => [who, figures.length])).toEqual([
      ['school', 0],
      ['former', 1],
      ['authority', 0],
      ['nation', 0],
    ]);
    const figures = words((await administrator.get('/staff/figures?school=northgate')).text);
    expect(figures).toContain('Official: Old North (invented), URN 995009 until 31 August 2021 (became an academy)');
    expect(words((await administrator.get(page)).text)).toContain(
      'An official figure to start from In the files that are shown',
    );
  });

  it('find the school in a file of leavers', async () => {
    const schools = await test.tools.store.schools.all();
    const problemsOf = (school: string) => {
      const context = { schools, today: localDate('2026-11-03'), providerName: (text: string) => text };
      const row = readLeaverRow({ school }, context);
      return row.ok ? [] : row.problems.filter(({ field }) => field === 'school');
    };
    expect([problemsOf('995009').length, problemsOf('995010').length]).toEqual([0, 1]);
  });

  it('are taken out again', async () => {
    const revision = revisionIn((await administrator.get(page)).text);
    expect((await administrator.post(`${page}/not-its-number`, { revision, urn: '995009' })).status).toBe(303);
    expect((await schoolNow())?.formerNumbers).toBeUndefined();
  });
});

it('from the day on which a school left nobody of it is written to', async () => {
  const drafted = await web.application.waves.draftWave(scheduler, aPlan());
  if (drafted.kind === 'refused') throw new Error(JSON.stringify(drafted.problems));
  expect((await web.application.waves.dryRun(scheduler, drafted.waveId)).eligible).toBe(2);
  const revision = revisionIn((await administrator.get(page)).text);
  const days = { joinedTrustOn: '2020-09-01', leftTrustOn: '2026-11-01', receivedUnder: 'Agreement 1' };
  expect((await administrator.post(`${page}/membership`, { revision, ...days })).status).toBe(303);
  const run = await web.application.waves.dryRun(scheduler, drafted.waveId);
  expect([run.eligible, run.exclusions]).toEqual([1, { 'school-left': 1 }]);
  expect(words((await administrator.get(page)).text)).toContain('Left the trust on 1 November 2026');
});
