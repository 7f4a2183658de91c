// The leaving form from the tutor's sheet to the confirmed address, and what somebody gets who tries what is not theirs (Y1).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { accessTable } from '../../src/web/access-table.js';
import { addressCode, aStudent, groupId, idOf, inJune, openGroup, questionOn, tutor } from '../support/a-form-group.js';
import { openTestTools } from '../support/tools.js';
import { commandLine, openWeb, type Browser, type TestWeb } from '../support/web.js';

const born = { 'born-day': '27', 'born-month': '2', 'born-year': '2008' };
let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let code: string;

beforeAll(async () => {
  test = await openTestTools({ now: inJune });
  web = await openWeb(test.tools, test.connection);
});
afterAll(async () => {
  await web.close();
  await test.close();
});
beforeEach(async () => {
  test.setClock(inJune);
  for (const name of ['alumni', 'leavingforms', 'leavinganswers', 'messages', 'destinationrecords']) {
    await test.connection.collection(name).deleteMany({});
  }
  code = await openGroup(test.tools, web.application);
});

/** A browser that has entered the code of the group. */
async function atTheList(device: 'own' | 'shared' = 'own'): Promise<Browser> {
  const browser = web.browser();
  await browser.get(`/leaving/g/${code}`);
  const entered = await browser.post('/leaving', { code, device });
  expect(entered.location).toBe('/leaving/names');
  await browser.get('/leaving/names');
  return browser;
}

/** A browser in which student n has said who they are. */
async function asStudent(n: number, device: 'own' | 'shared' = 'own'): Promise<Browser> {
  const browser = await atTheList(device);
  const known = await browser.post('/leaving/names', { person: idOf(n), ...born });
  expect(known.location).toBe('/leaving/form');
  return browser;
}

const choices: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plan: { plan: 'university' },
  'plan-place': { 'plan-place': 'Leeds', 'plan-place-pick': '10007795' },
  'plan-subject': { 'plan-subject': 'Something of my own', 'plan-subject-pick': 'as-typed' },
  'ruled-out': { 'ruled-out': 'apprenticeship' },
  reasons: { reasons: 'money' },
  'against-money': { 'against-money': 'FIN/M4' },
  'reason-words': { 'reason-words': 'Words of mine that nobody but the trust may read' },
  payment: { payment: 'family' },
  'stay-in-touch': { 'stay-in-touch': 'yes' },
  'stay-by': { 'stay-by': 'mail' },
  'stay-until': { 'stay-until': 'ten-years' },
  email: { email: 'avery@example.org' },
};

/** Answers page by page, skipping what is not among the answers, up to a question; gives the address of its page. */
async function answerUpTo(browser: Browser, question: string, given = choices): Promise<string> {
  let path = (await browser.get('/leaving/form')).location ?? '';
  for (let pages = 0; pages < 40 && !path.endsWith('/check'); pages += 1) {
    const page = await browser.get(path);
    const name = questionOn(page.text);
    if (name === question) break;
    const answer = given[name];
    const posted = await browser.post(
      path,
      answer === undefined ? { action: 'skip' } : { ...answer, action: 'continue' },
    );
    if (posted.location === path) throw new Error(`${name} was not taken.`);
    path = posted.location ?? '';
  }
  return path;
}

/** The same up to the page where answers are checked. */
async function answerAll(browser: Browser, given = choices): Promise<void> {
  const path = await answerUpTo(browser, 'no question', given);
  expect(path).toBe('/leaving/form/check');
  await browser.get(path);
}

const minutesLater = (minutes: number): void => test.setClock(new Date(inJune.getTime() + minutes * 60_000));

describe('every form of it', () => {
  /** So that nothing but the token is wrong with it. */
  const wellFilled: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    '/leaving/names': { person: idOf(1), ...born },
    '/leaving/form/question/:number': { action: 'skip' },
    '/leaving/confirm': { action: 'enter', code: '000000' },
    '/leaving/ways': { action: 'save', helped: 'yes' },
    '/leaving/pass-on': { choice: 'yes' },
  };
  const forms = accessTable.filter(
    ([method, pattern, who]) => method === 'POST' && who === 'survey' && pattern.startsWith('/leaving'),
  );

  it.each(forms.map(([, pattern]) => pattern))(
    '%s is refused without the token, with another session’s, and from another site',
    async (pattern) => {
      const page = pattern === '/leaving/names' ? pattern : '/leaving/form/question/1';
      const enter = (n: number): Promise<Browser> => (page === pattern ? atTheList() : asStudent(n));
      const [browser, other] = [await enter(1), await enter(2)];
      await browser.get(page);
      if (pattern === '/leaving/confirm') {
        await answerAll(browser);
        await browser.post('/leaving/form/check');
        await browser.get(pattern);
      }
      const theirs = /name="_csrf" value="([^"]+)"/.exec((await other.get(page)).text)?.[1] ?? '';
      expect(theirs).not.toBe('');
      const given = wellFilled[pattern] ?? {};
      const address = pattern.replace(':number', '1');
      const before = await test.connection.collection('leavinganswers').find({}).toArray();
      for (const _csrf of ['', theirs, 'x'.repeat(43)]) {
        expect((await browser.post(address, { ...given, _csrf })).status).toBe(403);
      }
      for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://elsewhere.example' }]) {
        expect((await browser.post(address, given, headers)).status).toBe(403);
      }
      expect(await test.connection.collection('leavinganswers').find({}).toArray()).toEqual(before);
    },
  );
});

