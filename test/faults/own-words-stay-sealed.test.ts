// Row 55 of the fault table (requirement P5, Y8): what people write in their own words, and what staff write about them, comes
// out of no log, no mail, no search, no file of everybody, no audit row, no list and no document of the database. Every sentence
// is marked, and every other one worrying, so that all that follows from it happens; then every byte that left is searched for the
// mark. Each flag is with the one named for it: a young person's with the lead, an adult's with the adult route. How much the list
// of phrases finds is printed. At the end each way out is made to leak once, so that the search is seen to find it.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ContactPoint, StaffRole } from '../../src/domain/alumni/alumnus.js';
import type { AlumnusId, StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { worryIn } from '../../src/domain/survey/worrying-words.js';
import { openMessageStates } from '../../src/domain/waves/message.js';
import { signDelivery } from '../../src/security/index.js';
import { accessTable } from '../../src/web/access-table.js';
import { aStudent, idOf, inJune, openGroup, questionOn } from '../support/a-form-group.js';
import { eventually } from '../support/a-trust.js';
import { full, report } from '../support/fault-report.js';
import { mailerTo } from '../support/mailer-to.js';
import { asMail } from '../support/returned-mail.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { invite, openWave } from '../support/survey.js';
import { chosen, said, visitor } from '../support/survey-visitor.js';
import { openTestTools } from '../support/tools.js';
import { commandLine, openWeb, type Browser, type TestWeb } from '../support/web.js';
import { measure, measuredWords, sentencesBy } from '../support/worrying-sentences.js';

const mark = 'zq55mark';
const inAll = full ? 500 : 50;
const secret = 'a secret that is shared with the provider of texts';
const now = new Date('2026-11-10T10:00:00Z');
let sink: SmtpSink;
let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let boss: Browser;
let lead: Browser;
let leads: Viewer;
let adults: StaffId;
let written = 0;
/** Some more than are asked for, because a round of all ways uses several. */
const drawn = sentencesBy(55, inAll + 20);
/** What each person wrote in the survey, and whether they are under 18. */
const inSurvey = new Map<string, { readonly text: string; readonly young: boolean }>();

const sentence = (): string => {
  const { text } = drawn[written] ?? { text: '' };
  written += 1;
  return `${text} ${mark}${String(written).padStart(4, '0')} is what I call it.`;
};
const under18 = { dateOfBirth: localDate('2009-06-01') };

beforeAll(async () => {
  sink = await startSmtpSink();
  test = await openTestTools({ now, mailer: mailerTo(sink.port, 4), settings: { textWebhookSecret: secret } });
  web = await openWeb(test.tools, test.connection);
  await openWave(test.tools, {
    steps: [
      { id: 'i', kind: 'invitation', on: localDate('2026-11-03'), at: '09:00' as LocalTime },
      { id: 'p', kind: 'phone', on: localDate('2026-11-10'), at: '09:00' as LocalTime },
    ],
  });
  [boss, lead] = [await web.signedIn('administrator'), await web.signedIn('reviewer')];
  await web.signedIn('scheduler');
  const staff = await test.tools.store.staff.list('every-school');
  const idOfRole = (wanted: StaffRole): StaffId => staff.find(({ role }) => role === wanted)?.id ?? ('' as StaffId);
  leads = { staffId: idOfRole('reviewer'), role: 'reviewer', schools: 'every-school' };
  adults = idOfRole('scheduler');
  const people = { lead: leads.staffId, adultRoute: adults, helpOwner: leads.staffId };
  await web.application.care.changeCareSettings(commandLine, { kind: 'people', school: null, people });
}, 60_000);
afterAll(async () => {
  await web.close();
  await test.tools.mailer.close();
  await sink.close();
  await test.close();
});

async function inTheSurvey(n: number): Promise<void> {
  const young = n % 3 === 0;
  const { token, alumnusId } = await invite(test.tools, `s${n}`, young ? under18 : {});
  const person = await visitor(web.application, token);
  const text = sentence();
  inSurvey.set(alumnusId, { text, young });
  await person.save('situation', chosen('work'));
  await person.save('as-planned', chosen('no'));
  await person.save('plan-story', chosen('never-applied'));
  await person.save('reasons', chosen('something-else'));
  await person.save('reason-words', said(text));
  expect((await person.send()).kind).toBe('sent');
}

async function byMail(n: number): Promise<void> {
  await invite(test.tools, `m${n}`);
  const head = [`From: <m${n}@example.org>`, 'To: alumni@trust.example', `Subject: ${sentence()}`];
  await web.application.waves.takeInMail(
    asMail([...head, 'Content-Type: text/plain', '', sentence()].join('\r\n')),
    'test',
  );
}

async function byText(n: number): Promise<void> {
  const events = [
    { event: 'received' as const, id: `t${n}`, from: `+4477009${String(n).padStart(5, '0')}`, text: sentence() },
  ];
  const body = Buffer.from(JSON.stringify({ events }));
  const timestamp = String(test.tools.clock.now().getTime() / 1_000);
  const signature = signDelivery(secret, timestamp, body);
  await web.application.waves.takeInTextEvents({ timestamp, body, signature, parse: () => events });
}

const mobile = (n: number): ContactPoint => ({
  ...{ number: 2, kind: 'mobile', value: `+4477008${String(n).padStart(5, '0')}`, owner: 'self', state: 'usable' },
  addedOn: localDate('2026-07-01'),
});

async function onTheTelephone(n: number): Promise<void> {
  const { alumnusId } = await invite(test.tools, `c${n}`, { contactPoints: [mobile(n)] });
  await web.application.calls.requestCall({ alumnusId, actor: { kind: 'staff', id: leads.staffId } });
  await web.application.calls.takeCall(leads, null);
  const fence = (await web.application.calls.showCallInHand(leads))?.call.fence ?? 0;
  const kept = await web.application.calls.recordOutcome(leads, { fence, outcome: 'no-answer', note: sentence() });
  expect(kept.kind).toBe('recorded');
}

async function byStaff(n: number): Promise<void> {
  const { alumnusId } = await invite(test.tools, `h${n}`, under18);
  const heard = { alumnusId, words: sentence(), lifeAtRisk: true, agreed: false, form: `form${n}` };
  expect(await web.application.care.raiseByHand(leads, heard)).toBe('open');
  const raised = await test.tools.store.safetyFlags.findBySource(`staff:${alumnusId}:form${n}`);
  const { flag } = await web.application.care.readFlag(leads, raised?.id ?? '');
  const act = { kind: 'step', said: sentence() } as const;
  await web.application.care.dealWithFlag(leads, { id: flag.id, revision: flag.revision, act });
}

async function asForHelp(n: number): Promise<void> {
  const { token } = await invite(test.tools, `a${n}`);
  const { cookie, formToken } = await visitor(web.application, token);
  const asked = await web.application.care.askForHelp(cookie, formToken, { way: 'mail', about: sentence() });
  expect(asked.kind).toBe('asked');
}

/** Whole, page by page, over the web. */
async function onTheLeavingForm(n: number, code: string): Promise<void> {
  const browser = web.browser();
  await browser.get(`/leaving/g/${code}`);
  await browser.post('/leaving', { code, device: 'own' });
  await browser.get('/leaving/names');
  await browser.post('/leaving/names', { person: idOf(n), 'born-day': '27', 'born-month': '2', 'born-year': '2008' });
  let path = (await browser.get('/leaving/form')).location ?? '';
  const words = sentence();
  const given: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    plan: { plan: 'university' },
    'ruled-out': { 'ruled-out': 'apprenticeship' },
    reasons: { reasons: 'something-else' },
    'reason-words': { 'reason-words': words },
  };
  for (let pages = 0; pages < 40 && !path.endsWith('/check'); pages += 1) {
    const page = await browser.get(path);
    const answer = given[questionOn(page.text)];
    const fields = answer === undefined ? { action: 'skip' } : { ...answer, action: 'continue' };
    path = (await browser.post(path, fields)).location ?? path;
  }
  expect((await browser.get(path)).text).toContain(words); // it was taken, and they see it
  expect((await browser.post(path)).status).toBe(303);
}

