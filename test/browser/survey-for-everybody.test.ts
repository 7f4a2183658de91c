// Rows 57 and 58 of the fault table: every alumni page, the leaving form’s too, fresh, with errors, filled in and after sending, in English, easy to
// read and from right to left, at three widths without a finding, without sideways scrolling, with room for larger spacing;
// the way through by keyboard alone, with the reader's own colours, on a slow line, without anything from elsewhere.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { surveyLanguages } from '../../src/domain/survey/languages/languages.js';
import { aStudent, idOf, inJune, openGroup, questionOn } from '../support/a-form-group.js';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { axeFindings, rulesAgain } from '../support/page-faults.js';
import { comeBack } from '../support/returning.js';
import { invite, openWave } from '../support/survey.js';
import { openTestTools } from '../support/tools.js';
import { commandLine, openWeb, type Browser as Visitor, type TestWeb } from '../support/web.js';

const minutes = 60_000;
const widths = [320, 768, 1280] as const;
const by = { by: 'a speaker (invented)', on: '2026-11-01' };
/** What WCAG 1.4.12 lets readers set. */
const spacing =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }';

describeInBrowser('the survey for everybody', () => {
  let test: Awaited<ReturnType<typeof openTestTools>>;
  let web: TestWeb;
  let chromium: Browser;
  let people = 0;
  let students = 0;
  let code: string;

  beforeAll(async () => {
    test = await openTestTools({ settings: { privacyNoticeUrl: 'http://127.0.0.1:3000/privacy' } });
    const languages = surveyLanguages.map((each) => ({ ...each, confirmed: by }));
    web = await openWeb({ ...test.tools, languages }, test.connection);
    await openWave(test.tools);
    await web.signedIn('administrator');
    const [member] = await test.tools.store.staff.list('every-school');
    const people = { lead: member?.id ?? '', adultRoute: member?.id ?? '', helpOwner: member?.id ?? '' };
    await web.application.care.changeCareSettings(commandLine, { kind: 'people', school: null, people });
    for (const { id } of await web.application.care.listUseful()) {
      await web.application.care.changeUseful(commandLine, { kind: 'checked', id });
    }
    await web.application.care.sayWhatChanged(commandLine, 'everyone', {
      texts: { en: 'Because leavers told us how long they travel, we look at bus times with you in Year 12.' },
      ...{ since: localDate('2026-09-01'), restsOn: 'Reasons, 2025' },
    });
    const now = test.tools.clock.now();
    test.setClock(inJune);
    code = await openGroup(
      test.tools,
      web.application,
      [1, 2, 3].map((n) => aStudent(n)),
    );
    test.setClock(now);
    chromium = await openChromium();
  }, 3 * minutes);
  afterAll(async () => {
    await chromium.close();
    await web.close();
    await test.close();
  });

  async function begun(
    asked: string,
    chosen: Readonly<Record<string, string>> = {},
  ): Promise<{ visitor: Visitor; token: string }> {
    people += 1;
    const { token } = await invite(test.tools, `e${people}`);
    const visitor = web.browser();
    await visitor.post(`/s/${token}${asked}`, { choice: 'start', ...chosen });
    return { visitor, token };
  }

  type Keep = (name: string, answer: Promise<{ text: string }>) => Promise<void>;

  /** The leaving form from its first page to its last, while it was open. */
  async function leavingPages(asked: string, chosen: Readonly<Record<string, string>>, keep: Keep): Promise<void> {
    const now = test.tools.clock.now();
    test.setClock(inJune);
    students += 1;
    const visitor = web.browser();
    await keep('leaving form', visitor.get(`/leaving/g/${code}${asked}`));
    const shared = { device: 'shared', ...chosen };
    await keep('leaving form, error', visitor.post(`/leaving${asked}`, { code: 'XXXXXXXX', ...shared }));
    await visitor.post(`/leaving${asked}`, { code, ...shared });
    await keep('names', visitor.get('/leaving/names'));
    await keep('names, error', visitor.post('/leaving/names', { person: '' }));
    const born = { 'born-day': '27', 'born-month': '2', 'born-year': '2008' };
    await visitor.post('/leaving/names', { person: idOf(students), ...born });
    let path = (await visitor.get('/leaving/form')).location ?? '';
    const given: Readonly<Record<string, string>> = {
      ...{ plan: 'university', 'stay-in-touch': 'yes', email: `leaver${students}@example.org` },
    };
    for (let pages = 0; pages < 40 && !path.endsWith('/check'); pages += 1) {
      const page = await visitor.get(path);
      const name = questionOn(page.text);
      if (['plan', 'plan-place', 'plan-start', 'stay-by', 'email'].includes(name))
        await keep(`leaving form, ${name}`, visitor.get(path));
      const answer = given[name];
      const typed = answer === undefined ? { action: 'skip' } : { [name]: answer, action: 'continue' };
      path = (await visitor.post(path, typed)).location ?? path;
    }
    await keep('leaving form, ways', visitor.get('/leaving/ways'));
    await keep('leaving form, stop', visitor.get('/leaving/stop'));
    await keep('help at school', visitor.get('/leaving/help'));
    await keep('help at school, error', visitor.post('/leaving/help', { about: 'My rent' }));
    await visitor.post('/leaving/help', { about: 'My rent', way: 'at-school' });
    await keep('help at school, asked', visitor.get('/leaving/help'));
    await keep('leaving form, check', visitor.get(path));
    await visitor.post(path);
    await keep('confirm', visitor.get('/leaving/confirm'));
    await keep('confirm, error', visitor.post('/leaving/confirm', { action: 'correct', email: 'no address' }));
    await keep('leaving form, was sent', visitor.get('/leaving/form'));
    await keep('leaving form, done', visitor.get(`/leaving/done${asked}`));
    test.setClock(now);
    await keep('useful now, at school', visitor.get(`/leaving/useful${asked}`));
  }

  /** What somebody reads who has tried too many links that open nothing; the count begins anew afterwards. */
  async function tooManyDeadLinks(asked: string): Promise<{ text: string }> {
    const guesser = web.browser();
    for (let tries = 0; tries < 20; tries += 1) await guesser.post(`/s/guess${asked}`, { choice: 'start' });
    const page = await guesser.post(`/s/guess${asked}`, { choice: 'start' });
    expect(page.status).toBe(429);
    await test.connection.collection('wrongtries').deleteMany({});
    return page;
  }

  /** Every page as it stands on the way, by a name that says which and in which state. */
  async function everyPage(asked: string, chosen: Readonly<Record<string, string>> = {}): Promise<Map<string, string>> {
    const pages = new Map<string, string>();
    const { visitor, token } = await begun(asked, chosen);
    const keep: Keep = async (name, answer) => {
      const { text } = await answer;
      expect([name, text.includes('</html>')]).toEqual([name, true]); // a page, and no word of another
      pages.set(name, text);
    };
    await leavingPages(asked, chosen, keep);
    const link = `/s/${token}${asked}`;
    await keep('landing', visitor.get(link));
    for (const choice of ['not-me', 'cannot-answer', 'has-died']) await keep(choice, visitor.post(link, { choice }));
    await keep('closed link', visitor.post(`/s/nonsense${asked}`, { choice: 'start' }));
    await keep('asked for a link', visitor.post(`/s/nonsense${asked}`, { choice: 'fresh-link' }));
    await keep('to wait', tooManyDeadLinks(asked));
    await keep('turned away', web.browser().get('/survey/question/1'));
    for (const address of ['/', '/privacy', '/u/x', '/test-mail', '/nothing'])
      await keep(address, visitor.get(address + asked));
    await keep('stop, error', visitor.post(`/u/x${asked}`, {}));
    await keep('stop, unknown', visitor.post(`/u/x${asked}`, { scope: 'all' }));

    const page = async (
      number: number,
      wrong: Record<string, string | string[]>,
      right: Record<string, string | string[]>,
    ) => {
      const address = `/survey/question/${number}`;
      await keep(`question ${number}, fresh`, visitor.get(address));
      if (Object.keys(wrong).length > 0) {
        await visitor.post(address, wrong);
        await keep(`question ${number}, error`, visitor.get(address));
      }
      await visitor.post(address, right);
      await keep(`question ${number}, filled`, visitor.get(address));
    };
    await keep('ways', visitor.get('/survey/ways'));
    await page(1, { action: 'continue' }, { situation: 'university' });
    await page(3, { 'since-month': '9', 'since-year': '2099' }, { 'since-month': '9', 'since-year': '2026' });
    await page(
      4,
      { provider: 'x'.repeat(121) },
      { provider: 'University of Exampleton, with a long name of many words' },
    );
    await page(8, {}, { 'as-planned': 'no' });
    await page(11, {}, { 'plan-story': 'did-not-start' });
    await page(13, { reasons: ['money', 'dont-know'] }, { reasons: ['money', 'health'] });
    await page(
      24,
      {},
      { 'reason-words': 'I have nowhere to live since September, and say so in some length, so that help is shown.' },
    );
    await keep('help at once', visitor.get('/survey/question/25'));
    await page(26, { action: 'continue' }, { 'stay-in-touch': 'yes' });
    await page(28, { email: 'no address' }, { email: 'avery@example.org' });
    await keep('check, before sending', visitor.get('/survey/check'));
    await keep('later', visitor.get('/survey/later'));
    await visitor.get('/survey/check');
    await visitor.post('/survey/check');
    await keep('thanks', visitor.get('/survey/thank-you'));
    await keep('asking for help', visitor.get('/survey/help'));
    await keep('asking for help, error', visitor.post('/survey/help', { about: 'My rent' }));
    await visitor.post('/survey/help', { about: 'My rent', way: 'mail' });
    await keep('asked for help', visitor.get('/survey/help'));
    await keep('useful now', visitor.get('/survey/useful'));
    await visitor.get('/survey/thank-you');
    await visitor.post('/survey/pass-on', { choice: 'yes' });
    await keep('thanks, passed on', visitor.get('/survey/thank-you'));
    await keep('check, after sending', visitor.get('/survey/check'));
    await keep('a change after sending', visitor.get('/survey/question/1?from=check'));
    await visitor.get('/survey/ways');
    await keep('call asked', visitor.post('/survey/ways', { action: 'call' }));
    const other = web.browser();
    await other.post(link, { choice: 'start' });
    await keep('kept answers', other.get('/survey/check'));
    await keep('code, fresh', other.get('/survey/code'));
    await keep('code, error', other.get('/survey/code?sent=1&wrong=1'));
    await other.get('/survey/later');
    await keep('closed here', other.post('/survey/later'));
    await keep('told', visitor.post(link, { choice: 'cannot-answer', sure: 'yes' }));

    const back = await comeBack({ tools: test.tools, application: web.application }, `b${people}`);
    const returner = web.browser();
    await returner.post(`/s/${back.token}${asked}`, { choice: 'start', ...chosen });
    await keep('known', returner.get('/survey/known'));
    await keep('choices', returner.get('/survey/choices'));
    await keep('choices, error', returner.post('/survey/choices', { action: 'add-email', email: 'nowhere' }));
    await returner.get('/survey/choices');
    await returner.post('/survey/choices', { action: 'often', often: 'stopped' });
    await keep('choices, stopped', returner.get('/survey/choices?done=often'));
    await keep('stopped', returner.get('/survey/stopped'));
    return pages;
  }

  it.each([
    ['English', '', {}, 'ltr'],
    ['easy read', '', { easy: 'yes', helped: 'yes' }, 'ltr'],
    ['Arabic', '?lang=ar', {}, 'rtl'],
  ] as const)(
    'has no finding on any page, in any state, at any width, in %s',
    async (how, asked, chosen, direction) => {
      const pages = await everyPage(asked, chosen);
      expect(pages.size).toBeGreaterThan(55);
      const glass = await (await chromium.newContext()).newPage();
      await glass.goto(web.origin);
      const found: string[] = [];
      for (const [name, html] of pages) {
        await glass.setContent(html);
        for (const width of how === 'easy read' ? [320] : widths) {
          await glass.setViewportSize({ width, height: 740 });
          const violations = await axeFindings(glass, width === 320 ? null : rulesAgain);
          found.push(...violations.map((violation) => `${name}, ${width}: ${violation}`));
          const wide = await glass.evaluate<number>('document.documentElement.scrollWidth');
          if (wide > width) found.push(`${name}, ${width}: scrolls sideways to ${wide}`);
        }
        await glass.setViewportSize({ width: 320, height: 740 });
        await glass.addStyleTag({ content: spacing }).catch(() => undefined);
        const cut = await glass.evaluate<string[]>(
          "[...document.querySelectorAll('body *')].filter((e) => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + (e.matches('.govuk-button') ? 4 : 1) && !['INPUT', 'SELECT', 'TEXTAREA'].includes(e.tagName) && !e.closest('.govuk-visually-hidden, .govuk-skip-link')).map((e) => e.outerHTML.slice(0, 80))",
        );
        found.push(...cut.map((element) => `${name}: cut with wider spacing: ${element}`));
        if (name !== 'turned away' && name !== '/nothing' && !html.includes(`dir="${direction}"`))
          found.push(`${name}: is not ${direction}`);
      }
      await glass.context().close();
      expect(found).toEqual([]);
    },
    8 * minutes,
  );

  /** Presses Tab until something is in focus; every stop on the way must be seen. */
  async function tabTo(page: Page, selector: string): Promise<void> {
    for (let stop = 0; stop < 40; stop += 1) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate<{ ring: boolean; bare: boolean; text: string }>(`(() => {
        const e = document.activeElement;
        const box = (e.matches('.govuk-radios__input, .govuk-checkboxes__input') ? e.nextElementSibling : e).getBoundingClientRect();
        const shown = getComputedStyle(e);
        const drawn = e.nextElementSibling && getComputedStyle(e.nextElementSibling, '::before');
        const ring = shown.outlineStyle !== 'none' || shown.boxShadow !== 'none' || (drawn !== null && drawn.boxShadow !== 'none');
        const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return { ring, bare: at !== null && (e.contains(at) || at.contains(e) || at === e.nextElementSibling), text: e.outerHTML.slice(0, 90) };
      })()`);
      expect(seen).toEqual({ ring: true, bare: true, text: seen.text });
      if (await page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
    }
    throw new Error(`Tab does not lead to ${selector}.`);
  }

  it.each([
    ['from left to right', '', 'none'],
    ['from right to left', '?lang=ar', 'none'],
    ['in the reader’s own colours', '', 'active'],
  ] as const)(
    'can be walked by the keyboard alone without scripting, %s',
    async (_name, asked, forcedColors) => {
      people += 1;
      const { token, invitationId } = await invite(test.tools, `k${people}`);
      const context = await chromium.newContext({
        javaScriptEnabled: true,
        forcedColors,
        viewport: { width: 360, height: 640 },
      });
      // Scripts of ours stay out; the test's own look at the focus.
      await context.route('**/onward.js*', (route) => route.abort());
      const page = await context.newPage();
      const elsewhere: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(web.origin)) elsewhere.push(request.url());
      });
      const line = await context.newCDPSession(page);
      await line.send('Network.enable');
      await line.send('Network.emulateNetworkConditions', {
        ...{ offline: false, latency: 20, downloadThroughput: 50_000, uploadThroughput: 50_000 }, // 400 kbit/s
      });
      await page.goto(`${web.origin}/s/${token}${asked}`);
      await tabTo(page, 'button[value="start"]');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/survey/question/1');
      await tabTo(page, 'input[type="radio"]');
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowUp'); // round to the last: would rather not say
      await tabTo(page, 'button[value="continue"]');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => !url.pathname.endsWith('/1'));
      for (let step = 0; step < 12 && !page.url().endsWith('/survey/check'); step += 1) {
        const from = page.url();
        await tabTo(page, 'button[value="skip"]');
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => url.href !== from);
      }
      await tabTo(page, 'form[method="post"] button');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/survey/thank-you');
      expect((await test.tools.store.responses.find(invitationId))?.submissions.length).toBe(1);
      expect(elsewhere).toEqual([]);
      if (forcedColors === 'active') {
        await page.goto(`${web.origin}/survey/check`);
        await page.goto(`${web.origin}/survey/question/1?from=check`);
        const edges = await page.evaluate<string[]>(
          "[...document.querySelectorAll('.govuk-button')].map((e) => getComputedStyle(e).borderTopStyle).concat([...document.querySelectorAll('.govuk-radios__label')].map((e) => getComputedStyle(e, '::before').borderTopStyle))",
        );
        expect(edges.filter((edge) => edge === 'none')).toEqual([]);
      }
      await context.close();
    },
    4 * minutes,
  );
});
