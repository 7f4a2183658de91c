// A phone of 360 px with scripting off: every page of the survey reached by its buttons, the back link and the keyboard
// alone; each page without accessibility findings, without sideways scrolling at 320 px (which is 1,280 px at 400 %), and
// with targets of at least 48 px.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { openGlass, type Look } from '../support/looking-glass.js';
import { invite, openWave } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type TestWeb } from '../support/web.js';

const minutes = 60_000;

describeInBrowser('answering without JavaScript', () => {
  let test: TestTools;
  let web: TestWeb;
  let chromium: Browser;
  let look: Look;

  beforeAll(async () => {
    ({ test, web } = await openSite());
    await openWave(test.tools);
    chromium = await openChromium();
    const fields = '.govuk-radios__label, .govuk-checkboxes__label, .govuk-input, .govuk-select';
    look = await openGlass(chromium, web.origin, `${fields}, .govuk-button, .govuk-back-link`);
  }, 3 * minutes);
  afterAll(async () => {
    await chromium.close();
    await web.close();
  });

  const phone = async (): Promise<Page> => {
    const context = await chromium.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    page.setDefaultTimeout(minutes);
    return page;
  };
  const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name }).click();

  /** Goes on and looks at the page that follows. */
  async function on(page: Page, heading: string): Promise<void> {
    await press(page, 'Continue');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(heading);
    await look(page, heading);
  }

  it(
    'leads somebody who left early from the mail’s link to thanks, and back again',
    async () => {
      const { token, invitationId } = await invite(test.tools, 'walk');
      const page = await phone();
      await page.goto(`${web.origin}/s/${token}`);
      await look(page, 'landing');
      await press(page, 'They have died');
      await look(page, 'one more look');
      await page.getByRole('link', { name: 'No, go back' }).click();
      await press(page, 'This is me – start');
      await look(page, 'first question');
      await on(page, 'What are you doing now?'); // nothing was chosen
      await page.getByRole('link', { name: 'Choose what you are doing now' }).click();
      expect(new URL(page.url()).hash).toBe('#situation');
      await page.getByLabel('Studying at university').check();
      await on(page, 'When did you start at university?');
      await page.getByLabel('Month').selectOption('September');
      await page.getByLabel('Year').fill('2031');
      await page.getByLabel('I am not quite sure').check();
      await on(page, 'When did you start at university?'); // in the future
      expect([await page.getByLabel('Month').inputValue(), await page.getByLabel('Year').inputValue()]).toEqual([
        '9',
        '2031',
      ]);
      await page.getByLabel('Year').fill('2026');
      await on(page, 'Which university?');
      await page.goBack(); // the browser's own Back asks for the page again and never to send the form again
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('When did you start at university?');
      expect(await page.getByText('There is something to put right').count()).toBe(0);
      await page.goForward();
      await page.getByRole('link', { name: 'Back', exact: true }).click();
      expect(await page.getByLabel('Year').inputValue()).toBe('2026');
      expect(await page.getByLabel('I am not quite sure').isChecked()).toBe(true);
      await on(page, 'Which university?');
      await page.getByLabel('Which university?').fill('University of Exampleton');
      await on(page, 'What are you studying?');
      await press(page, 'Skip this question');
      await page.getByLabel('Yes').check();
      await on(page, 'Are you still on this course?');
      await page.getByLabel('No, I left before the end').check();
      await on(page, 'When did you leave?');
      await page.getByLabel('Month').selectOption('October');
      await page.getByLabel('Year').fill('2026');
      await on(page, 'Plans change. Which of these is closest to what happened?');
      await page.getByLabel('I started and left').check();
      await on(page, 'Where was that?');
      await on(page, 'What made you leave?');
      await page.getByLabel('Money, fees or loans').check();
      await page.getByLabel('I don’t know').check();
      await on(page, 'What made you leave?'); // one or the other
      expect(await page.getByLabel('Money, fees or loans').isChecked()).toBe(true);
      await page.getByLabel('I don’t know').uncheck();
      await on(page, 'What was it about money?');
      await page.getByLabel('because of my faith or what I believe').check();
      await on(page, 'Is there anything you would like to say in your own words?');
      expect(await page.getByText('in danger call 999').isVisible()).toBe(true);
      await page.getByLabel('Is there anything you would like to say').fill('Words\nof my own');
      await on(page, 'How are you paying for it?');
      await on(page, 'May we write to you again to ask how things are going?');
      await page.getByLabel('Yes').check();
      await on(page, 'Until when may we write?');
      await page.getByLabel('For three years').check();
      await on(page, 'Which email address should we use?');
      await page.getByLabel('Which email address').fill('no address');
      await on(page, 'Which email address should we use?'); // not an address
      await page.getByLabel('Which email address').fill('avery@example.org');
      await on(page, 'Whose email address is that?');
      await page.getByLabel('Mine, only I read it').check();
      await on(page, 'Which mobile number may we use?');
      await on(page, 'Check your answers');
      await page.getByRole('link', { name: 'Change “Until when”' }).click();
      await page.getByLabel('For one year').check();
      await on(page, 'Check your answers');
      await press(page, 'Send my answers');
      await look(page, 'thanks');
      await page.goBack();
      expect(await page.getByText('You sent these on 3 November 2026').isVisible()).toBe(true);
      expect(await page.getByRole('button').count()).toBe(0); // nothing to send twice
      expect((await test.tools.store.responses.find(invitationId))?.submissions.length).toBe(1);
    },
    4 * minutes,
  );

  it(
    'keeps earlier answers from another device, and closes them on a shared one',
    async () => {
      const { token } = await invite(test.tools, 'devices');
      const page = await phone();
      await page.goto(`${web.origin}/s/${token}`);
      await press(page, 'This is me – start');
      await page.getByLabel('Working').check();
      await press(page, 'Continue');
      await page.getByRole('link', { name: 'Stop here and come back later' }).click();
      await look(page, 'later');
      await press(page, 'Close my answers on this device');
      await page.goto(`${web.origin}/survey`);
      await look(page, 'no session');
      await page.goto(`${web.origin}/s/${token}`);
      await press(page, 'This is me – start');
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Since when have you been doing this?');
      await page.goto(`${web.origin}/survey/check`);
      await look(page, 'kept answers');
      await page.getByRole('link', { name: 'See or change earlier answers' }).click();
      await press(page, 'Email me a code');
      await page.getByLabel('Code').fill('1');
      await press(page, 'Continue');
      await look(page, 'wrong code');
      await page.goto(`${web.origin}/privacy`);
      await look(page, 'privacy');
      await page.goto(`${web.origin}/s/nonsense`);
      await press(page, 'This is me – start');
      await look(page, 'closed link');
      await press(page, 'Ask for a new link');
      await look(page, 'asked for a link');
    },
    2 * minutes,
  );

  it(
    'can be done by the keyboard alone, in the order of reading',
    async () => {
      const { token } = await invite(test.tools, 'keys');
      const page = await phone();
      await page.goto(`${web.origin}/s/${token}`);
      const stops: string[] = [];
      const tab = async (): Promise<void> => {
        await page.keyboard.press('Tab');
        const focused = page.locator(':focus');
        stops.push((await focused.getAttribute('value')) ?? (await focused.innerText()).trim());
      };
      for (let stop = 0; stop < 3; stop += 1) await tab();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/survey/question/1');
      await tab();
      await tab();
      await page.keyboard.press('ArrowDown'); // Studying at a college
      await page.keyboard.press('ArrowDown'); // Doing an apprenticeship
      await page.keyboard.press('ArrowDown'); // Working
      await tab();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/survey/question/3');
      for (let stop = 0; stop < 8; stop += 1) await tab();
      expect(stops).toEqual([
        ...['Skip to the question', 'Easy read, or somebody helps you', 'start'],
        ...['Skip to the question', 'university', 'continue'],
        ...['Skip to the question', 'Back', expect.stringContaining('Choose'), '', 'yes', 'continue', 'skip'],
        'Stop here and come back later',
      ]);
      const ring = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle');
      expect(await page.locator(':focus').count()).toBe(1);
      expect(ring === 'none').toBe(false);
    },
    2 * minutes,
  );
});