describe('help from an adult', () => {
  const about = 'My rent worries me';
  const firstPage = async (browser: Browser) => browser.get((await browser.get('/leaving/form')).location ?? '');
  const idWith = async (role: string) =>
    (await test.tools.store.staff.list('every-school')).find((each) => each.role === role)?.id ?? '';

  it('is asked for in the form where somebody replies, in person too, and stands apart from the answers', async () => {
    const nobody = await asStudent(1, 'shared');
    expect((await firstPage(nobody)).text).not.toContain('/leaving/help');
    const lines = await nobody.get('/leaving/help');
    expect([lines.text.includes('tel:116123'), lines.text.includes('<textarea')]).toEqual([true, false]);

    const owner = await web.signedIn('school-leader');
    await web.signedIn('reviewer');
    const people = { helpOwner: await idWith('school-leader'), adultRoute: await idWith('reviewer') };
    await web.application.care.changeCareSettings(commandLine, { kind: 'people', school: null, people });
    const browser = await asStudent(1, 'shared');
    expect((await firstPage(browser)).text).toContain('href="/leaving/help"');
    const page = (await browser.get('/leaving/help')).text;
    expect([page.includes('In person, at school'), page.includes('By email')]).toEqual([true, false]);
    expect([page.includes('in danger call 999'), page.includes('href="/leaving/form"')]).toEqual([true, true]);
    const missing = await browser.post('/leaving/help', { about });
    expect([missing.status, missing.text.includes(about)]).toEqual([422, true]);
    for (const press of ['first', 'second']) {
      const { location } = await browser.post('/leaving/help', { about, way: 'at-school' });
      expect([press, location]).toEqual([press, '/leaving/help?asked=1']);
    }
    expect((await browser.get('/leaving/help?asked=1')).text).toContain('You get a reply by Thursday 18 June.');
    const [request, ...more] = await test.connection.collection('helprequests').find({}).toArray();
    expect([request?.['way'], request?.['owner'], more.length]).toEqual(['at-school', people.helpOwner, 0]);
    expect(JSON.stringify(request)).not.toContain(about);

    const next = await asStudent(1, 'shared'); // somebody else at this computer, or they themselves: a new session sees nothing
    expect((await next.get('/leaving/help')).text).not.toContain('You have asked');
    await answerAll(browser);
    await browser.post('/leaving/form/check');
    expect((await browser.get('/leaving/confirm')).text).toContain('href="/leaving/help"');
    expect((await browser.get('/leaving/help')).text).toContain('href="/leaving/confirm"');

    const listed = (await owner.get('/staff/help')).text;
    expect(listed).toContain('In person, at school');
    const opened = await owner.get(`/staff/help/${String(request?._id)}`);
    expect(opened.text).toContain('at school, form group 13A');
  });

  it('is asked for also when the session ended while they typed; the page of its own then shows nothing (row 59)', async () => {
    const [browser, other] = [await asStudent(2, 'shared'), await asStudent(1, 'shared')];
    await other.get('/leaving/help');
    await browser.get('/leaving/help');
    minutesLater(20);
    const missing = await browser.post('/leaving/help', { about });
    expect([missing.status, missing.text.includes(about)]).toEqual([422, true]);
    const asked = await browser.post('/leaving/help', { about, way: 'at-school' });
    expect([asked.status, asked.text.includes('You get a reply by Thursday 18 June.')]).toEqual([200, true]);
    expect(await test.connection.collection('helprequests').countDocuments({ alumnusId: idOf(2) })).toBe(1);
    expect((await browser.get('/leaving/help?asked=1')).status).toBe(401);
    minutesLater(61); // the lesson is over
    expect((await other.post('/leaving/help', { about, way: 'at-school' })).status).toBe(401);
    await test.connection.collection('helprequests').deleteMany({ alumnusId: idOf(2) });
  });

  it('is kept while it is only typed, past the sending of the form, and shown to nobody else', async () => {
    const browser = await asStudent(1, 'shared');
    await browser.get('/leaving/help');
    const typed = { about: 'Half a sentence', way: 'at-school', action: 'keep' };
    expect((await browser.post('/leaving/help', typed)).status).toBe(204);
    expect((await browser.get('/leaving/help')).text).toContain('Half a sentence');
    await answerAll(browser);
    await browser.post('/leaving/form/check');
    expect((await browser.get('/leaving/help')).text).toContain('Half a sentence');
    await web.application.leaving.letAnswerAgain(tutor, groupId, idOf(1));
    const { members } = await web.application.leaving.showLeavingForm(tutor, groupId);
    expect(members.find(({ id }) => id === idOf(1))?.state).toBe('missing');
    const other = await asStudent(1, 'shared');
    expect((await other.get('/leaving/help')).text).not.toContain('Half a sentence');
  });

  it('goes to the one named for safety too where the words worry', async () => {
    const browser = await asStudent(2);
    await browser.get('/leaving/help');
    await browser.post('/leaving/help', { about: 'My dad hits me', way: 'at-school' });
    const [flag] = await test.connection.collection('safetyflags').find({}).toArray();
    expect([flag?.['from'], flag?.['told'], flag?.['state']]).toEqual([
      ...['help-request', [await idWith('reviewer')], 'open'],
    ]);
  });
});

