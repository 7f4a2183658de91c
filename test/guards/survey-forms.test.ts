// Whatever the survey answers, it says so little that no browser, proxy or search engine keeps or passes it on (requirement
// T8); it builds no link from what a browser sent (T10); and each of its forms is taken from its own session alone (row 46).
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSeal } from '../../src/application/waves/sending/sealed.js';
import { serviceMail } from '../../src/application/waves/sending/write-mail.js';
import type { MessageId } from '../../src/domain/waves/message.js';
import { accessTable, withoutFormToken } from '../../src/web/access-table.js';
import { invite, openWave } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;

beforeAll(async () => {
  ({ test, web } = await openSite());
  await openWave(test.tools);
});
afterAll(() => web.close());

const ofSurvey = accessTable.filter(([, pattern, who]) => who === 'survey' || /^\/[stu]\//.test(pattern));
const nameOf = ([method, pattern]: (typeof accessTable)[number]): string => `${method} ${pattern}`;
let people = 0;

async function begun(): Promise<{ browser: Browser; token: string; invitationId: string }> {
  people += 1;
  const { token, invitationId } = await invite(test.tools, `f${people}`);
  const browser = web.browser();
  await browser.post(`/s/${token}`, { choice: 'start' });
  return { browser, token, invitationId };
}
const addressOf = (pattern: string, token: string): string => pattern.replace(':token', token).replace(':number', '1');

describe('every answer of the survey', () => {
  it.each(ofSurvey.map((entry) => [nameOf(entry), entry] as const))(
    '%s is kept nowhere, found nowhere and passes nothing on',
    async (_name, [method, pattern]) => {
      const { browser, token } = await begun();
      for (const visitor of [browser, web.browser()]) {
        for (const address of [addressOf(pattern, token), addressOf(pattern, 'nonsense')]) {
          const answer = method === 'GET' ? await visitor.get(address) : await visitor.post(address, {});
          const { headers, text, status } = answer;
          expect([address, status < 500]).toEqual([address, true]);
          expect(headers.get('Referrer-Policy')).toBe('no-referrer');
          expect(headers.get('Cache-Control')).toBe('no-store');
          expect(headers.get('X-Robots-Tag')).toContain('noindex');
          expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none';/);
          expect(headers.get('Content-Security-Policy')).not.toMatch(/https?:|\*|unsafe/);
          const loaded = [...text.matchAll(/<(?:link|script|img|iframe)[^>]*(?:href|src)="([^"]*)"/g)];
          expect(loaded.filter(([, from = '']) => !from.startsWith('/assets/'))).toEqual([]);
        }
      }
    },
  );
});

/** What each form holds when it is filled in well, so that nothing but the token is wrong with it. */
const filledIn: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/survey/question/:number': { situation: 'work' },
  '/survey/code': { action: 'send' },
  '/survey/ways': { action: 'save', easy: 'yes' },
  '/survey/known': { choice: 'same', seen: '' },
  '/survey/choices': { action: 'often', often: 'year' },
  '/survey/pass-on': { choice: 'yes' },
  '/survey/help': { way: 'mail', about: '' },
  '/survey/choices/tell': { choice: 'cannot-answer', sure: 'yes' },
};

describe('every form of the survey', () => {
  // Those of the leaving form have sessions of their own: test/web/leaving.
  const forms = ofSurvey.filter(([method, pattern]) => method === 'POST' && pattern.startsWith('/survey'));

  it.each(forms.map((entry) => [nameOf(entry), entry] as const))(
    '%s is refused without the token, with another session’s, and from another site',
    async (_name, [, pattern]) => {
      const { browser, token, invitationId } = await begun();
      const { browser: other } = await begun();
      await browser.get('/survey/question/1');
      const theirs = /name="_csrf" value="([^"]+)"/.exec((await other.get('/survey/question/1')).text)?.[1] ?? '';
      const before = await test.tools.store.invitations.find(invitationId as never);
      const given = filledIn[pattern] ?? {};
      const address = addressOf(pattern, token);
      for (const _csrf of ['', theirs, 'x'.repeat(43)]) {
        expect((await browser.post(address, { ...given, _csrf })).status).toBe(403);
      }
      for (const headers of [
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
        { Origin: 'https://elsewhere.example' },
      ]) {
        expect((await browser.post(address, given, headers)).status).toBe(403);
      }
      expect(await test.tools.store.invitations.find(invitationId as never)).toEqual(before);
      expect(await test.tools.store.responses.find(invitationId as never)).toBeNull();
      expect(await test.connection.collection('messages').countDocuments({ kind: 'service', invitationId })).toBe(0);
    },
  );

  it('without a session’s token are the link itself and nothing else of the survey', () => {
    const exempt = withoutFormToken.map(([pattern]) => pattern);
    const open = ofSurvey
      .filter(([method, , who]) => method === 'POST' && who !== 'survey')
      .map(([, pattern]) => pattern);
    expect(open.filter((pattern) => !exempt.includes(pattern))).toEqual([]);
  });
});

it('no page and no mail is built from the Host that a browser names (requirement T10)', async () => {
  const { token, invitationId } = await begun();
  const answer = await new Promise<string>((resolve, reject) => {
    const body = 'choice=fresh-link';
    const headers = {
      ...{ Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' },
      ...{ 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': String(body.length) },
    };
    request(`${web.origin}/s/${token}`, { method: 'POST', headers }, (res) => {
      let text = '';
      res
        .setEncoding('utf8')
        .on('data', (part: string) => (text += part))
        .on('end', () => resolve(text));
    })
      .on('error', reject)
      .end(body);
  });
  expect(answer).not.toContain('evil.example');
  const messages = test.connection.collection<{ _id: string; seal: string }>('messages');
  const queued = await messages.findOne({ template: 'fresh-link', invitationId });
  const sealed = openSeal(test.tools.vault, (queued?._id ?? '') as MessageId, queued?.seal ?? '');
  expect(JSON.stringify(sealed)).not.toContain('evil.example');
  const mail = serviceMail(
    test.tools,
    { _id: queued?._id, template: 'fresh-link', dueAt: new Date() } as never,
    sealed,
  );
  const addresses = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, address = '']) => address);
  expect(addresses.length).toBeGreaterThan(0);
  expect(addresses.filter((address) => !address.startsWith(test.tools.settings.baseUrl))).toEqual([]);
});
