// The choices page: what each choice does, once and again, with its act in the audit; what we hold is shown only to whom it
// may be shown (feature 34; Y2, Y4).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { askedWording } from '../../src/domain/alumni/grants.js';
import { suppressionKey } from '../../src/application/waves/audience.js';
import type { PairId } from '../../src/domain/alumni/duplicate.js';
import { confirmedAddress } from '../support/returning.js';
import { invite, openWave, type Invited } from '../support/survey.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;

beforeAll(async () => {
  test = await openTestTools();
  web = await openWeb(test.tools, test.connection);
  await openWave(test.tools, {
    steps: [
      { id: 'i', kind: 'invitation', on: localDate('2026-11-03'), at: '09:00' as LocalTime },
      { id: 'r1', kind: 'reminder', on: localDate('2026-11-10'), at: '09:00' as LocalTime },
    ],
  });
});
afterAll(async () => {
  await web.close();
  await test.close();
});

const confirmed = (id: string): Promise<Invited> => invite(test.tools, id, { contactPoints: confirmedAddress(id) });
const personOf = async ({ alumnusId }: Invited) => {
  const person = await test.tools.store.alumni.find('every-school', alumnusId);
  if (person === null) throw new Error('Nobody.');
  return person;
};
/** Acts of the person that wait for the audit or stand in it already. */
async function actsOf({ alumnusId }: Invited): Promise<readonly string[]> {
  const document = await test.connection.collection('alumni').findOne({ _id: alumnusId });
  return ((document?.['auditIntents'] ?? []) as { act: string }[]).map(({ act }) => act);
}

/** A browser on the choices page, by the button of the link. */
async function atChoices({ token }: Invited): Promise<Browser> {
  const browser = web.browser();
  expect((await browser.post(`/s/${token}`, { choice: 'choices' })).location).toBe('/survey/choices');
  expect((await browser.get('/survey/choices')).status).toBe(200);
  return browser;
}

/** Makes the choice twice, as somebody does who presses again; gives the page that follows. */
async function chooses(browser: Browser, fields: Readonly<Record<string, string>>): Promise<string> {
  for (let press = 0; press < 2; press += 1) {
    const answer = await browser.post('/survey/choices', fields);
    expect([answer.status, answer.location]).toEqual([303, `/survey/choices?done=${fields['action']}`]);
  }
  return (await browser.get(`/survey/choices?done=${fields['action']}`)).text;
}

