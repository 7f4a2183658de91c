// The survey over HTTP: a link that gives nothing away, forms that only their own session can send, pages that keep what
// was typed, and the staff's list of who has answered.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { surveyCookies } from '../../src/web/survey/cookie.js';
import { mintLink, tokenOf } from '../../src/security/index.js';
import { invite, openWave, type Invited } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Answer, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;

beforeAll(async () => {
  ({ test, web } = await openSite());
  await openWave(test.tools);
});
afterAll(() => web.close());

/** A browser that has pressed "This is me". */
async function started(invited: Invited): Promise<Browser> {
  const browser = web.browser();
  expect((await browser.post(`/s/${invited.token}`, { choice: 'start' })).location).toBe('/survey');
  return browser;
}

/** What two answers must have in common to tell nothing apart. */
const whole = ({ status, text, headers }: Answer) => ({
  status,
  text,
  headers: [...headers].filter(([name]) => name !== 'date'),
});

/** Bytes of the body as they go over the wire to a browser that takes gzip. */
const wireBytes = (url: string, cookie = ''): Promise<number> =>
  new Promise((resolve, reject) => {
    request(url, { headers: { 'Accept-Encoding': 'gzip', Cookie: cookie } }, (res) => {
      let bytes = 0;
      res.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('end', () => resolve(bytes));
    })
      .on('error', reject)
      .end();
  });

describe('the link', () => {
  it('answers every token with the same bytes, without a cookie and without the database', async () => {
    const { token, invitationId } = await invite(test.tools, 'constant');
    const asked: string[] = [];
    test.connection.set('debug', (collection: string, method: string) => asked.push(`${collection}.${method}`));
    const browser = web.browser();
    const pages = [
      await browser.get(`/s/${token}`),
      await browser.get(`/s/${tokenOf(`${invitationId}:i:1`, mintLink().secret)}`),
      await browser.get('/s/nonsense'),
      await browser.get(`/s/${token}?utm_source=mail`),
    ];
    expect(asked).toEqual([]);
    await browser.post('/s/nonsense.with-a-secret', { choice: 'start' });
    await browser.post(`/s/${token}`, { choice: 'start' });
    test.connection.set('debug', false);
    expect(asked.length).toBeGreaterThan(0); // the count does see the database when it is read

    const [first] = pages.map(whole);
    expect(pages.map(whole)).toEqual(pages.map(() => first));
    expect([first?.status, first?.text.includes('This is me')]).toEqual([200, true]);
    const headers = pages[0]?.headers;
    expect(headers?.get('Set-Cookie')).toBeNull();
    expect(headers?.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers?.get('Cache-Control')).toBe('no-store');
    expect(headers?.get('X-Robots-Tag')).toContain('noindex');
    expect(headers?.get('Content-Security-Policy')).not.toContain('http');
  });

  it('changes nothing until somebody presses', async () => {
    const { token, invitationId } = await invite(test.tools, 'unpressed');
    const before = await test.tools.store.invitations.find(invitationId);
    for (let look = 0; look < 3; look += 1) await web.browser().get(`/s/${token}`);
    await fetch(`${web.origin}/s/${token}`, { method: 'HEAD' });
    for (const choice of ['not-me', 'cannot-answer', 'has-died']) {
      expect((await web.browser().post(`/s/${token}`, { choice })).status).toBe(200); // asks once more
    }
    expect(await test.tools.store.invitations.find(invitationId)).toEqual(before);
    expect(await test.tools.store.responses.find(invitationId)).toBeNull();
  });

  it('turns away every press that leads nowhere by one and the same page', async () => {
    const { invitationId } = await invite(test.tools, 'nowhere');
    const revoked = await invite(test.tools, 'gone');
    await test.tools.store.messages.revokeOfInvitation(revoked.invitationId);
    const tokens = ['nonsense', tokenOf(`${invitationId}:i:1`, mintLink().secret), revoked.token, 'a'.repeat(3000)];
    const answers = await Promise.all(tokens.map((token) => web.browser().post(`/s/${token}`, { choice: 'start' })));
    answers.push(await web.browser().post('/s/nonsense', { choice: 'has-died', sure: 'yes' }));
    answers.push(await web.browser().post('/s/nonsense', { choice: 'anything' }));
    const [first] = answers.map(whole);
    expect(answers.map(whole)).toEqual(answers.map(() => first));
    expect([first?.status, first?.text.includes('This link has closed or was never valid')]).toEqual([404, true]);

    const asked = await Promise.all(tokens.map((token) => web.browser().post(`/s/${token}`, { choice: 'fresh-link' })));
    expect(asked.map(whole)).toEqual(asked.map(() => whole(asked[0] as Answer)));
  });

  it('hears that it reached somebody else, after one more look, and never says whom it was for (requirement T5)', async () => {
    const { token, invitationId } = await invite(test.tools, 'elsewhere');
    const page = await web.browser().post(`/s/${token}`, { choice: 'not-me', sure: 'yes' });
    expect([page.status, page.text.includes('Thank you for telling us'), page.text.includes('Avery')]).toEqual([
      200,
      true,
      false,
    ]);
    expect((await test.tools.store.invitations.find(invitationId))?.stop).toBe('not-me');
  });
});

