// A text of a wave from queue to provider over real sockets: who gets one and who not, what a provider's answers and reports
// bring, STOP, and the short link. Whatever queues, sends or takes in is run twice.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import { senderTimes } from '../../src/application/waves/sending/sender-times.js';
import type { Alumnus, ContactPoint } from '../../src/domain/alumni/alumnus.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { textLength } from '../../src/domain/waves/text-message.js';
import { messageId } from '../../src/domain/waves/message.js';
import { invitationId, type InvitationId } from '../../src/domain/waves/invitation.js';
import type { StepId, WaveId } from '../../src/domain/waves/wave.js';
import { signDelivery } from '../../src/security/index.js';
import { httpTexts } from '../../src/texts/index.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust, scheduler as staff } from '../support/a-trust.js';
import { invite, openWave, waveId, type Invited } from '../support/survey.js';
import { startTextProvider, type TextProvider } from '../support/text-provider.js';
import { openTestTools } from '../support/tools.js';

const secret = 'a secret that is shared with the provider';
const mobile = (value: string, given: Partial<ContactPoint> = {}): ContactPoint => ({
  ...{ number: 2, kind: 'mobile', value, owner: 'self', state: 'usable', addedOn: localDate('2026-07-01') },
  ...given,
});

let test: Awaited<ReturnType<typeof openTestTools>>;
let tools: typeof test.tools;
let application: Application;
let provider: TextProvider;
beforeEach(async () => {
  provider = await startTextProvider();
  test = await openTestTools({ now: new Date('2026-11-10T10:00:00Z'), settings: { textWebhookSecret: secret } });
  tools = { ...test.tools, texts: httpTexts({ url: provider.url, apiKey: 'key', from: 'Trust', connections: 2 }) };
  application = createApplication(tools);
  await openWave(tools, {
    startedAt: new Date('2026-11-03T09:00:00Z'),
    steps: [
      { id: 'i', kind: 'invitation', on: localDate('2026-11-03'), at: '09:00' as LocalTime },
      { id: 't', kind: 'text', on: localDate('2026-11-10'), at: '09:00' as LocalTime },
      { id: 'r1', kind: 'reminder', on: localDate('2026-11-19'), at: '09:00' as LocalTime },
    ],
  });
});
afterEach(async () => {
  await provider.close();
  await test.close();
});

/** Somebody whose next step is the text. */
async function dueForText(id: string, number: string, given: Partial<Alumnus> = {}): Promise<Invited> {
  const who = await invite(tools, id, { contactPoints: [mobile(number)], ...given });
  await test.connection
    .collection<{ _id: InvitationId }>('invitations')
    .updateOne({ _id: who.invitationId }, { $set: { nextStep: 't', nextDueAt: new Date('2026-11-10T09:00:00Z') } });
  return who;
}
const text = ({ alumnusId }: Invited, number = 2) =>
  tools.store.messages.findText({ id: messageId(waveId, alumnusId, 't', number) });

/** Sends until nothing waits in the lane of texts any more. */
async function sendAll(): Promise<void> {
  const stopping = new AbortController();
  const sender = application.waves.runTextSender({
    signal: stopping.signal,
    times: { ...senderTimes, idleMs: 20, settleWaitMs: 1 },
  });
  const waiting = () =>
    test.connection.collection('messages').countDocuments({
      channel: 'text',
      $or: [
        { state: { $in: ['planned', 'deferred'] }, readyAt: { $lte: tools.clock.now() } },
        { state: { $in: ['leased', 'sending'] } },
      ],
    });
  await eventually(waiting, (count) => count === 0);
  stopping.abort();
  await sender;
}
const tell = (events: readonly object[], timestamp = String(tools.clock.now().getTime() / 1_000), key = secret) => {
  const body = Buffer.from(JSON.stringify({ events }));
  const signature = signDelivery(key, timestamp, body);
  return application.waves.takeInTextEvents({ timestamp, body, signature, parse: () => events as never });
};
const replyOf = (rows: Awaited<ReturnType<Application['replies']['listReplies']>>, { alumnusId }: Invited): string =>
  rows.find(({ mail }) => mail.alumnusId === alumnusId)?.mail.id ?? '';
const person = async ({ alumnusId }: Invited): Promise<Alumnus> => {
  const found = await tools.store.alumni.find('every-school', alumnusId);
  if (found === null) throw new Error('Nobody there.');
  return found;
};

