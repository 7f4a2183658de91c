// Answers to our mail, from the mailbox to the press (Y3): whose they are and by what that is known, "stop" honoured only on
// our own signed name, words sealed and each reading on record, one press each, school by school.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import type { MessageId } from '../../src/domain/waves/message.js';
import { messageIdHeader } from '../../src/domain/waves/return-address.js';
import { eventually } from '../support/a-trust.js';
import { mailerTo } from '../support/mailer-to.js';
import { asMail } from '../support/returned-mail.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { invite, openWave, type Invited } from '../support/survey.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

const northgate = 'northgate' as SchoolId;
const southgate = 'southgate' as SchoolId;
let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let reviewer: Browser;
let avery: Invited;
let people = 0;

beforeAll(async () => {
  sink = await startSmtpSink();
  opened = await openTestTools({ mailer: mailerTo(sink.port) });
  await openWave(opened.tools);
  const [school] = await opened.tools.store.schools.all();
  if (school === undefined) throw new Error('The wave has no school.');
  await opened.tools.store.schools.save({ ...school, id: southgate, urn: '900002', laestab: '9994002' });
  web = await openWeb(opened.tools, opened.connection);
  reviewer = await web.signedIn('reviewer');
});
afterAll(async () => {
  await web.close();
  await opened.tools.mailer.close();
  await sink.close();
  await opened.close();
});
beforeEach(async () => {
  people += 1;
  avery = await invite(opened.tools, `a1-${String(people).padStart(4, '0')}`);
  await opened.connection.collection('inboundmail').deleteMany({});
});

const addressOf = ({ alumnusId }: Invited): string => `${alumnusId}@example.org`;
const nameOf = ({ invitationId }: Invited): string => {
  const id = `${invitationId}:i:1` as MessageId;
  return messageIdHeader(id, opened.tools.signer.sign('return-path', id), 'trust.example');
};
interface Given {
  readonly from?: string;
  readonly subject?: string;
  readonly inReplyTo?: string;
  readonly references?: string;
}
const aReply = (words: string, { from, subject = 'Re: One minute', inReplyTo, references }: Given = {}): string =>
  [
    `From: Avery Testperson <${from ?? addressOf(avery)}>`,
    'To: alumni@trust.example',
    `Subject: ${subject}`,
    ...(inReplyTo === undefined ? [] : [`In-Reply-To: ${inReplyTo}`]),
    ...(references === undefined ? [] : [`References: <x@y.example> ${references}`]),
    'Content-Type: text/plain; charset=utf-8',
    '',
    words,
    '',
    'On Tue, 3 Nov 2026 at 09:00, Sample Trust <alumni@trust.example> wrote:',
    '> Hello Avery, secretquote',
  ].join('\r\n');
const take = async (text: string): Promise<string> => {
  const mail = asMail(text);
  await web.application.waves.takeInMail(mail, 'test');
  return mail.hash;
};
const kept = (id: string) => opened.tools.store.inboundMail.find(id);
const personNow = () => opened.tools.store.alumni.find('every-school', avery.alumnusId);
const isStopped = async (): Promise<boolean> =>
  (await opened.tools.store.suppressions.among([], [avery.alumnusId])).people.has(avery.alumnusId);
const press = async (id: string, fields: Record<string, string>, browser = reviewer) => {
  await browser.get(`/staff/replies/${id}`);
  return browser.post(`/staff/replies/${id}`, fields);
};

