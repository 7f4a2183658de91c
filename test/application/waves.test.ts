// What the outbox promises, one promise at a time, against a relay that misbehaves on order.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import { senderTimes } from '../../src/application/waves/sending/sender-times.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { invitationId } from '../../src/domain/waves/invitation.js';
import { messageId, type MessageId } from '../../src/domain/waves/message.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust, scheduler } from '../support/a-trust.js';
import { mailerTo } from '../support/mailer-to.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';

let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let application: Application;
const connections = 3;

beforeEach(async () => {
  sink = await startSmtpSink();
  const mailer = mailerTo(sink.port, connections);
  opened = await openTestTools({ mailer });
  tools = opened.tools;
  application = createApplication(tools);
});
afterEach(async () => {
  await tools.mailer.close();
  await sink.close();
  await opened.close();
});

async function queuedWave(count: number, plan = aPlan()): Promise<WaveId> {
  await keepTrust(
    tools,
    Array.from({ length: count }, (_, n) => aLeaver(n)),
  );
  const wave = await confirmedWave(application, plan);
  await application.waves.advanceWaves();
  await application.waves.queueDueMessages();
  return wave;
}

/** Sends until the question is answered as hoped. */
async function sendUntil(done: () => Promise<boolean>): Promise<void> {
  const stopping = new AbortController();
  const sender = application.waves.runSender({ signal: stopping.signal, times: { ...senderTimes, idleMs: 20 } });
  await eventually(done, Boolean);
  stopping.abort();
  await sender;
}

const stored = (id: MessageId) =>
  opened.connection
    .collection<{ readonly _id: string; readonly [field: string]: unknown }>('messages')
    .findOne({ _id: id });
const stateOf = async (id: MessageId): Promise<unknown> => (await stored(id))?.['state'];
const first = (wave: WaveId, n = 0): MessageId => messageId(wave, aLeaver(n).id, 'i', 1);
const hasState = (id: MessageId, state: string) => async () => (await stateOf(id)) === state;

describe('freezing', () => {
  it('makes each candidate one invitation or one exclusion, however many planners race', async () => {
    await keepTrust(
      tools,
      Array.from({ length: 1_203 }, (_, n) => aLeaver(n, n % 10 === 0 ? { state: 'deferred' } : {})),
    );
    const wave = await confirmedWave(application);
    const planners = [1, 2, 3].map(() => createApplication(tools).waves.advanceWaves());
    await Promise.all(planners);
    await application.waves.advanceWaves();
    const { state, freezing } = (await tools.store.waves.find('every-school', wave)) ?? {};
    expect({ state, freezing }).toEqual({
      state: 'running',
      freezing: {
        ...{ position: aLeaver(1_202).id, candidates: 1_203, invited: 1_082, excluded: 121, done: true },
        lanes: [{ lane: 'example.org', count: 1_082 }],
      },
    });
    expect(await tools.store.invitations.countByState(wave)).toEqual({ invited: 1_082, excluded: 121 });
  });
});