/** What a mail says, whatever it is packed in. */
const unpacked = (raw: string): string =>
  [
    raw.replace(/=\r?\n/g, ''),
    ...[...raw.matchAll(/(?:[A-Za-z0-9+/]{40,}={0,2}\r?\n?)+[A-Za-z0-9+/]*={0,2}/g)].map(([run]) =>
      Buffer.from(run, 'base64').toString('utf8'),
    ),
  ].join('\n');

async function everythingStored(): Promise<readonly (readonly [place: string, text: string])[]> {
  const places: (readonly [string, string])[] = [];
  for (const { name } of await test.connection.listCollections()) {
    for await (const document of test.connection.collection(name).find({})) {
      places.push([`database: ${name}`, JSON.stringify(document)]);
    }
  }
  return places;
}

async function everyPage(): Promise<readonly (readonly [place: string, text: string])[]> {
  const places: (readonly [string, string])[] = [];
  const flagged = await test.tools.store.safetyFlags.list('every-school', 'open', 3);
  const paths = [
    ...accessTable
      .filter(([method, pattern]) => method === 'GET' && pattern.startsWith('/staff') && !pattern.includes(':'))
      .map(([, pattern]) => pattern),
    ...['s0', 'm0', 'h0'].flatMap((id) =>
      ['', '/contact', '/record', '/told', '/history', '/rules', '/safety'].map((tab) => `/staff/people/${id}${tab}`),
    ),
    ...flagged.map(({ id }) => `/staff/safety/${id}`),
    '/staff/replies?queue=done',
    `/staff/people?text=avery`,
  ];
  for (const browser of [boss, lead]) {
    for (const path of paths) places.push([`page: ${path}`, (await browser.get(path)).text]);
  }
  return places;
}

