// Choosing a name in a browser with scripting: a list under the field while somebody types, by keys and by touch, with
// nothing found by axe while it is open; and without the list the server asks.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { axeFindings } from '../support/page-faults.js';
import { invite, openWave } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type TestWeb } from '../support/web.js';

const minutes = 60_000;

describeInBrowser('choosing a name', () => {
  let test: TestTools;
  let web: TestWeb;
  let chromium: Browser;

  beforeAll(async () => {
    ({ test, web } = await openSite());
    await openWave(test.tools);
    chromium = await openChromium();
  }, 3 * minutes);
  afterAll(async () => {
    await chromium.close();
    await web.close();
  });

  /** The page that asks which university. */
  async function asked(name: string): Promise<Page> {
    const { token } = await invite(test.tools, name, {}, { name: 'start-check', version: 2 });
    const page = await (await chromium.newContext({ viewport: { width: 320, height: 640 } })).newPage();
    page.setDefaultTimeout(minutes);
    await page.goto(`${web.origin}/s/${token}`);
    await page.getByRole('button', { name: 'This is me – start' }).click();
    await page.getByLabel('Studying at university').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Yes').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Skip' }).click();
    return page;
  }
  const field = (page: Page) => page.getByRole('combobox', { name: 'Which university?' });
  const sent = (page: Page) => page.locator('input[name="study-place-pick"]').inputValue();

  it(
    'by the keys, as a combobox says it',
    async () => {
      const page = await asked('keys');
      await field(page).pressSequentially('leeds');
      await page.getByRole('option', { name: 'Leeds Beckett University' }).waitFor();
      expect(await field(page).getAttribute('aria-expanded')).toBe('true');
      expect(await page.getByRole('status').last().innerText()).toBe('Names to choose from: 8');
      await field(page).press('ArrowDown');
      const active = await field(page).getAttribute('aria-activedescendant');
      expect(await page.locator(`#${active ?? ''}`).innerText()).toBe('University of Leeds');
      expect(await page.getByRole('option', { selected: true }).innerText()).toBe('University of Leeds');
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      const heights = await page.evaluate<number[]>(
        'Array.from(document.querySelectorAll("[role=option]"), (one) => one.offsetHeight)',
      );
      expect(heights.filter((height) => height < 48)).toEqual([]);
      await field(page).press('Enter'); // chooses, and sends nothing
      expect([await field(page).inputValue(), await sent(page)]).toEqual(['University of Leeds', '10007795']);
      expect(await page.getByRole('listbox').isVisible()).toBe(false);
      await field(page).press('Enter');
      await page.getByRole('heading', { name: 'What are you studying?' }).waitFor();
    },
    2 * minutes,
  );

  it(
    'by touch; typing on takes it back, and Escape leaves what was typed',
    async () => {
      const page = await asked('touch');
      await field(page).pressSequentially('leeds b');
      await page.getByRole('option', { name: 'Leeds Beckett University' }).click();
      expect([await field(page).inputValue(), await sent(page)]).toEqual(['Leeds Beckett University', '10003861']);
      await field(page).press('Backspace');
      expect(await page.locator('input[name="study-place-pick"]').count()).toBe(0);
      await page.getByRole('option').first().waitFor();
      await field(page).press('Escape');
      expect(await page.getByRole('listbox').isVisible()).toBe(false);
      await field(page).fill('Leeds');
      await page.getByRole('option').first().waitFor();
      await field(page).press('Escape'); // the list lies over the button until then
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('group', { name: 'Which of these do you mean?' }).waitFor();
      await page.getByLabel('None of these. Keep “Leeds”').check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'What are you studying?' }).waitFor();
    },
    2 * minutes,
  );

  it(
    'leaves the field as it is where the names cannot be fetched',
    async () => {
      const page = await asked('offline');
      await page.route('**/names/**', (route) => route.abort());
      const failed = page.waitForEvent('requestfailed');
      await field(page).fill('Exampleton');
      await failed;
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'What are you studying?' }).waitFor();
    },
    2 * minutes,
  );
});
