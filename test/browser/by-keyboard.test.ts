// A scheduler's day without a mouse, on a laptop and in a window as narrow as a phone: a wave from its draft to running again after
// a pause, its plan extended, a test to oneself, mail of unknown fate decided, a reply worked through, a call recorded, an address
// that must not be mailed. Everything is reached by Tab from the top of the page, sees where it is, and is pressed by Enter or Space.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { WaveId, WaveState } from '../../src/domain/waves/wave.js';
import { aLeaver, keepTrust, scheduler } from '../support/a-trust.js';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { asMail } from '../support/returned-mail.js';
import { pageFaults } from '../support/page-faults.js';
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

describe.each([1280, 360])('in a window of %d px', (width) =>
  describeInBrowser('by keyboard alone', () => {
    let test: TestTools;
    let web: TestWeb;
    let chromium: Browser;
    let page: Page;

    beforeAll(async () => {
      ({ test, web } = await openSite());
      chromium = await openChromium();
      const { cookies } = await web.signedIn('administrator');
      const context = await chromium.newContext({ viewport: { width, height: 800 } });
      await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: web.origin })));
      page = await context.newPage();
      page.setDefaultTimeout(minutes);
      const points = [...aLeaver(1).contactPoints, { ...mobile, addedOn: localDate('2026-07-01') }];
      await keepTrust(test.tools, [aLeaver(0), aLeaver(1, { contactPoints: points }), aLeaver(2)]);
    }, 3 * minutes);
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
        passed.push(`${at.tag} ${at.name.slice(0, 40)}`);
        if (at.tag === tag && name.test(at.name)) {
          expect([name.source, at.shown]).toEqual([name.source, true]);
          return;
        }
      }
      throw new Error(`Tab never came to ${tag} ${name.source}, but to: ${[...new Set(passed)].join(' | ')}`);
    }

    /** Tabs to a button or link, presses it, and waits for the page that it leads to. */
    async function press(tag: 'BUTTON' | 'A', name: RegExp, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
      await tabTo(tag, name);
      await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
    }
    /** The page as it stands is fit for everybody; looked at once, since every width is tried. */
    async function isFit(name: string, title?: RegExp): Promise<void> {
      if (width < 1280) return;
      expect(await pageFaults(page, name, title)).toEqual([]);
      await page.setViewportSize({ width, height: 800 });
    }
    const heading = (): Promise<string> => page.locator('h1').innerText();
    const stateOf = async (): Promise<WaveState | undefined> =>
      (await web.application.waves.listWaves(scheduler))[0]?.wave.state;

    it(
      'a wave is planned, confirmed, paused and resumed',
      async () => {
        await page.goto(`${web.origin}/staff`);
        if (width < 640) {
          await tabTo('SUMMARY', /^Menu: Today$/);
          await page.keyboard.press('Enter');
        }
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
      3 * minutes,
    );

    it(
      'its plan gets a step more and stays open longer, and a test of its mail goes to oneself',
      async () => {
        await press('A', /^Add a step or keep it open longer$/);
        await tabTo('SELECT', /^Step$/);
        await page.keyboard.type('Text');
        await tabTo('INPUT', /^Day$/);
        await page.keyboard.type('12112026');
        await tabTo('INPUT', /^Time$/);
        await page.keyboard.type('1200PM');
        await press('BUTTON', /^Add it$/);
        expect(await page.locator('.onward-notice__text').innerText()).toContain('Text');
        await press('A', /^Add a step or keep it open longer$/);
        await isFit('the plan of a wave under way');
        await tabTo('INPUT', /^Last day for answers$/);
        await page.keyboard.type('01152027');
        await press('BUTTON', /^Keep it open$/, 'Space');
        const [wave] = await web.application.waves.listWaves(scheduler);
        expect([wave?.wave.closesOn, wave?.wave.steps.find(({ id }) => id === 't')]).toEqual([
          '2027-01-15',
          { id: 't', kind: 'text', on: '2026-12-11', at: '12:00' },
        ]);
        await press('A', /^Preview of the /);
        await isFit('a preview');
        await press('BUTTON', /^Send a test to myself$/, 'Space');
        expect(await page.locator('.onward-notice__text').innerText()).toContain('A test is on its way to ');
        await press('A', /^Back to the wave$/);
      },
      3 * minutes,
    );

    it(
      'mail of unknown fate is decided, one by one and all at once',
      async () => {
        const [listed] = await web.application.waves.listWaves(scheduler);
        const waveId = listed?.wave.id ?? '';
        await web.application.waves.queueDueMessages();
        expect(await test.tools.store.outbox.doubt(waveId, test.tools.clock.now())).toBe(3);
        await page.goto(`${web.origin}/staff/waves/${waveId}`);
        await press('BUTTON', /^Leave it$/, 'Space');
        await isFit('a wave with mail of unknown fate', /^Error: /);
        expect(await page.title()).toMatch(/^Error: /);
        await tabTo('INPUT', /^Why ?: Avery0 Testperson$/);
        await page.keyboard.type('They wrote that it came');
        await press('BUTTON', /^Leave it$/, 'Space');
        await tabTo('SUMMARY', /^Decide about all 2 at once$/);
        await page.keyboard.press('Enter');
        await tabTo('INPUT', /^Why$/);
        await page.keyboard.type('The server lost its queue');
        await press('BUTTON', /^Send them all again$/);
        expect((await web.application.waves.showWave(scheduler, waveId as WaveId)).unknown).toEqual([]);
      },
      3 * minutes,
    );

    it(
      'an address is kept from being mailed, looked up, and let go again',
      async () => {
        await page.goto(`${web.origin}/staff/settings/suppressions`);
        await tabTo('INPUT', /^Address$/);
        await page.keyboard.type('avery0@example.org');
        await tabTo('INPUT', /./); // the choices of what it stops
        await page.keyboard.press('Space');
        await tabTo('INPUT', /^Why$/);
        await page.keyboard.type('asked by phone');
        await press('BUTTON', /^Add it$/);
        await tabTo('INPUT', /^Look up an address$/);
        await page.keyboard.type('avery0@example.org');
        await press('BUTTON', /^Look it up$/);
        await press('A', /^Lift it$/);
        await isFit('the list of addresses, with one that is found');
        await tabTo('INPUT', /^Why$/);
        await page.keyboard.type('a mistake of ours');
        await press('BUTTON', /^Lift it$/, 'Space');
        expect((await test.tools.store.suppressions.among([], [aLeaver(0).id])).people.size).toBe(0);
      },
      3 * minutes,
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
        await isFit('the replies');
        await press('A', /Avery2 Testperson/);
        await press('BUTTON', /^Read it$/);
        expect(await page.locator('main').innerText()).toContain('Please do not write to me any more.');
        await isFit('a reply that is read');
        await press('BUTTON', /^Stop writing to them$/, 'Space');
        expect((await test.tools.store.suppressions.among([], [aLeaver(2).id])).people.has(aLeaver(2).id)).toBe(true);
        expect(await test.tools.store.replies.countOpen('every-school')).toBe(0);
      },
      3 * minutes,
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
        await isFit('a call');
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
      3 * minutes,
    );
  }),
);