interface KeptFlag {
  readonly from: string;
  readonly alumnusId?: string;
  readonly worry: string;
  readonly route: string;
  readonly state: string;
  readonly told: readonly StaffId[];
}

/** Each flag is with the one named for it, and each sentence of the survey that the list knows has one. */
async function expectFlagsWithTheRightPerson(): Promise<void> {
  const flags = await test.connection.collection<KeptFlag>('safetyflags').find({}).toArray();
  expect(flags.length).toBeGreaterThan(inAll / 4);
  for (const { state, route, told } of flags) {
    // An adult who was asked and has not said: nobody is told, and after a while it is kept back.
    const named = ['asks-first', 'kept-back'].includes(state) ? [] : [route === 'lead' ? leads.staffId : adults];
    expect([state, route, told.slice(0, 1)]).toEqual([state, route, named]); // those of June went on to others meanwhile
  }
  const raised = flags
    .filter(({ from }) => from === 'survey')
    .map((one) => [one.alumnusId, one.route, one.worry, one.state]);
  const expected = [...inSurvey].flatMap(([id, { text, young }]) => {
    const worry = worryIn(text);
    const state = young || worry === 'life' ? 'open' : 'asks-first'; // an adult says first whether it may be passed on
    return worry === null ? [] : [[id, young ? 'lead' : 'adultRoute', worry, state]];
  });
  expect(new Set(expected.map(([, route]) => route)).size).toBe(2);
  expect(raised.sort()).toEqual(expected.sort());
}

/** Every place in which the mark stands. */
async function leaks(): Promise<readonly string[]> {
  const places = [
    ...test.logged.map((line) => ['log', line] as const),
    ...sink.accepted.map(({ raw }) => ['mail', unpacked(raw)] as const),
    ...(await everythingStored()),
    ...(await everyPage()),
  ];
  return [...new Set(places.filter(([, text]) => text.toLowerCase().includes(mark)).map(([place]) => place))];
}

