// The second walk of the README, end to end over real SMTP and HTTP: the mail arrives, its link opens the questions, half of
// them are answered on a phone and the rest on another device, a code from a second mail unlocks what was said before, the
// answers are sent, and the destination record and the wave know it. The walk is taken twice, by two people.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { invitationId } from '../../src/domain/waves/invitation.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust, scheduler } from '../support/a-trust.js';
import { mailerTo } from '../support/mailer-to.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let wave: WaveId;
/** What only the person, their browser and their mail may hold (requirement T9). */
const secrets = new Set<string>();

const planned = {
  final: {
    activity: 'university',
    provider: 'University of Elsewhere',
    course: 'Mathematics',
    recordedOn: localDate('2026-08-20'),
    source: 'school',
  },
} satisfies Partial<Alumnus>;
const people = [0, 1, 2].map((number) => aLeaver(number, planned));

/** Runs a sender until the condition holds. */
async function send(done: () => boolean): Promise<void> {
  const stopping = new AbortController();
  const sender = web.application.waves.runSender({ signal: stopping.signal });
  await eventually(() => Promise.resolve(done()), Boolean);
  stopping.abort();
  await sender;
}

/** The text of the newest mail to an address. */
async function mailTo(address: string): Promise<string> {
  const raw = sink.accepted.findLast((mail) => mail.to === address)?.raw;
  if (raw === undefined) throw new Error(`No mail to ${address}.`);
  return (await simpleParser(raw)).text ?? '';
}

beforeAll(async () => {
  sink = await startSmtpSink();
  const mailer = mailerTo(sink.port, 2);
  opened = await openTestTools({ mailer });
  web = await openWeb(opened.tools, opened.connection);
  await keepTrust(opened.tools, people);
  wave = await confirmedWave(web.application, aPlan({ i: '2026-11-03', r1: '2026-11-12' }));
  await web.application.waves.advanceWaves();
  await web.application.waves.queueDueMessages();
  await send(() => sink.accepted.length === people.length);
});
afterAll(async () => {
  await web.close();
  await opened.tools.mailer.close();
  await sink.close();
  await opened.close();
});

/** Opens the page, fills it in and presses Continue; gives where it leads. */
async function fill(browser: Browser, address: string, fields: Readonly<Record<string, string | string[]>>) {
  expect((await browser.get(address)).status).toBe(200);
  const answer = await browser.post(address, fields);
  expect([address, answer.status]).toEqual([address, 303]);
  return answer.location ?? '';
}

/** A browser of its own in which the link was opened and "This is me" was pressed. */
async function opensLink(path: string): Promise<{ browser: Browser; at: string }> {
  const browser = web.browser();
  expect((await browser.get(path)).text).toContain('This is me');
  await browser.post(path, { choice: 'start' });
  return { browser, at: (await browser.get('/survey')).location ?? '' };
}

