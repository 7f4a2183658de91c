// Settings → Addresses not to be mailed: seen, looked up, added, lifted with a reason, taken out and brought back as a file
// (requirement D6). Keys only: nobody's address is in the list, and it still holds when the person's record is gone.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { suppressionKey } from '../../src/application/waves/audience.js';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { invite, openWave, type Invited } from '../support/survey.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

const home = '/staff/settings/suppressions';
const northgate = 'northgate' as SchoolId;
const southgate = 'southgate' as SchoolId;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let admin: Browser;
let avery: Invited;
let people = 0;

beforeAll(async () => {
  opened = await openTestTools();
  await openWave(opened.tools);
  const [school] = await opened.tools.store.schools.all();
  if (school === undefined) throw new Error('The wave has no school.');
  await opened.tools.store.schools.save({ ...school, id: southgate, urn: '900002', laestab: '9994002' });
  web = await openWeb(opened.tools, opened.connection);
  admin = await web.signedIn('administrator');
});
afterAll(async () => {
  await web.close();
  await opened.close();
});
beforeEach(async () => {
  people += 1;
  avery = await invite(opened.tools, `a1-${String(people).padStart(4, '0')}`);
  await opened.connection.collection('suppressions').deleteMany({});
});

const addressOf = ({ alumnusId }: Invited): string => `${alumnusId}@example.org`;
const keyOf = (address: string): string => suppressionKey(opened.tools.signer, address);
const stands = async (address: string): Promise<boolean> =>
  (await opened.tools.store.suppressions.among([keyOf(address)], [])).addresses.size === 1;