describe('words that worry', () => {
  const hit = { ...choices, 'reason-words': { 'reason-words': 'My dad hits me' } };
  const noAddress = Object.fromEntries(Object.entries(hit).filter(([id]) => id !== 'email'));
  const flags = async () =>
    (await test.connection.collection('safetyflags').find({}).sort({ raisedAt: 1 }).toArray()).map(
      (flag): unknown[] => [flag['state'], (flag['told'] as string[]).length, 'words' in flag],
    );
  const asksIn = (text: string) => [text.includes('tel:116123'), text.includes('action="/leaving/pass-on"')];

  beforeEach(async () => {
    await test.connection.collection('safetyflags').deleteMany({});
    await web.signedIn('reviewer');
    const adultRoute = (await test.tools.store.staff.list('every-school')).find(({ role }) => role === 'reviewer')?.id;
    const people = adultRoute === undefined ? {} : { adultRoute, lead: adultRoute };
    await web.application.care.changeCareSettings(commandLine, { kind: 'people', school: null, people });
  });

  it('of an adult are asked about after sending, also where there is no address to confirm, and passed on with their yes', async () => {
    const browser = await asStudent(1, 'shared');
    await answerAll(browser, noAddress);
    await browser.post('/leaving/form/check');
    const page = await browser.get('/leaving/confirm');
    expect([page.status, ...asksIn(page.text)]).toEqual([200, true, true]);
    expect(await flags()).toEqual([['asks-first', 0, true]]);
    const other = await asStudent(2, 'shared');
    await answerAll(other);
    await other.post('/leaving/form/check');
    expect(asksIn((await other.get('/leaving/confirm')).text)).toEqual([false, false]);
    expect((await other.post('/leaving/pass-on', { choice: 'yes' })).location).toBe('/leaving/confirm');
    expect(await flags()).toEqual([['asks-first', 0, true]]); // theirs to say, and nobody else's

    for (let press = 0; press < 2; press += 1) {
      expect((await browser.post('/leaving/pass-on', { choice: 'yes' })).location).toBe('/leaving/confirm');
    }
    expect(await flags()).toEqual([['open', 1, true]]);
    const told = await browser.get('/leaving/confirm');
    expect([...asksIn(told.text), told.text.includes('will read it')]).toEqual([true, false, true]);
    expect((await browser.post('/leaving/confirm', { action: 'finish' })).location).toBe('/leaving/done?stage=y13');
  });

  it('are asked about beside the address and once more when it is confirmed, and wiped with their no', async () => {
    const browser = await asStudent(1);
    await answerAll(browser, hit);
    await browser.post('/leaving/form/check');
    const page = await browser.get('/leaving/confirm');
    expect([...asksIn(page.text), page.text.includes('avery@example.org')]).toEqual([true, true, true]);
    const { code: mailed } = await addressCode(test.tools, test.connection, idOf(1));
    const inArabic = mailed.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
    const confirmed = await browser.post('/leaving/confirm', { action: 'enter', code: inArabic });
    expect(confirmed.location).toBe('/leaving/confirm');
    expect(asksIn((await browser.get('/leaving/confirm')).text)).toEqual([true, true]);
    await browser.post('/leaving/pass-on', { choice: 'no' });
    expect(await flags()).toEqual([['kept-back', 0, false]]);
    expect(asksIn((await browser.get('/leaving/confirm')).text)).toEqual([true, false]);
  });

  it('of who is under 18 are told at once, and they are told so', async () => {
    const set = { $set: { dateOfBirth: '2009-02-27' } };
    await test.connection.collection<{ _id: string }>('alumni').updateOne({ _id: idOf(1) }, set);
    const browser = await atTheList();
    await browser.post('/leaving/names', { person: idOf(1), ...born, 'born-day': '٢٧', 'born-year': '٢٠٠٩' });
    await answerAll(browser, noAddress);
    await browser.post('/leaving/form/check');
    expect(await flags()).toEqual([['open', 1, true]]);
    expect((await browser.get('/leaving/confirm')).text).toContain('will read it');
  });
});

describe('the easy-read version', () => {
  it('is chosen on the first page, and kept to the end', async () => {
    const browser = web.browser();
    expect((await browser.get(`/leaving/g/${code}`)).text).toContain('Show me the easy-read version');
    const wrong = await browser.post('/leaving', { code: 'XXXXXXXX', device: 'own', easy: 'yes' });
    expect([wrong.status, /name="easy"[^>]*checked/.test(wrong.text)]).toEqual([422, true]);
    await browser.post('/leaving', { code, device: 'own', easy: 'yes' });
    expect((await browser.get('/leaving/names')).text).toContain('onward-easy');
    await browser.post('/leaving/names', { person: idOf(1), ...born });
    const page = await browser.get((await browser.get('/leaving/form')).location ?? '');
    expect([page.text.includes('What will you do after school?'), page.text.includes('onward-easy')]).toEqual([
      ...[true, true],
    ]);
    await answerAll(browser);
    const usual = await asStudent(2);
    const other = await usual.get((await usual.get('/leaving/form')).location ?? '');
    expect(other.text).not.toContain('What will you do after school?');
  });
});

