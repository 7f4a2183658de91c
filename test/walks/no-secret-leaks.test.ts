// No secret that the program makes stands where it does not belong (requirement T9; row 39): links, codes, sessions, the leaving
// form’s too, return addresses and invitations of staff are used in one walk through everything, faults included, and then looked
// for, byte by byte, in what was logged, in the audit, in the jobs, in the database and its backup, in addresses and in referrers.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { startJobs } from '../../jobs/runner.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { addressCode, aStudent, groupId, inJune, questionOn, tutor } from '../support/a-form-group.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust } from '../support/a-trust.js';
import { testDatabaseUri } from '../support/database.js';
import { mailerTo } from '../support/mailer-to.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';
import { commandLine, goodPassword, openWeb, type Answer, type Browser, type TestWeb } from '../support/web.js';

const minutes = 60_000;
/** Written into the database on purpose: what is not found there has not been looked for. */
const planted = 'planted-where-all-can-read-it-0123456789';

let sink: SmtpSink;
let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
/** The same application over a database that fails, with the token in its complaint. */
let failing: TestWeb;
const folder = mkdtempSync(path.join(tmpdir(), 'onward-leaks-'));

/** Of use to whoever finds them: they may stand nowhere but in mail, in a browser and in the form of its next page. */
const keys = new Set<string>();
/** Short ones, which chance may put anywhere in bytes: looked for as words. */
const codes = new Set<string>();
const visited: Answer[] = [];

const noted = (browser: Browser): Browser => ({
  ...browser,
  get: async (...given) => note(await browser.get(...given)),
  post: async (...given) => note(await browser.post(...given)),
});
function note(answer: Answer): Answer {
  visited.push(answer);
  return answer;
}
function noteCookies({ cookies }: Browser): void {
  for (const value of cookies.values()) if (value.length > 30) keys.add(value).add(decodeURIComponent(value));
}

/** Sends all that is queued, and keeps the secrets of the mails that came in. */
async function send(): Promise<void> {
  const before = sink.accepted.length;
  const stopping = new AbortController();
  const sender = web.application.waves.runSender({ signal: stopping.signal });
  await eventually(
    () => test.connection.collection('messages').countDocuments({ state: { $in: ['planned', 'leased', 'sending'] } }),
    (open) => open === 0,
  );
  stopping.abort();
  await sender;
  for (const { raw, from } of sink.accepted.slice(before)) {
    const { text = '' } = await simpleParser(raw);
    for (const [, secret = ''] of text.matchAll(/\/[su]\/[^\s/]+\.([A-Za-z0-9_-]{43})/g)) keys.add(secret);
    for (const [code] of text.matchAll(/\b\d{6}\b/g)) codes.add(code);
    keys.add(from.split('@')[0] ?? '');
  }
}
const mailTo = async (address: string): Promise<string> => {
  const { raw = '' } = sink.accepted.findLast(({ to }) => to === address) ?? {};
  return (await simpleParser(raw)).text ?? '';
};
const tokenIn = (text: string): string => /\/s\/([^\s/]+)/.exec(text)?.[1] ?? '';

