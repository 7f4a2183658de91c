// What answers changed: set by staff, read by everybody after sending in their own language where it is written in it, the nearer one
// for a kind of leaver; and nothing while nothing is set (look.md, section 2).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CohortId } from '../../src/domain/alumni/ids.js';
import { surveyLanguages } from '../../src/domain/survey/languages/languages.js';
import { invite, openWave } from '../support/survey.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let scheduler: Browser;
let people = 0;
const home = '/staff/settings/what-changed';
const by = { by: 'a speaker (invented)', on: '2026-11-01' };

beforeAll(async () => {
  test = await openTestTools();
  web = await openWeb(
    { ...test.tools, languages: surveyLanguages.map((each) => ({ ...each, confirmed: by })) },
    test.connection,
  );
  await openWave(test.tools);
  scheduler = await web.signedIn('scheduler');
});
afterAll(async () => {
  await web.close();
  await test.close();
});

/** The last page of somebody who has sent the answer. */
async function lastPage(situation: string, { cohort = 'y13-2026', language = 'en' } = {}): Promise<string> {
  people += 1;
  const browser = web.browser();
  const { token } = await invite(test.tools, `c${people}`, { cohortId: cohort as CohortId });
  await browser.post(`/s/${token}?lang=${language}`, { choice: 'start' });
  await browser.get('/survey/question/1');
  await browser.post('/survey/question/1', { situation, action: 'continue' });
  await browser.get('/survey/check');
  await browser.post('/survey/check');
  return (await browser.get('/survey/thank-you')).text;
}
const change = async (fields: Readonly<Record<string, string>>) => {
  await scheduler.get(home);
  return scheduler.post(home, fields);
};
const buses = {
  ...{ act: 'save', for: 'everyone', since: '2026-09-01', restsOn: 'Reasons for leaving, 2025; the heads, July 2026' },
  'text-en': 'Because leavers told us how long they travel, we look at bus times with you in Year 12.',
};
const heading = 'What answers like yours changed';

describe('what answers changed', () => {
  it('is said to nobody while nothing is set', async () => {
    expect((await scheduler.get(home)).text).toContain('Nothing is set.');
    expect(await lastPage('work')).not.toContain(heading);
  });

  it('is said to everybody alike, with its day and without what it rests on', async () => {
    expect((await change(buses)).location).toBe(home);
    const listed = (await scheduler.get(home)).text;
    expect(listed).toContain('Rests on: Reasons for leaving, 2025; the heads, July 2026');
    for (const page of [await lastPage('work'), await lastPage('caring', { cohort: 'y11-2026' })]) {
      expect(page).toContain(heading);
      expect(page).toContain('how long they travel');
      expect(page).toContain('In place since 1 September 2026.');
      expect(page).not.toContain('Reasons for leaving');
    }
  });

  it('is said in their language where it is written in it, in English and marked so where not', async () => {
    const before = await lastPage('work', { language: 'ar' });
    expect(before).toMatch(/lang="en" dir="auto">Because leavers told us/);
    const arabic = 'لأن الخريجين أخبرونا كم يطول طريقهم، ننظر معكم في مواعيد الحافلات.';
    expect((await change({ ...buses, 'text-ar': arabic })).status).toBe(303);
    const after = await lastPage('work', { language: 'ar' });
    expect(after).toContain(`lang="ar" dir="auto">${arabic}`);
    expect(after).not.toContain('Because leavers told us');
  });

  it('is said at the end of the leaving form too, of the kind of leaver whose group it is', async () => {
    const toLeavers = async (query: string) => (await web.browser().get(`/leaving/done${query}`)).text;
    await change({ ...buses, for: 'y13', 'text-en': 'Because Year 13 leavers asked for it, they meet a bank in May.' });
    expect(await toLeavers('?own=1&stage=y13')).toContain('they meet a bank in May');
    expect(await toLeavers('?stage=y11')).toContain('how long they travel');
    await change({ act: 'remove', for: 'y13' });
    const arabic = await toLeavers('?lang=ar&own=1&stage=y13');
    expect(arabic).toContain('lang="ar" dir="auto">لأن الخريجين');
    expect(arabic).toContain('href="?lang=en&amp;own=1&amp;stage=y13"'); // the same page in the other language
  });

  it('is the kind of leaver’s own where there is one, until it is taken away', async () => {
    const lessons = 'Because Year 11 leavers asked for it, they now visit the college in June.';
    await change({ ...buses, for: 'y11', 'text-en': lessons });
    expect(await lastPage('work', { cohort: 'y11-2026' })).toContain('visit the college in June');
    expect(await lastPage('work')).toContain('how long they travel');
    expect((await scheduler.get(`${home}?edit=y11`)).text).toContain(`${lessons}</textarea>`);
    await change({ act: 'remove', for: 'y11' });
    expect(await lastPage('work', { cohort: 'y11-2026' })).toContain('how long they travel');
    await change({ act: 'remove', for: 'everyone' });
    expect(await lastPage('work')).not.toContain(heading);
    expect((await web.browser().get('/leaving/done?stage=y13')).text).not.toContain(heading);
  });

  it.each([
    ['nothing', { 'text-en': ' ' }, 'Enter what changed'],
    ['an advertisement', { 'text-en': 'Join us at our reunion.' }, 'reads like an advertisement'],
    ['a link', { 'text-ar': 'https://trust.example/news' }, 'Write it without links and addresses'],
    ['what is not so yet', { since: '2027-09-01' }, 'Enter a day that has come'],
    ['what rests on nothing', { restsOn: '' }, 'Enter what it rests on'],
    ['nobody', { for: 'nobody' }, 'Choose for whom it is'],
  ])('is not %s', async (_what, wrong, message) => {
    const answer = await change({ ...buses, ...wrong });
    expect([answer.status, answer.text.includes(message)]).toEqual([422, true]);
    expect(await lastPage('work')).not.toContain(heading);
  });

  it('is on record with who set it and what it rests on', async () => {
    const acts = await test.connection
      .collection('auditevents')
      .find({ act: { $in: ['what-changed.save', 'what-changed.remove'] } })
      .toArray();
    expect(acts.map((row) => [row['act'], row['subject']] as unknown[])).toEqual([
      ['what-changed.save', 'what-changed:everyone'],
      ['what-changed.save', 'what-changed:everyone'],
      ['what-changed.save', 'what-changed:y13'],
      ['what-changed.remove', 'what-changed:y13'],
      ['what-changed.save', 'what-changed:y11'],
      ['what-changed.remove', 'what-changed:y11'],
      ['what-changed.remove', 'what-changed:everyone'],
    ]);
    expect(acts[0]?.['reason']).toBe(buses.restsOn);
  });
});
