// Asking for help on the pages: the offer with its day, the form and its errors, and the staff pages of whoever replies (Y7).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { invite, openWave } from '../support/survey.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let boss: Browser;
let owner: Browser;
let people = 0;
const about = 'My rent is due and the loan has not come';

beforeAll(async () => {
  test = await openTestTools();
  web = await openWeb(test.tools, test.connection);
  await openWave(test.tools);
  boss = await web.signedIn('administrator');
  owner = await web.signedIn('school-leader');
});
afterAll(async () => {
  await web.close();
  await test.close();
});

/** Somebody who has sent that they look for work, on the last page. */
async function sent(): Promise<{ browser: Browser; thanks: string; token: string }> {
  people += 1;
  const { token } = await invite(test.tools, `q${people}`);
  const browser = web.browser();
  await browser.post(`/s/${token}`, { choice: 'start' });
  await browser.get('/survey/question/1');
  await browser.post('/survey/question/1', { situation: 'looking', action: 'continue' });
  await browser.get('/survey/check');
  await browser.post('/survey/check');
  return { browser, thanks: (await browser.get('/survey/thank-you')).text, token };
}

describe('the offer', () => {
  it('is nowhere while nobody is named, and its page shows help that is there now', async () => {
    const { browser, thanks } = await sent();
    expect(thanks).not.toContain('/survey/help');
    expect((await browser.get('/survey/choices')).text).not.toContain('/survey/help');
    const page = await browser.get('/survey/help');
    expect([page.status, page.text.includes('tel:116123'), page.text.includes('<textarea')]).toEqual([
      200,
      true,
      false,
    ]);
  });

  it('stands open on the last page once somebody is, with the day of the reply, and on the choices page', async () => {
    const settings = await boss.get('/staff/settings/care');
    const id = /<option value="([^"]+)">Avery school-leader</.exec(settings.text)?.[1] ?? '';
    const seen = /name="seen" value="([^"]*)"/.exec(settings.text)?.[1] ?? '';
    const people = { change: 'people', school: '', seen, lead: '', adultRoute: '', deputy: '', helpOwner: id };
    expect((await boss.post('/staff/settings/care', people)).status).toBe(303);
    await boss.get('/staff/settings/care');
    expect((await boss.post('/staff/settings/care', { change: 'reply-days', days: '99' })).status).toBe(422);
    await boss.post('/staff/settings/care', { change: 'holiday', from: '2026-11-05', to: '2026-11-06', cover: '' });
    const { browser, thanks } = await sent();
    expect(thanks).toContain('May somebody from the trust get in touch with you about this?');
    expect(thanks).toContain('You get a reply by Tuesday 10 November.');
    expect(thanks).toContain('We are closed from 5 November 2026 to 6 November 2026.');
    expect((await browser.get('/survey/choices')).text).toContain('href="/survey/help"');
  });
});

describe('asking', () => {
  it('keeps what was typed beside what to do, then says the day', async () => {
    const { browser, token } = await sent();
    const form = await browser.get('/survey/help');
    expect(form.text).toContain('This is not read straight away; in danger call 999.');
    const missing = await browser.post('/survey/help', { about });
    expect([missing.status, missing.text.includes(about)]).toEqual([422, true]);
    expect(missing.text).toContain('Choose how you would like to hear from us');
    for (const press of ['first', 'second']) {
      const { location } = await browser.post('/survey/help', { about, way: 'mail' });
      expect([press, location]).toEqual([press, '/survey/help?asked=1']);
    }
    const asked = await browser.get('/survey/help');
    expect(asked.text).toContain('You have asked us to get in touch. You get a reply by Tuesday 10 November.');
    expect(asked.text).not.toContain(about);
    expect((await browser.get('/survey/thank-you')).text).toContain('You have asked us to get in touch.');
    expect(await test.connection.collection('helprequests').countDocuments({})).toBe(1);

    // Somebody else who holds the link learns neither that they asked nor that they are in trouble.
    const other = web.browser();
    await other.post(`/s/${token}`, { choice: 'start' });
    for (const path of ['/survey/help', '/survey/thank-you', '/survey/choices']) {
      expect((await other.get(path)).text).not.toContain('You have asked us');
    }
    expect((await other.get('/survey/thank-you')).text).not.toContain('May somebody from the trust');
    await other.get('/survey/help');
    expect((await other.post('/survey/help', { about: 'x', way: 'mail' })).location).toBe('/survey/help?asked=1');
    expect((await other.get('/survey/help?asked=1')).text).toContain('You have asked us to get in touch.');
    expect(await test.connection.collection('helprequests').countDocuments({})).toBe(1);
  });
});

/** Takes the request of whoever came last out again, for the staff pages below. */
const forget = () => test.connection.collection('helprequests').deleteMany({ alumnusId: `q${people}` });

