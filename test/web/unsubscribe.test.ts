// Stopping our mail: one POST by a mail program or a form, no session, the same answer every time; opening the link and
// wrong links change nothing.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openTestTools } from '../support/tools.js';
import { invite, openWave, type Invited } from '../support/survey.js';
import { openWeb, type TestWeb } from '../support/web.js';

let opened: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let avery: Invited;
let blake: Invited;

beforeEach(async () => {
  opened = await openTestTools();
  await openWave(opened.tools);
  avery = await invite(opened.tools, 'a1-0001');
  blake = await invite(opened.tools, 'a1-0002');
  web = await openWeb(opened.tools, opened.connection);
});
afterEach(async () => {
  await web.close();
  await opened.close();
});

const oneClick = { 'List-Unsubscribe': 'One-Click' };

/** What a mail provider does: no cookie, no origin, no form token. */
const post = async (token: string, body: URLSearchParams | FormData, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${web.origin}/u/${token}`, { method: 'POST', body, headers });
  return { status: answer.status, text: await answer.text(), cookies: answer.headers.getSetCookie() };
};
const standing = async ({ alumnusId, invitationId }: Invited) => {
  const { store } = opened.tools;
  const invitation = await store.invitations.find(invitationId);
  const person = await store.alumni.find('every-school', alumnusId);
  return { state: invitation?.state, stop: invitation?.stop, objectedOn: person?.objectedOn };
};
const untouched = { state: 'invited', stop: undefined, objectedOn: undefined };
const stoppedForGood = { state: 'stopped', stop: 'unsubscribed', objectedOn: '2026-11-03' };

describe('one click in a mail program', () => {
  it('stops everything for that person, and answers the same however often it comes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => post(avery.token, new URLSearchParams(oneClick))),
    );
    answers.push(await post(avery.token, new URLSearchParams(oneClick)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(answers.flatMap(({ cookies }) => cookies)).toEqual([]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await standing(avery)).toEqual(stoppedForGood);
    expect(await standing(blake)).toEqual(untouched);
  });

  it('works in the other encoding that the standard allows', async () => {
    const body = new FormData();
    body.set('List-Unsubscribe', 'One-Click');
    expect((await post(avery.token, body)).status).toBe(200);
    expect(await standing(avery)).toEqual(stoppedForGood);
  });
});

describe('the page behind the link', () => {
  it('is the same for every link, sets no cookie and changes nothing', async () => {
    const tokens = [avery.token, blake.token, 'never-was', `w1_a1-0001_i_1.${'x'.repeat(43)}`];
    const pages: string[] = [];
    for (const token of tokens) {
      const browser = web.browser();
      const page = await browser.get(`/u/${token}`);
      expect(page.status).toBe(200);
      expect(browser.cookies.size).toBe(0);
      pages.push(page.text);
    }
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('Which messages shall we stop?');
    expect(await standing(avery)).toEqual(untouched);
  });

  it('stops the messages about this survey only, where that was chosen', async () => {
    const answer = await web.browser().post(`/u/${avery.token}`, { scope: 'wave' });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('We will not write about this set of questions again.');
    expect(await standing(avery)).toEqual({ state: 'stopped', stop: 'unsubscribed', objectedOn: undefined });
  });

  it('stops all messages, where that was chosen, twice as well as once', async () => {
    for (let time = 0; time < 2; time += 1) {
      const answer = await web.browser().post(`/u/${avery.token}`, { scope: 'all' });
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('We will not ask you how things are going again.');
    }
    expect(await standing(avery)).toEqual(stoppedForGood);
  });

  it.each([{}, { scope: 'everything' }])('asks again after %j', async (fields) => {
    const answer = await web.browser().post(`/u/${avery.token}`, fields);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<a href="#scope">Choose which messages to stop</a>');
    expect(await standing(avery)).toEqual(untouched);
  });
});

describe('what stops nothing', () => {
  it('a link that is wrong in any way; the answer does not say in which', async () => {
    const [selector = '', secret = ''] = avery.token.split('.');
    const wrong = [
      'nothing-like-a-link',
      `${selector}.${'x'.repeat(43)}`,
      `${selector}.${secret.slice(1)}`,
      `w1_a1-0009_i_1.${secret}`,
      `${avery.token}x`,
    ];
    const answers: string[] = [];
    for (const token of wrong) {
      for (const body of [oneClick, { scope: 'all' }]) {
        const { status, text } = await post(token, new URLSearchParams(body));
        expect(status).toBe(404);
        answers.push(text);
      }
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('This link does not work');
    expect(await standing(avery)).toEqual(untouched);
  });

  it('a form on somebody else’s page', async () => {
    const body = new URLSearchParams({ scope: 'all' });
    expect((await post(avery.token, body, { Origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await post(avery.token, body, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect(await standing(avery)).toEqual(untouched);
  });
});

describe('less of it', () => {
  it('once a year at most stops this wave’s reminders, and is kept in the record, once', async () => {
    for (let time = 0; time < 2; time += 1) {
      const answer = await web.browser().post(`/u/${avery.token}`, { scope: 'year' });
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('once a year at most');
    }
    const person = await opened.tools.store.alumni.find('every-school', avery.alumnusId);
    expect(person).toMatchObject({ onceAYearSince: '2026-11-03', revision: 2 });
    expect(person?.objectedOn).toBeUndefined();
    expect(await standing(avery)).toEqual({ state: 'stopped', stop: 'unsubscribed', objectedOn: undefined });
    expect(await standing(blake)).toEqual(untouched);
  });
});

describe('a press that bears the message’s own secret', () => {
  it.each([
    ['one click', (token: string) => post(token, new URLSearchParams(oneClick))],
    ['the survey’s button', (token: string) => web.browser().post(`/s/${token}`, { choice: 'start' })],
  ])('(%s) proves that a message of unknown fate arrived; opening the link does not', async (_, press) => {
    const messages = opened.connection.collection('messages');
    await messages.updateOne({ invitationId: avery.invitationId }, { $set: { state: 'unknown' } });
    const state = async (): Promise<unknown> =>
      (await messages.findOne({ invitationId: avery.invitationId }))?.['state'];
    await web.browser().get(`/u/${avery.token}`);
    await web.browser().get(`/s/${avery.token}`);
    expect(await state()).toBe('unknown');
    await press(avery.token);
    expect(await state()).toBe('accepted');
  });
});
