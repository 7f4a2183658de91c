// Rows 40 and 43 of the fault table, for the survey: what somebody writes into any field is text and stays text. No operator of
// theirs reaches the database from a page with a session, and nothing that they wrote runs in the browser of whoever reads it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deserialize, serialize } from 'bson';
import type { Browser as Chromium } from 'playwright-core';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { full, report } from '../support/fault-report.js';
import { hostileTexts } from '../support/hostile-texts.js';
import { invite, openWave } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let people = 0;

beforeAll(async () => {
  ({ test, web } = await openSite({ query: '?monitorCommands=true' }));
  await openWave(test.tools);
});
afterAll(() => web.close());

async function begun(): Promise<Browser> {
  people += 1;
  const browser = web.browser();
  await browser.post(`/s/${(await invite(test.tools, `h${people}`)).token}`, { choice: 'start' });
  await browser.get('/survey/question/1');
  return browser;
}

const probe = 'probe-9c1e';
const operators = ['$ne', '$gt', '$in', '$regex', '$where', '$expr', '$function', '$set', '$unset', '$inc'];
const keysOver = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => [
        ...(operators.includes(key) && JSON.stringify(inner).includes(probe) ? [key] : []),
        ...keysOver(inner),
      ]);

describe('operators', () => {
  it('that stand in the fields of a page with a session reach no command of the database', async () => {
    const found: string[] = [];
    const statuses: number[] = [];
    let commands = 0;
    test.connection.getClient().on('commandStarted', ({ command }) => {
      commands += 1;
      found.push(...keysOver(deserialize(serialize(command, { ignoreUndefined: true }))));
    });
    const browser = await begun();
    const texts = operators.map((operator) => JSON.stringify({ [operator]: probe }));
    const fields: Record<string, string | string[]>[] = [
      ...operators.map((operator) => ({ [`situation[${operator}]`]: probe, 'situation.$x': probe })),
      ...texts.map((text) => ({ situation: text })),
      ...texts.map((text) => ({ situation: [text, 'work'] })),
      ...texts.map((text) => ({ situation: 'work', action: text, from: text })),
      { '__proto__[polluted]': probe, 'constructor[prototype][polluted]': probe, situation: 'work' },
    ];
    for (const given of fields) {
      statuses.push((await browser.post('/survey/question/1', given)).status);
      await browser.get('/survey/question/1');
    }
    await browser.post('/survey/question/1', { situation: 'university' });
    for (const text of [...texts, ...operators.map((operator) => `${operator} ${probe}`)]) {
      for (const [number, field] of [
        [4, 'provider'],
        [5, 'course'],
        [3, 'since-year'],
      ] as const) {
        await browser.get(`/survey/question/${number}`);
        statuses.push(
          (await browser.post(`/survey/question/${number}`, { [field]: text, [`${field}[$ne]`]: probe })).status,
        );
      }
      statuses.push(
        (await browser.get(`/survey/question/1?from[$ne]=${probe}&lang[$ne]=${encodeURIComponent(text)}`)).status,
      );
    }
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect(commands).toBeGreaterThan(100);
    expect(found).toEqual([]);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});

const vectors = (mark: number): readonly string[] => {
  const run = `window.ran=${mark}`;
  return [
    `<script>${run}</script>`,
    `"><script>${run}</script>`,
    `'><img src=x onerror=${run}>`,
    `</textarea><script>${run}</script>`,
    `</title><svg onload=${run}>`,
    `<svg><animate onbegin=${run} attributeName=x>`,
    `" autofocus onfocus=${run} x="`,
    `javascript:${run}`,
    `<iframe srcdoc="<script>parent.${run}</script>">`,
    `<a href="javascript:${run}">x</a>`,
    `\u2028<body onload=${run}>`,
    `&lt;script&gt;${run}&lt;/script&gt;`,
    `<%= ${run} %>{{${run}}}\${${run}}`,
    `<math><mtext></p><img src onerror=${run}>`,
    `--><script>${run}</script><!--`,
  ];
};

describeInBrowser('markup', () => {
  let chromium: Chromium;
  beforeAll(async () => {
    chromium = await openChromium();
  }, 60_000);
  afterAll(() => chromium.close());

  it(
    'that stands in any answer runs nowhere, neither for the person nor for staff',
    async () => {
      const payloads = [
        ...Array.from({ length: full ? 70 : 1 }, (_none, mark) => vectors(mark)).flat(),
        ...hostileTexts.filter((_none, place) => full || place % 3 === 0),
      ].filter((text) => text.trim() !== '');
      const staff = await web.signedIn('reviewer');
      const page = await (await chromium.newContext()).newPage();
      const refused: string[] = [];
      page.on('dialog', (dialog) => void dialog.dismiss().then(() => refused.push('a dialog opened')));
      page.on('console', (line) => {
        if (/Content Security Policy/i.test(line.text())) refused.push(line.text());
      });
      await page.goto(`${web.origin}/`);
      for (let from = 0; from < payloads.length; from += 3) {
        const [one = '', two = '', three = ''] = payloads.slice(from, from + 3);
        const browser = await begun();
        await browser.post('/survey/question/1', { situation: 'university' });
        const pages: string[] = [];
        for (const [number, field, text] of [
          [4, 'provider', one],
          [5, 'course', two],
          [5, 'course', `${three} `.repeat(3)],
        ] as const) {
          await browser.get(`/survey/question/${number}`);
          await browser.post(`/survey/question/${number}`, { [field]: text });
          pages.push((await browser.get(`/survey/question/${number}`)).text);
        }
        pages.push((await browser.get('/survey/check')).text);
        await browser.post('/survey/check');
        pages.push(
          (await staff.get(`/staff/people/h${people}/record`)).text,
          (await staff.get('/staff/responses')).text,
        );
        for (const html of pages) {
          // Parsed by a real browser from its own address, so that the page's policy holds for what is in it.
          await page.route('**/looked-at', (route) =>
            route.fulfill({
              contentType: 'text/html; charset=utf-8',
              headers: {
                'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'",
              },
              body: html,
            }),
          );
          await page.goto(`${web.origin}/looked-at`);
          await page.unroute('**/looked-at');
          expect(await page.evaluate<unknown>('window.ran')).toBeUndefined();
        }
      }
      expect(refused).toEqual([]);
      report('43', '0 executions, 0 reports of the policy', `${payloads.length} payloads in answers: 0`);
      await page.context().close();
    },
    full ? 3_600_000 : 240_000,
  );
});