describe('the session', () => {
  it('is a cookie out of reach of scripts, host-bound and Secure on https', async () => {
    const { token } = await invite(test.tools, 'cookie');
    const answer = await web.browser().post(`/s/${token}`, { choice: 'start' });
    expect(answer.headers.get('Set-Cookie')).toMatch(
      /^onward-survey=[A-Za-z0-9._-]+; Max-Age=10368000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    const written: unknown[] = [];
    const res = { cookie: (...given: unknown[]) => written.push(...given) };
    surveyCookies('https://onward.example').write(res as never, { value: 'v', lastsMs: 1000 });
    expect(written).toEqual([
      '__Host-onward-survey',
      'v',
      { path: '/', httpOnly: true, sameSite: 'lax', secure: true, maxAge: 1000 },
    ]);
  });

  it('takes only its own forms, from its own pages', async () => {
    const browser = await started(await invite(test.tools, 'forms'));
    const other = await started(await invite(test.tools, 'forms-2'));
    const theirs = /name="_csrf" value="([^"]+)"/.exec((await other.get('/survey/question/1')).text)?.[1] ?? '';
    const address = '/survey/question/1';
    await browser.get(address);
    expect((await browser.post(address, { situation: 'work', _csrf: theirs })).status).toBe(403);
    expect((await browser.post(address, { situation: 'work', _csrf: '' })).status).toBe(403);
    const foreign = await browser.post(address, { situation: 'work' }, { 'Sec-Fetch-Site': 'cross-site' });
    expect(foreign.status).toBe(403);
    expect((await browser.post('/survey/later', { _csrf: theirs })).status).toBe(403);
    expect((await browser.post('/survey/check', { _csrf: theirs })).status).toBe(403);
    expect((await browser.post(address, { situation: 'work' })).location).toBe('/survey/question/3');
    expect((await web.browser().get(address)).status).toBe(401);
    expect((await web.browser().post(address, { situation: 'work' })).status).toBe(401);
    expect((await browser.post('/survey/later')).status).toBe(200);
    expect((await browser.get(address)).status).toBe(401); // closed on this device
  });
});

describe('the pages', () => {
  it('weigh at most 30 KB at first sight, with everything that they load', async () => {
    const { token } = await invite(test.tools, 'weight');
    const page = await web.browser().get(`/s/${token}`);
    const loaded = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, address]) => String(address));
    const sizes = await Promise.all([`/s/${token}`, ...loaded].map((address) => wireBytes(web.origin + address)));
    expect(loaded.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(30 * 1024);
  });

  it('give back what was typed beside what to do, with a summary that leads to the field', async () => {
    const browser = await started(await invite(test.tools, 'typed'));
    await browser.get('/survey/question/1');
    await browser.post('/survey/question/1', { situation: 'university' });
    await browser.get('/survey/question/3');
    const ahead = { 'since-month': '11', 'since-year': '2031', 'since-about': 'yes' };
    const refused = await browser.post('/survey/question/3', ahead);
    // The browser asks for the page again, so that its own Back never offers to send the form once more.
    expect([refused.status, refused.location]).toEqual([303, '/survey/question/3']);
    const back = await browser.get('/survey/question/3');
    expect(back.text).toContain('<title>Error: When did you start at university?');
    expect(back.text).toMatch(/<a href="#since">Enter a month that is not in the future/);
    expect(back.text).toContain('aria-describedby="since-hint since-error"');
    expect(back.text).toMatch(/<option value="11" selected>November/);
    expect(back.text).toMatch(/name="since-year"[^>]* value="2031"/);
    expect(back.text).toMatch(/name="since-about" type="checkbox" value="yes" checked/);
    expect((await browser.post('/survey/question/3', { ...ahead, from: 'check' })).location).toBe(
      '/survey/question/3?from=check',
    );
    await browser.post('/survey/question/4', { provider: `"><script>alert(1)</script>${'x'.repeat(120)}` });
    const words = await browser.get('/survey/question/4');
    expect(words.text).not.toContain('<script>alert');
    expect(words.text).toContain('&lt;script&gt;alert(1)');
  });

  it('lead back, on, to a change and to thanks; numbers that are no page are not found', async () => {
    const invited = await invite(test.tools, 'round');
    const browser = await started(invited);
    await browser.get('/survey/question/1');
    await browser.post('/survey/question/1', { situation: 'looking' });
    const since = await browser.get('/survey/question/3');
    expect(since.text).toContain('href="/survey/question/1">Back');
    expect((await browser.get('/survey')).location).toBe('/survey/question/3');
    expect((await browser.post('/survey/question/3', { action: 'skip' })).location).toBe('/survey/question/8');
    expect((await browser.get('/survey/question/4')).location).toBe('/survey'); // not asked
    for (const number of ['0', '99999', 'x', '-1']) {
      expect((await browser.get(`/survey/question/${number}`)).status).toBe(404);
    }
    const check = await browser.get('/survey/check');
    expect(check.text).toMatch(/Looking for work or a course[\s\S]*href="\/survey\/question\/1\?from=check"/);
    const change = await browser.get('/survey/question/1?from=check');
    expect(change.text).toContain('name="situation" type="radio" value="looking" checked');
    expect((await browser.get('/survey/thank-you')).location).toBe('/survey'); // nothing sent yet
    await browser.get('/survey/check');
    const sends = await Promise.all([browser.post('/survey/check'), browser.post('/survey/check')]);
    expect(sends.map(({ location }) => location)).toEqual(['/survey/thank-you', '/survey/thank-you']);
    expect((await browser.get('/survey/thank-you')).text).toContain('How to stop');
    expect((await test.tools.store.responses.find(invited.invitationId))?.submissions.length).toBe(1);
    expect(await (await started(invited)).get('/survey/question/1')).toMatchObject({ location: '/survey/code' });
  });
});