describe('somebody’s help', () => {
  const sentWith = async (n: number): Promise<boolean | undefined> =>
    (await test.tools.store.leavingAnswers.find(idOf(n)))?.submissions.at(-1)?.helped;

  it('is said on the first page, noted with what is sent, and ends with the session', async () => {
    const browser = web.browser();
    expect((await browser.get(`/leaving/g/${code}`)).text).toContain('Somebody is helping me to answer');
    const wrong = await browser.post('/leaving', { code: 'XXXXXXXX', device: 'shared', helped: 'yes' });
    expect([wrong.status, /name="helped"[^>]*checked/.test(wrong.text)]).toEqual([422, true]);
    await browser.post('/leaving', { code, device: 'shared', helped: 'yes' });
    await browser.get('/leaving/names');
    await browser.post('/leaving/names', { person: idOf(1), ...born });
    await answerAll(browser);
    await browser.post('/leaving/form/check');
    expect(await sentWith(1)).toBe(true);

    await browser.get('/leaving'); // whoever is next at this computer
    await browser.post('/leaving', { code, device: 'shared' });
    await browser.get('/leaving/names');
    await browser.post('/leaving/names', { person: idOf(2), ...born });
    await answerAll(browser);
    await browser.post('/leaving/form/check');
    expect(await sentWith(2)).toBeUndefined();
    const group = await (await web.signedIn('scheduler')).get(`/staff/leaving/${groupId}`);
    expect(group.text.match(/, with help/g)).toHaveLength(1);
  });

  it('is said later too, beside easy read, and taken back', async () => {
    const browser = await asStudent(1);
    const first = (await browser.get('/leaving/form')).location ?? '';
    expect((await browser.get(first)).text).toContain('href="/leaving/ways"');
    await browser.get('/leaving/ways');
    const kept = await browser.post('/leaving/ways', { action: 'save', helped: 'yes', easy: 'yes' });
    expect(kept.location).toBe('/leaving/form');
    expect((await browser.get(first)).text).toContain('onward-easy');
    expect((await browser.get('/leaving/ways')).text).toMatch(/name="helped" type="checkbox" value="yes" checked/);
    await answerAll(browser);
    await browser.get('/leaving/ways');
    await browser.post('/leaving/ways', { action: 'save' });
    await browser.get('/leaving/form/check');
    await browser.post('/leaving/form/check');
    expect(await sentWith(1)).toBeUndefined();
    expect((await browser.post('/leaving/ways', { action: 'anything' })).location).toBe('/leaving/ways');
    expect((await web.browser().get('/leaving/ways')).status).toBe(401);
  });
});

describe('what somebody typed while their session ended (row 59)', () => {
  const words = 'Words of mine & a “long” story\nover two lines';
  const again = async (browser: Browser, n: number) => {
    await browser.get('/leaving/names');
    return browser.post('/leaving/names', { person: idOf(n), ...born });
  };

  it.each([
    ['own', 61],
    ['shared', 20],
  ] as const)('on their %s device is taken in, and there again for them alone', async (device, minutes) => {
    const [browser, other] = [await asStudent(1, device), await asStudent(1, device)];
    const path = await answerUpTo(browser, 'reason-words');
    await browser.get(path);
    minutesLater(minutes);
    const late = await browser.post(path, { 'reason-words': words, action: 'continue' });
    expect([late.status, late.text.includes('What you typed is saved')]).toEqual([401, true]);
    expect(late.text).toContain('href="/leaving/names"');
    expect((await browser.get(path)).status).toBe(401); // nothing is shown before they say who they are
    expect((await again(browser, 1)).location).toBe('/leaving/form');
    expect((await browser.get(path)).text).toContain('Words of mine &amp; a “long” story\nover two lines');

    minutesLater(minutes * 2); // the same once more, and somebody else takes the device over
    await browser.post(path, { 'reason-words': words, action: 'continue' });
    await again(browser, 2);
    expect((await browser.get(path)).text).not.toContain('Words of mine');
    expect((await other.get(path)).text).not.toContain('Words of mine');
  });

  it('is gone on with on their own phone the next day, and never on a shared computer', async () => {
    for (const [device, shown] of [
      ['own', true],
      ['shared', false],
    ] as const) {
      test.setClock(inJune);
      const browser = await asStudent(1, device);
      const path = await answerUpTo(browser, 'payment');
      minutesLater(device === 'own' ? 24 * 60 : 20);
      const over = await browser.get(path);
      expect([device, over.status, over.text.includes('What you typed is saved')]).toEqual([device, 401, shown]);
      await browser.get('/leaving');
      await browser.post('/leaving', { code, device });
      await again(browser, 1);
      expect([device, (await browser.get('/leaving/form')).location === path]).toEqual([device, shown]);
      await browser.get(path);
      minutesLater(25 * 60);
      const send = await browser.post('/leaving/form/check');
      expect([device, send.status, send.text.includes('What you typed is saved')]).toEqual([device, 401, shown]);
    }
  });

  it('is not taken in by another session’s form, nor once the opening is over', async () => {
    const [browser, other] = [await asStudent(1), await asStudent(2)];
    const path = (await browser.get('/leaving/form')).location ?? '';
    await browser.get(path);
    const theirs = /name="_csrf" value="([^"]+)"/.exec((await other.get(path)).text)?.[1] ?? '';
    minutesLater(61);
    expect((await browser.post(path, { plan: 'work', _csrf: theirs })).status).toBe(403);
    await web.application.leaving.closeLeavingForm(tutor, groupId);
    const closed = await browser.post(path, { plan: 'work' });
    expect([closed.status, closed.text.includes('Please start again')]).toEqual([401, true]);
    expect((await test.tools.store.leavingAnswers.find(idOf(1)))?.draft).toBeUndefined();
  });
});