describe('whose a reply is', () => {
  it.each([
    ['its In-Reply-To', () => ({ inReplyTo: nameOf(avery), from: 'other@elsewhere.example' }), 'name'],
    ['its References', () => ({ references: nameOf(avery), from: 'other@elsewhere.example' }), 'name'],
    ['the sender’s address', () => ({}), 'sender'],
    ['nothing', () => ({ from: 'other@elsewhere.example' }), undefined],
  ] as const)('is told by %s', async (_, given, matchedBy) => {
    const mail = await kept(await take(aReply('I left in November', given())));
    expect(mail).toMatchObject({ queue: 'open', about: 'reply' });
    expect([mail?.matchedBy, mail?.alumnusId]).toEqual([
      matchedBy,
      matchedBy === undefined ? undefined : avery.alumnusId,
    ]);
  });

  it('is not told by an address that two people share, nor by a forged name', async () => {
    const other = await invite(opened.tools, `b1-${String(people).padStart(4, '0')}`);
    const person = await opened.tools.store.alumni.find('every-school', other.alumnusId);
    if (person === null) throw new Error('Nobody was invited.');
    const points = person.contactPoints.map((point) => ({ ...point, value: addressOf(avery) }));
    await opened.tools.store.alumni.replace({ ...person, contactPoints: points, revision: person.revision + 1 }, []);
    expect((await kept(await take(aReply('Hello'))))?.alumnusId).toBeUndefined();
    const forged = nameOf(avery).replace(/\.[a-z2-7]{17}@/, '.aaaaaaaaaaaaaaaaa@');
    const mail = await kept(await take(aReply('stop', { inReplyTo: forged })));
    expect(mail).toMatchObject({ forged: true, queue: 'open' });
    expect(mail?.alumnusId).toBeUndefined();
    expect(await isStopped()).toBe(false);
  });

  it('is never a holiday note, and one mail makes one reply', async () => {
    await take(aReply('I am away').replace('Subject:', 'Auto-Submitted: auto-replied\r\nSubject:'));
    await take(aReply('Hello'));
    await take(aReply('Hello'));
    expect(await opened.tools.store.replies.countOpen('every-school')).toBe(1);
  });
});

describe('“stop”', () => {
  it.each([
    ['in a reply to our message', () => aReply('STOP', { inReplyTo: nameOf(avery) })],
    [
      'by the mail program’s own mail',
      () => aReply('', { subject: `stop ${nameOf(avery).slice(1, -1)}` }).split('\r\nOn Tue')[0] ?? '',
    ],
  ])('%s is honoured at once, and shown', async (_, make) => {
    const id = await take(make());
    expect(await isStopped()).toBe(true);
    expect(await opened.tools.store.suppressions.find(`person:${avery.alumnusId}`)).toMatchObject({
      reason: 'unsubscribed',
      evidence: `reply:${id}`,
    });
    expect((await reviewer.get('/staff/replies')).text).toContain('Said stop; stopped');
  });

  it('from an address alone waits for a press, first in the list; anybody can write any sender', async () => {
    await take(aReply('An older reply'));
    const id = await take(aReply('stop'));
    expect(await isStopped()).toBe(false);
    const page = (await reviewer.get('/staff/replies')).text;
    expect(page.indexOf('Says stop: needs your press')).toBeLessThan(page.indexOf('</span>Reply'));
    expect((await press(id, { how: 'stop' })).status).toBe(303);
    expect(await isStopped()).toBe(true);
  });

  it('within other words stops nothing', async () => {
    await take(aReply('I had to stop my course in November', { inReplyTo: nameOf(avery) }));
    expect(await isStopped()).toBe(false);
  });
});

describe('what a reply says', () => {
  it('stands nowhere in clear, and is read for a purpose that stays on record', async () => {
    const words = 'I left in November, marked-words-7';
    const id = await take(aReply(words, { inReplyTo: nameOf(avery) }));
    const everywhere = JSON.stringify(await opened.connection.collection('inboundmail').find({}).toArray());
    expect(everywhere).not.toContain('marked-words-7');
    expect(everywhere).not.toContain('example.org');
    expect(opened.logged.join('')).not.toContain('marked-words-7');
    for (const page of ['/staff/replies', `/staff/replies/${id}`, `/staff/people/${avery.alumnusId}/history`]) {
      expect((await reviewer.get(page)).text).not.toContain('marked-words-7');
    }
    await reviewer.get(`/staff/replies/${id}`);
    expect((await reviewer.post(`/staff/replies/${id}/read`, {})).status).toBe(422);
    const read = await reviewer.post(`/staff/replies/${id}/read`, { purpose: 'deal-with-reply' });
    expect(read.text).toContain('marked-words-7');
    expect(read.text).not.toContain('secretquote');
    await opened.tools.store.auditEvents.moveIntents();
    const acts = await opened.tools.store.auditEvents.about(`alumnus:${avery.alumnusId}`);
    expect(acts.filter(({ act }) => act === 'reply.read').map(({ reason }) => reason)).toEqual(['deal-with-reply']);
    expect((await reviewer.get(`/staff/people/${avery.alumnusId}/history`)).text).toContain('Answered our mail');
  });

  it('is shown as text, never as marks', async () => {
    const id = await take(aReply('<img src=x onerror=alert(1)>', { inReplyTo: nameOf(avery) }));
    await reviewer.get(`/staff/replies/${id}`);
    const read = await reviewer.post(`/staff/replies/${id}/read`, { purpose: 'support-person' });
    expect(read.text).toContain('&lt;img src=x');
    expect(read.text).not.toContain('<img src=x');
  });

  it('is wiped half a year after it was dealt with', async () => {
    const id = await take(aReply('Hello', { inReplyTo: nameOf(avery) }));
    await press(id, { how: 'nothing' });
    const then = opened.tools.clock.now();
    opened.setClock(new Date(then.getTime() + 184 * 86_400_000));
    await web.application.waves.completeReturnedMail();
    opened.setClock(then);
    expect((await kept(id))?.seal).toBeUndefined();
  });
});