describe('what was typed', () => {
  it('is taken in when the session is over; nothing is shown, and the link leads back to all of it (row 59)', async () => {
    const invited = await invite(test.tools, 'late');
    const browser = await started(invited);
    await browser.get('/survey/question/1');
    await browser.post('/survey/question/1', { situation: 'university' });
    await browser.get('/survey/question/4');
    test.setClock(new Date('2026-11-05T10:00:00Z'));
    const late = await browser.post('/survey/question/4', { provider: 'Université d’Exempleton' });
    expect([late.status, late.text.includes('What you typed is saved')]).toEqual([401, true]);
    const tooLong = await browser.post('/survey/question/5', { course: 'y'.repeat(121) });
    expect(tooLong.text).toContain('What you typed is saved');
    for (const address of ['/survey/question/4', '/survey/check', '/survey']) {
      expect([address, (await browser.get(address)).status]).toEqual([address, 401]);
    }
    expect((await browser.post('/survey/check')).status).toBe(401);
    expect((await browser.post('/survey/question/4', { provider: 'x', _csrf: 'y'.repeat(43) })).status).toBe(403);
    await browser.post(`/s/${invited.token}`, { choice: 'start' });
    expect((await browser.get('/survey/question/4')).text).toContain('value="Université d’Exempleton"');
    expect((await browser.get('/survey/question/5')).text).toContain(`value="${'y'.repeat(121)}"`);
    expect(await (await started(invited)).get('/survey/question/4')).toMatchObject({ location: '/survey/code' });
    test.setClock(new Date('2026-11-03T10:00:00Z'));
  });

  it('and not sent is kept for its own session, beside what other pages send', async () => {
    const invited = await invite(test.tools, 'unsent');
    const browser = await started(invited);
    await browser.get('/survey/question/1');
    await browser.post('/survey/question/1', { situation: 'university' });
    await browser.get('/survey/question/4');
    const kept = await browser.post('/survey/question/4', { provider: 'Half a na', action: 'keep' });
    expect([kept.status, kept.text]).toEqual([204, '']);
    await browser.get('/survey/question/8');
    await browser.post('/survey/question/8', { 'as-planned': 'yes' });
    const back = await browser.get('/survey/question/4');
    expect([back.text.includes('value="Half a na"'), back.text.includes('There is something to put right')]).toEqual([
      true,
      false,
    ]);
    expect((await browser.get('/survey/check')).text).not.toContain('Half a na');
  });
});

describe('the staff’s list of responses', () => {
  it('shows who and when, never what; within the schools of the viewer', async () => {
    const browser = await web.signedIn('reviewer');
    const page = await browser.get('/staff/responses?state=completed');
    expect(page.text).toMatch(/href="\/staff\/people\/round">Avery Testperson/);
    expect(page.text).not.toContain('Looking for work');
    const broken = '/staff/responses?since=never&state=x&wave[]=1&before=z';
    expect((await browser.get(broken)).status).toBe(200);
    expect((await (await web.signedIn('school-leader', [])).get('/staff/responses')).text).toContain(
      'Nobody has answered',
    );
    expect((await web.browser().get('/staff/responses')).location).toBe('/staff/sign-in?next=%2Fstaff%2Fresponses');
  });
});

it('writes no token, session or form token into the log', async () => {
  const { token } = await invite(test.tools, 'logged');
  const browser = web.browser();
  await browser.post(`/s/${token}`, { choice: 'start' });
  await browser.get('/survey/question/1');
  const secrets = [token, token.split('.')[1] ?? '', ...browser.cookies.values()];
  const log = test.logged.join('\n');
  expect(log).toContain('/s/:token');
  expect(secrets.filter((secret) => secret === '' || log.includes(secret))).toEqual([]);
});