describe('a student', () => {
  it('fills it in once, confirms the address by the code, and leaves nothing behind', async () => {
    const browser = await asStudent(1, 'shared');
    await answerAll(browser);
    expect((await browser.post('/leaving/form/check')).location).toBe('/leaving/confirm');
    const page = await browser.get('/leaving/confirm');
    expect(page.text).toContain('avery@example.org');
    const mailed = await addressCode(test.tools, test.connection, idOf(1));
    expect(mailed.to).toBe('avery@example.org');
    const wrong = await browser.post('/leaving/confirm', {
      action: 'enter',
      code: mailed.code === '000000' ? '1' : '000000',
    });
    expect([wrong.status, wrong.text.includes('did not fit')]).toEqual([422, true]);
    const done = await browser.post('/leaving/confirm', { action: 'enter', code: mailed.code });
    expect([done.location, done.headers.get('Clear-Site-Data')]).toEqual(['/leaving/done?stage=y13', '"cache"']);
    expect(browser.cookies.size).toBe(0);
    expect((await browser.get('/leaving/form')).status).toBe(401);

    const person = await test.tools.store.alumni.find('every-school', idOf(1));
    expect(person?.contactPoints).toMatchObject([
      { value: 'avery@example.org', owner: 'self', confirmedOn: '2026-06-15' },
    ]);
    expect(person?.permissions).toMatchObject([{ basis: 'consent', until: '2036-06-15', channels: ['mail'] }]);
    expect(person?.intended).toMatchObject({
      activity: 'university',
      provider: 'University of Leeds',
      source: 'alumnus',
    });
    const record = await test.tools.store.destinationRecords.find('every-school', idOf(1));
    expect(record?.claims).toMatchObject([
      { standing: 'planned', activity: 'university', ukprn: '10007795', course: 'Something of my own' },
    ]);
    const stored = JSON.stringify([
      await test.connection.collection('leavinganswers').find({}).toArray(),
      await test.connection.collection('destinationrecords').find({}).toArray(),
    ]);
    expect(stored).not.toMatch(/Words of mine|FIN\/M4/);
    expect(test.logged.join('')).not.toMatch(/avery@example.org|Testperson/);

    const list = await (await atTheList()).get('/leaving/names');
    expect(list.text).not.toContain(idOf(1));
    expect(list.text).toContain(idOf(2));
  });

  it('sends once by two presses, and is finished by the job where the process died', async () => {
    const browser = await asStudent(1);
    await answerAll(browser);
    await Promise.all([browser.post('/leaving/form/check'), browser.post('/leaving/form/check')]);
    const held = await test.tools.store.leavingAnswers.find(idOf(1));
    expect([held?.submissions.length, held?.toFinish]).toEqual([1, undefined]);
    const before = await test.tools.store.alumni.find('every-school', idOf(1));
    await test.connection.collection('leavinganswers').updateOne({}, { $set: { toFinish: 1 } });
    expect(await web.application.leaving.finishLeavingForms(10)).toBe(1);
    expect(await web.application.leaving.finishLeavingForms(10)).toBe(0);
    expect(await test.tools.store.alumni.find('every-school', idOf(1))).toEqual(before);
  });

  it('gets no page of the form without saying who they are, and with a wrong date only so often', async () => {
    const browser = await atTheList();
    expect((await browser.get('/leaving/form')).status).toBe(401);
    for (let tries = 1; tries <= 5; tries += 1) {
      const wrong = await browser.post('/leaving/names', { person: idOf(1), ...born, 'born-day': '28' });
      expect([tries, wrong.status]).toEqual([tries, 422]);
      expect(wrong.text).toContain(tries < 5 ? 'does not fit' : 'went wrong too often');
    }
    expect((await browser.post('/leaving/names', { person: idOf(1), ...born })).text).toContain('went wrong too often');
    const seen = await web.application.leaving.showLeavingForm(tutor, groupId);
    expect(seen.members.find(({ id }) => id === idOf(1))?.state).toBe('locked-out');
    await web.application.leaving.letAnswerAgain(tutor, groupId, idOf(1));
    expect((await browser.post('/leaving/names', { person: idOf(1), ...born })).location).toBe('/leaving/form');
  });

  it('without a date of birth on record comes in by the code that the tutor reads out', async () => {
    const people = test.connection.collection<{ _id: string }>('alumni');
    await people.updateOne({ _id: idOf(2) }, { $unset: { dateOfBirth: 1 } });
    const member = (await web.application.leaving.showLeavingForm(tutor, groupId)).members.find(
      ({ id }) => id === idOf(2),
    );
    expect(member).toMatchObject({ hasBirthDate: false, code: expect.stringMatching(/^\d{6}$/) });
    const browser = await atTheList();
    const known = await browser.post('/leaving/names', { person: idOf(2), 'tutors-code': member?.code ?? '' });
    expect(known.location).toBe('/leaving/form');
    const other = await atTheList();
    expect((await other.post('/leaving/names', { person: idOf(1), 'tutors-code': member?.code ?? '' })).status).toBe(
      422,
    );
  });

  it('begins anew where another session had begun in their name, and never sends what that one typed', async () => {
    const prank = await asStudent(1);
    const first = (await prank.get('/leaving/form')).location ?? '';
    await prank.get(first);
    await prank.post(first, { plan: 'work', action: 'continue' });
    const own = await asStudent(1);
    expect((await own.get('/leaving/form')).location).toBe(first);
    expect((await own.get(first)).text).not.toContain('id="plan-now"');
    await answerAll(own, { plan: { plan: 'gap-year' } });
    await own.post('/leaving/form/check');
    expect((await prank.post('/leaving/form/check')).status).toBe(404);
    const person = await test.tools.store.alumni.find('every-school', idOf(1));
    expect(person?.intended?.activity).toBe('gap-year');
  });

  it('cannot give a school address as their own, and puts a mistyped one right', async () => {
    const browser = await asStudent(1);
    await expect(answerAll(browser, { ...choices, email: { email: 'a@pupils.school.example' } })).rejects.toThrow(
      'email was not taken',
    );
    await answerAll(browser, { ...choices, email: { email: 'aevry@example.org' } });
    await browser.post('/leaving/form/check');
    await browser.get('/leaving/confirm');
    const school = await browser.post('/leaving/confirm', { action: 'correct', email: 'a@pupils.school.example' });
    expect(school.text).toContain('That is a school address');
    await browser.post('/leaving/confirm', { action: 'correct', email: 'avery@example.org' });
    const mailed = await addressCode(test.tools, test.connection, idOf(1));
    expect(mailed.to).toBe('avery@example.org');
    expect((await browser.post('/leaving/confirm', { action: 'enter', code: mailed.code })).location).toBe(
      '/leaving/done?own=1&stage=y13',
    );
    const person = await test.tools.store.alumni.find('every-school', idOf(1));
    expect(person?.contactPoints.map(({ value, state }) => [value, state])).toEqual([
      ['aevry@example.org', 'stopped'],
      ['avery@example.org', 'usable'],
    ]);
  });

  it('cannot give a school address as the only one, and gives it a last day beside one of their own', async () => {
    const second = {
      'other-email': { 'other-email': 'a@pupils.school.example' },
      'other-owner': { 'other-owner': 'self' },
    };
    const withoutOwn = Object.fromEntries(Object.entries(choices).filter(([id]) => id !== 'email'));
    const alone = await asStudent(2);
    const path = await answerUpTo(alone, 'other-email', withoutOwn);
    expect((await alone.post(path, { ...second['other-email'], action: 'continue' })).location).toBe(path);
    expect((await alone.get(path)).text).toContain('we have no other of yours');

    const browser = await asStudent(1);
    await answerAll(browser, { ...choices, ...second });
    await browser.post('/leaving/form/check');
    const person = await test.tools.store.alumni.find('every-school', idOf(1));
    expect(person?.contactPoints.map(({ value, usableUntil }) => [value, usableUntil])).toEqual([
      ['a@pupils.school.example', '2026-09-15'],
      ['avery@example.org', undefined],
    ]);
  });

  it('gets at most three codes an hour, and a code that five wrong tries have used up opens nothing', async () => {
    const browser = await asStudent(1);
    await answerAll(browser);
    await browser.post('/leaving/form/check');
    await browser.get('/leaving/confirm');
    for (let more = 0; more < 4; more += 1) await browser.post('/leaving/confirm', { action: 'send' });
    const mailed = await addressCode(test.tools, test.connection, idOf(1));
    expect(mailed.sent).toBe(3);
    const off = String((Number(mailed.code) + 1) % 1_000_000).padStart(6, '0');
    for (let tries = 0; tries < 5; tries += 1) await browser.post('/leaving/confirm', { action: 'enter', code: off });
    expect((await browser.post('/leaving/confirm', { action: 'enter', code: mailed.code })).status).toBe(422);
  });
});

