// Safety on the pages: help at once for whoever writes it, their yes or no, and the staff page for those who were told (Y8).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { destinationCheckV1 } from '../../src/domain/survey/questionnaires/destination-check-v1.js';
import { invite, openWave } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { commandLine, openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let boss: Browser;
let lead: Browser;
let people = 0;
const hit = 'My dad hits me, and nobody knows';
const dying = 'Some nights I want to die';
const young: Partial<Alumnus> = { dateOfBirth: localDate('2009-06-01') };

beforeAll(async () => {
  ({ test, web } = await openSite());
  await openWave(test.tools);
  boss = await web.signedIn('administrator');
  lead = await web.signedIn('school-leader');
  const settings = await boss.get('/staff/settings/care');
  const id = /<option value="([^"]+)">Avery school-leader</.exec(settings.text)?.[1] ?? '';
  const saved = await boss.post('/staff/settings/care', {
    ...{
      change: 'people',
      school: '',
      seen: seenIn(settings.text),
      lead: id,
      adultRoute: id,
      deputy: '',
      helpOwner: '',
    },
  });
  expect(saved.status).toBe(303);
});
afterAll(() => web.close());

const seenIn = (text: string): string => /name="seen" value="([^"]*)"/.exec(text)?.[1] ?? '';
const at = (id: string): string =>
  `/survey/question/${destinationCheckV1.pages.findIndex((page) => page.id === id) + 1}`;

/** A browser of somebody who has typed the words and stands on the page after. */
async function writes(
  words: string,
  given: Partial<Alumnus> = {},
): Promise<{ browser: Browser; next: string; token: string }> {
  people += 1;
  const browser = web.browser();
  const { token } = await invite(test.tools, `p${people}`, given);
  await browser.post(`/s/${token}`, { choice: 'start' });
  let next = '';
  for (const [id, value] of [
    ['situation', 'work'],
    ['as-planned', 'no'],
    ['plan-story', 'never-applied'],
    ['reason-words', words],
  ] as const) {
    await browser.get(at(id));
    next = (await browser.post(at(id), { [id]: value, action: 'continue' })).location ?? '';
  }
  return { browser, next, token };
}
const send = async (browser: Browser): Promise<string> => {
  await browser.get('/survey/check');
  expect((await browser.post('/survey/check')).location).toBe('/survey/thank-you');
  return (await browser.get('/survey/thank-you')).text;
};
const numbers = ['tel:116123', 'sms:85258', 'tel:08001111', 'call 999 now'];
const showsHelp = (text: string): boolean => numbers.every((number) => text.includes(number));

describe('whoever writes it', () => {
  it('sees help on the next page, where the answers are checked and after sending, by no address', async () => {
    const { browser, next } = await writes(dying, young);
    expect(next).toMatch(/^\/survey\/question\/\d+$/);
    expect(showsHelp((await browser.get(next)).text)).toBe(true);
    expect(showsHelp((await browser.get('/survey/check')).text)).toBe(true);
    const thanks = await send(browser);
    expect(showsHelp(thanks)).toBe(true);
    expect(thanks).toContain('will read it');
    expect(thanks).not.toContain('/survey/pass-on');
  });

  it('sees none of it where the words worry nobody', async () => {
    const { browser, next } = await writes('The bus took two hours', young);
    for (const path of [next, '/survey/check']) expect(showsHelp((await browser.get(path)).text)).toBe(false);
    expect(showsHelp(await send(browser))).toBe(false);
  });

  it('is asked, as an adult, and heard once', async () => {
    const { browser, token } = await writes(hit);
    expect(await send(browser)).toContain('action="/survey/pass-on"');
    const other = web.browser(); // somebody else who holds the link
    await other.post(`/s/${token}`, { choice: 'start' });
    const seen = (await other.get('/survey/thank-you')).text;
    expect([seen.includes('/survey/pass-on'), showsHelp(seen)]).toEqual([false, false]);
    await other.get('/survey/choices');
    expect((await other.post('/survey/pass-on', { choice: 'no' })).location).toBe('/survey/thank-you');
    expect((await browser.post('/survey/pass-on', { choice: 'yes' })).location).toBe('/survey/thank-you');
    expect((await browser.post('/survey/pass-on', { choice: 'no' })).location).toBe('/survey/thank-you');
    const after = (await browser.get('/survey/thank-you')).text;
    expect([after.includes('will read it'), after.includes('/survey/pass-on')]).toEqual([true, false]);
  });
});