describe('one press', () => {
  it('records what they told us, as a claim of the day of the mail, once', async () => {
    const id = await take(aReply('Working at Example Ltd since September', { inReplyTo: nameOf(avery) }));
    const fields = {
      how: 'told',
      activity: 'employment',
      standing: 'there',
      place: 'Example Ltd',
      from: '2026-09',
      to: '',
    };
    expect((await press(id, fields)).status).toBe(303);
    expect((await press(id, fields)).status).toBe(409);
    const record = await opened.tools.store.destinationRecords.find('every-school', avery.alumnusId);
    expect(record?.claims.filter(({ source }) => source === 'reply')).toEqual([
      {
        id: `reply:${id.slice(0, 24)}`,
        saidIn: `reply:${id.slice(0, 24)}`,
        source: 'reply',
        revision: 1,
        knownOn: '2026-11-03',
        recordedOn: '2026-11-03',
        activity: 'employment',
        standing: 'began',
        from: '2026-09',
        to: null,
        fromCertainty: 'about',
        employer: 'Example Ltd',
      },
    ]);
    expect((await reviewer.get(`/staff/people/${avery.alumnusId}/told`)).text).toContain('Reply to our mail');
  });

  it('changes their address and no longer uses the old one', async () => {
    const id = await take(aReply('Use my new one', { inReplyTo: nameOf(avery) }));
    expect((await press(id, { how: 'address', address: 'no address' })).text).toContain('Enter one email address');
    expect((await press(id, { how: 'address', address: 'New@Example.org', stopOld: 'yes' })).status).toBe(303);
    const points = (await personNow())?.contactPoints.map(({ value, owner, state }) => [value, owner, state]);
    expect(points).toEqual([
      [addressOf(avery), 'self', 'stopped'],
      ['new@example.org', 'self', 'usable'],
    ]);
  });

  it('takes an address that is not theirs out of use for good', async () => {
    const id = await take(aReply('Wrong person', { inReplyTo: nameOf(avery) }));
    // A worker has taken the next mail to it.
    const messages = opened.connection.collection<{ readonly _id: string }>('messages');
    const inHand = { _id: `${avery.invitationId}:i:1`, state: 'leased' };
    await messages.updateOne({ _id: inHand._id }, { $set: { state: 'leased' } });
    expect((await press(id, { how: 'not-theirs' })).status).toBe(303);
    expect(await messages.findOne({ _id: inHand._id })).toMatchObject({ ...inHand, stopped: 'suppressed' });
    expect((await personNow())?.contactPoints[0]?.state).toBe('stopped');
    expect(await web.application.waves.findSuppression(addressOf(avery))).toMatchObject({ reason: 'not-me' });
    expect(await isStopped()).toBe(false);
  });

  it('records that they have died, and nothing more leaves', async () => {
    const id = await take(aReply('He died in June', { inReplyTo: nameOf(avery) }));
    expect((await press(id, { how: 'has-died' })).status).toBe(303);
    expect((await personNow())?.state).toBe('has-died');
    expect(await isStopped()).toBe(true);
  });

  it('asks for a call, or says that they cannot be rung', async () => {
    const id = await take(aReply('Ring me', { inReplyTo: nameOf(avery) }));
    expect((await press(id, { how: 'call' })).text).toContain('They cannot be rung');
    const person = await personNow();
    const [point] = person?.contactPoints ?? [];
    if (person === null || point === undefined) throw new Error('Nobody was invited.');
    const mobile = { ...point, number: 2, kind: 'mobile', value: '+447700900123' } as const;
    await opened.tools.store.alumni.replace(
      { ...person, contactPoints: [point, mobile], revision: person.revision + 1 },
      [],
    );
    expect((await press(id, { how: 'call' })).status).toBe(303);
    expect((await opened.tools.store.calls.ofPerson(avery.alumnusId))[0]).toMatchObject({
      state: 'waiting',
      priority: 1,
    });
  });

  it('answers from a saved text, once, to the address that was written to', async () => {
    const admin = await web.signedIn('scheduler');
    await admin.get('/staff/settings/saved-answers');
    const text = 'You may answer until the end of November.\n\nThere is no hurry.';
    expect((await admin.post('/staff/settings/saved-answers', { title: 'Until when', text })).status).toBe(303);
    const [saved] = await web.application.replies.listSavedAnswers();
    const id = await take(aReply('Until when?', { inReplyTo: nameOf(avery) }));
    expect((await press(id, { how: 'answered', answer: 'gone' })).text).toContain('Choose the answer to send');
    expect((await press(id, { how: 'answered', answer: saved?.id ?? '' })).status).toBe(303);
    expect((await press(id, { how: 'answered', answer: saved?.id ?? '' })).status).toBe(409);
    const stopping = new AbortController();
    const sender = web.application.waves.runSender({ signal: stopping.signal });
    await eventually(
      () => sink.accepted.filter(({ to }) => to === addressOf(avery)).length,
      (sent) => sent > 0,
    );
    stopping.abort();
    await sender;
    const [mail, ...more] = sink.accepted.filter(({ to }) => to === addressOf(avery));
    expect(more).toEqual([]);
    expect(mail?.raw).toContain('There is no hurry.');
    await admin.get(`/staff/settings/saved-answers?edit=${saved?.id ?? ''}`);
    await admin.post('/staff/settings/saved-answers', { id: saved?.id ?? '', title: 'x', text, remove: 'yes' });
    expect(await web.application.replies.listSavedAnswers()).toEqual([]);
  });

  it('of a form that is not ours does nothing', async () => {
    const id = await take(aReply('Hello', { inReplyTo: nameOf(avery) }));
    for (const fields of [{}, { how: 'erase' }, { how: 'stop', alumnusId: 'a1-0001' }]) {
      expect((await press(id, fields as Record<string, string>)).status).toBe(400);
    }
    expect((await kept(id))?.queue).toBe('open');
  });
});

