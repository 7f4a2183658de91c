// A scheduler's day without a mouse: a wave from its draft to running again after a pause, a reply worked through, a call
// recorded. Everything is reached by Tab from the top of the page, sees where it is, and is pressed by Enter or Space.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { WaveState } from '../../src/domain/waves/wave.js';
import { aLeaver, keepTrust, scheduler } from '../support/a-trust.js';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { asMail } from '../support/returned-mail.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type TestWeb } from '../support/web.js';

const minutes = 60_000;
const mobile = { number: 2, kind: 'mobile', value: '+447700900123', owner: 'self', state: 'usable' } as const;

/** What has the focus: its tag, its name, and whether anything shows that it has it. */
interface Focus {
  readonly tag: string;
  readonly name: string;
  readonly shown: boolean;
}
const focus = `(() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const labels = [...(at.labels ?? [])].map((label) => label.innerText).join(' ');
  const name = at.getAttribute('aria-label') ?? (labels || at.innerText || at.value || '');
  return {
    tag: at.tagName,
    name: name.replace(/\\s+/g, ' ').trim(),
    shown: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
  };
})()`;

describeInBrowser('by keyboard alone', () => {
  let test: TestTools;
  let web: TestWeb;
  let chromium: Browser;
  let page: Page;

  beforeAll(async () => {
    ({ test, web } = await openSite());
    chromium = await openChromium();
    const { cookies } = await web.signedIn('administrator');
    const context = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
    await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: web.origin })));
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const points = [...aLeaver(1).contactPoints, { ...mobile, addedOn: localDate('2026-07-01') }];
    await keepTrust(test.tools, [aLeaver(0), aLeaver(1, { contactPoints: points }), aLeaver(2)]);
  }, minutes);
  afterAll(async () => {
    await chromium.close();
    await web.close();
  });

  /** Presses Tab until the thing of that name has the focus, which must be seen. */
  async function tabTo(tag: string, name: RegExp): Promise<void> {
    const passed: string[] = [];
    for (let presses = 0; presses < 150; presses += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate<Focus>(focus);
      passed.push(`${at.tag} ${at.name}`);
      if (at.tag === tag && name.test(at.name)) {
        expect([name.source, at.shown]).toEqual([name.source, true]);
        return;
      }
    }
    throw new Error(`Tab never came to ${tag} ${name.source}, but to: ${passed.join(' | ')}`);
  }

  /** Tabs to a button or link, presses it, and waits for the page that it leads to. */
  async function press(tag: 'BUTTON' | 'A', name: RegExp, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await tabTo(tag, name);
    await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
  }
  const heading = (): Promise<string> => page.locator('h1').innerText();
  const stateOf = async (): Promise<WaveState | undefined> =>
    (await web.application.waves.listWaves(scheduler))[0]?.wave.state;

  it(
    'a wave is planned, confirmed, paused and resumed',
    async () => {
      await page.goto(`${web.origin}/staff`);
      await press('A', /^Waves$/);
      await press('A', /^Plan a wave$/);
      await tabTo('INPUT', /^Name of the wave/);
      await page.keyboard.type('By keyboard');
      await press('BUTTON', /^See who would be written to$/);
      expect([await heading(), await stateOf()]).toEqual(['By keyboard', 'draft']);
      await tabTo('INPUT', /^Type the number of people/);
      await page.keyboard.type('3');
      await press('BUTTON', /^Send to 3 people$/, 'Space');
      expect(await stateOf()).toBe('confirmed');
      await web.application.waves.advanceWaves();
      await page.reload();
      await press('BUTTON', /^Pause$/, 'Space');
      expect(await stateOf()).toBe('paused');
      await press('BUTTON', /^Resume$/);
      expect(await stateOf()).toBe('running');
      expect(await page.locator('.onward-notice__text').innerText()).toBe('Running again.');
    },
    minutes,
  );

  it(
    'a reply is read for a purpose and dealt with',
    async () => {
      const lines = [
        'From: Avery Testperson <avery2@example.org>',
        'To: alumni@trust.example',
        'Subject: Re: One minute',
      ];
      const mail = asMail(
        [...lines, 'Content-Type: text/plain', '', 'Please do not write to me any more.'].join('\r\n'),
      );
      await web.application.waves.takeInMail(mail, 'test');
      await page.goto(`${web.origin}/staff`);
      await press('A', /^Read the replies/);
      await press('A', /Avery2 Testperson/);
      await press('BUTTON', /^Read it$/);
      expect(await page.locator('main').innerText()).toContain('Please do not write to me any more.');
      await press('BUTTON', /^Stop writing to them$/, 'Space');
      expect((await test.tools.store.suppressions.among([], [aLeaver(2).id])).people.has(aLeaver(2).id)).toBe(true);
      expect(await test.tools.store.replies.countOpen('every-school')).toBe(0);
    },
    minutes,
  );

  it(
    'a call is asked for, taken and recorded',
    async () => {
      await page.goto(`${web.origin}/staff/people/${aLeaver(1).id}/contact`);
      await press('BUTTON', /^Put them on the list of calls$/);
      await page.goto(`${web.origin}/staff`);
      await press('A', /^Call them/);
      await press('BUTTON', /^Take the next call$/);
      expect(await heading()).toBe('Avery1 Testperson');
      await tabTo('TEXTAREA', /^Note for whoever rings next/);
      await page.keyboard.type('Best after five');
      await press('BUTTON', /^No answer$/, 'Space');
      const [call] = await test.connection
        .collection('calls')
        .find({ alumnusId: aLeaver(1).id })
        .toArray();
      expect((call?.['attempts'] as { outcome: string }[]).map(({ outcome }) => outcome)).toEqual(['no-answer']);
      expect(await page.locator('.onward-notice__text').innerText()).toContain('Noted, to be rung again from');
    },
    minutes,
  );
});