describe('the step of texts', () => {
  it('makes one text for who may have one, names why not for the others, and goes on to the next step', async () => {
    const may = await dueForText('a1', '+447700900123');
    const parent = await dueForText('a2', '+447700900124', {
      contactPoints: [mobile('+447700900124', { owner: 'parent' })],
    });
    const abroad = await dueForText('a3', '+33612345678');
    const asked = await dueForText('a4', '+447700900126', { contactRules: { notBy: ['text'] } });
    await Promise.all([application.waves.queueDueMessages(), application.waves.queueDueMessages()]);
    await application.waves.queueDueMessages();
    await sendAll();
    await sendAll();
    expect(provider.received.map(({ to, key }) => [to, key])).toEqual([['+447700900123', `${waveId}:a1:t:2`]]);
    expect(await text(may)).toMatchObject({ state: 'accepted', queueId: 'p1', attempts: 1 });
    const others = await Promise.all([parent, abroad, asked].map((who) => text(who, 0)));
    expect(others.map((each) => [each?.state, each?.stopped])).toEqual([
      ['suppressed', 'no-own-number'],
      ['suppressed', 'no-own-number'],
      ['suppressed', 'asked-not-to'],
    ]);
    expect(await tools.store.invitations.find(may.invitationId)).toMatchObject({ nextStep: 'r1' });
  });

  it('is passed over, and named so, where no provider is set', async () => {
    const who = await dueForText('a1', '+447700900123');
    const { texts: _none, ...without } = tools;
    await createApplication(without).waves.queueDueMessages();
    expect(await text(who)).toMatchObject({ state: 'suppressed', stopped: 'no-provider' });
    expect((await tools.store.invitations.find(who.invitationId))?.nextStep).toBe('r1');
  });

  it('says nothing that we hold but a first name, in one segment, with a link that opens the questions', async () => {
    const who = await dueForText('a1', '+447700900123');
    await application.waves.queueDueMessages();
    await sendAll();
    const words = provider.received[0]?.text ?? '';
    expect(textLength(words).segments).toBe(1);
    const link = /http:\S+/.exec(words)?.[0] ?? '';
    expect(link.length).toBeLessThanOrEqual(60);
    const code = link.split('/t/')[1] ?? '';
    expect(words.replace(link, '…')).toBe(
      'Hello Avery, Sample Trust: how are things since school? One minute: … Reply STOP to end.',
    );
    expect((await application.survey.startAnswering(code)).kind).toBe('started');
    expect(
      (await application.survey.startAnswering(`${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`)).kind,
    ).toBe('closed');
    const kept = await test.connection.collection('messages').findOne({ channel: 'text' });
    expect(JSON.stringify(kept)).not.toContain(code);
    // "This is not me" on the link's page marks the number, never the person.
    await application.survey.tellUs(code, 'not-me');
    expect((await person(who)).contactPoints.map(({ state }) => state)).toEqual(['stopped']);
    expect((await application.survey.startAnswering(code)).kind).toBe('closed');
  });
});

