// What every answer carries, and what becomes of requests that are broken.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultOf } from '../../src/application/fault.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { openTestTools, type TestTools } from '../support/tools.js';
import { commandLine, openSite, openWeb, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let administrator: Browser;
const northgate = 'northgate' as SchoolId;
const riverside = 'riverside' as SchoolId;

beforeAll(async () => {
  ({ test, web } = await openSite());
  for (const [id, name] of [
    ['northgate', 'Northgate School'],
    ['riverside', 'Riverside Academy'],
  ] as const) {
    const joinedTrustOn = localDate('2015-09-01');
    await test.tools.store.schools.save({ id: id as SchoolId, name, urn: '100000', laestab: '9990001', joinedTrustOn });
  }
  administrator = await web.signedIn('administrator');
});
afterAll(() => web.close());

const policy =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self';font-src 'self';connect-src 'self';" +
  "frame-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none';object-src 'none';report-uri /csp-report";

describe('headers', () => {
  it.each(['/', '/live', '/staff/sign-in', '/staff', '/nothing'])('of %s allow our own files only', async (path) => {
    const { headers } = await web.browser().get(path);
    expect(headers.get('Content-Security-Policy')).toBe(policy);
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
    expect(headers.get('Permissions-Policy')).toContain('geolocation=()');
    expect(headers.get('X-Robots-Tag')).toBe('noindex, nofollow');
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('X-Powered-By')).toBeNull();
    expect(headers.get('Strict-Transport-Security')).toBeNull();
  });

  it('show somebody who is signed in the way back from where nothing is, and nobody else the staff pages', async () => {
    const [ours, theirs] = [await administrator.get('/staff/nothing'), await web.browser().get('/staff/nothing')];
    expect([ours.status, theirs.status]).toEqual([404, 404]);
    expect([ours, theirs].map(({ text }) => text.includes('href="/staff"'))).toEqual([true, false]);
  });

  it('take reports of what a browser refused, and note the directive and the page’s pattern alone', async () => {
    const send = (body: string, type = 'application/csp-report') =>
      fetch(`${web.origin}/csp-report`, { method: 'POST', body, headers: { 'Content-Type': type } });
    const report = {
      'document-uri': `${web.origin}/s/secret-of-a-link`,
      'effective-directive': 'style-src-elem',
      'blocked-uri': 'https://elsewhere.example/secret',
    };
    const before = test.logged.length;
    expect((await send(JSON.stringify({ 'csp-report': report }))).status).toBe(204);
    const lines = test.logged.slice(before).filter((line) => line.includes('refused'));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        level: 'warn',
        message: 'A browser refused what the policy forbids',
        directive: 'style-src-elem',
        page: '/s/:token',
      },
    ]);
    expect((await send('not a report')).status).toBe(400);
    expect((await send(JSON.stringify({ 'csp-report': 'words' }))).status).toBe(400);
    expect((await send('a=b', 'application/x-www-form-urlencoded')).status).toBe(400);
    expect((await send(JSON.stringify({ 'csp-report': { ...report, more: 'x'.repeat(9_000) } }))).status).toBe(413);
    let last = 0;
    for (let sent = 0; sent < 20; sent += 1) last = (await send(JSON.stringify({ 'csp-report': report }))).status;
    expect(last).toBe(429);
    expect(test.logged.slice(before).join('')).not.toContain('secret');
  });

  it('give no cookie to who only reads a public page', async () => {
    for (const path of ['/', '/live', '/assets/onward.css', '/nothing']) {
      expect((await web.browser().get(path)).headers.getSetCookie()).toEqual([]);
    }
  });

  it('ask for https and a __Host- cookie where the base URL is https', async () => {
    const secure = await openWeb(
      { ...test.tools, settings: { ...test.tools.settings, baseUrl: 'https://alumni.trust.example' } },
      test.connection,
    );
    const answer = await secure.browser().get('/staff/sign-in', { 'X-Forwarded-Proto': 'https' });
    expect(answer.headers.get('Strict-Transport-Security')).toBe('max-age=31536000; includeSubDomains');
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Host-onward-staff=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure/,
    );
    await secure.close();
  });

  it('let assets be kept for a year when their address names their content', async () => {
    const page = await web.browser().get('/');
    const addresses = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, one]) => one ?? '');
    expect(addresses).toHaveLength(3);
    for (const address of addresses) {
      const answer = await web.browser().get(address);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    }
  });
});

describe('health', () => {
  it('is alive and ready', async () => {
    expect((await web.browser().get('/live')).text).toBe('alive');
    const ready = await web.browser().get('/ready');
    expect([ready.status, ready.text]).toEqual([200, 'ready']);
  });

  it('is not ready without its database, and says so within seconds', async () => {
    const lost = await openTestTools();
    const alone = await openWeb(lost.tools, lost.connection);
    await lost.close();
    const answer = await alone.browser().get('/ready');
    expect([answer.status, answer.text]).toEqual([503, 'not ready']);
    expect((await alone.browser().get('/live')).text).toBe('alive');
    await alone.close();
  });
});

describe('links', () => {
  it('begin with the base URL whatever Host says', async () => {
    const port = Number(new URL(web.origin).port);
    const cookie = [...administrator.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const text = await new Promise<string>((resolve, reject) => {
      const asked = request(
        { host: '127.0.0.1', port, path: '/staff/settings/staff', headers: { Host: 'evil.example', Cookie: cookie } },
        (answer) => {
          let all = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk: string) => (all += chunk));
          answer.on('end', () => resolve(all));
        },
      );
      asked.on('error', reject);
      asked.end();
    });
    expect(text).toContain('Settings');
    expect(text).not.toContain('evil.example');
  });
});