it(
  `${inAll} marked sentences come out nowhere`,
  async () => {
    test.setClock(inJune);
    const students = Array.from({ length: 5 }, (_, n) => aStudent(n + 1));
    const code = await openGroup(test.tools, web.application, students);
    for (const [place] of students.entries()) await onTheLeavingForm(place + 1, code);
    test.setClock(now);
    const ways = [inTheSurvey, byMail, byText, onTheTelephone, asForHelp, byStaff];
    for (let n = 0; written < inAll; n += 1) for (const way of ways) await way(n);

    // Everything that follows, twice.
    for (let round = 0; round < 2; round += 1) {
      await web.application.waves.completeReturnedMail();
      await web.application.survey.finishResponses(1_000);
      await web.application.care.keepFlags();
      await web.application.care.keepHelp();
      await web.application.governance.appendAudit();
    }
    const stopping = new AbortController();
    const sender = web.application.waves.runSender({ signal: stopping.signal });
    const waiting = {
      kind: 'service',
      template: { $in: ['safety-flag', 'help-request'] },
      state: { $in: [...openMessageStates] },
    };
    await eventually(
      () => test.connection.collection('messages').countDocuments(waiting),
      (count) => count === 0,
      90_000,
    );
    stopping.abort();
    await sender;
    expect(sink.accepted.length).toBeGreaterThan(inAll / 5); // there was mail to search
    expect((await everythingStored()).length).toBeGreaterThan(inAll);

    const found = await leaks();
    report('55', '0 of 500 marked sentences anywhere', `${found.length} places with any of ${written}`);
    expect(found).toEqual([]);
    await expectFlagsWithTheRightPerson();
    const measured = measure(drawn, (text) => worryIn(text) !== null);
    report('55', 'flags with the one named; what the list of phrases finds', measuredWords(measured));
    expect(Math.min(measured.life, measured.harm)).toBeGreaterThan(0.9);
    expect((await web.application.alumni.listPeople(commandLine, { text: `${mark}0001` })).people).toEqual([]);

    // It is all there, for whoever may read it.
    const open = await test.tools.store.safetyFlags.list('every-school', 'open', inAll);
    const flag = open.find(({ told }) => told.includes(leads.staffId));
    await lead.get('/staff/safety');
    expect((await lead.post(`/staff/safety/${flag?.id ?? ''}/read`)).text).toContain(mark);
  },
  full ? 600_000 : 180_000,
);

it('a leak by any of these ways is found', async () => {
  const leaked = `${mark}9999`;
  const { tools, connection } = test;
  tools.log.warn(`Could not save “${leaked}”`);
  await connection.collection<{ _id: string }>('auditevents').insertOne({ _id: leaked });
  await tools.store.alumni.writeRows([
    {
      ...{ row: 'leak:1', kind: 'new', recordDue: false },
      alumnus: aStudent(90, { id: 'a0-first' as AlumnusId, name: { given: 'Avery', family: leaked } }),
    },
  ]);
  await web.application.waves.queueService({
    template: 'staff-invitation',
    to: { kind: 'staff', staffId: leads.staffId },
    fields: { name: leaked },
    link: { path: '/staff' },
    expiresAt: new Date('2026-12-01T00:00:00Z'),
  });
  const stopping = new AbortController();
  const sender = web.application.waves.runSender({ signal: stopping.signal });
  await eventually(
    () => sink.accepted.some(({ raw }) => unpacked(raw).includes(leaked)),
    (left) => left,
    30_000,
  );
  stopping.abort();
  await sender;
  const found = await leaks();
  for (const place of ['log', 'mail', 'database: auditevents', 'database: alumni', 'page: /staff/people']) {
    expect(found).toContain(place);
  }
}, 120_000);
