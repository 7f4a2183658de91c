// Every staff page and the mailbox, empty, filled and with something to put right: without accessibility findings on a
// phone and on a laptop, without sideways scrolling at 320 px (which is 1,280 px at 400 %), its title beginning with
// "Error:" where there is something to put right, and the keyboard's place always to be seen.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { AlumnusId } from '../../src/domain/alumni/ids.js';
import { createMailer, startMailbox, type Mailbox } from '../../src/mail/index.js';
import { anAlumnus, atLeeds, keep, sentOn3November } from '../application/a-destination.js';
import { aMail } from '../support/a-mail.js';
import { aLeaver, aPlan, confirmedWave, keepTrust, scheduler, schools } from '../support/a-trust.js';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { pageFaults } from '../support/page-faults.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type TestWeb } from '../support/web.js';

const minutes = 60_000;
describeInBrowser('the staff pages', () => {
  let test: Awaited<ReturnType<typeof openTestTools>>;
  let web: TestWeb;
  let chromium: Browser;
  let page: Page;
  let mailbox: Mailbox;
  const folder = mkdtempSync(path.join(tmpdir(), 'onward-pages-'));

  beforeAll(async () => {
    test = await openTestTools();
    web = await openWeb(test.tools, test.connection);
    mailbox = await startMailbox({ folder, host: '127.0.0.1', smtpPort: 0, httpPort: 0 });
    chromium = await openChromium();
    page = await visit('administrator');
  }, 3 * minutes);
  afterAll(async () => {
    await chromium.close();
    await mailbox.close();
    await web.close();
    await test.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A page in which somebody of this role has signed in. */
  async function visit(role: 'administrator' | 'network-leader'): Promise<Page> {
    const { cookies } = await web.signedIn(role);
    const context = await chromium.newContext();
    await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: web.origin })));
    const opened = await context.newPage();
    opened.setDefaultTimeout(minutes);
    return opened;
  }

  async function lookAt(addresses: readonly string[]): Promise<void> {
    const found: string[] = [];
    for (const address of addresses) {
      const answer = await page.goto(address.startsWith('http') ? address : web.origin + address);
      if (answer?.status() !== 200) found.push(`${address}: ${answer?.status() ?? 'no answer'}`);
      found.push(...(await pageFaults(page, address)));
    }
    expect(found).toEqual([]);
  }

  /** Presses the button with something wrong typed: the page says so, fit for everybody, and keeps what was typed. */
  async function wrong(address: string, button: string, typed: Readonly<Record<string, string>>): Promise<void> {
    await page.goto(web.origin + address);
    for (const [name, value] of Object.entries(typed)) await page.locator(`main [name="${name}"]`).fill(value);
    await page.getByRole('button', { name: button }).click();
    await page.locator('[data-error-summary]').waitFor();
    const found = [...(await pageFaults(page, address, /^Error: /))];
    for (const [name, value] of Object.entries(typed)) {
      const kept = await page.locator(`main [name="${name}"]`).inputValue();
      if (kept !== value) found.push(`${address}: ${name} reads ${kept}`);
    }
    for (const link of await page.locator('[data-error-summary] a').all()) {
      const target = (await link.getAttribute('href')) ?? '';
      if ((await page.locator(target).count()) !== 1) found.push(`${address}: nothing at ${target}`);
    }
    expect(found).toEqual([]);
  }

  it(
    'are fit for everybody while there is nothing on them',
    async () => {
      await lookAt([
        ...['/staff', '/staff/waves', '/staff/waves/new', '/staff/people', '/staff/responses', '/staff/reviews'],
        ...[
          '/staff/imports',
          '/staff/settings/schools',
          '/staff/settings/staff',
          '/staff/settings/modules',
          '/staff/sign-in',
          mailbox.url,
        ],
        ...['/staff/safety', '/staff/help', '/staff/settings/care', '/staff/settings/useful-now'],
        '/staff/settings/what-changed',
        ...['/staff/calendar', '/staff/sending', '/staff/replies', '/staff/calls', '/staff/settings/suppressions'],
      ]);
    },
    3 * minutes,
  );

  it(
    'and with people, a wave, a conflict and mail',
    async () => {
      await keepTrust(
        test.tools,
        Array.from({ length: 30 }, (_, n) => aLeaver(n + 1, n === 3 ? { state: 'has-died' } : {})),
      );
      await keep(test.tools, anAlumnus('said-leeds'));
      await web.application.destinations.recordClaims({
        alumnusId: 'said-leeds' as AlumnusId,
        responseId: 'w1:said-leeds',
        answers: atLeeds,
        ...sentOn3November,
      });
      const wave = await confirmedWave(web.application, { ...aPlan(), schoolIds: schools.slice(0, 1) });
      await web.application.waves.advanceWaves();
      await web.application.waves.refreshProgress();
      const drafted = await web.application.waves.draftWave(scheduler, aPlan());
      if (drafted.kind === 'refused') throw new Error('The plan was refused.');
      const mailer = createMailer({
        ...{ host: '127.0.0.1', port: mailbox.smtpPort, secure: false, name: 'onward.example', connections: 1 },
      });
      await mailer.send(aMail(), () => Promise.resolve(true));
      await mailer.close();
      await page.goto(`${web.origin}/staff/reviews`);
      const review = await page.locator('main a[href^="/staff/reviews/"]').first().getAttribute('href');
      const heard = {
        alumnusId: 'said-leeds' as AlumnusId,
        words: 'Heard',
        lifeAtRisk: true,
        agreed: false,
        form: 'f1',
      };
      await web.application.care.raiseByHand(scheduler, heard);
      await page.goto(`${web.origin}/staff/safety`);
      const flag = await page.locator('main a[href^="/staff/safety/"]').first().getAttribute('href');
      await page.goto(mailbox.url);
      const letter = await page.locator('a[href^="/message/"]').first().getAttribute('href');
      await lookAt([
        ...['/staff', '/staff/waves', '/staff/people', '/staff/people?text=nobody', '/staff/reviews', review ?? ''],
        ...[`/staff/waves/${drafted.waveId}`, `/staff/waves/${drafted.waveId}?reason=has-died`],
        ...[
          `/staff/waves/${wave}`,
          `/staff/waves/${wave}/preview/i`,
          `/staff/waves/${wave}/not-invited?reason=has-died`,
        ],
        ...['record', 'told', 'contact', 'history'].map((tab) => `/staff/people/said-leeds/${tab}`),
        ...[
          '/staff/settings/staff',
          '/staff/settings/modules',
          '/staff/settings/modules/school/northgate',
          mailbox.url,
          `${mailbox.url}${letter ?? ''}`,
        ],
        ...[flag ?? '', '/staff/people/said-leeds/safety', '/staff/settings/care'],
      ]);
    },
    2 * minutes,
  );

  it(
    'and with something to put right, which keeps what was typed',
    async () => {
      const [draft] = (await web.application.waves.listWaves(scheduler)).filter(({ wave }) => wave.state === 'draft');
      await wrong('/staff/waves/new', 'See who would be written to', { title: '<b>'.repeat(50), closes: '2026-01-01' });
      await wrong(`/staff/waves/${draft?.wave.id ?? ''}`, 'Send to', { count: '7' });
      await wrong(`/staff/waves/${draft?.wave.id ?? ''}/steps/i`, 'Move it', { on: '2020-01-01' });
      await wrong('/staff/imports', 'Read the file', {});
      await wrong('/staff/settings/schools', 'Add the school', { name: 'A school', urn: 'six' });
      await wrong('/staff/settings/staff', 'Add and show their link', {
        name: 'Avery Testperson',
        email: 'no address',
      });
      await page.goto(`${web.origin}/staff/reviews`);
      const review = await page.locator('main a[href^="/staff/reviews/"]').first().getAttribute('href');
      await wrong(review ?? '', 'Decide', { reason: 'They told us' });
      await wrong('/staff/people/said-leeds/contact', 'Record and stop writing', {});
      await page.context().clearCookies();
      await wrong('/staff/sign-in', 'Sign in', { email: 'avery@trust.example' });
    },
    2 * minutes,
  );

  it(
    'show nobody’s name to a leader of the whole trust',
    async () => {
      const leader = await visit('network-leader');
      for (const { wave } of await web.application.waves.listWaves(scheduler)) {
        const answer = await leader.goto(`${web.origin}/staff/waves/${wave.id}`);
        expect(answer?.status()).toBe(200);
        expect(await leader.locator('main').innerText()).not.toContain('Testperson');
        expect(await leader.locator('main a[href^="/staff/people"], main a[href*="/preview/"]').count()).toBe(0);
      }
    },
    3 * minutes,
  );
});