describe('whom no mail can reach', () => {
  const at = (n: number, given: Partial<ContactPoint> = {}) => mobile(`+44770090012${n}`, given);
  const invitationOf = (wave: WaveId, n: number) => tools.store.invitations.find(invitationId(wave, aLeaver(n).id));
  const funnelOf = async (wave: WaveId) => {
    await application.waves.refreshProgress();
    return (await application.waves.showWave(staff, wave)).funnel;
  };
  const queueAndSend = async (): Promise<readonly string[]> => {
    await Promise.all([application.waves.queueDueMessages(), application.waves.queueDueMessages()]);
    await application.waves.queueDueMessages();
    await sendAll();
    await sendAll();
    return provider.received.map(({ to }) => to).sort();
  };

  it('is sent the text, under the same basis and stops, and stands in the dry run and the sums', async () => {
    await keepTrust(tools, [
      aLeaver(0),
      aLeaver(1, { contactPoints: [...aLeaver(1).contactPoints, at(1)] }),
      aLeaver(2, { contactPoints: [at(2)] }),
      aLeaver(3, { contactPoints: [at(3, { owner: 'parent' })] }),
      aLeaver(4, { contactPoints: [at(4)], contactRules: { notBy: ['text'] } }),
      aLeaver(5, { contactPoints: [at(5)] }),
    ]);
    const plan = aPlan({ i: '2026-11-12', t: '2026-11-19', r1: '2026-11-26' });
    const wave = await confirmedWave(application, plan);
    const run = await application.waves.dryRun(staff, wave);
    expect([run.candidates, run.eligible, run.byTelephone, run.exclusions]).toEqual([6, 2, 2, { 'no-own-address': 2 }]);
    expect([run.byTextAlone, run.byText]).toEqual([2, 3]);
    expect(run.steps.map(({ texts }) => texts)).toEqual([undefined, 3, undefined]);
    const { texts: _none, ...without } = tools;
    const unset = await createApplication(without).waves.dryRun(staff, wave);
    expect([unset.byTelephone, unset.byText, unset.exclusions]).toEqual([0, 0, { 'no-own-address': 4 }]);

    await application.waves.advanceWaves();
    test.setClock(new Date('2026-11-12T09:30:00Z'));
    expect(await application.waves.queueDueMessages()).toBe(2);
    // The mail has left; a text goes after it.
    const left = { $set: { state: 'accepted' }, $unset: { readyAt: 1 } };
    await test.connection.collection('messages').updateMany({ stepId: 'i' }, left);
    await application.waves.stopPerson({ alumnusId: aLeaver(5).id, reason: 'objected', actor: { kind: 'alumnus' } });
    test.setClock(new Date('2026-11-19T09:30:00Z'));
    expect(await queueAndSend()).toEqual(['+447700900121', '+447700900122']);
    expect(await funnelOf(wave)).toMatchObject({
      ...{ candidates: 6, invited: 4, byTelephone: 2, excluded: 2, stopped: 1 },
      steps: { i: { accepted: 2 }, t: { accepted: 2, suppressed: 1 } },
    });
    expect((await invitationOf(wave, 1))?.nextStep).toBe('r1');
    const alone = await invitationOf(wave, 2);
    expect([alone?.byTelephone, alone?.lastStep, alone?.nextStep]).toEqual([true, 't', undefined]);
  });

  it('is sent a text that comes into a wave under way, once, and no mail that comes after it', async () => {
    await keepTrust(tools, [aLeaver(0), aLeaver(1, { contactPoints: [at(1)] }), aLeaver(2, { contactPoints: [] })]);
    const wave = await confirmedWave(application, aPlan({ i: '2026-11-12' }));
    await application.waves.advanceWaves();
    expect(await tools.store.invitations.countByState(wave)).toEqual({ invited: 1, excluded: 2 });
    const add = async (stepId: StepId, on: string): Promise<void> => {
      const { revision } = (await application.waves.showWave(staff, wave)).wave;
      const step = { stepId, on: localDate(on), at: '09:00' as LocalTime };
      expect(await application.waves.addStep(staff, { waveId: wave, revision, ...step })).toEqual({ kind: 'changed' });
      await Promise.all([application.waves.completeFollowUps(), application.waves.completeFollowUps()]);
    };
    await add('t', '2026-11-19');
    test.setClock(new Date('2026-11-12T09:30:00Z'));
    expect(await application.waves.queueDueMessages()).toBe(1); // the mail of the other
    expect(await funnelOf(wave)).toMatchObject({ candidates: 3, invited: 2, byTelephone: 1, excluded: 1 });
    test.setClock(new Date('2026-11-19T09:30:00Z'));
    expect(await queueAndSend()).toEqual(['+447700900121']);
    await add('l', '2026-11-26');
    test.setClock(new Date('2026-11-26T09:30:00Z'));
    expect(await queueAndSend()).toEqual(['+447700900121']);
    expect((await invitationOf(wave, 1))?.nextStep).toBeUndefined();
  });

  it('lets a wave that reaches nobody by mail begin with its text, without a person who starts it', async () => {
    await keepTrust(tools, [aLeaver(1, { contactPoints: [at(1)] })]);
    const wave = await confirmedWave(application, aPlan({ i: '2026-11-12', t: '2026-11-19' }));
    await application.waves.advanceWaves();
    test.setClock(new Date('2026-11-19T09:30:00Z'));
    expect((await application.waves.showWave(staff, wave)).waitsForStart).toBe(false);
    expect(await queueAndSend()).toEqual(['+447700900121']);
    test.setClock(new Date('2026-11-21T09:30:00Z'));
    const { wave: begun, waitsForStart } = await application.waves.showWave(staff, wave);
    expect([begun.startedAt, waitsForStart]).toEqual([new Date('2026-11-19T09:30:00Z'), false]);
  });
});

