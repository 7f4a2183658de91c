// The sending domain on the pages (requirement D1): a wave that is refused because of it leads to where it is put right, what
// is missing stands there, and who may do what about it. Asked of a name server of this machine.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tools } from '../../src/application/index.js';
import { domainLookup } from '../../src/mail/index.js';
import { aLeaver, aPlan, confirmedWave, keepTrust, scheduler as viewer } from '../support/a-trust.js';
import { startNameServer, type NameServer } from '../support/name-server.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

const key = 'MIGfMA0GCSqGSIb3';
const good = {
  'bounce.trust.org.uk': ['v=spf1 include:relay.example -all'],
  'onward._domainkey.trust.org.uk': [`v=DKIM1; k=rsa; p=${key}`],
  '_dmarc.trust.org.uk': ['v=DMARC1; p=reject'],
};
const withoutPolicy = { ...good, '_dmarc.trust.org.uk': [] };
const start = Date.parse('2026-11-03T10:00:00Z');
const link = '<a href="/staff/sending#domain">The sending domain is not in order';

let server: NameServer;
let test: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let web: TestWeb;
let scheduler: Browser;
let administrator: Browser;

beforeAll(async () => {
  server = await startNameServer();
  test = await openTestTools();
  const domain = {
    ...{ from: 'trust.org.uk', returnPath: 'bounce.trust.org.uk' },
    dkim: { domain: 'trust.org.uk', selector: 'onward', publicKey: key },
  };
  tools = { ...test.tools, sendingDomain: domainLookup(domain, [server.address]) };
  web = await openWeb(tools, test.connection);
  await keepTrust(tools, [aLeaver(1), aLeaver(2)]);
  scheduler = await web.signedIn('scheduler');
  administrator = await web.signedIn('administrator');
});
afterAll(async () => {
  await web.close();
  await server.close();
  await test.close();
});
beforeEach(() => {
  test.setClock(new Date(start));
  server.serve(good);
});

const words = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('a wave whose domain is not in order', () => {
  it('is not confirmed, leads to what is missing, and is confirmed once that is there', async () => {
    server.serve(withoutPolicy);
    const drafted = await web.application.waves.draftWave(viewer, aPlan());
    const page = `/staff/waves/${drafted.kind === 'drafted' ? drafted.waveId : ''}`;
    await scheduler.get(page);
    const refused = await scheduler.post(`${page}/confirm`, { revision: '1', count: '2' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(link);
    expect(refused.text).toMatch(/name="count"[^>]*value="2"/);
    const sending = await scheduler.get('/staff/sending');
    expect(sending.text).toContain('id="domain"');
    expect(words(sending.text)).toMatch(/No wave can be confirmed.*Missing DMARC: /);
    expect(sending.text).not.toContain('Nothing stands in the way');

    server.serve(good);
    await scheduler.post('/staff/sending/domain/check');
    expect(words((await scheduler.get('/staff/sending')).text)).toMatch(
      /Nothing stands in the way.*In order : trust\.org\.uk, checked on/,
    );
    await scheduler.get(page);
    const confirmed = await scheduler.post(`${page}/confirm`, { revision: '1', count: '2' });
    expect([confirmed.status, confirmed.location]).toEqual([303, page]);
  });

  it('is not started late either, and the answer stays until it was read', async () => {
    const waveId = await confirmedWave(web.application);
    test.setClock(new Date(start + 2 * 86_400_000));
    const late = await web.signedIn('scheduler'); // a session of two days ago is over
    server.serve(withoutPolicy);
    const page = `/staff/waves/${waveId}`;
    const seen = await late.get(page);
    const revision = /name="revision" value="(\d+)"/.exec(seen.text)?.[1] ?? '';
    const refused = await late.post(`${page}/move`, { revision, move: 'start' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(link);
    expect([seen.text, refused.text].map((page) => page.includes('http-equiv="refresh"'))).toEqual([true, false]);

    server.serve(good);
    const started = await late.post(`${page}/move`, { revision, move: 'start' });
    expect([started.status, started.location]).toEqual([303, page]);
  });
});

describe('letting mail leave all the same', () => {
  it('is offered to an administrator alone, and asks for a reason that it keeps', async () => {
    server.serve(withoutPolicy);
    await scheduler.get('/staff/sending');
    await scheduler.post('/staff/sending/domain/check');
    expect((await scheduler.get('/staff/sending')).text).not.toContain('/staff/sending/domain/override');
    expect((await scheduler.post('/staff/sending/domain/override', { why: 'I want to' })).status).toBe(403);

    expect((await administrator.get('/staff/sending')).text).toContain('/staff/sending/domain/override');
    const empty = await administrator.post('/staff/sending/domain/override', { why: ' ' });
    expect([empty.status, words(empty.text).includes('Say why, in a few words')]).toEqual([422, true]);
    await administrator.post('/staff/sending/domain/override', { why: 'The policy comes on Monday' });
    const through = words((await administrator.get('/staff/sending')).text);
    expect(through).toContain('Let through although something is wrong');
    expect(through).toContain('The policy comes on Monday');
  });
});