describe('a reply that nobody’s address tells', () => {
  it('is matched by a person, and only then leads to anything but “nothing to do”', async () => {
    const id = await take(aReply('It is me', { from: 'other@elsewhere.example' }));
    expect((await press(id, { how: 'stop' })).text).toContain('Say first whose reply this is');
    const found = await reviewer.get(`/staff/replies/${id}?who=Testperson`);
    expect(found.text).toContain(`value="${avery.alumnusId}"`);
    expect((await reviewer.post(`/staff/replies/${id}/match`, { person: avery.alumnusId })).status).toBe(303);
    expect((await press(id, { how: 'stop' })).status).toBe(303);
    expect(await isStopped()).toBe(true);
  });
});

describe('who sees replies', () => {
  it('are those of the person’s school; those of nobody, who sees every school', async () => {
    const theirs = await take(aReply('Hello', { inReplyTo: nameOf(avery) }));
    const nobodys = await take(aReply('Hello', { from: 'other@elsewhere.example' }));
    const there = await web.signedIn('reviewer', [northgate]);
    const elsewhere = await web.signedIn('reviewer', [southgate]);
    expect([
      (await there.get(`/staff/replies/${theirs}`)).status,
      (await there.get(`/staff/replies/${nobodys}`)).status,
    ]).toEqual([200, 404]);
    for (const id of [theirs, nobodys]) {
      expect((await elsewhere.get(`/staff/replies/${id}`)).status).toBe(404);
      expect((await elsewhere.post(`/staff/replies/${id}/read`, { purpose: 'deal-with-reply' })).status).toBe(404);
      expect((await elsewhere.post(`/staff/replies/${id}`, { how: 'nothing' })).status).toBe(404);
    }
    expect((await there.get('/staff')).text).toContain('One reply to our mail to be read');
    expect((await elsewhere.get('/staff')).text).not.toContain('to our mail');
    expect((await (await web.signedIn('school-leader')).get('/staff/replies')).status).toBe(403);
  });
});