describe('what the provider answers', () => {
  it.each([
    [429, 'deferred'],
    [400, 'rejected'],
    [500, 'unknown'],
    ['drop', 'unknown'],
  ] as const)('%s leaves it %s, and nothing goes twice by itself', async (answer, state) => {
    const who = await dueForText('a1', '+447700900123');
    await application.waves.queueDueMessages();
    provider.answerWith(answer);
    await sendAll();
    await application.waves.reapMessages();
    await application.waves.queueDueMessages();
    await sendAll();
    expect(await text(who)).toMatchObject({ state, attempts: 1 });
    expect(provider.received).toHaveLength(1);
  });

  it('429 is tried again when its time has come, under the same key', async () => {
    const who = await dueForText('a1', '+447700900123');
    await application.waves.queueDueMessages();
    provider.answerWith(429, 200);
    await sendAll();
    test.setClock(new Date('2026-11-10T10:05:00Z'));
    await sendAll();
    expect(await text(who)).toMatchObject({ state: 'accepted', attempts: 2 });
    expect(new Set(provider.received.map(({ key }) => key)).size).toBe(1);
  });
});

describe('a stop before the text leaves', () => {
  it.each([
    [
      'of the person',
      (who: Invited) =>
        application.waves.stopPerson({ alumnusId: who.alumnusId, reason: 'objected', actor: { kind: 'alumnus' } }),
    ],
    [
      'by an answer',
      (who: Invited) => application.waves.stopOpenMessages({ invitationId: who.invitationId, why: 'answered' }),
    ],
    ['by STOP', () => tell([{ event: 'received', from: '07700 900123', text: 'Stop' }])],
    [
      'of the day on which their keeping period ends',
      async (who: Invited) => {
        const known = await person(who);
        const { permissions, revision } = known;
        const consents = permissions.map((each) => ({
          ...each,
          basis: 'consent' as const,
          until: localDate('2040-01-01'),
        }));
        const changed = { permissions: consents, leftOn: localDate('2015-07-17'), revision: revision + 1 };
        expect(await tools.store.alumni.replace({ ...known, ...changed }, [])).toBe(true);
      },
    ],
  ])('%s: nothing is sent', async (_name, stop) => {
    const who = await dueForText('a1', '+447700900123');
    await application.waves.queueDueMessages();
    await stop(who);
    await sendAll();
    expect(provider.received).toEqual([]);
    expect((await text(who))?.state).toBe('suppressed');
  });
});