describe('a code', () => {
  it('opens nothing once the form was closed or its last day is over, and neither do sessions', async () => {
    const browser = await asStudent(1);
    test.setClock(new Date('2026-06-27T00:30:00+01:00'));
    const late = await web.browser().post('/leaving', { code, device: 'own' });
    expect([late.status, late.text.includes('opens nothing today')]).toEqual([422, true]);
    test.setClock(inJune);
    expect((await browser.get('/leaving/form')).status).toBe(303);
    await web.application.leaving.closeLeavingForm(tutor, groupId);
    expect((await browser.get('/leaving/form')).status).toBe(401);
    await web.application.leaving.openLeavingForm(tutor, groupId, localDate('2026-06-20'));
    expect((await browser.get('/leaving/form')).status).toBe(401); // another opening
    expect((await web.browser().post('/leaving', { code, device: 'own' })).status).toBe(422); // with another code
  });
});

describe('what can tell of health or faith', () => {
  const home = '/staff/settings/sensitive';
  const oneSchool = ['northgate' as SchoolId];
  const ground = {
    condition: 'explicit-consent',
    decidedBy: 'The board',
    decidedOn: '2026-06-01',
    until: '2027-05-31',
  };

  it('is asked while the trust has recorded on what ground, and on no other day', async () => {
    const staff = await web.signedIn('administrator');
    expect((await staff.get(home)).text).toContain('They are asked');
    expect((await staff.post(home, { act: 'take-back' })).location).toBe(home);
    expect((await staff.get(home)).text).toContain('They are not asked');
    const student = await asStudent(1);
    const reasons = await student.get(await answerUpTo(student, 'reasons'));
    expect([reasons.text.includes('Money, fees or loans'), reasons.text.includes('My health')]).toEqual([true, false]);
    expect((await student.post(await answerUpTo(student, 'reasons'), { reasons: 'health' })).location).toBe(
      (await student.get('/leaving/form')).location, // it was not taken
    );
    expect(await answerUpTo(student, 'against-money')).toMatch(/check$/);

    await staff.get(home);
    const early = await staff.post(home, { act: 'decide', ...ground, until: '2026-05-31' });
    expect([early.status, early.text.includes('not before the decision')]).toEqual([422, true]);
    expect((await staff.post(home, { act: 'decide', ...ground, decidedBy: '' })).status).toBe(422);
    expect((await staff.post(home, { act: 'decide', ...ground })).location).toBe(home);
    const page = await staff.get(home);
    for (const shown of ['They are asked', 'The board', '1 June 2026', '31 May 2027'])
      expect(page.text).toContain(shown);
    const other = await asStudent(2);
    expect(await answerUpTo(other, 'against-money')).not.toMatch(/check$/);
    test.setClock(new Date('2027-06-01T09:00:00Z'));
    const later = await web.signedIn('administrator');
    expect((await later.get(home)).text).toContain('They are not asked');
    await web.application.governance.appendAudit();
    const acts = await test.tools.store.auditEvents.about('survey:sensitive');
    expect(acts.map(({ act }) => act).sort()).toEqual([
      'sensitive-questions.decided',
      'sensitive-questions.taken-back',
    ]);
    test.setClock(inJune);
  });

  it('is decided by administrators of the whole trust alone', async () => {
    const scheduler = await web.signedIn('scheduler');
    expect((await scheduler.get(home)).status).toBe(403);
    const ofOne = await web.signedIn('administrator', oneSchool);
    expect((await ofOne.get(home)).text).not.toContain('Record it');
    expect((await ofOne.post(home, { act: 'take-back' })).status).toBe(403);
  });
});