/** A student fills in the leaving form in summer and confirms the address by its code. */
async function fillInLeavingForm(): Promise<void> {
  const now = test.tools.clock.now();
  test.setClock(inJune);
  const someone = aStudent(30);
  await test.tools.store.alumni.writeRows([{ row: 'leaving:1', kind: 'new', alumnus: someone, recordDue: false }]);
  await web.application.leaving.openLeavingForm(tutor, groupId, localDate('2026-06-26'));
  const { form } = await web.application.leaving.showLeavingForm(tutor, groupId);
  const group = form?.code ?? '';
  const student = noted(web.browser());
  await student.get(`/leaving/g/${group}`);
  await student.post('/leaving', { code: group, device: 'own' });
  noteCookies(student);
  await student.get('/leaving/names');
  const born = { 'born-day': '27', 'born-month': '2', 'born-year': '2008' };
  await student.post('/leaving/names', { person: someone.id, ...born });
  let path = (await student.get('/leaving/form')).location ?? '';
  const given: Readonly<Record<string, string>> = {
    ...{ plan: 'gap-year', 'stay-in-touch': 'yes', email: 'leaver@example.org' },
  };
  for (let pages = 0; pages < 40 && !path.endsWith('/check'); pages += 1) {
    const name = questionOn((await student.get(path)).text);
    const answer = given[name];
    const typed = answer === undefined ? { action: 'skip' } : { [name]: answer, action: 'continue' };
    path = (await student.post(path, typed)).location ?? path;
  }
  await student.get(path);
  await student.post(path);
  noteCookies(student);
  await student.get('/leaving/confirm');
  const { code } = await addressCode(test.tools, test.connection, someone.id);
  codes.add(code);
  await student.post('/leaving/confirm', { action: 'enter', code: code === '000000' ? '1' : '000000' });
  expect((await student.post('/leaving/confirm', { action: 'enter', code })).location).toBe(
    '/leaving/done?own=1&stage=y13',
  );
  test.setClock(now);
}