describe('queueing', () => {
  it('inserts each message once, however many planners race, with a link of which only the hash is in clear', async () => {
    await keepTrust(
      tools,
      Array.from({ length: 40 }, (_, n) => aLeaver(n)),
    );
    const wave = await confirmedWave(application);
    await application.waves.advanceWaves();
    await Promise.all([1, 2, 3].map(() => createApplication(tools).waves.queueDueMessages()));
    expect(await opened.connection.collection('messages').countDocuments({})).toBe(40);
    const message = await stored(first(wave));
    expect(message).toEqual({
      _id: first(wave),
      kind: 'survey',
      state: 'planned',
      lane: wave,
      waveId: wave,
      schoolId: 'northgate',
      alumnusId: aLeaver(0).id,
      invitationId: invitationId(wave, aLeaver(0).id),
      stepId: 'i',
      addressNumber: 1,
      template: 'invitation',
      letterVersion: 0,
      language: 'en',
      createdAt: tools.clock.now(),
      dueAt: tools.clock.now(),
      readyAt: tools.clock.now(),
      expiresAt: new Date('2026-12-12T00:00:00Z'),
      attempts: 0,
      fence: 0,
      hash: expect.stringMatching(/^[\w-]{43}$/),
      seal: expect.stringMatching(/^v1\./),
    });
  });

  it('sends nothing twice when a step moves, and nobody is reminded within a week', async () => {
    const wave = await queuedWave(3, aPlan({ i: '2026-11-03', r1: '2026-11-12' }));
    const before = await tools.store.waves.find('every-school', wave);
    const moved = await application.waves.moveStep(scheduler, {
      ...{ waveId: wave, revision: before?.revision ?? 0, stepId: 'r1' },
      ...{ on: localDate('2026-11-20'), at: '10:00' as LocalTime },
    });
    expect(moved).toEqual({ kind: 'moved' });
    opened.setClock(new Date('2026-11-12T12:00:00Z'));
    expect(await application.waves.queueDueMessages()).toBe(0);
    opened.setClock(new Date('2026-11-20T10:00:00Z'));
    expect(await application.waves.queueDueMessages()).toBe(3);
    expect(await application.waves.queueDueMessages()).toBe(0);
    const now = await tools.store.waves.find('every-school', wave);
    const late = { waveId: wave, revision: now?.revision ?? 0, stepId: 'r1' as const };
    expect(
      await application.waves.moveStep(scheduler, { ...late, on: localDate('2026-11-27'), at: '10:00' as LocalTime }),
    ).toEqual({ kind: 'refused', why: 'already-begun' });
  });

  it('moves whom a planner put down for the old day meanwhile, once every such planner is done', async () => {
    const wave = await queuedWave(2, aPlan({ i: '2026-11-03', r1: '2026-11-20' }));
    const { revision = 0 } = (await tools.store.waves.find('every-school', wave)) ?? {};
    await application.waves.moveStep(scheduler, {
      ...{ waveId: wave, revision, stepId: 'r1', on: localDate('2026-11-12'), at: '10:00' as LocalTime },
    });
    const moments = async () =>
      (await tools.store.invitations.nextDue('every-school', wave, 5)).map((n) => n.nextDueAt);
    const [one] = await tools.store.invitations.nextDue('every-school', wave, 1);
    if (one === undefined) throw new Error('Nobody waits.');
    // As a planner does that read the wave before the move.
    await tools.store.invitations.postpone(one.id, 'r1', new Date('2026-11-20T09:00:00Z'));
    await application.waves.completeFollowUps();
    expect(await moments()).toContainEqual(new Date('2026-11-20T09:00:00Z'));
    opened.setClock(new Date('2026-11-03T10:05:00Z'));
    await application.waves.completeFollowUps();
    await application.waves.completeFollowUps();
    expect(await moments()).toEqual([new Date('2026-11-12T10:00:00Z'), new Date('2026-11-12T10:00:00Z')]);
    expect(await tools.store.waves.withFollowUps(5)).toEqual([]);
  });
});