describe('what we hold', () => {
  it('is shown behind an address that is confirmed as theirs, and to nobody else without a code', async () => {
    const own = await atChoices(await confirmed('own'));
    expect((await own.get('/survey/choices')).text).toContain('own@example.org');
    const unsure = await invite(test.tools, 'unsure');
    const other = await atChoices(unsure);
    const page = await other.get('/survey/choices');
    expect([page.text.includes('unsure@example.org'), page.text.includes('with a code from your email')]).toEqual([
      false,
      true,
    ]);
    // What may not be seen may not be changed by a guess at its number.
    await other.post('/survey/choices', { action: 'stop-using', number: '1' });
    await other.post('/survey/choices', { action: 'owner', number: '1', owner: 'parent' });
    expect((await personOf(unsure)).contactPoints).toMatchObject([{ owner: 'self', state: 'usable' }]);
  });

  it('is not shown by a number that is another address’s since two records were merged', async () => {
    const [went, stays] = [await invite(test.tools, 'went'), await confirmed('stays')];
    const browser = await atChoices(went);
    const [theirs, mine] = [await personOf(went), await personOf(stays)];
    const trace = { into: mine.id, pair: 'a pair' as PairId, numbers: { 1: 2 } };
    await test.tools.store.mergedPeople.keep({ id: theirs.id, ...trace, before: mine, after: mine, theirs });
    expect(await test.tools.store.alumni.takeOut(theirs.id, theirs.revision)).toBe(true);
    await test.connection
      .collection<{ _id: string }>('invitations')
      .updateOne({ _id: went.invitationId }, { $set: { alumnusId: mine.id } });
    const page = await browser.get('/survey/choices');
    expect([page.status, page.text.includes('stays@example.org')]).toEqual([200, false]);
    expect(page.text).toContain('with a code from your email');
  });

  it('is added to, said whose it is, and taken out of use', async () => {
    const invited = await confirmed('points');
    const browser = await atChoices(invited);
    const page = await chooses(browser, { action: 'add-email', email: ' New@Example.org', 'email-owner': 'self' });
    expect(page).toContain('We have added your address.');
    await chooses(browser, { action: 'add-mobile', mobile: '07700 900123', 'mobile-owner': 'shared' });
    await chooses(browser, { action: 'owner', number: '2', owner: 'parent' });
    await chooses(browser, { action: 'stop-using', number: '2' });
    expect((await personOf(invited)).contactPoints).toMatchObject([
      { number: 1, owner: 'self' },
      { number: 2, value: 'new@example.org', owner: 'parent', state: 'stopped' },
      { number: 3, value: '+447700900123', owner: 'shared', state: 'usable' },
    ]);
    expect(await actsOf(invited)).toEqual([
      ...['contact.added-themselves', 'contact.added-themselves', 'contact.said-whose', 'contact.not-to-use'],
    ]);
  });

  it('comes back with what to do where it cannot be taken', async () => {
    const invited = await confirmed('wrong');
    const browser = await atChoices(invited);
    const refused = await browser.post('/survey/choices', { action: 'add-email', email: 'nowhere' });
    expect(refused.status).toBe(422);
    expect(refused.text).toMatch(/<a href="#email">Enter an email address in the usual form/);
    expect(refused.text).toMatch(/<a href="#email-owner">Choose whose it is/);
    expect(refused.text).toMatch(/name="email"[^>]* value="nowhere"/);
    expect((await browser.post('/survey/choices', { action: 'often' })).status).toBe(422);
    expect((await browser.post('/survey/choices', { action: 'often', often: 'year', more: '1' })).status).toBe(400);
    expect((await personOf(invited)).revision).toBe(1);
  });
});

describe('how often', () => {
  it('once a year stops this set of questions and the next ones for a year, and as now takes that back', async () => {
    const invited = await confirmed('yearly');
    const browser = await atChoices(invited);
    await chooses(browser, { action: 'often', often: 'year' });
    expect((await personOf(invited)).onceAYearSince).toBe('2026-11-03');
    expect(await test.tools.store.invitations.find(invited.invitationId)).toMatchObject({ stop: 'unsubscribed' });
    await chooses(browser, { action: 'often', often: 'usual' });
    expect((await personOf(invited)).onceAYearSince).toBeUndefined();
    expect(await actsOf(invited)).toEqual(['contact.once-a-year', 'contact.as-usual']);
  });

  it('only this set of questions stops nothing else', async () => {
    const invited = await confirmed('this-one');
    await chooses(await atChoices(invited), { action: 'often', often: 'stopped' });
    expect(await test.tools.store.invitations.find(invited.invitationId)).toMatchObject({ state: 'stopped' });
    expect((await personOf(invited)).objectedOn).toBeUndefined();
  });

  it('is shown as it was chosen, and as now brings back what is still to come of the set', async () => {
    const invited = await confirmed('takes-back');
    await test.connection
      .collection('invitations')
      .updateOne(
        { _id: invited.invitationId },
        { $set: { lastStep: 'i', lastDueAt: new Date('2026-11-03T09:00:00Z') } },
      );
    const browser = await atChoices(invited);
    const often = (page: string) => /name="often" type="radio" value="([a-z]+)"[^>]* checked/.exec(page)?.[1];
    expect(often(await chooses(browser, { action: 'often', often: 'stopped' }))).toBe('stopped');
    expect(often(await chooses(browser, { action: 'often', often: 'usual' }))).toBe('usual');
    const stands = await test.tools.store.invitations.find(invited.invitationId);
    expect(stands).toMatchObject({ state: 'invited', nextStep: 'r1', nextDueAt: new Date('2026-11-10T09:00:00Z') });
    expect(stands?.stop).toBeUndefined();
    const yearly = await chooses(browser, { action: 'often', often: 'year' });
    expect([often(yearly), yearly.includes('Not again about this set')]).toEqual(['year', false]);
    expect(often(await chooses(browser, { action: 'often', often: 'usual' }))).toBe('usual');
  });

  it('does not bring back what somebody said for the address, or for everything', async () => {
    const invited = await confirmed('for-good');
    await test.tools.store.invitations.stop(invited.invitationId, 'not-me');
    await web.application.waves.takeStopBack(invited.invitationId);
    expect(await test.tools.store.invitations.find(invited.invitationId)).toMatchObject({ stop: 'not-me' });
    const never = await confirmed('never-more');
    await chooses(await atChoices(never), { action: 'often', often: 'never' });
    await web.application.waves.takeStopBack(never.invitationId);
    expect(await test.tools.store.invitations.find(never.invitationId)).toMatchObject({ state: 'stopped' });
  });

  it('never stops everything, and the address too', async () => {
    const invited = await confirmed('never');
    const page = await chooses(await atChoices(invited), { action: 'often', often: 'never' });
    expect(page).toContain('You asked us to stop, and we have stopped.');
    expect((await personOf(invited)).objectedOn).toBe('2026-11-03');
    const key = suppressionKey(test.tools.signer, 'never@example.org');
    expect(await test.connection.collection('suppressions').findOne({ _id: key as never })).toMatchObject({
      reason: 'unsubscribed',
    });
  });
});