describe('broken input', () => {
  it.each([
    ['fields that the form does not have', { 'email[$ne]': 'x', email: 'a', password: 'b' }, 400],
    ['more than it takes', { email: 'a'.repeat(200_000), password: 'b' }, 413],
    ['a field twice', { email: ['a@trust.example', 'b@trust.example'], password: 'b' }, 422],
  ])('%s is refused in our own words', async (_name, fields, status) => {
    const browser = web.browser();
    await browser.get('/staff/sign-in');
    const answer = await browser.post('/staff/sign-in', fields);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain('<h1');
    expect(answer.text).not.toMatch(/\n\s+at /);
  });

  it('escapes everything that was typed', async () => {
    const typed = '"><script>alert(1)</script>';
    await administrator.get('/staff/settings/staff');
    const answer = await administrator.post('/staff/settings/staff', {
      name: typed,
      email: typed,
      role: '',
      which: '',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain('<script>alert');
    expect(answer.text).toContain('&#34;&gt;&lt;script&gt;');
  });
});

it('the log has the kind of an error and where it arose, and nothing of what it says', () => {
  const fault = faultOf(Object.assign(new TypeError('avery@example.org is not known'), { code: 'EAUTH' }));
  expect(fault).toMatch(/^TypeError EAUTH\n\s+at .*foundation/);
  expect(fault).not.toContain('avery');
  expect(faultOf('avery@example.org')).toBe('string');
});

describe('accounts on the settings page', () => {
  it('are added with a link that is shown once, and closed', async () => {
    await administrator.get('/staff/settings/staff');
    const fields = {
      name: 'Robin Invented',
      email: 'Robin@Trust.example',
      role: 'scheduler',
      which: 'some',
      schools: ['northgate', 'riverside'],
    };
    const added = await administrator.post('/staff/settings/staff', fields);
    expect(added.status).toBe(200);
    const link = /http:\/\/127\.0\.0\.1:3000(\/staff\/welcome\/[a-z0-9]+\.[A-Za-z0-9_-]{43})/.exec(added.text)?.[1];
    expect(link).toBeDefined();
    const listed = await administrator.get('/staff/settings/staff');
    expect(listed.text).toContain('robin@trust.example');
    expect(listed.text).toContain('Northgate School, Riverside Academy');
    expect(listed.text).not.toContain('/staff/welcome/');

    const twice = await administrator.post('/staff/settings/staff', fields);
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('Somebody with this address is in the list below');

    const robin = await test.tools.store.staff.credentialsByEmail('robin@trust.example');
    const closed = await administrator.post(`/staff/settings/staff/${robin?.member.id ?? ''}/disable`);
    expect([closed.status, closed.location]).toEqual([303, '/staff/settings/staff']);
    const after = await administrator.get('/staff/settings/staff');
    expect(after.text).toContain('Robin Invented can no longer sign in.');
    expect((await administrator.get('/staff/settings/staff')).text).not.toContain('can no longer sign in');
    expect((await test.tools.store.staff.credentialsByEmail('robin@trust.example'))?.member.state).toBe('disabled');
    const browser = web.browser();
    await browser.get(link ?? '');
    expect((await browser.post(link ?? '', { password: 'seven green kettles at noon' })).status).toBe(404);
  });

  it('of other schools are neither listed nor to be changed', async () => {
    const north = await web.signedIn('administrator', [northgate]);
    const list = await north.get('/staff/settings/staff');
    expect(list.text).not.toContain('Avery scheduler');
    const whole = await test.tools.store.staff.list('every-school');
    const other = whole.find(({ schools }) => schools === 'every-school');
    expect((await north.post(`/staff/settings/staff/${other?.id ?? ''}/disable`)).status).toBe(404);
    expect((await north.post(`/staff/settings/staff/${other?.id ?? ''}/link`)).status).toBe(404);
    // Somebody who sees one school more is not theirs either: a new link would open that one to them.
    const both = await web.application.governance.addStaff(commandLine, {
      ...{ email: 'both@trust.example', role: 'reviewer', schools: [northgate, riverside] },
    });
    const theirs = both.kind === 'added' ? both.staffId : '';
    expect((await north.get('/staff/settings/staff')).text).not.toContain('both@trust.example');
    expect((await north.post(`/staff/settings/staff/${theirs}/disable`)).status).toBe(404);
    expect((await north.post(`/staff/settings/staff/${theirs}/link`)).status).toBe(404);
    const school = { name: 'Another', urn: '100001', laestab: '9990002', joinedTrustOn: '2020-09-01' };
    expect((await north.post('/staff/settings/schools', school)).status).toBe(403); // the whole trust's to add
    expect((await north.get('/staff/settings/schools/riverside')).status).toBe(404);
    const wider = { name: 'Sam Invented', email: 'sam@trust.example', role: 'reviewer', which: 'every' };
    await north.get('/staff/settings/staff');
    expect((await north.post('/staff/settings/staff', wider)).text).toContain('Choose some of your own schools');
  });
});

describe('one address of the network', () => {
  it('stops somebody who fails thirty times from one address', async () => {
    const browser = web.browser();
    await browser.get('/staff/sign-in');
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 31; attempt += 1) {
      statuses.push((await browser.post('/staff/sign-in', { email: '', password: '' })).status);
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(statuses.at(-1)).toBe(429);
  });
});
