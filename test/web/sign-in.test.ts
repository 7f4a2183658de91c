// Signing in, over real HTTP and the real database.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StaffId } from '../../src/domain/alumni/ids.js';
import type { TestTools } from '../support/tools.js';
import { commandLine, goodPassword, openSite, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;

beforeAll(async () => {
  ({ test, web } = await openSite());
});
afterAll(() => web.close());

const added = async (email: string): Promise<{ readonly staffId: StaffId; readonly path: string }> => {
  const result = await web.application.governance.addStaff(commandLine, {
    email,
    role: 'reviewer',
    schools: 'every-school',
    name: 'Avery Testperson',
  });
  if (result.kind !== 'added') throw new Error(result.why);
  return result;
};
const withPassword = async (email: string): Promise<StaffId> => {
  const { staffId, path } = await added(email);
  const browser = web.browser();
  await browser.get(path);
  expect((await browser.post(path, { password: goodPassword })).status).toBe(303);
  return staffId;
};
const signIn = async (email: string, password: string, headers: Record<string, string> = {}) => {
  const browser = web.browser();
  await browser.get('/staff/sign-in');
  return { browser, answer: await browser.post('/staff/sign-in', { email, password }, headers) };
};

describe('the one-time link', () => {
  it('shows one and the same page for any token, and changes nothing by being looked at', async () => {
    const { staffId, path } = await added('looked-at@trust.example');
    const before = await test.tools.store.staff.credentials(staffId);
    const page = (text: string): string => text.replace(/name="_csrf" value="[^"]*"/, '');
    const real = await web.browser().get(path);
    const none = await web.browser().get('/staff/welcome/nobody.at-all');
    expect(real.status).toBe(200);
    expect(page(real.text)).toBe(page(none.text));
    expect(await test.tools.store.staff.credentials(staffId)).toEqual(before);
  });

  it('sets a password once; a second time, and any other token, it has closed', async () => {
    const { path } = await added('once@trust.example');
    const browser = web.browser();
    await browser.get(path);
    const first = await browser.post(path, { password: goodPassword });
    expect([first.status, first.location]).toEqual([303, '/staff/sign-in']);
    await browser.get(path);
    const second = await browser.post(path, { password: 'another twelve blue chairs' });
    const unknown = await browser.post('/staff/welcome/nobody.at-all', { password: goodPassword });
    expect([second.status, unknown.status]).toEqual([404, 404]);
    expect(second.text).toBe(unknown.text);
    expect((await signIn('once@trust.example', goodPassword)).answer.status).toBe(303);
  });

  it('closes after three days', async () => {
    const { path } = await added('late@trust.example');
    const browser = web.browser();
    await browser.get(path);
    test.setClock(new Date('2026-11-06T10:00:00Z'));
    const answer = await browser.post(path, { password: goodPassword });
    test.setClock(new Date('2026-11-03T10:00:00Z'));
    expect(answer.status).toBe(404);
  });

  it.each([
    ['fourteen chars', 'Enter a password of at least 15 characters'],
    ['x'.repeat(129), 'Enter a password of at most 128 characters'],
    ['Password 1234567!', 'Many people use this password. Enter one that only you would think of'],
    ['aaaaaaaaaaaaaaaaaaaa', 'Many people use this password. Enter one that only you would think of'],
    ['picky@trust.example-1', 'Enter a password that is not made of your name, your address or the name of the trust'],
  ])('refuses %s and can be used again', async (password, message) => {
    const { path } = await added(`picky@trust.example`).catch(async () => {
      const known = await test.tools.store.staff.credentialsByEmail('picky@trust.example');
      const id = known?.member.id ?? ('' as StaffId);
      return { staffId: id, ...(await web.application.governance.renewStaffLink(commandLine, id)) };
    });
    const browser = web.browser();
    await browser.get(path);
    const answer = await browser.post(path, { password });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(message);
    expect((await browser.post(path, { password: goodPassword })).status).toBe(303);
  });
});

describe('signing in', () => {
  it('leads to Today in a new session; the session from before is gone', async () => {
    await withPassword('in@trust.example');
    const browser = web.browser();
    await browser.get('/staff/sign-in');
    const before = browser.cookies.get('onward-staff');
    const answer = await browser.post('/staff/sign-in', { email: 'In@Trust.example', password: goodPassword });
    expect([answer.status, answer.location]).toEqual([303, '/staff']);
    expect(before).toBeDefined();
    expect(browser.cookies.get('onward-staff')).not.toBe(before);
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('onward-staff='));
    expect(cookie).toMatch(/; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    expect((await browser.get('/staff')).text).toContain('Needs you');
    const sessions = await test.connection.collection('sessions').find({}).toArray();
    const old = decodeURIComponent(before ?? '')
      .slice(2)
      .split('.')[0];
    expect(sessions.some(({ _id }) => String(_id) === old)).toBe(false);
  });

  it('is done before a browser can follow the redirect, which it does from the head of the answer', async () => {
    await withPassword('quick@trust.example');
    for (let turn = 0; turn < 5; turn += 1) {
      const browser = web.browser();
      const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/staff/sign-in')).text)?.[1] ?? '';
      const head = await fetch(`${web.origin}/staff/sign-in`, {
        method: 'POST',
        redirect: 'manual',
        headers: { Cookie: `onward-staff=${browser.cookies.get('onward-staff') ?? ''}` },
        body: new URLSearchParams({ email: 'quick@trust.example', password: goodPassword, _csrf: token }),
      });
      const cookie = head.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const next = await fetch(`${web.origin}/staff`, { redirect: 'manual', headers: { Cookie: cookie } });
      expect(next.status).toBe(200);
      await Promise.all([head.text(), next.text()]);
    }
  });

  it('goes on to the page that was asked for, but never to another site', async () => {
    await withPassword('next@trust.example');
    const browser = web.browser();
    const asked = await browser.get('/staff');
    expect([asked.status, asked.location]).toEqual([303, '/staff/sign-in']);
    for (const [next, location] of [
      ['/staff/settings/staff', '/staff/settings/staff'],
      ['https://elsewhere.example/staff', '/staff'],
      ['//elsewhere.example/staff', '/staff'],
      ['/staff/nothing-here', '/staff'],
    ]) {
      await browser.get('/staff/sign-in');
      const fields = { email: 'next@trust.example', password: goodPassword, next: next ?? '' };
      expect((await browser.post('/staff/sign-in', fields)).location).toBe(location);
    }
  });

  it('says the same to a wrong password, an unknown address, an invited and a disabled person', async () => {
    await withPassword('known@trust.example');
    await added('invited@trust.example');
    await web.application.governance.disableStaff(commandLine, await withPassword('closed@trust.example'));
    const texts = [];
    for (const [email, password] of [
      ['known@trust.example', 'not the right words at all'],
      ['unknown@trust.example', goodPassword],
      ['invited@trust.example', goodPassword],
      ['closed@trust.example', goodPassword],
    ] as const) {
      const { answer } = await signIn(email, password);
      expect(answer.status).toBe(422);
      expect(answer.text).not.toContain(password);
      texts.push(answer.text.replace(/value="[^"]*"/g, ''));
    }
    expect(new Set(texts).size).toBe(1);
  });

  it('waits longer from the tenth failure on, also for the right password, and never locks', async () => {
    const id = await withPassword('slow@trust.example');
    const { signIn: tryOnce } = web.application.governance;
    const start = new Date('2026-11-03T10:00:00Z').getTime();
    for (let failure = 1; failure <= 10; failure += 1) {
      expect(await tryOnce('slow@trust.example', 'not the right words at all')).toEqual({ kind: 'refused' });
    }
    expect(await tryOnce('slow@trust.example', goodPassword)).toEqual({ kind: 'refused' });
    test.setClock(new Date(start + 4_999));
    expect(await tryOnce('slow@trust.example', goodPassword)).toEqual({ kind: 'refused' });
    test.setClock(new Date(start + 5_000));
    const at = new Date(start + 5_000);
    expect(await tryOnce('slow@trust.example', goodPassword)).toEqual({
      kind: 'signed-in',
      staffId: id,
      credential: 1,
      at,
    });
    expect((await test.tools.store.staff.credentials(id))?.failures).toBe(0);
    test.setClock(new Date(start));
  });

  it('counts attempts made at the same moment one by one', async () => {
    const id = await withPassword('crowd@trust.example');
    const attempts = Array.from({ length: 4 }, () =>
      web.application.governance.signIn('crowd@trust.example', 'not the right words at all'),
    );
    expect((await Promise.all(attempts)).every(({ kind }) => kind === 'refused')).toBe(true);
    expect((await test.tools.store.staff.credentials(id))?.failures).toBe(4);
  });

  it('keeps the address that was typed, and never the password', async () => {
    const { answer } = await signIn('kept@trust.example', '');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('value="kept@trust.example"');
    expect(answer.text).toContain('<a href="#password">Enter your password</a>');
  });
});

describe('a session', () => {
  it('ends when the account is closed, with the next request', async () => {
    const id = await withPassword('ended@trust.example');
    const { browser } = await signIn('ended@trust.example', goodPassword);
    expect((await browser.get('/staff')).status).toBe(200);
    await web.application.governance.disableStaff(commandLine, id);
    const answer = await browser.get('/staff');
    expect([answer.status, answer.location]).toEqual([303, '/staff/sign-in']);
  });

  it('ends when a new link was made, and twelve hours after signing in', async () => {
    const id = await withPassword('renewed@trust.example');
    const { browser } = await signIn('renewed@trust.example', goodPassword);
    test.setClock(new Date('2026-11-03T21:59:59Z'));
    expect((await browser.get('/staff')).status).toBe(200);
    test.setClock(new Date('2026-11-03T22:00:00Z'));
    expect((await browser.get('/staff')).status).toBe(303);
    test.setClock(new Date('2026-11-03T10:00:00Z'));
    const again = await signIn('renewed@trust.example', goodPassword);
    await web.application.governance.renewStaffLink(commandLine, id);
    expect((await again.browser.get('/staff')).status).toBe(303);
  });

  it('ends in the browser and in the database by signing out', async () => {
    await withPassword('out@trust.example');
    const { browser } = await signIn('out@trust.example', goodPassword);
    await browser.get('/staff');
    const session = decodeURIComponent(browser.cookies.get('onward-staff') ?? '')
      .slice(2)
      .split('.')[0];
    const stored = () => test.connection.collection<{ _id: string }>('sessions').findOne({ _id: session ?? '' });
    expect(await stored()).not.toBeNull();
    const answer = await browser.post('/staff/sign-out');
    expect([answer.status, answer.location]).toEqual([303, '/staff/sign-in']);
    expect(await stored()).toBeNull();
    expect((await browser.get('/staff/sign-in')).text).toContain('You have signed out.');
    expect((await browser.get('/staff')).status).toBe(303);
  });
});

describe('what is written down', () => {
  it('names acts and ids only, in the account itself and then in the log', async () => {
    const id = await withPassword('audited@trust.example');
    await signIn('audited@trust.example', goodPassword);
    await web.application.governance.appendAudit();
    await web.application.governance.appendAudit();
    const rows = await test.tools.store.auditEvents.about(`staff:${id}`);
    expect(rows.map(({ act, actor }) => [act, actor]).reverse()).toEqual([
      ['staff.added', { kind: 'staff', id: 'command-line' }],
      ['staff.password-set', { kind: 'staff', id }],
      ['staff.signed-in', { kind: 'staff', id }],
    ]);
  });

  it('logs routes, never a token, an address or a password', async () => {
    const { path } = await added('quiet@trust.example');
    const browser = web.browser();
    await browser.get(path);
    await browser.post(path, { password: goodPassword });
    await signIn('quiet@trust.example', goodPassword);
    const all = test.logged.join('\n');
    expect(all).toContain('"method":"POST","route":"/staff/welcome/:token","status":303');
    expect(all).not.toContain(path.split('.')[1]);
    expect(all).not.toContain('quiet@trust.example');
    expect(all).not.toContain(goodPassword);
  });
});
