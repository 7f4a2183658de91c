// The third walk of the README, end to end over HTTP: an answer by the emailed link contradicts what UCAS recorded; the
// recurring jobs carry it into the record; a reviewer finds it on Today, decides with a reason, and the record, the
// verdict, the history and the export follow. Two people, one after the other; every job runs twice.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { invite, openWave } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let reviewer: Browser;

beforeAll(async () => {
  ({ test, web } = await openSite({ now: new Date('2026-11-24T10:00:00Z') }));
  await openWave(test.tools);
  reviewer = await web.signedIn('reviewer');
});
afterAll(() => web.close());

const final = {
  activity: 'university',
  provider: 'Aston University',
  course: 'Mathematics',
  recordedOn: localDate('2026-08-14'),
  source: 'ucas',
} as const;

const answers: Readonly<Record<string, string>> = {
  situation: 'university',
  'since-month': '9',
  'since-year': '2026',
  provider: 'University of Leeds',
  course: 'Physics',
  'as-planned': 'partly',
  'still-there': 'yes',
  'plan-story': 'none-of-these',
  payment: 'part-loan',
  'stay-in-touch': 'no',
};
const secrets = ['part-loan', 'none-of-these'];

/** Goes through the pages as a phone does, answering what is in the list and skipping the rest. */
async function answerBy(token: string): Promise<void> {
  const phone = web.browser();
  await phone.get(`/s/${token}`);
  let at = (await phone.post(`/s/${token}`, { choice: 'start' })).location;
  for (let pages = 0; pages < 40 && at !== null && !at.startsWith('/survey/check'); pages += 1) {
    const page = await phone.get(at);
    if (page.location !== null) {
      at = page.location;
      continue;
    }
    const names = new Set([...page.text.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name ?? ''));
    const fields = Object.fromEntries(Object.entries(answers).filter(([name]) => names.has(name)));
    at = (await phone.post(at, fields)).location;
  }
  await phone.get('/survey/check');
  const sent = await phone.post('/survey/check');
  expect([sent.status, sent.location]).toEqual([303, '/survey/thank-you']);
}

const jobs = async (): Promise<void> => {
  for (let time = 0; time < 2; time += 1) {
    await web.application.survey.finishResponses(50);
    await web.application.destinations.rebuildDue(50);
    await web.application.governance.appendAudit();
  }
};
const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
const exported = async (family: string) => {
  const { text } = await reviewer.get('/staff/exports/destinations.csv');
  const row = parse<Record<string, string>>(text, { bom: true, columns: true }).find(
    (one) => one['Family name'] === family,
  );
  return [row?.['Final destination'], row?.['Now'], row?.['Verdict'], row?.['Open conflicts']];
};

describe('a reviewer decides', () => {
  it.each([
    ['one', 'Firstperson', 'second', 'University of Leeds began'],
    ['two', 'Secondperson', 'first', 'Aston University placed'],
  ])('person %s', async (id, family, ruling, standing) => {
    const name = { given: 'Avery', family };
    const { token, alumnusId } = await invite(test.tools, id, { name, final });
    await answerBy(token);
    await jobs();

    expect((await reviewer.get('/staff')).text).toContain('One record has');
    const queue = await reviewer.get('/staff/reviews');
    expect(queue.text).toContain(`href="/staff/reviews/${id}">Avery ${family}</a>`);
    const before = ['Aston University, Mathematics', 'University of Leeds, Physics'];
    expect(await exported(family)).toEqual([...before, 'still-possible', '1']);

    const review = await reviewer.get(`/staff/reviews/${id}`);
    const form = {
      conflict: hidden(review.text, 'conflict'),
      revision: hidden(review.text, 'revision'),
      ruling,
      reason: `Rang the office about ${family}.`,
    };
    expect((await reviewer.post(`/staff/reviews/${id}`, form)).location).toMatch(/^\/staff\/reviews\b/);
    expect((await reviewer.post(`/staff/reviews/${id}`, form)).location).toMatch(/^\/staff\/reviews\b/);
    await jobs();

    expect((await reviewer.get('/staff/reviews')).text).not.toContain(`href="/staff/reviews/${id}"`);
    const history = await reviewer.get(`/staff/people/${id}/history`);
    expect(history.text.split(`Rang the office about ${family}.`)).toHaveLength(2);
    const record = await test.tools.store.destinationRecords.find('every-school', alumnusId);
    expect(record?.spells.map((spell) => `${spell.provider ?? ''} ${spell.standing}`)).toEqual([standing]);
    expect(record?.decisions).toHaveLength(1);
    expect(await exported(family)).toEqual(
      ruling === 'second' ? [...before, 'still-possible', '0'] : [before[0], '', 'not-known', '0'],
    );
  });

  it('nothing that was sealed stands in clear in any collection, log line or export', async () => {
    const collections = await test.connection.listCollections();
    for (const { name } of collections) {
      const text = JSON.stringify(await test.connection.collection(name).find().toArray());
      expect([name, secrets.filter((secret) => text.includes(secret))]).toEqual([name, []]);
    }
    expect(secrets.filter((secret) => test.logged.join('\n').includes(secret))).toEqual([]);
  });
});
