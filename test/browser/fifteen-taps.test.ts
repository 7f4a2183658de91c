// How many taps does it take, with scripting off on a phone of 360 px? A first full arrival check: at most fifteen, with every
// page looked at for accessibility. Somebody who comes back: the page that asks whether it is still so, and the choices page.
// A tap is a touch on a link, a button, a mark or a field; typing is none, and neither is the tap's own scrolling.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { arrivalCheckV4 } from '../../src/domain/survey/questionnaires/checks-v4.js';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { openGlass, type Look } from '../support/looking-glass.js';
import { comeBack } from '../support/returning.js';
import { invite, openWave } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type TestWeb } from '../support/web.js';

const minutes = 60_000;

describeInBrowser('a phone without scripting', () => {
  let test: TestTools;
  let web: TestWeb;
  let chromium: Browser;
  let look: Look;
  let taps = 0;

  beforeAll(async () => {
    ({ test, web } = await openSite());
    await openWave(test.tools);
    chromium = await openChromium();
    look = await openGlass(chromium, web.origin, '.onward-tap, .govuk-button, .govuk-back-link, .govuk-select');
  }, 3 * minutes);
  afterAll(async () => {
    await chromium.close();
    await web.close();
  });

  const phone = async (): Promise<Page> => {
    const context = await chromium.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    page.setDefaultTimeout(minutes);
    taps = 0;
    return page;
  };
  const tap = async (on: Locator): Promise<void> => {
    taps += 1;
    await on.click();
  };
  const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

  it(
    'a first full arrival check takes at most fifteen taps',
    async () => {
      const { name, version } = arrivalCheckV4;
      const { token, invitationId } = await invite(test.tools, 'first', {}, { name, version });
      const page = await phone();
      taps += 1; // the link in the mail
      await page.goto(`${web.origin}/s/${token}`);
      await look(page, 'landing');
      await tap(button(page, 'This is me – start'));
      const asked: string[] = [];
      const on = async (heading: string): Promise<void> => {
        await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
        asked.push(heading);
        await look(page, heading);
      };
      await on('What are you doing now?');
      await tap(button(page, 'Studying at university'));
      await on('When did you start at university?');
      await tap(button(page, 'September 2026'));
      await on('Which university?');
      await tap(page.getByLabel('Which university?'));
      await page.keyboard.type('University of Exampleton');
      await tap(button(page, 'Continue'));
      await on('What are you studying?');
      await tap(page.getByLabel('What are you studying?'));
      await page.keyboard.type('Physics');
      await page.keyboard.press('Enter'); // the key of the keyboard that says "Go"
      taps += 1;
      await on('Do you do anything else as well?');
      await tap(button(page, 'No, nothing else'));
      await on('Is this what you had planned when you left school?');
      await tap(button(page, 'Yes'));
      await on('Is it the right place for you?');
      await tap(button(page, '4'));
      await on('How are you paying for it?');
      await tap(button(page, 'A student loan'));
      await on('May we write to you again to ask how things are going?');
      await tap(button(page, 'Yes, for ten years'));
      await on('Which email address should we use?');
      await tap(button(page, 'Skip this question'));
      await look(page, 'Check your answers');
      await page.getByRole('link', { name: 'Change “What you are doing now”' }).waitFor();
      await tap(button(page, 'Send my answers'));
      await look(page, 'thanks');
      expect([await page.getByRole('heading', { level: 1 }).innerText(), asked.length]).toEqual(['Thank you', 10]);
      expect((await test.tools.store.responses.find(invitationId))?.submissions.length).toBe(1);
      expect(taps).toBeLessThanOrEqual(15);
    },
    3 * minutes,
  );

  it(
    'an answer given by a button is shown and changed, and Enter in the year presses no month',
    async () => {
      const { name, version } = arrivalCheckV4;
      const { token } = await invite(test.tools, 'changes', {}, { name, version });
      const page = await phone();
      await page.goto(`${web.origin}/s/${token}`);
      await tap(button(page, 'This is me – start'));
      await tap(button(page, 'Working'));
      await page.getByLabel('Year').fill('2025');
      await page.keyboard.press('Enter');
      await page.getByText('Enter both a month and a year').first().waitFor();
      await look(page, 'half a month');
      await tap(button(page, 'October 2026'));
      await page.getByRole('link', { name: 'Back', exact: true }).click();
      expect([await page.getByLabel('Month').inputValue(), await page.getByLabel('Year').inputValue()]).toEqual([
        '10',
        '2026',
      ]);
      await page.getByRole('link', { name: 'Back', exact: true }).click();
      expect(await page.getByText('Your answer now: Working').isVisible()).toBe(true);
      await look(page, 'an answered question');
      await tap(button(page, 'Looking for work or a course'));
      expect(await page.getByText('Your answer now').count()).toBe(0);
    },
    2 * minutes,
  );

  it(
    'who comes back is asked whether it is still so, and changes how we reach them',
    async () => {
      const given = { tools: test.tools, application: web.application };
      const { token, alumnusId } = await comeBack(given, 'returns');
      const page = await phone();
      await page.goto(`${web.origin}/s/${token}/same`);
      await look(page, 'an answer that waits');
      await page.goto(`${web.origin}/s/${token}/changed`);
      await look(page, 'the other answer');
      await page.goto(`${web.origin}/s/${token}`);
      await tap(button(page, 'This is me – start'));
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Is this still so?');
      await look(page, 'is this still so');
      await tap(button(page, 'Nothing has changed'));
      await look(page, 'thanks');
      await page.getByRole('link', { name: 'Change your address, your name' }).click();
      await look(page, 'choices');
      await page.getByText('Add an email address').click();
      await page.getByLabel('Email address', { exact: true }).fill('nowhere');
      await tap(button(page, 'Add this address'));
      await look(page, 'choices to put right');
      await page.getByLabel('Email address', { exact: true }).fill('later@example.org');
      await page.getByRole('group', { name: 'Whose is it?' }).first().getByLabel('Mine, only I read it').check();
      await tap(button(page, 'Add this address'));
      expect(await page.getByText('We have added your address.').isVisible()).toBe(true);
      await look(page, 'choices that were made');
      await page.getByRole('group', { name: 'May we quote your words' }).getByLabel('Yes').check();
      await tap(button(page, 'Save what we may do'));
      const person = await test.tools.store.alumni.find('every-school', alumnusId);
      expect(person?.permissions.map(({ purpose }) => purpose)).toEqual(['destination-survey', 'quote']);
      expect(person?.contactPoints.map(({ value }) => value)).toEqual(['returns@example.org', 'later@example.org']);
      await tap(button(page, 'They cannot answer'));
      await look(page, 'one more look');
      await page.getByRole('link', { name: 'No, go back' }).click();
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('How we reach you');
    },
    3 * minutes,
  );
});