describe('what the provider tells', () => {
  it('is believed only with the signature, in time, and once', async () => {
    const stop = [{ event: 'received', from: '+447700900123', text: 'STOP' }];
    expect((await tell(stop, undefined, 'another secret')).kind).toBe('refused');
    expect((await tell(stop, String(new Date('2026-11-10T09:54:59Z').getTime() / 1_000))).kind).toBe('refused');
    expect(await tell(stop)).toEqual({ kind: 'taken', known: false, events: 1 });
    expect(await tell(stop)).toEqual({ kind: 'taken', known: true, events: 1 });
    // It is forgotten by the clock by which the database removes it, whatever the time is here.
    const kept = await test.connection.collection('providerdeliveries').findOne({});
    expect(kept?.['removeAt'] > new Date()).toBe(true);
  });

  it('a report settles an unknown fate; a failure for good suppresses the number and marks it, never the person', async () => {
    const who = await dueForText('a1', '+447700900123');
    await application.waves.queueDueMessages();
    provider.answerWith('drop');
    await sendAll();
    const reference = `${waveId}:a1:t:2`;
    await tell([{ event: 'delivered', reference }]);
    expect(await text(who)).toMatchObject({ state: 'accepted', delivery: { state: 'delivered' } });
    await tell([{ event: 'failed', reference, permanent: true, reason: 'no such number' }]);
    await tell([{ event: 'failed', reference, permanent: true, reason: 'no such number again' }]);
    await tell([{ event: 'failed', reference: 'w9:nobody:t:1', permanent: true }]);
    expect((await text(who))?.delivery).toMatchObject({ state: 'failed' });
    expect((await person(who)).contactPoints.map(({ state }) => state)).toEqual(['bounced']);
    expect((await person(who)).state).toBe('usual');
    const ring = await application.calls.requestCall({ alumnusId: who.alumnusId, actor: { kind: 'alumnus' } });
    expect(ring).toEqual({ kind: 'refused', why: 'no-own-number' });
  });

  it('words other than STOP wait among the replies, each once, sealed, with whose they are', async () => {
    const who = await dueForText('a1', '+447700900123');
    await invite(tools, 'a2', { contactPoints: [mobile('+447700900124')] }); // no text was sent to them
    await application.waves.queueDueMessages();
    await sendAll();
    const left = { event: 'received', id: 'p-77', from: '07700 900123', text: 'I left in November, sorry' };
    await tell([left, { event: 'received', from: '+447700900124', text: 'who is this?' }]);
    await tell([
      left,
      { event: 'received', from: '+33612345678', text: 'hello' },
      { event: 'received', from: '60777', text: 'win' },
    ]);
    test.setClock(new Date('2026-11-10T10:01:00Z'));
    await tell([left]); // said again in another delivery
    await tell([{ event: 'received', id: 'p-78', from: '+447700900123', text: 'STOP' }]);

    const rows = await application.replies.listReplies(staff, 'open');
    const said = rows.map(({ mail, person: theirs }) =>
      [theirs?.id ?? 'nobody', mail.channel, mail.matchedBy].join(' '),
    );
    expect(said.sort()).toEqual(['a1 text sender', 'a2 text sender', 'nobody text ', 'nobody text ']);
    const id = replyOf(rows, who);
    expect(JSON.stringify(await test.connection.collection('inboundmail').find({}).toArray())).not.toContain(
      'November',
    );
    expect(await application.replies.readReply(staff, { id, purpose: 'deal-with-reply' })).toEqual({
      from: '+447700900123',
      subject: '',
      words: 'I left in November, sorry',
    });
    await application.replies.dealWithReply(staff, id, { how: 'not-theirs' });
    expect((await person(who)).contactPoints.map(({ state }) => state)).toEqual(['stopped']);
    expect(await application.replies.listReplies(staff, 'open')).toHaveLength(3);
    expect(await tools.store.inboundMail.countsOfWave('every-school', waveId)).toEqual({});
  });

  it('“please stop” in other words is honoured as STOP is, and a person sees it', async () => {
    const who = await dueForText('a1', '+447700900123');
    await application.waves.queueDueMessages();
    await sendAll();
    await application.calls.requestCall({ alumnusId: who.alumnusId, actor: { kind: 'alumnus' } });
    await tell([{ event: 'received', from: '+447700900123', text: 'Please stop messaging me.' }]);
    const [row] = await application.replies.listReplies(staff, 'open');
    expect(row?.mail).toMatchObject({ stopAsked: true, alumnusId: who.alumnusId });
    const ring = await application.calls.requestCall({ alumnusId: who.alumnusId, actor: { kind: 'alumnus' } });
    expect(ring).toEqual({ kind: 'refused', why: 'suppressed' });
    expect((await person(who)).objectedOn).toBeUndefined();
    expect((await application.replies.dealWithReply(staff, row?.mail.id ?? '', { how: 'stop' })).kind).toBe('done');
    expect((await person(who)).objectedOn).toBe('2026-11-10');
  });

  it('a saved answer to a text goes by mail, to an address of their own that may be used', async () => {
    const [email] = aLeaver(0).contactPoints;
    if (email === undefined) throw new Error('The leaver has no address.');
    const both = { contactPoints: [email, mobile('+447700900123')] };
    const reachable = await dueForText('a1', '+447700900123', both);
    const without = await dueForText('a2', '+447700900124');
    await application.waves.queueDueMessages();
    await sendAll();
    await application.replies.saveAnswer(staff, { id: 'saved', title: 'Who we are', text: 'We are your old school.' });
    const answerId = 'saved';
    await tell([
      { event: 'received', from: '+447700900123', text: 'which school is this?' },
      { event: 'received', from: '+447700900124', text: 'what is this about?' },
    ]);
    const rows = await application.replies.listReplies(staff, 'open');
    const answer = (to: Invited) =>
      application.replies.dealWithReply(staff, replyOf(rows, to), { how: 'answered', answerId });
    expect(await answer(reachable)).toEqual({ kind: 'done' });
    expect(await answer(without)).toEqual({ kind: 'refused', why: 'no-address' });
    const queued = await test.connection.collection('messages').find({ kind: 'service' }).toArray();
    expect(queued.map((each): unknown[] => [each['template'], each['alumnusId']])).toEqual([['reply-answer', 'a1']]);
  });

  it('STOP ends texts and calls to the number, and mail goes on; STOP ALL ends everything', async () => {
    const who = await dueForText('a1', '+447700900123');
    await application.waves.queueDueMessages();
    await sendAll();
    await application.calls.requestCall({ alumnusId: who.alumnusId, actor: { kind: 'alumnus' } });
    await tell([{ event: 'received', from: '+447700900123', text: 'STOP' }]);
    expect((await tools.store.calls.ofPerson(who.alumnusId)).map(({ state, end }) => [state, end])).toEqual([
      ['ended', 'stopped'],
    ]);
    expect((await tools.store.invitations.find(who.invitationId))?.state).toBe('invited');
    await tell([{ event: 'received', from: '+447700900123', text: 'STOP ALL' }]);
    expect((await person(who)).objectedOn).toBe('2026-11-10');
    expect((await tools.store.invitations.find(who.invitationId))?.state).toBe('stopped');
  });
});