describe('the staff page', () => {
  const open = async (browser: Browser): Promise<string> =>
    /href="(\/staff\/safety\/[^"?]+)"/.exec((await browser.get('/staff/safety')).text)?.[1] ?? '';

  it('shows whoever was told that something waits, and what was said only to who asks for it', async () => {
    await test.connection.collection('safetyflags').deleteMany({});
    await send((await writes(hit, young)).browser);
    expect((await lead.get('/staff')).text).toContain('One safety flag to be read today');
    const path = await open(lead);
    const unread = await lead.get(path);
    expect([unread.status, unread.text.includes('My dad')]).toEqual([200, false]);
    expect(unread.text).toContain('Not read; goes on Wednesday 4 November, 10:00');
    expect((await lead.post(`${path}/read`)).text).toContain('My dad hits me, and nobody knows');
    expect((await lead.get(path)).text).not.toContain('My dad');
    expect((await lead.get('/staff')).text).not.toContain('safety flag');
  });

  it('shows administrators counts and nobody else anything', async () => {
    const path = await open(lead);
    const seen = (await boss.get('/staff/safety')).text;
    expect([seen.includes('one flag is open'), seen.includes(path)]).toEqual([true, false]);
    for (const browser of [boss, await web.signedIn('reviewer')]) {
      await browser.get('/staff/safety');
      expect((await browser.get(path)).status).toBe(404);
      expect((await browser.post(`${path}/read`)).status).toBe(404);
      expect((await browser.post(path, { act: 'close', revision: '2', outcome: 'no-concern' })).status).toBe(404);
    }
    for (const role of ['tutor', 'auditor'] as const) {
      expect((await (await web.signedIn(role)).get('/staff/safety')).status).toBe(403);
    }
  });

  it('takes a note and an end, and says what is missing', async () => {
    const path = await open(lead);
    const fields = async (): Promise<{ revision: string }> => ({
      revision: /name="revision" value="(\d+)"/.exec((await lead.get(path)).text)?.[1] ?? '',
    });
    const empty = await lead.post(path, { ...(await fields()), act: 'step', said: ' ' });
    expect([empty.status, empty.text.includes('Enter what was done')]).toEqual([422, true]);
    const noted = { ...(await fields()), act: 'step', said: 'Rang the nurse' };
    expect((await lead.post(path, noted)).status).toBe(303);
    expect((await lead.post(path, noted)).status).toBe(409);
    expect((await lead.get(path)).text).not.toContain('Rang the nurse');
    expect((await lead.post(`${path}/read`)).text).toContain('Rang the nurse');
    const closed = await lead.post(path, { ...(await fields()), act: 'close', outcome: 'spoke-with-them' });
    expect(closed.status).toBe(303);
    expect((await lead.get('/staff/safety?state=closed')).text).toContain('We spoke with them');
  });

  it('is told by hand from the page of a person', async () => {
    const scheduler = await web.signedIn('scheduler');
    const path = `/staff/people/p1/safety`;
    await scheduler.get(path);
    const form = (await scheduler.get(path)).text;
    const fields = { form: /name="form" value="([^"]+)"/.exec(form)?.[1] ?? '', words: 'Heard at the door' };
    const missing = await scheduler.post(path, fields);
    expect([missing.status, missing.text.includes('Heard at the door')]).toEqual([422, true]);
    expect((await scheduler.post(path, { ...fields, life: 'no' })).location).toBe('/staff/people/p1/contact');
    expect((await scheduler.post(path, { ...fields, life: 'no' })).status).toBe(303);
    expect(await test.tools.store.safetyFlags.list('every-school', 'open', 9)).toHaveLength(1);
    await invite(test.tools, 'grown');
    await scheduler.get('/staff/people/grown/safety');
    const adult = await scheduler.post('/staff/people/grown/safety', { ...fields, form: 'another', life: 'no' });
    expect([adult.status, adult.text.includes('ask them first')]).toEqual([422, true]);
  });
});

it('names nobody over whom somebody else has named since the page was opened; both are shown (requirement F7)', async () => {
  const address = '/staff/settings/care';
  const opened = await boss.get(address);
  const { care, staff } = await web.application.care.showCareSettings();
  const other = staff.find(({ role }) => role === 'administrator');
  const mine = care.trust.lead ?? '';
  const named = { kind: 'people', school: null, people: { ...care.trust, lead: other?.id ?? '' } } as const;
  expect(await web.application.care.changeCareSettings(commandLine, named)).toEqual({ kind: 'changed' });
  const people = { adultRoute: mine, deputy: '', helpOwner: '' };
  const old = { change: 'people', school: '', seen: seenIn(opened.text), lead: mine, ...people };
  const both = await boss.post(address, old);
  expect([both.status, both.text.includes(`now it is ${other?.name}`)]).toEqual([409, true]);
  expect(both.text).toContain(`value="${mine}" selected`);
  const leads = async () => (await web.application.care.showCareSettings()).care.trust.lead;
  expect(await leads()).toBe(other?.id);
  expect((await boss.post(address, { ...old, seen: seenIn(both.text) })).status).toBe(303);
  expect(await leads()).toBe(mine);
  const { seen: _seen, ...without } = old;
  expect((await boss.post(address, without)).status).toBe(400);

  const days = ['2027-02-15', '2027-02-16', '2027-02-17'];
  await Promise.all(
    days.map((from) =>
      web.application.care.changeCareSettings(commandLine, { kind: 'holiday', from, to: '', cover: '' }),
    ),
  );
  expect((await web.application.care.showCareSettings()).care.holidays.map(({ first }) => first)).toEqual(days);
});
