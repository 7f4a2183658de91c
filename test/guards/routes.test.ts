// Every route is in the access table and the table holds nothing else; every unsafe route refuses what does not come from
// one of our own pages; roles reach what the table gives them and nothing more (architecture, section 7; requirement W4).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import { staffRoles, type School } from '../../src/domain/alumni/alumnus.js';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { letterIds } from '../../src/domain/waves/letters/letter.js';
import { accessTable, uploads, withoutFormToken, type AccessEntry } from '../../src/web/access-table.js';
import { mayOpen, mayPost } from '../../src/web/access.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let web: TestWeb;
let test: TestTools;
const oneSchool: School = {
  ...{ id: 'northgate' as SchoolId, name: 'Northgate School', urn: '123456', laestab: '9991234' },
  joinedTrustOn: localDate('2018-09-01'),
};
const browsers = new Map<string, Browser>();

beforeAll(async () => {
  ({ web, test } = await openSite());
  for (const role of staffRoles) browsers.set(role, await web.signedIn(role));
});
afterAll(() => web.close());

interface Layer {
  readonly route?: { readonly path: string | readonly string[]; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/** Method and pattern of every route that the application registered, from Express itself. */
function registered(app: Express): readonly string[] {
  const walk = (layers: readonly Layer[]): readonly string[] =>
    layers.flatMap(({ route, handle }) =>
      route === undefined
        ? walk(handle.stack ?? [])
        : [route.path]
            .flat()
            .flatMap((path) => Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${path}`)),
    );
  return walk((app as unknown as { readonly router: { readonly stack: readonly Layer[] } }).router.stack);
}

const nameOf = ([method, pattern]: AccessEntry): string => `${method} ${pattern}`;
const addressOf = (pattern: string): string => pattern.replace(/:[a-z]+/gi, 'nobody-knows-this');
const unsafe = accessTable.filter(([method]) => method !== 'GET');
const exempt = withoutFormToken.map(([pattern]) => pattern);
const staffOnly = accessTable.filter(([, , who]) => Array.isArray(who));
const browserOf = (role: string): Browser => {
  const browser = browsers.get(role);
  if (browser === undefined) throw new Error(`Nobody is signed in as ${role}.`);
  return browser;
};

describe('the access table', () => {
  it('names every route that is registered, and only those, each once', () => {
    expect([...registered(web.app)].sort()).toEqual(accessTable.map(nameOf).sort());
  });

  it('has a role for everything under /staff but the door', () => {
    const open = accessTable.filter(([, pattern, who]) => pattern.startsWith('/staff') && typeof who === 'string');
    expect(open.map(nameOf)).toEqual([
      'GET /staff/sign-in',
      'POST /staff/sign-in',
      'GET /staff/welcome/:token',
      'POST /staff/welcome/:token',
    ]);
  });

  it('lists exemptions and uploads that exist', () => {
    const posts = unsafe.map(([, pattern]) => pattern);
    expect([...exempt, ...uploads].filter((pattern) => !posts.includes(pattern))).toEqual([]);
  });
});

describe('unsafe routes', () => {
  it.each(unsafe.map((entry) => [nameOf(entry), entry] as const))(
    '%s refuses a form from another site',
    async (_name, [, pattern, who]) => {
      const browser = typeof who === 'string' ? web.browser() : browserOf(who[0] ?? '');
      for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://elsewhere.example' }]) {
        const answer = await browser.post(addressOf(pattern), {}, headers);
        expect(answer.status).toBe(403);
        expect(answer.text).toContain('did not come from one of our pages');
      }
    },
  );

  const withToken = unsafe.filter(([, pattern]) => pattern.startsWith('/staff'));
  it.each(withToken.map((entry) => [nameOf(entry), entry] as const))(
    '%s refuses a form without its token, and with a wrong one',
    async (_name, [, pattern, who]) => {
      const browser = typeof who === 'string' ? web.browser() : browserOf(who[0] ?? '');
      for (const token of ['', '0'.repeat(64)]) {
        const answer = await browser.post(addressOf(pattern), { _csrf: token });
        expect(answer.status).toBe(403);
        expect(answer.text).toContain('This form was open for too long');
      }
    },
  );

  it('with a file check the token too', async () => {
    for (const pattern of uploads) {
      const entry = accessTable.find(([method, path]) => method === 'POST' && path === pattern);
      const browser = browserOf(entry?.[2][0] ?? '');
      const body = new FormData();
      body.set('file', new Blob(['a,b\n']), 'leavers.csv');
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(web.origin + addressOf(pattern), {
        method: 'POST',
        body,
        headers: { Cookie: cookie },
      });
      expect([pattern, answer.status]).toEqual([pattern, 403]);
    }
  });

  it('outside /staff are the exemptions, or the survey’s own with its cookie and token', async () => {
    const others = unsafe.filter(([, pattern]) => !pattern.startsWith('/staff') && !exempt.includes(pattern));
    expect(others.filter(([, , who]) => who !== 'survey').map(nameOf)).toEqual([]);
    for (const [, pattern] of others) {
      const answer = await web.browser().post(addressOf(pattern), {});
      expect([401, 403, 404]).toContain(answer.status);
    }
  });
});

describe('roles', () => {
  it.each(staffOnly.map((entry) => [nameOf(entry), entry] as const))(
    '%s asks who is not signed in to sign in, and refuses other roles',
    async (_name, [method, pattern, who]) => {
      const send = (browser: Browser) =>
        method === 'GET' ? browser.get(addressOf(pattern)) : browser.post(addressOf(pattern));
      const stranger = await send(web.browser());
      expect(stranger.status).toBe(method === 'GET' ? 303 : 401);
      for (const role of staffRoles.filter((one) => !who.includes(one))) {
        const answer = await send(browserOf(role));
        expect([role, answer.status]).toEqual([role, 403]);
        expect(answer.text).toContain('Your role does not include this');
      }
    },
  );

  it('let their holders in: every place of the bar opens', async () => {
    for (const role of staffRoles) {
      const today = await browserOf(role).get('/staff');
      const links = [...today.text.matchAll(/class="onward-bar__link" href="([^"]+)"/g)].map(([, href]) => href ?? '');
      expect(links).toContain('/staff');
      for (const link of links)
        expect([role, link, (await browserOf(role).get(link)).status]).toEqual([role, link, 200]);
    }
  });
});

describe('somebody of one school', () => {
  const ofTheTrust = accessTable.filter(([, , , only]) => only === 'every-school');
  const letters = letterIds.map((id) => `/staff/settings/letters/${id}`);
  const pages = [
    ...letters,
    '/staff/programmes/y11',
    ...staffOnly.flatMap(([method, pattern]) => (method === 'GET' && !pattern.includes(':') ? [pattern] : [])),
  ];
  const ofOne = new Map<string, Browser>();
  beforeAll(async () => {
    await test.tools.store.schools.save(oneSchool);
    for (const role of staffRoles) ofOne.set(role, await web.signedIn(role, [oneSchool.id]));
  });

  it.each(ofTheTrust.map((entry) => [nameOf(entry), entry] as const))(
    '%s is refused, with its token and all, since the whole trust would be changed',
    async (_name, [, pattern, who]) => {
      for (const role of who) {
        const answer = await ofOne.get(role)?.post(addressOf(pattern));
        expect([role, answer?.status]).toEqual([role, 403]);
        expect(answer?.text).toContain('Your role does not include this');
      }
    },
  );

  it.each(staffRoles)('finds no form on any page that would refuse them: %s', async (role) => {
    const viewer = { role, schools: [oneSchool.id] };
    const opened: string[] = [];
    for (const page of pages.filter((path) => mayOpen(role, path))) {
      const answer = await ofOne.get(role)?.get(page);
      if (answer?.status !== 200) continue;
      opened.push(page);
      const forms = [...answer.text.matchAll(/<form[^>]*method="post"[^>]*>|formaction="[^"]+"/g)].map(([tag]) => tag);
      const actions = forms.flatMap((tag) => /action="([^"?]+)/.exec(tag)?.[1] ?? page);
      expect([page, actions.filter((action) => !mayPost(viewer, action))]).toEqual([page, []]);
    }
    expect(opened).toContain('/staff');
  });
});

describe('an address without a route', () => {
  it.each(['/nothing', '/staff/nothing', '/staff/../etc/passwd', '/%E0%A4%A', '//staff', '/assets/onward.css.map'])(
    '%s is our own page, which does not repeat it',
    async (path) => {
      const answer = await web.browser().get(path);
      expect(answer.status).toBe(404);
      expect(answer.text).toContain('There is nothing at this address');
      expect(answer.text).not.toContain('passwd');
    },
  );
});