describe('what we may do', () => {
  it('is nothing before they say so, three yeses apart, and taken back one by one', async () => {
    const invited = await confirmed('allows');
    const browser = await atChoices(invited);
    expect((await browser.get('/survey/choices')).text).not.toMatch(/name="may-[a-z]+"[^>]* checked/);
    await chooses(browser, { action: 'allow', 'may-link': 'yes', 'may-quote': 'yes' });
    await chooses(browser, { action: 'allow', 'may-quote': 'no' });
    expect((await browser.get('/survey/choices')).text.match(/name="may-[a-z]+"[^>]* checked/g)).toEqual([
      expect.stringContaining('may-link'),
    ]);
    const granted = (await personOf(invited)).permissions.filter(({ purpose }) => purpose !== 'destination-survey');
    const words = { basis: 'consent', wording: 'permissions 1', recordedOn: '2026-11-03' };
    expect(granted).toMatchObject([
      { purpose: 'official-records', ...words },
      { purpose: 'quote', ...words, withdrawnOn: '2026-11-03' },
    ]);
    expect(granted.map(({ evidence }) => evidence.startsWith('Choices page, w1:allows, '))).toEqual([true, true]);
    const staff = await (await web.signedIn('reviewer')).get('/staff/people/allows/contact');
    expect(staff.text).toContain('Looking them up in official files');
    expect(staff.text).toContain('Their choices page');
  });
});

it('questions of students may be passed on by a yes of its own, which is taken back by itself', async () => {
  const invited = await confirmed('asked');
  const browser = await atChoices(invited);
  const checked = async () =>
    /name="may-be-asked"[^>]*value="yes"[^>]* checked/.test((await browser.get('/survey/choices')).text);
  await chooses(browser, { action: 'allow', 'may-chat': 'yes' });
  expect(await checked()).toBe(false);
  expect((await browser.post('/survey/choices', { action: 'be-asked' })).text).toContain(
    '<a href="#may-be-asked">Choose yes or no',
  );
  expect(await chooses(browser, { action: 'be-asked', 'may-be-asked': 'yes' })).toContain(
    'We have noted whether you may be asked.',
  );
  expect(await checked()).toBe(true);
  await chooses(browser, { action: 'be-asked', 'may-be-asked': 'no' });
  expect(await checked()).toBe(false);
  const granted = (await personOf(invited)).permissions.filter(({ purpose }) => purpose !== 'destination-survey');
  expect(granted).toMatchObject([
    { purpose: 'chat', wording: 'permissions 1' },
    { purpose: 'answer-questions', wording: askedWording, withdrawnOn: '2026-11-03' },
  ]);
  expect(granted[0]).not.toHaveProperty('withdrawnOn');
});