describe('what was typed and not sent', () => {
  const draft = 'Half a sentence & more';
  const shown = 'Half a sentence &amp; more';

  it('is there again for its own session, until it is sent, and nobody has read it (row 59)', async () => {
    const { browser, token } = await sent();
    await browser.get('/survey/help');
    const before = await test.connection.collection('helprequests').countDocuments({});
    for (const press of ['first', 'second']) {
      const kept = await browser.post('/survey/help', { about: draft, way: 'mail', action: 'keep' });
      expect([press, kept.status, kept.text]).toEqual([press, 204, '']);
    }
    expect(await test.connection.collection('helprequests').countDocuments({})).toBe(before);
    expect((await browser.get('/survey/help')).text).toContain(shown);
    await browser.get('/survey/check');
    await browser.post('/survey/check');
    const again = await browser.get('/survey/help');
    expect([again.text.includes(shown), again.text.includes('It has not been sent yet')]).toEqual([true, true]);
    const other = web.browser();
    await other.post(`/s/${token}`, { choice: 'start' });
    const theirs = await other.get('/survey/help');
    expect([theirs.status, theirs.text.includes(shown)]).toEqual([200, false]);
    await other.post('/survey/help', { about: 'Theirs', way: 'mail', action: 'keep' });
    expect((await browser.get('/survey/help')).text).toContain(shown);
    const wrong = { about: 'x', action: 'keep', _csrf: 'y'.repeat(43) };
    expect((await browser.post('/survey/help', wrong)).status).toBe(403);
    const stored = JSON.stringify(await test.connection.collection('responses').find({}).toArray());
    expect([stored.includes('Half a'), (await browser.get('/survey/help')).text.includes(shown)]).toEqual([
      false,
      true,
    ]);
    await browser.post('/survey/help', { about: draft, way: 'mail' });
    expect((await other.get('/survey/help')).text).toContain('Theirs');
    await forget();
    expect((await browser.get('/survey/help')).text).not.toContain('Half a sentence');
  });
});

describe('asking when the session ended meanwhile (row 59)', () => {
  it('loses nothing: the request stands, its day is said, and the page of its own shows nothing', async () => {
    const { browser, token } = await sent();
    await browser.get('/survey/help');
    const now = test.tools.clock.now();
    test.setClock(new Date(now.getTime() + 48 * 3_600_000));
    const missing = await browser.post('/survey/help', { about: 'Late words' });
    expect([missing.status, missing.text.includes('Late words')]).toEqual([422, true]);
    const before = await test.connection.collection('helprequests').countDocuments({});
    for (const press of ['first', 'second']) {
      const asked = await browser.post('/survey/help', { about: 'Late words', way: 'mail' });
      const told = asked.text.includes('You have asked us to get in touch. You get a reply by');
      expect([press, asked.status, told]).toEqual([press, 200, true]);
    }
    expect(await test.connection.collection('helprequests').countDocuments({})).toBe(before + 1);
    expect((await browser.get('/survey/help')).status).toBe(401);
    expect((await browser.post('/survey/help', { about: 'x', way: 'mail', _csrf: 'y'.repeat(43) })).status).toBe(403);
    await browser.post(`/s/${token}`, { choice: 'start' });
    expect((await browser.get('/survey/help')).text).toContain('You have asked us to get in touch.');
    test.setClock(now);
    await forget();
  });
});

describe('the staff pages', () => {
  const first = async (browser: Browser): Promise<string> =>
    /href="(\/staff\/help\/[^"?]+)"/.exec((await browser.get('/staff/help')).text)?.[1] ?? '';
  const revision = async (browser: Browser, path: string): Promise<string> =>
    /name="revision" value="(\d+)"/.exec((await browser.get(path)).text)?.[1] ?? '';

  it('show the owner who waits, and what it is about only when asked', async () => {
    expect((await owner.get('/staff')).text).toContain('One person who asked for help waits for your reply');
    const path = await first(owner);
    const page = await owner.get(path);
    expect([page.text.includes(about), page.text.includes('Reply by Tuesday 10 November 2026')]).toEqual([false, true]);
    expect((await owner.post(`${path}/read`)).text).toContain(about);
    expect((await boss.get(path)).text).not.toContain('Read what it is about');
    expect((await boss.post(`${path}/read`)).status).toBe(404);
    const reviewer = await web.signedIn('reviewer');
    expect((await reviewer.get(path)).status).toBe(404);
    expect((await (await web.signedIn('auditor')).get('/staff/help')).status).toBe(403);
  });

  it('send a reply, once, say what is missing, and close', async () => {
    const path = await first(owner);
    const empty = await owner.post(path, { act: 'reply', revision: await revision(owner, path), reply: ' ' });
    expect([empty.status, empty.text.includes('Enter your reply')]).toEqual([422, true]);
    const reply = { act: 'reply', revision: await revision(owner, path), reply: 'Ring us on Monday, please.' };
    expect((await owner.post(path, reply)).status).toBe(303);
    expect((await owner.post(path, reply)).status).toBe(409);
    expect(await test.connection.collection('messages').countDocuments({ template: 'reply-answer' })).toBe(1);
    expect((await owner.get('/staff')).text).not.toContain('asked for help');
    const closing = { act: 'close', revision: await revision(owner, path), outcome: 'helped' };
    expect((await owner.post(path, closing)).status).toBe(303);
    expect((await owner.get('/staff/help?state=closed')).text).toContain('Helped');
  });
});
