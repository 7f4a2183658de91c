// Row 59 of the fault table (WCAG 2.2.1, 3.3.7): twenty ways to lose what one types, and nothing is lost. The session ends while
// somebody types, the window is closed, the server starts again, a form is sent twice, two tabs are open, Back is pressed.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { freePort } from '../../src/main/free-port.js';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { eventually } from '../support/a-trust.js';
import { invite, openWave } from '../support/survey.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type TestWeb } from '../support/web.js';

const minutes = 60_000;
const story = 'Ich schrieb viel: “alles”, über Zeilen\nhinweg – 1.998 Zeichen & <mehr>. '.repeat(12).trim();

/** A page with something to type: its number, how it is typed, how it is found again. */
const fields = [
  { number: 4, field: '#provider', typed: 'Université d’Exempleton <& Söhne>' },
  { number: 5, field: '#course', typed: 'Mathematics “and” Physics' },
  { number: 3, field: '#since-year', typed: '2025' },
  { number: 24, field: '#reason-words', typed: story },
] as const;

describeInBrowser('what somebody types', () => {
  let test: Awaited<ReturnType<typeof openTestTools>>;
  let web: TestWeb;
  let chromium: Browser;
  let people = 0;
  let port = 0;
  const start = new Date('2026-11-03T10:00:00Z');

  beforeAll(async () => {
    // The address must be the one that the browser sees, or what scripts send would come from elsewhere.
    port = await freePort('127.0.0.1', 0);
    test = await openTestTools({ settings: { baseUrl: `http://127.0.0.1:${port}` } });
    web = await openWeb(test.tools, test.connection, port);
    await openWave(test.tools);
    chromium = await openChromium();
  }, 3 * minutes);
  afterAll(async () => {
    await chromium.close();
    await web.close();
    await test.close();
  });

  /** Somebody at the page with what they type typed in. */
  async function typing(at: (typeof fields)[number], javaScriptEnabled = false): Promise<{ page: Page; link: string }> {
    test.setClock(start);
    people += 1;
    const { token } = await invite(test.tools, `t${people}`);
    const link = `${web.origin}/s/${token}`;
    const page = await (await chromium.newContext({ javaScriptEnabled })).newPage();
    page.setDefaultTimeout(minutes);
    await page.goto(link);
    await page.locator('button[value="start"]').click();
    await page.getByLabel('Studying at university').check();
    await page.locator('button[value="continue"]').click();
    if (at.number === 24) {
      for (const [number, choose] of [
        [8, 'No'],
        [11, 'I started and left'],
      ] as const) {
        await page.goto(`${web.origin}/survey/question/${number}`);
        await page.getByLabel(choose, { exact: true }).check();
        await page.locator('button[value="continue"]').click();
      }
    }
    await page.goto(`${web.origin}/survey/question/${at.number}`);
    if (at.number === 3) await page.locator('#since').selectOption('9');
    await page.locator(at.field).fill(at.typed);
    return { page, link };
  }
  const press = (page: Page): Promise<void> => page.locator('button[value="continue"]').click();
  /** What the field holds when somebody comes to its page again. */
  async function found(page: Page, { number, field }: (typeof fields)[number]): Promise<string> {
    await page.goto(`${web.origin}/survey/question/${number}`);
    return page.locator(field).inputValue();
  }
  const again = async (page: Page, link: string): Promise<void> => {
    await page.goto(link);
    await page.locator('button[value="start"]').click();
  };

  it.each(fields)(
    'on page $number is kept when the session ends while they type, and the link leads back to it',
    async (at) => {
      const { page, link } = await typing(at);
      test.setClock(new Date('2026-11-05T10:00:00Z'));
      await press(page);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('What you typed is saved');
      expect((await page.goto(`${web.origin}/survey/check`))?.status()).toBe(401); // nothing is shown before the link
      await again(page, link);
      expect(await found(page, at)).toBe(at.typed);
      await page.context().close();
    },
    3 * minutes,
  );

  it.each(fields)(
    'on page $number is kept when they close the window without pressing anything',
    async (at) => {
      const { page, link } = await typing(at, true);
      await page.goto('about:blank');
      const next = await page.context().newPage();
      await again(next, link);
      expect(
        await eventually(
          () => found(next, at),
          (value) => value === at.typed,
        ),
      ).toBe(at.typed);
      await page.context().close();
    },
    3 * minutes,
  );

  it.each(fields)(
    'on page $number is taken by a server that started again in between',
    async (at) => {
      const { page } = await typing(at);
      await web.close();
      web = await openWeb(test.tools, test.connection, port);
      await press(page);
      expect(await found(page, at)).toBe(at.typed);
      await page.context().close();
    },
    3 * minutes,
  );

  it.each(fields)(
    'on page $number is taken once when it is sent twice, and is there by Back',
    async (at) => {
      const { page } = await typing(at);
      const here = page.url();
      const request = page.waitForRequest((each) => each.method() === 'POST');
      await press(page);
      const sent = await request;
      const twice = await page.request.post(here, {
        data: sent.postData() ?? '',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        maxRedirects: 0,
      });
      expect(twice.status()).toBe(303);
      await page.goBack();
      expect(await page.locator(at.field).inputValue()).toBe(at.typed);
      expect(await found(page, at)).toBe(at.typed);
      await page.context().close();
    },
    3 * minutes,
  );

  it.each(fields)(
    'on page $number is kept beside what another tab sends, and beside the Back link',
    async (at) => {
      const { page } = await typing(at, true);
      const tab = await page.context().newPage();
      await tab.goto(`${web.origin}/survey/question/8`);
      await tab.getByLabel('Partly', { exact: true }).check();
      await press(tab);
      await page.bringToFront();
      await page.getByRole('link', { name: 'Back', exact: true }).click();
      await page.waitForURL((url) => !url.pathname.endsWith(`/${at.number}`));
      await press(page).catch(() => undefined);
      expect(
        await eventually(
          () => found(page, at),
          (value) => value === at.typed,
        ),
      ).toBe(at.typed);
      await page.context().close();
    },
    3 * minutes,
  );
});