const oneClick = (token: string) =>
  fetch(`${web.origin}/u/${token}`, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
const audited = async (): Promise<readonly string[]> => {
  await opened.tools.store.auditEvents.moveIntents();
  const rows = await opened.connection
    .collection('auditevents')
    .find({ act: /^suppression/ })
    .toArray();
  return rows.map((row) => `${String(row['act'])}: ${String(row['reason'])}`);
};

/** Brings a file as the form does. */
async function bring(text: string): Promise<{ readonly status: number; readonly text: string }> {
  const page = await admin.get(home);
  const body = new FormData();
  body.set('_csrf', /name="_csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? '');
  body.set('file', new Blob([text]), 'list.csv');
  const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${web.origin}${home}/import`, { method: 'POST', body, headers: { Cookie: cookie } });
  return { status: answer.status, text: await answer.text() };
}

describe('the list', () => {
  it('shows who, why, since when and what shows it, and no address', async () => {
    await oneClick(avery.token);
    const page = await admin.get(home);
    expect(page.text).toContain('Unsubscribed');
    expect(page.text).toContain('The link in our mail');
    expect(page.text).toContain(`/staff/people/${avery.alumnusId}/contact`);
    expect(page.text).not.toContain(addressOf(avery));
    expect((await admin.get(`${home}?reason=bounced`)).text).toContain('Nothing stands here');
  });

  it('is added to by a scheduler, who lifts nothing and takes no file', async () => {
    const scheduler = await web.signedIn('scheduler');
    const page = (await scheduler.get(home)).text;
    expect(page).toContain('Add an address');
    expect(page).not.toContain('The list as a file');
    const form = { address: addressOf(avery), scope: 'survey', why: 'asked by phone' };
    await scheduler.post(`${home}/add`, form);
    expect(await stands(addressOf(avery))).toBe(true);
    expect((await scheduler.get(home)).text).not.toContain('?lift=');
  });

  it('shows somebody of one school only their school’s', async () => {
    await oneClick(avery.token);
    const elsewhere = await web.signedIn('scheduler', [southgate]);
    expect((await elsewhere.get(home)).text).toContain('Nothing stands here');
    const there = await web.signedIn('scheduler', [northgate]);
    expect((await there.get(home)).text).toContain(avery.alumnusId);
  });

  it('is paged, each entry once', async () => {
    for (let n = 0; n < 30; n += 1) {
      await opened.tools.store.suppressions.addAddress(
        keyOf(`p${n}@example.org`),
        'imported',
        new Date(1_700_000_000_000 + n),
      );
    }
    const first = await admin.get(home);
    const next = /href="([^"]*after=[^"]*)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const keys = (text: string) => [...text.matchAll(/Key (\S{8})…/g)].map(([, key]) => key);
    const all = [...keys(first.text), ...keys((await admin.get(next)).text)];
    expect(new Set(all).size).toBe(30);
    expect(all).toHaveLength(30);
  });

  it('still answers about an address after the person was erased', async () => {
    await oneClick(avery.token);
    await opened.connection.collection('alumni').deleteOne({ _id: avery.alumnusId as never });
    await admin.get(home);
    const found = await admin.post(`${home}/look`, { look: addressOf(avery).toUpperCase() });
    expect(found.text).toContain('It is not mailed: unsubscribed');
    const raw = JSON.stringify(await opened.connection.collection('suppressions').find({}).toArray());
    expect(raw).not.toContain('@');
  });
});

describe('by hand', () => {
  it('an address is added once, with a reason for the record', async () => {
    for (const notice of ['Added. Nothing more goes there.', 'It was on the list already.']) {
      await admin.get(home);
      const sent = await admin.post(`${home}/add`, { address: 'Mum@Example.org', scope: 'all', why: 'asked by phone' });
      expect(sent.status).toBe(303);
      expect((await admin.get(home)).text).toContain(notice);
    }
    expect(await stands('mum@example.org')).toBe(true);
    expect(await audited()).toContain('suppression.added: asked by phone');
  });

  it.each([
    [{ address: 'no address', scope: 'all', why: 'asked' }, 'Enter one email address'],
    [{ address: 'a@example.org', scope: 'all', why: '' }, 'Say why, in a few words'],
    [{ address: 'a@example.org', why: 'asked' }, 'Choose what it stops'],
  ])('%j is asked again', async (fields, message) => {
    await admin.get(home);
    const answer = await admin.post(`${home}/add`, fields);
    expect([answer.status, answer.text.includes(message)]).toEqual([422, true]);
    expect(await stands('a@example.org')).toBe(false);
  });
});

describe('what an entry stops', () => {
  it.each([
    ['survey', 1],
    ['all', 0],
  ] as const)('of the scope %s lets %i code through', async (scope, count) => {
    const { store, clock } = opened.tools;
    await store.suppressions.addAddress(keyOf(addressOf(avery)), 'by-hand', clock.now(), { scope });
    await web.application.waves.queueService({
      template: 'answer-code',
      to: { kind: 'alumnus', alumnusId: avery.alumnusId, addressNumber: 1 },
      fields: { code: '314159' },
      expiresAt: new Date(clock.now().getTime() + 600_000),
    });
    const queued = (await store.messages.ofPerson(avery.alumnusId, 10)).filter(({ kind }) => kind === 'service');
    expect(queued).toHaveLength(count);
  });
});

describe('lifting', () => {
  const lift = async (entry: string, fields: Record<string, string>) => {
    await admin.get(`${home}?lift=${entry}`);
    return admin.post(`${home}/lift`, { entry, ...fields });
  };

  it('of a bounced address takes a reason, makes it usable again, and a later bounce brings it back', async () => {
    const { store, clock } = opened.tools;
    const key = keyOf(addressOf(avery));
    const person = await store.alumni.find('every-school', avery.alumnusId);
    if (person === null) throw new Error('Nobody was invited.');
    const bounced = person.contactPoints.map((point) => ({ ...point, state: 'bounced' as const }));
    await store.alumni.replace({ ...person, contactPoints: bounced, revision: person.revision + 1 }, []);
    const facts = { alumnusId: avery.alumnusId, schoolId: person.schoolId };
    await store.suppressions.addAddress(key, 'bounced', clock.now(), facts);
    expect((await lift(key, { reason: '' })).status).toBe(422);
    expect(await stands(addressOf(avery))).toBe(true);
    expect((await lift(key, { reason: 'typing mistake put right' })).status).toBe(303);
    expect(await stands(addressOf(avery))).toBe(false);
    expect((await store.alumni.find('every-school', avery.alumnusId))?.contactPoints[0]?.state).toBe('usable');
    expect((await lift(key, { reason: 'again' })).status).toBe(404);
    // What happened before it was lifted, told again by a job that was cut off, does not bring it back; what comes later does.
    await store.suppressions.addAddress(key, 'bounced', clock.now(), facts);
    expect(await stands(addressOf(avery))).toBe(false);
    await store.suppressions.addAddress(key, 'bounced', new Date(clock.now().getTime() + 1), facts);
    expect(await stands(addressOf(avery))).toBe(true);
  });

  it.each(['complained', 'unsubscribed', 'objected', 'not-me'] as const)(
    'what was their own wish (%s) takes that they asked',
    async (reason) => {
      const key = keyOf(addressOf(avery));
      await opened.tools.store.suppressions.addAddress(key, reason, opened.tools.clock.now());
      const refused = await lift(key, { reason: 'we would like to' });
      expect([refused.status, refused.text.includes('This was their own wish')]).toEqual([422, true]);
      expect(await stands(addressOf(avery))).toBe(true);
      expect((await lift(key, { reason: 'they wrote to us', asked: 'yes' })).status).toBe(303);
      expect(await stands(addressOf(avery))).toBe(false);
      expect(await audited()).toContain('suppression.lifted-as-asked: they wrote to us');
    },
  );

  it('of a person’s stop takes back what their record says too', async () => {
    await oneClick(avery.token);
    expect((await lift(`person:${avery.alumnusId}`, { reason: 'asked at the school', asked: 'yes' })).status).toBe(303);
    expect((await opened.tools.store.alumni.find('every-school', avery.alumnusId))?.objectedOn).toBeUndefined();
    const { people: stopped } = await opened.tools.store.suppressions.among([], [avery.alumnusId]);
    expect(stopped.size).toBe(0);
    await web.application.waves.completeFollowUps();
    expect((await opened.tools.store.alumni.find('every-school', avery.alumnusId))?.objectedOn).toBeUndefined();
  });

  it('of a mistaken stop leaves their own wish, which stood before, until they take it back', async () => {
    const { store } = opened.tools;
    const [entry, contact] = [`person:${avery.alumnusId}`, `/staff/people/${avery.alumnusId}/contact`];
    const standing = async () => {
      const person = await store.alumni.find('every-school', avery.alumnusId);
      const { people: stopped } = await store.suppressions.among([], [avery.alumnusId]);
      const found = await store.suppressions.find(entry);
      return [person?.state, person?.objectedOn !== undefined, stopped.size, found?.reason, found?.scope];
    };
    await oneClick(avery.token);
    const page = await admin.get(contact);
    expect(page.text).toContain('They asked us to stop on 3 November 2026: we do not write to them.');
    expect(page.text).not.toContain('value="objected"');
    expect(page.text).toContain(`href="${home}"`);
    const reviewer = await (await web.signedIn('reviewer')).get(contact);
    expect(reviewer.text).toContain('an administrator can take it back.');
    await admin.post(contact.replace('contact', 'stop'), { reason: 'has-died' });
    expect(await standing()).toEqual(['has-died', true, 1, 'has-died', 'all']);
    const closed = (await admin.get(contact)).text;
    expect(closed).toContain('They have died: nothing is sent to them.');
    expect(closed).not.toContain('Record and stop writing');
    expect((await lift(entry, { reason: 'the wrong record' })).status).toBe(303);
    expect((await admin.get(home)).text).toContain('Lifted. They asked us to stop before, and that stands');
    const theirs = ['usual', true, 1, 'objected', 'survey'];
    expect(await standing()).toEqual(theirs);
    await web.application.waves.completeFollowUps();
    expect(await standing()).toEqual(theirs);
    expect(await audited()).toContain('suppression.lifted: the wrong record');
    expect((await lift(entry, { reason: 'we would like to' })).status).toBe(422);
    expect((await lift(entry, { reason: 'they wrote to us', asked: 'yes' })).status).toBe(303);
    expect((await standing()).slice(0, 3)).toEqual(['usual', false, 0]);
  });

  it('is not for schedulers', async () => {
    const scheduler = await web.signedIn('scheduler');
    expect((await scheduler.get(home)).text).not.toContain('Lift');
    expect((await scheduler.post(`${home}/lift`, { entry: 'x', reason: 'because' })).status).toBe(403);
  });
});

describe('as a file', () => {
  it('goes out as keys alone and comes back into an empty list', async () => {
    const { suppressions } = opened.tools.store;
    const reasons = [
      ['one', 'bounced', 'all'],
      ['two', 'unsubscribed', 'survey'],
      ['three', 'by-hand', 'all'],
    ] as const;
    for (const [name, reason, scope] of reasons) {
      await suppressions.addAddress(keyOf(`${name}@example.org`), reason, new Date(), { scope });
    }
    const file = await admin.get(`${home}.csv`);
    expect(file.text).not.toContain('@');
    expect(file.text.trim().split('\r\n')).toHaveLength(4);
    await opened.connection.collection('suppressions').deleteMany({});
    expect((await bring(file.text)).text).toContain('Added: 3. There already: 0.');
    expect((await bring(file.text)).text).toContain('Added: 0. There already: 3.');
    for (const [name, reason, scope] of reasons) {
      expect(await suppressions.find(keyOf(`${name}@example.org`))).toMatchObject({ reason, scope });
    }
  });

  it('of addresses adds those that are some, and names the lines of the others', async () => {
    const rows = ['A,Mum@example.org,rang us', 'B,no address,', 'C,=cmd(),', 'D,dad@example.org,bounced', ''];
    const brought = await bring(['name,email,Reason', ...rows].join('\n'));
    expect(brought.text).toContain('Added: 2. There already: 0.');
    expect(brought.text).toContain('line 3, 4');
    const { find } = opened.tools.store.suppressions;
    expect(await find(keyOf('mum@example.org'))).toMatchObject({ reason: 'imported', scope: 'survey' });
    expect(await find(keyOf('dad@example.org'))).toMatchObject({ reason: 'bounced', scope: 'all' });
  });

  it.each([
    ['', 'Choose a CSV file'],
    ['name\nA\n', 'must name a column'],
    ['email\n"open\n', 'quotation mark'],
  ])('that is none is refused: %j', async (text, message) => {
    if (text === '') {
      await admin.get(home);
      expect((await admin.post(`${home}/import`, {})).text).toContain(message);
      return;
    }
    const brought = await bring(text);
    expect([brought.status, brought.text.includes(message)]).toEqual([422, true]);
  });
});
