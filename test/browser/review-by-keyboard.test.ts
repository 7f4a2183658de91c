// A reviewer clears fifty-five mixed items by the keyboard alone: conflicts, doubtful places and subjects, reasons in people's own
// words, records that may be one person twice; skips one, undoes one, and turns the keys off.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { AlumnusId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { anAlumnus, atLeeds, keep, sentOn3November } from '../application/a-destination.js';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type TestWeb } from '../support/web.js';

const minutes = 180_000;

describeInBrowser('reviewing by the keyboard', () => {
  let test: TestTools;
  let web: TestWeb;
  let chromium: Browser;
  let page: Page;

  beforeAll(async () => {
    ({ test, web } = await openSite({ now: new Date('2026-11-24T10:00:00Z') }));
    const { final: _final, ...bare } = anAlumnus('any');
    for (let number = 10; number < 60; number += 1) {
      const id = `mixed-${number}` as AlumnusId;
      const kind = (['place', 'reason', 'subject'] as const)[number % 5] ?? 'conflict';
      await keep(test.tools, kind === 'conflict' ? anAlumnus(id) : { ...bare, id });
      const ownWords = { 'plan-story': 'never-applied', reasons: ['something-else'], 'reason-words': 'It was far.' };
      const answers = {
        ...atLeeds,
        ...(kind === 'place' ? { provider: 'Leds Univ' } : {}),
        ...(kind === 'subject' ? { course: 'Physics with Philosophy' } : {}),
        ...(kind === 'reason' ? ownWords : {}),
      };
      await web.application.destinations.recordClaims({
        ...{ alumnusId: id, responseId: `w1:${id}`, answers },
        ...sentOn3November,
      });
    }
    for (let number = 1; number <= 5; number += 1) {
      const dateOfBirth = localDate(`2008-03-0${number}`);
      for (const side of ['a', 'b']) {
        await keep(test.tools, { ...bare, id: `twice-${number}${side}` as AlumnusId, dateOfBirth });
      }
    }
    await web.application.people.findDuplicates(100);
    chromium = await openChromium();
    const { cookies } = await web.signedIn('reviewer');
    const context = await chromium.newContext();
    await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: web.origin })));
    page = await context.newPage();
    page.setDefaultTimeout(minutes);
  }, 3 * minutes);
  afterAll(async () => {
    await chromium.close();
    await web.close();
  });

  const left = async (): Promise<number> =>
    (await test.tools.store.destinationRecords.countReviews('every-school')) +
    (await test.tools.store.duplicates.countWaiting('every-school'));
  const heading = () => page.locator('h1').innerText();
  /** Presses, and waits for the page that comes of it. */
  async function pressAndGo(key: string): Promise<void> {
    await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
  }

  it(
    'moves in the queue, skips, undoes, and turns the keys off and on',
    async () => {
      await page.goto(`${web.origin}/staff/reviews`);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('k');
      await page.keyboard.press('j');
      const chosen = await page.evaluate<string>('document.activeElement.getAttribute("href")');
      await page.keyboard.press('x');
      expect(await page.locator('.onward-tick:checked').count()).toBeLessThanOrEqual(1);
      await pressAndGo('Enter');
      expect(page.url()).toBe(web.origin + chosen);
      await page.goto(`${web.origin}/staff/reviews/mixed-12`);
      await page.keyboard.press('2');
      await pressAndGo('Enter');
      expect(await left()).toBe(54);
      await pressAndGo('u');
      expect([await left(), page.url()]).toEqual([55, `${web.origin}/staff/reviews/mixed-12`]);
      await pressAndGo('s');
      expect(page.url()).toBe(`${web.origin}/staff/reviews/mixed-13`);
      await page.keyboard.press('a');
      await pressAndGo('Enter');
      expect(await left()).toBe(54);
      await pressAndGo('u');
      expect([await left(), page.url()]).toEqual([55, `${web.origin}/staff/reviews/mixed-13`]);

      await page.locator('[data-keys] summary').press('Enter');
      await page.locator('[data-keys-toggle]').press('Enter');
      await page.keyboard.press('a');
      expect(await page.locator('input[name="ruling"]:checked').count()).toBe(0);
      await page.locator('[data-keys-toggle]').press('Enter');
    },
    3 * minutes,
  );

  it(
    'speaks of no keys where no script reads them',
    async () => {
      const { cookies } = await web.signedIn('reviewer');
      const context = await chromium.newContext({ javaScriptEnabled: false });
      await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: web.origin })));
      const plain = await context.newPage();
      await plain.goto(`${web.origin}/staff/reviews/mixed-13`);
      expect([await plain.locator('[data-keys]').count(), await plain.locator('[data-keys]').isVisible()]).toEqual([
        1,
        false,
      ]);
      await context.close();
    },
    3 * minutes,
  );

  it(
    'clears all of them without the mouse',
    async () => {
      await page.goto(`${web.origin}/staff/review-next`);
      for (let turns = 0; turns < 60 && page.url() !== `${web.origin}/staff/reviews`; turns += 1) {
        if (!/\/staff\/(?:reviews\/mixed|duplicates\/twice)-\d+/.test(page.url())) break;
        expect(await heading()).toContain('Testperson');
        if ((await page.locator('input[name="ruling"]').count()) > 0) {
          await page.keyboard.press('a');
          await pressAndGo('Enter');
        } else if ((await page.locator('[data-key="w"]').count()) > 0) {
          await pressAndGo('w');
          expect(await page.locator('blockquote').innerText()).toBe('It was far.');
          await page.keyboard.press('d');
          await page.keyboard.type('Place');
          await page.keyboard.press('Tab');
          await page.keyboard.press('Tab');
          await pressAndGo('Enter');
        } else {
          await page.keyboard.press('1');
          await pressAndGo('Enter');
        }
      }
      expect(await left()).toBe(0);
      expect(await page.locator('main').innerText()).toContain('Nothing waits for a decision.');
    },
    3 * minutes,
  );
});