describe('a tutor', () => {
  const northgate = ['northgate' as SchoolId];

  it('sees their own group and who is missing, prints the sheet, and nothing of another group', async () => {
    await test.tools.store.alumni.writeRows([
      { row: 'x:1', kind: 'new', alumnus: aStudent(9, { formGroup: '13B' }), recordDue: false },
    ]);
    const browser = await web.signedIn('tutor', northgate, ['13 a']);
    const bar = await browser.get('/staff');
    expect(bar.text).toContain('/staff/leaving');
    expect(bar.text).not.toContain('/staff/people');
    const list = await browser.get('/staff/leaving');
    expect(list.text).toContain('13A');
    expect(list.text).not.toContain('13B');
    const page = await browser.get(`/staff/leaving/${groupId}`);
    expect(page.text).toContain('None of two have filled it in');
    expect(page.text).toContain('Avery2 Testperson');
    const sheet = await browser.get(`/staff/leaving/${groupId}/sheet`);
    expect(sheet.text).toContain(`${code.slice(0, 4)}-${code.slice(4)}`);
    expect(sheet.text).toMatch(/<path class="onward-scan__signs" d="M\d/);
    expect(sheet.text).not.toContain('Testperson');
    expect((await browser.get('/staff/leaving/northgate.y13-2026.13b')).status).toBe(404);
    expect((await browser.get('/staff/leaving/southgate.y13-2026.13a')).status).toBe(404);
    await browser.get(`/staff/leaving/${groupId}`);
    expect((await browser.post('/staff/leaving/northgate.y13-2026.13b/open', { closesOn: '2026-06-20' })).status).toBe(
      404,
    );
  });

  it('sees that it is done and the plan that is named, as everybody is told, and nothing else of what was written', async () => {
    const promise = 'Your tutor sees that you have done it and the plan you name, and nothing else of what you write.';
    const student = await asStudent(1);
    expect((await web.browser().get(`/leaving/g/${code}`)).text).toContain(promise);
    await answerAll(student);
    await student.post('/leaving/form/check');
    const browser = await web.signedIn('tutor', northgate, ['13A']);
    const group = await browser.get(`/staff/leaving/${groupId}`);
    expect(group.text).toContain('the plan they name, and nothing else of what they wrote');
    expect((await browser.get(`/staff/leaving/${groupId}/sheet`)).text).toContain(promise);
    const plans = await browser.get(`/staff/plans/${groupId}`);
    expect(plans.text).toContain('University of Leeds');
    for (const { text } of [group, plans]) {
      for (const written of ['Words of mine', 'avery@example.org', 'loan', 'Money'])
        expect(text).not.toContain(written);
    }
  });

  it('opens it within its weeks only, and lets somebody answer again, whose next answers stand', async () => {
    const browser = await web.signedIn('tutor', northgate, ['13A']);
    await browser.get(`/staff/leaving/${groupId}`);
    const refused = await browser.post(`/staff/leaving/${groupId}/open`, { closesOn: '2026-09-01' });
    expect([refused.status, refused.text.includes('within the weeks')]).toEqual([422, true]);
    const student = await asStudent(1);
    await answerAll(student, { plan: { plan: 'work' } });
    await student.post('/leaving/form/check');
    await browser.get(`/staff/leaving/${groupId}`);
    await browser.post(`/staff/leaving/${groupId}/again`, { person: idOf(1) });
    const again = await asStudent(1);
    await answerAll(again, { plan: { plan: 'apprenticeship' } });
    await again.post('/leaving/form/check');
    const record = await test.tools.store.destinationRecords.find('every-school', idOf(1));
    expect(record?.claims.map(({ activity, revision }) => [activity, revision])).toEqual([
      ['employment', 1],
      ['apprenticeship', 2],
    ]);
    const acts = await test.connection.collection('auditevents').distinct('act', { subject: `alumnus:${idOf(1)}` });
    await web.application.governance.appendAudit();
    expect(
      acts.length + (await test.connection.collection('auditevents').countDocuments({ act: /^leaving-form/ })),
    ).toBeGreaterThan(3);
    test.setClock(new Date('2026-10-01T09:00:00Z'));
    await browser.get('/staff/sign-in');
    expect(await web.application.leaving.openLeavingForm(tutor, groupId, localDate('2026-10-05'))).toEqual({
      kind: 'refused',
      why: 'not-now',
    });
  });

  it('is added with form groups or not at all', async () => {
    const { addStaff } = web.application.governance;
    const admin = { ...tutor, role: 'administrator' as const };
    const base = { role: 'tutor', schools: northgate };
    expect(await addStaff(admin, { ...base, email: 'tutor-x@trust.example' })).toEqual({
      kind: 'refused',
      why: 'no-form-groups',
    });
    expect(await addStaff(admin, { ...base, email: 'tutor-x@trust.example', formGroups: ['13A', '<b>'] })).toEqual({
      kind: 'refused',
      why: 'no-form-groups',
    });
  });
});

describe('guessing a code', () => {
  it('is tried at most twenty times a minute, whichever process answers, and no address is kept', async () => {
    const other = await openWeb(test.tools, test.connection); // a second process over the same database
    const [one, two] = [web.browser(), other.browser()];
    const counts = test.connection.collection<{ _id: string; count: number; until: Date }>('wrongtries');
    await counts.deleteMany({}); // what was tried above
    const guess = async (browser: Browser) =>
      (await browser.post('/leaving', { code: 'BBBBBBBB', device: 'own' })).status;
    try {
      const statuses: number[] = [];
      for (let tries = 0; tries < 21; tries += 1) statuses.push(await guess(tries % 2 === 0 ? one : two));
      expect(statuses).toEqual([...Array.from({ length: 20 }, () => 422), 429]);
      expect([await guess(two), (await two.post('/leaving', { code, device: 'own' })).status]).toEqual([429, 429]);
      expect((await one.get('/leaving')).status).toBe(200);
      expect((await one.post('/guess', { code: 'BBBBBBBB' })).status).toBe(404); // a sheet's codes are counted apart
      const kept = await counts.find().toArray();
      expect(kept.map(({ _id, ...rest }) => [_id.length, Object.keys(rest)])).toEqual([
        [43, ['count', 'until']],
        [43, ['count', 'until']],
      ]);
      expect(JSON.stringify(kept)).not.toContain('127.0.0.1');
      // Its minute is over by the database's clock: the next wrong one begins a new count.
      await counts.updateMany({}, { $set: { until: new Date(Date.now() - 1) } });
      expect([await guess(one), await guess(two)]).toEqual([422, 422]);
      expect((await counts.find({ count: { $gt: 1 } }).toArray()).map(({ count }) => count)).toEqual([2]);
    } finally {
      await other.close();
    }
  });
});