it.each([0, 1])('person %i answers, and all that follows has happened once', async (number) => {
  const { tools } = opened;
  const person = people[number] as Alumnus;
  const address = `avery${number}@example.org`;
  const path = /\/s\/\S+/.exec(await mailTo(address))?.[0] ?? '';

  const phone = await opensLink(path);
  let at = await fill(phone.browser, phone.at, { situation: 'work' });
  at = await fill(phone.browser, at, { 'since-month': '9', 'since-year': '2026', 'since-about': 'yes' });
  at = await fill(phone.browser, at, { employer: 'Exampleton Bakery' });

  const laptop = await opensLink(path);
  expect(laptop.at).toBe(at);
  at = await fill(laptop.browser, at, { job: 'Baker' });
  at = await fill(laptop.browser, at, { 'as-planned': 'no' });
  at = await fill(laptop.browser, at, { 'still-there': 'yes' });
  at = await fill(laptop.browser, at, { 'plan-story': 'did-not-start' });
  at = await fill(laptop.browser, at, { 'planned-place': 'University of Elsewhere' });
  at = await fill(laptop.browser, at, { reasons: ['money', 'place'] });
  at = await fill(laptop.browser, at, { 'reasons-place': 'GEO/G1' });
  at = await fill(laptop.browser, at, { 'reasons-money': ['FIN/M1', 'FIN/M4'] });
  at = await fill(laptop.browser, at, { 'main-reason': 'money' });
  at = await fill(laptop.browser, at, { 'reason-words': 'A bursary would have helped.' });
  at = await fill(laptop.browser, at, { 'stay-in-touch': 'yes' });
  at = await fill(laptop.browser, at, { 'stay-until': 'ten-years' });
  at = await fill(laptop.browser, at, { email: '', action: 'skip' });
  at = await fill(laptop.browser, at, { mobile: '', action: 'skip' });
  expect(at).toBe('/survey/check');
  const hidden = await laptop.browser.get(at);
  expect(hidden.text).toContain('Three earlier answers are');
  expect(hidden.text).not.toContain('Exampleton Bakery');

  const sentBefore = sink.accepted.length;
  await laptop.browser.get('/survey/code');
  await laptop.browser.post('/survey/code', { action: 'send' });
  await send(() => sink.accepted.length > sentBefore);
  const code = /^\d{6}$/m.exec(await mailTo(address))?.[0] ?? '';
  secrets.add(code);
  for (const { browser } of [phone, laptop]) for (const cookie of browser.cookies.values()) secrets.add(cookie);
  expect((await laptop.browser.post('/survey/code', { action: 'enter', code })).location).toBe('/survey/check');
  expect((await laptop.browser.get('/survey/check')).text).toContain('Exampleton Bakery');

  expect((await laptop.browser.post('/survey/check')).location).toBe('/survey/thank-you');
  expect((await laptop.browser.post('/survey/check')).location).toBe('/survey/thank-you');
  expect((await laptop.browser.get('/survey/thank-you')).text).toContain('<h1 class="govuk-heading-l">Thank you</h1>');
  expect([await web.application.survey.finishResponses(10), await web.application.survey.finishResponses(10)]).toEqual([
    0, 0,
  ]);

  const id = invitationId(wave, person.id);
  expect((await tools.store.invitations.find(id))?.state).toBe('completed');
  expect((await tools.store.responses.find(id))?.submissions.length).toBe(1);
  const record = await tools.store.destinationRecords.find('every-school', person.id);
  expect(
    record?.claims
      .filter((claim) => claim.source === 'survey')
      .map(({ activity, standing, from, to, employer, provider }) => ({
        activity,
        standing,
        from,
        to,
        employer,
        provider,
      })),
  ).toEqual([
    {
      activity: 'employment',
      standing: 'began',
      from: '2026-09',
      to: null,
      employer: 'Exampleton Bakery',
      provider: undefined,
    },
    {
      activity: 'university',
      standing: 'did-not-start',
      from: null,
      to: null,
      employer: undefined,
      provider: 'University of Elsewhere',
    },
  ]);
  expect(record?.results.map(({ ruleset, verdict }) => [ruleset.name, verdict])).toEqual([
    ['dfe-1618', 'still-possible'],
  ]);
  const permission = (await tools.store.alumni.find('every-school', person.id))?.permissions.at(-1);
  expect([permission?.basis, permission?.until]).toEqual(['consent', '2036-11-03']);
  await web.application.governance.appendAudit();
  const { acts } = await web.application.destinations.showHistory(scheduler, person.id);
  expect(acts.map(({ who, act, step, wave: title }) => [who, act, step, title]).sort()).toEqual([
    ['Onward', 'message.accepted', 'i', aPlan().title],
    ['The person', 'answers.sent', undefined, undefined],
    ['The person', 'contact.answered', undefined, undefined],
  ]);
});

it('reminds only the one who has not answered', async () => {
  opened.setClock(new Date('2026-11-12T09:00:30Z'));
  const sentBefore = sink.accepted.length;
  await web.application.waves.advanceWaves();
  await web.application.waves.queueDueMessages();
  await send(() => sink.accepted.length > sentBefore);
  expect(await opened.tools.store.messages.anyOpen(wave)).toBe(false);
  expect(sink.accepted.slice(sentBefore).map((mail) => mail.to)).toEqual(['avery2@example.org']);
});

it('left none of what opens anything in a log line or anywhere in the database, nor free text in clear', async () => {
  for (const { raw, from } of sink.accepted) {
    for (const [, secret] of ((await simpleParser(raw)).text ?? '').matchAll(/\/[su]\/[^\s.]+\.([\w-]{43})/g)) {
      secrets.add(secret ?? '');
    }
    secrets.add(/\.([^.@]+)@/.exec(from)?.[1] ?? '');
  }
  // Two codes, two cookies each, a link in each of three invitations and a reminder, and a MAC in each of six messages.
  expect(secrets.size).toBeGreaterThanOrEqual(2 + 4 + 4 + 6);
  expect([...secrets].filter((secret) => secret.length < 6)).toEqual([]);
  const { db } = opened.connection;
  const places: [string, string][] = [['log', opened.logged.join('\n')]];
  for (const { name } of (await db?.listCollections().toArray()) ?? []) {
    places.push([name, JSON.stringify(await db?.collection(name).find().toArray())]);
  }
  expect(places.map(([name]) => name)).toEqual(expect.arrayContaining(['log', 'messages', 'responses', 'auditevents']));
  const found = places.flatMap(([name, text]) =>
    [...secrets, 'A bursary would have helped.']
      .filter((secret) => new RegExp(`(?<![\\w-])${secret.replace(/[.%+]/g, '\\$&')}(?![\\w-])`).test(text))
      .map((secret) => [name, secret]),
  );
  expect(found).toEqual([]);
});