describe('sending', () => {
  it('leaves weekends and quiet days out, but for a step that was planned for that very day', async () => {
    const wave = await queuedWave(1, aPlan({ i: '2026-11-03', r1: '2026-11-21' }));
    const aCode = async (expiresAt: Date): Promise<void> => {
      await application.waves.queueService({
        ...{ template: 'answer-code', fields: { code: '123456' }, expiresAt },
        to: { kind: 'alumnus', alumnusId: aLeaver(0).id, addressNumber: 1 },
      });
    };
    opened.setClock(new Date('2026-11-07T12:00:00Z')); // a Saturday
    for (const codes of [1, 2]) {
      await aCode(new Date('2026-11-07T13:00:00Z'));
      await sendUntil(() => Promise.resolve(sink.accepted.length === codes));
    }
    expect(await stateOf(first(wave))).toBe('planned');
    opened.setClock(new Date('2026-11-09T09:00:00Z'));
    await sendUntil(hasState(first(wave), 'accepted'));
    opened.setClock(new Date('2026-11-21T09:00:00Z')); // a Saturday too
    await application.waves.queueDueMessages();
    await sendUntil(hasState(messageId(wave, aLeaver(0).id, 'r1', 1), 'accepted'));
  });

  it('wipes the seal and keeps the relay’s word once a message is accepted', async () => {
    const wave = await queuedWave(1);
    await sendUntil(hasState(first(wave), 'accepted'));
    const message = await stored(first(wave));
    expect(Object.keys(message ?? {})).not.toContain('seal');
    expect(Object.keys(message ?? {})).not.toContain('leaseId');
    expect(message).toMatchObject({ attempts: 1, fence: 1, acceptedAt: tools.clock.now(), lastReply: { code: 250 } });
  });

  it('never sends again by itself what may have arrived; a person may, as the same message', async () => {
    const wave = await queuedWave(1);
    await sink.misbehave({ at: 'before-250', how: 'fin' });
    await sendUntil(hasState(first(wave), 'unknown'));
    await sink.misbehave(null);
    opened.setClock(new Date('2026-11-03T18:00:00Z'));
    await application.waves.reapMessages(0);
    await application.waves.queueDueMessages();
    const witness = { template: 'answer-code', fields: { code: '123456' } } as const;
    await application.waves.queueService({
      ...witness,
      to: { kind: 'alumnus', alumnusId: aLeaver(0).id, addressNumber: 1 },
      expiresAt: new Date('2026-11-03T18:10:00Z'),
    });
    // By the time a later message has left, the unknown one would have too.
    await sendUntil(
      async () =>
        (await application.waves.showWave(scheduler, wave)).unknown.length === 1 && sink.accepted.length === 2,
    );
    expect(sink.accepted.map((mail) => /Subject: (.+)\r/.exec(mail.raw)?.[1])).toEqual([
      'One minute: how are things going?',
      'Your code to see your earlier answers',
    ]);

    const order = {
      waveId: wave,
      messageId: first(wave),
      choice: 'send-again',
      reason: 'They wrote that nothing came',
    } as const;
    await application.waves.resolveUnknown(scheduler, order);
    await expect(application.waves.resolveUnknown(scheduler, order)).rejects.toMatchObject({ name: 'NotFound' });
    await sendUntil(hasState(first(wave), 'accepted'));
    const [one, , again] = sink.accepted;
    expect(again?.messageId).toBe(one?.messageId);
    expect(again?.raw).toBe(one?.raw);
  });

  it('shows again what was sent again and is of unknown fate once more, and leaves what somebody left', async () => {
    const wave = await queuedWave(1);
    const order = { waveId: wave, messageId: first(wave), reason: 'They wrote that nothing came' } as const;
    const listed = async () => (await application.waves.showWave(scheduler, wave)).unknown.length;
    await sink.misbehave({ at: 'before-250', how: 'fin' });
    await sendUntil(hasState(first(wave), 'unknown'));
    await application.waves.resolveUnknown(scheduler, { ...order, choice: 'send-again' });
    expect(await listed()).toBe(0);
    await sendUntil(hasState(first(wave), 'unknown'));
    await sink.misbehave(null);
    expect(await listed()).toBe(1);
    await application.waves.resolveUnknown(scheduler, { ...order, choice: 'leave' });
    expect(await listed()).toBe(0);
    await expect(application.waves.resolveUnknown(scheduler, { ...order, choice: 'send-again' })).rejects.toMatchObject(
      { name: 'NotFound' },
    );
    expect(await stateOf(first(wave))).toBe('unknown');
  });

  it.each(['close', 'cancel'] as const)(
    'sends nothing again once the wave has ended by %s, where it can be left',
    async (move) => {
      const wave = await queuedWave(2);
      await sink.misbehave({ at: 'before-250', how: 'fin' });
      await sendUntil(async () => (await tools.store.messages.countUnknown(wave)) === 2);
      await sink.misbehave(null);
      const { revision } = (await application.waves.showWave(scheduler, wave)).wave;
      await application.waves.changeWaveState(scheduler, { waveId: wave, revision, move });
      await application.waves.advanceWaves();
      const states = () => Promise.all([stateOf(first(wave, 0)), stateOf(first(wave, 1))]);
      for (const id of [first(wave), 'all']) {
        const order = {
          waveId: wave,
          messageId: id,
          choice: 'send-again',
          reason: 'They wrote that nothing came',
        } as const;
        expect(await application.waves.resolveUnknown(scheduler, order)).toEqual({ kind: 'refused', why: 'wave-over' });
      }
      expect([await states(), sink.accepted.length]).toEqual([['unknown', 'unknown'], 2]);
      const left = { waveId: wave, messageId: 'all', choice: 'leave', reason: 'The wave is over' } as const;
      expect(await application.waves.resolveUnknown(scheduler, left)).toEqual({ kind: 'resolved' });
      expect([await states(), await tools.store.messages.countUnknown(wave)]).toEqual([['unknown', 'unknown'], 0]);
    },
  );

  it('honours a stop that came after a worker had taken the message', async () => {
    const wave = await queuedWave(2);
    const leaseId = 'held';
    const lease = { leaseId, now: tools.clock.now(), limit: 10, leaseMs: 60_000 };
    expect(await tools.store.outbox.lease(wave, lease)).toHaveLength(2);
    expect(await tools.store.outbox.lease(wave, { ...lease, leaseId: 'other' })).toEqual([]);
    await application.waves.stopPerson({ alumnusId: aLeaver(0).id, reason: 'has-died', actor: { kind: 'alumnus' } });
    const ids = [first(wave, 0), first(wave, 1)];
    expect(await tools.store.outbox.recordIntents(leaseId, ids, { leaseMs: 60_000 })).toEqual(
      new Set([first(wave, 1)]),
    );
    await tools.store.outbox.settleStopped(leaseId, ids);
    expect(await stateOf(first(wave, 0))).toBe('suppressed');
    expect((await tools.store.alumni.find('every-school', aLeaver(0).id))?.state).toBe('has-died');
    expect((await tools.store.messages.findLink(first(wave, 0)))?.revoked).toBe(true);
  });

  it('honours an address that staff stopped after a worker had taken the message, for all who share it', async () => {
    const [one, other, alone] = [0, 1, 2].map((n) => aLeaver(n));
    if (one === undefined || other === undefined || alone === undefined) throw new Error('There are three.');
    const { value = '' } = one.contactPoints[0] ?? {};
    const shared = other.contactPoints.map((point) => ({ ...point, value }));
    await keepTrust(tools, [one, { ...other, contactPoints: shared }, alone]);
    const wave = await confirmedWave(application);
    await application.waves.advanceWaves();
    await application.waves.queueDueMessages();
    const leaseId = 'held';
    const held = await tools.store.outbox.lease(wave, { leaseId, now: tools.clock.now(), limit: 10, leaseMs: 60_000 });
    expect(held).toHaveLength(3);
    const stop = { address: value, scope: 'survey', reason: 'Asked by telephone' } as const;
    expect(await application.waves.addSuppression(scheduler, stop)).toBe('added');
    expect(await application.waves.addSuppression(scheduler, stop)).toBe('already');
    const ids = [0, 1, 2].map((n) => first(wave, n));
    expect(await tools.store.outbox.recordIntents(leaseId, ids, { leaseMs: 60_000 })).toEqual(
      new Set([first(wave, 2)]),
    );
    await tools.store.outbox.settleStopped(leaseId, ids);
    expect(await Promise.all(ids.map(stateOf))).toEqual(['suppressed', 'suppressed', 'sending']);
  });

  it('tries again later what the relay put off, gives up what it refused, and shows which', async () => {
    const wave = await queuedWave(1);
    await sink.misbehave({ at: 'RCPT', how: '4xx' });
    await sendUntil(hasState(first(wave), 'deferred'));
    expect((await stored(first(wave)))?.['readyAt']).toEqual(new Date('2026-11-03T10:05:00Z'));
    opened.setClock(new Date('2026-11-03T10:05:00Z'));
    await sink.misbehave({ at: 'RCPT', how: '5xx' });
    await sendUntil(hasState(first(wave), 'rejected'));
    expect(await stored(first(wave))).toMatchObject({ attempts: 2, fence: 2 });
    expect(sink.accepted).toEqual([]);
  });

  it('leaves paused waves and the night alone, but not a code that somebody waits for', async () => {
    const wave = await queuedWave(1);
    opened.setClock(new Date('2026-11-03T23:00:00Z'));
    await application.waves.queueService({
      template: 'answer-code',
      to: { kind: 'alumnus', alumnusId: aLeaver(0).id, addressNumber: 1 },
      fields: { code: '123456' },
      expiresAt: new Date('2026-11-03T23:10:00Z'),
    });
    await sendUntil(() => Promise.resolve(sink.accepted.length === 1));
    expect(sink.accepted[0]?.raw).toContain('123456');
    expect(await stateOf(first(wave))).toBe('planned');
  });

  it('gives back what a lost worker held, and calls unknown what it was sending', async () => {
    const wave = await queuedWave(2);
    await tools.store.outbox.lease(wave, { leaseId: 'lost', now: tools.clock.now(), limit: 10, leaseMs: -1 });
    await tools.store.outbox.recordIntents('lost', [first(wave, 0)], { leaseMs: -1 });
    await application.waves.reapMessages(60_000);
    expect([await stateOf(first(wave, 0)), await stateOf(first(wave, 1))]).toEqual(['sending', 'planned']);
    await application.waves.reapMessages(-1_000);
    expect(await stateOf(first(wave, 0))).toBe('unknown');
    expect((await stored(first(wave, 0)))?.['seal']).toBeDefined();
    // The lost worker comes back: its lease is over, so it may not begin, but what it heard still counts.
    expect(await tools.store.outbox.recordIntents('lost', [first(wave, 1)], { leaseMs: 60_000 })).toEqual(new Set());
    const reply = { code: 250, text: 'Ok', at: tools.clock.now() };
    await tools.store.outbox.settle([
      { id: first(wave, 0), leaseId: 'lost', attempts: 1, to: 'accepted', at: tools.clock.now(), reply, queueId: 'q1' },
      { id: first(wave, 1), leaseId: 'lost', attempts: 1, to: 'accepted', at: tools.clock.now(), reply, queueId: 'q2' },
    ]);
    expect([await stateOf(first(wave, 0)), await stateOf(first(wave, 1))]).toEqual(['accepted', 'planned']);
  });
});