it('the name to use is the one that mail begins with', async () => {
  const invited = await confirmed('named');
  const browser = await atChoices(invited);
  expect(await chooses(browser, { action: 'name', name: ' Robin ' })).toContain('We write to you as Robin.');
  expect((await personOf(invited)).name).toEqual({ given: 'Avery', family: 'Testperson', toUse: 'Robin' });
  await chooses(browser, { action: 'name', name: '' });
  expect((await personOf(invited)).name).not.toHaveProperty('toUse');
});

it('takes what was typed, and a stop, although the session ended meanwhile, and shows nothing (row 59)', async () => {
  const invited = await confirmed('late-choices');
  const browser = await atChoices(invited);
  const now = test.tools.clock.now();
  test.setClock(new Date(now.getTime() + 48 * 3_600_000));
  const added = { action: 'add-email', email: 'late@example.org', 'email-owner': 'self' };
  for (const fields of [added, added, { action: 'name', name: 'Robin' }, { action: 'often', often: 'never' }]) {
    const late = await browser.post('/survey/choices', fields);
    expect([late.status, late.text.includes('What you typed is saved')]).toEqual([401, true]);
  }
  expect((await browser.post('/survey/choices', { action: 'owner', number: '1', owner: 'parent' })).status).toBe(401);
  expect((await browser.get('/survey/choices')).status).toBe(401);
  expect(await personOf(invited)).toMatchObject({
    contactPoints: [{ owner: 'self' }, { value: 'late@example.org', owner: 'self' }],
    ...{ name: { toUse: 'Robin' }, objectedOn: '2026-11-05' },
  });
  test.setClock(now);
});

describe('somebody else', () => {
  it.each([
    ['not-me', { state: 'usual' }],
    ['cannot-answer', { state: 'cannot-answer' }],
    ['has-died', { state: 'has-died' }],
  ] as const)('%s is asked once more, stops what it must, and closes the session', async (choice, becomes) => {
    const invited = await confirmed(`tells-${choice}`);
    const browser = await atChoices(invited);
    const once = await browser.post('/survey/choices/tell', { choice });
    expect([once.status, once.text.includes('href="/survey/choices">No, go back')]).toEqual([200, true]);
    expect(await test.tools.store.invitations.find(invited.invitationId)).toMatchObject({ state: 'invited' });
    const told = await browser.post('/survey/choices/tell', { choice, sure: 'yes' });
    expect([told.status, told.text.includes('Thank you for telling us')]).toEqual([200, true]);
    expect(await test.tools.store.invitations.find(invited.invitationId)).toMatchObject({ stop: choice });
    const person = await personOf(invited);
    expect(person).toMatchObject(becomes);
    expect(person.contactPoints[0]?.state).toBe(choice === 'not-me' ? 'stopped' : 'usable');
    expect((await browser.get('/survey/choices')).status).toBe(401);
  });
});

it('takes only its own forms', async () => {
  const browser = await atChoices(await confirmed('choice-forms'));
  const wrong = { _csrf: 'x'.repeat(43) };
  expect((await browser.post('/survey/choices', { action: 'name', name: 'X', ...wrong })).status).toBe(403);
  expect((await browser.post('/survey/choices/tell', { choice: 'not-me', sure: 'yes', ...wrong })).status).toBe(403);
  expect((await web.browser().get('/survey/choices')).status).toBe(401);
  expect((await web.browser().post('/survey/choices', { action: 'name', name: 'X' })).status).toBe(401);
  expect((await web.browser().post('/survey/choices/tell', { choice: 'not-me' })).status).toBe(401);
});
