// Easy read, somebody's help and the telephone: chosen on the link's page or later, kept on every device, and noted with the
// answers (Y13). None of it needs scripting.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkCall } from '../../src/application/calls/check-call.js';
import type { Permission } from '../../src/domain/alumni/alumnus.js';
import { basisOn } from '../../src/domain/alumni/permission.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { CallId } from '../../src/domain/waves/call.js';
import { invite, openWave } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;

beforeAll(async () => {
  ({ test, web } = await openSite());
  await openWave(test.tools);
});
afterAll(() => web.close());

const addedOn = localDate('2026-07-01');
const withMobile = {
  contactPoints: [
    { number: 1, kind: 'email', value: 'c@example.org', owner: 'self', state: 'usable', addedOn },
    { number: 2, kind: 'mobile', value: '+447700900123', owner: 'self', state: 'usable', addedOn },
  ],
} as const;

describe('the easy-read version', () => {
  it('is chosen on the link’s page, is there on the next device, and can be left again', async () => {
    const { token, invitationId } = await invite(test.tools, 'easy');
    const browser = web.browser();
    expect((await browser.get(`/s/${token}`)).text).toContain('name="easy" type="checkbox" value="yes"');
    await browser.post(`/s/${token}`, { choice: 'start', easy: 'yes' });
    const first = await browser.get('/survey/question/1');
    expect(first.text).toContain('What do you do now?');
    expect(first.text).toContain('onward-easy');
    await browser.post('/survey/question/1', { situation: 'university' });
    expect((await browser.get('/survey/question/3')).text).toContain('When did you start this?');
    const other = web.browser();
    await other.post(`/s/${token}`, { choice: 'start' });
    expect((await other.get('/survey/question/3')).text).toContain('When did you start this?');
    expect((await other.get('/survey/ways')).text).toMatch(/name="easy" type="checkbox" value="yes" checked/);
    expect((await other.post('/survey/ways', { action: 'save' })).location).toBe('/survey?anyway=yes');
    const usual = await browser.get('/survey/question/3');
    expect([usual.text.includes('When did you start at university?'), usual.text.includes('onward-easy')]).toEqual([
      true,
      false,
    ]);
    expect((await test.tools.store.invitations.find(invitationId))?.reading).toEqual({ easy: false, helped: false });
  });
});

describe('somebody’s help', () => {
  it('is noted with what is sent, changes nothing about whose answers they are, and staff see it', async () => {
    const { token, invitationId } = await invite(test.tools, 'helped');
    const browser = web.browser();
    await browser.post(`/s/${token}`, { choice: 'start', helped: 'yes' });
    await browser.get('/survey/question/1');
    await browser.post('/survey/question/1', { situation: 'work' });
    await browser.get('/survey/check');
    await browser.post('/survey/check');
    await browser.post('/survey/check');
    const response = await test.tools.store.responses.find(invitationId);
    expect(response?.submissions.map(({ number, helped, caller }) => [number, helped, caller])).toEqual([
      [1, true, undefined],
    ]);
    const list = await (await web.signedIn('reviewer')).get('/staff/responses');
    expect(list.text).toMatch(/, with help/);
  });

  it('is not noted for anybody else', async () => {
    const { token, invitationId } = await invite(test.tools, 'alone');
    const browser = web.browser();
    await browser.post(`/s/${token}`, { choice: 'start' });
    await browser.get('/survey/question/1');
    await browser.post('/survey/question/1', { situation: 'work' });
    await browser.get('/survey/check');
    await browser.post('/survey/check');
    expect((await test.tools.store.responses.find(invitationId))?.submissions[0]).not.toHaveProperty('helped');
  });
});

describe('the telephone', () => {
  it('puts somebody with a number of their own on the list of calls, once, and says the same to everybody', async () => {
    const reachable = await invite(test.tools, 'ring-me', withMobile);
    const without = await invite(test.tools, 'no-number');
    const pages: string[] = [];
    for (const { token } of [reachable, reachable, without]) {
      const browser = web.browser();
      await browser.post(`/s/${token}`, { choice: 'start' });
      await browser.get('/survey/ways');
      pages.push((await browser.post('/survey/ways', { action: 'call' })).text);
    }
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('If we have a number of your own');
    const calls = test.connection.collection<{ alumnusId: string; state: string }>('calls');
    expect(await calls.find().project({ alumnusId: 1, state: 1, _id: 0 }).toArray()).toEqual([
      { alumnusId: 'ring-me', state: 'waiting' },
    ]);
  });

  it('rings whoever asks for it, though they agreed to mail alone, until the wave closes', async () => {
    const agreed: Permission = {
      purpose: 'destination-survey',
      basis: 'consent',
      channels: ['mail'],
      evidence: 'Leaving form',
      recordedOn: addedOn,
      until: localDate('2036-07-01'),
      wording: 'leaving-form 1',
    };
    const { token, alumnusId } = await invite(test.tools, 'mail-alone', { ...withMobile, permissions: [agreed] });
    for (let press = 0; press < 2; press += 1) {
      const browser = web.browser();
      await browser.post(`/s/${token}`, { choice: 'start' });
      await browser.get('/survey/ways');
      await browser.post('/survey/ways', { action: 'call' });
    }
    const person = await test.tools.store.alumni.find('every-school', alumnusId);
    expect(person?.permissions).toMatchObject([
      agreed,
      { basis: 'consent', channels: ['phone'], evidence: 'Asked to be rung, w1:mail-alone', until: '2026-11-30' },
    ]);
    const call = await test.tools.store.calls.find('every-school', 'w1:mail-alone' as CallId);
    expect(call?.state).toBe('waiting');
    expect(call === null ? null : (await checkCall(test.tools, call)).kind).toMatch(/^(ring|later)$/);
    expect(
      person === null ? null : basisOn(person, 'destination-survey', localDate('2026-12-01'), 12, 'phone'),
    ).toEqual({ kind: 'none', why: 'ended' });
  });

  it('and the choices take only the forms of their own session', async () => {
    const [mine, theirs] = [web.browser(), web.browser()];
    await mine.post(`/s/${(await invite(test.tools, 'mine')).token}`, { choice: 'start' });
    await theirs.post(`/s/${(await invite(test.tools, 'theirs')).token}`, { choice: 'start' });
    const foreign = /name="_csrf" value="([^"]+)"/.exec((await theirs.get('/survey/ways')).text)?.[1] ?? '';
    await mine.get('/survey/ways');
    expect((await mine.post('/survey/ways', { action: 'save', easy: 'yes', _csrf: foreign })).status).toBe(403);
    expect((await mine.post('/survey/ways', { action: 'call', _csrf: '' })).status).toBe(403);
    expect((await mine.post('/survey/ways', { action: 'anything' })).location).toBe('/survey/ways');
    expect((await web.browser().get('/survey/ways')).status).toBe(401);
  });
});