beforeAll(async () => {
  sink = await startSmtpSink();
  test = await openTestTools({ mailer: mailerTo(sink.port) });
  web = await openWeb(test.tools, test.connection);
  const { store } = test.tools;
  const findLink = (id: string): Promise<never> =>
    Promise.reject(new Error(`cannot read ${id} for ${[...keys].join()}`));
  failing = await openWeb(
    { ...test.tools, store: { ...store, messages: { ...store.messages, findLink } } },
    test.connection,
  );
  await keepTrust(
    test.tools,
    Array.from({ length: 4 }, (_, n) => aLeaver(n)),
  );
  await confirmedWave(web.application, aPlan());
  await web.application.waves.advanceWaves();
  await web.application.waves.queueDueMessages();
  await test.connection.collection('settings').insertOne({ _id: 'planted' as never, value: planted });
  await send();

  const link = tokenIn(await mailTo('avery0@example.org'));
  const browser = noted(web.browser());
  await browser.get(`/s/${link}`);
  await browser.post(`/s/${link}`, { choice: 'start' });
  await browser.get('/survey/question/1');
  await browser.post('/survey/question/1', { situation: 'work' });
  noteCookies(browser);
  const other = noted(web.browser());
  await other.post(`/s/${link}`, { choice: 'start' });
  await other.get('/survey/code');
  await other.post('/survey/code', { action: 'send' });
  await send();
  const code = /\b\d{6}\b/.exec(await mailTo('avery0@example.org'))?.[0] ?? '';
  await other.get('/survey/code');
  await other.post('/survey/code', { action: 'enter', code: code === '000000' ? '1' : '000000' });
  expect((await other.post('/survey/code', { action: 'enter', code })).location).toBe('/survey/check');
  noteCookies(other);

  const second = tokenIn(await mailTo('avery1@example.org'));
  await noted(web.browser()).post(`/s/${second}`, { choice: 'fresh-link' });
  await noted(web.browser()).get(`/s/${second.slice(0, -1)}`);
  await noted(web.browser()).post(`/s/${second.slice(0, -1)}`, { choice: 'start' });
  await send();
  const raw = sink.accepted.find(({ to }) => to === 'avery2@example.org')?.raw ?? '';
  const third = /^List-Unsubscribe: <[^>]*\/u\/([^\s/>]+)>/m.exec(raw)?.[1] ?? '';
  await noted(web.browser()).get(`/u/${third}`);
  expect((await noted(web.browser()).post(`/u/${third}`, { scope: 'all' })).status).toBe(200);

  await fillInLeavingForm();

  const failed = await noted(failing.browser()).post(`/s/${second}`, { choice: 'start' });
  expect(failed.status).toBe(500);

  const person = {
    email: 'leak@trust.example',
    role: 'administrator',
    schools: 'every-school',
    name: 'Avery',
  } as const;
  const added = await web.application.governance.addStaff(commandLine, person);
  if (added.kind !== 'added') throw new Error(added.why);
  keys.add(added.path.split('/').at(-1) ?? '');
  const staff = noted(web.browser());
  await staff.get(added.path);
  await staff.post(added.path, { password: goodPassword });
  await staff.get('/staff/sign-in');
  await staff.post('/staff/sign-in', { email: person.email, password: goodPassword });
  await staff.get('/staff');
  await staff.get('/staff/people');
  noteCookies(staff);
  keys.add(goodPassword);

  const jobs = await startJobs({
    ...{ connection: test.connection, application: web.application, log: test.tools.log, lockLifetime: 3_000 },
  });
  await eventually(
    () => test.connection.collection('agendaJobs').find({}).toArray(),
    (rows) => rows.length > 0 && rows.every((row) => row['lastRunAt'] instanceof Date),
  );
  await jobs.stop();
  await web.application.governance.appendAudit();
}, 2 * minutes);
afterAll(async () => {
  await web.close();
  await failing.close();
  await test.tools.mailer.close();
  await sink.close();
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const everySecret = (): readonly string[] => [...keys, ...codes];
const foundIn = (text: string, secrets: readonly string[] = [...keys]): readonly string[] =>
  secrets.filter((secret) =>
    codes.has(secret) ? new RegExp(`(?<![0-9a-f])${secret}(?![0-9a-f])`).test(text) : text.includes(secret),
  );
const rowsOf = async (collection: string): Promise<string> =>
  JSON.stringify(await test.connection.collection(collection).find({}).toArray());

describe('the secrets of a whole walk', () => {
  it('were made, and the search finds one where it stands', async () => {
    // Four links and as many ways to stop, a fresh link and its own, four sessions, an invitation, a password, the addresses.
    expect(keys.size).toBeGreaterThan(15);
    expect(codes.size).toBeGreaterThan(0);
    expect(foundIn(await mailTo('avery3@example.org')).length).toBeGreaterThan(0);
    expect(foundIn(`a code ${[...codes].join(' ')}`, [...codes])).toEqual([...codes]);
  });

  it('stand in no line of the log, though requests, wrong codes, mail and a fault were logged', () => {
    const all = test.logged.join('\n');
    expect(all).toContain('A request failed');
    expect(all).toContain('/s/:token');
    expect(foundIn(all, everySecret())).toEqual([]);
  });

  it('stand neither in the audit nor in the jobs', async () => {
    const [audit = '', jobs = ''] = await Promise.all(['auditevents', 'agendaJobs'].map(rowsOf));
    expect([audit.includes('wave.confirmed'), jobs.includes('queue-due-messages')]).toEqual([true, true]);
    expect(foundIn(audit + jobs, everySecret())).toEqual([]);
  });

  it('stand in no document of the database, and so in no dump of it (requirement T2)', async () => {
    const collections = await test.connection.listCollections();
    const all = (await Promise.all(collections.map(({ name }) => rowsOf(name)))).join('\n');
    expect(all).toContain(planted);
    expect(foundIn(all)).toEqual([]);
    for (const code of codes) expect(all).not.toContain(`"${code}"`);
  });

  it('stand in no byte of a backup, nor in the names of its files', async () => {
    if (!testDatabaseUri().includes('.sock')) return; // another server has its own tool for backups
    await test.connection.getClient().db('admin').command({ onwardBackup: folder });
    const names = readdirSync(folder);
    const bytes = Buffer.concat(names.map((name) => readFileSync(path.join(folder, name))));
    expect(bytes.includes(planted)).toBe(true);
    expect([...keys].filter((secret) => bytes.includes(secret) || names.join().includes(secret))).toEqual([]);
  });

  it('go on in no address and no referrer', () => {
    expect(visited.length).toBeGreaterThan(15);
    expect(visited.filter(({ headers }) => headers.get('Referrer-Policy') !== 'no-referrer')).toEqual([]);
    expect(visited.flatMap(({ location }) => (location === null ? [] : foundIn(location, everySecret())))).toEqual([]);
    // A page may carry its own token in a form, never in a link that leads on.
    const links = visited.flatMap(({ text }) => [...text.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to = '']) => to));
    expect(foundIn(links.join('\n'), everySecret())).toEqual([]);
  });
});
