// Row 31 of the fault table (requirements T3, T11): the same answers pressed twice, fifty times at once, from two tabs, by
// the back button, and again a day later. One response, one submission, one audit row, and everybody gets the same receipt.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { invite, openWave } from '../support/survey.js';
import { full, report } from '../support/fault-report.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

const people = full ? 1_000 : 4;
const atOnce = 50;
let test: TestTools;
let web: TestWeb;

beforeAll(async () => {
  ({ test, web } = await openSite());
  await openWave(test.tools);
});
afterAll(() => web.close());

/** Presses the button of the check page so many times at once; gives where each press led. */
async function press(browser: Browser, times: number): Promise<readonly (string | null)[]> {
  await browser.get('/survey/check');
  const answers = await Promise.all(Array.from({ length: times }, () => browser.post('/survey/check')));
  return answers.map(({ location }) => location);
}

it(
  `${people} people send the same again in every way that a browser can`,
  async () => {
    const receipts = new Set<string>();
    for (let n = 0; n < people; n += 1) {
      test.setClock(new Date('2026-11-03T10:00:00Z'));
      const { token, invitationId } = await invite(test.tools, `again-${n}`);
      const browser = web.browser();
      await browser.post(`/s/${token}`, { choice: 'start' });
      await browser.get('/survey/question/1');
      const same = { situation: 'looking' };
      const saved = await Promise.all(Array.from({ length: atOnce }, () => browser.post('/survey/question/1', same)));
      expect(new Set(saved.map(({ status, location }) => `${status} ${location ?? ''}`))).toEqual(
        new Set(['303 /survey/question/3']),
      );
      await browser.post('/survey/question/1', same); // by the back button
      expect(new Set(await press(browser, atOnce))).toEqual(new Set(['/survey/thank-you']));
      receipts.add((await browser.get('/survey/thank-you')).text);
      // A day later, with the cookie renewed by sending; and through the link again, in another tab.
      test.setClock(new Date('2026-11-04T09:59:00Z'));
      await press(browser, 2);
      await browser.post(`/s/${token}`, { choice: 'start' });
      await press(browser, 2);
      const response = await test.tools.store.responses.find(invitationId);
      expect([response?.state, response?.submissions.length]).toEqual(['completed', 1]);
      await browser.get('/survey/check');
    }
    expect(receipts.size).toBe(1);
    while ((await web.application.governance.appendAudit()) > 0);
    const rows = await test.connection
      .collection('auditevents')
      .find({ act: 'response.sent' })
      .project<{ subject: string }>({ subject: 1 })
      .toArray();
    expect(rows.length).toBe(people);
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(people);
    expect(await test.connection.collection('responses').countDocuments({})).toBe(people);
    report('31', '1 response, 1 audit row each', `${people} people × ${atOnce} at once: ${rows.length} rows`);
  },
  full ? 3_600_000 : 120_000,
);
