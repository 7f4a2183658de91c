// Results day on two phones: two people at one form group save row by row, in place with scripting and by reload without it,
// and whoever comes second sees both. The pages are fit for everybody (requirements A1–A3).
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { freePort } from '../../src/main/free-port.js';
import { aStudent, idOf } from '../support/a-form-group.js';
import { keepTrust } from '../support/a-trust.js';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { pageFaults } from '../support/page-faults.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type TestWeb } from '../support/web.js';

const minutes = 60_000;
const northgate = ['northgate' as SchoolId];
const grid = '/staff/plans/northgate.y13-2026.13a';
const whole = '/staff/plans/northgate.y13-2026';
const leeds = { activity: 'university', provider: 'University of Leeds', course: 'Physics' } as const;
const nameOf = (n: number): string => {
  const { name } = aStudent(n);
  return `${name.given} ${name.family}`;
};
const focused = "document.activeElement?.id ?? ''";
const phone = { viewport: { width: 360, height: 740 } };

describeInBrowser('plans and results day', () => {
  let test: Awaited<ReturnType<typeof openTestTools>>;
  let web: TestWeb;
  let chromium: Browser;

  beforeAll(async () => {
    const port = await freePort('127.0.0.1', 0);
    test = await openTestTools({
      now: new Date('2026-08-13T08:00:00Z'),
      settings: { baseUrl: `http://127.0.0.1:${port}` },
    });
    await keepTrust(
      test.tools,
      Array.from({ length: 6 }, (_, place) =>
        aStudent(place + 1, {
          intended: { ...leeds, recordedOn: localDate('2026-03-10'), source: 'school' },
          planning: {
            held: { firmProvider: 'University of Leeds', firmCourse: 'Physics', talkedOn: '2026-05-04' },
            changes: [],
          },
        }),
      ),
    );
    web = await openWeb(test.tools, test.connection, port);
    chromium = await openChromium();
  }, 3 * minutes);
  afterAll(async () => {
    await chromium.close();
    await web.close();
    await test.close();
  });

  /** A phone in the hands of somebody who has signed in. */
  async function inHand(role: 'tutor' | 'school-leader', options: object = {}): Promise<Page> {
    const { cookies } = await web.signedIn(role, northgate, ['13A']);
    const context: BrowserContext = await chromium.newContext({ ...phone, ...options });
    await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: web.origin })));
    const page = await context.newPage();
    page.setDefaultTimeout(minutes);
    return page;
  }
  const row = (page: Page, n: number) => page.locator(`[id="p-${idOf(n)}"]`);
  const result = (page: Page, n: number) => row(page, n).locator('select[name="result"]');
  const step = (page: Page, n: number) => row(page, n).locator('input[name="nextStep"]');
  const save = (page: Page, n: number) => row(page, n).getByRole('button', { name: /^Save/ });
  const stored = async (n: number) => (await test.tools.store.alumni.find('every-school', idOf(n)))?.planning;

  it(
    'two phones at one group: each row is saved in place, others’ rows come along, and the second at one row sees both',
    async () => {
      const tutor = await inHand('tutor');
      const leader = await inHand('school-leader');
      await tutor.goto(web.origin + grid);
      await leader.goto(web.origin + grid);

      await result(tutor, 1).selectOption('firm');
      await row(tutor, 1).getByText('Not saved yet').waitFor();
      await save(tutor, 1).click();
      await tutor
        .getByRole('status')
        .filter({ hasText: `${nameOf(1)}: Saved.` })
        .waitFor();
      await row(tutor, 1).getByText('University: University of Leeds, Physics').first().waitFor();
      expect(tutor.url()).toBe(web.origin + grid);

      // The other phone learns of it with its own next save, and keeps what it has begun elsewhere.
      await step(leader, 3).fill('Ring at ten');
      await result(leader, 2).selectOption('unplaced');
      await save(leader, 2).click();
      await row(leader, 2).getByText('No next step').waitFor();
      await row(leader, 1).getByText('Changed: Avery tutor').waitFor();
      expect(await step(leader, 3).inputValue()).toBe('Ring at ten');

      // Both at one row, the second of whom had not seen the first.
      await result(tutor, 2).selectOption('clearing');
      await save(tutor, 2).click();
      await tutor.getByRole('heading', { name: 'Two changes at once' }).waitFor();
      expect(await tutor.getByText('Avery school-leader changed this row too').count()).toBe(1);
      expect((await stored(2))?.held.result).toBe('unplaced');
      expect(await pageFaults(tutor, 'conflict')).toEqual([]);
      await tutor.setViewportSize(phone.viewport);
      await tutor.getByRole('button', { name: 'Save what you wrote' }).click();
      await tutor.getByRole('heading', { name: 'Results day, 13A' }).waitFor();
      expect((await stored(2))?.changes.map(({ was }) => was.result)).toEqual(['', 'unplaced']);
    },
    3 * minutes,
  );

  it(
    'by keyboard alone: Enter saves, Ctrl and Enter saves and goes to the next row',
    async () => {
      const page = await inHand('tutor', { viewport: { width: 1280, height: 800 } });
      await page.goto(web.origin + grid);
      expect(await page.getByText('Ctrl and Enter').isVisible()).toBe(true);
      await step(page, 4).focus();
      await page.keyboard.type('Ring Hull');
      await page.keyboard.press('Control+Enter');
      await page
        .getByRole('status')
        .filter({ hasText: `${nameOf(4)}: Saved.` })
        .waitFor();
      expect(await page.evaluate<string>(focused)).toBe(`nextStep-${idOf(5)}`);
      await page.keyboard.type('Ring York');
      await page.keyboard.press('Enter');
      await page
        .getByRole('status')
        .filter({ hasText: `${nameOf(5)}: Saved.` })
        .waitFor();
      expect(await page.evaluate<string>(focused)).toBe(`nextStep-${idOf(5)}`);
      expect([(await stored(4))?.held.nextStep, (await stored(5))?.held.nextStep]).toEqual(['Ring Hull', 'Ring York']);
    },
    3 * minutes,
  );

  it(
    'without scripting a row is saved by reload, and something to put right comes back filled in',
    async () => {
      const page = await inHand('tutor', { javaScriptEnabled: false });
      await page.goto(web.origin + grid);
      expect(await page.getByText('Ctrl and Enter').isVisible()).toBe(false);
      await result(page, 6).selectOption('insurance');
      await step(page, 6).fill('Ask which');
      await save(page, 6).click();
      await page.getByRole('heading', { name: 'There is something to put right' }).waitFor();
      expect(await page.getByLabel('Next step').inputValue()).toBe('Ask which');
      await page.getByLabel('Insurance choice').fill('Aston University');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Saved.').waitFor();
      expect(page.url()).toBe(`${web.origin}${grid}?view=results#p-${idOf(6)}`);
      expect((await test.tools.store.alumni.find('every-school', idOf(6)))?.final?.provider).toBe('Aston University');
    },
    3 * minutes,
  );

  it(
    'is fit for everybody',
    async () => {
      const page = await inHand('school-leader');
      const found: string[] = [];
      for (const path of [
        ...['/staff/plans', grid, `${grid}?view=plans`, `${grid}?list=changed`, whole, `${whole}?view=plans`],
        ...[`${grid}/rows/${idOf(1)}`, `${grid}/sheet`],
      ]) {
        await page.goto(web.origin + path);
        for (const more of await page.locator('.onward-row-more > summary').all()) await more.click();
        found.push(...(await pageFaults(page, path)));
      }
      expect(found).toEqual([]);
    },
    5 * minutes,
  );
});
